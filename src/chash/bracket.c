// SPDX-License-Identifier: GPL-2.0-only
#include "chash/int.h"

/* Can T be the end of a type? */
static bool is_type_end(const struct tok *t)
{
	return t->tail || (t->kind == T_WORD &&
			   (t->kw == KW_NONE || t->kw == KW_TYPE ||
			    t->kw == KW_QUAL || t->kw == KW_VOLATILE ||
			    t->kw == KW_INLINE));
}

/*
 * A "(" in a function: is the word before it declared, as in "int f(void);",
 * or those in it, as in "int (*f)(void);"? "a * f(x)" passes for the former.
 */
static void block_paren(struct unit *u)
{
	const struct tok *p = &u->prev, *before = &u->prev2;

	if (u->ext && !u->ext_params && !u->region &&
	    (p->kind == T_WORD || p->ch == ')') && p->kw == KW_NONE)
		u->ext_params = u->n_lev;
	if (p->kind == T_WORD && p->kw == KW_TYPE)
		u->lev[u->n_lev - 1].declares = true;
	if (p->kind != T_WORD || p->kw != KW_NONE || u->region == KW_ATTR ||
	    before->ch == '.' || before->ch == 'A')
		return;
	if (before->kind == T_PUNCT && before->ch == '*')
		before = &u->prev3;
	/* A call of what nobody declared declares it. */
	if (is_type_end(before) || before->ch == '*' ||
	    (!u->sym[p->sym].known && !u->sym[p->sym].alias))
		declare(u, p->sym, NS_PLAIN);
}

/* What a "{" begins. */
static enum level_kind brace_kind(struct unit *u)
{
	if (u->in_body)
		return u->agg ? (u->agg_enum ? L_INIT : L_STRUCT) : L_BODY;
	if (u->agg) {
		if (u->agg_sym)
			declare(u, u->agg_sym, NS_TAG);
		return u->agg_enum ? L_ENUM : L_STRUCT;
	}
	if (u->n_lev || u->assigned)
		return L_INIT;
	u->body = u->in_body = true;
	return L_BODY;
}

void open_bracket(struct unit *u, const struct tok *t)
{
	const struct tok *p = &u->prev;
	struct level *l;

	GROW(u->lev, u->n_lev + 1, u->alloc_lev);
	l = &u->lev[u->n_lev++];
	memset(l, 0, sizeof(*l));
	l->agg = u->agg;
	l->agg_enum = u->agg_enum;
	l->agg_sym = u->agg_sym;
	if (t->ch == '(') {
		l->close = ')';
		l->tail = u->pending;
		if (!u->region && (u->pending == KW_ATTR || u->pending == KW_ASM)) {
			l->region = true;
			u->region = u->pending;
			u->region_lev = u->n_lev;
		}
		l->list = u->n_lev == 1 && p->kind == T_WORD && !p->kw;
		if (u->in_body)
			block_paren(u);
	} else if (t->ch == '[') {
		l->close = ']';
		l->kind = L_BRACKET;
		u->odd |= p->kind == T_PUNCT && p->ch == '[' && !u->braces;
	} else {
		l->close = '}';
		u->n_lev--;
		l->kind = brace_kind(u);
		u->n_lev++;
		l->want_enumerator = l->kind == L_ENUM;
		u->braces++;
	}
	u->soft += l->kind != L_STRUCT;
	u->agg = 0;
}

void close_bracket(struct unit *u, struct tok *t)
{
	const struct level *l;

	if (!u->n_lev || u->lev[u->n_lev - 1].close != t->ch) {
		u->c->odd = true;
		return;
	}
	l = &u->lev[--u->n_lev];
	t->tail = l->tail;
	t->list = l->list && u->prev.kind == T_WORD;
	u->agg = 0;
	if (l->region) {
		u->region = 0;
		u->agg = l->agg;
		u->agg_enum = l->agg_enum;
		u->agg_sym = l->agg_sym;
	}
	u->soft -= l->kind != L_STRUCT;
	u->braces -= t->ch == '}';
	if (u->ext && (u->n_lev < u->ext_lev))
		u->ext = false;
	if (u->n_lev < u->ext_params)
		u->ext_params = 0;
}
