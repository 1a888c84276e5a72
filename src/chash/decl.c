// SPDX-License-Identifier: GPL-2.0-only
/*
 * One top-level declaration, by C's grammar as far as names need it. What
 * does not fit is odd: a root that declares every word in it.
 */
#include "chash/int.h"

void chash_declare(struct unit *u, uint32_t sym, int space)
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

void chash_refer(struct unit *u, uint32_t sym, int space)
{
	struct sym *s = &u->sym[sym];

	if (s->mark[space] == u->c->n + 1)
		return;
	s->mark[space] = u->c->n + 1;
	GROW(u->refs, u->n_refs + 1, u->alloc_refs);
	u->refs[u->n_refs++] = sym * 2 + space;
	if (s->alias && space == NS_PLAIN)
		chash_refer(u, s->alias, space);
}

void chash_refer_text(struct unit *u, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t h = FNV_START, sym;
		size_t from = i;

		while (i < n && (is_word(s[i]) || (s[i] & 0x80)))
			h = fnv_add(h, s[i++]);
		if (i == from) {
			i++;
			continue;
		}
		if (s[from] >= '0' && s[from] <= '9')
			continue;
		sym = sym_get(u, s + from, i - from, h, true);
		chash_refer(u, sym, NS_PLAIN);
		chash_refer(u, sym, NS_TAG);
	}
}

void chash_add_string(struct unit *u, const struct tok *t)
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

struct parse {
	struct unit *u;
	const struct tok *v;	/* the tokens outside braces */
	uint32_t n;
	uint32_t i;		/* the next one */
	bool odd;
	bool is_static, is_extern, is_typedef, is_inline;
	bool vol;		/* its type may be volatile */
	bool fn;		/* its type is a typedef of a function */
	bool any_type;		/* a type was there */
	bool aggregate;		/* struct, union or enum */
	uint32_t tag;		/* its tag, if it has no braces; else 0 */
};

static const struct tok none;

static const struct tok *peek(const struct parse *p)
{
	return p->i < p->n ? &p->v[p->i] : &none;
}

static bool is_char(const struct tok *t, char c)
{
	return t->kind == T_PUNCT && t->ch == c;
}

static bool is_kw(const struct tok *t, enum kw kw)
{
	return t->kind == T_WORD && t->kw == kw;
}

static bool is_name(const struct tok *t)
{
	return is_kw(t, KW_NONE);
}

/* Skip the bracket at hand and all up to its end. */
static void skip_group(struct parse *p)
{
	int depth = 0;

	do {
		const struct tok *t = peek(p);

		if (is_char(t, '(') || is_char(t, '['))
			depth++;
		else if (is_char(t, ')') || is_char(t, ']'))
			depth--;
		p->i++;
	} while (depth > 0 && p->i < p->n);
}

/* Skip a word and the brackets that must follow it. */
static void skip_call(struct parse *p)
{
	p->i++;
	if (is_char(peek(p), '('))
		skip_group(p);
	else
		p->odd = true;
}

static void skip_attrs(struct parse *p)
{
	while (is_kw(peek(p), KW_ATTR))
		skip_call(p);
}

/* struct, union or enum, with its tag, an enum's type, and its braces. */
static void aggregate(struct parse *p)
{
	bool is_enum = p->u->sym[peek(p)->sym].is_enum;

	p->i++;
	skip_attrs(p);
	if (is_name(peek(p)))
		p->tag = p->v[p->i++].sym;
	if (is_enum && is_char(peek(p), ':'))
		for (p->i++; peek(p)->kind == T_WORD;)
			p->i++;
	if (peek(p)->kind == T_BRACES) {
		p->tag = 0;
		p->i++;
	}
	p->any_type = p->aggregate = true;
}

/* A word before the declarators. Returns false if it is none. */
static bool specifier(struct parse *p, const struct tok *t)
{
	const struct sym *s = &p->u->sym[t->sym];

	switch ((enum kw)t->kw) {
	case KW_NONE:
		if (p->any_type)
			return false;
		p->odd |= !s->known;
		p->vol |= s->vol;
		p->fn = s->fn;
		p->any_type = true;
		break;
	case KW_AGG:
		aggregate(p);
		return true;
	case KW_ATTR:
	case KW_ALIGNAS:
		skip_call(p);
		return true;
	case KW_TYPEOF:
		p->vol = p->any_type = true;
		skip_call(p);
		return true;
	case KW_ATOMIC:
		if (p->i + 1 < p->n && is_char(&p->v[p->i + 1], '(')) {
			p->vol = p->any_type = true;
			skip_call(p);
			return true;
		}
		break;
	case KW_TYPE:
		p->any_type = true;
		break;
	case KW_STATIC:
		p->is_static = true;
		break;
	case KW_EXTERN:
		p->is_extern = true;
		break;
	case KW_TYPEDEF:
		p->is_typedef = true;
		break;
	case KW_INLINE:
		p->is_inline = true;
		break;
	case KW_STORAGE:
	case KW_QUAL:
	case KW_VOLATILE:
	case KW_EXTENSION:
		break;
	default:
		p->odd = true;
	}
	p->i++;
	return true;
}

