// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <limits.h>

#include "base/strset.h"
#include "own/llvm-int.h"

/* An address is computed from another: so many steps are looked at. */
#define STEPS 200

/* What is known to be a number or an address, and no more. */
#define CONSTANT "(constant)"

/* --- names ---------------------------------------------------------------- */

/* Letters that C has not are made such; two names stay two. */
char *lname_text(const char *name, size_t n)
{
	struct strbuf sb = STRBUF_INIT;
	bool quoted = n > 1 && *name == '"';

	if (strspn(name, "0123456789") == n)
		return xstrfmt("_%.*s", (int)n, name);
	/* No word begins with a dot. Elsewhere, two hex digits follow a "$". */
	if (!is_word(name[quoted]))
		strbuf_addstr(&sb, "v$");
	for (size_t i = quoted; i < n - quoted; i++)
		if (is_word(name[i]) || name[i] == '.')
			strbuf_addch(&sb, name[i]);
		else
			strbuf_addf(&sb, "$%02x", (unsigned char)name[i]);
	strbuf_addstr(&sb, "_0");
	return strbuf_detach(&sb);
}

const char *lsymbol(struct lread *l, const char *p)
{
	const char *end = lex_name(p);

	p++;
	if (*p == '"') {
		p++;
		end -= end > p;
		if (starts_with(p, "\\01"))	/* as it is, no prefix */
			p += 3;
	}
	return gread_keep(&l->r, p, end > p ? end - p : 0);
}

bool lvar(const struct lread *l, const char *symbol)
{
	return strset_has(&l->vars, symbol);
}

/* --- types ---------------------------------------------------------------- */

int lbits(const struct lread *l, const char *p)
{
	const char *end = lex_type(p);

	if (!end)
		return -1;
	if (end[-1] == '*' || starts_with(p, "ptr"))
		return l->pointer;
	return *p == 'i' && isdigit((unsigned char)p[1]) ? atoi(p + 1) : -1;
}

/* An asm hands on what has the size of an address: see own. */
const char *ltype(const struct lread *l, const char *p)
{
	const char *end = p ? lex_type(p) : NULL;
	int bits;

	if (!end)
		return "";
	if (end[-1] == '*' || starts_with(p, "ptr"))
		return "void *";
	bits = lbits(l, p);
	return bits == 1 ? "_Bool" : bits < 0 ? "struct" :
	       bits >= l->pointer ? "unsigned long" : "unsigned int";
}

/* --- operands ------------------------------------------------------------- */

static const char *const_operand(struct lread *l, const char *p, int depth);

/* "inttoptr (i64 5 to ptr)": the number; anything else is a constant. */
static const char *cast_operand(struct lread *l, const char *p, int depth)
{
	static const char *const CASTS[] = {
		"inttoptr", "ptrtoint", "bitcast", "addrspacecast",
	};

	for (size_t i = 0; i < ARRAY_SIZE(CASTS); i++) {
		const char *q = lex_word(p, CASTS[i]), *value;

		if (!q || *q != '(')
			continue;
		value = lex_type(lex_space(q + 1));
		return value ? const_operand(l, lex_space(value), depth + 1) :
			       CONSTANT;
	}
	return CONSTANT;
}

static const char *const_operand(struct lread *l, const char *p, int depth)
{
	static const struct {
		const char *word, *text;
	} WORDS[] = {
		{ "null", "0" }, { "true", "1" }, { "false", "0" },
		{ "no_cfi", NULL }, { "dso_local_equivalent", NULL },
	};

	if (depth > 8)
		return CONSTANT;
	if (*p == '@') {
		const char *symbol = lsymbol(l, p);
		char *text = lvar(l, symbol) ? xstrfmt("&%s", symbol) : NULL;

		if (text)
			symbol = gread_keep(&l->r, text, strlen(text));
		free(text);
		return symbol;
	}
	if (*p == '-' || isdigit((unsigned char)*p)) {
		size_t n = strspn(p + 1, "0123456789") + 1;

		/* Not "0x40" or "1.0e+00". */
		return isalpha((unsigned char)p[n]) || p[n] == '.' ? CONSTANT :
		       gread_keep(&l->r, p, n);
	}
	for (size_t i = 0; i < ARRAY_SIZE(WORDS); i++) {
		const char *q = lex_word(p, WORDS[i].word);

		if (q)
			return WORDS[i].text ?: const_operand(l, q, depth + 1);
	}
	return cast_operand(l, p, depth);
}

const char *lvalue(struct lread *l, const char *p)
{
	size_t n = lex_name(p) - p;
	struct lname *name;
	const char *kept;
	char *text;

	if (*p != '%')
		return const_operand(l, p, 0);
	if (n < 2)
		return CONSTANT;
	name = lname_find(l, p, n);
	if (name && name->kind == L_LABEL)
		return CONSTANT;
	if (name && name->kind != L_LOCAL)
		return name->text;
	text = name ? xstrfmt("&%s", name->text) : lname_text(p + 1, n - 1);
	kept = gread_keep(&l->r, text, strlen(text));
	free(text);
	return kept;
}

