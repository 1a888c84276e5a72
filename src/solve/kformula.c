// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "base/strbuf.h"
#include "solve/kformula.h"

const char *kname_cut(const char *name, size_t *n, const char **more)
{
	if (!starts_with(name, "CONFIG_"))
		return NULL;
	name += strlen("CONFIG_");
	for (*n = 0; is_word(name[*n]); ++*n)
		;
	*more = name + *n;
	return name;
}

bool knumber(const char *text, long long *number)
{
	char *end;

	errno = 0;
	*number = (long long)strtoull(text, &end, 0);
	if (*text == '-') {
		errno = 0;
		*number = strtoll(text, &end, 0);
	}
	return end != text && !*end && !errno;
}

static blit symbol_var(struct kformula *kf, kid id, const char *more)
{
	char *name = xstrfmt("CONFIG_%s%s", kf->ks->syms[id].name, more);
	blit a = bool_var(kf->bs, name);

	free(name);
	return a;
}

static blit imply(struct kformula *kf, blit a, blit b)
{
	return bool_or(kf->bs, bool_not(a), b);
}

/* --- values of numbers and texts ---------------------------------------- */

static struct kdomain *domain_of(struct kformula *kf, kid sym)
{
	struct kdomain *d;

	if (kf->domain[sym])
		return &kf->domains[kf->domain[sym] - 1];
	GROW(kf->domains, kf->n_domains + 1, kf->alloc_domains);
	d = &kf->domains[kf->n_domains++];
	*d = (struct kdomain){ .sym = sym };
	kf->domain[sym] = (uint32_t)kf->n_domains;
	return d;
}

static bool has_text(const struct ksym *s)
{
	return s->type == 'k' || s->type == 'u';
}

/* How a variable's name has the constant TEXT of a symbol of TYPE. */
static char *constant(char type, const char *text)
{
	long long number;

	if (type != 's' && knumber(text, &number))
		return xstrfmt("%lld", number);
	return xstrfmt("\"%s\"", text);
}

static void add_value(struct kformula *kf, kid sym, kid value)
{
	const struct ksym *s = &kf->ks->syms[sym], *v = &kf->ks->syms[value];
	struct kdomain *d;
	char *text;

	if (!strchr("ihs", s->type) || !has_text(v))
		return;
	d = domain_of(kf, sym);
	text = constant(s->type, v->name);
	if (strvec_has(&d->v, text))
		free(text);
	else
		strvec_take(&d->v, text);
}

static void find_values(struct kformula *kf)
{
	const struct ksyms *ks = kf->ks;

	for (size_t i = 1; i < ks->n; i++) {
		const struct kexpr *e = &ks->exprs[i];

		if (e->op && strchr("=#<{>}", e->op)) {
			add_value(kf, e->a, e->b);
			add_value(kf, e->b, e->a);
		}
		if (!ks->syms[i].type || !strchr("ihs", ks->syms[i].type))
			continue;
		domain_of(kf, (kid)i);
		for (uint32_t p = ks->syms[i].props; p; p = ks->props[p].next) {
			const struct kprop *pr = &ks->props[p];

			if (pr->kind == 'L') {
				add_value(kf, (kid)i, pr->a);
				add_value(kf, (kid)i, pr->b);
			}
			if (pr->kind == 'D' && ks->exprs[pr->a].op == 's')
				add_value(kf, (kid)i, ks->exprs[pr->a].a);
		}
	}
}

static blit is_value(struct kformula *kf, kid sym, const char *text)
{
	char *more = xstrfmt("==%s", text);
	blit a = symbol_var(kf, sym, more);

	free(more);
	return a;
}

/* It has a value that occurs nowhere. */
static blit is_other(struct kformula *kf, kid sym)
{
	return symbol_var(kf, sym, "==other");
}

