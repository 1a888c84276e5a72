// SPDX-License-Identifier: GPL-2.0-only
#include "own/llvm-int.h"

/* What stands behind "tail call", "callbr", or NULL. */
static const char *behind_call(const char *p)
{
	static const char *const KINDS[] = { "tail", "musttail", "notail" };

	for (size_t i = 0; i < ARRAY_SIZE(KINDS); i++)
		p = lex_word(p, KINDS[i]) ?: p;
	return lex_word(p, "callbr") ?: lex_word(p, "call");
}

/* The callee of the call P, behind its type, which is *TYPE; or NULL. */
static const char *callee_of(const char *p, const char **type)
{
	const char *q = behind_call(p);

	if (!q)
		return NULL;
	*type = lex_flags(q);
	q = lex_type(*type);
	return q ? lex_space(q) : NULL;
}

bool lcall_asm(const char *def)
{
	const char *type, *callee = callee_of(def, &type);

	return callee && lex_word(callee, "asm");
}

bool lcall_overflow(const char *def)
{
	const char *type, *callee = callee_of(def, &type);

	return callee && starts_with(callee, "@llvm.") &&
	       memmem(callee, lex_name(callee) - callee, ".with.overflow.", 15);
}

static int by_symbol(const void *a, const void *b)
{
	const struct lstring *x = a, *y = b;

	return strcmp(x->symbol, y->symbol);
}

const char *lcall_field(const struct lread *l, const char *p, const char **at,
			const char **end)
{
	const char *type, *callee = callee_of(p, &type), *q, *symbol;
	struct lstring want = { 0 }, *found = NULL;

	if (!callee || !starts_with(callee, "@llvm.ptr.annotation."))
		return NULL;
	q = lex_name(callee);
	if (*q != '(')
		return NULL;
	*at = lex_flags(q + 1);
	*at = lex_type(*at);
	if (!*at)
		return NULL;
	*at = lex_flags(*at);
	*end = lex_item(*at);
	if (**end != ',')
		return NULL;
	q = lex_item(*end + 1);
	symbol = memchr(*end, '@', q - *end);
	if (!symbol)
		return NULL;
	want.symbol = xstrndup(symbol, lex_name(symbol) - symbol);
	if (l->n_strings)
		found = bsearch(&want, l->strings, l->n_strings, sizeof(want),
				by_symbol);
	free((char *)want.symbol);
	return found ? found->field : NULL;
}

const char *lelement(struct lread *l, const char *name, unsigned long k)
{
	char *text = xstrfmt("%s.%lu_9", name, k);
	const char *kept = gread_keep(&l->r, text, strlen(text));

	free(text);
	return kept;
}

const char *lnth_type(const char *p, unsigned long k)
{
	if (*p != '{')
		return NULL;
	for (p = lex_space(p + 1); k && *p; k--) {
		p = lex_item(p);
		if (*p != ',')
			return NULL;
		p = lex_space(p + 1);
	}
	return lex_type(p) ? p : NULL;
}

/* --- arguments -------------------------------------------------------------- */

struct larg {
	const char *type, *value;	/* in the line */
	bool hidden;		/* what is returned goes there */
};

/* "(ptr noundef %x, i64 5)": the next one. *P is moved on; false: none. */
static bool next_arg(const char **p, struct larg *arg)
{
	const char *q = *p, *end, *v;

	if (*q != '(' && *q != ',')
		return false;
	q = lex_space(q + 1);
	end = lex_item(q);
	*p = end;
	v = lex_type(q);
	if (!v)
		return false;
	arg->type = q;
	arg->hidden = memmem(q, end - q, " sret(", 6);
	arg->value = lex_flags(v);
	return true;
}

static int push_args(struct lread *l, struct gstmt *s, const char *p)
{
	struct larg arg;

	while (next_arg(&p, &arg))
		if (!arg.hidden)
			loperand(s, largument(l, arg.value));
	return *p == ')' ? 0 : gread_odd(&l->r, "arguments", p);
}

/* --- asm -------------------------------------------------------------------- */

/* Behind the string at P; TEXT is what is in it, LEN bytes. Or NULL. */
static const char *quoted(const char *p, const char **text, size_t *len)
{
	if (*p != '"')
		return NULL;
	*text = p + 1;
	for (p++; *p && *p != '\n' && *p != '"'; p++)
		;			/* LLVM writes quotes as \22 */
	*len = p - *text;
	return *p == '"' ? p + 1 : NULL;
}

/* "ptr elementtype(i64) %p": of what is there. */
static int element_bits(const struct lread *l, const struct larg *arg)
{
	const char *p = memmem(arg->type, arg->value - arg->type,
			       "elementtype(", strlen("elementtype("));

	return p ? lbits(l, p + strlen("elementtype(")) : -1;
}

/* One operand of an asm: CONSTRAINT, of N bytes. */
static int asm_operand(struct lread *l, const char *constraint, size_t n,
		       const char **args, struct strvec *ins,
		       struct strvec *outs, size_t *direct)
{
	bool out = *constraint == '=';
	bool memory = memchr(constraint, '*', n);
	const char *text;
	struct larg arg;

