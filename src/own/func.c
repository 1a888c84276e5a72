// SPDX-License-Identifier: GPL-2.0-only
#include "base/strset.h"
#include "own/int.h"

/* Words, of 64 names each, for all blocks of one function: 64 MiB. */
#define TOO_LARGE (1UL << 23)

/* --- names, and where they are needed ---------------------------------- */

ssize_t own_name(const struct own_func *f, const char *text)
{
	ssize_t at = strset_index(f->names.v, f->ssa, text);

	if (at >= 0)
		return at;
	at = strset_index(f->names.v + f->ssa, f->names.n - f->ssa, text);
	return at < 0 ? -1 : at + (ssize_t)f->ssa;
}

/* A function has a hundred variables, and is asked a million times. */
const char *own_type(const struct own_func *f, const char *text)
{
	char name[64];
	size_t n = gword_ssa(text);
	ssize_t at = -1;

	if (n && n < sizeof(name)) {
		memcpy(name, text, n);
		name[n] = '\0';
		at = strset_index(f->names.v, f->ssa, name);
	}
	if (at < 0 || !f->types)
		return gfunc_type(f->g, text);
	if (!f->types[at])
		f->types[at] = gfunc_type(f->g, text);
	return f->types[at];
}

typedef void (*word_fn)(void *data, const char *name);

static void each_ssa(const char *text, word_fn fn, void *data)
{
	for (const char *p = text; *p; p++) {
		size_t n;
		char *name;

		if (p > text && (is_word(p[-1]) || p[-1] == '.'))
			continue;
		n = gword_ssa(p);
		if (!n)
			continue;
		name = xstrndup(p, n);
		fn(data, name);
		free(name);
		p += n - 1;
	}
}

static void add_name(void *data, const char *name)
{
	strvec_push(data, name);
}

/* A variable of the function's own, or a part of one: "l.n", not "*l". */
static bool is_local(const struct gfunc *g, const char *text)
{
	size_t n = 0;

	while (is_word(text[n]))
		n++;
	if (!n || gword_ssa(text) || strpbrk(text, "*[(>"))
		return false;
	for (size_t i = 0; i < g->n_locals; i++)
		if (strlen(g->locals[i]) == n && !strncmp(text, g->locals[i], n))
			return true;
	return false;
}

static void read_names(struct own_func *f)
{
	const struct gfunc *g = f->g;
	struct strvec memory = STRVEC_INIT;

	for (size_t b = 0; b < g->n; b++) {
		for (size_t i = 0; i < g->blocks[b].n_phis; i++) {
			const struct gphi *phi = &g->blocks[b].phis[i];

			each_ssa(phi->to, add_name, &f->names);
			for (size_t k = 0; k < phi->n; k++)
				each_ssa(phi->v[k], add_name, &f->names);
		}
		for (size_t i = 0; i < g->blocks[b].n; i++) {
			const struct gstmt *s = &g->blocks[b].stmts[i];

			for (size_t k = 0; k < s->n; k++)
				each_ssa(s->v[k], add_name, &f->names);
			if (s->kind == G_ASSIGN && is_local(g, s->v[0]))
				strvec_push(&memory, s->v[0]);
		}
	}
	strvec_sort(&f->names);
	strvec_uniq(&f->names);
	f->ssa = f->names.n;
	strvec_sort(&memory);
	strvec_uniq(&memory);
	for (size_t i = 0; i < memory.n; i++)
		strvec_push(&f->names, memory.v[i]);
	strvec_release(&memory);
}

/* The variables of which TEXT has the address, as in "&x.n". */
static void add_shared(struct strvec *bases, const char *text)
{
	for (const char *p = text; (p = strchr(p, '&')); p++) {
		size_t n = 0;

		while (is_word(p[1 + n]))
			n++;
		if (n)
			strvec_take(bases, xstrndup(p + 1, n));
	}
}

