// SPDX-License-Identifier: GPL-2.0-only
#include <sys/utsname.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "base/word.h"
#include "solve/int.h"

/* --- machines, in order ------------------------------------------------------ */

static bool same_vars(const struct strvec *a, const struct strvec *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->v[i], b->v[i]))
			return false;
	return true;
}

static bool on_path(const char *program)
{
	const char *p = getenv("PATH") ?: "";

	while (*p) {
		size_t n = strcspn(p, ":");
		char *path = xstrfmt("%.*s/%s", (int)n, p, program);
		bool there = n && !access(path, X_OK);

		free(path);
		if (there)
			return true;
		p += n + (p[n] == ':');
	}
	return false;
}

/* Returns false if there is one that calls make in the same way. */
static bool add_machine(struct solver *s, const struct arch_config *c)
{
	const struct toolchain *t = c->tc ?: &c->arch->tc;
	const struct strvec *vars = c->make.n ? &c->make : &t->make;

	for (size_t k = 0; k < s->n_machines; k++)
		if (s->machines[k].config->arch == c->arch &&
		    same_vars(s->machines[k].vars, vars))
			return false;
	s->machines = xrealloc(s->machines, (s->n_machines + 1) *
				sizeof(*s->machines));
	s->machines[s->n_machines++] = (struct machine){
		.config = c, .vars = vars,
		.has_compiler = on_path(c->compiler ?: t->compiler),
	};
	return true;
}

static void config_free(struct arch_config *c)
{
	arch_config_release(c);
	free(c);
}

/*
 * One for each way to call make that the architecture's file has; then the same
 * by its other compilers that are there: some options want one of these.
 */
static void add_machines(struct solver *s, const struct arch *a)
{
	size_t first = s->n_machines, n;

	for (size_t i = 0; i < a->n; i++)
		add_machine(s, &a->configs[i]);
	n = s->n_machines;
	for (size_t k = 0; k < a->n_others; k++)
		for (size_t i = first; i < n; i++) {
			const struct arch_config *of = s->machines[i].config;
			struct arch_config *c;

			if (of->tc || !on_path(a->others[k].compiler))
				continue;
			c = arch_twin(of, &a->others[k]);
			if (!add_machine(s, c)) {
				config_free(c);
				continue;
			}
			s->twins = xrealloc(s->twins, (s->n_twins + 1) *
					    sizeof(*s->twins));
			s->twins[s->n_twins++] = c;
		}
}

/*
 * The machine that this runs on first: of what others cannot tell, most is found
 * there. Other compilers come behind the first choice, here and in the end.
 */
static int rank(const struct machine *m)
{
	int other = m->config->tc != NULL;
	struct utsname u;

	if (!m->has_compiler)
		return 4;
	for (size_t i = 0; i < m->vars->n && !uname(&u); i++)
		if (starts_with(m->vars->v[i], "ARCH=") &&
		    !strcmp(m->vars->v[i] + strlen("ARCH="), u.machine))
			return other;
	return 2 + other;
}

static int by_rank(const void *a, const void *b)
{
	const struct machine *x = a, *y = b;
	int d = rank(x) - rank(y);

	/* More configurations: more to be found there. */
	if (!d && x->config->arch != y->config->arch)
		d = (int)y->config->arch->n - (int)x->config->arch->n;
	return d ?: strcmp(x->config->id, y->config->id);
}

void solver_init(struct solver *s, const struct solve_tree *tree,
		 const struct arches *as, const char *work, int jobs)
{
	memset(s, 0, sizeof(*s));
	s->tree = tree;
	s->arches = as;
	s->max = SIZE_MAX;
	s->env = xcalloc(1, sizeof(*s->env));
	s->env->work = work;
	s->env->jobs = jobs;
	s->env->read = tree->read;
	s->env->data = tree->data;
	for (size_t i = 0; i < as->n; i++)
		add_machines(s, as->v[i]);
	if (s->n_machines)
		qsort(s->machines, s->n_machines, sizeof(*s->machines),
		      by_rank);
	if (!kconfig_init(&s->env->kconfig, tree->src, tree->base, work))
		s->n_machines = 0;
}

void solver_release(struct solver *s)
{
	for (size_t i = 0; i < s->n_machines; i++)
		machine_close(&s->machines[i]);
	for (size_t i = 0; i < s->n; i++)
		config_free(s->configs[i]);
	for (size_t i = 0; i < s->n_twins; i++)
		config_free(s->twins[i]);
	free(s->machines);
	free(s->twins);
	free(s->configs);
	if (s->env)
		kconfig_release(&s->env->kconfig);
	free(s->env);
	memset(s, 0, sizeof(*s));
}

void want_release(struct want *w)
{
	strvec_release(&w->why);
	strvec_release(&w->guesses);
}

/* --- which machine for which goal ---------------------------------------------- */

/*
 * Can M build what is in another architecture's folder? Its Makefile would have
 * to name that.
 */
