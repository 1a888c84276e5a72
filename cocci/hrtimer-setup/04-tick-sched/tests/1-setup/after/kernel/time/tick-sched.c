// SPDX-License-Identifier: GPL-2.0
void tick_setup(struct tick_sched *ts, bool high)
{
	hrtimer_setup(&ts->timer, tick_handler, CLOCK_MONOTONIC, HRTIMER_MODE_ABS_HARD);

	if (high)
		tick_sched_flag_set(ts, TS_HIGH);

	tick_activate(ts);
}