	if (*constraint == '~' || *constraint == '!')
		return 0;
	if (out && !memory) {
		++*direct;
		return 0;
	}
	if (!next_arg(args, &arg))
		return gread_odd(&l->r, "an asm's operands", constraint);
	text = memory ? lplace(l, arg.value, element_bits(l, &arg)) :
	       largument(l, arg.value);
	strvec_push(out ? outs : ins, text);
	return 0;
}

static int asm_operands(struct lread *l, const char *p, size_t n,
			const char *args, struct strvec *ins,
			struct strvec *outs, size_t *direct)
{
	const char *end = p + n;
	int err = 0;

	while (p < end && !err) {
		const char *comma = memchr(p, ',', end - p) ?: end;

		err = asm_operand(l, p, comma - p, &args, ins, outs, direct);
		p = comma + 1;
	}
	return err;
}

static void push_all(struct lread *l, struct gstmt *s, const struct strvec *v)
{
	for (size_t i = 0; i < v->n; i++)
		loperand(s, gread_keep(&l->r, v->v[i], strlen(v->v[i])));
}

/* sideeffect "text", "=r,r,~{memory}"(ptr %x) */
static int asm_call(struct lread *l, const char *to, const char *type,
		    const char *p)
{
	struct strvec ins = STRVEC_INIT, outs = STRVEC_INIT;
	const char *text, *constraints = "";
	size_t len, n = 0, direct = 0;
	struct gstmt *s;
	int err;

	p = quoted(lex_flags(p), &text, &len);
	if (p && *p == ',')
		p = quoted(lex_space(p + 1), &constraints, &n);
	if (!p || *p != '(')
		return gread_odd(&l->r, "an asm", p ?: "");
	err = asm_operands(l, constraints, n, p, &ins, &outs, &direct);
	s = lstmt(l, G_ASM, NULL, gread_keep(&l->r, text, len), NULL);
	s->memory = memmem(constraints, n, "memory", 6) ||
		    memchr(constraints, '*', n);
	for (size_t k = 0; k < direct && to; k++) {
		const char *name = direct > 1 ? lelement(l, to, k) : to;

		llocal(l, name, direct > 1 ? lnth_type(type, k) : type);
		loperand(s, name);
	}
	push_all(l, s, &outs);
	s->outputs = s->n - 1;
	push_all(l, s, &ins);
	strvec_release(&ins);
	strvec_release(&outs);
	return err;
}

/* --- intrinsics --------------------------------------------------------------- */

enum what {
	W_NOTHING,
	W_COPY,		/* gives its first argument */
	W_OP,		/* text: an operation on its arguments */
	W_CALL,		/* text: what gcc calls it */
};

static const struct {
	const char *prefix;
	enum what what;
	const char *text;
} INTRINSICS[] = {
	{ "lifetime.", W_NOTHING }, { "dbg.", W_NOTHING },
	{ "assume", W_NOTHING }, { "donothing", W_NOTHING },
	{ "sideeffect", W_NOTHING }, { "prefetch", W_NOTHING },
	{ "experimental.noalias.scope.decl", W_NOTHING },
	{ "invariant.", W_NOTHING }, { "var.annotation", W_NOTHING },
	{ "pseudoprobe", W_NOTHING }, { "va_", W_CALL, "__builtin_va" },
	{ "expect", W_COPY }, { "annotation", W_COPY },
	{ "ptr.annotation", W_COPY }, { "ssa.copy", W_COPY },
	{ "launder.", W_COPY }, { "strip.", W_COPY },
	{ "arithmetic.fence", W_COPY }, { "threadlocal.address", W_COPY },
	{ "umin.", W_OP, "min_expr" }, { "smin.", W_OP, "min_expr" },
	{ "umax.", W_OP, "max_expr" }, { "smax.", W_OP, "max_expr" },
	{ "abs.", W_OP, "abs_expr" }, { "ptrmask.", W_OP, "bit_and_expr" },
	{ "fshl.", W_OP, "lrotate_expr" }, { "fshr.", W_OP, "lrotate_expr" },
	{ "usub.sat.", W_OP, "minus_expr" }, { "uadd.sat.", W_OP, "plus_expr" },
	{ "ssub.sat.", W_OP, "minus_expr" }, { "sadd.sat.", W_OP, "plus_expr" },
	{ "ushl.sat.", W_OP, "lshift_expr" },
	{ "uadd.with.", W_CALL, ".ADD_OVERFLOW" },
	{ "sadd.with.", W_CALL, ".ADD_OVERFLOW" },
	{ "usub.with.", W_CALL, ".SUB_OVERFLOW" },
	{ "ssub.with.", W_CALL, ".SUB_OVERFLOW" },
	{ "umul.with.", W_CALL, ".MUL_OVERFLOW" },
	{ "smul.with.", W_CALL, ".MUL_OVERFLOW" },
	{ "memset.", W_CALL, "__builtin_memset" },
	{ "memcpy.", W_CALL, "__builtin_memcpy" },
	{ "memmove.", W_CALL, "__builtin_memmove" },
	{ "bswap.", W_CALL, "__builtin_bswap" },
	{ "bitreverse.", W_CALL, "__builtin_bitreverse" },
	{ "ctpop.", W_CALL, "__builtin_popcount" },
	{ "ctlz.", W_CALL, "__builtin_clz" },
	{ "cttz.", W_CALL, "__builtin_ctz" },
	{ "scmp.", W_CALL, "__builtin_cmp" },
	{ "ucmp.", W_CALL, "__builtin_cmp" },
	{ "returnaddress", W_CALL, "__builtin_return_address" },
	{ "frameaddress", W_CALL, "__builtin_frame_address" },
	{ "sponentry", W_CALL, "__builtin_frame_address" },
	{ "addressofreturnaddress", W_CALL, "__builtin_frame_address" },
	{ "stacksave", W_CALL, "__builtin_stack_save" },
	{ "stackrestore", W_CALL, "__builtin_stack_restore" },
	{ "read_register", W_CALL, "__builtin_register" },
	{ "read_volatile_register", W_CALL, "__builtin_register" },
	{ "write_register", W_CALL, "__builtin_register" },
	{ "readcyclecounter", W_CALL, "__builtin_cycles" },
	{ "trap", W_CALL, "__builtin_trap" },
	{ "debugtrap", W_CALL, "__builtin_trap" },
	{ "ubsantrap", W_CALL, "__builtin_trap" },
	{ "objectsize.", W_CALL, "__builtin_object_size" },
	{ "is.constant.", W_CALL, "__builtin_constant_p" },
	{ "vscale.", W_CALL, "__builtin_vscale" },
};

