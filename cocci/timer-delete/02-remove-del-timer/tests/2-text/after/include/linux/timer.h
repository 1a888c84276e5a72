/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

/* A timer may be armed until timer_delete_sync() has returned. */
struct timer_list;

extern int timer_delete_sync(struct timer_list *timer);
extern int timer_delete(struct timer_list *timer);

extern void init_timers(void);
#endif
