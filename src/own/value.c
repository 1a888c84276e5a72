// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <limits.h>

#include "base/word.h"
#include "own/int.h"

static const struct value ANY = { .kind = V_ANY };

static struct value integer(long long n)
{
	return (struct value){ .kind = V_INT, .n = n };
}

/* A number whose lowest BITS bits are those of N. */
static struct value number(long long n, int bits)
{
	return (struct value){ .kind = V_ANY, .bits = bits,
			       .n = n & ((1LL << bits) - 1) };
}

/* An address in what V, which is none, would be. */
static struct value part_of_none(struct value v)
{
	return (struct value){ .kind = V_NONE, .n = v.n };
}

/* N wraps around, as an address does. */
static struct value object(unsigned long long n, int bits, bool whole)
{
	return (struct value){ .kind = V_OBJ, .bits = bits, .whole = whole,
			       .n = (long long)(n & ((1ULL << bits) - 1)) };
}

/* "12", "-3", "0B": gcc marks addresses by a B. Large ones wrap around. */
static bool read_integer(const char *s, long long *n)
{
	char *end;

	if (!isdigit(*s) && !(*s == '-' && isdigit(s[1])))
		return false;
	*n = *s == '-' ? strtoll(s, &end, 10) : (long long)strtoull(s, &end, 10);
	return !*end || !strcmp(end, "B");
}

/* Does the "[" at P begin an index? It does behind a name that is not MEM. */
static bool at_index(const char *text, const char *p)
{
	if (p == text || (!is_word(p[-1]) && p[-1] != ')' && p[-1] != ']'))
		return false;
	return p[-1] != 'M' && (p - text < 3 || strncmp(p - 3, "MEM", 3));
}

size_t own_base(const char *text, const char **ssa)
{
	int depth = 0;

	for (const char *p = text; *p; p++) {
		if (*p == '[' && at_index(text, p))
			depth++;
		else if (*p == ']' && depth)
			depth--;
		if (depth || !is_word(*p) || (p > text && is_word(p[-1])))
			continue;
		*ssa = p;
		if (gword_ssa(p))
			return gword_ssa(p);
	}
	return 0;
}

static struct value name_value(const struct walk *w, const struct state *st,
			       const char *text, size_t n)
{
	char *name = xstrndup(text, n);
	ssize_t at = own_name(w->f, name);

	free(name);
	return at < 0 ? ANY : env_get(st, at);
}

static struct value base_value(const struct walk *w, const struct state *st,
			       const char *text)
{
	const char *ssa;
	size_t n = own_base(text, &ssa);

	return n ? name_value(w, st, ssa, n) : ANY;
}

/*
 * Another load from where objects are gathered is of another one; and what
 * they are gathered in is none that is followed.
 */
static struct value load_gathered(struct walk *w, struct state *st,
				  const char *field, const char *text)
{
	const struct question *q = &w->a->q;
	const char *ssa;
	size_t n = own_base(text, &ssa);
	char *name = n ? xstrndup(ssa, n) : NULL;
	ssize_t at = n ? own_name(w->f, name) : -1;

	free(name);
	if (at >= 0 && env_get(st, at).kind == V_ANY)
		env_set(st, at, (struct value){ .kind = V_OTHER });
	if (q->mode != OWN_LOADED || st->born || strcmp(field, q->field))
		return (struct value){ .kind = V_OTHER };
	st->born = true;
	st->counts[OWN_SOURCE] = 1;
	return q->loaded;
}

bool value_null(const struct state *st, struct value v)
{
	return st->failed && v.kind == V_INT && !v.n && !v.told;
}

/* Is TEXT a place in memory that is reached through a pointer? */
static bool is_memory(const struct walk *w, const char *text)
{
	size_t n = gword_ssa(text);

	return !(n && !text[n]) && !strchr("&\"", *text) &&
	       own_name(w->f, text) < 0;
}

bool value_dead(const struct walk *w, const struct state *st,
		const char *text)
{
	return is_memory(w, text) && base_value(w, st, text).kind == V_OBJ;
}

