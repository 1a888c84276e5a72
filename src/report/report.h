/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report: how the reports of verify and prove name their patches.
 * states/checkout.h fills it in.
 */
#ifndef RESPIN_REPORT_H
#define RESPIN_REPORT_H

#include "base/jshape.h"

struct report_patch {
	const char *subject;
	const char *name;	/* of its file, or its commit */
	const char *id;		/* the digest of its mail, as patch/ writes it */
};

extern const struct jshape report_patch_shape;

#endif
