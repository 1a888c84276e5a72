// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "own/gimple-int.h"

int gread_odd(const struct reader *r, const char *what, const char *line)
{
	return error("%s: the compiler's dump is not understood: %s, line %d: %.60s",
		     r->unit, what, r->line, line);
}

const char *gread_keep(struct reader *r, const char *s, size_t n)
{
	strvec_take(&r->g->strings, xstrndup(s, n));
	return r->g->strings.v[r->g->strings.n - 1];
}

size_t gread_place(const char *s, const char **colon)
{
	const char *end, *p;
	int colons = 0;

	*colon = NULL;
	if (starts_with(s, "[0:0] "))
		return 6;
	if (*s != '[')
		return 0;
	/* Not "MEM[(struct a *)[file.c:12:3] &x]": the place is inside. */
	end = s + 1 + strcspn(s + 1, "[]\n\"<>,");
	if (*end != ']' || end == s + 1)
		return 0;
	for (p = end; p > s && colons < 2; p--)
		if (*p == ':' && isdigit(p[1]) && ++colons == 2)
			break;
	if (colons < 2)
		return 0;
	*colon = p;
	return end + 1 - s + (end[1] == ' ');
}

/* Strings stay as they are. */
char *gread_plain(const char *s, size_t n)
{
	struct strbuf out = STRBUF_INIT;
	const char *end = s + n, *colon;
	bool quoted = false;
	size_t skip;

	while (s < end) {
		skip = quoted ? 0 : gread_place(s, &colon);
		s += skip;
		if (skip)
			continue;
		if (quoted && *s == '\\' && s + 1 < end)
			strbuf_addch(&out, *s++);
		else if (*s == '"')
			quoted = !quoted;
		strbuf_addch(&out, *s++);
	}
	return strbuf_detach(&out);
}

static void push_operand(struct reader *r, struct gstmt *s, const char *p,
			 size_t n)
{
	while (n && *p == ' ')
		p++, n--;
	s->v = xrealloc(s->v, (s->n + 1) * sizeof(*s->v));
	s->v[s->n++] = gread_keep(r, p, n);
}

void gread_split(struct reader *r, struct gstmt *s, const char *p)
{
	const char *from = p;
	bool quoted = false;
	int depth = 0;

	for (; *p; p++) {
		if (quoted && *p == '\\' && p[1])
			p++;
		else if (*p == '"')
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (strchr("([{", *p))
			depth++;
		else if (strchr(")]}", *p))
			depth--;
		else if (*p == ',' && !depth) {
			push_operand(r, s, from, p - from);
			from = p + 1;
		}
	}
	if (p > from || s->n)
		push_operand(r, s, from, p - from);
}

static struct gstmt *new_stmt(struct reader *r, enum gkind kind)
{
	struct gblock *b = r->b;

	GROW(b->stmts, b->n + 1, b->alloc);
	b->stmts[b->n] = (struct gstmt){ .kind = kind, .then_at = -1,
					 .else_at = -1 };
	return &b->stmts[b->n++];
}

/* "x_1 = PHI": "<to, value(3), value(4)>". */
int gread_phi(struct reader *r, const char *p)
{
	char *text = gread_plain(p, strcspn(p, "\n"));
	struct gblock *b = r->b;
	struct gstmt all = { 0 };
	struct gphi phi = { 0 };
	size_t n = strlen(text);

	if (n < 2 || *text != '<' || text[n - 1] != '>') {
		free(text);
		return gread_odd(r, "a phi", p);
	}
	text[n - 1] = '\0';
	gread_split(r, &all, text + 1);
	phi.v = xcalloc(all.n, sizeof(*phi.v));
	phi.from = xcalloc(all.n, sizeof(*phi.from));
	phi.to = all.n ? all.v[0] : "";
	for (size_t i = 1; i < all.n; i++) {
		const char *open = strrchr(all.v[i], '(');

		if (!open)
			continue;
		phi.v[phi.n] = gread_keep(r, all.v[i], open - all.v[i]);
		phi.from[phi.n++] = atoi(open + 1);
	}
	GROW(b->phis, b->n_phis + 1, b->alloc_phis);
	b->phis[b->n_phis++] = phi;
	n = all.n;
	free(all.v);
	free(text);
	return phi.n + 1 == n && phi.n ? 0 : gread_odd(r, "a phi", p);
}

/* Does CONSTRAINT (N bytes) allow a memory operand? */
static bool is_memory(const char *constraint, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strchr("moVQRSTUZAgpX<>", constraint[i]))
			return true;
	return false;
}

