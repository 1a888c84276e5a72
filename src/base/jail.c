// SPDX-License-Identifier: GPL-2.0-only
#include "base/jail.h"

#define PROBE_TIMEOUT 10	/* seconds */

static bool there;
static const char *why = "not looked for";

static void add_jail(struct strvec *argv, const char *dir, const char *more)
{
	strvec_pushl(argv, "bwrap", "--die-with-parent", "--unshare-net",
		     "--ro-bind", "/", "/", "--dev-bind", "/dev", "/dev",
		     "--ro-bind-try", "/dev/shm", "/dev/shm",
		     NULL);
	if (dir)
		strvec_pushl(argv, "--bind", dir, dir, NULL);
	if (more)
		strvec_pushl(argv, "--bind", more, more, NULL);
	strvec_push(argv, "--");
}

/* It may be installed and still not be allowed, as in a container. */
static bool probe(void)
{
	struct strbuf said = STRBUF_INIT;
	struct proc p = PROC_INIT;
	int err;

	p.timeout = PROBE_TIMEOUT;
	add_jail(&p.argv, NULL, NULL);
	strvec_push(&p.argv, "true");
	err = proc_capture(&p, &said, NULL);
	if (err)
		why = p.state == PROC_NOT_STARTED ?
		      "none (apt-get install bubblewrap)" :
		      "none (bubblewrap is not allowed to make one here)";
	strbuf_release(&said);
	proc_release(&p);
	return !err;
}

int jail_start(void)
{
	const char *want = getenv("RESPIN_JAIL");

	if (want && !strcmp(want, "no")) {
		why = "none (RESPIN_JAIL=no)";
		return 0;
	}
	if (want && *want && strcmp(want, "yes"))
		return error_user("RESPIN_JAIL is yes or no, not '%s'", want);
	there = probe();
	if (there)
		why = "bubblewrap";
	else if (want && *want)
		return error("RESPIN_JAIL=yes, and there is %s", why);
	return 0;
}

const char *jail_name(void)
{
	return why;
}

void jail_proc(struct proc *p, const char *dir, const char *more)
{
	struct strvec argv = STRVEC_INIT;

	if (!there)
		return;
	add_jail(&argv, dir, more);
	for (size_t i = 0; i < p->argv.n; i++)
		strvec_push(&argv, p->argv.v[i]);
	strvec_release(&p->argv);
	p->argv = argv;
	strvec_pushf(&p->env, "TMPDIR=%s", dir);
}
