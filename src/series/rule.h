/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rule: a .cocci file as respin sees it: its header of comments, and the names
 * of its rules. Only spatch knows what the rules mean.
 */
#ifndef RESPIN_RULE_H
#define RESPIN_RULE_H

#include "series/select.h"

struct rule_name {
	char *name;	/* as spatch reports it; see rule_read() */
	int line;	/* of its @ in the file */
	bool changes;	/* has lines that start with + or - */
};

struct rule {
	char *path;		/* the file */
	char *run;		/* the file that spatch gets, if it is another */
	struct strbuf text;	/* its content */
	char *summary;		/* of the /// lines */
	struct select select;	/* Files, Has, Lacks, Not, May-miss */
	struct strvec places;	/* what it converts: C tokens each. From Place:,
				   or the words of Has that it removes */
	struct strvec options;	/* further options for spatch, from a list in
				   rule.c: none names a file, or runs code */
	int runs_code;		/* the line of the first script in it (Python,
				   OCaml), or of an #include; 0: none */
	struct strvec virtuals;	/* names that it declares as virtual */
	size_t cut;		/* scripts taken out of the text */
	char *requires;		/* version of spatch, or NULL */
	struct rule_name *names;
	size_t n, alloc;
};

/*
 * rule_read: read and parse DIR/NAME, without following links. Returns 0, or
 * ERR_USER after reporting "PATH:LINE: ...". An unnamed rule gets the name that
 * spatch gives it, "rule starting on line N".
 */
int __must_check rule_read(struct rule *r, const char *dir, const char *name);
void rule_release(struct rule *r);

/*
 * rule_open, rule_choose: read a rule file without a series, anywhere, in two
 * steps: rule_open() finds its virtual names, and rule_choose() does the rest
 * with those in ON. Scripts that these never run are taken out of the text. It
 * needs no Has:. Its places, if the header says nothing, are what smpl_converts()
 * tells. Both return 0, or < 0 after reporting.
 */
int __must_check rule_open(struct rule *r, const char *path);
int __must_check rule_choose(struct rule *r, const struct strvec *on);

/* rule_changes, rule_marks: has it lines with + or -, with a star? */
bool rule_changes(const struct rule *r);
bool rule_marks(const struct rule *r);

/* rule_code_lines: lines that are neither comments nor blank. */
int rule_code_lines(const struct rule *r);

#endif