/* SYM OP TEXT, where OP is = or <. */
static blit compare_text(struct kformula *kf, kid sym, char op,
			 const char *text)
{
	const struct ksym *s = &kf->ks->syms[sym];
	struct kdomain *d = domain_of(kf, sym);
	char *want = constant(s->type, text), *name;
	long long a, b;
	blit any = B_FALSE;

	if (op == '=' && strvec_has(&d->v, want)) {
		any = is_value(kf, sym, want);
		free(want);
		return any;
	}
	for (size_t i = 0; op == '<' && i < d->v.n; i++)
		if (knumber(d->v.v[i], &a) && knumber(want, &b) && a < b)
			any = bool_or(kf->bs, any,
				      is_value(kf, sym, d->v.v[i]));
	/* Of other values, each may compare as it likes. */
	name = xstrfmt("CONFIG_%s%s%s", s->name, op == '=' ? "==" : "<", want);
	any = bool_or(kf->bs, any, bool_and(kf->bs, is_other(kf, sym),
					    bool_var(kf->bs, name)));
	free(name);
	free(want);
	return any;
}

/* --- expressions --------------------------------------------------------- */

/* Neither y nor m, as conf has it, is what is no option that is on or off. */
static void symbol_truth(struct kformula *kf, kid id, blit *y, blit *g)
{
	const struct ksym *s = &kf->ks->syms[id];

	*y = *g = B_FALSE;
	if (ksym_is_truth(s)) {
		*y = kf->y[id];
		*g = kf->g[id];
	} else if (s->type == 'k') {
		*y = strcmp(s->name, "y") ? B_FALSE : B_TRUE;
		*g = *y == B_TRUE || !strcmp(s->name, "m") ? B_TRUE : B_FALSE;
	}
}

static bool is_tristate(const struct ksym *s)
{
	return ksym_is_truth(s) ||
	       (s->type == 'k' && (!strcmp(s->name, "y") ||
				   !strcmp(s->name, "m") ||
				   !strcmp(s->name, "n")));
}

static blit unknown(struct kformula *kf, kid expr)
{
	char *name = xstrfmt("?expression %u", expr);
	blit a = bool_var(kf->bs, name);

	free(name);
	return a;
}

static blit compare_constants(const struct ksym *a, const struct ksym *b,
			      char op)
{
	long long x, y;
	int d;

	if (knumber(a->name, &x) && knumber(b->name, &y))
		d = x < y ? -1 : x > y;
	else
		d = strcmp(a->name, b->name);
	switch (op) {
	case '=':
		return d == 0 ? B_TRUE : B_FALSE;
	case '<':
		return d < 0 ? B_TRUE : B_FALSE;
	default:
		return d <= 0 ? B_TRUE : B_FALSE;
	}
}

/* A OP B, where OP is =, < or {. */
static blit compare(struct kformula *kf, kid expr, kid a, char op, kid b)
{
	const struct ksym *x = &kf->ks->syms[a], *y = &kf->ks->syms[b];
	blit ya, ga, yb, gb;

	if (is_tristate(x) && is_tristate(y)) {
		symbol_truth(kf, a, &ya, &ga);
		symbol_truth(kf, b, &yb, &gb);
		if (op == '=')
			return bool_and(kf->bs, bool_same(kf->bs, ya, yb),
					bool_same(kf->bs, ga, gb));
		return unknown(kf, expr);
	}
	if (has_text(x) && has_text(y))
		return compare_constants(x, y, op);
	if (op == '=' && ((is_tristate(x) && has_text(y)) ||
			  (is_tristate(y) && has_text(x))))
		return B_FALSE;
	if (strchr("ihs", x->type) && has_text(y)) {
		blit less;

		if (op == '=')
			return compare_text(kf, a, '=', y->name);
		if (x->type == 's')
			return unknown(kf, expr);
		less = compare_text(kf, a, '<', y->name);
		return op == '<' ? less :
		       bool_or(kf->bs, less,
			       compare_text(kf, a, '=', y->name));
	}
	if (op == '=' && has_text(x) && strchr("ihs", y->type))
		return compare_text(kf, b, '=', x->name);
	return unknown(kf, expr);
}

