// SPDX-License-Identifier: GPL-2.0
/* Not from an interrupt: del_timer_sync() waits. */
static void blink_stop(struct blink *b)
{
	if (!del_timer(&b->slow))
		del_timer_sync(&b->timer);
}
