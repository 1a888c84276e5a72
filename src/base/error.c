// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "base/utf8.h"

static void report(const char *prefix, const char *fmt, va_list ap)
{
	struct strbuf shown = STRBUF_INIT;
	char line[4096];

	vsnprintf(line, sizeof(line), fmt, ap);
	/* One line, whatever is in a name. */
	for (char *p = line; *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	utf8_show(&shown, line, strlen(line), false);
	fflush(stdout);
	fprintf(stderr, "respin: %s%s\n", prefix, shown.buf);
	strbuf_release(&shown);
}

int exit_code(int err)
{
	if (err >= 0)
		return EXIT_OK;
	switch (err) {
	case ERR_USER:
		return EXIT_USAGE;
	case ERR_FINDING:
		return EXIT_FINDINGS;
	case ERR_INTERRUPTED:
		return EXIT_INTERRUPTED;
	default:
		return EXIT_ENVIRONMENT;
	}
}

int error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report("", fmt, ap);
	va_end(ap);
	return ERR_ENV;
}

int error_user(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report("", fmt, ap);
	va_end(ap);
	return ERR_USER;
}

int error_finding(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report("", fmt, ap);
	va_end(ap);
	return ERR_FINDING;
}

static bool is_theirs(int err)
{
	switch (-err) {
	case EIO:
	case ENOMEM:
	case EMFILE:
	case ENFILE:
	case ENOSPC:
	case EDQUOT:
	case ESTALE:
	case EINTR:
	case EAGAIN:
	case ENOSYS:
	case ETIMEDOUT:
		return false;
	default:
		return true;
	}
}

int error_read(int err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report("", fmt, ap);
	va_end(ap);
	return is_theirs(err) ? ERR_USER : ERR_ENV;
}

void warning(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report("warning: ", fmt, ap);
	va_end(ap);
}
