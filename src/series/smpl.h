/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * smpl: where the rules of a semantic patch are, and which words they remove.
 * This cuts the text as SmPL's lexer does; what the rules mean only spatch
 * knows.
 */
#ifndef RESPIN_SMPL_H
#define RESPIN_SMPL_H

#include "base/strbuf.h"
#include "base/strvec.h"

/* A part of the text. */
struct smpl_part {
	size_t start, end;	/* bytes */
};

/* "@HEAD@ METAVARIABLES @@ BODY" */
struct smpl_rule {
	int line;		/* of its first @ */
	struct smpl_part head, meta, body;
	bool script;		/* its body is Python or OCaml */
};

struct smpl {
	const char *text;	/* the caller's, must outlive this */
	size_t len;
	struct smpl_rule *v;
	size_t n, alloc;
};

/* smpl_init: never fails; what ends early has empty parts. */
void smpl_init(struct smpl *s, const char *text, size_t len);
void smpl_release(struct smpl *s);

/* smpl_name: the name of rule I, which the caller frees, or NULL. */
char *smpl_name(const struct smpl *s, size_t i);

/* smpl_changes: does rule I have lines that begin with + or -? */
bool smpl_changes(const struct smpl *s, size_t i);

/*
 * smpl_removes: add each word (sorted, once) that lines with - hold and that no
 * other line of a rule that changes something holds: it is gone wherever the
 * rules match. A metavariable stands for the words that its declaration lists
 * ("identifier f = {a, b};"), if it does. What is defined or declared on a line
 * with -, and the body of a function that goes as a whole, do not count.
 */
void smpl_removes(const struct smpl *s, struct strvec *words);

/*
 * smpl_converts: of these, those that a rule removes wherever they stand: it
 * matches nothing else but metavariables and a list of arguments, or has it as
 * one of its alternatives.
 */
void smpl_converts(const struct smpl *s, struct strvec *words);

/* smpl_parting: is LINE, N bytes, a "(", "|" or ")" alone? */
bool smpl_parting(const char *line, size_t n);

/* smpl_keyword: a word of C, or one that every source has. */
bool smpl_keyword(const char *word);

#endif
