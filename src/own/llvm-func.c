// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>

#include "own/llvm-int.h"

/* --- names ---------------------------------------------------------------- */

static size_t hash(const char *p, size_t n)
{
	size_t h = 5381;

	while (n--)
		h = h * 33 + (unsigned char)*p++;
	return h;
}

struct lname *lname_find(const struct lread *l, const char *p, size_t n)
{
	size_t at;

	if (!l->n_hash || n < 2)
		return NULL;
	p++, n--;
	for (at = hash(p, n) % l->n_hash; l->hash[at]; at = (at + 1) % l->n_hash) {
		struct lname *name = &l->names[l->hash[at] - 1];

		if (name->len == n && !memcmp(name->name, p, n))
			return name;
	}
	return NULL;
}

/* After all names are there. A name that is there twice is the first. */
static void fill_hash(struct lread *l)
{
	free(l->hash);
	l->n_hash = l->n_names * 2 + 1;
	l->hash = xcalloc(l->n_hash, sizeof(*l->hash));
	for (size_t i = 0; i < l->n_names; i++) {
		const struct lname *name = &l->names[i];
		size_t at = hash(name->name, name->len) % l->n_hash;

		while (l->hash[at])
			at = (at + 1) % l->n_hash;
		l->hash[at] = i + 1;
	}
}

/* NAME has no "%". */
static struct lname *add_name(struct lread *l, const char *name, size_t n,
			      enum lkind kind)
{
	GROW(l->names, l->n_names + 1, l->alloc_names);
	l->names[l->n_names] = (struct lname){ .name = name, .len = n,
					       .kind = kind };
	return &l->names[l->n_names++];
}

void llocal(struct lread *l, const char *text, const char *type)
{
	struct gfunc *f = l->r.f;
	size_t old = f->alloc_locals;

	GROW(f->locals, f->n_locals + 1, f->alloc_locals);
	if (old != f->alloc_locals)
		f->local_types = xrealloc(f->local_types,
			f->alloc_locals * sizeof(*f->local_types));
	f->locals[f->n_locals] = text;
	f->local_types[f->n_locals++] = ltype(l, type);
}

/* A variable is called as in C, and as no value, function or other one. */
static void add_local(struct lread *l, struct lname *name, const char *def)
{
	const struct gfunc *f = l->r.f;
	size_t n = 0, same = 0;
	char *text;

	while (n < name->len && is_word(name->name[n]))
		n++;
	for (size_t i = 0; i < f->n_locals; i++)
		same += !strncmp(f->locals[i], name->name, n) &&
			f->locals[i][n] == '_';
	text = same ? xstrfmt("%.*s__%zuv", (int)n, name->name, same) :
		      xstrfmt("%.*s__", (int)n, name->name);
	name->kind = L_LOCAL;
	name->text = gread_keep(&l->r, text, strlen(text));
	free(text);
	llocal(l, name->text, lex_flags(def));
}

/* --- parameters ----------------------------------------------------------- */

static void add_param(struct lread *l, const char *p, const char *end)
{
	struct gfunc *f = l->r.f;
	const char *at = p, *q;
	struct lname *name;
	char *text;
	size_t n;

	/* Its name is the last one: types may have names as well. */
	for (q = p; q < end; q++)
		if (*q == '%')
			at = q;
	n = lex_name(at) - at;
	if (n < 2 || at == p)
		return;
	name = add_name(l, at + 1, n - 1, L_PARAM);
	text = lname_text(name->name, name->len);
	if (*text == '_') {
		free(text);
		text = xstrfmt("arg.%.*s_0", (int)name->len, name->name);
	}
	f->params[f->n_params] = gread_keep(&l->r, text, strlen(text) - 2);
	f->types[f->n_params++] = ltype(l, lex_space(p));
	name->text = f->params[f->n_params - 1];
	free(text);
	text = xstrfmt("%s_0(D)", name->text);
	name->text = gread_keep(&l->r, text, strlen(text));
	free(text);
}