static void read_shared(struct own_func *f)
{
	const struct gfunc *g = f->g;
	struct strvec bases = STRVEC_INIT;

	for (size_t b = 0; b < g->n && f->names.n > f->ssa; b++) {
		for (size_t i = 0; i < g->blocks[b].n_phis; i++)
			for (size_t k = 0; k < g->blocks[b].phis[i].n; k++)
				add_shared(&bases, g->blocks[b].phis[i].v[k]);
		for (size_t i = 0; i < g->blocks[b].n; i++)
			for (size_t k = 0; k < g->blocks[b].stmts[i].n; k++)
				add_shared(&bases, g->blocks[b].stmts[i].v[k]);
	}
	strvec_sort(&bases);
	strvec_uniq(&bases);
	f->shared = xcalloc(f->names.n + 1, sizeof(*f->shared));
	for (size_t i = f->ssa; i < f->names.n; i++) {
		const char *name = f->names.v[i];
		char *base = xstrndup(name, strcspn(name, "."));

		f->shared[i] = strset_has(&bases, base);
		free(base);
	}
	strvec_release(&bases);
}

void own_changed(const struct own_func *f, struct state *st, const char *text)
{
	size_t n = 0, left = 0;

	while (text && is_word(text[n]))
		n++;
	/* An object that is there is still one that is followed. */
	for (size_t i = 0; i < st->n_env; i++) {
		size_t at = st->env[i].name;
		const char *name = f->names.v[at];
		bool same = n && !strncmp(name, text, n) && !is_word(name[n]);

		if (at < f->ssa || (!same && !f->shared[at]) ||
		    st->env[i].v.kind == V_OBJ)
			st->env[left++] = st->env[i];
	}
	st->n_env = left;
}

struct live {
	const struct own_func *f;
	uint64_t *set;
};

static void live_add(void *data, const char *name)
{
	struct live *l = data;
	ssize_t at = own_name(l->f, name);

	if (at >= 0)
		l->set[at / 64] |= 1ULL << at % 64;
}

static void live_drop(const struct live *l, const char *name)
{
	ssize_t at = own_name(l->f, name);

	if (at >= 0)
		l->set[at / 64] &= ~(1ULL << at % 64);
}

size_t own_block(const struct gfunc *g, int id)
{
	return gfunc_block(g, id) - g->blocks;
}

/* What B needs at its start, by what its successors need. */
static void live_block(const struct own_func *f, size_t b, uint64_t *set)
{
	const struct gblock *bl = &f->g->blocks[b];
	size_t words = (f->names.n + 63) / 64;
	struct live l = { f, set };

	memset(set, 0, words * sizeof(*set));
	for (size_t i = 0; i < bl->n_succ; i++) {
		size_t to = own_block(f->g, bl->succ[i]);
		const struct gblock *next = &f->g->blocks[to];

		for (size_t k = 0; k < words; k++)
			set[k] |= f->live[to][k];
		for (size_t p = 0; p < next->n_phis; p++)
			for (size_t k = 0; k < next->phis[p].n; k++)
				if (next->phis[p].from[k] == bl->id)
					each_ssa(next->phis[p].v[k], live_add, &l);
	}
	for (size_t i = bl->n; i--;) {
		const struct gstmt *s = &bl->stmts[i];
		size_t to = s->kind == G_CALL ? 1 : 0;
		bool sets = (s->kind == G_CALL && s->n > 1) ||
			    (s->kind == G_ASSIGN && gword_ssa(s->v[0]) ==
			     strlen(s->v[0]));

		if (sets)
			live_drop(&l, s->v[to]);
		for (size_t k = 0; k < s->n; k++)
			if (!sets || k != to)
				each_ssa(s->v[k], live_add, &l);
	}
	for (size_t p = 0; p < bl->n_phis; p++)
		live_drop(&l, bl->phis[p].to);
	/* Variables in memory may be needed wherever their address is. */
	for (size_t i = f->ssa; i < f->names.n; i++)
		set[i / 64] |= 1ULL << i % 64;
}

