/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * macros: what spatch has to know of macros to parse a file.
 *
 * spatch reads no header. A macro that begins a loop, declares something or is
 * an attribute looks like a call to it, and it passes over the function around
 * it. It knows some macros from its own standard.h; cocci/macros.h adds what a
 * kernel has everywhere; the rest is found here: macros_want() takes the names
 * that could be the reason from the lines that spatch could not parse,
 * macros_load() finds their #defines in the headers of the tree, and
 * macros_lines() writes, for one file, what spatch has to be told of them.
 *
 * Everything belongs into one file for --macro-file-builtins, in this order:
 * standard.h, cocci/macros.h, macros_lines(). What spatch only gets as
 * --macro-file, it takes up after a parse error, near the error; that is too
 * late for an attribute, and right for cocci/macros-late.h.
 */
#ifndef RESPIN_MACROS_H
#define RESPIN_MACROS_H

#include "git/tree.h"

/* One #define. */
struct macro_def {
	char *name;
	char *path;		/* the file that has it */
	char *params;		/* "a, b, args..."; NULL: it takes no "(" */
	char *body;		/* its tokens, with a blank between them */
};

struct macros {
	struct strvec wanted;	/* names that nobody has looked for yet */
	struct strvec asked;	/* names that somebody has; sorted */
	struct strvec own;	/* files that want something; once each */
	struct macro_def *defs;	/* by name, then path, then place; owned */
	size_t n, alloc;
};

#define MACROS_INIT { .wanted = STRVEC_INIT }
void macros_release(struct macros *m);

/*
 * macros_want: want the definitions of what could have stopped spatch in the
 * lines FROM to TO (from 1, both in it) of TEXT, the file PATH: macros that are
 * called like a statement but have no ";", that head a function, stand where
 * an attribute does, declare something, or stand in an asm.
 */
void macros_want(struct macros *m, const char *path, const struct strbuf *text,
		 int from, int to);

/*
 * macros_add: add the #defines of wanted names in TEXT, the file PATH. Several
 * for one name are kept.
 */
void macros_add(struct macros *m, const char *path, const struct strbuf *text);

/*
 * macros_load: find the definitions of all that is wanted, in the headers of T
 * and in the files that want it, and of the macros that these name in turn, with
 * N threads. It scans the tree up to four times. Returns 0, or < 0 after reporting.
 */
int __must_check macros_load(struct macros *m, const struct tree *t, int n);

/*
 * macros_lines: append a #define for each macro that could have stopped spatch
 * in the lines FROM to TO of TEXT, the file PATH. If several files define it,
 * the file itself counts first, then its folder, include/, the rest; tools and
 * the like last. OUT may hold the lines for other places of the same file: no
 * name is defined twice. Returns how many names were added.
 */
size_t macros_lines(const struct macros *m, const char *path,
		    const struct strbuf *text, int from, int to,
		    struct strbuf *out);

/*
 * macros_standard: the path of spatch's own standard.h, from a log of spatch
 * (any, with --verbose-parsing or not). Returns a string to free, or NULL.
 */
char *macros_standard(const struct strbuf *log);

#endif
