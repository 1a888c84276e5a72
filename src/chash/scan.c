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
		chash_declare(u, p->sym, NS_PLAIN);
}

/* What a "{" begins. */
static enum level_kind brace_kind(struct unit *u)
{
	if (u->in_body)
		return u->agg ? (u->agg_enum ? L_INIT : L_STRUCT) : L_BODY;
	if (u->agg) {
		if (u->agg_sym)
			chash_declare(u, u->agg_sym, NS_TAG);
		return u->agg_enum ? L_ENUM : L_STRUCT;
	}
	if (u->n_lev || u->assigned)
		return L_INIT;
	u->body = u->in_body = true;
	return L_BODY;
}

static void open_bracket(struct unit *u, const struct tok *t)
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

static void close_bracket(struct unit *u, struct tok *t)
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

static uint32_t count_of(struct unit *u, uint32_t sym)
{
	uint32_t from = u->parts[u->c->n].counts, i = from;

	while (i < u->n_counts && u->counts[i] != sym)
		i++;
	if (i == u->n_counts) {
		GROW(u->counts, i + 1, u->alloc_counts);
		u->counts[u->n_counts++] = sym;
	}
	return i - from;
}

/* strbuf_add(), quickly; a NUL is not needed. */
static inline void text_add(struct strbuf *sb, const char *s, size_t n)
{
	if (sb->alloc - sb->len <= n)
		strbuf_grow(sb, n + 4096);
	memcpy(sb->buf + sb->len, s, n);
	sb->len += n;
}

/*
 * Add a token to what is hashed. Line ends part tokens, unless a string
 * touches its prefix.
 */
static void add_text(struct unit *u, const struct tok *t)
{
	bool prefixed = t->glued && u->prev.kind == T_WORD &&
			(t->kind == T_STRING || t->kind == T_CHAR);
	uint32_t counter = t->kind == T_WORD ? u->sym[t->sym].counter : 0;

	if (!prefixed)
		text_add(&u->text, "\n", 1);
	if (counter) {
		text_add(&u->text, u->s + t->pos, counter);
		strbuf_addf(&u->text, "#%u", count_of(u, t->sym));
	} else {
		text_add(&u->text, u->s + t->pos, t->len);
	}
	if ((u->o->lines || (t->kind == T_WORD && u->sym[t->sym].place)) &&
	    (u->at_line != u->line || u->at_file != u->file)) {
		strbuf_addf(&u->extra, "@%s:%u;", u->c->files.v[u->file],
			    u->line);
		u->at_line = u->line;
		u->at_file = u->file;
	}
}

static void begin(struct unit *u)
{
	struct chash *c = u->c;
	struct chash_decl *d;
	struct part *p;

	GROW(c->decls, c->n + 1, c->alloc);
	GROW(u->parts, c->n + 1, u->alloc_parts);
	d = &c->decls[c->n];
	p = &u->parts[c->n];
	memset(d, 0, sizeof(*d));
	memset(p, 0, sizeof(*p));
	d->file = u->file;
	d->first = u->line;
	d->last = u->line;
	p->refs = u->n_refs;
	p->extra = u->extra.len;
	p->counts = u->n_counts;
	memset(&u->prev, 0, sizeof(u->prev));
	u->prev2 = u->prev3 = u->prev;
	u->n_v = 0;
	u->text.len = 0;
	u->busy = true;
	u->root = u->odd = u->body = u->in_body = u->assigned = false;
	u->old_style = u->bad_attr = u->def_attr = false;
	u->section = u->gnu_inline = false;
	u->agg = 0;
	u->pending = u->region = 0;
	u->ext = false;
	u->at_line = 0;
	u->decl_name = 0;
}

