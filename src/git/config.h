/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * git-config: files in the syntax of git's configuration (git-config(1)),
 * read by libgit2: series manifests and verify's architecture files.
 */
#ifndef RESPIN_GIT_CONFIG_H
#define RESPIN_GIT_CONFIG_H

#include "base/strbuf.h"
#include "base/strvec.h"

/*
 * config_each_fn: one KEY = VALUE, in file order. SECTION is "series" or
 * "patch", SUB the quoted part of [patch "SUB"] or NULL. LINE is the line
 * of the key in the file. Return < 0 to stop.
 */
typedef int (*config_each_fn)(void *data, const char *section,
			      const char *sub, const char *key,
			      const char *value, int line);

/*
 * config_read: call FN for every value. Returns 0, a negative result of FN, or
 * ERR_USER after reporting that the file is missing or does not parse.
 */
int __must_check config_read(const char *path, config_each_fn fn, void *data);

/*
 * config_user_values: append the values of KEY in the user's and the system's
 * git configuration, not in that of any repository.
 */
void config_user_values(const char *key, struct strvec *out);

#endif
