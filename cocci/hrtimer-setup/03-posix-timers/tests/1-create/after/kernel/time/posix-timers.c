// SPDX-License-Identifier: GPL-2.0
static int create(struct k_itimer *t)
{
	hrtimer_setup(&t->timer, posix_timer_fn, t->it_clock, 0);
	return 0;
}
