/* SPDX-License-Identifier: GPL-2.0-only */
/* listing: what a reader of a compiler's dump made of it, as text. */
#ifndef RESPIN_TESTS_LISTING_H
#define RESPIN_TESTS_LISTING_H

#include "own/gimple.h"

static inline const struct gfunc *func_of(const struct gdump *g, const char *name)
{
	for (size_t i = 0; i < g->n; i++)
		if (!strcmp(g->funcs[i].name, name))
			return &g->funcs[i];
	return NULL;
}

static inline void add_stmt(struct strbuf *sb, const struct gstmt *s)
{
	static const char *const kinds[] = {
		"assign", "call", "cond", "switch", "asm", "return", "other",
	};

	strbuf_addf(sb, "%s:%d %s", s->file ?: "-", s->line, kinds[s->kind]);
	if (s->op)
		strbuf_addf(sb, " %s", s->op);
	for (size_t i = s->kind == G_ASM; i < s->n; i++)
		strbuf_addf(sb, "%s %s", i ? "," : "", s->v[i]);
	if (s->kind == G_ASM)
		strbuf_addf(sb, " (%zu out)", s->outputs);
	if (s->kind == G_COND)
		strbuf_addf(sb, " ? %d : %d", s->then_at, s->else_at);
	strbuf_addch(sb, '\n');
}

/* One function, as text. */
static inline char *listing(const struct gfunc *f)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < f->n_params; i++)
		strbuf_addf(&sb, "%s: %s\n", f->params[i], f->types[i]);
	for (size_t i = 0; i < f->n_locals; i++)
		strbuf_addf(&sb, "local %s: %s\n", f->locals[i], f->local_types[i]);
	for (size_t i = 0; i < f->n; i++) {
		const struct gblock *b = &f->blocks[i];

		strbuf_addf(&sb, "block %d ->", b->id);
		for (size_t k = 0; k < b->n_succ; k++)
			strbuf_addf(&sb, " %d", b->succ[k]);
		strbuf_addf(&sb, "%s\n", b->ends ? " end" : "");
		for (size_t k = 0; k < b->n_phis; k++) {
			strbuf_addf(&sb, "%s is", b->phis[k].to);
			for (size_t j = 0; j < b->phis[k].n; j++)
				strbuf_addf(&sb, " %s(%d)", b->phis[k].v[j], b->phis[k].from[j]);
			strbuf_addch(&sb, '\n');
		}
		for (size_t k = 0; k < b->n; k++)
			add_stmt(&sb, &b->stmts[k]);
	}
	return strbuf_detach(&sb);
}

#endif