/* "=m" name, "nn" "r" name: the operands of one section, without strings. */
static void asm_operands(struct reader *r, struct gstmt *s, const char *p)
{
	char *text = gread_plain(p, strcspn(p, "\n"));
	struct gstmt all = { 0 };

	gread_split(r, &all, text);
	for (size_t i = 0; i < all.n; i++) {
		const char *v = all.v[i];

		while (*v == '"') {
			s->memory |= is_memory(v + 1, strcspn(v + 1, "\""));
			v += 1 + strcspn(v + 1, "\"");
			v += *v == '"';
			v += *v == ' ';
		}
		push_operand(r, s, v, strlen(v));
	}
	free(all.v);
	free(text);
}

const char *gread_line(struct reader *r)
{
	const char *line = r->next;
	size_t n = strcspn(line, "\n");

	if (!*line)
		return NULL;
	r->next = line + n + (line[n] == '\n');
	r->line++;
	return line;
}

static bool line_has(const char *line, const char *text)
{
	return memmem(line, strcspn(line, "\n"), text, strlen(text));
}

/* The text in "STRING < ... >", then OUTPUT:, INPUT:, ... up to ">". */
static int read_asm(struct reader *r, struct gstmt *s)
{
	struct strbuf text = STRBUF_INIT;
	const char *line, *p;
	bool in_text = false, closed = false;

	s->kind = G_ASM;
	push_operand(r, s, "", 0);
	while (!closed && (line = gread_line(r))) {
		p = line + strspn(line, " ");
		if (in_text && starts_with(line, "    >\n"))
			in_text = false;
		else if (in_text)
			strbuf_add(&text, line, r->next - line);
		else if (starts_with(p, "STRING <"))
			in_text = true;
		else if (starts_with(p, "OUTPUT: "))
			asm_operands(r, s, p + 8), s->outputs = s->n - 1;
		else if (starts_with(p, "INPUT: "))
			asm_operands(r, s, p + 7);
		else if (starts_with(p, "CLOBBER: "))
			s->memory |= line_has(line, "\"memory\"");
		else
			closed = *p == '>';
	}
	s->v[0] = gread_keep(r, text.buf, text.len);
	strbuf_release(&text);
	return closed ? 0 : gread_odd(r, "an asm", "");
}

static void set_place(struct reader *r, struct gstmt *s, const char *line,
		      const char *colon)
{
	size_t root = strlen(r->root), n = colon - line - 1;
	const char *file = line + 1;

	if (n > root && !strncmp(file, r->root, root) && file[root] == '/')
		file += root + 1, n -= root + 1;
	while (n > 2 && starts_with(file, "./"))
		file += 2, n -= 2;
	s->file = gread_keep(r, file, n);
	s->line = atoi(colon + 1);
}

static const struct {
	const char *name;
	enum gkind kind;
	bool op;		/* the first operand is a tree code */
	size_t least;		/* so many operands, at least; see gstmt */
} KINDS[] = {
	{ "gimple_assign", G_ASSIGN, true, 2 },
	{ "gimple_call", G_CALL, false, 2 },
	{ "gimple_cond", G_COND, true, 2 },
	{ "gimple_switch", G_SWITCH, false, 1 },
	{ "gimple_goto", G_SWITCH, false, 1 },	/* to an address in a variable */
	{ "gimple_return", G_RETURN, false, 1 },
	{ "gimple_asm", G_ASM, false },
	{ "gimple_label", G_OTHER, false },
	{ "gimple_predict", G_OTHER, false },
	{ "gimple_nop", G_OTHER, false },
	{ "gimple_debug", G_OTHER, false },
};

/* What is between the outer "<" and the last ">" that closes it. */
static int read_operands(struct reader *r, struct gstmt *s, bool op,
			 size_t least, const char *p)
{
	char *text = gread_plain(p, r->next - p), *end, *body;

	/* A string in it may hold a line end; gcc escapes that. */
	end = strrchr(text, '>');
	body = strchr(text, '<');
	if (!end || !body || end <= body) {
		free(text);
		return gread_odd(r, "operands", p);
	}
	*end = '\0';
	gread_split(r, s, body + 1);
	if (op && s->n) {
		s->op = s->v[0];
		s->n--;
		memmove(s->v, s->v + 1, s->n * sizeof(*s->v));
	}
	free(text);
	return s->n >= least ? 0 : gread_odd(r, "operands", p);
}

int gread_stmt(struct reader *r, const char *line)
{
	const char *colon = NULL, *p = line + strspn(line, " ");
	size_t skip = gread_place(p, &colon), at = 0;
	const char *start = p;
	struct gstmt *s;

	p += skip;
	while (at < ARRAY_SIZE(KINDS) && !starts_with(p, KINDS[at].name))
		at++;
	if (at == ARRAY_SIZE(KINDS))
		return gread_odd(r, "an operation", line);
	s = new_stmt(r, KINDS[at].kind);
	if (colon)
		set_place(r, s, start, colon);
	r->in_else = false;
	if (s->kind == G_OTHER)
		return 0;
	if (s->kind == G_ASM)
		return read_asm(r, s);
	return read_operands(r, s, KINDS[at].op, KINDS[at].least, p);
}
