/* SPDX-License-Identifier: GPL-2.0-only */
/* opt-help: what a command's table says to people, man and shells. */
#ifndef RESPIN_OPT_HELP_H
#define RESPIN_OPT_HELP_H

#include "base/opt.h"

/* opt_help: print the help, at most 80 columns wide. */
void opt_help(const struct opt_command *cmd);

/*
 * opt_help_asked: is the only argument --man-page or --completion-helper? Then
 * print the manual page (mdoc), or a line "OPTION[ TAKES]<TAB>HELP" for each
 * option.
 */
bool opt_help_asked(const struct opt_command *cmd, int argc, char **argv);

#endif
