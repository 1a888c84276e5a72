// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "own/gimple-int.h"

/* "goto <bb 5>; [20%]": of the condition before, or the block's end. */
static int read_goto(struct reader *r, const char *p)
{
	struct gstmt *last = r->b->n ? &r->b->stmts[r->b->n - 1] : NULL;
	int to = atoi(p + strlen("goto <bb "));

	if (!last || last->kind != G_COND || last->else_at >= 0) {
		r->b->falls = to;
		return 0;	/* the successors say it again */
	}
	if (r->in_else)
		last->else_at = to;
	else
		last->then_at = to;
	return 0;
}

static int add_succ(struct reader *r, const char *p)
{
	struct gblock *b = r->b;

	p += strspn(p, " ");
	if (starts_with(p, "EXIT")) {
		b->ends = true;
		return 0;
	}
	if (*p == '\n' || !*p)
		return 0;
	if (!isdigit(*p))
		return gread_odd(r, "a successor", p);
	GROW(b->succ, b->n_succ + 1, b->alloc_succ);
	b->succ[b->n_succ++] = atoi(p);
	return 0;
}

static int new_block(struct reader *r, const char *p)
{
	struct gfunc *f = r->f;

	if (!f)
		return gread_odd(r, "a block outside a function", p);
	GROW(f->blocks, f->n + 1, f->alloc);
	f->blocks[f->n] = (struct gblock){ .id = atoi(p) };
	r->b = &f->blocks[f->n++];
	return 0;
}

static int read_comment(struct reader *r, const char *line)
{
	const char *p = line + 2 + strspn(line + 2, " ");

	if (starts_with(p, "basic block ")) {
		r->in_succ = false;
		return new_block(r, p + strlen("basic block "));
	}
	if (r->b && starts_with(p, "succ:")) {
		r->in_succ = true;
		return add_succ(r, p + strlen("succ:"));
	}
	if (r->b && r->in_succ && isdigit(*p))
		return add_succ(r, p);
	r->in_succ &= *p != 'p';
	return 0;
}

/* ";; Function NAME (SYMBOL, funcdef_no=3, ...)": gcc's numbers cut off. */
static int new_function(struct reader *r, const char *line)
{
	struct gdump *g = r->g;
	const char *name = line + strlen(";; Function ");

	if (r->f)
		return gread_odd(r, "a function in another one", line);
	if (!strcspn(name, " .\n"))
		return gread_odd(r, "a function without a name", line);
	GROW(g->funcs, g->n + 1, g->alloc);
	r->f = &g->funcs[g->n++];
	memset(r->f, 0, sizeof(*r->f));
	r->f->name = gread_keep(r, name, strcspn(name, " .\n"));
	r->f->unit = r->unit;
	r->b = NULL;
	return 0;
}

/* "}": all of it is there. */
static int end_function(struct reader *r)
{
	const char *why = gread_check(r->f), *name = r->f->name;

	r->b = NULL;
	r->f = NULL;
	return why ? gread_odd(r, why, name) : 0;
}

/* The last word of "struct pd * p", or of "void (*<T1>) (int) f". */
static void name_and_type(struct reader *r, const char *p, size_t n,
			  const char **name, const char **type)
{
	size_t at = n;

	while (at && (is_word(p[at - 1]) || strchr(".$", p[at - 1])))
		at--;
	*name = gread_keep(r, p + at, n - at);
	while (at && p[at - 1] == ' ')
		at--;
	*type = gread_keep(r, p, at);
}

