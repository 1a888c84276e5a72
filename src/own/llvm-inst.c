// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "own/llvm-int.h"

/* An instruction: TO is set, or NULL; P is what stands behind the opcode. */
typedef int (*inst_fn)(struct lread *l, const char *to, const char *p,
		       const char *op);

struct opcode {
	const char *name;
	inst_fn fn;
	const char *op;		/* gcc's */
};

/* "nuw i64 %a": behind the type. NULL if there is none. */
static const char *behind_type(const char *p, const char **type)
{
	const char *q;

	*type = lex_flags(p);
	q = lex_type(*type);
	return q ? lex_space(q) : NULL;
}

/* "i64 %a, %b" */
static int two_operands(struct lread *l, const char *p, const char **type,
			const char **a, const char **b)
{
	const char *q = behind_type(p, type), *comma = q ? lex_item(q) : NULL;

	if (!comma || *comma != ',')
		return gread_odd(&l->r, "operands", p);
	*a = lvalue(l, q);
	*b = lvalue(l, lex_space(comma + 1));
	return 0;
}

static void set_value(struct lread *l, const char *to, const char *type,
		      const char *op, const char *a, const char *b)
{
	if (!to)
		return;
	llocal(l, to, type);
	lstmt(l, G_ASSIGN, op, to, a, b, NULL);
}

/* ", !dbg !12": the last one, texts may look like it. */
static void set_place(struct lread *l, const char *line)
{
	const char *nl = line + strcspn(line, "\n"), *p = line, *dbg = NULL;

	while ((p = memmem(p, nl - p, ", !dbg !", 8)))
		dbg = p += 8;
	l->file = NULL;
	l->line = 0;
	if (dbg)
		lmeta_place(l, strtoul(dbg, NULL, 10));
}

/*
 * A condition is where the value that it tests comes from, as gcc has it: in
 * "if (is_large(p))", what is_large() says.
 */
static void cond_place(struct lread *l, const char *p)
{
	const struct lname *name = lname_find(l, p, lex_name(p) - p);
	const char *file = l->file;
	int line = l->line;

	if (!name || !name->def)
		return;
	set_place(l, name->def);
	if (!l->file) {
		l->file = file;
		l->line = line;
	}
}

/* Of truth values, "and" is a choice: so that a known one decides. */
static int binary(struct lread *l, const char *to, const char *p,
		  const char *op)
{
	const char *type, *a, *b;
	int err = two_operands(l, p, &type, &a, &b);

	if (err || !to)
		return err;
	if (!lex_word(type, "i1")) {
		set_value(l, to, type, op, a, b);
	} else if (!strcmp(op, "bit_and_expr")) {
		llocal(l, to, type);
		lchoose(l, a, to, b, "0");
	} else if (!strcmp(op, "bit_ior_expr")) {
		llocal(l, to, type);
		lchoose(l, a, to, "1", b);
	} else if (!strcmp(op, "bit_xor_expr") && !strcmp(b, "1")) {
		set_value(l, to, type, "eq_expr", a, "0");
	} else {
		set_value(l, to, type, op, a, b);
	}
	return 0;
}

static const struct {
	const char *name, *op;
} PREDICATES[] = {
	{ "eq", "eq_expr" }, { "ne", "ne_expr" },
	{ "ult", "lt_expr" }, { "slt", "lt_expr" },
	{ "ule", "le_expr" }, { "sle", "le_expr" },
	{ "ugt", "gt_expr" }, { "sgt", "gt_expr" },
	{ "uge", "ge_expr" }, { "sge", "ge_expr" },
};

static int compare(struct lread *l, const char *to, const char *p,
		   const char *op)
{
	const char *type, *a, *b, *q;
	int err;

	(void)op;
	p = lex_word(p, "samesign") ?: p;
	for (size_t i = 0; i < ARRAY_SIZE(PREDICATES); i++) {
		q = lex_word(p, PREDICATES[i].name);
		if (!q)
			continue;
		err = two_operands(l, q, &type, &a, &b);
		if (!err)
			set_value(l, to, "i1", PREDICATES[i].op, a, b);
		return err;
	}
	return gread_odd(&l->r, "a comparison", p);
}

