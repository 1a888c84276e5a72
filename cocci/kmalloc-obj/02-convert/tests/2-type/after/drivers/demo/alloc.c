// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>
#include "near.h"

struct shelf {
	struct box *first;
	const char **names;
	void *priv;
	u32 *ids;
};

static struct box *objects(struct shelf *s, struct shelf **where)
{
	struct box *b = kzalloc_obj(struct box, GFP_KERNEL);
	struct box *c;

	s->first = kmalloc_obj(struct box, GFP_ATOMIC);
	*where = kzalloc_obj(struct shelf, GFP_KERNEL);
	s->priv = kvzalloc_obj(struct lid, GFP_KERNEL);
	c = kzalloc_obj(struct box, GFP_KERNEL);
	c = kzalloc_obj(*b, GFP_KERNEL);
	return kzalloc_obj(struct box, GFP_KERNEL);
}

static u32 *arrays(struct shelf *s, int n)
{
	u32 *ids = kzalloc_objs(u32, n, GFP_KERNEL);
	u32 *more;

	s->ids = kmalloc_objs(u32, n, GFP_KERNEL);
	s->priv = kvzalloc_objs(struct lid, n, GFP_KERNEL);
	more = kvmalloc_objs(u32, n, GFP_KERNEL);
	more = kzalloc_objs(*ids, n, GFP_KERNEL);
	return kzalloc_objs(u32, n, GFP_KERNEL);
}

static void near_by(struct near *near)
{
	near->box = kzalloc_obj(struct box, GFP_KERNEL);
	near->bytes = kzalloc(sizeof(struct box), GFP_KERNEL);
}

/* Types that differ, if only by a const, or that nobody knows here. */
static void *others(struct shelf *s, struct far *f, int n)
{
	u8 *raw = kmalloc(sizeof(struct box), GFP_KERNEL);
	const struct box *b;

	s->names = kcalloc(n, sizeof(char *), GFP_KERNEL);
	s->ids = kcalloc(n, sizeof(int), GFP_KERNEL);
	f->box = kzalloc(sizeof(struct box), GFP_KERNEL);
	b = kzalloc(sizeof(struct box), GFP_KERNEL);
	s->first = kzalloc(sizeof(*s->ids), GFP_KERNEL);
	return kzalloc(sizeof(*raw) + n, GFP_KERNEL);
}
