// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>

#include "base/strbuf.h"
#include "csrc/cond-expr.h"

/* Brackets and operators in one another; more is no condition of a kernel. */
#define MAX_DEPTH 200

struct parser {
	struct bools *bs;
	const struct clex *lx;
	size_t at, end;
	int depth;
	bool bad;
};

/* What an operand comes to. */
struct value {
	enum { NUMBER, OPTION, TRUTH, OTHER } kind;
	long long number;
	blit truth;
	size_t from, to;	/* its tokens */
};

static bool is_option(const char *s, size_t n)
{
	return n > 7 && !memcmp(s, "CONFIG_", 7);
}

blit cond_defined(struct bools *bs, const char *name, size_t n)
{
	char *s;
	blit a;

	if (is_option(name, n)) {
		bool module = n > 14 && !memcmp(name + n - 7, "_MODULE", 7);
		blit b = B_FALSE;

		s = xstrfmt("%.*s", (int)n, name);
		a = bool_var(bs, s);
		free(s);
		s = xstrfmt("%.*s?", (int)n, name);
		a = bool_or(bs, a, bool_var(bs, s));
		free(s);
		if (module) {
			s = xstrfmt("%.*s=m", (int)n - 7, name);
			b = bool_var(bs, s);
			free(s);
		}
		return bool_or(bs, a, b);
	}
	s = xstrfmt("?defined %.*s", (int)n, name);
	a = bool_var(bs, s);
	free(s);
	return a;
}

static size_t peek(const struct parser *p)
{
	size_t i = clex_next(p->lx, p->at);

	return i < p->end ? i : CLEX_NONE;
}

static bool accept(struct parser *p, const char *s)
{
	size_t i = peek(p);

	if (!clex_is(p->lx, i, s))
		return false;
	p->at = i + 1;
	return true;
}

static const char *text_of(const struct parser *p, size_t i, size_t *n)
{
	*n = p->lx->v[i].len;
	return p->lx->text + p->lx->v[i].pos;
}

/* A formula of its own for what the source says there. */
static blit unknown(struct parser *p, size_t from, size_t to)
{
	struct strbuf s = STRBUF_INIT;
	bool blank = false;
	blit a;

	strbuf_addch(&s, '?');
	for (size_t i = from; i < to; i++) {
		if (!clex_is_code(p->lx, i)) {
			blank = true;
			continue;
		}
		if (blank && s.len > 1)
			strbuf_addch(&s, ' ');
		blank = false;
		strbuf_add(&s, p->lx->text + p->lx->v[i].pos, p->lx->v[i].len);
	}
	a = bool_var(p->bs, s.buf);
	strbuf_release(&s);
	return a;
}

static blit named(struct parser *p, const char *name, size_t n,
		  const char *more)
{
	char *s = xstrfmt("%.*s%s", (int)n, name, more);
	blit a = bool_var(p->bs, s);

	free(s);
	return a;
}

/* Is the value not 0? */
static blit truth(struct parser *p, const struct value *v)
{
	const char *s;
	size_t n;

	switch (v->kind) {
	case NUMBER:
		return v->number ? B_TRUE : B_FALSE;
	case TRUTH:
		return v->truth;
	case OPTION:
		s = text_of(p, v->from, &n);
		/* 1 for y; of a number, that it is there and not 0. */
		return bool_or(p->bs, named(p, s, n, ""),
			       bool_and(p->bs, named(p, s, n, "?"),
					bool_not(named(p, s, n, "==0"))));
	default:
		return unknown(p, v->from, v->to);
	}
}

/* IS_ENABLED(CONFIG_X) and its relatives, which all kernels have. */
static bool is_macro(struct parser *p, size_t word, struct value *v)
{
	static const struct {
		const char *name;
		bool y, m, reach;
	} forms[] = {
		{ "IS_ENABLED", true, true, false },
		{ "IS_BUILTIN", true, false, false },
		{ "IS_MODULE", false, true, false },
		{ "IS_REACHABLE", true, false, true },
	};
	size_t open = clex_next(p->lx, word + 1), arg, close, n;
	blit m;
	const char *s;

	arg = open < p->end ? clex_next(p->lx, open + 1) : CLEX_NONE;
	close = arg < p->end ? clex_next(p->lx, arg + 1) : CLEX_NONE;
	if (close >= p->end || !clex_is(p->lx, open, "(") ||
	    !clex_is(p->lx, close, ")"))
		return false;
	s = text_of(p, arg, &n);
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		if (!clex_is(p->lx, word, forms[i].name) || !is_option(s, n))
			continue;
		m = named(p, s, n, "=m");
		if (forms[i].reach)
			m = bool_and(p->bs, m,
				     cond_defined(p->bs, "MODULE", 6));
		else if (!forms[i].m)
			m = B_FALSE;
		v->kind = TRUTH;
		v->truth = bool_or(p->bs, m, forms[i].y ?
				   named(p, s, n, "") : B_FALSE);
		p->at = close + 1;
		return true;
	}
	return false;
}

