// SPDX-License-Identifier: GPL-2.0
static int create(struct timerfd_ctx *ctx, int clockid)
{
	if (ctx->alarm)
		alarm_init(&ctx->alarm);
	else
		hrtimer_init(&ctx->tmr, clockid, HRTIMER_MODE_ABS);
	return 0;
}
