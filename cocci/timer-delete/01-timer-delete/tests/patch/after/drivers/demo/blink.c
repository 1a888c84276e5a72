// SPDX-License-Identifier: GPL-2.0
/* Not from an interrupt: timer_delete_sync() waits. */
static void blink_stop(struct blink *b)
{
	if (!timer_delete(&b->slow))
		timer_delete_sync(&b->timer);
}
