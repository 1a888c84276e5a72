// SPDX-License-Identifier: GPL-2.0
#include <linux/hrtimer.h>

static struct hrtimer global;

static void adjacent(struct tick *t)
{
	struct hrtimer *timer = &t->slow;

	hrtimer_init(&t->fast, CLOCK_MONOTONIC,
		     HRTIMER_MODE_REL);
	t->fast.function = tick_fast;

	hrtimer_init(timer, t->clock, HRTIMER_MODE_ABS);
	timer->function = &tick_slow;

	hrtimer_init(&global, CLOCK_REALTIME, t->mode);
	global.function = tick_any(t);
}

static int apart(struct tick *t)
{
	int ret;

	hrtimer_init(&t->fast, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hrtimer_init(&t->slow, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	ret = tick_probe(t->id);
	if (ret)
		return ret;

	t->fast.function = tick_fast;
	t->slow.function = &tick_slow;
	t->count = 0;
	return 0;
}

static void expires(struct tick *t, ktime_t when)
{
	hrtimer_init(&t->fast, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hrtimer_set_expires(&t->fast, when);
	t->fast.function = tick_fast;
}

static void branches(struct tick *t)
{
	hrtimer_init(&t->fast, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	t->count = 0;
	if (t->exact) {
		t->fast.function = tick_exact;
		t->count = 1;
	} else {
		t->fast.function = tick_fast;
	}
}

static void changed(struct tick *t, callback_t fn)
{
	hrtimer_init(&t->fast, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	fn = tick_choose(fn);
	t->fast.function = fn;
}
