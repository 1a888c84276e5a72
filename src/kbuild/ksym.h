/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ksym: what the Kconfig files of a tree say for one architecture: its symbols,
 * and how their values come about. verify/kconfig/dump.h describes the text that
 * the tree's own parser made; it is read here with suspicion.
 */
#ifndef RESPIN_KSYM_H
#define RESPIN_KSYM_H

#include "base/strvec.h"

/* Numbers of symbols and expressions; 0: none, which is "always" as a condition. */
typedef uint32_t kid;

/* An expression over symbols, or over expressions that come before it. */
struct kexpr {
	char op;		/* see dump.h; 0: this number is a symbol */
	kid a, b;
};

struct kprop {
	char kind;		/* P prompt, D default, L range */
	kid cond;		/* expression */
	kid a, b;		/* D: value, an expression; L: two symbols */
	uint32_t next;		/* next of the symbol's, 0: the last */
};

struct ksym {
	char type;		/* b t i h s u c, or k: a constant; 0: none */
	char *name;
	char *file;		/* borrowed from ksyms.files; NULL: no entry */
	int line;
	kid depends, selected, implied;	/* expressions */
	uint32_t props;		/* first, in the order of the files; 0: none */
	kid choice;		/* the choice it belongs to, or 0 */
	uint32_t members;	/* of a choice: first in ksyms.members */
	uint32_t n_members;
	bool prompt;		/* has a prompt */
};

struct ksyms {
	struct ksym *syms;	/* by number, with gaps */
	struct kexpr *exprs;	/* by number, with gaps */
	size_t n, alloc, alloc_exprs;	/* n: numbers used, of both */
	struct kprop *props;	/* props[0] is none */
	size_t n_props, alloc_props;
	kid *members;
	size_t n_members, alloc_members;
	kid modules;
	struct strvec files;	/* sorted */
	struct strvec vars;	/* NAME=VALUE of kbuild */
	kid *by_name;		/* symbols with a name, sorted by it */
	size_t n_named;
};

/*
 * ksyms_read: read TEXT, which PATH held. Returns 0, or ERR_ENV after reporting
 * what is wrong with it. Call ksyms_release() in both cases.
 */
int __must_check ksyms_read(struct ksyms *ks, char *text, const char *path);
void ksyms_release(struct ksyms *ks);

/* ksym_find: the symbol called NAME, without "CONFIG_", or 0. */
kid ksym_find(const struct ksyms *ks, const char *name);

/* ksyms_var: the value of a variable, or NULL. */
const char *ksyms_var(const struct ksyms *ks, const char *name);

/* ksym_is_truth: is its value y, m or n? */
static inline bool ksym_is_truth(const struct ksym *s)
{
	return s->type == 'b' || s->type == 't' || s->type == 'c';
}

#endif
