// SPDX-License-Identifier: GPL-2.0-only
#include "base/strbuf.h"
#include <unistd.h>
#include "solve/int.h"

/* A solution that conf does not take is mended this often. */
#define MAX_ROUNDS 5

/* A configuration that is being made, and the goals that it is for. */
struct fit {
	blit all;		/* what they need, guesses included */
	struct goal **goals;
	size_t n, alloc;
	struct strvec truths;	/* "?" names that it takes for true */
	struct strvec set;	/* NAME=VALUE on top of the base */
	struct values values;	/* what conf made of it */
};

static void fit_release(struct fit *f)
{
	free(f->goals);
	strvec_release(&f->truths);
	strvec_release(&f->set);
	values_release(&f->values);
}

static void join(struct machine *m, struct fit *f, struct goal *g, blit all)
{
	GROW(f->goals, f->n + 1, f->alloc);
	f->goals[f->n++] = g;
	f->all = bool_and(&m->bs, f->all, all);
}

static bool possible(struct machine *m, blit a, blit b)
{
	return sat_solve(m->sat, (blit[]){ a, b }, 2) == SAT_YES;
}

/* Put G into the first of the N fits that it goes with. Is there one? */
static bool join_any(struct machine *m, struct fit *v, size_t n, struct goal *g,
		     blit all)
{
	for (size_t i = 0; i < n; i++) {
		if (!possible(m, v[i].all, all))
			continue;
		join(m, &v[i], g, all);
		return true;
	}
	return false;
}

/* --- from a solution to a configuration ------------------------------------ */

static blit value_var(struct machine *m, kid id, const char *value)
{
	char *name = xstrfmt("CONFIG_%s==%s", m->ks.syms[id].name, value);
	blit a = bool_known(&m->bs, name);

	free(name);
	return a;
}

/* A number between what is known to be smaller and larger; NULL: none. */
static char *other_value(struct machine *m, kid id, const struct strvec *names)
{
	long long least = 0, x;
	bool any = false, exact = false;

	for (size_t i = 0; i < names->n; i++) {
		const char *more, *option = names->v[i];
		blit a = bool_known(&m->bs, names->v[i]);
		size_t n;

		option = kname_cut(option, &n, &more);
		if (!option || strncmp(option, m->ks.syms[id].name, n) ||
		    m->ks.syms[id].name[n])
			continue;
		if (starts_with(more, "==") && knumber(more + 2, &x) &&
		    sat_value(m->sat, a)) {
			least = x;
			any = exact = true;
		} else if (*more == '<' && knumber(more + 1, &x) && !exact) {
			bool less = sat_value(m->sat, a);

			if (less && !any)
				least = x - 1;
			else if (!less && (!any || x > least))
				least = x;
			any = true;
		}
	}
	return any ? xstrfmt("%lld", least) : NULL;
}

/* The value of option ID in the solution; NULL: not known. */
static char *model_value(struct machine *m, kid id, const struct strvec *names)
{
	const struct ksym *s = &m->ks.syms[id];
	const struct kdomain *d;

	if (ksym_is_truth(s))
		return xstrdup(sat_value(m->sat, m->kf.y[id]) ? "y" :
			       sat_value(m->sat, m->kf.g[id]) ? "m" : "n");
	if (!m->kf.domain[id])
		return NULL;
	d = &m->kf.domains[m->kf.domain[id] - 1];
	for (size_t i = 0; i < d->v.n; i++)
		if (sat_value(m->sat, value_var(m, id, d->v.v[i])))
			return xstrdup(d->v.v[i]);
	return other_value(m, id, names);
}

static bool same_value(const struct ksym *s, const char *a, const char *b)
{
	long long x, y;

	if (strcmp(a, b) && s->type != 's' && knumber(a, &x) && knumber(b, &y))
		return x == y;
	return !strcmp(a, b);
}

/* Has the solution the option as on as it is because something selects it? */
static bool selected(struct machine *m, kid id)
{
	kid by = m->ks.syms[id].selected;

	return by && ksym_is_truth(&m->ks.syms[id]) &&
	       sat_value(m->sat, m->kf.eg[by]) &&
	       (m->ks.syms[id].type == 'b' ||
		sat_value(m->sat, m->kf.ey[by]) ||
		!sat_value(m->sat, m->kf.y[id]));
}