bool value_none(const struct walk *w, const struct state *st,
		const char *text)
{
	struct value v;

	if (!is_memory(w, text))
		return false;
	v = base_value(w, st, text);
	return v.kind == V_NONE || value_null(st, v);
}

bool value_inside(const struct walk *w, const struct state *st,
		  const char *text)
{
	return base_value(w, st, text).kind == V_OBJ;
}

static void drop_held(struct state *st)
{
	st->held_in = NULL;
	st->held = ANY;
}

/* Is TEXT the field in which one may be found? */
static bool is_field(const struct walk *w, const char *text)
{
	const struct own_put *put = w->a->q.put;

	return put && put->field && has_word(text, strlen(text), put->field);
}

void value_hold(const struct walk *w, struct state *st, const char *text,
		struct value v)
{
	if (st->held_in && !strcmp(text, st->held_in))
		drop_held(st);
	if (!w->a->q.put)
		return;
	st->stored |= v.kind == V_OBJ;
	if (!is_field(w, text))
		return;
	drop_held(st);
	if (v.kind == V_OBJ || v.kind == V_OTHER) {
		st->held_in = text;
		st->held = v;
	}
}

void value_forget(struct state *st, bool given)
{
	st->loose |= st->stored || given;
	drop_held(st);
}

/* What is in the field to begin with is none of those that are made. */
static struct value load_field(struct walk *w, struct state *st,
			       const char *text)
{
	struct value v = { .kind = st->loose ? V_ANY : V_OTHER };

	if (w->a->q.mode == OWN_FOUND && !st->born) {
		st->born = true;
		st->counts[OWN_SOURCE] = 1;
		v = w->a->q.loaded;
		own_step(w->own, st, NULL, NULL,
			 own_text(w->own, "found in %s", text));
	}
	value_hold(w, st, text, v);
	return v;
}

/* Is one of the values in TEXT, base or index, an address of the object? */
static bool by_object(const struct walk *w, const struct state *st,
		      const char *text)
{
	for (const char *p = text; *p; p++) {
		size_t n = p > text && is_word(p[-1]) ? 0 : gword_ssa(p);

		if (n && name_value(w, st, p, n).kind == V_OBJ)
			return true;
	}
	return false;
}

static struct value load(struct walk *w, struct state *st, const char *text)
{
	const struct own_rules *r = w->own->rules;
	const char *field = word_in(&r->gathers, text);
	struct value base;

	if (st->held_in && !strcmp(text, st->held_in))
		return st->held;
	if (is_field(w, text))
		return load_field(w, st, text);
	if (!field && word_in(&r->frees, text))
		return (struct value){ .kind = V_OTHER };
	if (field)
		return load_gathered(w, st, field, text);
	base = base_value(w, st, text);
	if (base.kind == V_OTHER && word_in(&r->same, text))
		return base;
	if (base.kind == V_OBJ && word_in(&r->same, text))
		return object(0, 0, true);
	if (st->field && own_same_field(st->field, own_field(text)) &&
	    own_entry(w->own, w->f, text) < 0)
		return (struct value){ .kind = V_ANY, .whole = true };
	/* What an object contains, found or another one, is not that object. */
	if (own_entry(w->own, w->f, text) >= 0 ||
	    (w->a->q.mode == OWN_AT &&
	     (base.kind == V_OBJ || base.kind == V_OTHER)))
		return (struct value){ .kind = V_OTHER,
				       .inside = base.kind == V_OBJ };
	/* An element of an array that somebody points to. */
	return (struct value){ .kind = V_ANY,
			       .inside = w->a->q.mode == OWN_AT &&
					 starts_with(text, "MEM[") &&
					 by_object(w, st, text) };
}

struct value value_of(struct walk *w, struct state *st, const char *text)
{
	size_t n = gword_ssa(text);
	const struct own_func *f;
	struct value v;
	long long i;
	ssize_t at;