static struct value expression(struct parser *p, int level);

/* To the bracket that closes the one at OPEN. */
static void skip_brackets(struct parser *p, size_t open)
{
	int depth = 0;
	size_t i = open;

	for (; i < p->end; i++) {
		depth += clex_is(p->lx, i, "(");
		depth -= clex_is(p->lx, i, ")");
		if (!depth)
			break;
	}
	p->at = i < p->end ? i + 1 : p->end;
}

static void take_defined(struct parser *p, struct value *v)
{
	bool bracket = accept(p, "(");
	size_t i = peek(p), n;
	const char *s;

	if (i == CLEX_NONE || p->lx->v[i].kind != CLEX_WORD) {
		p->bad = true;
		return;
	}
	s = text_of(p, i, &n);
	v->kind = TRUTH;
	v->truth = cond_defined(p->bs, s, n);
	p->at = i + 1;
	if (bracket && !accept(p, ")"))
		p->bad = true;
}

static bool take_number(struct parser *p, size_t i, long long *number)
{
	size_t n;
	const char *s = text_of(p, i, &n);
	char *copy = xstrndup(s, n), *end;
	bool good;

	errno = 0;
	*number = strtoll(copy, &end, 0);
	good = !errno && end != copy && !end[strspn(end, "uUlL")];
	free(copy);
	return good;
}

static void take_word(struct parser *p, size_t i, struct value *v)
{
	size_t n;
	const char *s = text_of(p, i, &n);

	if (clex_is(p->lx, i, "defined")) {
		p->at = i + 1;
		take_defined(p, v);
		return;
	}
	if (is_macro(p, i, v))
		return;
	p->at = i + 1;
	if (is_option(s, n)) {
		v->kind = OPTION;
		v->from = i;
	} else if (clex_is(p->lx, peek(p), "(")) {
		skip_brackets(p, peek(p));
	}
}

static struct value operand(struct parser *p)
{
	struct value v = { .kind = OTHER, .from = p->at };
	size_t i = peek(p);

	if (i == CLEX_NONE || p->bad || ++p->depth > MAX_DEPTH) {
		p->bad = true;
	} else if (accept(p, "!")) {
		v = operand(p);
		v.truth = bool_not(truth(p, &v));
		v.kind = TRUTH;
	} else if (accept(p, "-")) {
		v = operand(p);
		if (v.kind == NUMBER && v.number != INT64_MIN)
			v.number = -v.number;
		else
			v.kind = OTHER;
	} else if (accept(p, "+")) {
		v = operand(p);
	} else if (accept(p, "~")) {
		v = operand(p);
		v.kind = OTHER;
	} else if (accept(p, "(")) {
		v = expression(p, 0);
		if (!accept(p, ")"))
			p->bad = true;
	} else if (p->lx->v[i].kind == CLEX_NUMBER) {
		v.kind = take_number(p, i, &v.number) ? NUMBER : OTHER;
		p->at = i + 1;
	} else if (p->lx->v[i].kind == CLEX_WORD) {
		take_word(p, i, &v);
	} else {
		/* A character, or nothing that belongs here. */
		p->bad |= p->lx->v[i].kind != CLEX_CHAR;
		p->at = i + 1;
	}
	p->depth--;
	if (v.kind != OPTION)
		v.from = i == CLEX_NONE ? p->at : i;
	v.to = p->at;
	return v;
}

/* Binary operators, the weakest first. */
static const struct {
	const char *op;
	int level;
} OPS[] = {
	{ "||", 1 }, { "&&", 2 }, { "|", 3 }, { "^", 4 }, { "&", 5 },
	{ "==", 6 }, { "!=", 6 }, { "<", 7 }, { ">", 7 }, { "<=", 7 },
	{ ">=", 7 }, { "<<", 8 }, { ">>", 8 }, { "+", 9 }, { "-", 9 },
	{ "*", 10 }, { "/", 10 }, { "%", 10 },
};

static const char *accept_op(struct parser *p, int min, int *level)
{
	size_t i = peek(p);

	for (size_t k = 0; i != CLEX_NONE && k < ARRAY_SIZE(OPS); k++) {
		if (OPS[k].level < min || !clex_is(p->lx, i, OPS[k].op))
			continue;
		p->at = i + 1;
		*level = OPS[k].level;
		return OPS[k].op;
	}
	return NULL;
}