static void end(struct unit *u)
{
	struct chash *c = u->c;
	struct chash_decl *d = &c->decls[c->n];
	struct part *p = &u->parts[c->n];
	uint32_t other_name;

	u->busy = u->in_body = false;
	if (u->n_v == 1 && u->v[0].ch == ';' && !u->body) {
		u->n_refs = p->refs;
		u->extra.len = p->extra;
		return;
	}
	other_name = u->decl_name;
	u->decl_name = 0;
	chash_decl_parse(u);
	if (!u->decl_name)
		u->decl_name = other_name;
	p->forward = u->n_v == 3 && u->v[0].kw == KW_AGG && !u->root &&
		     !u->sym[u->v[0].sym].is_enum && !u->v[1].kw &&
		     u->v[1].kind == T_WORD;
	p->refs_end = u->n_refs;
	p->extra_end = u->extra.len;
	p->counts_end = u->n_counts;
	d->root = u->root;
	d->name = "";
	if (u->decl_name) {
		const struct sym *s = &u->sym[u->decl_name];

		strvec_take(&c->names, xstrndup(s->s, s->len));
		d->name = c->names.v[c->names.n - 1];
	}
	hash_of(&d->id, u->text.buf, u->text.len);
	c->n++;
}

/* A tag is mentioned: is it known here, and will it be from now on? */
static void tag(struct unit *u, uint32_t sym)
{
	struct sym *s = &u->sym[sym];

	u->agg = 2;
	u->agg_sym = sym;
	chash_refer(u, sym, NS_TAG);
	strbuf_addch(&u->extra, s->tag_known ? '1' : '0');
	if (u->in_body || s->tag_known)
		return;
	/*
	 * In brackets it depends whether they are a parameter list. We keep
	 * the declaration then, and the kept text tells.
	 */
	if (u->soft || u->old_style)
		chash_declare(u, sym, NS_TAG);
	else
		s->tag_known = true;
}

/*
 * A function's block can declare functions and variables of file scope:
 * "extern ...;" and "int f(void);". Attributes there stick to them. In the
 * former it is the word before an operator or an attribute.
 */
static void block_extern(struct unit *u)
{
	if (u->ext && !u->ext_params && !u->region &&
	    u->prev.kind == T_WORD && !u->prev.kw)
		chash_declare(u, u->prev.sym, NS_PLAIN);
}

static void attribute(struct unit *u, const struct tok *t)
{
	switch ((enum attr)u->sym[t->sym].attr) {
	case ATTR_NOTHING:
		break;
	case ATTR_SECTION:
		u->section |= !u->braces;
		break;
	case ATTR_DEFINITION:
		u->def_attr |= !u->braces;
		break;
	case ATTR_GNU_INLINE:
		u->gnu_inline |= !u->braces;
		break;
	case ATTR_UNKNOWN:
		/*
		 * Those of a struct or its members do nothing, nor do those
		 * of static variables in a function that is not compiled.
		 */
		u->bad_attr |= !u->braces;
	}
}

static void keyword(struct unit *u, const struct tok *t)
{
	switch (t->kw) {
	case KW_AGG:
		u->agg = 1;
		u->agg_enum = u->sym[t->sym].is_enum;
		u->agg_sym = 0;
		return;
	case KW_ATTR:
		block_extern(u);
		u->pending = t->kw;
		return;
	case KW_ASM:
		block_extern(u);
		u->pending = t->kw;
		break;
	case KW_TYPEOF:
	case KW_ALIGNAS:
	case KW_ATOMIC:
		u->pending = t->kw;
		break;
	case KW_PRAGMA:
		u->root = true;
		break;
	case KW_EXTERN:
		if (u->in_body && !u->region) {
			u->ext = true;
			u->ext_lev = u->n_lev;
			u->ext_params = 0;
		}
		break;
	default:
		break;
	}
	if (u->agg != 3)
		u->agg = 0;
}

static void word(struct unit *u, const struct tok *t)
{
	struct level *top = u->n_lev ? &u->lev[u->n_lev - 1] : NULL;

	if (u->region == KW_ATTR && u->n_lev == u->region_lev + 1 &&
	    (u->prev.ch == '(' || u->prev.ch == ',')) {
		attribute(u, t);
		return;
	}
	if (t->kw) {
		keyword(u, t);
		return;
	}
	if (u->agg == 1) {
		tag(u, t->sym);
		return;
	}
	if (u->agg != 3)
		u->agg = 0;
	if (top && top->want_enumerator) {
		top->want_enumerator = false;
		chash_declare(u, t->sym, NS_PLAIN);
	}
	if (top && top->declares && (u->prev.ch == '(' || u->prev.ch == '*'))
		chash_declare(u, t->sym, NS_PLAIN);
	if (u->prev.ch != '.' && u->prev.ch != 'A')
		chash_refer(u, t->sym, NS_PLAIN);
}

