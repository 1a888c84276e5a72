/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * edit: parse an .edit file, and apply its commands to the text of one file.
 * docs/writing-a-series.md describes the language; region.h has the details of
 * selectors; this file has those of the commands.
 *
 * Line ends: a text block, and text from another file, gets the line ends of
 * the file that receives it (those of its first line). If that file ends
 * without a line end and text goes after its last line, the last line gets one.
 *
 * Blank lines:
 * - `delete`, `unwrap` and `drop-empty` remove one of two blank lines that then
 *   meet. They also remove a blank line that would then come right after an
 *   opening brace or an #if, #elif, #else, right before a closing brace or an
 *   #elif, #else, #endif, or at either end of the file, unless there was one
 *   at that place before.
 * - `insert`, `clone` and `move` into a .c or .h file separate a block from the
 *   lines around it by one blank line. A block is several lines with a `}` in
 *   column 0 or with code in a conditional of its own, or a comment of several
 *   lines alone. Other text gets no blank line (a statement, an include, even a
 *   guarded one, a prototype, two defines). A block that ends in a comment gets
 *   none after it. A block below an #if, #elif, #else, an opening brace or a
 *   comment, or above an #elif, #else, #endif or a closing brace, gets one only
 *   if there was a blank line at that place before.
 * - Two blank lines never meet where a text begins or ends: if the text has one
 *   there, and the file has one, only one stays.
 * - `replace`, `words` and `text` leave blank lines alone.
 *
 * Comments that share a line with code or a directive: `delete` also removes
 * the blanks before the comment; `replace` puts the text block in its place
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
	 * chosen before its first command: text that it inserts does not
	 * exclude a file from the next one by a `lacks`.
	 */
	int group;
	char *may_miss;		/* the reason, or NULL: it must not miss */

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
 * edit_parse: parse TEXT, the content of the .edit file PATH, into *e, which
 * need not be initialised. Returns 0, or ERR_USER after reporting "PATH:LINE:
 * what is wrong"; *e is then released.
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
 * edit_cmd_apply: apply CMD to TEXT, the content of the file PATH. It calls
 * READ with DATA for the other file of a `move`; READ may be NULL if there is
 * none.
 *
 * *hits is the number of places changed: each word or text that `words` and
 * `text` replaced, and 1 for any other command. It is 0, and the text is
 * unchanged, if a region is missing: that of the command, the one to put text
 * at, one to drop, or one that another is within; for `drop-empty`, if no such
 * region is empty; for a `move` that may miss, if the other file does not
 * exist.
 *
 * Returns 0, or ERR_FINDING after reporting that a region occurs twice, or that
 * the other file is missing. The text is then unchanged.
 */
int edit_cmd_apply(const struct edit_cmd *cmd, const char *path,
		   struct strbuf *text, edit_read_fn read, void *data,
		   int *hits);

/*
 * edit_cmd_missing: why edit_cmd_apply() found nothing: append to WHY the first
 * missing region ('no function "foo"'), or what else is missing. Call it with
 * the same text.
 */
void edit_cmd_missing(const struct edit_cmd *cmd, const char *path,
		      const struct strbuf *text, edit_read_fn read,
		      void *data, struct strbuf *why);

/*
 * words_rename: append TEXT (N bytes) to OUT with words renamed; returns how
 * many. WORDS is A, B, A, B, ...; the longest A wins at each place, and new
 * text is not renamed again. WHOLE: A must be a whole identifier. Otherwise it
 * may be part of one, between non-letters: no letter may touch A, and no digit
 * may touch an end of A that is a digit. So pud=p4d renames __pud_alloc_one,
 * pud_t and pud2, but not pudp; 3=4 renames 3 and x_3, but not 13, 0x3 or 3UL.
 */
int words_rename(struct strbuf *out, const char *text, size_t n,
		 const struct strvec *words, bool whole);

/*
 * For edit.c, in edit-lines.c; they follow the rules on blank lines above.
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
