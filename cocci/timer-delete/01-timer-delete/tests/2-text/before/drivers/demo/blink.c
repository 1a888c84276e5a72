// SPDX-License-Identifier: GPL-2.0
/* The lock must not be held: del_timer_sync() waits for blink_work(). */
static void blink_stop(struct blink *b)
{
	/* del_timer(&b->slow); */
	timer_delete_sync(&b->timer);
}