/* Of numbers that are no integers: nothing is known. */
static int compare_float(struct lread *l, const char *to, const char *p,
			 const char *op)
{
	(void)p;
	set_value(l, to, "i1", op, "(constant)", "(constant)");
	return 0;
}

/* "i64 %x to ptr" */
static int cast(struct lread *l, const char *to, const char *p, const char *op)
{
	const char *from, *q = behind_type(p, &from), *end, *t = NULL, *v;
	char *mask;
	int bits;

	for (end = q ? lex_item(q) : NULL; q && end > q && !t; end--)
		if (starts_with(end, " to "))
			t = end + 4;
	if (!t || !lex_type(t))
		return gread_odd(&l->r, "a conversion", p);
	v = lvalue(l, q);
	bits = lbits(l, t);
	/* A number that is not negative stays one, the lowest bit as well. */
	if (!strcmp(op, "zero_extend") && lex_word(from, "i1"))
		op = "nop_expr";
	if (bits > 0 && bits < 64 && lbits(l, from) > bits) {
		mask = xstrfmt("%llu", (1ULL << bits) - 1);
		set_value(l, to, t, "bit_and_expr", v,
			  gread_keep(&l->r, mask, strlen(mask)));
		free(mask);
	} else {
		set_value(l, to, t, op, v, NULL);
	}
	return 0;
}

static int load(struct lread *l, const char *to, const char *p, const char *op)
{
	const char *type, *q = behind_type(p, &type), *at;

	/* The type, a comma, "ptr %x" */
	if (q && *q == ',')
		q = behind_type(q + 1, &at);
	else
		q = NULL;
	if (!q)
		return gread_odd(&l->r, "a load", p);
	set_value(l, to, type, op, lplace(l, q, lbits(l, type)), NULL);
	return 0;
}

static int store(struct lread *l, const char *to, const char *p, const char *op)
{
	const char *type, *q = behind_type(p, &type), *at, *v;
	const char *comma = q ? lex_item(q) : NULL;

	(void)to;
	v = comma && *comma == ',' ? behind_type(comma + 1, &at) : NULL;
	if (!v)
		return gread_odd(&l->r, "a store", p);
	lstmt(l, G_ASSIGN, op, lplace(l, v, lbits(l, type)), lvalue(l, q),
	      NULL);
	return 0;
}

/* A step of an address: of a known length, or by an index. */
static const char *add_step(struct lread *l, const char *to, size_t k,
			    const char *base, const char *p, int size)
{
	const char *index = lvalue(l, p), *by = index;
	char *text = xstrfmt("%s.%zu_9", to, k), *length;
	const char *next = gread_keep(&l->r, text, strlen(text));

	free(text);
	if (*p != '%' && (size < 0 || *index == '(')) {
		by = "(constant)";
	} else if (*p != '%') {
		length = xstrfmt("%lld", (long long)(strtoull(index, NULL, 10) *
						     (unsigned long long)size));
		by = gread_keep(&l->r, length, strlen(length));
		free(length);
	} else if (size != 1) {
		text = xstrfmt("%s.%zu_8", to, k);
		by = gread_keep(&l->r, text, strlen(text));
		free(text);
		set_value(l, by, "i64", "mult_expr", index, "(constant)");
	}
	set_value(l, next, "ptr", "pointer_plus_expr", base, by);
	return next;
}

/* "inbounds %struct.a, ptr %p, i64 0, i32 1" */
static int address(struct lread *l, const char *to, const char *p,
		   const char *op)
{
	const char *type = lex_flags(p), *q = lex_type(type), *base, *v;
	int size = lbits(l, type);
	size_t k = 0;

	q = q && *q == ',' ? behind_type(q + 1, &v) : NULL;
	if (!q || !to)
		return gread_odd(&l->r, "an address", p);
	base = lvalue(l, q);
	size = size > 0 ? size / 8 : -1;
	for (q = lex_item(q); *q == ','; q = lex_item(q)) {
		const char *i = lex_flags(q + 1), *t = lex_type(i);

		q = q + 1;
		if (!t)
			break;			/* ", !dbg !12" */
		v = lex_space(t);
		/* "0": nowhere else */
		if (*v != '0' || isdigit((unsigned char)v[1]))
			base = add_step(l, to, k++, base, v, size);
		size = -1;
	}
	set_value(l, to, "ptr", op, base, NULL);
	return 0;
}

