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

void note_reached(struct unit *u)
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
		if (macro || sym)
			strvec_push(&c->mentioned, s);
	}
	free(kept);
}
