// SPDX-License-Identifier: GPL-2.0-only
#include "chash/int.h"

/* Flag the symbols that what is kept mentions, or declares. */
static bool *kept_symbols(struct unit *u)
{
	bool *kept = xcalloc(u->n_sym, sizeof(*kept));
	const struct chash *c = u->c;

	for (size_t i = 0; i < c->n; i++) {
		const struct part *p = &u->parts[i];

		for (uint32_t k = p->refs; c->decls[i].kept && k < p->refs_end;
		     k++)
			kept[u->refs[k] / 2] = true;
	}
	/* A root that nothing mentions is reached by its own name. */
	for (uint32_t i = 1; i < u->n_sym; i++)
		for (int space = 0; space < 2; space++)
			for (uint32_t e = u->sym[i].first[space]; e;
			     e = u->names[e - 1].next)
				if (c->decls[u->names[e - 1].decl].kept)
					kept[i] = true;
	return kept;
}

/*
 * Who refers to the symbol SYM, but itself: those of opts.names by name,
 * others as "*".
 */
static void add_referrers(struct unit *u, uint32_t sym, struct strbuf *out)
{
	const struct chash *c = u->c;
	bool others = false;

	for (size_t i = 0; i < c->n; i++) {
		const struct part *p = &u->parts[i];
		bool refers = false;

		if (!c->decls[i].names)
			continue;
		for (uint32_t k = p->refs; k < p->refs_end && !refers; k++)
			refers = u->refs[k] / 2 == sym &&
				 u->decl_of[u->refs[k]] != i + 1;
		if (!refers)
			continue;
		if (strvec_has(u->o->names, c->decls[i].name))
			strbuf_addf(out, " %s", c->decls[i].name);
		else
			others = true;
	}
	if (others)
		strbuf_addstr(out, " *");
}

static void note_referrers(struct unit *u, const char *name)
{
	struct chash *c = u->c;
	struct strbuf line = STRBUF_INIT;
	uint32_t sym = sym_find(u, name, strlen(name));

	strbuf_addstr(&line, name);
	if (c->odd || strvec_has(&c->macros, name))
		strbuf_addstr(&line, " *");
	else if (sym)
		add_referrers(u, sym, &line);
	if (line.len > strlen(name))
		strvec_push(&c->referred, line.buf);
	strbuf_release(&line);
}

/*
 * From the first declaration on, what each name was declared by last; what a
 * declaration refers to, as of there.
 */
void chash_note_env(struct unit *u)
{
	const struct strvec *names = u->o->names;
	struct strbuf sb = STRBUF_INIT;
	struct chash *c = u->c;
	uint32_t e = 0;

	u->decl_of = xcalloc(2 * (size_t)u->n_sym + 2, sizeof(*u->decl_of));
	u->wanted = xcalloc(u->n_sym + 1, sizeof(*u->wanted));
	for (size_t i = 0; names && i < names->n; i++)
		u->wanted[sym_find(u, names->v[i], strlen(names->v[i]))] = true;
	u->wanted[0] = false;
	for (size_t i = 0; i < c->n; i++) {
		const struct part *p = &u->parts[i];

		strbuf_clear(&sb);
		strbuf_add(&sb, c->decls[i].id.b, sizeof(c->decls[i].id.b));
		for (uint32_t k = p->refs; k < p->refs_end; k++) {
			uint32_t d = u->decl_of[u->refs[k]];

			c->decls[i].names |= u->wanted[u->refs[k] / 2];
			if (d)
				strbuf_add(&sb, c->decls[d - 1].id.b,
					   sizeof(c->decls[d - 1].id.b));
			strbuf_addch(&sb, d ? '+' : '-');
		}
		hash_of(&c->decls[i].env, sb.buf, sb.len);
		/* Entries come in the order of their declarations. */
		for (; e < u->n_names && u->names[e].decl <= i; e++)
			u->decl_of[u->names[e].name] = i + 1;
	}
	strbuf_release(&sb);
}

void chash_note_reached(struct unit *u)
{
	const struct strvec *names = u->o->names;
	struct chash *c = u->c;
	bool *kept;

	if (!names)
		return;
	kept = c->odd ? xcalloc(u->n_sym, 1) : kept_symbols(u);
	for (size_t i = 0; i < names->n; i++) {
		const char *s = names->v[i];
		uint32_t sym = sym_find(u, s, strlen(s));
		bool macro = c->odd || strvec_has(&c->macros, s);

		if (macro || kept[sym])
			strvec_push(&c->reached, s);
		note_referrers(u, s);
		if (macro || sym)
			strvec_push(&c->mentioned, s);
	}
	free(kept);
}
