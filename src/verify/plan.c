// SPDX-License-Identifier: GPL-2.0-only
#include "verify/plan.h"

/* How many units could the patches change, if all were configured? */
static size_t count_units(const char *arch, const struct unitset *us,
			  const struct checkout *co)
{
	struct strvec sources = STRVEC_INIT;
	size_t n = 0;
	bool *picked;

	for (size_t i = 0; i < us->n_sources; i++)
		if (!arch_elsewhere(us->sources[i].path, arch))
			strvec_push(&sources, us->sources[i].path);
	picked = xcalloc(sources.n + 1, sizeof(*picked));
	unitset_pick(us, co, arch, &sources, false, picked);
	for (size_t i = 0; i < sources.n; i++)
		n += picked[i];
	free(picked);
	strvec_release(&sources);
	return n;
}

void plan_make(struct plan *p, const struct arch_config **configs, size_t n,
	       const struct unitset *us, const struct checkout *co,
	       size_t units)
{
	const struct arch *arch = NULL;
	size_t parts = 1;

	memset(p, 0, sizeof(*p));
	for (size_t i = 0; i < n; i++) {
		if (units && configs[i]->arch != arch) {
			arch = configs[i]->arch;
			parts = (count_units(arch->name, us, co) + units - 1) /
				units;
			parts = parts ?: 1;
		}
		for (size_t k = 1; k <= parts; k++) {
			GROW(p->v, p->n + 1, p->alloc);
			p->v[p->n++] = (struct plan_job){
				.config = configs[i], .part = { k, parts },
			};
		}
	}
}

void plan_release(struct plan *p)
{
	free(p->v);
	memset(p, 0, sizeof(*p));
}

void plan_job_name(const struct plan_job *j, struct strbuf *out)
{
	strbuf_addstr(out, j->config->id);
	if (j->part.n > 1)
		strbuf_addf(out, ":%zu/%zu", j->part.k, j->part.n);
}

void plan_text(const struct plan *p, struct strbuf *out)
{
	for (size_t i = 0; i < p->n; i++) {
		plan_job_name(&p->v[i], out);
		strbuf_addch(out, '\n');
	}
}

int plan_find(const struct plan *p, const char *name, struct plan_job *out)
{
	char *end;
	unsigned long at = strtoul(name, &end, 10);
	struct strbuf line = STRBUF_INIT;
	bool found = false;

	if (*name >= '0' && *name <= '9' && !*end && at && at <= p->n) {
		*out = p->v[at - 1];
		return 0;
	}
	for (size_t i = 0; i < p->n && !found; i++) {
		strbuf_clear(&line);
		plan_job_name(&p->v[i], &line);
		found = !strcmp(line.buf, name);
		if (found)
			*out = p->v[i];
	}
	strbuf_release(&line);
	return found ? 0 :
	       error_user("--only-job %s: the plan has %zu jobs, and none of that name (--plan - lists them)",
			  name, p->n);
}