static int phi(struct lread *l, const char *to, const char *p, const char *op)
{
	(void)op;
	if (!to)
		return gread_odd(&l->r, "a phi", p);
	llocal(l, to, lex_flags(p));
	return lphi(l, to, p);
}

/* "i1 %c, i32 %a, i32 %b" */
static int choice(struct lread *l, const char *to, const char *p,
		  const char *op)
{
	const char *type[3], *v[3], *c = NULL;

	(void)op;
	for (int i = 0; i < 3; i++) {
		v[i] = behind_type(p, &type[i]);
		if (!v[i])
			return gread_odd(&l->r, "a select", p);
		c = c ?: v[i];
		p = lex_item(v[i]);
		v[i] = lvalue(l, v[i]);
		p += *p == ',';
	}
	if (!to)
		return 0;
	if (!lex_word(type[0], "i1")) {		/* of vectors */
		set_value(l, to, type[1], "vec_cond_expr", v[1], v[2]);
		return 0;
	}
	llocal(l, to, type[1]);
	cond_place(l, c);
	lchoose(l, v[0], to, v[1], v[2]);
	return 0;
}

/* "label %x": where the block is named. */
static const char *label_at(const char *p)
{
	return lex_word(lex_space(p), "label") ?: "";
}

static int branch(struct lread *l, const char *to, const char *p,
		  const char *op)
{
	const char *type, *c, *yes, *no;
	struct gstmt *s;
	int err, then, other;

	(void)to;
	if (*label_at(p))
		return lgo(l, label_at(p), NULL);
	c = behind_type(p, &type);
	yes = c ? lex_item(c) : "";
	no = *yes == ',' ? lex_item(yes + 1) : "";
	if (*no != ',')
		return gread_odd(&l->r, "a branch", p);
	err = lgo(l, label_at(yes + 1), &then);
	if (!err)
		err = lgo(l, label_at(no + 1), &other);
	if (err || then == other)
		return err;
	cond_place(l, c);
	s = lstmt(l, G_COND, op, lvalue(l, c), "0", NULL);
	s->then_at = then;
	s->else_at = other;
	return 0;
}

/* The "]" that ends the cases has the place of the switch. */
static void switch_place(struct lread *l)
{
	const char *p = l->r.next;

	while (*p && *lex_space(p) != ']')
		p += strcspn(p, "\n") + (p[strcspn(p, "\n")] == '\n');
	if (*p)
		set_place(l, p);
}

static int one_case(struct lread *l, const char *on, const char *line)
{
	const char *type, *v = behind_type(line, &type);
	const char *comma = v ? lex_item(v) : "";
	int err, then, next = lnew_piece(l);
	struct gstmt *s;

	if (*comma != ',')
		return gread_odd(&l->r, "a case", line);
	err = lgo(l, label_at(comma + 1), &then);
	if (err)
		return err;
	s = lstmt(l, G_COND, "eq_expr", on, lvalue(l, v), NULL);
	s->then_at = then;
	s->else_at = next;
	lsucc(l, next);
	lpiece(l, next);
	return 0;
}

/* "i32 %x, label %other [", a case on each line, "]": one after the other. */
static int switch_(struct lread *l, const char *to, const char *p,
		   const char *op)
{
	const char *type, *v = behind_type(p, &type), *on, *line;
	const char *comma = v ? lex_item(v) : "";
	int err = 0;

	(void)to;
	(void)op;
	if (*comma != ',')
		return gread_odd(&l->r, "a switch", p);
	on = lvalue(l, v);
	switch_place(l);
	while (!err && (line = gread_line(&l->r)) && *lex_space(line) != ']')
		err = one_case(l, on, lex_space(line));
	if (!err && !line)
		err = gread_odd(&l->r, "a switch", p);
	return err ?: lgo(l, label_at(comma + 1), NULL);
}

