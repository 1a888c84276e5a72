// SPDX-License-Identifier: GPL-2.0-only
#include "chash-int.h"

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

/* Flag the symbols that a declaration mentions which does not declare them. */
static bool *referred_symbols(struct unit *u)
{
	bool *referred = xcalloc(u->n_sym, sizeof(*referred));

	for (size_t i = 0; i < u->c->n; i++) {
		const struct part *p = &u->parts[i];

		for (uint32_t k = p->refs; k < p->refs_end; k++)
			referred[u->refs[k] / 2] |=
				u->decl_of[u->refs[k]] != i + 1;
	}
	return referred;
}

/*
 * From the first declaration on, what each name was declared by last; what a
 * declaration refers to, as of there.
 */
void note_env(struct unit *u)
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
		chash_of(&c->decls[i].env, sb.buf, sb.len);
		/* Entries come in the order of their declarations. */
		for (; e < u->n_names && u->names[e].decl <= i; e++)
			u->decl_of[u->names[e].name] = i + 1;
	}
	strbuf_release(&sb);
}

void note_reached(struct unit *u)
{
	const struct strvec *names = u->o->names;
	struct chash *c = u->c;
	bool *kept, *referred;

	if (!names)
		return;
	kept = c->odd ? xcalloc(u->n_sym, 1) : kept_symbols(u);
	referred = c->odd ? xcalloc(u->n_sym, 1) : referred_symbols(u);
	for (size_t i = 0; i < names->n; i++) {
		const char *s = names->v[i];
		uint32_t sym = sym_find(u, s, strlen(s));
		bool macro = c->odd || strvec_has(&c->macros, s);

		if (macro || kept[sym])
			strvec_push(&c->reached, s);
		if (macro || referred[sym])
			strvec_push(&c->referred, s);
		if (macro || sym)
			strvec_push(&c->mentioned, s);
	}
	free(kept);
	free(referred);
}