/*
 * What the solution has otherwise than HAVE, of all options that somebody can
 * set. SET gets those that are not in it yet.
 */
static void set_of_model(struct machine *m, const struct values *have,
			 const struct strvec *names, struct strvec *set)
{
	for (kid i = 1; i < m->ks.n; i++) {
		const struct ksym *s = &m->ks.syms[i];
		const char *is;
		char *want, *entry;

		if (!s->prompt || s->type == 'c' ||
		    !sat_value(m->sat, m->kf.shown[i]) || selected(m, i))
			continue;
		want = model_value(m, i, names);
		is = values_get(have, s->name, strlen(s->name));
		if (!is)
			is = ksym_is_truth(s) ? "n" : "";
		if (want && !same_value(s, is, want)) {
			long long x;

			entry = s->type == 'h' && knumber(want, &x) ?
				xstrfmt("%s=0x%llx", s->name, x) :
				xstrfmt("%s=%s", s->name, want);
			if (!strvec_has(set, entry))
				strvec_push(set, entry);
			free(entry);
		}
		free(want);
	}
}

/* --- judging ---------------------------------------------------------------- */

struct known {
	const struct values *values;
	const struct strvec *truths;
};

static bool known_value(void *data, const char *name)
{
	const struct known *k = data;

	return *name == '?' ? strvec_has(k->truths, name) :
			      values_of((void *)k->values, name);
}

/* Does VALUES satisfy all goals of F? HOLDS (or NULL) tells for each. */
static bool satisfies(struct machine *m, const struct fit *f,
		      const struct values *values, bool *holds)
{
	struct known k = { values, &f->truths };
	bool *bits = xcalloc(m->bs.n, sizeof(*bits)), all = true;

	bools_eval(&m->bs, known_value, &k, bits, 0);
	for (size_t i = 0; i < f->n; i++) {
		bool good = bool_value(bits, f->goals[i]->all);

		all &= good;
		if (holds)
			holds[i] = good;
	}
	free(bits);
	return all;
}

static void collect(void *data, const char *name)
{
	strvec_push(data, name);
}

/* The variables of F, and which of those that nobody knows are true. */
static void names_of(struct machine *m, struct fit *f, struct strvec *names)
{
	bool_vars(&m->bs, f->all, collect, names);
	for (size_t i = 0; i < names->n; i++)
		if (*names->v[i] == '?' &&
		    sat_value(m->sat, bool_known(&m->bs, names->v[i])) &&
		    !strvec_has(&f->truths, names->v[i]))
			strvec_push(&f->truths, names->v[i]);
}

/* --- leaving out ------------------------------------------------------------ */

/* More options than this are left out in groups first. */
#define MANY 24

/* All that somebody can set stays as it is in the base, but for FREE. */
struct stay {
	blit *v;
	size_t n;
};

static void stay_at_base(struct machine *m, const bool *free_to_change, blit all,
			 struct stay *st)
{
	st->n = 0;
	st->v[st->n++] = all;
	for (kid i = 1; i < m->ks.n; i++) {
		const struct ksym *s = &m->ks.syms[i];
		const char *is;
		blit set;

		if (!s->prompt || !strchr("bt", s->type) || free_to_change[i])
			continue;
		is = values_get(&m->base, s->name, strlen(s->name));
		/* Unless nobody can set it there, or something selects it. */
		set = bool_and(&m->bs, m->kf.shown[i],
			       bool_not(m->kf.eg[s->selected]));
		st->v[st->n++] = bool_or(&m->bs, bool_not(set),
					 m->kf.y[i] ^ !(is && *is == 'y'));
		if (s->type == 't')
			st->v[st->n++] = bool_or(&m->bs, bool_not(set),
						 m->kf.g[i] ^ !is);
	}
}

/* The options of SET, which may change. */
static size_t free_ids(struct machine *m, const struct strvec *set, kid *ids)
{
	size_t n = 0;

	for (size_t i = 0; i < set->n; i++) {
		char *name = xstrndup(set->v[i], strcspn(set->v[i], "="));
		kid id = ksym_find(&m->ks, name);

		free(name);
		if (id)
			ids[n++] = id;
	}
	return n;
}