static void comparison(struct kformula *kf, kid id)
{
	const struct kexpr *e = &kf->ks->exprs[id];
	blit a;

	switch (e->op) {
	case '=':
	case '#':
		a = compare(kf, id, e->a, '=', e->b);
		a = e->op == '#' ? bool_not(a) : a;
		break;
	case '<':
	case '{':
		a = compare(kf, id, e->a, e->op, e->b);
		break;
	default:
		a = bool_not(compare(kf, id, e->a, e->op == '>' ? '{' : '<',
				     e->b));
	}
	kf->ey[id] = kf->eg[id] = a;
}

/* An expression's operands come before it. */
static void expressions(struct kformula *kf)
{
	struct bools *bs = kf->bs;

	for (kid i = 1; i < kf->ks->n; i++) {
		const struct kexpr *e = &kf->ks->exprs[i];

		switch (e->op) {
		case 0:
			break;
		case 's':
			symbol_truth(kf, e->a, &kf->ey[i], &kf->eg[i]);
			break;
		case '&':
			kf->ey[i] = bool_and(bs, kf->ey[e->a], kf->ey[e->b]);
			kf->eg[i] = bool_and(bs, kf->eg[e->a], kf->eg[e->b]);
			break;
		case '|':
			kf->ey[i] = bool_or(bs, kf->ey[e->a], kf->ey[e->b]);
			kf->eg[i] = bool_or(bs, kf->eg[e->a], kf->eg[e->b]);
			break;
		case '!':
			kf->ey[i] = bool_not(kf->eg[e->a]);
			kf->eg[i] = bool_not(kf->ey[e->a]);
			break;
		default:
			comparison(kf, i);
		}
	}
}

/* --- symbols ------------------------------------------------------------- */

/* m counts as y where there is no m. */
static void promote(struct kformula *kf, char type, blit *y, blit *g)
{
	if (type == 't')
		*y = bool_or(kf->bs, *y, bool_and(kf->bs, *g,
						  bool_not(kf->modules)));
	else
		*y = *g;
}

static void expr_truth(const struct kformula *kf, kid e, blit none, blit *y,
		       blit *g)
{
	*y = e ? kf->ey[e] : none;
	*g = e ? kf->eg[e] : none;
}

static blit prompt(struct kformula *kf, kid id, blit *y)
{
	const struct ksym *s = &kf->ks->syms[id];
	blit g = B_FALSE;

	*y = B_FALSE;
	for (uint32_t p = s->props; p; p = kf->ks->props[p].next) {
		blit py, pg;

		if (kf->ks->props[p].kind != 'P')
			continue;
		expr_truth(kf, kf->ks->props[p].cond, B_TRUE, &py, &pg);
		*y = bool_or(kf->bs, *y, py);
		g = bool_or(kf->bs, g, pg);
	}
	promote(kf, s->type, y, &g);
	return g;
}

/* The first default whose condition holds, from property P on. */
static void defaults(struct kformula *kf, kid id, blit *y, blit *g)
{
	const struct ksyms *ks = kf->ks;
	blit before = B_FALSE;

	*y = *g = B_FALSE;
	for (uint32_t p = ks->syms[id].props; p; p = ks->props[p].next) {
		const struct kprop *pr = &ks->props[p];
		blit cy, cg, vy, vg, mine;

		if (pr->kind != 'D')
			continue;
		expr_truth(kf, pr->cond, B_TRUE, &cy, &cg);
		expr_truth(kf, pr->a, B_FALSE, &vy, &vg);
		mine = bool_and(kf->bs, cg, bool_not(before));
		*y = bool_or(kf->bs, *y, bool_and(kf->bs, mine,
				bool_and(kf->bs, cy, vy)));
		*g = bool_or(kf->bs, *g, bool_and(kf->bs, mine, vg));
		before = bool_or(kf->bs, before, cg);
	}
}