static int names_arch(struct solver *s, const struct machine *m,
		      const char *arch, size_t n)
{
	static const char *const files[] = { "Makefile", "Kbuild" };
	char *word = xstrndup(arch, n);
	int found = 0;

	for (size_t i = 0; i < ARRAY_SIZE(files) && !found; i++) {
		char *path = xstrfmt("arch/%s/%s", m->config->arch->name,
				     files[i]);
		struct strbuf text = STRBUF_INIT;
		int got = s->tree->read(s->tree->data, path, &text);

		found = got < 0 ? got : got && has_word(text.buf, text.len, word);
		strbuf_release(&text);
		free(path);
	}
	free(word);
	return found;
}

/* 1: ask M about G. 0: it cannot build that file. */
static int concerns(struct solver *s, const struct machine *m,
		    const struct goal *g)
{
	size_t n;
	const char *arch = arch_folder(g->path, &n);

	if (!arch || (!strncmp(m->config->arch->name, arch, n) &&
		      !m->config->arch->name[n]))
		return 1;
	return names_arch(s, m, arch, n);
}

static bool is_open(const struct goal *g)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->wants[i]->state == WANT_OPEN)
			return true;
	return false;
}

static void say(struct goal *g, const char *text)
{
	for (size_t i = 0; i < g->n; i++) {
		if (g->wants[i]->state == WANT_SHOWN)
			continue;
		if (!strvec_has(&g->wants[i]->why, text))
			strvec_push(&g->wants[i]->why, text);
	}
}

/* Why M shows none of them. */
static void prove(struct machine *m, struct goal *g)
{
	struct strvec lines = STRVEC_INIT;
	struct strbuf s = STRBUF_INIT;

	proof_of(m, g, &lines);
	for (size_t i = 0; i < lines.n; i++)
		strbuf_addf(&s, "%s%s", i ? "; " : "", lines.v[i]);
	say(g, s.buf);
	strbuf_release(&s);
	strvec_release(&lines);
}

/* Goals that M is asked about, into V; returns how many, or < 0. */
static ssize_t goals_of(struct solver *s, struct machine *m, struct goals *gs,
			struct goal **v)
{
	size_t n = 0;

	for (size_t i = 0; i < gs->n; i++) {
		int yes = is_open(&gs->v[i]) ? concerns(s, m, &gs->v[i]) : 0;

		if (yes < 0)
			return yes;
		if (yes)
			v[n++] = &gs->v[i];
	}
	return (ssize_t)n;
}

static int run_machine(struct solver *s, struct machine *m, struct goal **v,
		       size_t n, bool *undecided)
{
	int err;

	if (s->progress)
		s->progress(s->progress_data, m->config->id, n);
	err = machine_open(m, s->env);
	s->failed |= m->no_answer;
	if (!err && !m->usable)
		for (size_t i = 0; i < n; i++) {
			char *why = xstrfmt("%s: its Kconfig files cannot be read: %s",
					    m->config->id, m->why);

			say(v[i], why);
			undecided[i] = true;
			free(why);
		}
	if (err || !m->usable)
		goto done;
	for (size_t i = 0; i < n && !err; i++)
		err = goal_parts(s, m, v[i]);
	if (!err)
		err = fit_goals(s, m, v, n);
	for (size_t i = 0; i < n && !err; i++) {
		if (!is_open(v[i]))
			continue;
		if (v[i]->impossible)
			prove(m, v[i]);
		else
			undecided[i] = true;
	}
done:
	machine_close(m);
	return err;
}

int solver_run(struct solver *s, struct want *wants, size_t n)
{
	struct goals gs;
	struct goal **v;
	bool *undecided, *asked, *some;
	int err = 0;

	goals_init(&gs, wants, n);
	v = xcalloc(gs.n + 1, sizeof(*v));
	undecided = xcalloc(gs.n + 1, 1);
	asked = xcalloc(gs.n + 1, 1);
	some = xcalloc(gs.n + 1, 1);
	for (size_t i = 0; i < s->n_machines && !err && s->n < s->max; i++) {
		ssize_t k = goals_of(s, &s->machines[i], &gs, v);

		memset(some, 0, gs.n);
		err = k < 0 ? (int)k : 0;
		if (k > 0)
			err = run_machine(s, &s->machines[i], v, k, some);
		for (ssize_t j = 0; j < k; j++) {
			undecided[v[j] - gs.v] |= some[j];
			asked[v[j] - gs.v] = true;
		}
	}
	for (size_t i = 0; i < gs.n && !err; i++) {
		bool dead = asked[i] && !undecided[i] && s->n < s->max;

		for (size_t k = 0; k < gs.v[i].n; k++)
			if (gs.v[i].wants[k]->state == WANT_OPEN)
				gs.v[i].wants[k]->state = dead ? WANT_DEAD :
							  WANT_UNDECIDED;
	}
	free(v);
	free(undecided);
	free(asked);
	free(some);
	goals_release(&gs);
	return err;
}
