/* SPDX-License-Identifier: GPL-2.0-only */
/* program: where a program is. */
#ifndef RESPIN_PROGRAM_H
#define RESPIN_PROGRAM_H

/*
 * program_find: the file that execvp() starts for NAME: NAME itself if there is
 * a slash in it, else from a folder of $PATH. The caller frees it. NULL: there is
 * none that can be started.
 */
char *program_find(const char *name);

#endif
