// SPDX-License-Identifier: GPL-2.0-only
// given gathered 2: 0.1.1
// given gathered_page 2: 0.0.1
// given at_once 2: 0.1.1
#include "own.h"

struct batch *new_batch(void);
void free_batch(struct batch *b);

static __attribute__((__noinline__)) void one(void *table)
{
	dtor(to_page(table));	/* M */
	give_back(to_page(table));	/* M */
}

ENTRY void drain(struct batch *b)
{
	unsigned int i;

	for (i = 0; i < b->nr; i++)
		one(b->tables[i]);
	free_batch(b);
}

ENTRY void gathered(struct gather *g, void *table)
{
	struct batch *b = g->batch;

	b->tables[b->nr++] = table;	/* M */
	if (b->nr == 8)
		flush(g);
}

ENTRY void gathered_page(struct gather *g, struct page *p)
{
	g->batch->pages[g->batch->nr++] = p;
}

ENTRY void at_once(struct gather *g, void *table)
{
	if (!g->batch) {
		g->batch = new_batch();
		if (!g->batch) {
			one(table);	/* M */
			return;
		}
	}
	g->batch->tables[g->batch->nr++] = table;	/* M */
}