/* --- addresses ------------------------------------------------------------ */

enum lroot { ROOT_NONE, ROOT_VALUE, ROOT_LOCAL, ROOT_GLOBAL };

struct laddr {
	enum lroot root;
	const char *name;
	struct strbuf path;	/* fields and indices from there */
	bool field;		/* path has a field */
	long long off;		/* bytes, from what path says */
	bool vague;		/* and others, which are not known */
	int steps;
};

static void find_addr(struct lread *l, const char *p, struct laddr *a);

static void add_field(struct laddr *a, const char *field)
{
	if (a->root == ROOT_VALUE && !a->field)
		strbuf_clear(&a->path);
	strbuf_addf(&a->path, "%s%s",
		    a->root == ROOT_VALUE && !a->field ? "->" : ".", field);
	a->field = true;
	a->off = 0;
	a->vague = false;
}

/* One index of a getelementptr, of elements of SIZE bytes (-1: not known). */
static void add_index(struct lread *l, const char *p, int size, struct laddr *a)
{
	const char *text = lvalue(l, p);

	if (*p == '%')
		strbuf_addf(&a->path, "[%s]", text);
	else if (!strcmp(text, "0"))
		return;
	else if (size > 0 && strcmp(text, CONSTANT))
		a->off = (long long)((unsigned long long)a->off +
			 strtoull(text, NULL, 10) * size);
	else
		a->vague = true;
}

/* "inbounds %struct.a, ptr %p, i64 0, i32 1", perhaps in brackets. */
static void add_gep(struct lread *l, const char *p, struct laddr *a)
{
	const char *type, *q;
	int size;

	p = lex_flags(p);
	if (*p == '(')
		p = lex_flags(p + 1);
	type = p;
	size = lbits(l, type);
	size = size > 0 ? size / 8 : -1;
	p = lex_item(p);
	q = *p == ',' ? lex_type(lex_flags(p + 1)) : NULL;
	if (!q) {
		a->root = ROOT_NONE;
		return;
	}
	q = lex_space(q);
	find_addr(l, q, a);
	for (p = lex_item(q); *p == ','; p = lex_item(p)) {
		q = lex_flags(p + 1);
		if (starts_with(q, "!"))
			break;			/* ", !dbg !12" */
		p = lex_type(q);
		if (!p) {
			a->vague = true;
			return;
		}
		p = lex_space(p);
		add_index(l, p, size, a);
		size = -1;
	}
}

static void root_value(struct lread *l, const char *p, struct laddr *a)
{
	a->root = ROOT_VALUE;
	a->name = lvalue(l, p);
}

/* One of several addresses: the fields of any of them are those. */
static void one_of_addrs(struct lread *l, const char *p, const char *name,
			 struct laddr *a)
{
	const char *nl = p + strcspn(p, "\n");

	root_value(l, name, a);
	for (; p < nl && a->steps < STEPS; p = lex_name(p) + (lex_name(p) == p)) {
		struct laddr one = { .path = STRBUF_INIT, .steps = a->steps + 1 };

		if (*p != '%' || lex_name(p) == p)
			continue;
		find_addr(l, p, &one);
		a->steps = one.steps + 1;
		if (one.field && !a->field) {
			const char *fields = one.path.buf;

			fields += *fields == '-' ? 2 : 1;
			add_field(a, fields);
			a->vague = true;
		}
		strbuf_release(&one.path);
	}
}

static const char *any_word(const char *p, const char *const *words, size_t n)
{
	const char *q = NULL;

	for (size_t i = 0; i < n && !q; i++)
		q = lex_word(p, words[i]);
	return q;
}

/* What NAME, defined by DEF, is the address of. */
static void follow_def(struct lread *l, const char *name, const char *def,
		       struct laddr *a)
{
	static const char *const COPIES[] = {
		"bitcast", "addrspacecast", "freeze",
	};
	static const char *const MANY[] = { "phi", "select" };
	const char *p = lex_word(def, "getelementptr"), *at, *end, *field;

	if (p) {
		add_gep(l, p, a);
		return;
	}
	field = lcall_field(l, def, &at, &end);
	if (field) {
		find_addr(l, at, a);
		add_field(a, field);
		return;
	}
	p = any_word(def, COPIES, ARRAY_SIZE(COPIES));
	p = p ? lex_type(p) : NULL;
	if (p) {
		find_addr(l, lex_space(p), a);
		return;
	}
	p = any_word(def, MANY, ARRAY_SIZE(MANY));
	if (p)
		one_of_addrs(l, p, name, a);
	else
		root_value(l, name, a);
}

