/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dir: what is in a folder. A folder that can be read in part only is not read.
 */
#ifndef RESPIN_DIR_H
#define RESPIN_DIR_H

#include "base/strvec.h"

/*
 * dir_names: append the names in DIR but "." and "..", sorted among themselves.
 * Returns 0, or -errno with nothing printed and NAMES as it was.
 */
int __must_check dir_names(struct strvec *names, const char *dir);

#endif
