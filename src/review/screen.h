/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * screen: lines for a terminal, in colour or not. No byte of what is
 * shown reaches the terminal as a command: control characters become '?'.
 */
#ifndef RESPIN_SCREEN_H
#define RESPIN_SCREEN_H

#include "base/strbuf.h"

struct review;

struct screen {
	const struct review *r;
	struct strbuf *out;
	bool colour;
	int width;
};

static inline const char *screen_on(const struct screen *s, const char *code)
{
	return s->colour ? code : "";
}

#define RED(s) screen_on(s, "\033[31m")
#define GREEN(s) screen_on(s, "\033[32m")
#define YELLOW(s) screen_on(s, "\033[33m")
#define BOLD(s) screen_on(s, "\033[1m")
#define FAINT(s) screen_on(s, "\033[2m")
#define OFF(s) screen_on(s, "\033[m")

void screen_char(struct strbuf *out, char c);
/* screen_cut: S on just WIDTH columns: cut with "..", or filled up. */
void screen_cut(struct strbuf *out, const char *s, int width);
/* screen_put: FMT, broken at blanks; lines but the first begin INDENT in. */
void screen_put(const struct screen *s, int indent, const char *fmt, ...)
	PRINTF(3, 4);
void screen_heading(const struct screen *s, const char *text);
/* screen_command: "again: COMMAND", on one line, to be copied. */
void screen_command(const struct screen *s, const char *command);

/* review_prove_text: what prove found, a block of review_text(); or nothing. */
void review_prove_text(const struct screen *s);
/* review_boot_text: the same for boot. */
void review_boot_text(const struct screen *s);

#endif
