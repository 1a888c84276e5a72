// SPDX-License-Identifier: GPL-2.0
/* A timer without a callback. */
static void bcm_tx_setup(struct tick *t)
{
	hrtimer_init(&t->fast, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
}
