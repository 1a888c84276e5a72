// SPDX-License-Identifier: GPL-2.0-only
#include "base/strbuf.h"
#include "csrc/lang.h"
#include "solve/int.h"

/* More units that include a header than these are not looked at. */
#define MAX_USERS 60

/* --- lines ---------------------------------------------------------------- */

static struct source *source_of(struct goals *gs, const struct want *w)
{
	for (size_t i = 0; i < gs->n_sources; i++)
		if (gs->paths[i] == w->path &&
		    gs->sources[i].lex.text == w->text)
			return &gs->sources[i];
	/* The caller made room for all. */
	gs->paths[gs->n_sources] = (char *)w->path;
	source_init(&gs->sources[gs->n_sources], w->text, w->len);
	return &gs->sources[gs->n_sources++];
}

static size_t line_pos(const struct want *w)
{
	const char *p = w->text;

	for (uint32_t l = 1; l < w->line; l++) {
		p = memchr(p, '\n', w->text + w->len - p);
		if (!p)
			return w->len;
		p++;
	}
	return p - w->text;
}

static bool same_place(const struct goal *g, const struct source *src,
		       size_t pos)
{
	return g->src == src &&
	       ppline_around(&src->pp, g->pos) == ppline_around(&src->pp, pos);
}

void goals_init(struct goals *gs, struct want *wants, size_t n)
{
	memset(gs, 0, sizeof(*gs));
	gs->sources = xcalloc(n + 1, sizeof(*gs->sources));
	gs->paths = xcalloc(n + 1, sizeof(*gs->paths));
	for (size_t i = 0; i < n; i++) {
		struct want *w = &wants[i];
		struct goal *g = NULL;
		struct source *src;
		size_t pos;

		if (w->state != WANT_OPEN)
			continue;
		src = source_of(gs, w);
		pos = line_pos(w);
		for (size_t k = 0; k < gs->n && !g; k++)
			if (same_place(&gs->v[k], src, pos))
				g = &gs->v[k];
		if (!g) {
			GROW(gs->v, gs->n + 1, gs->alloc);
			g = &gs->v[gs->n++];
			*g = (struct goal){ .path = w->path, .src = src,
					    .pos = pos };
		}
		GROW(g->wants, g->n + 1, g->alloc);
		g->wants[g->n++] = w;
	}
}

static void clear_parts(struct goal *g)
{
	strvec_clear(&g->what);
	g->n_parts = 0;
	g->all = g->guess = B_TRUE;
	g->impossible = false;
}

void goals_release(struct goals *gs)
{
	for (size_t i = 0; i < gs->n; i++) {
		free(gs->v[i].wants);
		free(gs->v[i].parts);
		strvec_release(&gs->v[i].what);
	}
	for (size_t i = 0; i < gs->n_sources; i++)
		source_release(&gs->sources[i]);
	free(gs->v);
	free(gs->sources);
	free(gs->paths);
	memset(gs, 0, sizeof(*gs));
}

/* --- what has to hold ------------------------------------------------------ */

static void add_part(struct machine *m, struct goal *g, blit a,
		     const char *what)
{
	GROW(g->parts, g->n_parts + 1, g->alloc_parts);
	g->parts[g->n_parts++] = a;
	strvec_push(&g->what, what);
	g->all = bool_and(&m->bs, g->all, a);
}

static void rules_text(const struct strvec *rules, const char *path,
		       struct strbuf *out)
{
	if (!rules->n)
		strbuf_addf(out, "%s: no Makefile of this architecture lists it",
			    path);
	for (size_t i = 0; i < rules->n && i < 6; i++)
		strbuf_addf(out, "%s%s", i ? ", " : "", rules->v[i]);
	if (rules->n)
		strbuf_addf(out, ": what builds %s", path);
}

/* The conditions of the #includes on the way to it. */
static int include_part(struct solver *s, struct machine *m, struct goal *g)
{
	char *what;
	blit any;
	int err = include_cond(s, m, g->path, &any);

	if (err || any == B_TRUE || any == B_FALSE)
		return err;
	/* As with the units, there may be ways that the text does not show. */
	any = bool_or(&m->bs, any, bool_var(&m->bs, "?other includes"));
	what = xstrfmt("%s: the conditions of its #includes", g->path);
	add_part(m, g, any, what);
	free(what);
	return 0;
}

/* Any of the units that include it. */
static int users_part(struct solver *s, struct machine *m, struct goal *g)
{
	struct strvec units = STRVEC_INIT, rules = STRVEC_INIT;
	struct strbuf what = STRBUF_INIT;
	blit any = B_FALSE;
	int err = s->tree->users(s->tree->data, g->path, m->config->arch->name,
				 &units);

	for (size_t i = 0; i < units.n && i < MAX_USERS && !err; i++) {
		blit a;
		int got = machine_builds(m, units.v[i], &a, &rules);

		err = got < 0 ? got : 0;
		if (got > 0)
			any = bool_or(&m->bs, any, a);
	}
	/* Found by text: others may have it in ways that this does not show. */
	any = bool_or(&m->bs, any, bool_var(&m->bs, "?other units"));
	strbuf_addf(&what, "%s: included by %zu unit%s", g->path, units.n,
		    plural((long)units.n));
	for (size_t i = 0; i < units.n && i < 3; i++)
		strbuf_addf(&what, "%s%s", i ? ", " : ": ", units.v[i]);
	add_part(m, g, any, what.buf);
	strbuf_release(&what);
	strvec_release(&units);
	strvec_release(&rules);
	return err ? err : include_part(s, m, g);
}

