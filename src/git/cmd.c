// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/tool.h"
#include "git/cmd.h"

#define DEADLINE 900.0			/* seconds; a fetch may take long */
#define OUT_MAX (512UL << 20)		/* bytes; format-patch of a treewide
					   series has some tens of MiB */

/* Who and when counts everywhere, where objects are in the user's place. */
static bool is_kept(const char *var, enum git_place place)
{
	return starts_with(var, "GIT_AUTHOR_") ||
	       starts_with(var, "GIT_COMMITTER_") ||
	       starts_with(var, "GIT_EXEC_PATH=") ||
	       (place == GIT_THEIRS &&
		(starts_with(var, "GIT_OBJECT_DIRECTORY=") ||
		 starts_with(var, "GIT_ALTERNATE_OBJECT_DIRECTORIES=")));
}

static void clear_env(struct strvec *env, enum git_place place)
{
	for (char **e = environ; *e; e++) {
		size_t n = strcspn(*e, "=");

		if (starts_with(*e, "GIT_") && !is_kept(*e, place))
			strvec_take(env, xstrndup(*e, n));
	}
}

void git_begin(struct git_cmd *g, const char *dir, enum git_place place)
{
	struct proc *p = &g->proc;

	*g = (struct git_cmd){ .proc = PROC_INIT, .out = STRBUF_INIT,
			       .said = STRBUF_INIT };
	p->timeout = DEADLINE;
	clear_env(&p->env, place);
	strvec_pushl(&p->env, "LC_ALL=C", "TZ=UTC", "GIT_PAGER=cat",
		     "GIT_EDITOR=false", "GIT_TERMINAL_PROMPT=0",
		     "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", NULL);
	if (place == GIT_OURS)
		strvec_pushl(&p->env, "GIT_CONFIG_GLOBAL=/dev/null",
			     "GIT_CONFIG_NOSYSTEM=1", NULL);
	strvec_pushl(&p->argv, "git", "-C", dir, "-c", "gc.auto=0",
		     "-c", "maintenance.auto=false", "-c",
		     "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false",
		     NULL);
}

static bool is_notice(const char *line)
{
	return starts_with(line, "hint: ") || starts_with(line, "warning: ");
}

/* The last line that is no hint or warning, without "fatal: ". */
static char *complaint(const char *said)
{
	const char *last = "";
	size_t n = 0;

	for (const char *p = said; *p; p += *p == '\n') {
		size_t len = strcspn(p, "\n");

		if (len && !is_notice(p)) {
			last = p;
			n = len;
		}
		p += len;
	}
	for (int i = 0; i < 2; i++) {
		size_t skip = starts_with(last, "fatal: ") ||
			      starts_with(last, "error: ") ? 7 : 0;

		last += skip;
		n -= skip;
	}
	return xstrndup(last, n);
}

int git_run(struct git_cmd *g)
{
	struct strbuf how = STRBUF_INIT;
	int err;

	g->proc.out_max = OUT_MAX;
	err = proc_capture(&g->proc, &g->out, &g->said);
	if (!err || err == ERR_INTERRUPTED)
		return err;
	free(g->why);
	g->why = complaint(g->said.buf);
	if (tool_end(&g->proc, g->said.buf) == TOOL_NO)
		return ERR_USER;
	if (g->proc.state == PROC_EXITED && *g->why)
		strbuf_addstr(&how, g->why);
	else
		tool_why(&g->proc, g->said.buf, &how);
	err = error(g->proc.state == PROC_EXITED && *g->why ? "git: %s" :
		    "git %s", how.buf);
	strbuf_release(&how);
	return err;
}

int git_must(struct git_cmd *g, const char *what)
{
	int err = git_run(g);

	if (err != ERR_USER)
		return err;
	if (*g->why)
		return error("cannot %s: %s", what, g->why);
	return error("cannot %s: git exited with status %d", what,
		     g->proc.code);
}

void git_release(struct git_cmd *g)
{
	proc_release(&g->proc);
	strbuf_release(&g->out);
	strbuf_release(&g->said);
	free(g->why);
	g->why = NULL;
}