static int call_intrinsic(struct lread *l, const char *to, const char *type,
			  size_t at, const char *args)
{
	const char *text = INTRINSICS[at].text;
	struct gstmt *s;

	switch (INTRINSICS[at].what) {
	case W_NOTHING:
		return 0;
	case W_CALL:
		if (to)
			llocal(l, to, type);
		s = lstmt(l, G_CALL, NULL, text, lused(l, to), NULL);
		return push_args(l, s, args);
	case W_OP:
	case W_COPY:
		if (!to)
			return 0;
		llocal(l, to, type);
		s = lstmt(l, G_ASSIGN, text ?: "ssa_name", to, NULL);
		if (push_args(l, s, args) || s->n < 2)
			return gread_odd(&l->r, "arguments", args);
		/* Others are no operands: hints, the file and line of a field */
		if (INTRINSICS[at].what == W_COPY)
			s->n = 2;
		return 0;
	}
	return 0;
}

static int intrinsic(struct lread *l, const char *to, const char *type,
		     const char *name, const char *args)
{
	struct gstmt *s;

	for (size_t i = 0; i < ARRAY_SIZE(INTRINSICS); i++)
		if (starts_with(name + strlen("llvm."), INTRINSICS[i].prefix))
			return call_intrinsic(l, to, type, i, args);
	/* A function that is not known: with the object, all is unproved. */
	if (to)
		llocal(l, to, type);
	s = lstmt(l, G_CALL, NULL, name, lused(l, to), NULL);
	return push_args(l, s, args);
}

/* --- calls ---------------------------------------------------------------------- */

/* "to label %a [label %b, label %c]", on the next line. */
static int asm_ways(struct lread *l)
{
	const char *line = gread_line(&l->r), *p, *q;
	int err;

	p = line ? lex_word(lex_space(line), "to") : NULL;
	p = p ? lex_word(p, "label") : NULL;
	if (!p)
		return gread_odd(&l->r, "an asm's ways", line ?: "");
	err = lgo(l, p, NULL);
	p = lex_space(lex_name(p));
	for (p += *p == '['; !err; p = lex_item(p) + 1) {
		q = lex_word(lex_space(p), "label");
		if (!q)
			return 0;
		err = lgo(l, q, NULL);
		if (*lex_item(q) != ',')
			return err;
	}
	return err;
}

static int call_of(struct lread *l, const char *to, const char *type,
		   const char *callee)
{
	const char *args = lex_name(callee), *name;
	struct gstmt *s;

	if (args == callee) {			/* an expression */
		args = strchr(callee, '(');
		args = args ? lex_match(args) : NULL;
	}
	if (!args || *args != '(')
		return gread_odd(&l->r, "a call", callee);
	if (starts_with(callee, "@llvm."))
		return intrinsic(l, to, type, lsymbol(l, callee), args);
	if (to)
		llocal(l, to, type);
	name = lvalue(l, callee);
	s = lstmt(l, G_CALL, NULL, name, lused(l, to), NULL);
	return push_args(l, s, args);
}

int lcall(struct lread *l, const char *to, const char *p)
{
	const char *type, *callee = callee_of(p, &type), *in;
	int err;

	if (!callee)
		return gread_odd(&l->r, "a call", p);
	in = lex_word(callee, "asm");
	err = in ? asm_call(l, to, type, in) : call_of(l, to, type, callee);
	if (!err && lex_word(p, "callbr"))
		err = asm_ways(l);
	return err;
}