/* "void fre (struct page * p, int n)": behind the name's bracket. */
static void read_params(struct reader *r, const char *line)
{
	char *text = gread_plain(line, strcspn(line, "\n"));
	size_t n = strlen(r->f->name);
	char *p = text, *open = NULL;
	struct gstmt list = { 0 };
	struct gfunc *f = r->f;

	for (; (p = strstr(p, f->name)) && !open; p += n)
		if ((p == text || !is_word(p[-1])) &&
		    (p[n] == ' ' || p[n] == '.') && strchr(p, '('))
			open = strchr(p, '(');
	if (!open) {		/* a line of attributes */
		free(text);
		return;
	}
	p = strrchr(open, ')');
	if (p)
		*p = '\0';
	gread_split(r, &list, open + 1);
	f->params = xcalloc(list.n + 1, sizeof(*f->params));
	f->types = xcalloc(list.n + 1, sizeof(*f->types));
	for (size_t i = 0; i < list.n; i++)
		name_and_type(r, list.v[i], strlen(list.v[i]), &f->params[i],
			      &f->types[i]);
	f->n_params = list.n;
	free(list.v);
	free(text);
}

/* "  struct pd * p;" before the first block. */
static void read_local(struct reader *r, const char *line)
{
	char *text = gread_plain(line, strcspn(line, "\n"));
	struct gfunc *f = r->f;
	size_t n = strlen(text), old = f->alloc_locals;
	char *p = text + strspn(text, " ");

	if (n && text[n - 1] == ';') {
		text[n - 1] = '\0';
		GROW(f->locals, f->n_locals + 1, f->alloc_locals);
		if (old != f->alloc_locals)
			f->local_types = xrealloc(f->local_types,
				f->alloc_locals * sizeof(*f->local_types));
		name_and_type(r, p, strlen(p), &f->locals[f->n_locals],
			      &f->local_types[f->n_locals]);
		f->n_locals++;
	}
	free(text);
}

/* What stands in front of the first block. */
static void read_head(struct reader *r, const char *line)
{
	if (*line == ' ')
		read_local(r, line);
	else if (!r->f->params && strchr(line, '('))
		read_params(r, line);
}

/*
 * A type without a name stands in full where a variable has it: "struct", braces
 * around its members on lines of their own, and the variable behind them.
 */
static bool read_type(struct reader *r, const char *line)
{
	static const char *const TAGS[] = { "struct ", "union ", "enum " };
	const char *p = line + strspn(line, " ");
	size_t n = strcspn(line, "\n");
	bool tag = false;

	if (r->in_type) {
		r->in_type += (*p == '{') - (*p == '}');
		if (r->in_type)
			return true;
		n -= p + 1 - line;
		line = p + 1;
	} else if (r->head.len && *p == '{') {
		r->in_type = 1;
		return true;
	} else {
		strbuf_clear(&r->head);
	}
	for (size_t i = 0; i < ARRAY_SIZE(TAGS); i++)
		tag |= n >= strlen(TAGS[i]) &&
		       !strncmp(line + n - strlen(TAGS[i]), TAGS[i],
				strlen(TAGS[i]));
	tag &= r->f && !r->b;
	if (!tag && !r->head.len)
		return false;
	strbuf_add(&r->head, line, n);
	if (tag)
		return true;
	read_head(r, r->head.buf);
	strbuf_clear(&r->head);
	return true;
}

static int read_line(struct reader *r, const char *line)
{
	const char *p = line + strspn(line, " "), *colon;
	size_t skip = gread_place(p, &colon);

	if (read_type(r, line))
		return 0;
	if (starts_with(line, ";; Function "))
		return new_function(r, line);
	if (starts_with(line, ";;"))
		return read_comment(r, line);
	if (!r->f || *p == '\n' || !*p || starts_with(line, "Removing basic"))
		return 0;
	if (*line == '}')
		return end_function(r);
	if (!r->b) {
		if (*line == '{')
			return 0;
		strbuf_add(&r->head, line, strcspn(line, "\n"));
		read_head(r, r->head.buf);
		strbuf_clear(&r->head);
		return 0;
	}
	if (starts_with(p, "else")) {
		r->in_else = true;
		return 0;
	}
	if (starts_with(p, "# gimple_phi "))
		return gread_phi(r, p + strlen("# gimple_phi "));
	if (starts_with(p + skip, "# gimple_phi "))
		return gread_phi(r, p + skip + strlen("# gimple_phi "));
	if (starts_with(p + skip, "goto <bb "))
		return read_goto(r, p + skip);
	return gread_stmt(r, line);
}

