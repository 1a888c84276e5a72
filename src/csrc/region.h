/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * region: find the part of a source file that a selector names.
 * docs/writing-a-series.md says what selectors mean; these are the details.
 *
 * function NAME	NAME, balanced parentheses, perhaps attributes, and a
 *	body. NAME has a type before it, and the first word of the definition
 *	is in column 0 (or is static, extern, inline). So neither a call nor a
 *	loop macro counts, nor anything in a preprocessor line. Attributes may
 *	be on lines of their own above; a macro call above counts as one if its
 *	name begins with "__" or the line goes on after it. NAME also finds
 *	SYSCALL_DEFINE1(NAME, ...) { } and similar definitions, unless the file
 *	has a function of that name.
 *	To find the closing brace, the first branch of each conditional in the
 *	body counts. If a conditional is partly in the region (a head in two
 *	variants), the region grows to hold all of it.
 *	A comment belongs to it if it ends on the line above: one block
 *	comment, or a run of // lines.
 * prototype NAME	the same with ';' in place of the body.
 * define NAME		a #define, of either form.
 * include PATH		PATH with its quotes or angle brackets.
 * directive LINE	the line has the tokens of LINE, white space and
 *	continuations apart. Comments count only if LINE has one.
 * conditional LINE	LINE is an #if, #ifdef or #ifndef, compared likewise.
 * comment WORDS	a comment with these words one after the other; line
 *	ends and the stars of its left margin count as blanks. A run of //
 *	lines, each alone on its line, is one comment. A comment that shares its
 *	line with code or a directive is not a region of whole lines.
 * line TEXT		blanks of TEXT match any white space; those at the
 *	start and the end of either do not count.
 */
#ifndef RESPIN_REGION_H
#define RESPIN_REGION_H

#include "csrc/clex.h"
#include "csrc/ppline.h"
#include "csrc/sel.h"

/* A source text, prepared for finding regions. */
struct source {
	struct clex lex;	/* lex.text and lex.len: the text */
	struct pplines pp;
};

struct region {
	size_t start;		/* first byte */
	size_t end;		/* byte behind the last one */
	int line;		/* line of the first byte, counted from 1 */
	bool whole;		/* whole lines, including the last line end if
				   the text has one */
};

/* What region_find() returns. */
enum region_result {
	REGION_NONE,		/* not there */
	REGION_FOUND,
	REGION_TWICE,		/* several, and no first or last */
};

/* source_init: TEXT is the caller's and must outlive SRC. Never fails. */
void source_init(struct source *src, const char *text, size_t len);
void source_release(struct source *src);

/*
 * region_find: find SEL in SRC. REGION_FOUND: *r is the region. REGION_TWICE:
 * *r and *second are the first two, and *sel_twice (unless NULL) is the
 * selector that finds two, SEL or a `within` of it.
 */
enum region_result region_find(const struct source *src, const struct sel *sel,
			       struct region *r, struct region *second,
			       const struct sel **sel_twice);

/*
 * For region.c: the functions (or prototypes) called NAME, each handed to
 * ADD with ARG.
 */
typedef void (*region_add_fn)(void *arg, size_t start, size_t end);
void region_functions(const struct source *src, const char *name,
		      bool prototype, region_add_fn add, void *arg);

/*
 * region_each_function: call FN for each function with a plain head, in order:
 * NAME is the token of its name, [FROM, TO) are its tokens, including
 * attributes but not the comments above. No region grows for conditionals.
 */
typedef void (*region_each_fn)(void *arg, size_t name, size_t from, size_t to);
void region_each_function(const struct source *src, region_each_fn fn,
			  void *arg);
/* region_each_prototype: the same for prototypes outside of functions. */
void region_each_prototype(const struct source *src, region_each_fn fn,
			   void *arg);

#endif
