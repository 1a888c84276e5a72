// SPDX-License-Identifier: GPL-2.0
static int create(struct k_itimer *t)
{
	hrtimer_init(&t->timer, t->it_clock, 0);
	return 0;
}