	if (n && !text[n])
		return name_value(w, st, text, n);
	if (read_integer(text, &i))
		return integer(i);
	if (*text == '&') {
		v = base_value(w, st, text);
		return v.kind == V_OBJ ? object(0, 0, true) :
		       v.kind == V_NONE ? part_of_none(v) :
		       v.kind == V_OTHER ? v : ANY;
	}
	if (*text == '"' || !*text)
		return ANY;
	at = own_name(w->f, text);
	if (at >= 0)
		return env_get(st, at);
	for (n = 0; is_word(text[n]); n++)
		;
	f = text[n] ? NULL : own_find(w->own, text, w->f->g->unit);
	if (f)
		return (struct value){ .kind = V_FUNC, .func = f };
	return load(w, st, text);
}

void value_set(struct walk *w, struct state *st, const char *text,
	       struct value v)
{
	ssize_t at = own_name(w->f, text);

	if (at < 0)
		return;
	env_set(st, at, v);
	/* In a loop it now leads elsewhere. */
	if (st->held_in && has_word(st->held_in, strlen(st->held_in), text))
		drop_held(st);
}

/* Parts of an address come of these, addresses of those. */
static bool still_whole(const char *op, bool before)
{
	static const char *const PARTS[] = {
		"rshift_expr", "trunc_div_expr", "exact_div_expr",
		"trunc_mod_expr", "pointer_diff_expr",
	};

	for (size_t i = 0; i < ARRAY_SIZE(PARTS); i++)
		if (!strcmp(op, PARTS[i]))
			return false;
	return before || !strcmp(op, "lshift_expr") || !strcmp(op, "mult_expr");
}

/*
 * An error number has all bits but the lowest 12. clang tests its sign by the sign's
 * bit, and makes an int of it with a mask.
 */
static struct value mask_error(struct value error, long long mask)
{
	if (mask < 0 && mask != LLONG_MIN)
		return part_of_none(error);
	if (!(mask & 0xfff))
		return integer(mask);
	return mask >= 0xffffffff && !(mask & (mask + 1)) ? error :
		(struct value){ .kind = V_ANY };
}

/* A op B, where A is nothing. */
static struct value of_none(const char *op, struct value a, struct value b)
{
	static const char *const ZERO[] = {
		"bit_and_expr", "lshift_expr", "rshift_expr", "mult_expr",
		"trunc_div_expr", "exact_div_expr", "trunc_mod_expr",
	};
	static const char *const SUM[] = {
		"plus_expr", "pointer_plus_expr", "minus_expr", "bit_ior_expr",
		"bit_xor_expr",
	};

	if (a.n && a.whole && b.kind == V_INT && !strcmp(op, "bit_and_expr"))
		return mask_error(a, b.n);
	for (size_t i = 0; i < ARRAY_SIZE(ZERO); i++)
		if (!strcmp(op, ZERO[i]))
			return a.n ? ANY : a;
	for (size_t i = 0; i < ARRAY_SIZE(SUM); i++)
		if (!strcmp(op, SUM[i]))
			return b.kind == V_INT && !b.n ? a : part_of_none(a);
	return ANY;
}

/* One whose bits are not known, with these set: see to_type(). */
static struct value tagged(struct value a, long long set)
{
	if (set > 0 && set < 64)
		a.n |= set;
	return a;
}

/* The lowest bits of A op B, if these are known. */
static struct value arithmetic(const char *op, struct value a, struct value b)
{
	bool minus = !strcmp(op, "minus_expr"), whole;
	int bits;

	if (a.kind != V_OBJ) {
		struct value t = a;

		if (a.kind == V_OTHER && b.kind != V_OBJ)
			return a;
		a = b;
		b = t;
		if (minus)
			b.kind = V_ANY;	/* its bits are lost */
	}
	if (a.kind != V_OBJ)
		return a.kind == V_OTHER ? a : ANY;
	/* How far apart two of its addresses are is a number. */
	if (b.kind == V_OBJ && (minus || !strcmp(op, "pointer_diff_expr")))
		return ANY;
	whole = still_whole(op, a.whole);
	bits = a.bits;
	/* An index into it: by how much is not known, but of what a multiple. */
	if (b.kind == V_ANY && b.bits && !minus) {
		bits = b.bits < bits ? b.bits : bits;
		b.kind = V_INT;
	}
	if (b.kind != V_INT)
		return object(0, 0, whole);
	if (!strcmp(op, "plus_expr") || !strcmp(op, "pointer_plus_expr"))
		return object((unsigned long long)a.n + b.n, bits, whole);
	if (minus)
		return object((unsigned long long)a.n - b.n, bits, whole);
	if (!strcmp(op, "bit_ior_expr"))
		return bits ? object(a.n | b.n, bits, whole) : tagged(a, b.n);
	if (!strcmp(op, "bit_xor_expr"))
		return object(a.n ^ b.n, bits, whole);
	return object(0, 0, whole);
}

