// SPDX-License-Identifier: GPL-2.0
/* The lock must not be held: timer_delete_sync() waits for blink_work(). */
static void blink_stop(struct blink *b)
{
	/* timer_delete(&b->slow); */
	timer_delete_sync(&b->timer);
}
