// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <getopt.h>
#include <limits.h>

#include "base/nearest.h"
#include "base/opt-help.h"
#include "base/strbuf.h"

#define HELP 'h'
#define LONG_BASE 256	/* values of options without a short name */

static int set(const struct opt_command *cmd, const struct opt *o,
	       const char *value)
{
	char *end;
	long n;

	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)o->to = true;
		break;
	case OPT_STRING:
		*(const char **)o->to = value;
		break;
	case OPT_LIST:
		strvec_push(o->to, value);
		break;
	case OPT_COUNT:
		errno = 0;
		n = strtol(value, &end, 10);
		if (errno || *end || end == value || n < 1 || n > INT_MAX)
			return error_user("%s: --%s must be at least 1, not '%s'",
					  cmd->name, o->name, value);
		*(int *)o->to = (int)n;
		break;
	}
	return 0;
}

static void build(const struct opt_command *cmd, struct strbuf *shorts,
		  struct option *longs)
{
	size_t n = 0;

	strbuf_addstr(shorts, ":h");
	for (const struct opt *o = cmd->opts; o->name; o++, n++) {
		longs[n].name = o->name;
		longs[n].has_arg = o->kind == OPT_FLAG ? no_argument :
							 required_argument;
		longs[n].flag = NULL;
		longs[n].val = LONG_BASE + (int)n;
		if (o->short_name) {
			strbuf_addch(shorts, o->short_name);
			if (o->kind != OPT_FLAG)
				strbuf_addch(shorts, ':');
		}
	}
	longs[n] = (struct option){ "help", no_argument, NULL, HELP };
	memset(&longs[n + 1], 0, sizeof(longs[0]));
}

static const struct opt *find(const struct opt_command *cmd, int c)
{
	if (c >= LONG_BASE)
		return &cmd->opts[c - LONG_BASE];
	for (const struct opt *o = cmd->opts; o->name; o++)
		if (o->short_name == c)
			return o;
	return NULL;
}

/* An option that there is not. Returns ERR_USER. */
static int unknown(const struct opt_command *cmd, const char *arg)
{
	struct strvec names = STRVEC_INIT;
	const char *near;
	int err;

	for (const struct opt *o = cmd->opts; o->name; o++)
		strvec_push(&names, o->name);
	near = starts_with(arg, "--") ? nearest(arg + 2, &names) : NULL;
	err = error_user("%s: unknown option %s (%s%s%ssee respin %s --help)",
			 cmd->name, arg, near ? "did you mean --" : "",
			 near ?: "", near ? "? " : "", cmd->name);
	strvec_release(&names);
	return err;
}

int opt_parse(const struct opt_command *cmd, int argc, char **argv)
{
	struct strbuf shorts = STRBUF_INIT;
	struct option longs[64];
	int c, err = 0;

	if (opt_help_asked(cmd, argc, argv))
		return OPT_HELP;
	build(cmd, &shorts, longs);
	optind = 0;
	opterr = 0;
	while (!err && (c = getopt_long(argc, argv, shorts.buf, longs,
					NULL)) != -1) {
		if (c == HELP) {
			opt_help(cmd);
			err = OPT_HELP;
		} else if (c == ':') {
			err = error_user("%s: %s needs a value (see respin %s --help)",
					 cmd->name, argv[optind - 1],
					 cmd->name);
		} else if (c == '?') {
			err = unknown(cmd, argv[optind - 1]);
		} else {
			err = set(cmd, find(cmd, c), optarg);
		}
	}
	strbuf_release(&shorts);
	return err ? err : optind;
}

int opt_usage(const struct opt_command *cmd, const char *what)
{
	return error_user("%s: %s (usage: respin %s [options]%s%s)", cmd->name,
			  what, cmd->name, *cmd->args ? " " : "", cmd->args);
}
