/* SPDX-License-Identifier: GPL-2.0-only */
/* outdir: generated-patches/, where `generate` puts its results. */
#ifndef RESPIN_OUTDIR_H
#define RESPIN_OUTDIR_H

#define OUTDIR "generated-patches"

/*
 * outdir_newest: the folder in generated-patches/, of the current folder,
 * that was written last. The caller frees it; NULL if there is none.
 */
char *outdir_newest(void);

#endif
