// SPDX-License-Identifier: GPL-2.0-only
#include "base/strbuf.h"
#include "csrc/lang.h"
#include "solve/int.h"

/* If more files than this include a file directly, their conditions are not read. */
#define MAX_INCLUDERS 20

/* How many levels of includers above the file are read for conditions. */
#define MAX_LEVELS 2

static int included(struct solver *s, struct machine *m, const char *path,
		    int levels, blit *to);

/* FILE includes PATH, and is compiled itself. */
static int included_by(struct solver *s, struct machine *m, const char *file,
		       const char *path, int levels, blit *to)
{
	struct strbuf text = STRBUF_INIT;
	struct strvec rules = STRVEC_INIT;
	struct source src;
	blit self = B_TRUE;
	int got = s->tree->read(s->tree->data, file, &text);

	*to = B_FALSE;
	if (got > 0) {
		source_init(&src, text.buf, text.len);
		*to = presence_of_include(&m->bs, &src, path);
		source_release(&src);
	}
	if (got > 0 && *to != B_FALSE) {
		got = lang_is_unit(file) ?
			machine_builds(m, file, &self, &rules) : 0;
		if (!got)
			got = included(s, m, file, levels - 1, &self);
		*to = bool_and(&m->bs, *to, self);
	}
	strvec_release(&rules);
	strbuf_release(&text);
	return got < 0 ? got : 0;
}

/*
 * At least one file includes PATH and is compiled itself. B_TRUE if no includer is
 * known, or too many are.
 */
static int included(struct solver *s, struct machine *m, const char *path,
		    int levels, blit *to)
{
	struct strvec files = STRVEC_INIT;
	int err = 0;

	*to = B_TRUE;
	if (levels)
		err = s->tree->includers(s->tree->data, path,
					 m->config->arch->name, &files);
	if (!err && files.n && files.n <= MAX_INCLUDERS)
		*to = B_FALSE;
	for (size_t i = 0; i < files.n && !err && *to != B_TRUE; i++) {
		blit a;

		err = included_by(s, m, files.v[i], path, levels, &a);
		*to = bool_or(&m->bs, *to, a);
	}
	strvec_release(&files);
	return err;
}

int include_cond(struct solver *s, struct machine *m, const char *path,
		 blit *to)
{
	return included(s, m, path, MAX_LEVELS, to);
}
