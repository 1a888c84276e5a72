/// The callback is set in one case only; it does no harm in the other one.
// Files: kernel/time/tick-sched.c
// Has: hrtimer_init
// Options: --max-width 99

@setup@
expression T, C, M, E, X, Y;
identifier F;
@@
-hrtimer_init(&T, C, M);
-if (E) {
-	tick_sched_flag_set(X, Y);
-	T.function = F;
-}
+hrtimer_setup(&T, F, C, M);
+
+if (E)
+	tick_sched_flag_set(X, Y);
