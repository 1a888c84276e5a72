// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "base/jail.h"
#include "base/tool.h"
#include "boot/emulator.h"

#define VERSION_TIMEOUT 60
#define LOOK 0.5		/* seconds between looks at the log */
#define LAST_WORDS 2.0		/* seconds for what a kernel says at its end */
#define LOG_MAX (64UL << 20)	/* bytes */

int emulator_version(const struct machine *m, char **version)
{
	struct proc p = PROC_INIT;
	struct strbuf out = STRBUF_INIT;
	int err;

	p.timeout = VERSION_TIMEOUT;
	strvec_pushl(&p.argv, m->emulator, "--version", NULL);
	err = proc_capture(&p, &out, NULL);
	*version = xstrndup(out.buf, strcspn(out.buf, "\n"));
	if (!err) {
		err = 1;
	} else if (err != ERR_INTERRUPTED) {
		free(*version);
		err = p.state == PROC_NOT_STARTED && p.code == ENOENT ? 0 :
		      ERR_TOOL;
		strbuf_clear(&out);
		proc_describe(&p, &out);
		*version = err ?
			xstrfmt("%s --version %s", m->emulator, out.buf) :
			xstrfmt("no %s (apt-get install %s)", m->emulator,
				m->packages ?: m->emulator);
	}
	strbuf_release(&out);
	proc_release(&p);
	return err;
}

void emulator_words(const struct machines *ms, const struct machine *m,
		    const char *image, struct strvec *out)
{
	strvec_push(out, m->emulator);
	strvec_add(out, &m->args);
	strvec_pushl(out, "-display", "none", "-monitor", "none", "-no-reboot",
		     "-kernel", image, "-append", NULL);
	strvec_pushf(out, "%s%s%s", ms->cmdline ?: "", m->cmdline ? " " : "",
		     m->cmdline ?: "");
}

/* Read the log again. A kernel that prints without an end has printed enough. */
static int look(const char *log, struct strbuf *text)
{
	int err;

	strbuf_clear(text);
	err = strbuf_read_file(text, log);
	return err == -ENOENT ? 0 : err;
}

static int watch(struct proc *p, struct strbuf *text, bool *stopped)
{
	double over = 0;
	int err = 0;

	*stopped = false;
	while (proc_wait_any(&p, 1, LOOK) < 0) {
		if (*stopped)
			continue;
		err = look(p->out, text);
		if (!over && (err || console_over(text->buf)))
			over = now();
		if (over && now() - over >= LAST_WORDS) {
			*stopped = true;
			proc_stop(p);
		}
	}
	return look(p->out, text) ?: err;
}

int emulator_run(const struct machines *ms, const struct machine *m,
		 const char *image, const char *dir, const char *log,
		 double seconds, struct strbuf *text, enum console_end *end)
{
	struct proc p = PROC_INIT;
	bool stopped = false;
	int err = 0;

	emulator_words(ms, m, image, &p.argv);
	p.out = log;
	p.out_max = LOG_MAX;
	p.timeout = seconds > 0 ? seconds : m->seconds;
	jail_proc(&p, dir, NULL);
	if (!proc_start(&p))
		err = watch(&p, text, &stopped);
	if (p.state == PROC_INTERRUPTED || proc_interrupted()) {
		err = ERR_INTERRUPTED;
	} else if (err || p.state == PROC_NOT_STARTED ||
		   (p.state == PROC_KILLED && !stopped)) {
		strbuf_clear(text);
		strbuf_addf(text, "%s ", m->emulator);
		if (err)
			strbuf_addf(text, "left a log that cannot be read: %s",
				    strbuf_read_error(err));
		else
			proc_describe(&p, text);
		err = ERR_TOOL;
	}
	*end = stopped ? CONSOLE_STOPPED : p.state == PROC_TIMED_OUT ?
	       CONSOLE_TIMED_OUT : CONSOLE_ENDED;
	proc_release(&p);
	return err;
}
