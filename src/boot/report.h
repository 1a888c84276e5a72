/* SPDX-License-Identifier: GPL-2.0-only */
/* report: what boot found, for a person and, with report/booted.h, as JSON. */
#ifndef RESPIN_BOOT_REPORT_H
#define RESPIN_BOOT_REPORT_H

#include "boot/boot.h"

struct boot_report {
	const struct boot *b;
	const struct tree *tree;
	const struct boot_found *found;
	size_t n;
	const char *command;	/* as given, for this machine's user */
	const char *portable;	/* for the report */
	const char *path;	/* where the report is, or NULL */
	double seconds;
	struct booted out;	/* what is written; borrows from the above */
};

/* boot_sum: fill in R->out. Returns 0 or < 0, reported. */
int boot_sum(struct boot_report *r);
/* boot_report_release: R->out, but for what it borrows. */
void boot_report_release(struct boot_report *r);

/* For a person, in this order; print a machine as soon as it is done. */
void print_boot_head(const struct boot_report *r);
void print_boot_found(const struct boot_report *r, const struct boot_found *f);
void print_boot_end(const struct boot_report *r);

#endif