static bool number_op(const char *op, long long a, long long b, long long *to)
{
	if (!strcmp(op, "=="))
		*to = a == b;
	else if (!strcmp(op, "!="))
		*to = a != b;
	else if (!strcmp(op, "<"))
		*to = a < b;
	else if (!strcmp(op, ">"))
		*to = a > b;
	else if (!strcmp(op, "<="))
		*to = a <= b;
	else if (!strcmp(op, ">="))
		*to = a >= b;
	else if (!strcmp(op, "&"))
		*to = a & b;
	else if (!strcmp(op, "|"))
		*to = a | b;
	else if (!strcmp(op, "+"))
		return !__builtin_add_overflow(a, b, to);
	else if (!strcmp(op, "-"))
		return !__builtin_sub_overflow(a, b, to);
	else if (!strcmp(op, "*"))
		return !__builtin_mul_overflow(a, b, to);
	else if (!strcmp(op, "<<") && a >= 0 && a < 1 << 30 && b >= 0 && b < 32)
		*to = a << b;
	else
		return false;
	return true;
}

/* CONFIG_X OP NUMBER; without a value, CONFIG_X is 0. */
static blit compare(struct parser *p, const struct value *x, const char *op,
		    long long number)
{
	size_t n;
	const char *s = text_of(p, x->from, &n);
	bool less = *op == '<' || *op == '>';
	/* "> 3" is "not < 4". */
	long long to = number + (!strcmp(op, "<=") || !strcmp(op, ">"));
	char more[32];
	blit there, a, missing;
	long long zero = 0;

	if (number == INT64_MAX)
		return unknown(p, x->from, x->to);
	snprintf(more, sizeof(more), less ? "<%lld" : "==%lld", to);
	a = named(p, s, n, more);
	if (*op == '>' || *op == '!')
		a = bool_not(a);
	there = bool_or(p->bs, named(p, s, n, ""), named(p, s, n, "?"));
	if (!number_op(op, 0, number, &zero))
		return unknown(p, x->from, x->to);
	missing = zero ? B_TRUE : B_FALSE;
	return bool_if(p->bs, there, a, missing);
}

/* The operator with its operands the other way round. */
static const char *turned(const char *op)
{
	return *op == '<' ? (op[1] ? ">=" : ">") :
	       *op == '>' ? (op[1] ? "<=" : "<") : op;
}

static struct value binary(struct parser *p, const char *op, int level,
			   const struct value *a, const struct value *b)
{
	struct value v = { .kind = OTHER, .from = a->from, .to = b->to };
	bool compares = level == 6 || (level == 7);

	if (level <= 2) {
		blit x = truth(p, a), y = truth(p, b);

		v.kind = TRUTH;
		v.truth = level == 1 ? bool_or(p->bs, x, y) :
				       bool_and(p->bs, x, y);
	} else if (a->kind == NUMBER && b->kind == NUMBER) {
		if (number_op(op, a->number, b->number, &v.number))
			v.kind = NUMBER;
	} else if (compares && a->kind == OPTION && b->kind == NUMBER) {
		v.kind = TRUTH;
		v.truth = compare(p, a, op, b->number);
	} else if (compares && a->kind == NUMBER && b->kind == OPTION) {
		v.kind = TRUTH;
		v.truth = compare(p, b, turned(op), a->number);
	}
	return v;
}

static struct value expression(struct parser *p, int min)
{
	struct value a = operand(p);
	const char *op;
	int level;

	if (++p->depth > MAX_DEPTH)
		p->bad = true;
	while (!p->bad && (op = accept_op(p, min ?: 1, &level))) {
		struct value b = expression(p, level + 1);

		a = binary(p, op, level, &a, &b);
	}
	if (!p->bad && min <= 1 && accept(p, "?")) {
		struct value yes = expression(p, 0), no;
		blit c = truth(p, &a);

		if (!accept(p, ":"))
			p->bad = true;
		no = expression(p, 0);
		a.truth = bool_if(p->bs, c, truth(p, &yes), truth(p, &no));
		a.kind = TRUTH;
		a.to = p->at;
	}
	p->depth--;
	return a;
}

blit cond_expr(struct bools *bs, const struct clex *lx, size_t from,
	       size_t end)
{
	struct parser p = { .bs = bs, .lx = lx, .at = from, .end = end };
	struct value v = expression(&p, 0);

	if (p.bad || peek(&p) != CLEX_NONE)
		return unknown(&p, clex_next(lx, from), end);
	return truth(&p, &v);
}