/* What an option is if nobody can set it, and what it is at most. */
static blit truth_rule(struct kformula *kf, kid id)
{
	const struct ksym *s = &kf->ks->syms[id];
	struct bools *bs = kf->bs;
	blit y = kf->y[id], g = kf->g[id], r = imply(kf, y, g);
	blit py, pg, dy, dg, iy, ig, ry, rg, vy, vg;

	pg = kf->shown[id] = prompt(kf, id, &py);
	defaults(kf, id, &dy, &dg);
	expr_truth(kf, s->implied, B_FALSE, &iy, &ig);
	expr_truth(kf, s->depends, B_TRUE, &vy, &vg);
	promote(kf, s->type, &iy, &ig);
	promote(kf, s->type, &vy, &vg);
	dy = bool_or(bs, dy, bool_and(bs, iy, vy));
	dg = bool_or(bs, dg, bool_and(bs, ig, vg));
	promote(kf, s->type, &dy, &dg);
	expr_truth(kf, s->selected, B_FALSE, &ry, &rg);
	promote(kf, s->type, &ry, &rg);
	if (s->type == 't')
		r = bool_and(bs, r, imply(kf, bool_and(bs, g, bool_not(y)),
					  kf->modules));
	r = bool_and(bs, r, imply(kf, ry, y));
	r = bool_and(bs, r, imply(kf, rg, g));
	r = bool_and(bs, r, imply(kf, y, bool_or(bs, bool_or(bs, ry, py), dy)));
	r = bool_and(bs, r, imply(kf, g, bool_or(bs, bool_or(bs, rg, pg), dg)));
	/* The default may say less than what implies it, beyond what depends. */
	if (!s->implied) {
		r = bool_and(bs, r, imply(kf, bool_and(bs, dy, bool_not(pg)), y));
		r = bool_and(bs, r, imply(kf, bool_and(bs, dg, bool_not(pg)), g));
	}
	return r;
}

/* At most one of the members, by a chain. */
static blit choice_rule(struct kformula *kf, kid id)
{
	const struct ksym *c = &kf->ks->syms[id];
	const kid *m = kf->ks->members + c->members;
	struct bools *bs = kf->bs;
	blit any = B_FALSE, r = B_TRUE;

	for (uint32_t i = 0; i < c->n_members; i++) {
		if (!ksym_is_truth(&kf->ks->syms[m[i]]))
			continue;
		r = bool_and(bs, r, bool_not(bool_and(bs, any, kf->y[m[i]])));
		any = bool_or(bs, any, kf->y[m[i]]);
	}
	return r;
}

/* A member is on only if it is shown, and one of those shown is on. */
static blit member_rule(struct kformula *kf, kid id)
{
	const struct ksym *s = &kf->ks->syms[id], *c = &kf->ks->syms[s->choice];
	struct bools *bs = kf->bs;
	blit y, any = B_FALSE, r = bool_same(bs, kf->y[id], kf->g[id]);

	kf->shown[id] = prompt(kf, id, &y);
	if (s->type != 'b')
		return imply(kf, kf->y[id], kf->g[id]);
	for (uint32_t i = 0; i < c->n_members; i++) {
		kid m = kf->ks->members[c->members + i];

		if (kf->ks->syms[m].type == 't')
			return r;
		any = bool_or(bs, any, kf->y[m]);
	}
	r = bool_and(bs, r, imply(kf, kf->y[id], kf->shown[id]));
	r = bool_and(bs, r, imply(kf, kf->shown[id], any));
	return bool_and(bs, r, kf->rule[s->choice]);
}

