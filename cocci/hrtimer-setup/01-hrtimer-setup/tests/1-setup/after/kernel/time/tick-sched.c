// SPDX-License-Identifier: GPL-2.0
/* Not on every path. */
void tick_setup_sched_timer(struct tick *t)
{
	hrtimer_init(&t->fast, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	if (t->exact)
		t->fast.function = tick_exact;
	tick_go(t);
}
