/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RESPIN_VERSION_H
#define RESPIN_VERSION_H

#define RESPIN_VERSION "0.1"
#define RESPIN_DATE "November 29, 2026"	/* of the manual pages */

#endif