/* "(ptr noundef %x, ...)". What is returned in memory is no argument. */
static const char *read_params(struct lread *l, const char *open)
{
	struct gfunc *f = l->r.f;
	const char *p = open, *item;
	size_t n = 1;

	for (; *p == '(' || *p == ','; p = lex_item(p + 1))
		n++;
	f->params = xcalloc(n, sizeof(*f->params));
	f->types = xcalloc(n, sizeof(*f->types));
	for (p = open; *p == '(' || *p == ','; p = item) {
		item = lex_item(p + 1);
		if (!memmem(p, item - p, " sret(", 6))
			add_param(l, p + 1, item);
	}
	return p;
}

/* As the source has them. Are there as many of them? */
static bool source_types(struct lread *l, const char *line)
{
	const char *nl = line + strcspn(line, "\n"), *dbg = NULL, *p = line;
	struct gfunc *f = l->r.f;
	struct strvec types = STRVEC_INIT;
	bool fit;

	while ((p = strstr(p, " !dbg !")) && p < nl)
		dbg = p = p + strlen(" !dbg !");
	if (!dbg || !lmeta_params(l, strtoul(dbg, NULL, 10), &types))
		return true;
	fit = types.n == f->n_params;
	for (size_t i = 0; i < types.n && fit; i++)
		f->types[i] = gread_keep(&l->r, types.v[i],
					 strlen(types.v[i]));
	strvec_release(&types);
	return fit;
}

/* --- statements and blocks -------------------------------------------------- */

struct gblock *lblock(struct lread *l)
{
	return &l->r.f->blocks[l->block];
}

void loperand(struct gstmt *s, const char *text)
{
	s->v = xrealloc(s->v, (s->n + 1) * sizeof(*s->v));
	s->v[s->n++] = text;
}

struct gstmt *lstmt(struct lread *l, enum gkind kind, const char *op, ...)
{
	struct gblock *b = lblock(l);
	struct gstmt *s;
	const char *text;
	va_list ap;

	GROW(b->stmts, b->n + 1, b->alloc);
	s = &b->stmts[b->n++];
	*s = (struct gstmt){ .kind = kind, .op = op, .then_at = -1,
			     .else_at = -1, .file = l->file, .line = l->line };
	va_start(ap, op);
	while ((text = va_arg(ap, const char *)))
		loperand(s, text);
	va_end(ap);
	return s;
}

int lnew_piece(struct lread *l)
{
	return l->next_id++;
}

void lpiece(struct lread *l, int id)
{
	struct gfunc *f = l->r.f;

	GROW(f->blocks, f->n + 1, f->alloc);
	f->blocks[f->n] = (struct gblock){ .id = id };
	l->block = f->n++;
}

void lsucc(struct lread *l, int id)
{
	struct gblock *b = lblock(l);

	for (size_t i = 0; i < b->n_succ; i++)
		if (b->succ[i] == id)
			return;
	GROW(b->succ, b->n_succ + 1, b->alloc_succ);
	b->succ[b->n_succ++] = id;
}

int lgo(struct lread *l, const char *p, int *id)
{
	struct lname *name = lname_find(l, p, lex_name(p) - p);

	if (*p != '%' || !name || name->kind != L_LABEL)
		return gread_odd(&l->r, "a block that is not there", p);
	GROW(l->edges, l->n_edges + 1, l->alloc_edges);
	l->edges[l->n_edges++] = (struct ledge){ name->id, l->label,
						 lblock(l)->id };
	lsucc(l, name->id);
	if (id)
		*id = name->id;
	return 0;
}

static void add_way(struct gphi *phi, const char *v, int from)
{
	phi->v = xrealloc(phi->v, (phi->n + 1) * sizeof(*phi->v));
	phi->from = xrealloc(phi->from, (phi->n + 1) * sizeof(*phi->from));
	phi->v[phi->n] = v;
	phi->from[phi->n++] = from;
}

static struct gphi *new_phi(struct gblock *b, const char *to)
{
	GROW(b->phis, b->n_phis + 1, b->alloc_phis);
	b->phis[b->n_phis] = (struct gphi){ .to = to };
	return &b->phis[b->n_phis++];
}

void lchoose(struct lread *l, const char *cond, const char *to,
	     const char *yes, const char *no)
{
	int here = lblock(l)->id, then = lnew_piece(l), join = lnew_piece(l);
	struct gstmt *s = lstmt(l, G_COND, "ne_expr", cond, "0", NULL);
	struct gphi *phi;

	s->then_at = then;
	s->else_at = join;
	lsucc(l, then);
	lsucc(l, join);
	lpiece(l, then);
	lsucc(l, join);
	lpiece(l, join);
	phi = new_phi(lblock(l), to);
	add_way(phi, yes, then);
	add_way(phi, no, here);
}

