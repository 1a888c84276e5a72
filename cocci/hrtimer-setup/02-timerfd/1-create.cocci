/// The first initialization of the timer, which has no callback yet.
// Files: fs/timerfd.c
// Has: hrtimer_init
// Options: --max-width 99

@create@
expression T, C, M;
@@
-hrtimer_init(T, C, M)
+hrtimer_setup(T, timerfd_tmrproc, C, M)