/* Ranges by constants: a value outside is none. */
static blit range_rule(struct kformula *kf, kid id)
{
	const struct ksyms *ks = kf->ks;
	struct kdomain *d = domain_of(kf, id);
	blit before = B_FALSE, r = B_TRUE;

	for (uint32_t p = ks->syms[id].props; p; p = ks->props[p].next) {
		const struct kprop *pr = &ks->props[p];
		long long lo, hi, x;
		blit y, g, mine;

		if (pr->kind != 'L')
			continue;
		expr_truth(kf, pr->cond, B_TRUE, &y, &g);
		mine = bool_and(kf->bs, g, bool_not(before));
		before = bool_or(kf->bs, before, g);
		if (!has_text(&ks->syms[pr->a]) || !has_text(&ks->syms[pr->b]) ||
		    !knumber(ks->syms[pr->a].name, &lo) ||
		    !knumber(ks->syms[pr->b].name, &hi))
			continue;
		for (size_t i = 0; i < d->v.n; i++)
			if (knumber(d->v.v[i], &x) && (x < lo || x > hi))
				r = bool_and(kf->bs, r, imply(kf, mine,
					bool_not(is_value(kf, id, d->v.v[i]))));
	}
	return r;
}

static bool has_range(const struct kformula *kf, kid id)
{
	for (uint32_t p = kf->ks->syms[id].props; p; p = kf->ks->props[p].next)
		if (kf->ks->props[p].kind == 'L')
			return true;
	return false;
}

/* The default that holds is the value, unless somebody sets another. */
static blit default_rule(struct kformula *kf, kid id, blit *has)
{
	const struct ksyms *ks = kf->ks;
	blit before = B_FALSE, r = B_TRUE;
	bool ranged = has_range(kf, id);

	for (uint32_t p = ks->syms[id].props; p; p = ks->props[p].next) {
		const struct kprop *pr = &ks->props[p];
		const struct ksym *v;
		blit y, g, mine;
		char *text;

		if (pr->kind != 'D')
			continue;
		expr_truth(kf, pr->cond, B_TRUE, &y, &g);
		mine = bool_and(kf->bs, g, bool_not(before));
		before = bool_or(kf->bs, before, g);
		v = ks->exprs[pr->a].op == 's' ? &ks->syms[ks->exprs[pr->a].a] :
						 NULL;
		if (!v || !has_text(v) || ranged)
			continue;
		text = constant(ks->syms[id].type, v->name);
		mine = bool_and(kf->bs, mine, bool_not(kf->shown[id]));
		r = bool_and(kf->bs, r, imply(kf, mine,
					      is_value(kf, id, text)));
		free(text);
	}
	*has = before;
	return r;
}

static blit value_rule(struct kformula *kf, kid id)
{
	struct kdomain *d = domain_of(kf, id);
	struct bools *bs = kf->bs;
	blit y, has, r, any = is_other(kf, id);

	kf->shown[id] = prompt(kf, id, &y);
	r = default_rule(kf, id, &has);
	has = bool_or(bs, has, kf->shown[id]);
	r = bool_and(bs, r, bool_same(bs, kf->y[id], has));
	for (size_t i = 0; i < d->v.n; i++) {
		blit v = is_value(kf, id, d->v.v[i]);

		r = bool_and(bs, r, bool_not(bool_and(bs, any, v)));
		any = bool_or(bs, any, v);
	}
	r = bool_and(bs, r, any);
	/* conf takes what has no value for 0, or for the empty text. */
	if (!has_range(kf, id)) {
		const char *none = kf->ks->syms[id].type == 's' ? "\"\"" : "0";

		r = bool_and(bs, r, imply(kf, bool_not(has),
					  strvec_has(&d->v, none) ?
					  is_value(kf, id, none) :
					  is_other(kf, id)));
	}
	return bool_and(bs, r, range_rule(kf, id));
}

static void variables(struct kformula *kf)
{
	const struct ksyms *ks = kf->ks;

	for (kid i = 1; i < ks->n; i++) {
		const struct ksym *s = &ks->syms[i];

		if (s->type == 'c') {
			char *name = xstrfmt("?choice %u", i);

			kf->y[i] = kf->g[i] = bool_var(kf->bs, name);
			free(name);
		} else if (s->type == 'b' || s->type == 't') {
			kf->y[i] = kf->g[i] = symbol_var(kf, i, "");
			if (s->type == 't')
				kf->g[i] = bool_or(kf->bs, kf->y[i],
						   symbol_var(kf, i, "=m"));
		} else if (s->type && strchr("ihs", s->type)) {
			kf->y[i] = symbol_var(kf, i, "?");
		}
	}
	kf->modules = ks->modules ? kf->y[ks->modules] : B_FALSE;
}

