/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

/* A timer may be armed until del_timer_sync() has returned. */
struct timer_list;

extern int timer_delete_sync(struct timer_list *timer);
extern int timer_delete(struct timer_list *timer);

/**
 * del_timer_sync - the old name of timer_delete_sync()
 * @timer: the timer
 */
static inline int del_timer_sync(struct timer_list *timer)
{
	return timer_delete_sync(timer);
}

/**
 * del_timer - the old name of timer_delete()
 * @timer: the timer
 */
static inline int del_timer(struct timer_list *timer)
{
	return timer_delete(timer);
}

extern void init_timers(void);
#endif
