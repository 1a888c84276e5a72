/// hrtimer_init() and the assignment of the callback become one call.
// A callback that is set later must be one that every path sets, unless the
// path leaves the function; and nothing in between may name the timer.
// Has: hrtimer_init|hrtimer_init_on_stack
// Options: --max-width 99
// Not: include/linux/hrtimer.h -- it declares the function
// Not: kernel/time/hrtimer.c -- it defines the function
// Not: include/trace/events/timer.h -- a trace event has this name
// May-miss: file include/* -- declarations and comments
// May-miss: file kernel/time/hrtimer.c -- it defines the function
// May-miss: rule later -- few trees have the form
// May-miss: rule expires -- few trees have the form
// May-miss: file kernel/time/tick-sched.c -- see 04-tick-sched
// May-miss: file net/can/bcm.c -- the other timers may be converted already
// May-miss: file io_uring/timeout.c -- likewise
// May-miss: file drivers/net/wireless/ralink/rt2x00/rt2x00dev.c -- other files set the callback
// May-miss: place drivers/net/wireless/ralink/rt2x00/rt2x00dev.c:rt2x00lib_probe_dev -- rt2800mmio.c or rt2800usb.c sets the callback, for some chips only
// May-miss: place net/can/bcm.c:bcm_tx_setup -- this timer is never started and has no callback
// May-miss: place fs/timerfd.c -- no callback here; see 02-timerfd
// May-miss: place kernel/time/posix-timers.c:common_timer_create -- no callback here; see 03-posix-timers
// May-miss: place kernel/time/tick-sched.c:tick_setup_sched_timer -- a callback in one case only; see 04-tick-sched
// May-miss: place io_uring/timeout.c:__io_timeout_prep -- callers set the callback; see 05-io-uring

@adjacent@
expression T, C, M, F;
@@
(
-hrtimer_init(&T, C, M);
-T.function = F;
+hrtimer_setup(&T, F, C, M);
|
-hrtimer_init(T, C, M);
-T->function = F;
+hrtimer_setup(T, F, C, M);
|
-hrtimer_init_on_stack(&T, C, M);
-T.function = F;
+hrtimer_setup_on_stack(&T, F, C, M);
|
-hrtimer_init_on_stack(T, C, M);
-T->function = F;
+hrtimer_setup_on_stack(T, F, C, M);
)

// The callback must be a name that means the same at both places: a function.
@apart@
expression T, C, M;
identifier F;
@@
(
-hrtimer_init(&T, C, M);
+hrtimer_setup(&T, F, C, M);
 ... when != T
     when != F
-T.function = F;
|
-hrtimer_init(&T, C, M);
+hrtimer_setup(&T, &F, C, M);
 ... when != T
     when != F
-T.function = &F;
|
-hrtimer_init(T, C, M);
+hrtimer_setup(T, F, C, M);
 ... when != T
     when != F
-T->function = F;
|
-hrtimer_init_on_stack(&T, C, M);
+hrtimer_setup_on_stack(&T, F, C, M);
 ... when != T
     when != F
-T.function = F;
)

@expires@
expression T, C, M, E;
identifier F;
@@
-hrtimer_init(&T, C, M);
+hrtimer_setup(&T, F, C, M);
 hrtimer_set_expires(&T, E);
-T.function = F;

// Branches with callbacks of their own, or a callback that is not a name: set
// the timer up there. Every path must come there (strict), and the clock and the
// mode must be constants, as they are read later than before.
@later@
expression T, F;
constant C, M;
@@
-hrtimer_init(&T, C, M);
 ... when != T
     when strict
-T.function = F;
+hrtimer_setup(&T, F, C, M);