static bool read_live(struct own *o, struct own_func *f)
{
	size_t words = (f->names.n + 63) / 64;
	uint64_t *set = xcalloc(words + 1, sizeof(*set));
	bool again = true;

	if (words * f->g->n > TOO_LARGE) {
		free(set);
		return false;
	}
	f->live = xcalloc(f->g->n, sizeof(*f->live));
	for (size_t b = 0; b < f->g->n; b++)
		f->live[b] = xcalloc(words + 1, sizeof(**f->live));
	while (again && own_spend(o, words * f->g->n)) {
		again = false;
		for (size_t b = f->g->n; b--;) {
			live_block(f, b, set);
			if (!memcmp(set, f->live[b], words * sizeof(*set)))
				continue;
			memcpy(f->live[b], set, words * sizeof(*set));
			again = true;
		}
	}
	free(set);
	return !again;
}

/* The same question: nothing in it changes from one time to the next. */
static bool same_ask(const struct gstmt *a, const struct gstmt *b)
{
	if (a->n != b->n || a->outputs || b->outputs)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->v[i], b->v[i]) || (i && gword_ssa(a->v[i])))
			return false;
	return true;
}

int own_func_ask(const struct own_func *f, const struct gstmt *s)
{
	for (size_t i = 0; i < f->n_asks; i++)
		if (same_ask(f->asks[i], s))
			return (int)i;
	return -1;
}

static const struct gstmt *asm_goto(const struct gblock *b)
{
	const struct gstmt *s = b->n ? &b->stmts[b->n - 1] : NULL;

	return s && s->kind == G_ASM && b->n_succ == 2 && b->falls ? s : NULL;
}

static void find_asks(struct own_func *f)
{
	for (size_t i = 0; i < f->g->n && f->n_asks < OWN_ASKS; i++) {
		const struct gstmt *s = asm_goto(&f->g->blocks[i]), *t;

		for (size_t k = 0; s && k < i; k++) {
			t = asm_goto(&f->g->blocks[k]);
			if (!t || !same_ask(s, t) || own_func_ask(f, s) >= 0)
				continue;
			f->asks[f->n_asks++] = s;
			break;
		}
	}
}

static void find_phis(struct own_func *f)
{
	f->phi = xcalloc(f->ssa + 1, sizeof(*f->phi));
	for (size_t b = 0; b < f->g->n; b++)
		for (size_t i = 0; i < f->g->blocks[b].n_phis; i++) {
			ssize_t at = own_name(f, f->g->blocks[b].phis[i].to);

			if (at >= 0 && (size_t)at < f->ssa)
				f->phi[at] = true;
		}
}

/* The parameter p comes in as p_12(D). */
static void find_params(struct own_func *f)
{
	const struct gfunc *g = f->g;

	memset(f->params, -1, sizeof(f->params));
	for (size_t i = 0; i < g->n_params && i < OWN_ARGS; i++) {
		size_t n = strlen(g->params[i]);

		for (size_t k = 0; k < f->ssa; k++) {
			const char *ssa = f->names.v[k];

			if (!strncmp(ssa, g->params[i], n) && ssa[n] == '_' &&
			    ends_with(ssa, "(D)") && !strchr(ssa + n + 1, '_'))
				f->params[i] = (ssize_t)k;
		}
	}
}

bool own_func_names(struct own *o, struct own_func *f)
{
	if (!f->named)
		read_names(f);
	f->named = true;
	return own_spend(o, f->names.n);
}

bool own_func_read(struct own *o, struct own_func *f)
{
	if (f->read)
		return !f->too_large;
	own_func_names(o, f);
	find_asks(f);
	read_shared(f);
	find_phis(f);
	find_params(f);
	f->types = xcalloc(f->ssa + 1, sizeof(*f->types));
	f->too_large = !read_live(o, f);
	f->read = true;
	return !f->too_large;
}

void own_func_release(struct own_func *f)
{
	for (size_t b = 0; f->live && b < f->g->n; b++)
		free(f->live[b]);
	free(f->live);
	free(f->phi);
	free(f->types);
	free(f->shared);
	strvec_release(&f->names);
}
