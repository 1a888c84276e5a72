// SPDX-License-Identifier: GPL-2.0
/* A path that fails must leave an initialized timer, if without a callback. */
static int __io_timeout_prep(struct tick *t, callback_t fn)
{
	hrtimer_init(&t->fast, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	fn = tick_choose(fn);
	if (!fn)
		return -EINVAL;
	t->fast.function = fn;
	return 0;
}
