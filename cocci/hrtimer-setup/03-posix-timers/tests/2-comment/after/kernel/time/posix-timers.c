// SPDX-License-Identifier: GPL-2.0
/* A relative timer is another matter: see hrtimer_setup(). */
static int create(struct k_itimer *t)
{
	return 0;
}
