// SPDX-License-Identifier: GPL-2.0-only
#include "chash/int.h"

void declare(struct unit *u, uint32_t sym, int space)
{
	struct sym *s = &u->sym[sym];
	struct name *e;

	GROW(u->names, u->n_names + 1, u->alloc_names);
	e = &u->names[u->n_names++];
	e->decl = u->c->n;
	e->name = sym * 2 + space;
	e->next = s->first[space];
	s->first[space] = u->n_names;
	if (space == NS_PLAIN) {
		s->known |= !u->in_body;
		if (sym_implied(s))
			u->root = true;
	}
	if (!u->decl_name)
		u->decl_name = sym;
}

void refer(struct unit *u, uint32_t sym, int space)
{
	struct sym *s = &u->sym[sym];

	if (s->mark[space] == u->c->n + 1)
		return;
	s->mark[space] = u->c->n + 1;
	GROW(u->refs, u->n_refs + 1, u->alloc_refs);
	u->refs[u->n_refs++] = sym * 2 + space;
	if (s->alias && space == NS_PLAIN)
		refer(u, s->alias, space);
}

void refer_text(struct unit *u, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t h = HASH_START, sym;
		size_t from = i;

		while (i < n && (is_word(s[i]) || (s[i] & 0x80)))
			h = hash_add(h, s[i++]);
		if (i == from) {
			i++;
			continue;
		}
		if (s[from] >= '0' && s[from] <= '9')
			continue;
		sym = sym_get(u, s + from, i - from, h, true);
		refer(u, sym, NS_PLAIN);
		refer(u, sym, NS_TAG);
	}
}

void add_string(struct unit *u, const struct tok *t)
{
	const char *s = u->s + t->pos;
	uint32_t n = t->len - 1;

	for (uint32_t i = 1; i < n; i++) {
		uint32_t k = 0;

		if (s[i] != '\\' || i + 1 >= n) {
			strbuf_addch(&u->str, s[i]);
			continue;
		}
		strbuf_addch(&u->str, ' ');
		if (s[++i] == 'x')
			while (i + 1 < n && strchr("0123456789abcdefABCDEF",
						   s[i + 1]))
				i++;
		for (; k < 3 && s[i] >= '0' && s[i] <= '7' && i < n; k++)
			i++;
		i -= k > 0;
	}
}