/* Pages are smaller than this: the mask of one's offsets is as well. */
#define LOW_MASK (1ULL << 24)

/*
 * A small mask takes bits out of an address; a large one leaves it one. A page's
 * number may well be masked by one that is of neither kind.
 */
static struct value mask(struct value a, struct value b)
{
	unsigned long long m;
	int zeros = 0;

	if (a.kind != V_OBJ) {
		struct value t = a;

		a = b;
		b = t;
	}
	if (a.kind == V_OTHER || b.kind == V_OTHER)
		return b.kind == V_INT && b.n >= 0 && b.n < 4096 ? ANY :
		       (struct value){ .kind = V_OTHER };
	if (a.kind != V_OBJ || b.kind != V_INT)
		return a.kind == V_OBJ ? object(0, 0, false) : ANY;
	m = b.n;
	if (m < 4096 || (a.whole && m < LOW_MASK && !(m & (m + 1))))
		return m < 1ULL << a.bits ? integer(a.n & m) :
		       number(a.n & m, a.bits);
	while (zeros < 12 && !(m & 1ULL << zeros))
		zeros++;
	if (zeros > a.bits)
		return object(a.n & m, zeros, a.whole);
	return object(a.n & m, a.bits, a.whole);
}

/* Addresses at the end are error numbers, in words of 64 bits or of 32. */
static bool is_error(long long n)
{
	return (n < 0 && n >= -4096) || (n >= 0xfffff000 && n <= 0xffffffff);
}

/*
 * Some error number, one from -4095 to -1, OP B: 0, 1, or -1 if it may be either. As
 * an address it is at the end: whether it is compared as one is not known.
 */
static int error_cond(const char *op, struct value b)
{
	bool eq = !strcmp(op, "eq_expr"), ne = !strcmp(op, "ne_expr");
	bool with_equal = !strcmp(op, "le_expr") || !strcmp(op, "ge_expr");
	bool less = !strcmp(op, "lt_expr") || !strcmp(op, "le_expr");
	bool more = !strcmp(op, "gt_expr") || !strcmp(op, "ge_expr");
	long long n = b.n > 0 && is_error(b.n) ? b.n - (1LL << 32) : b.n;

	if (b.kind != V_INT)
		return -1;
	if (eq || ne)
		return n >= -4095 && n <= -1 ? -1 : ne;
	if (n > 0 || (!less && !more))
		return -1;
	/* Between n and what is compared: is there no error number? */
	if (n >= (less == with_equal ? -1 : 0))
		return less;
	if (n <= (more == with_equal ? -4095 : -4096))
		return more;
	return -1;
}

int value_cond(const struct own_func *f, const struct gstmt *s, size_t at,
	       struct value a, struct value b)
{
	const char *op = s->op;
	bool ne = !strcmp(op, "ne_expr"), eq = !strcmp(op, "eq_expr");

