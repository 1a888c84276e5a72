// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#define NEW(p) do { \
		(p) = kzalloc(sizeof(*(p)), GFP_KERNEL); \
	} while (0)

static struct box *objects(struct shelf *s, int n)
{
	struct box *b = kzalloc(sizeof(*b), GFP_KERNEL);
	struct lid *lid __free(kfree) = kmalloc(sizeof(*lid), GFP_KERNEL);
	struct tag *one = kzalloc(sizeof *one, GFP_KERNEL), *two;

	b->lid = kmalloc(sizeof(*b->lid), s->atomic ? GFP_ATOMIC : GFP_KERNEL);
	s->tags[n] = kvzalloc(sizeof(*(s->tags[n])),
			      GFP_KERNEL | __GFP_NOWARN);
	if (!(two = kvmalloc(sizeof(*two), GFP_KERNEL)))
		return NULL;
	s->first = kzalloc(sizeof(s->first[0]), GFP_KERNEL);
	*s->slot = kzalloc(sizeof(**s->slot), GFP_KERNEL);
	return b;
}

static int arrays(struct shelf *s, int n)
{
	u32 *ids = kcalloc(n, sizeof(*ids), GFP_KERNEL);

	s->boxes = kmalloc_array(n, sizeof(*s->boxes), GFP_KERNEL);
	s->tags = kvcalloc(n + 1, sizeof(s->tags[0]), GFP_KERNEL);
	s->lids = kvmalloc_array(array_size(n, 2),
				 sizeof(*s->lids),
				 GFP_KERNEL);
	s->marks = (u8 *)kcalloc(n, sizeof(*s->marks), GFP_KERNEL);
	return 0;
}

static struct row *flexible(struct shelf *s, int n)
{
	struct row *r = kzalloc(struct_size(r, cells, n), GFP_KERNEL);

	s->rows[n] = kmalloc(struct_size(s->rows[n], cells, n), GFP_KERNEL);
	s->data = kvzalloc(struct_size(s->data, hdr.bytes, n), GFP_KERNEL);
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