int gdump_read(struct gdump *g, const char *unit, const char *text,
	       const char *root)
{
	struct reader r = { .g = g, .root = root, .next = text,
			    .head = STRBUF_INIT };
	const char *line;
	int err = 0;

	r.unit = gread_keep(&r, unit, strlen(unit));
	while (!err && (line = gread_line(&r)))
		err = read_line(&r, line);
	if (!err && r.f)
		err = gread_odd(&r, "it ends in a function", r.f->name);
	strbuf_release(&r.head);
	return err;
}

ssize_t gfunc_find(const struct gfunc *f, int id)
{
	size_t lo = 0, hi = f->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (f->blocks[f->by_id[mid]].id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < f->n && f->blocks[f->by_id[lo]].id == id ?
	       (ssize_t)f->by_id[lo] : -1;
}

const struct gblock *gfunc_block(const struct gfunc *f, int id)
{
	ssize_t at = gfunc_find(f, id);

	if (at < 0)
		BUG("%s has no block %d", f->name, id);
	return &f->blocks[at];
}

size_t gword_ssa(const char *s)
{
	size_t n = 0, digits;

	while (is_word(s[n]) || s[n] == '.' || s[n] == '$')
		n++;
	for (digits = n; digits && isdigit(s[digits - 1]); digits--)
		;
	if (digits == n || !digits || s[digits - 1] != '_')
		return 0;
	return n + (!strncmp(s + n, "(D)", 3) ? 3 : 0);
}

/*
 * Of all in NAMES that are called as the N bytes at NAME: the type, if SO_FAR is
 * the same or none (NULL), or if both are pointers; else "".
 */
static const char *same_type(const char *so_far, const char *const *names,
			     const char *const *types, size_t k,
			     const char *name, size_t n)
{
	for (size_t i = 0; i < k; i++) {
		if (strncmp(names[i], name, n) || names[i][n])
			continue;
		if (!so_far)
			so_far = types[i];
		else if (strcmp(so_far, types[i]) &&
			 !(strchr(so_far, '*') && strchr(types[i], '*')))
			so_far = "";
	}
	return so_far;
}

const char *gfunc_type(const struct gfunc *f, const char *ssa)
{
	size_t n = gword_ssa(ssa), full = n;
	const char *type;

	if (!n)
		return "";
	type = same_type(NULL, f->locals, f->local_types, f->n_locals, ssa, n);
	if (type)
		return type;
	/* Of the variables that inlining brought, many may have one name. */
	while (full && ssa[full - 1] != '_')
		full--;
	n = full ? full - 1 : 0;
	if (!n)
		return "";
	type = same_type(NULL, f->locals, f->local_types, f->n_locals, ssa, n);
	type = same_type(type, f->params, f->types, f->n_params, ssa, n);
	return type ?: "";
}

static void block_release(struct gblock *b)
{
	for (size_t i = 0; i < b->n_phis; i++) {
		free(b->phis[i].v);
		free(b->phis[i].from);
	}
	for (size_t i = 0; i < b->n; i++)
		free(b->stmts[i].v);
	free(b->phis);
	free(b->stmts);
	free(b->succ);
}

static void func_release(struct gfunc *f)
{
	for (size_t k = 0; k < f->n; k++)
		block_release(&f->blocks[k]);
	free(f->params);
	free(f->types);
	free(f->locals);
	free(f->local_types);
	free(f->blocks);
	free(f->by_id);
}

void gdump_cut(struct gdump *g, size_t n)
{
	while (g->n > n)
		func_release(&g->funcs[--g->n]);
}

void gdump_release(struct gdump *g)
{
	gdump_cut(g, 0);
	free(g->funcs);
	strvec_release(&g->strings);
	memset(g, 0, sizeof(*g));
}