static void punct(struct unit *u, struct tok *t)
{
	if (t->ch != '*')
		block_extern(u);
	switch (t->ch) {
	case '(':
	case '[':
	case '{':
		open_bracket(u, t);
		return;
	case ')':
	case ']':
	case '}':
		close_bracket(u, t);
		return;
	case ',':
		if (u->n_lev && u->lev[u->n_lev - 1].kind == L_ENUM)
			u->lev[u->n_lev - 1].want_enumerator = true;
		break;
	case ';':
		if (u->n_lev == u->ext_lev)
			u->ext = false;
		break;
	case '=':
		if (!u->n_lev) {
			u->assigned = true;
			u->old_style = false;
		}
		break;
	case ':':
		if (u->agg && u->agg_enum) {
			u->agg = 3;
			return;
		}
		break;
	}
	u->agg = 0;
}

/* State that depends on the token before. */
static void prepare(struct unit *u, const struct tok *t)
{
	struct level *top = u->n_lev ? &u->lev[u->n_lev - 1] : NULL;

	if (u->str.len && t->kind != T_STRING) {
		chash_refer_text(u, u->str.buf, u->str.len);
		strbuf_clear(&u->str);
	}
	if (u->pending && t->ch != '(' && !(u->pending == KW_ASM && t->kw))
		u->pending = 0;
	if (top && top->list && t->ch != ',' && t->ch != ')' &&
	    (t->kind != T_WORD || t->kw))
		top->list = false;
	if (!u->n_lev && u->prev.list && t->kind == T_WORD &&
	    t->kw != KW_ATTR && t->kw != KW_ASM)
		u->old_style = u->odd = true;
}

static void take(struct unit *u, struct tok *t)
{
	prepare(u, t);
	add_text(u, t);
	switch ((enum tok_kind)t->kind) {
	case T_WORD:
		word(u, t);
		break;
	case T_PUNCT:
		punct(u, t);
		if (t->ch == '(')
			u->pending = 0;
		break;
	case T_STRING:
		if (u->region)
			chash_add_string(u, t);
		break;
	case T_DIRECTIVE:
		chash_refer_text(u, u->s + t->pos, t->len);
		u->root = true;
		break;
	default:
		break;
	}
	if (t->kind != T_WORD && t->kind != T_PUNCT && u->agg != 3)
		u->agg = 0;
}

/* Keep what chash_decl_parse() looks at. */
static void keep_token(struct unit *u, const struct tok *t)
{
	struct tok *v;

	if (u->braces || u->body || t->kind == T_DIRECTIVE)
		return;
	GROW(u->v, u->n_v + 1, u->alloc_v);
	v = &u->v[u->n_v++];
	*v = *t;
	if (t->kind == T_PUNCT && t->ch == '}')
		v->kind = T_BRACES;
}

/* Does T end the declaration at hand? */
static bool is_last(const struct unit *u, const struct tok *t)
{
	if (u->n_lev)
		return false;
	if (t->kind == T_DIRECTIVE)
		return !u->n_v;
	if (t->kind != T_PUNCT)
		return false;
	return (t->ch == ';' && !u->old_style) || (t->ch == '}' && u->body);
}

void chash_scan(struct unit *u)
{
	struct chash_decl *d;
	struct tok t;

	while (chash_lex(u, &t)) {
		if (!u->busy) {
			begin(u);
			u->parts[u->c->n].from = t.pos;
		}
		u->parts[u->c->n].to = t.pos + t.len;
		d = &u->c->decls[u->c->n];
		take(u, &t);
		if (u->c->odd)
			break;
		keep_token(u, &t);
		if (u->file == d->file && u->line > d->last)
			d->last = u->line;
		if (is_last(u, &t))
			end(u);
		u->prev3 = u->prev2;
		u->prev2 = u->prev;
		u->prev = t;
	}
	if (u->busy)
		u->c->odd = true;
	/* The lines of the rest count all the same. */
	while (chash_lex(u, &t))
		;
}
