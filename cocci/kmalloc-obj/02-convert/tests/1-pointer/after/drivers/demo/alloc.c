// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#define NEW(p) do { \
		(p) = kzalloc_obj(*(p), GFP_KERNEL); \
	} while (0)

static struct box *objects(struct shelf *s, int n)
{
	struct box *b = kzalloc_obj(*b, GFP_KERNEL);
	struct lid *lid __free(kfree) = kmalloc_obj(*lid, GFP_KERNEL);
	struct tag *one = kzalloc_obj(*one, GFP_KERNEL), *two;

	b->lid = kmalloc_obj(*b->lid, s->atomic ? GFP_ATOMIC : GFP_KERNEL);
	s->tags[n] = kvzalloc_obj(*s->tags[n], GFP_KERNEL | __GFP_NOWARN);
	if (!(two = kvmalloc_obj(*two, GFP_KERNEL)))
		return NULL;
	s->first = kzalloc_obj(s->first[0], GFP_KERNEL);
	*s->slot = kzalloc_obj(**s->slot, GFP_KERNEL);
	return b;
}

static int arrays(struct shelf *s, int n)
{
	u32 *ids = kzalloc_objs(*ids, n, GFP_KERNEL);

	s->boxes = kmalloc_objs(*s->boxes, n, GFP_KERNEL);
	s->tags = kvzalloc_objs(s->tags[0], n + 1, GFP_KERNEL);
	s->lids = kvmalloc_objs(*s->lids, array_size(n, 2), GFP_KERNEL);
	s->marks = kzalloc_objs(*s->marks, n, GFP_KERNEL);
	return 0;
}

static struct row *flexible(struct shelf *s, int n)
{
	struct row *r = kzalloc_flex(*r, cells, n, GFP_KERNEL);

	s->rows[n] = kmalloc_flex(*s->rows[n], cells, n, GFP_KERNEL);
	s->data = kvzalloc_flex(*s->data, hdr.bytes, n, GFP_KERNEL);
	return r;
}

/* Sums and products, another pointer, a node, no sizeof. */
static void others(struct shelf *s, struct box *b, int n)
{
	b = kzalloc(sizeof(*b) + n, GFP_KERNEL);
	b = kzalloc(sizeof(*b) * n, GFP_KERNEL);
	s->first = kzalloc(sizeof(*s->far->away), GFP_KERNEL);
	b = kzalloc_node(sizeof(*b), GFP_KERNEL, 0);
	b = kmalloc(n, GFP_KERNEL);
	b = my_kzalloc(sizeof(*b), GFP_KERNEL);
	/* b = kzalloc(sizeof(*b), GFP_KERNEL); */
	b = devm_kzalloc(s->dev, sizeof(*b), GFP_KERNEL);
}
