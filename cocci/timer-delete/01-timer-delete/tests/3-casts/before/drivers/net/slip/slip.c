// SPDX-License-Identifier: GPL-2.0
static void sl_stop(struct slip *sl)
{
	(void) timer_delete(&sl->timer);
}
