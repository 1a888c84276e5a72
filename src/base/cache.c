// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "base/hash.h"
#include "base/strbuf.h"
#include "base/cache.h"
#include "base/fs.h"

#define DIGEST_LEN 40

char *cache_dir(void)
{
	const char *xdg = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");

	if (xdg && *xdg == '/')
		return xstrfmt("%s/respin", xdg);
	return home && *home ? xstrfmt("%s/.cache/respin", home) : NULL;
}

static char *path_of(const char *kind, const char *key)
{
	char *dir = cache_dir();
	char *path = dir ? xstrfmt("%s/%s/%s", dir, kind, key) : NULL;

	free(dir);
	return path;
}

/* The key is in it, too: a text under the wrong name is none. */
static char *sum_of(const char *key, const char *text, size_t n)
{
	struct strbuf all = STRBUF_INIT;
	char *sum;

	strbuf_addf(&all, "respin text 1\n%s\n", key);
	strbuf_add(&all, text, n);
	sum = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return sum;
}

bool text_cache_get(const char *kind, const char *key, struct strbuf *out)
{
	char *path = path_of(kind, key), *sum;
	bool good = false;
	int err;

	strbuf_clear(out);
	err = path ? strbuf_read_file(out, path) : -ENOENT;
	if (!err && out->len > DIGEST_LEN) {
		sum = sum_of(key, out->buf + DIGEST_LEN + 1,
			     out->len - DIGEST_LEN - 1);
		good = !memcmp(out->buf, sum, DIGEST_LEN);
		free(sum);
	}
	if (!good && err != -ENOENT)
		warning("%s is damaged and ignored; its content is computed again",
			path);
	if (good)
		strbuf_splice(out, 0, DIGEST_LEN + 1, "", 0);
	else
		strbuf_clear(out);
	free(path);
	return good;
}

void text_cache_put(const char *kind, const char *key,
		    const struct strbuf *text)
{
	char *path = path_of(kind, key);
	struct strbuf all = STRBUF_INIT;
	char *sum;

	if (!path)
		return;
	sum = sum_of(key, text->buf, text->len);
	strbuf_addf(&all, "%s\n", sum);
	strbuf_addbuf(&all, text);
	if (make_parent(path) || write_file_atomic(path, all.buf, all.len))
		warning("cannot write %s (the next run will be slower)", path);
	strbuf_release(&all);
	free(sum);
	free(path);
}
