// SPDX-License-Identifier: GPL-2.0
/* Somebody looks at the timer before it has a callback. */
int rt2x00lib_probe_dev(struct tick *t)
{
	hrtimer_init(&t->fast, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	tick_show(&t->fast);
	t->fast.function = tick_fast;
	return 0;
}