/* "CONFIG_X" and "CONFIG_X=m" are not both true. */
static blit one_of_both(struct kformula *kf, kid id)
{
	if (kf->ks->syms[id].type != 't')
		return B_TRUE;
	return bool_not(bool_and(kf->bs, kf->y[id], symbol_var(kf, id, "=m")));
}

void kformula_init(struct kformula *kf, struct bools *bs,
		   const struct ksyms *ks)
{
	size_t n = ks->n + 1;

	memset(kf, 0, sizeof(*kf));
	kf->bs = bs;
	kf->ks = ks;
	kf->y = xcalloc(n, sizeof(blit));
	kf->g = xcalloc(n, sizeof(blit));
	kf->shown = xcalloc(n, sizeof(blit));
	kf->ey = xcalloc(n, sizeof(blit));
	kf->eg = xcalloc(n, sizeof(blit));
	kf->rule = xcalloc(n, sizeof(blit));
	kf->domain = xcalloc(n, sizeof(*kf->domain));
	variables(kf);
	find_values(kf);
	expressions(kf);
	for (kid i = 1; i < ks->n; i++)
		if (ks->syms[i].type == 'c')
			kf->rule[i] = choice_rule(kf, i);
	for (kid i = 1; i < ks->n; i++) {
		const struct ksym *s = &ks->syms[i];

		if (s->type == 'b' || s->type == 't')
			kf->rule[i] = bool_and(bs, one_of_both(kf, i),
				s->choice ? member_rule(kf, i) :
					    truth_rule(kf, i));
		else if (s->type && strchr("ihs", s->type))
			kf->rule[i] = value_rule(kf, i);
		else if (s->type != 'c')
			kf->rule[i] = B_TRUE;
	}
}

void kformula_release(struct kformula *kf)
{
	for (size_t i = 0; i < kf->n_domains; i++)
		strvec_release(&kf->domains[i].v);
	free(kf->domains);
	free(kf->domain);
	free(kf->y);
	free(kf->g);
	free(kf->shown);
	free(kf->ey);
	free(kf->eg);
	free(kf->rule);
	memset(kf, 0, sizeof(*kf));
}

/* A comparison of an option: to 1, if that is on, or of its value. */
static blit compared(struct kformula *kf, kid sym, const char *more)
{
	const char *text = more + (*more == '<' ? 1 : 2);
	long long b;

	if (ksym_is_truth(&kf->ks->syms[sym]))
		return knumber(text, &b) && (*more == '<' ? b > 1 : b == 1) ?
		       B_TRUE : B_FALSE;
	if (!strchr("ihs", kf->ks->syms[sym].type))
		return B_FALSE;
	return compare_text(kf, sym, *more, text);
}

blit kformula_name(struct kformula *kf, const char *name, kid *sym)
{
	blit var = bool_var(kf->bs, name);
	const char *more, *option;
	char type;
	size_t n;

	*sym = 0;
	option = kname_cut(name, &n, &more);
	if (!option)
		return B_TRUE;
	{
		char *copy = xstrndup(option, n);

		*sym = ksym_find(kf->ks, copy);
		free(copy);
	}
	type = *sym ? kf->ks->syms[*sym].type : 'u';
	if (type == 'u')
		return bool_not(var);
	if (!strcmp(more, "?"))
		return strchr("ihs", type) ? B_TRUE : bool_not(var);
	if (!*more)
		return strchr("bt", type) ? B_TRUE : bool_not(var);
	if (!strcmp(more, "=m"))
		return type == 't' ? B_TRUE : bool_not(var);
	return bool_same(kf->bs, var, compared(kf, *sym, more));
}