/* "ptr %x, [label %a, label %b]" */
static int jump(struct lread *l, const char *to, const char *p, const char *op)
{
	const char *type, *v = behind_type(p, &type), *q;
	int err = 0;

	(void)to;
	(void)op;
	q = v ? lex_item(v) : "";
	q = *q == ',' ? lex_space(q + 1) : "";
	if (*q != '[')
		return gread_odd(&l->r, "a jump", p);
	lstmt(l, G_SWITCH, NULL, lvalue(l, v), NULL);
	for (q++; !err && *label_at(q); q = lex_item(q), q += *q == ',')
		err = lgo(l, label_at(q), NULL);
	return err;
}

static int give_back(struct lread *l, const char *to, const char *p,
		     const char *op)
{
	const char *type, *v;

	(void)to;
	(void)op;
	v = lex_word(p, "void") ? NULL : behind_type(p, &type);
	lstmt(l, G_RETURN, NULL, v ? lvalue(l, v) : "NULL", NULL);
	lblock(l)->ends = true;
	return 0;
}

/* "type %a, type %b, ...": any of them may be in what comes of it. */
static int any_of(struct lread *l, const char *to, const char *p,
		  const char *op)
{
	const char *type, *first = NULL, *v;
	struct gstmt *s;

	if (!to)
		return 0;
	s = lstmt(l, G_ASSIGN, op, to, NULL);
	for (;; p++) {
		v = behind_type(p, &type);
		if (!v)
			break;
		first = first ?: type;
		loperand(s, lvalue(l, v));
		p = lex_item(v);
		if (*p != ',')
			break;
	}
	if (s->n < 2)
		return gread_odd(&l->r, "operands", p);
	llocal(l, to, first);
	return 0;
}

/* Of what is in a struct that a function gave, nothing is known. */
static void no_part(struct lread *l, const char *to, const char *type,
		    const char *of)
{
	llocal(l, to, type);
	lstmt(l, G_CALL, NULL, "__builtin_part", to, of, NULL);
}

/* "{ i64, i1 } %x, 0" */
static int take_out(struct lread *l, const char *to, const char *p,
		    const char *op)
{
	const char *type, *v = behind_type(p, &type), *comma;
	const struct lname *name;
	unsigned long k;

	comma = v ? lex_item(v) : "";
	if (*comma != ',')
		return gread_odd(&l->r, "a part", p);
	k = strtoul(lex_space(comma + 1), NULL, 10);
	name = lname_find(l, v, lex_name(v) - v);
	type = lnth_type(type, k) ?: "";
	if (name && name->def && lcall_asm(name->def))
		set_value(l, to, type, op, lelement(l, name->text, k), NULL);
	else if (name && name->def && lcall_overflow(name->def) && !k)
		set_value(l, to, type, "realpart_expr", lvalue(l, v), NULL);
	else if (to)
		no_part(l, to, type, lvalue(l, v));
	return 0;
}

/* "{ ptr, i64 } %x, ptr %v, 0": what has the value has what is in it. */
static int put_in(struct lread *l, const char *to, const char *p,
		  const char *op)
{
	const char *type, *v = behind_type(p, &type), *comma, *in, *t;

	comma = v ? lex_item(v) : "";
	in = *comma == ',' ? behind_type(comma + 1, &t) : NULL;
	if (!in)
		return gread_odd(&l->r, "a part", p);
	if (lbits(l, t) != l->pointer)
		in = v;
	set_value(l, to, type, op, lvalue(l, in), NULL);
	return 0;
}

/* "volatile add ptr %p, i32 1 seq_cst" */
static int atomic(struct lread *l, const char *to, const char *p,
		  const char *op)
{
	const char *type, *v;
	struct gstmt *s;

	p = lex_word(p, "weak") ?: p;
	p = lex_word(p, "volatile") ?: p;
	if (!strcmp(op, "__atomic_fetch"))
		while (isalnum((unsigned char)*p) || *p == '_')
			p++;
	s = lstmt(l, G_CALL, NULL, op, to ?: "NULL", NULL);
	for (;; p++) {
		v = behind_type(p, &type);
		if (!v)
			break;
		loperand(s, lvalue(l, v));
		p = lex_item(v);
		if (*p != ',')
			break;
	}
	return s->n > 3 ? 0 : gread_odd(&l->r, "operands", p);
}