/*
 * Which of the options that F sets are needed? Leave out one after the other, or
 * groups of a long list, and ask whether there is a solution still. The last
 * solution is then the solver's; false: it gave up.
 */
static bool minimize(struct machine *m, struct fit *f,
		     const struct strvec *names)
{
	struct stay st = { .v = xcalloc(2 * m->ks.n + 2, sizeof(blit)) };
	bool *may = xcalloc(m->ks.n + 1, sizeof(*may));
	kid *ids = xcalloc(f->set.n + 1, sizeof(*ids));
	size_t n = free_ids(m, &f->set, ids);
	size_t step = n > MANY ? n / 8 : 1;
	bool found = true;

	for (size_t i = 0; i < n; i++)
		may[ids[i]] = true;
	for (; step; step = step > 1 ? step / 4 ?: 1 : 0) {
		for (size_t i = 0; i < n; i += step) {
			bool any = false;

			for (size_t k = i; k < n && k < i + step; k++) {
				any |= may[ids[k]];
				may[ids[k]] = false;
			}
			if (!any)
				continue;
			stay_at_base(m, may, f->all, &st);
			if (sat_solve(m->sat, st.v, st.n) == SAT_YES) {
				strvec_clear(&f->set);
				set_of_model(m, &m->base, names, &f->set);
				continue;
			}
			for (size_t k = i; k < n && k < i + step; k++)
				may[ids[k]] = true;
		}
	}
	/* Leave the last solution as the solver's. */
	stay_at_base(m, may, f->all, &st);
	if (sat_solve(m->sat, st.v, st.n) != SAT_YES &&
	    sat_solve(m->sat, &f->all, 1) != SAT_YES) {
		found = false;
	} else {
		strvec_clear(&f->set);
		set_of_model(m, &m->base, names, &f->set);
	}
	free(st.v);
	free(may);
	free(ids);
	return found;
}

/* --- configurations ---------------------------------------------------------- */

/* Solve F, and have conf make it; HOLDS tells which goals it reaches. */
static int realize(struct solver *s, struct machine *m, struct fit *f,
		   bool *holds)
{
	struct strvec names = STRVEC_INIT;
	bool good = false;
	int err = 0;

	if (sat_solve(m->sat, &f->all, 1) != SAT_YES) {
		memset(holds, 0, f->n);
		return 0;
	}
	names_of(m, f, &names);
	set_of_model(m, &m->base, &names, &f->set);
	if (!minimize(m, f, &names)) {
		memset(holds, 0, f->n);
		strvec_release(&names);
		return 0;
	}
	strvec_clear(&names);
	names_of(m, f, &names);
	for (int i = 0; i < MAX_ROUNDS && !err && !good; i++) {
		struct values out = { 0 };
		size_t before = f->set.n;
		bool made;

		err = machine_try(m, s->env, &f->set, 1, &out, &made);
		if (err || !made) {
			memset(holds, 0, f->n);
			values_release(&out);
			break;
		}
		good = satisfies(m, f, &out, holds);
		values_release(&f->values);
		f->values = out;
		/* Say what conf did not take from the defaults. */
		if (!good)
			set_of_model(m, &f->values, &names, &f->set);
		if (f->set.n == before)
			break;
	}
	strvec_release(&names);
	return err;
}

static size_t add_config(struct solver *s, struct machine *m,
			 const struct fit *f)
{
	const struct arch_config *from = m->config;
	struct arch_config *c = xcalloc(1, sizeof(*c));
	char *file = xstrfmt("%s/arch/%s/configs/%s", s->tree->src,
			     from->arch->name, from->defconfig);
	size_t number = 1;

	for (size_t i = 0; i < s->n; i++)
		number += s->configs[i]->arch == from->arch;
	c->arch = from->arch;
	c->name = xstrfmt("solved-%zu", number);
	c->id = xstrfmt("%s-%s", from->arch->name, c->name);
	c->defconfig = xstrdup(access(file, R_OK) ? "alldefconfig" :
						    from->defconfig);
	for (size_t i = 0; i < from->set.n; i++)
		strvec_push(&c->set, from->set.v[i]);
	for (size_t i = 0; i < f->set.n; i++)
		strvec_push(&c->set, f->set.v[i]);
	for (size_t i = 0; i < from->make.n; i++)
		strvec_push(&c->make, from->make.v[i]);
	c->compiler = from->compiler ? xstrdup(from->compiler) : NULL;
	c->tc = from->tc;
	GROW(s->configs, s->n + 1, s->alloc);
	s->configs[s->n] = c;
	free(file);
	return s->n++;
}

