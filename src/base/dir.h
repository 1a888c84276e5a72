/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dir: the names in a folder. A folder that can only be read in part is an
 * error.
 */
#ifndef RESPIN_DIR_H
#define RESPIN_DIR_H

#include "base/strvec.h"

/*
 * dir_names: append the names in DIR except "." and "..", sorted. Returns 0, or
 * -errno with nothing printed and NAMES unchanged.
 */
int __must_check dir_names(struct strvec *names, const char *dir);

#endif
