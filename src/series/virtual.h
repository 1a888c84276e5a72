/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtual: rules of a semantic patch that only run if the command line says so
 * ("virtual patch", and "@r depends on patch@" with spatch -D patch).
 */
#ifndef RESPIN_VIRTUAL_H
#define RESPIN_VIRTUAL_H

#include "series/smpl.h"

/* virtual_names: append the names that TEXT declares as virtual. */
void virtual_names(const char *text, struct strvec *names);

/*
 * virtual_off: is it certain that rule I never runs, with the names ON of all
 * the virtual NAMES? What depends on other rules, nobody knows before.
 */
bool virtual_off(const struct smpl *s, size_t i, const struct strvec *names,
		 const struct strvec *on);

/*
 * virtual_cut: put blanks in place of each script in TEXT that never runs and
 * that no other rule speaks of. No line moves. Returns how many there were.
 */
size_t virtual_cut(struct strbuf *text, const struct strvec *names,
		 const struct strvec *on);

#endif