/* --- phis ------------------------------------------------------------------- */

int lphi(struct lread *l, const char *to, const char *p)
{
	struct lphi *phi;
	const char *q = lex_type(lex_flags(p));

	GROW(l->phis, l->n_phis + 1, l->alloc_phis);
	phi = &l->phis[l->n_phis++];
	*phi = (struct lphi){ .at = l->label, .to = to };
	while (q && *(q = lex_space(q)) == '[') {
		const char *v = lex_space(q + 1), *comma = lex_item(v), *from;
		struct lname *name;

		from = *comma == ',' ? lex_space(comma + 1) : comma;
		name = lname_find(l, from, lex_name(from) - from);
		q = lex_item(from);
		if (!name || name->kind != L_LABEL || *q != ']')
			return gread_odd(&l->r, "a phi", p);
		GROW(phi->ways, phi->n + 1, phi->alloc);
		phi->ways[phi->n++] = (struct lway){ name->id, lvalue(l, v) };
		q++;
		if (*q == ',')
			q++;
	}
	return phi->n ? 0 : gread_odd(&l->r, "a phi", p);
}

static int by_edge(const void *a, const void *b)
{
	const struct ledge *x = a, *y = b;

	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->piece < y->piece ? -1 : x->piece > y->piece;
}

static int by_from(const void *a, const void *b)
{
	const struct lway *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

/* From each piece of the block that the value comes from. */
static void place_way(const struct lread *l, const struct lway *way, int at,
		      struct gphi *phi)
{
	size_t lo = 0, hi = l->n_edges;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		const struct ledge *e = &l->edges[mid];

		if (e->to < at || (e->to == at && e->from < way->from))
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < l->n_edges && l->edges[lo].to == at &&
	     l->edges[lo].from == way->from; lo++)
		if (!lo || by_edge(&l->edges[lo - 1], &l->edges[lo]))
			add_way(phi, way->v, l->edges[lo].piece);
}

static void place_phis(struct lread *l)
{
	if (l->n_edges)
		qsort(l->edges, l->n_edges, sizeof(*l->edges), by_edge);
	for (size_t i = 0; i < l->n_phis; i++) {
		struct lphi *p = &l->phis[i];
		struct gphi *phi = new_phi(&l->r.f->blocks[l->labels[p->at]],
					   p->to);

		qsort(p->ways, p->n, sizeof(*p->ways), by_from);
		/* A switch may have several ways to one block. */
		for (size_t k = 0; k < p->n; k++)
			if (!k || p->ways[k].from != p->ways[k - 1].from)
				place_way(l, &p->ways[k], p->at, phi);
	}
}

/* --- a function ------------------------------------------------------------- */

/* "entry:", "12:": the length of the label's name, or 0. */
static size_t label_length(const char *line)
{
	const char *p = line;

	if (*p == '"') {
		for (p++; *p && *p != '\n' && *p != '"'; p++)
			;
		p += *p == '"';
	} else {
		while (is_word(*p) || *p == '.' || *p == '-' || *p == '$')
			p++;
	}
	return *p == ':' ? p - line : 0;
}

static void add_label(struct lread *l, const char *name, size_t n)
{
	add_name(l, name, n, L_LABEL)->id = l->n_labels++;
}

/* "  %x = ..." */
static void add_def(struct lread *l, const char *line)
{
	const char *p = lex_space(line), *end = lex_name(p), *def;
	struct lname *name;
	char *text;

	if (*p != '%' || end == p || strncmp(end, " = ", 3))
		return;
	def = end + 3;
	name = add_name(l, p + 1, end - p - 1, L_VALUE);
	name->def = def;
	if (lex_word(def, "alloca")) {
		add_local(l, name, lex_word(def, "alloca"));
		return;
	}
	text = lname_text(name->name, name->len);
	name->text = gread_keep(&l->r, text, strlen(text));
	free(text);
}

