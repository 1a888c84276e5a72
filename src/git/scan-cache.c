// SPDX-License-Identifier: GPL-2.0-only
#include "base/cache.h"
#include "git/scan-cache.h"
#include "base/fs.h"

#define MAGIC "respin scan 1\n"
#define REC 21
#define KEEP_MAX 1000000	/* records: 21 MB */

static bool valid(const struct strbuf *text)
{
	return starts_with(text->buf, MAGIC) &&
	       (text->len - strlen(MAGIC)) % REC == 0;
}

void scan_cache_open(struct scan_cache *c, const struct strvec *words)
{
	struct strbuf all = STRBUF_INIT;
	char *dir = cache_dir();
	struct oid id;
	char hex[41];

	memset(c, 0, sizeof(*c));
	strbuf_init(&c->text);
	if (!dir)
		return;
	for (size_t i = 0; i < words->n; i++)
		strbuf_addf(&all, "%s\n", words->v[i]);
	hash_of(&id, all.buf, all.len);
	oid_hex(&id, hex);
	c->path = xstrfmt("%s/scan-%.16s", dir, hex);
	if (!strbuf_read_file(&c->text, c->path) && valid(&c->text)) {
		c->rec = (const uint8_t *)c->text.buf + strlen(MAGIC);
		c->n = (c->text.len - strlen(MAGIC)) / REC;
	}
	strbuf_release(&all);
	free(dir);
}

static int by_id(const void *a, const void *b)
{
	return memcmp(a, b, 20);
}

int scan_cache_get(const struct scan_cache *c, const struct oid *id)
{
	const uint8_t *r;

	r = c->n ? bsearch(id->b, c->rec, c->n, REC, by_id) : NULL;
	return r ? r[20] != 0 : -1;
}

void scan_cache_write(struct scan_cache *c, const struct tree *t,
		      const bool *hit, const uint8_t *unread)
{
	struct strbuf out = STRBUF_INIT;
	uint8_t *rec;
	size_t n = 0, kept = c->n < KEEP_MAX ? c->n : 0;

	if (!c->path)
		return;
	rec = xmalloc((t->n + kept) * REC);
	if (kept)
		memcpy(rec, c->rec, kept * REC);
	n = kept;
	for (size_t i = 0; i < t->n; i++) {
		const struct tree_file *f = &t->files[i];

		if (unread[i] || !f->settled ||
		    (kept && scan_cache_get(c, &f->id) >= 0))
			continue;
		memcpy(rec + n * REC, f->id.b, 20);
		rec[n * REC + 20] = hit[i];
		n++;
	}
	qsort(rec, n, REC, by_id);
	strbuf_addstr(&out, MAGIC);
	for (size_t i = 0; i < n; i++)
		if (!i || memcmp(rec + i * REC, rec + (i - 1) * REC, 20))
			strbuf_add(&out, rec + i * REC, REC);
	if (make_parent(c->path) ||
	    write_file_atomic(c->path, out.buf, out.len))
		warning("cannot write the scan cache %s (the next run will be slower)",
			c->path);
	strbuf_release(&out);
	free(rec);
}

void scan_cache_release(struct scan_cache *c)
{
	strbuf_release(&c->text);
	free(c->path);
	memset(c, 0, sizeof(*c));
	strbuf_init(&c->text);
}
