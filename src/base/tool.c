// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "base/tool.h"

/*
 * What the C library, gcc's driver, as and make say when the machine fails
 * them. Such words in a message about the source make an answer none: that is
 * the safe side.
 */
static const char *const complaints[] = {
	"No space left on device",
	"Disk quota exceeded",
	"File too large",
	"Input/output error",
	"Read-only file system",
	"Stale file handle",
	"Cannot allocate memory",
	"virtual memory exhausted",
	"out of memory",
	"Out of memory",
	"memory exhausted",
	"Out_of_memory",
	"Resource temporarily unavailable",
	"Too many open files",
	"Text file busy",
	"Killed signal terminated program",
	"signal terminated program",
	"(program cc1)",
	"error trying to exec",
	"cannot execute",
	"installation problem",
	"error while loading shared libraries",
	"Unix.Unix_error",	/* OCaml's: of spatch, and what it starts */
	"write error",
	"bwrap: ",
	"No child processes",
};

/* gcc and clang show the source below a message: "   12 | code". */
static bool is_excerpt(const char *line, size_t n)
{
	size_t i = 0;

	while (i < n && (line[i] == ' ' || isdigit((unsigned char)line[i])))
		i++;
	return i < n && line[i] == '|';
}

static bool is_remark(const char *line, size_t n)
{
	return memmem(line, n, ": warning: ", 11) ||
	       memmem(line, n, ": note: ", 8);
}

/* The line that complains, of *N bytes; NULL if none does. */
static const char *find_complaint(const char *said, size_t *n)
{
	for (const char *p = said; *p; p += p[*n] ? *n + 1 : *n) {
		*n = strcspn(p, "\n");
		if (is_excerpt(p, *n) || is_remark(p, *n))
			continue;
		for (size_t i = 0; i < ARRAY_SIZE(complaints); i++)
			if (memmem(p, *n, complaints[i],
				   strlen(complaints[i])))
				return p;
	}
	return NULL;
}

/* Whoever says no says why; but for one that could not even say that. */
static bool is_mute(const struct proc *p, const char *said)
{
	return p->code && !*said;
}

enum tool_end tool_end(const struct proc *p, const char *said)
{
	size_t n;

	/* A shell tells of a killed child by 128 and the signal (64 at most). */
	if (p->state != PROC_EXITED || (p->code > 128 && p->code <= 192) ||
	    find_complaint(said, &n) || is_mute(p, said))
		return TOOL_FAILED;
	return p->code ? TOOL_NO : TOOL_YES;
}

void tool_why(const struct proc *p, const char *said, struct strbuf *out)
{
	size_t n;
	const char *line = find_complaint(said, &n);

	if (p->state == PROC_EXITED && line)
		strbuf_add(out, line, n);
	else
		proc_describe(p, out);
	if (p->state == PROC_EXITED && is_mute(p, said))
		strbuf_addstr(out, " and said nothing (is the disk full?)");
}
