/* SPDX-License-Identifier: GPL-2.0-only */
/* html-hunk: a hunk in the page, and beside it the rules that made it. */
#ifndef RESPIN_HTML_HUNK_H
#define RESPIN_HTML_HUNK_H

#include "review/around.h"
#include "review/html-page.h"
#include "review/moved.h"

/* A hunk with what takes time to find out, and is asked for more than once. */
struct shown {
	const struct phunk *hunk;
	unsigned char *old, *new;	/* html_kinds() of both sides, words marked */
	char *replaced;		/* "OLD → NEW", or NULL: it does more */
};

/* shown_hunks: all of F, in order; for shown_free() with F->n. */
struct shown *shown_hunks(const struct pfile *f);
void shown_free(struct shown *v, size_t n);

/* Where in the page a hunk is. */
struct place {
	const struct review *r;
	const struct rpatch *p;
	const struct pfile *f;
	size_t file, hunk;	/* counted from 1 */
	struct around *around;	/* the lines around hunks */
	const struct around_text *text;	/* the file before the patch, or NULL */
	size_t *shown;		/* bytes of rules so far, of this patch */
	const struct moved_line **next;	/* the next line that is changed */
	struct strvec *done;	/* what hunks of this patch replaced */
};

/* html_hunk: the hunk S at PL; moves PL's next changed line on. */
void html_hunk(const struct place *pl, const struct shown *s, struct strbuf *out);
/* html_rule: the text of OP, with line AT marked (0: none). */
void html_rule(const struct rop *op, size_t at, struct strbuf *out);

#endif
