// SPDX-License-Identifier: GPL-2.0
#include <linux/hrtimer.h>

static struct hrtimer global;

static void adjacent(struct tick *t)
{
	struct hrtimer *timer = &t->slow;

	hrtimer_setup(&t->fast, tick_fast, CLOCK_MONOTONIC, HRTIMER_MODE_REL);

	hrtimer_setup(timer, &tick_slow, t->clock, HRTIMER_MODE_ABS);

	hrtimer_setup(&global, tick_any(t), CLOCK_REALTIME, t->mode);
}

static int apart(struct tick *t)
{
	int ret;

	hrtimer_setup(&t->fast, tick_fast, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hrtimer_setup(&t->slow, &tick_slow, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	ret = tick_probe(t->id);
	if (ret)
		return ret;

	t->count = 0;
	return 0;
}

static void expires(struct tick *t, ktime_t when)
{
	hrtimer_setup(&t->fast, tick_fast, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hrtimer_set_expires(&t->fast, when);
}

static void branches(struct tick *t)
{
	t->count = 0;
	if (t->exact) {
		hrtimer_setup(&t->fast, tick_exact, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
		t->count = 1;
	} else {
		hrtimer_setup(&t->fast, tick_fast, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	}
}

static void changed(struct tick *t, callback_t fn)
{
	fn = tick_choose(fn);
	hrtimer_setup(&t->fast, fn, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
}
