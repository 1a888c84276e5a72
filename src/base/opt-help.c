// SPDX-License-Identifier: GPL-2.0-only
#include "base/opt-help.h"
#include "base/strbuf.h"

/* Columns, and where what an option does begins. */
#define WIDTH 80
#define INDENT 29

static const struct opt HELP = { 'h', "help", OPT_FLAG, NULL, NULL,
				 "print this" };

/* --- for people ---------------------------------------------------------- */

/* TEXT from column INDENT on, in lines that fit. */
static void print_wrapped(const char *text)
{
	size_t at = INDENT;

	while (*text) {
		size_t n = strcspn(text, " ");

		if (at > INDENT && at + 1 + n > WIDTH) {
			printf("\n%*s", INDENT, "");
			at = INDENT;
		} else if (at > INDENT) {
			putchar(' ');
			at++;
		}
		printf("%.*s", (int)n, text);
		at += n;
		text += n + (text[n] == ' ');
	}
	putchar('\n');
}

static void print_option(const struct opt *o)
{
	struct strbuf left = STRBUF_INIT;

	if (o->short_name)
		strbuf_addf(&left, "  -%c, ", o->short_name);
	else
		strbuf_addstr(&left, "      ");
	strbuf_addf(&left, "--%s", o->name);
	if (o->arg)
		strbuf_addf(&left, " %s", o->arg);
	if (left.len >= INDENT)
		printf("%s\n%*s", left.buf, INDENT, "");
	else
		printf("%-*s", INDENT, left.buf);
	print_wrapped(o->help);
	strbuf_release(&left);
}

void opt_help(const struct opt_command *cmd)
{
	printf("usage: respin %s [options]%s%s\n\n%s\n\noptions:\n", cmd->name,
	       *cmd->args ? " " : "", cmd->args, cmd->help);
	for (const struct opt *o = cmd->opts; o->name; o++)
		print_option(o);
	print_option(&HELP);
}

/* --- for man ------------------------------------------------------------- */

/* TEXT as roff: nothing in it is a request, an escape or a hyphen. */
static void print_roff(const char *text)
{
	bool begins = true;

	for (const char *p = text; *p; p++) {
		if (begins && *p == '\n') {
			printf(".Pp\n");
			continue;
		}
		if (begins && (*p == '.' || *p == '\''))
			printf("\\&");
		if (*p == '\\')
			printf("\\e");
		else if (*p == '-')
			printf("\\-");
		else
			putchar(*p);
		begins = *p == '\n';
	}
	if (!begins)
		putchar('\n');
}

/* An argument of a macro: in quotes, and no bar is a delimiter. */
static void print_arg(const char *text)
{
	putchar('"');
	for (const char *p = text; *p; p++)
		printf(*p == '|' ? "\\(ba" : *p == '-' ? "\\-" : "%c", *p);
	putchar('"');
}

static void print_item(const struct opt *o)
{
	printf(".It ");
	if (o->short_name)
		printf("Fl %c , ", o->short_name);
	printf("Fl \\-");
	for (const char *p = o->name; *p; p++)
		printf(*p == '-' ? "\\-" : "%c", *p);
	if (o->arg) {
		printf(" Ar ");
		print_arg(o->arg);
	}
	putchar('\n');
	print_roff(o->help);
}

/* What comes behind the heads of the page. */
static void print_man(const struct opt_command *cmd)
{
	printf(".Sh SYNOPSIS\n.Nm respin\n.Cm %s\n.Op Ar options\n", cmd->name);
	if (*cmd->args) {
		printf(".Ar ");
		print_arg(cmd->args);
		putchar('\n');
	}
	printf(".Sh DESCRIPTION\n");
	print_roff(cmd->help);
	printf(".Sh OPTIONS\n.Bl -tag -width indent\n");
	for (const struct opt *o = cmd->opts; o->name; o++)
		print_item(o);
	print_item(&HELP);
	printf(".El\n.Sh SEE ALSO\n.Xr respin 1 :\n"
	       "files, exit status, environment, examples\n");
}

/* --- for shells ---------------------------------------------------------- */

static void print_completion(const struct opt *o)
{
	printf("--%s%s%s\t%s\n", o->name, o->arg ? " " : "",
	       o->arg ? o->arg : "", o->help);
}

bool opt_help_asked(const struct opt_command *cmd, int argc, char **argv)
{
	if (argc != 2)
		return false;
	if (!strcmp(argv[1], "--man-page")) {
		print_man(cmd);
		return true;
	}
	if (strcmp(argv[1], "--completion-helper"))
		return false;
	for (const struct opt *o = cmd->opts; o->name; o++)
		print_completion(o);
	print_completion(&HELP);
	return true;
}
