// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <git2.h>
#include <strings.h>
#include <unistd.h>

#include "git/config.h"
#include "git/lib.h"

struct walk {
	config_each_fn fn;
	void *data;
	const char *text;	/* the file, to find lines in */
	const char *at;		/* where the last key was found */
};

static bool key_on_line(const char *line, const char *key)
{
	size_t n = strlen(key);

	line += strspn(line, " \t");
	return !strncasecmp(line, key, n) && !isalnum((unsigned char)line[n]) &&
	       line[n] != '-';
}

/* libgit2 gives no line numbers; values come in file order, so look on. */
static int find_line(struct walk *w, const char *key)
{
	const char *p = w->at;
	int line = 1;

	while (p && !key_on_line(p, key)) {
		p = strchr(p, '\n');
		p = p ? p + 1 : NULL;
	}
	if (!p)
		p = w->at;
	for (const char *q = w->text; q < p; q++)
		line += *q == '\n';
	w->at = strchr(p, '\n');
	w->at = w->at ? w->at + 1 : p + strlen(p);
	return line;
}

static int each(const git_config_entry *e, void *data)
{
	const char *dot = strchr(e->name, '.'), *last = strrchr(e->name, '.');
	char *section, *sub = NULL;
	struct walk *w = data;
	int ret;

	if (!dot)
		return 0;
	section = xstrndup(e->name, dot - e->name);
	if (last != dot)
		sub = xstrndup(dot + 1, last - dot - 1);
	ret = w->fn(w->data, section, sub, last + 1, e->value ? e->value : "",
		    find_line(w, last + 1));
	free(section);
	free(sub);
	return ret;
}

int config_read(const char *path, config_each_fn fn, void *data)
{
	struct strbuf text = STRBUF_INIT;
	git_config *cfg = NULL;
	struct walk w = { .fn = fn, .data = data };
	int err = strbuf_read_file(&text, path);

	if (err) {
		strbuf_release(&text);
		return error_read(err, "cannot read %s: %s", path,
				  strbuf_read_error(err));
	}
	/* libgit2 would read the file that it names. */
	if (strcasestr(text.buf, "[include")) {
		strbuf_release(&text);
		return error_user("%s: the file includes another one, which is not allowed",
				  path);
	}
	git_start();
	w.text = w.at = text.buf;
	if (git_config_open_ondisk(&cfg, path)) {
		const git_error *e = git_error_last();

		err = error_read(e && e->klass == GIT_ERROR_CONFIG ? -EINVAL :
				 -EIO, "%s: %s", path, e && e->message ?
				 e->message : "not a git-config file");
	} else {
		err = git_config_foreach(cfg, each, &w);
	}
	git_config_free(cfg);
	strbuf_release(&text);
	return err;
}

static int add_value(const git_config_entry *e, void *out)
{
	if (e->value)
		strvec_push(out, e->value);
	return 0;
}

void config_user_values(const char *key, struct strvec *out)
{
	git_config *cfg = NULL;

	git_start();
	/* Without one there are none. */
	if (!git_config_open_default(&cfg) &&
	    git_config_get_multivar_foreach(cfg, key, NULL, add_value, out))
		git_error_clear();
	git_config_free(cfg);
}