	if (a.kind == V_NONE && a.whole && a.n)
		return error_cond(op, b);
	if (a.kind == V_NONE && a.whole)
		a = integer(0);
	if (b.kind == V_NONE && b.whole && !b.n)
		b = integer(0);
	if (a.kind == V_INT && b.kind == V_INT) {
		if (ne || eq)
			return (a.n == b.n) == eq;
		if (a.n < 0 || b.n < 0)
			return -1;	/* signed or not? */
		if (!strcmp(op, "lt_expr"))
			return a.n < b.n;
		if (!strcmp(op, "le_expr"))
			return a.n <= b.n;
		if (!strcmp(op, "gt_expr"))
			return a.n > b.n;
		if (!strcmp(op, "ge_expr"))
			return a.n >= b.n;
	}
	if ((ne || eq) && b.kind == V_INT && !b.n && a.kind == V_ANY && a.told)
		return ne;
	if ((ne || eq) && b.kind == V_INT && a.kind == V_ANY && a.bits &&
	    (b.n & ((1LL << a.bits) - 1)) != a.n)
		return ne;
	if ((ne || eq) && b.kind == V_INT &&
	    (a.kind == V_FUNC || (a.kind == V_OBJ && a.whole)))
		return ne;
	if (b.kind == V_INT && is_error(b.n) && a.kind == V_OBJ && a.whole)
		return !strcmp(op, "lt_expr") || !strcmp(op, "le_expr") ? 1 :
		       !strcmp(op, "gt_expr") || !strcmp(op, "ge_expr") ? 0 :
		       -1;
	/* Of a part, only that a pointer to it is not NULL. */
	if ((ne || eq) && b.kind == V_INT && !b.n && a.kind == V_OBJ &&
	    strchr(own_type(f, s->v[at]), '*'))
		return ne;
	return -1;
}

/* Codes that hand on their operand. */
static const char *const COPIES[] = {
	"ssa_name", "nop_expr", "convert_expr", "view_convert_expr",
	"integer_cst", "addr_expr", "component_ref", "mem_ref", "array_ref",
	"var_decl", "parm_decl", "function_decl", "indirect_ref", "paren_expr",
	"bit_field_ref", "target_mem_ref", "string_cst", "const_decl",
};

static const char *const COMPARES[] = {
	"eq_expr", "ne_expr", "lt_expr", "le_expr", "gt_expr", "ge_expr",
	"unordered_expr", "ordered_expr",
};

static bool one_of(const char *op, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(op, list[i]))
			return true;
	return false;
}

/* V is none. Of an error number, a small type has too little. */
static struct value none_to_type(const char *type, struct value v)
{
	if (!strcmp(type, "_Bool"))
		return v.whole && !v.n ? integer(0) : ANY;
	return v.n && !strchr(type, '*') &&
	       (strstr(type, "char") || strstr(type, "short")) ? ANY : v;
}

/* An address as a truth value is its lowest bit: that is all that is left. */
static struct value to_type(const struct walk *w, const char *name,
			    struct value v)
{
	const char *type;

	if (v.kind != V_OBJ && v.kind != V_NONE)
		return v;
	type = own_type(w->f, name);
	if (v.kind == V_NONE)
		return none_to_type(type, v);
	/* It may be a bool, or not. */
	v.whole &= *type || own_name(w->f, name) < 0;
	/*
	 * A value from an entry is an address once it is cast to a pointer, except
	 * for bits that were set in it since.
	 */
	if (w->a->q.mode == OWN_AT && !v.bits && v.whole && strchr(type, '*'))
		v.bits = own_bits(w->own->rules, type);
	if (strcmp(type, "_Bool"))
		return v;
	return v.bits ? integer(v.n & 1) : ANY;
}

/* Numbers up to this are the same in every type that has them. */
#define SMALL (1LL << 31)

static bool is_phi(const struct walk *w, const char *text)
{
	ssize_t at = own_name(w->f, text);

	return at >= 0 && (size_t)at < w->f->ssa && w->f->phi[at];
}

/* In a type of 32 bits, this is what is left. */
static long long wrap(const struct walk *w, const char *to, long long n)
{
	const char *type;

	if (w->own->long_bits != 32 || !(n >> 32))
		return n;
	type = own_type(w->f, to);
	return *type && !strstr(type, "long long") && !strstr(type, "64") ?
	       n & 0xffffffff : n;
}

/*
 * A op B, both numbers, as sizes and orders are computed. What a loop counts is
 * not: each turn would be another state.
 */