static void find_addr(struct lread *l, const char *p, struct laddr *a)
{
	const struct lname *name = NULL;
	const char *q;

	if (*p == '@') {
		a->root = ROOT_GLOBAL;
		a->name = lsymbol(l, p);
		return;
	}
	q = lex_word(p, "getelementptr");
	if (q) {
		if (a->steps++ < STEPS)
			add_gep(l, q, a);
		return;
	}
	if (*p != '%')
		return;
	name = lname_find(l, p, lex_name(p) - p);
	if (name && name->kind == L_LOCAL) {
		a->root = ROOT_LOCAL;
		a->name = name->text;
	} else if (name && name->def && a->steps++ < STEPS) {
		follow_def(l, p, name->def, a);
	} else {
		root_value(l, p, a);
	}
}

/* BITS of A, a part of a variable, are read or written; any, if not known. */
static void add_cell(struct lread *l, const struct laddr *a, int bits)
{
	struct lcell c = { a->name, LLONG_MIN, LLONG_MAX };

	if (bits > 0 && !a->vague && !a->path.len &&
	    a->off > -(1LL << 40) && a->off < 1LL << 40) {
		c.from = a->off * 8;
		c.to = c.from + bits;
	}
	GROW(l->cells, l->n_cells + 1, l->alloc_cells);
	l->cells[l->n_cells++] = c;
}

static int by_cell(const void *a, const void *b)
{
	const struct lcell *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	if (c)
		return c;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

static void forget_local(struct gfunc *f, const char *name)
{
	for (size_t i = 0; i < f->n_locals; i++)
		if (!strcmp(f->locals[i], name))
			f->locals[i] = "";
}

void lcells_check(struct lread *l)
{
	struct lcell *c = l->cells;

	if (l->n_cells)
		qsort(c, l->n_cells, sizeof(*c), by_cell);
	/* In order, one that overlaps any other overlaps its neighbour. */
	for (size_t i = 1; i < l->n_cells; i++)
		if (!strcmp(c[i].name, c[i - 1].name) &&
		    c[i].from < c[i - 1].to && by_cell(&c[i], &c[i - 1]))
			forget_local(l->r.f, c[i].name);
	l->n_cells = 0;
}

/* What a variable's part at OFF, of BITS, is called. */
static void local_part(const struct lread *l, const struct laddr *a, int bits,
		       struct strbuf *sb)
{
	strbuf_addstr(sb, a->name);
	if (a->off || bits != l->pointer)
		strbuf_addf(sb, ".%lldb%d", a->off, bits);
}

static void plain_text(const struct lread *l, const struct laddr *a, int bits,
		       struct strbuf *sb)
{
	/* A name that looks like a value's is not to be taken for one. */
	const char *dot = a->root == ROOT_GLOBAL && gword_ssa(a->name) ? "." : "";

	if (a->root == ROOT_LOCAL && !a->vague)
		local_part(l, a, bits, sb);
	else if (a->root == ROOT_LOCAL)
		strbuf_addf(sb, "%s[..]", a->name);
	else if (a->root == ROOT_GLOBAL && !a->off && !a->vague)
		strbuf_addf(sb, "%s%s", a->name, dot);
	else if (a->root == ROOT_VALUE && !a->off && !a->vague && !a->path.len)
		strbuf_addf(sb, "*%s", a->name);
	else if (a->vague)
		strbuf_addf(sb, "MEM[%s%s%s + ..]",
			    a->root == ROOT_GLOBAL ? "&" : "", a->name, dot);
	else
		strbuf_addf(sb, "MEM[%s%s%s + %lldB]",
			    a->root == ROOT_GLOBAL ? "&" : "", a->name, dot,
			    a->off);
}

const char *lplace(struct lread *l, const char *p, int bits)
{
	struct laddr a = { .path = STRBUF_INIT };
	struct strbuf sb = STRBUF_INIT;
	const char *kept;

	find_addr(l, p, &a);
	if (a.root == ROOT_LOCAL)
		add_cell(l, &a, bits);
	if (a.root == ROOT_NONE) {
		strbuf_addstr(&sb, "MEM[" CONSTANT "]");
	} else if (!a.field) {
		plain_text(l, &a, bits, &sb);
		strbuf_addbuf(&sb, &a.path);
	} else {
		strbuf_addf(&sb, "%s%s", a.name, a.path.buf);
		if (a.off || a.vague)
			strbuf_addstr(&sb, "[..]");
	}
	kept = gread_keep(&l->r, sb.buf, sb.len);
	strbuf_release(&sb);
	strbuf_release(&a.path);
	return kept;
}

const char *largument(struct lread *l, const char *p)
{
	struct laddr a = { .path = STRBUF_INIT };
	const char *text = lvalue(l, p);
	char *address;

	if (*p != '%' || *text == '&')
		return text;
	find_addr(l, p, &a);
	if (a.root == ROOT_LOCAL || (a.root == ROOT_GLOBAL && a.field)) {
		address = xstrfmt("&%s%s", a.name, a.root == ROOT_LOCAL ? "" :
				  a.path.buf);
		text = gread_keep(&l->r, address, strlen(address));
		free(address);
	}
	strbuf_release(&a.path);
	return text;
}