static void take_config(struct solver *s, struct machine *m,
			const struct fit *f, const bool *holds)
{
	size_t at = add_config(s, m, f);

	for (size_t i = 0; i < f->n; i++) {
		for (size_t k = 0; k < f->goals[i]->n && holds[i]; k++) {
			struct want *w = f->goals[i]->wants[k];

			w->state = WANT_SHOWN;
			w->config = at;
			strvec_clear(&w->why);
			for (size_t j = 0; j < f->truths.n; j++)
				strvec_push(&w->guesses, f->truths.v[j] + 1);
		}
	}
}

/* Drop the goals that F does not reach; they get another chance alone. */
static void keep_reached(struct machine *m, struct fit *f, bool *holds,
			 struct fit *again)
{
	size_t n = 0;

	f->all = B_TRUE;
	for (size_t i = 0; i < f->n; i++) {
		struct goal *g = f->goals[i];

		if (!holds[i]) {
			join(m, again, g, bool_and(&m->bs, g->all, g->guess));
			continue;
		}
		f->goals[n] = g;
		holds[n++] = true;
		f->all = bool_and(&m->bs, f->all, g->all);
	}
	f->n = n;
}

static int finish(struct solver *s, struct machine *m, struct fit *f,
		  struct fit *again)
{
	bool *holds = xcalloc(f->n + 1, sizeof(*holds));
	int err = realize(s, m, f, holds);

	if (!err)
		keep_reached(m, f, holds, again);
	if (!err && f->n)
		take_config(s, m, f, holds);
	free(holds);
	return err;
}

/* Those that did not come out with others: each alone. */
static int finish_alone(struct solver *s, struct machine *m,
			const struct fit *again)
{
	int err = 0;

	for (size_t i = 0; i < again->n && !err && s->n < s->max; i++) {
		struct goal *g = again->goals[i];
		struct fit f = { .all = B_TRUE }, none = { .all = B_TRUE };

		join(m, &f, g, bool_and(&m->bs, g->all, g->guess));
		err = finish(s, m, &f, &none);
		for (size_t k = 0; k < none.n && !err; k++)
			for (size_t j = 0; j < g->n; j++) {
				strvec_clear(&g->wants[j]->why);
				strvec_pushf(&g->wants[j]->why,
					     "%s: conf does not keep the solution",
					     m->config->id);
			}
		fit_release(&f);
		fit_release(&none);
	}
	return err;
}

int fit_goals(struct solver *s, struct machine *m, struct goal **g, size_t n)
{
	struct fit *v = xcalloc(n + 1, sizeof(*v)), again = { .all = B_TRUE };
	size_t n_fits = 0;
	int err = 0;

	for (size_t i = 0; i < n; i++) {
		blit all = bool_and(&m->bs, g[i]->all, g[i]->guess);
		enum sat_answer a = sat_solve(m->sat, &all, 1);

		if (a != SAT_YES) {
			/* Without what is only likely. */
			all = g[i]->all;
			g[i]->guess = B_TRUE;
			a = sat_solve(m->sat, &all, 1);
		}
		g[i]->impossible = a == SAT_NO;
		if (a != SAT_YES || join_any(m, v, n_fits, g[i], all))
			continue;
		v[n_fits].all = B_TRUE;
		join(m, &v[n_fits++], g[i], all);
	}
	for (size_t i = 0; i < n_fits && !err && s->n < s->max; i++)
		err = finish(s, m, &v[i], &again);
	if (!err)
		err = finish_alone(s, m, &again);
	for (size_t i = 0; i < n_fits; i++)
		fit_release(&v[i]);
	fit_release(&again);
	free(v);
	return err;
}
