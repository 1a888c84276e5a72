/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cond: one `done` or `needs` line of a manifest: "[!]TOKENS [in PATHSPEC]".
 */
#ifndef RESPIN_COND_H
#define RESPIN_COND_H

#include "base/strbuf.h"
#include "base/strvec.h"

struct cond {
	char *text;		/* as written */
	bool negated;
	char *tokens;		/* C tokens in a row, or words of a text */
	struct strvec paths;	/* pathspecs; empty: every file */
	char *anchor;		/* longest identifier in tokens */
};

/* cond_parse: returns 0, or ERR_USER with nothing printed. */
int cond_parse(struct cond *c, const char *text);
void cond_release(struct cond *c);

#endif