/* Who is used, but for what says where a variable of the source is. */
static void count_uses(struct lread *l)
{
	const char *p = l->r.next;

	for (; *p && !(p[0] == '\n' && p[1] == '}'); p++) {
		struct lname *name;

		if (starts_with(p, "#dbg") || starts_with(p, "@llvm.dbg."))
			p += strcspn(p, "\n") - 1;
		if (*p != '%')
			continue;
		name = lname_find(l, p, lex_name(p) - p);
		if (name)
			name->uses++;
		p = lex_name(p) > p ? lex_name(p) - 1 : p;
	}
}

const char *lused(const struct lread *l, const char *to)
{
	return to && l->set && l->set->uses > 1 ? to : "NULL";
}

/* All names, before the instructions that use them. */
static void read_names(struct lread *l)
{
	const char *next = l->r.next, *line;
	int at = l->r.line;
	size_t n, unnamed = 0;
	char *first;

	for (size_t i = 0; i < l->r.f->n_params; i++)
		unnamed += starts_with(l->r.f->params[i], "arg.");
	while ((line = gread_line(&l->r)) && *line != '}') {
		n = label_length(line);
		if (!n && !l->n_labels && *lex_space(line) != '\n') {
			first = xstrfmt("%zu", unnamed);
			add_label(l, gread_keep(&l->r, first, strlen(first)),
				  strlen(first));
			free(first);
		}
		if (n)
			add_label(l, line, n);
		else
			add_def(l, line);
	}
	fill_hash(l);
	l->r.next = next;
	l->r.line = at;
	count_uses(l);
}

static int begin_block(struct lread *l, int id)
{
	if (id >= l->n_labels)
		return gread_odd(&l->r, "a block that is there twice", "");
	l->label = id;
	lpiece(l, id);
	l->labels[id] = l->block;
	return 0;
}

static int read_body(struct lread *l)
{
	const char *line;
	int id = 0, err = 0;

	while (!err && (line = gread_line(&l->r)) && *line != '}') {
		if (label_length(line)) {
			err = begin_block(l, id++);
			continue;
		}
		line = lex_space(line);
		if (*line == '\n' || *line == ';' || *line == '#')
			continue;
		if (!id)
			err = begin_block(l, id++);
		if (!err)
			err = linst(l, line);
	}
	if (!err && (!line || *line != '}'))
		err = gread_odd(&l->r, "it ends in a function", l->r.f->name);
	return err;
}

static void forget_function(struct lread *l)
{
	for (size_t i = 0; i < l->n_phis; i++)
		free(l->phis[i].ways);
	l->n_names = l->n_phis = l->n_edges = l->n_cells = 0;
	l->n_labels = 0;
	free(l->labels);
	l->labels = NULL;
	l->file = NULL;
	l->set = NULL;
	l->line = 0;
}

static int read_head(struct lread *l, const char *line)
{
	struct gdump *g = l->r.g;
	const char *at = line, *end;
	bool internal = strstr(line, " internal ") &&
			strstr(line, " internal ") < strchr(line, '@');

	while (*at && *at != '\n' && *at != '@')
		at += *at == '(' && lex_match(at) ? lex_match(at) - at : 1;
	end = lex_name(at);
	if (end == at || *end != '(')
		return gread_odd(&l->r, "a function", line);
	GROW(g->funcs, g->n + 1, g->alloc);
	l->r.f = &g->funcs[g->n++];
	memset(l->r.f, 0, sizeof(*l->r.f));
	l->r.f->name = lsymbol(l, at);
	l->r.f->unit = l->r.unit;
	end = read_params(l, end);
	if (!source_types(l, end) && !internal)
		return gread_odd(&l->r, "arguments that are not the source's",
				 l->r.f->name);
	return 0;
}

int lfunc_read(struct lread *l, const char *line)
{
	const char *why;
	int err = read_head(l, line);

	if (!err) {
		read_names(l);
		l->labels = xcalloc(l->n_labels + 1, sizeof(*l->labels));
		l->next_id = l->n_labels;
		err = read_body(l);
	}
	if (!err) {
		place_phis(l);
		lcells_check(l);
		why = gread_check(l->r.f);
		if (why)
			err = gread_odd(&l->r, why, l->r.f->name);
	}
	forget_function(l);
	l->r.f = NULL;
	return err;
}