static int file_part(struct solver *s, struct machine *m, struct goal *g)
{
	struct strvec rules = STRVEC_INIT;
	struct strbuf what = STRBUF_INIT;
	blit a = B_FALSE;
	int got;

	if (!lang_is_unit(g->path))
		return users_part(s, m, g);
	got = machine_builds(m, g->path, &a, &rules);
	if (!got) {
		struct strvec units = STRVEC_INIT;

		got = s->tree->users(s->tree->data, g->path,
				     m->config->arch->name, &units);
		if (!got && units.n)
			got = users_part(s, m, g);
		else if (!got)
			add_part(m, g, bool_var(&m->bs, "?kbuild builds it"),
				 "no Makefile that could be read lists it");
		strvec_release(&units);
	} else if (got > 0) {
		rules_text(&rules, g->path, &what);
		add_part(m, g, a, what.buf);
	}
	strbuf_release(&what);
	strvec_release(&rules);
	return got < 0 ? got : 0;
}

static void line_parts(struct machine *m, struct goal *g)
{
	struct presence p = { 0 };

	presence_at(&p, &m->bs, g->src, g->pos);
	for (size_t i = 0; i < p.n; i++) {
		char *what = xstrfmt("%s:%s", g->path, p.what.v[i]);

		add_part(m, g, p.v[i], what);
		free(what);
	}
	presence_release(&p);
}

/* --- names ------------------------------------------------------------------ */

static void collect(void *data, const char *name)
{
	strvec_push(data, name);
}

/* Options that the rules of the symbols they have do not speak of. */
static void option_parts(struct machine *m, struct goal *g,
			 const struct strvec *names)
{
	for (size_t i = 0; i < names->n; i++) {
		const char *more, *option;
		char *what;
		size_t n;
		kid sym;
		blit a = kformula_name(&m->kf, names->v[i], &sym);

		option = kname_cut(names->v[i], &n, &more);
		if (a == B_TRUE || !option)
			continue;
		if (sym && m->ks.syms[sym].file)
			what = xstrfmt("%s:%d: config %.*s",
				       m->ks.syms[sym].file,
				       m->ks.syms[sym].line, (int)n, option);
		else
			what = xstrfmt("no Kconfig file of this architecture has %.*s",
				       (int)n, option);
		add_part(m, g, a, what);
		free(what);
	}
}

#define DEFINED "?defined "

/* A macro is there if a file that defines it has the line. */
static int guess_macros(struct solver *s, struct machine *m, struct goal *g,
			const struct strvec *names)
{
	struct strvec macros = STRVEC_INIT, files = STRVEC_INIT;
	int err = 0;

	for (size_t i = 0; i < names->n; i++)
		if (starts_with(names->v[i], "?make ") ||
		    starts_with(names->v[i], "?other "))
			g->guess = bool_and(&m->bs, g->guess, bool_not(
				bool_known(&m->bs, names->v[i])));
		else if (starts_with(names->v[i], DEFINED) &&
			 strcmp(names->v[i], DEFINED "MODULE"))
			strvec_push(&macros, names->v[i] + strlen(DEFINED));
	if (macros.n)
		err = s->tree->defines(s->tree->data, &macros, &files);
	for (size_t i = 0; i < macros.n && !err; i++) {
		size_t n = strlen(macros.v[i]);
		char *name = xstrfmt(DEFINED "%s", macros.v[i]);
		blit any = B_FALSE;
		bool known = false;

		for (size_t k = 0; k < files.n && err >= 0; k++) {
			const char *path = files.v[k] + n + 1;
			struct strbuf text = STRBUF_INIT;
			struct source src;

			if (strncmp(files.v[k], macros.v[i], n) ||
			    files.v[k][n] != ' ' ||
			    arch_elsewhere(path, m->config->arch->name))
				continue;
			known = true;
			err = s->tree->read(s->tree->data, path, &text);
			source_init(&src, text.buf, text.len);
			if (err > 0)
				any = bool_or(&m->bs, any,
					presence_of_define(&m->bs, &src,
							   macros.v[i]));
			source_release(&src);
			strbuf_release(&text);
		}
		err = err < 0 ? err : 0;
		if (known || !starts_with(macros.v[i], "__"))
			g->guess = bool_and(&m->bs, g->guess,
				bool_same(&m->bs, bool_var(&m->bs, name), any));
		free(name);
	}
	strvec_release(&macros);
	strvec_release(&files);
	return err;
}

int goal_parts(struct solver *s, struct machine *m, struct goal *g)
{
	struct strvec names = STRVEC_INIT;
	int err;

	clear_parts(g);
	line_parts(m, g);
	err = file_part(s, m, g);
	if (!err) {
		bool_vars(&m->bs, g->all, collect, &names);
		err = guess_macros(s, m, g, &names);
	}
	if (!err) {
		strvec_clear(&names);
		bool_vars(&m->bs, bool_and(&m->bs, g->all, g->guess), collect,
			  &names);
		option_parts(m, g, &names);
	}
	strvec_release(&names);
	return err;
}
