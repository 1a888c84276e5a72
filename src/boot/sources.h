/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sources: times of source files. make compiles what is older than the files
 * that it reads. A checkout writes a file anew whenever it comes to another
 * state, also if it is then what an object folder was made of: in the next run,
 * for another series. So each object folder has a list of the touched files as
 * its last make saw them, with their times. A file that is what it was then gets
 * its time back, all others get a new one: several object folders share the
 * source.
 */
#ifndef RESPIN_SOURCES_H
#define RESPIN_SOURCES_H

#include "states/checkout.h"

/*
 * sources_settle: before a make in the folder OBJ: the source folder is in STATE
 * of CO. Returns 0 or ERR_ENV, reported.
 */
int __must_check sources_settle(const struct checkout *co, size_t state,
				const char *obj);

#endif
