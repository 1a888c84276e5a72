/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kformula: what Kconfig allows, as formulas. All that conf can make of a
 * .config satisfies them. The reverse holds with exceptions: numbers and texts
 * are known only where a constant is, so that a solution has to be tried.
 *
 * Names are those of csrc/presence.h. An option without any entry is off.
 */
#ifndef RESPIN_KFORMULA_H
#define RESPIN_KFORMULA_H

#include "kbuild/ksym.h"
#include "logic/bools.h"

/* The values of a number or a text that occur. */
struct kdomain {
	kid sym;
	struct strvec v;	/* as variables have them: "3", "\"text\"" */
};

struct kformula {
	struct bools *bs;
	const struct ksyms *ks;
	blit *y;		/* by symbol: it is y; or it has a value */
	blit *g;		/* it is m or y */
	blit *shown;		/* a prompt of it is shown */
	blit *ey, *eg;		/* by expression: it is y; it is m or y */
	blit *rule;		/* by symbol: all that holds for it */
	struct kdomain *domains;	/* by symbol */
	size_t n_domains, alloc_domains;
	uint32_t *domain;	/* by symbol: 1 + its domain, or 0 */
	blit modules;
};

void kformula_init(struct kformula *kf, struct bools *bs,
		   const struct ksyms *ks);
void kformula_release(struct kformula *kf);

/*
 * kformula_name: what holds for the variable NAME of a formula beyond the rules
 * of its symbol; B_TRUE if nothing does. *SYM is its symbol, or 0 if NAME is
 * that of an option without an entry, or of something else.
 */
blit kformula_name(struct kformula *kf, const char *name, kid *sym);

/*
 * kname_cut: the option in NAME, "CONFIG_X==3": "X" of *N bytes, and what
 * follows it; NULL if NAME is none of an option.
 */
const char *kname_cut(const char *name, size_t *n, const char **more);

/* knumber: the number that TEXT of Kconfig is, decimal or 0x. */
bool knumber(const char *text, long long *number);

#endif
