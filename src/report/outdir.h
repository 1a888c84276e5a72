/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * outdir: generated-patches/, where `generate` puts its results, and the files
 * that a folder of patches there has besides mails. These are in a subfolder,
 * because git send-email FOLDER mails every file of FOLDER.
 */
#ifndef RESPIN_OUTDIR_H
#define RESPIN_OUTDIR_H

#include "base/util.h"

#define OUTDIR "generated-patches"
#define RECORD_NAME "series.json"	/* what generate did */
#define CONFIGS_NAME "configs.conf"	/* what verify solved */
#define REPORT_NAME "verify.json"	/* what verify found */
#define PROVE_NAME  "prove.json"	/* what prove found */
#define BOOT_NAME   "boot.json"		/* what boot found */
#define PAGE_NAME   "review.html"	/* the page of them all */

/*
 * outdir_file: the path of DIR's file NAME: DIR/respin/NAME, or DIR/NAME if
 * only that exists, as earlier versions wrote it. The caller frees it.
 */
char *outdir_file(const char *dir, const char *name);

/*
 * outdir_write: write a report, completely or not at all, and make its folder.
 * Returns 0 or ERR_ENV, reported.
 */
int outdir_write(const char *path, const char *text);

/*
 * outdir_carry: copy the reports of the folder OLD, hours of work, to NEW, which
 * takes its place. They name the patches that they are about by content, so a
 * reader sees which still hold. The page is only copied if what generate did is
 * the same. *LEFT is set if there was one, and it is not. Returns 0 or ERR_ENV,
 * reported.
 */
int __must_check outdir_carry(const char *old, const char *new, bool *left);

/*
 * outdir_newest: set *DIR to the folder in generated-patches/ of the current
 * folder that was written last, or NULL if there is none. The caller frees it.
 * Returns 0 or ERR_ENV, reported.
 */
int __must_check outdir_newest(char **dir);

#endif
