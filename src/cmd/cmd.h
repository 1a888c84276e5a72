/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cmd: the commands. Each takes its own argc and argv (argv[0] is the
 * command's name) and returns the exit code of the program.
 */
#ifndef RESPIN_CMD_H
#define RESPIN_CMD_H

int cmd_generate(int argc, char **argv);
int cmd_new(int argc, char **argv);
int cmd_status(int argc, char **argv);
int cmd_store(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_split(int argc, char **argv);
int cmd_test(int argc, char **argv);
int cmd_trailers(int argc, char **argv);
int cmd_try(int argc, char **argv);
int cmd_verify(int argc, char **argv);
int cmd_review(int argc, char **argv);
int cmd_prove(int argc, char **argv);
int cmd_boot(int argc, char **argv);

#endif
