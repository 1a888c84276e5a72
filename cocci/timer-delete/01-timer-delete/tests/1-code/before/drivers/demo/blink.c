// SPDX-License-Identifier: GPL-2.0
#include <linux/timer.h>

#define BLINK_STOP(b) \
	do { \
		del_timer(&(b)->timer); \
		(b)->on = 0; \
	} while (0)

struct blink_ops {
	int (*stop)(struct timer_list *timer);
};

static int blink_del_timer(struct blink *b)
{
	return del_timer_sync(&b->timer);
}

static struct blink_ops ops = {
	.stop = del_timer_sync,
};

/* del_timer() may be called twice. */
static void blink_stop(struct blink *b)
{
	if (del_timer(&b->timer) && !b->on)
		BLINK_STOP(b);
	del_timer_sync (&b->slow);
	try_to_del_timer_sync(&b->fast);
	pr_debug("del_timer\n");
}