/*
 * A declarator: pointers, then a name or a declarator in brackets, then
 * arrays and parameter lists. Says which name, and whether that is a
 * function. *PLAIN: it has neither pointers nor what follows the name.
 */
static uint32_t declarator(struct parse *p, bool *func, bool *plain, int depth)
{
	bool inner_plain = true, first = true;
	const struct tok *t;
	uint32_t sym = 0;

	*func = false;
	*plain = true;
	for (;; p->i++) {
		t = peek(p);
		if (is_char(t, '*') || is_char(t, '^'))
			*plain = false;
		else if (is_kw(t, KW_ATTR))
			skip_call(p), p->i--;
		else if (!is_kw(t, KW_QUAL) && !is_kw(t, KW_VOLATILE) &&
			 !is_kw(t, KW_ATOMIC) && !is_kw(t, KW_EXTENSION))
			break;
	}
	if (is_name(t)) {
		sym = t->sym;
		p->i++;
	} else if (is_char(t, '(') && depth < 20) {
		p->i++;
		sym = declarator(p, func, &inner_plain, depth + 1);
		p->odd |= !is_char(peek(p), ')');
		p->i++;
	} else {
		p->odd = true;
	}
	*plain &= inner_plain;
	for (; is_char(peek(p), '(') || is_char(peek(p), '['); first = false) {
		if (first && inner_plain)
			*func = is_char(peek(p), '(');
		*plain = false;
		skip_group(p);
	}
	return sym;
}

/* What a name outside a typedef means for the declaration. */
static void classify(struct parse *p, bool func, bool init, bool label)
{
	struct unit *u = p->u;
	bool def = u->body || init || (!func && !p->is_extern);

	if (def && u->def_attr)
		u->root = true;
	if (def && u->section && !(p->is_static && p->is_inline && func))
		u->root = true;
	if (p->is_static) {
		if (!func && p->vol)
			u->root = true;
		if (label || u->o->keep_static)
			u->root = true;
	} else if (def && !(u->body && p->is_extern && p->is_inline &&
			    u->gnu_inline)) {
		u->root = true;
	}
}

static void declarators(struct parse *p)
{
	struct unit *u = p->u;

	do {
		bool func, plain, init = false, label = false;
		uint32_t sym = declarator(p, &func, &plain, 0);

		if (p->odd)
			return;
		func |= plain && p->fn;
		chash_declare(u, sym, NS_PLAIN);
		for (; is_kw(peek(p), KW_ATTR) || is_kw(peek(p), KW_ASM);) {
			label |= is_kw(peek(p), KW_ASM);
			skip_call(p);
		}
		if (is_char(peek(p), '=')) {
			init = true;
			while (p->i < p->n && !is_char(peek(p), ',') &&
			       !is_char(peek(p), ';')) {
				if (is_char(peek(p), '(') ||
				    is_char(peek(p), '['))
					skip_group(p);
				else
					p->i++;
			}
		}
		if (p->is_typedef) {
			u->sym[sym].vol |= p->vol;
			u->sym[sym].fn = func;
		} else {
			classify(p, func, init, label);
		}
		p->odd |= u->body && (!func || p->is_typedef);
	} while (!u->body && is_char(peek(p), ',') && ++p->i);
}

static void all_words(struct unit *u)
{
	u->root = true;
	for (uint32_t i = 0; i < u->n_v; i++)
		if (is_name(&u->v[i]))
			chash_declare(u, u->v[i].sym, NS_PLAIN);
}

void chash_decl_parse(struct unit *u)
{
	struct parse p = { .u = u, .v = u->v, .n = u->n_v, .odd = u->odd };

	u->root |= u->bad_attr;
	if (!u->n_v)
		return;
	for (uint32_t i = 0; i < u->n_v; i++)
		p.vol |= is_kw(&u->v[i], KW_VOLATILE);
	if (is_kw(&u->v[0], KW_ASM) || is_kw(&u->v[0], KW_ASSERT)) {
		u->root = true;
		return;
	}
	while (!p.odd && peek(&p)->kind == T_WORD)
		if (!specifier(&p, peek(&p)))
			break;
	if (!p.odd && is_char(peek(&p), ';') && !u->body) {
		p.odd = !p.aggregate;
		if (p.tag)
			chash_declare(u, p.tag, NS_TAG);
	} else if (!p.odd) {
		declarators(&p);
	}
	if (u->body ? p.i != p.n : !is_char(peek(&p), ';') || p.i + 1 != p.n)
		p.odd = true;
	if (p.odd || !p.any_type)
		all_words(u);
}
