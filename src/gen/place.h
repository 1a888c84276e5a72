/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * place: where in a source the things are that a rule converts, by C tokens and
 * without spatch: what a rule has missed shows only to somebody else. A place
 * in a comment or a string is none.
 */
#ifndef RESPIN_PLACE_H
#define RESPIN_PLACE_H

#include "base/strbuf.h"
#include "base/strvec.h"

/* The forms of places, prepared. */
struct place_forms {
	struct place_form *v;	/* sorted by first token */
	size_t n;
};

/* place_forms_init: each of FORMS is C tokens that follow one another. */
void place_forms_init(struct place_forms *f, const struct strvec *forms);
void place_forms_release(struct place_forms *f);

struct place {
	int line;
	bool macro;		/* in a preprocessor line */
	const char *form;	/* which one it is: of the FORMS; borrowed */
	char *function;		/* that it is in, or NULL */
};

struct places {
	struct place *v;	/* in order */
	size_t n, alloc;
};

/* place_count: how many there are in TEXT. */
size_t place_count(const struct place_forms *f, const struct strbuf *text);

/*
 * place_talk: how often comments and strings of TEXT hold the first word of a
 * form: these are no places, but somebody may want to look.
 */
size_t place_talk(const struct place_forms *f, const struct strbuf *text);

/* place_list: all of them, with their functions. P is filled in anew. */
void place_list(const struct place_forms *f, const struct strbuf *text,
		struct places *p);
void places_release(struct places *p);

/*
 * place_functions: the functions that TEXT defines, and how many of them have
 * a line for which BAD says yes.
 */
size_t place_functions(const struct strbuf *text,
		       bool (*bad)(const void *arg, int from, int to),
		       const void *arg, size_t *n_bad);

#endif