static struct value of_numbers(const struct walk *w, const struct gstmt *s,
			       long long a, long long b)
{
	const char *op = s->op;
	long long n;

	if (is_phi(w, s->v[1]) || (s->n > 2 && is_phi(w, s->v[2])) || a < 0 ||
	    a >= SMALL)
		return ANY;
	if (!strcmp(op, "plus_expr"))
		n = wrap(w, s->v[0], (long long)((unsigned long long)a + b));
	else if (!strcmp(op, "minus_expr"))
		n = (long long)((unsigned long long)a - b);
	else if (!strcmp(op, "rshift_expr") && b >= 0 && b < 31)
		n = a >> b;
	else if (!strcmp(op, "lshift_expr") && b >= 0 && b < 31)
		n = a << b;
	else if (!strcmp(op, "bit_and_expr"))
		n = a & b;
	else
		return ANY;
	return n < 0 || n >= SMALL ? ANY : integer(n);
}

/* "a == 0 || b == 0" in one word: one of the two may decide it. 0, 1, or -1. */
static int decided(const struct walk *w, const struct gstmt *s, struct value a,
		   struct value b)
{
	bool any = !strcmp(s->op, "bit_ior_expr");

	if ((!any && strcmp(s->op, "bit_and_expr")) ||
	    strcmp(own_type(w->f, s->v[0]), "_Bool"))
		return -1;
	if ((a.kind == V_INT && !a.n == !any) || (b.kind == V_INT && !b.n == !any))
		return any;
	return a.kind == V_INT && b.kind == V_INT ? !any : -1;
}

/* What is not known, times N or shifted by it: its lowest bits are zero. */
static struct value multiple(const char *op, long long n)
{
	int bits = !strcmp(op, "lshift_expr") ? (n > 0 && n < 32 ? n : 0) :
		   !strcmp(op, "mult_expr") && n > 0 ? __builtin_ctzll(n) : 0;

	return number(0, bits < 12 ? bits : 12);
}

/* What S gives of A and, if there are two, B. */
static struct value compute(struct walk *w, const struct gstmt *s,
			    struct value a, struct value b)
{
	int known;

	if (one_of(s->op, COPIES, ARRAY_SIZE(COPIES)))
		return to_type(w, s->v[0], a);
	/* LLVM's: of a negative number, the type that it had decides. */
	if (!strcmp(s->op, "zero_extend"))
		return (a.kind == V_INT && a.n < 0) ||
		       (a.kind == V_NONE && a.n) ? ANY : a;
	if (one_of(s->op, COMPARES, ARRAY_SIZE(COMPARES))) {
		known = value_cond(w->f, s, 1, a, b);
		return known < 0 ? ANY : integer(known);
	}
	known = s->n > 2 ? decided(w, s, a, b) : -1;
	if (known >= 0)
		return integer(known);
	if (a.kind == V_INT && b.kind == V_INT && s->n > 2)
		return of_numbers(w, s, a.n, b.n);
	if (a.kind == V_ANY && b.kind == V_INT && s->n > 2)
		return multiple(s->op, b.n);
	if (a.kind != V_OBJ && b.kind != V_OBJ && a.kind != V_OTHER &&
	    b.kind != V_OTHER)
		return a.kind == V_NONE ? of_none(s->op, a, b) :
		       b.kind == V_NONE &&
		       !(b.n && !strcmp(s->op, "minus_expr")) ?
		       of_none(s->op, b, a) : ANY;
	if (!strcmp(s->op, "bit_and_expr"))
		return mask(a, b);
	if (!strcmp(s->op, "truth_not_expr"))
		return ANY;
	return arithmetic(s->op, a, b);
}

struct value value_assign(struct walk *w, struct state *st,
			  const struct gstmt *s)
{
	struct value a, b = ANY, v;

	if (s->n < 2)
		return ANY;
	if (!strcmp(s->op, "realpart_expr"))
		return base_value(w, st, s->v[1]);
	a = value_of(w, st, s->v[1]);
	if (s->n > 2)
		b = value_of(w, st, s->v[2]);
	v = compute(w, s, a, b);
	v.inside |= (a.inside || b.inside) &&
		    (v.kind == V_ANY || v.kind == V_OTHER);
	return v;
}
