// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/fs.h"
#include "solve/machine.h"

/*
 * How the base is made: the defconfig, if it is a file; targets that make
 * generates from several are not, and Kconfig's own defaults serve as well.
 */
static void base_steps(const struct machine *m, const struct machine_env *env,
		       struct kconfig_job *job)
{
	const struct arch_config *c = m->config;
	char *file = xstrfmt("%s/arch/%s/configs/%s", env->kconfig.src,
			     c->arch->name, c->defconfig);

	if (!access(file, R_OK))
		strvec_pushf(&job->steps, "conf defconfig=%s", file);
	else
		strvec_push(&job->steps, "conf alldefconfig");
	for (size_t i = 0; i < c->set.n; i++)
		strvec_pushf(&job->steps, "set %s%s", c->set.v[i],
			     strchr(c->set.v[i], '=') ? "" : "=y");
	strvec_push(&job->steps, "conf olddefconfig");
	free(file);
}

/* Where the log is, "(see ...)", says nothing to another machine. */
static char *without_log(const char *why)
{
	const char *end = strstr(why, " (see ");

	return xstrndup(why, end ? (size_t)(end - why) : strlen(why));
}

static int run_base(struct machine *m, struct machine_env *env)
{
	struct kconfig_job job = { .out = xstrdup(m->dir) };
	int err;

	base_steps(m, env, &job);
	strvec_pushf(&job.steps, "dump %s/dump", m->dir);
	err = kconfig_run(&env->kconfig, m->vars, &job, 1, 1);
	m->usable = !err && job.result == KCONFIG_OK;
	if (!err && !m->usable)
		m->why = without_log(job.why ?: "");
	m->no_answer = !err && job.result == KCONFIG_TOOL_FAILED;
	kconfig_job_release(&job);
	return err;
}

static int read_base(struct machine *m)
{
	char *path = xstrfmt("%s/dump", m->dir);
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, path);

	if (err)
		err = error("cannot read %s: %s", path, strbuf_read_error(err));
	else
		err = ksyms_read(&m->ks, text.buf, path);
	strbuf_release(&text);
	free(path);
	path = xstrfmt("%s/.config", m->dir);
	if (!err && values_read(&m->base, path))
		err = error("cannot read %s", path);
	free(path);
	return err;
}

int machine_open(struct machine *m, struct machine_env *env)
{
	int err;

	if (m->opened)
		return 0;
	m->opened = true;
	m->dir = xstrfmt("%s/%s", env->work, m->config->id);
	bools_init(&m->bs);
	err = run_base(m, env);
	if (err || !m->usable)
		return err;
	err = read_base(m);
	if (err)
		return err;
	kformula_init(&m->kf, &m->bs, &m->ks);
	m->base.kf = &m->kf;
	kfiles_init(&m->files, &m->bs, &m->ks, env->read, env->data);
	m->sat = sat_new(&m->bs, values_of, &m->base);
	for (size_t i = 1; i < m->ks.n; i++)
		sat_require(m->sat, m->kf.rule[i]);
	for (size_t i = 1; i < m->ks.n; i++)
		sat_know(m->sat, m->kf.shown[i]);
	for (size_t i = 1; i < m->ks.n; i++) {
		sat_know(m->sat, m->kf.ey[m->ks.syms[i].selected]);
		sat_know(m->sat, m->kf.eg[m->ks.syms[i].selected]);
	}
	return 0;
}

void machine_close(struct machine *m)
{
	sat_free(m->sat);
	m->sat = NULL;
	kfiles_release(&m->files);
	kformula_release(&m->kf);
	ksyms_release(&m->ks);
	bools_release(&m->bs);
	values_release(&m->base);
	free(m->dir);
	free(m->why);
	m->dir = m->why = NULL;
	m->opened = m->usable = m->no_answer = false;
}

int machine_try(struct machine *m, struct machine_env *env,
		const struct strvec *sets, size_t n, struct values *out,
		bool *ok)
{
	struct kconfig_job *jobs = xcalloc(n, sizeof(*jobs));
	int err;

	for (size_t i = 0; i < n; i++) {
		jobs[i].out = xstrfmt("%s/try-%zu", m->dir, i);
		remove_quietly(jobs[i].out);
		strvec_pushf(&jobs[i].steps, "merge %s/.config", m->dir);
		for (size_t k = 0; k < sets[i].n; k++)
			strvec_pushf(&jobs[i].steps, "set %s", sets[i].v[k]);
		strvec_push(&jobs[i].steps, "conf olddefconfig");
	}
	m->tries += n;
	err = kconfig_run(&env->kconfig, m->vars, jobs, n, env->jobs);
	for (size_t i = 0; i < n; i++) {
		char *path = xstrfmt("%s/.config", jobs[i].out);

		memset(&out[i], 0, sizeof(out[i]));
		ok[i] = !err && jobs[i].result == KCONFIG_OK;
		if (ok[i] && values_read(&out[i], path))
			err = error("cannot read %s", path);
		else if (!err && jobs[i].result == KCONFIG_TOOL_FAILED)
			err = error("%s: %s", m->config->id, jobs[i].why);
		out[i].kf = &m->kf;
		free(path);
		kconfig_job_release(&jobs[i]);
	}
	free(jobs);
	return err;
}

int machine_builds(struct machine *m, const char *path, blit *to,
		   struct strvec *rules)
{
	blit module = bool_var(&m->bs, "?defined MODULE");
	struct kbuilt b;
	int got = kfile_built(&m->files, path, &b, rules);

	if (got > 0)
		*to = bool_if(&m->bs, module, b.module, b.yes);
	return got;
}
