/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * edit: what an .edit file says, and doing it to one file's text. The
 * language is in docs/writing-a-series.md; region.h has the fine print of
 * selectors; this is that of the commands.
 *
 * Line ends: a text block, and what is moved in from another file, takes the
 * line ends of the file it is put into (those of its first line). If that
 * file ends without a line end and something is put behind its last line,
 * it is given one.
 *
 * Blank lines:
 * - `delete`, `unwrap` and `drop-empty` take one of two blank lines that then
 *   meet. They also take the blank line that would then stand right behind
 *   an opening brace or an #if, #elif, #else, right before a closing brace or
 *   an #elif, #else, #endif, or at either end of the file, provided that
 *   there was none before.
 * - `insert`, `clone` and `move` into a .c or .h file part what they put in
 *   from the lines around by one blank line, if it is a block: several lines
 *   with a `}` in column 0, with code in a conditional of its own, or a
 *   comment of several lines alone. No other text is parted (a statement, an
 *   include, even a guarded one, a prototype, two defines). A block that ends
 *   in a comment is not parted from what follows. One below an #if, #elif,
 *   #else, an opening brace or a comment, or above an #elif, #else, #endif or
 *   a closing brace, is parted from it only if there was a blank line at that
 *   place before.
 * - Two blank lines never meet where a text begins or ends: if it brings one
 *   of its own, the one that is there counts.
 * - `replace`, `words` and `text` leave blank lines alone.
 *
 * Comments that share a line with code or a directive: `delete` takes
 * the blanks before it with it; `replace` puts the text block in its place
 * without the line end of its last line; `insert`, `clone` and `move` put the
 * text before or after the whole line.
 */
#ifndef RESPIN_EDIT_H
#define RESPIN_EDIT_H

#include "csrc/region.h"
#include "base/strvec.h"

enum edit_verb {
	EDIT_DELETE,
	EDIT_UNWRAP,
	EDIT_DROP_EMPTY,
	EDIT_REPLACE,
	EDIT_INSERT,
	EDIT_CLONE,
	EDIT_MOVE,
	EDIT_WORDS,
	EDIT_TEXT,
};

/* One command. All of it is owned. */
struct edit_cmd {
	enum edit_verb verb;
	int line;		/* in the .edit file, counted from 1 */
	char *name;		/* for reports: "2-clone.edit:4" */
	/*
	 * The candidates: pathspecs (none: every .c and .h file), words a
	 * file must hold (each "a|b" as written), words it must not hold.
	 */
	struct strvec files, has, lacks;
	/*
	 * Commands with no files, has or lacks line between them have the
	 * same number, counted from 0. The candidates of such a group are
	 * those that its first command meets: what it inserts does not take
	 * a file away from the next one by a `lacks`.
	 */
	int group;
	char *may_miss;		/* the reason, or NULL: it must hit */

	struct sel *sel;	/* the region; words, text: NULL for all */
	struct sel *at;		/* clone, move: where to; NULL for itself */
	bool before;		/* insert, clone, move: before it, not after */
	char *from;		/* move: path of the other file */
	struct strvec words;	/* clone, move, words: A, B, A, B, ... */
	struct sel **drop;	/* clone, move: regions to leave out */
	size_t n_drop;
	struct strbuf block;	/* insert, replace: lines, each with "\n" */
	char *old, *new;	/* text */
};

struct edit {
	char *path;		/* of the .edit file */
	struct edit_cmd *cmds;	/* in its order */
	size_t n;
	size_t alloc;
};

/*
 * edit_parse: read the .edit file PATH, whose content is TEXT, into *e, which
 * need not be initialised. Returns 0, or ERR_USER after saying "PATH:LINE:
 * what is wrong"; then *e is released.
 */
int edit_parse(struct edit *e, const char *path, const struct strbuf *text);
/* edit_release: free everything; NULL-safe and safe to call twice. */
void edit_release(struct edit *e);

/* edit_verb_name: the word that the command begins with. */
const char *edit_verb_name(enum edit_verb verb);

/*
 * edit_read_fn: append the content of another file of the tree to OUT.
 * Returns 0, or negative if there is no such file (with nothing printed).
 */
typedef int (*edit_read_fn)(void *data, const char *path, struct strbuf *out);

/*
 * edit_cmd_apply: do CMD to TEXT, the content of the file PATH. READ is
 * called, with DATA, for the other file of a `move`; it may be NULL if there
 * is none.
 *
 * *hits is the number of places changed: each word or text that was replaced
 * by `words` and `text`, 1 for any other command. It is 0, and the text as
 * it was, if a region is not there: the command's, the one it goes to, one
 * to drop, or one that another is within; or for `drop-empty`, if none that
 * reads so is empty; or for a `move` that may miss, if the other file is not
 * there.
 *
 * Returns 0; ERR_FINDING after saying that a region is there twice, or that
 * the other file is missing. Then the text is as it was.
 */
int edit_cmd_apply(const struct edit_cmd *cmd, const char *path,
		   struct strbuf *text, edit_read_fn read, void *data,
		   int *hits);

/*
 * edit_cmd_missing: why edit_cmd_apply() had no hit: append to WHY the first
 * region that is not there ('no function "foo"'), or what else was not found.
 * To be called with the same text.
 */
void edit_cmd_missing(const struct edit_cmd *cmd, const char *path,
		      const struct strbuf *text, edit_read_fn read,
		      void *data, struct strbuf *why);

/*
 * words_rename: append TEXT (N bytes) to OUT with words renamed; returns how
 * many. WORDS is A, B, A, B, ...; the longest A wins at each place, and what
 * was put in is not looked at again. WHOLE: A must be a whole identifier.
 * Else it may be part of one, between non-letters: no letter may touch an end
 * of A that is a letter, neither letter nor digit one that is a digit. So
 * pud=p4d renames __pud_alloc_one, pud_t and pud2, not pudp; 3=4 renames 3
 * and x_3, not 13, 0x3, 3UL.
 */
int words_rename(struct strbuf *out, const char *text, size_t n,
		 const struct strvec *words, bool whole);

/*
 * For edit.c, in edit-lines.c; they keep the rules on blank lines above.
 * lines_delete: delete [start, end), whole lines, of TEXT.
 * lines_insert: put BLOCK at the line start (or the end) POS of TEXT, which
 * is the content of the file PATH. BLOCK is changed.
 * lines_fit: give BLOCK the line ends of TEXT, and one at its end.
 */
void lines_delete(struct strbuf *text, size_t start, size_t end);
void lines_insert(struct strbuf *text, size_t pos, struct strbuf *block,
		  const char *path);
void lines_fit(struct strbuf *block, const struct strbuf *text);

#endif
