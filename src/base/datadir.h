/* SPDX-License-Identifier: GPL-2.0-only */
/* datadir: where series, architectures and checks are. */
#ifndef RESPIN_DATADIR_H
#define RESPIN_DATADIR_H

/* Where make install puts cocci/ and verify/. */
#ifndef RESPIN_DATADIR
#define RESPIN_DATADIR "/usr/local/share/respin"
#endif

/*
 * data_path: PATH ("verify/arch") in the working folder, in $RESPIN_DATA or, if
 * that is not set, beside the program, or where respin is installed: the first that
 * exists, or the last if none does. The caller frees it.
 */
char *data_path(const char *path);

/*
 * data_own: PATH, which is as much a part of the program as its code is: in
 * $RESPIN_DATA, beside the program, or where respin is installed, but not in the
 * working folder, which may be anybody's. The caller frees it.
 */
char *data_own(const char *path);

/*
 * series_dir: the folder of a series: NAME itself if it has a slash, else
 * cocci/NAME in one of the places of data_path(), else NAME here. NULL stands for
 * the only series there is. Returns a string to free, or NULL after reporting.
 */
char *series_dir(const char *name);

#endif