static int nothing(struct lread *l, const char *to, const char *p,
		   const char *op)
{
	(void)l;
	(void)to;
	(void)p;
	(void)op;
	return 0;
}

static int call(struct lread *l, const char *to, const char *p, const char *op)
{
	(void)op;
	return lcall(l, to, p);
}

static const struct opcode OPCODES[] = {
	{ "add", binary, "plus_expr" }, { "sub", binary, "minus_expr" },
	{ "mul", binary, "mult_expr" }, { "and", binary, "bit_and_expr" },
	{ "or", binary, "bit_ior_expr" }, { "xor", binary, "bit_xor_expr" },
	{ "shl", binary, "lshift_expr" }, { "lshr", binary, "rshift_expr" },
	{ "ashr", binary, "rshift_expr" },
	{ "udiv", binary, "trunc_div_expr" },
	{ "sdiv", binary, "trunc_div_expr" },
	{ "urem", binary, "trunc_mod_expr" },
	{ "srem", binary, "trunc_mod_expr" },
	{ "fadd", binary, "plus_expr" }, { "fsub", binary, "minus_expr" },
	{ "fmul", binary, "mult_expr" }, { "fdiv", binary, "rdiv_expr" },
	{ "frem", binary, "rdiv_expr" }, { "fneg", any_of, "negate_expr" },
	{ "icmp", compare, NULL }, { "fcmp", compare_float, "unordered_expr" },
	{ "trunc", cast, "nop_expr" }, { "zext", cast, "zero_extend" },
	{ "sext", cast, "nop_expr" }, { "ptrtoint", cast, "nop_expr" },
	{ "inttoptr", cast, "nop_expr" }, { "bitcast", cast, "nop_expr" },
	{ "addrspacecast", cast, "nop_expr" },
	{ "fptoui", cast, "fix_trunc_expr" },
	{ "fptosi", cast, "fix_trunc_expr" },
	{ "uitofp", cast, "float_expr" }, { "sitofp", cast, "float_expr" },
	{ "fpext", cast, "float_expr" }, { "fptrunc", cast, "float_expr" },
	{ "freeze", any_of, "ssa_name" },
	{ "load", load, "mem_ref" }, { "store", store, "ssa_name" },
	{ "getelementptr", address, "ssa_name" },
	{ "phi", phi, NULL }, { "select", choice, NULL },
	{ "br", branch, "ne_expr" }, { "switch", switch_, NULL },
	{ "indirectbr", jump, NULL }, { "ret", give_back, NULL },
	{ "unreachable", nothing, NULL }, { "fence", nothing, NULL },
	{ "alloca", nothing, NULL },
	{ "extractvalue", take_out, "ssa_name" },
	{ "insertvalue", put_in, "ssa_name" },
	{ "extractelement", any_of, "vec_part" },
	{ "insertelement", any_of, "vec_part" },
	{ "shufflevector", any_of, "vec_part" },
	{ "va_arg", any_of, "vec_part" },
	{ "atomicrmw", atomic, "__atomic_fetch" },
	{ "cmpxchg", atomic, "__atomic_compare_exchange" },
	{ "call", call, NULL }, { "tail", call, NULL },
	{ "musttail", call, NULL }, { "notail", call, NULL },
	{ "callbr", call, NULL },
};

int linst(struct lread *l, const char *line)
{
	const char *p = line, *to = NULL, *end = lex_name(p);
	const struct lname *name;

	set_place(l, line);
	l->set = NULL;
	if (*p == '%') {
		name = lname_find(l, p, end - p);
		if (!name || strncmp(end, " = ", 3))
			return gread_odd(&l->r, "an instruction", line);
		l->set = name;
		to = name->text;
		p = end + 3;
	}
	if (lex_word(p, "callbr"))
		set_place(l, l->r.next);	/* it goes on there */
	for (size_t i = 0; i < ARRAY_SIZE(OPCODES); i++) {
		const char *rest = lex_word(p, OPCODES[i].name);

		if (rest && OPCODES[i].fn == call)
			return lcall(l, to, p);
		if (rest)
			return OPCODES[i].fn(l, to, rest, OPCODES[i].op);
	}
	return gread_odd(&l->r, "an instruction", line);
}
