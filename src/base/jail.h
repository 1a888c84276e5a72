/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * jail: compilers, make, spatch and checks read what strangers wrote, and run
 * what strangers wrote. Where bubblewrap is installed and allowed, they see the
 * file system read-only but for a folder of ours, and no network. What they may
 * read is not narrowed down.
 *
 * RESPIN_JAIL=no in the environment does without; RESPIN_JAIL=yes makes it an
 * error if there is none.
 */
#ifndef RESPIN_JAIL_H
#define RESPIN_JAIL_H

#include "base/proc.h"

/*
 * jail_start: find out whether there is a jail; starts a program. Once, before
 * the first jail_proc(). Returns 0, or ERR_ENV after reporting that one is
 * wanted and there is none, or that RESPIN_JAIL has another value.
 */
int __must_check jail_start(void);

/* jail_name: "bubblewrap", or why there is none. */
const char *jail_name(void);

/*
 * jail_proc: P, whose argv is complete, may write below DIR, where its
 * temporary files go, too, and below MORE (or NULL), nowhere else. Both are
 * absolute and exist. Does nothing if there is no jail.
 */
void jail_proc(struct proc *p, const char *dir, const char *more);

#endif
