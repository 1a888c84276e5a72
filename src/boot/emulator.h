/* SPDX-License-Identifier: GPL-2.0-only */
/* emulator: run a kernel on a machine, until it has nothing more to say. */
#ifndef RESPIN_EMULATOR_H
#define RESPIN_EMULATOR_H

#include "boot/console.h"

/*
 * emulator_version: the first line that M's emulator prints of itself, which
 * the caller frees. Returns 1; 0 if there is no such program, and *VERSION says
 * what to install; ERR_TOOL if it gave no answer, and *VERSION says which; or
 * ERR_INTERRUPTED.
 */
int __must_check emulator_version(const struct machine *m, char **version);

/* emulator_words: the words of the command, for the kernel IMAGE. */
void emulator_words(const struct machines *ms, const struct machine *m,
		    const char *image, struct strvec *out);

/*
 * emulator_run: run IMAGE for at most SECONDS (0: the machine's). What it
 * prints goes to the file LOG in the folder DIR, and to TEXT. Returns 0, with
 * *END set; ERR_TOOL if it could not be run, and TEXT says why; or
 * ERR_INTERRUPTED.
 */
int __must_check emulator_run(const struct machines *ms,
			      const struct machine *m, const char *image,
			      const char *dir, const char *log, double seconds,
			      struct strbuf *text, enum console_end *end);

#endif
