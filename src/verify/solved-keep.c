// SPDX-License-Identifier: GPL-2.0-only
/* What was solved, in the store: one text for each tree and list of lines. */
#include "base/hash.h"
#include "verify/solved.h"

/* Raise it when an answer would be another one. */
#define KIND "solved-1"

static void add_list(struct strbuf *out, char what, const struct strvec *sv)
{
	for (size_t i = 0; i < sv->n; i++)
		strbuf_addf(out, "%c %s\n", what, sv->v[i]);
}

char *solved_key(const struct solved *sd)
{
	const struct solver *s = &sd->solver;
	struct strbuf all = STRBUF_INIT;
	char *key;

	strbuf_addf(&all, "%s\n%zu\n", sd->v->co->base_id, s->max);
	for (size_t i = 0; i < s->n_machines; i++) {
		const struct machine *m = &s->machines[i];

		strbuf_addf(&all, "%s %s %d\n", m->config->id,
			    m->config->defconfig, m->has_compiler);
		add_list(&all, 'm', m->vars);
		add_list(&all, 's', &m->config->set);
	}
	for (size_t i = 0; i < sd->n; i++) {
		const struct want *w = &sd->wants[i];
		char *text = hash_hex(w->text, w->len);

		strbuf_addf(&all, "%s %s:%u\n", text, w->path, w->line);
		free(text);
	}
	key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return key;
}

int solved_put(const struct solved *sd, const char *key)
{
	const struct solver *s = &sd->solver;
	struct strbuf out = STRBUF_INIT;
	int err;

	for (size_t i = 0; i < s->n; i++) {
		const struct arch_config *c = s->configs[i];

		strbuf_addf(&out, "c %s %s %s\n", c->arch->name, c->name,
			    c->defconfig);
		add_list(&out, 's', &c->set);
		add_list(&out, 'm', &c->make);
		if (c->compiler)
			strbuf_addf(&out, "p %s\n", c->compiler);
		if (c->tc)
			strbuf_addf(&out, "t %s\n", c->tc->name);
	}
	for (size_t i = 0; i < sd->n; i++) {
		const struct want *w = &sd->wants[i];

		strbuf_addf(&out, "w %d %zu\n", w->state,
			    w->state == WANT_SHOWN ? w->config : 0);
		add_list(&out, 'y', &w->why);
		add_list(&out, 'g', &w->guesses);
	}
	strbuf_addf(&out, "end %zu %zu\n", s->n, sd->n);
	err = store_put_text(sd->v->store, KIND, key, out.buf);
	strbuf_release(&out);
	return err;
}

/* --- reading ------------------------------------------------------------------ */

static const struct arch *arch_named(const struct solved *sd, const char *name)
{
	for (size_t i = 0; i < sd->solver.arches->n; i++)
		if (!strcmp(sd->solver.arches->v[i]->name, name))
			return sd->solver.arches->v[i];
	return NULL;
}

static bool take_config(struct solved *sd, const char *line)
{
	struct solver *s = &sd->solver;
	struct strvec words = STRVEC_INIT;
	const struct arch *a;
	struct arch_config *c;

	strvec_split(&words, line);
	a = words.n == 3 ? arch_named(sd, words.v[0]) : NULL;
	if (a) {
		c = xcalloc(1, sizeof(*c));
		c->arch = a;
		c->name = xstrdup(words.v[1]);
		c->id = xstrfmt("%s-%s", a->name, c->name);
		c->defconfig = xstrdup(words.v[2]);
		GROW(s->configs, s->n + 1, s->alloc);
		s->configs[s->n++] = c;
	}
	strvec_release(&words);
	return a;
}

static bool take_toolchain(struct arch_config *c, const char *name)
{
	for (size_t i = 0; i < c->arch->n_others && !c->tc; i++)
		if (!strcmp(c->arch->others[i].name, name))
			c->tc = &c->arch->others[i];
	return c->tc;
}

static bool take_want(struct solved *sd, size_t i, const char *line)
{
	unsigned int state;
	size_t config;
	int end = 0;

	if (i >= sd->n || sscanf(line, "%u %zu%n", &state, &config, &end) != 2 ||
	    line[end] || state > WANT_UNDECIDED || state == WANT_OPEN ||
	    (state == WANT_SHOWN && config >= sd->solver.n))
		return false;
	sd->wants[i].state = (enum want_state)state;
	sd->wants[i].config = config;
	return true;
}

/* A line of solved_put(), about want number *N - 1 or the last configuration. */
static bool take_line(struct solved *sd, size_t *n, const char *line)
{
	const struct solver *s = &sd->solver;
	struct arch_config *c = s->n ? s->configs[s->n - 1] : NULL;
	struct want *w = *n ? &sd->wants[*n - 1] : NULL;

	if (!*line || line[1] != ' ')
		return false;
	switch (*line) {
	case 'c':
		return !w && take_config(sd, line + 2);
	case 'w':
		return take_want(sd, (*n)++, line + 2);
	case 's':
	case 'm':
		if (c)
			strvec_push(*line == 's' ? &c->set : &c->make,
				    line + 2);
		return c;
	case 'p':
		if (!c || c->compiler)
			return false;
		c->compiler = xstrdup(line + 2);
		return true;
	case 't':
		return c && take_toolchain(c, line + 2);
	case 'y':
	case 'g':
		if (w)
			strvec_push(*line == 'y' ? &w->why : &w->guesses,
				    line + 2);
		return w;
	}
	return false;
}

int solved_get(struct solved *sd, const char *key)
{
	char *text, *p, *line, end[64];
	size_t n = 0;
	int got = store_get_text(sd->v->store, KIND, key, &text);
	bool whole = false;

	p = text;
	while (got > 0 && !whole && (line = strsep(&p, "\n"))) {
		snprintf(end, sizeof(end), "end %zu %zu", sd->solver.n, n);
		whole = n == sd->n && !strcmp(line, end);
		if (!whole && !take_line(sd, &n, line))
			break;
	}
	if (got > 0 && !whole)
		got = store_damaged(sd->v->store, "what was solved");
	free(text);
	return got;
}
