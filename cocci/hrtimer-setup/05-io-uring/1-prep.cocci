/// One callback for plain timeouts, one for linked ones.
// Files: io_uring/timeout.c
// Has: hrtimer_init
// Options: --max-width 99

@prep@
identifier f = __io_timeout_prep;
expression T, C, M;
@@
 f(...)
 {
 	<+...
-	hrtimer_init(T, C, M);
+	hrtimer_setup(T,
+		      is_timeout_link ? io_link_timeout_fn : io_timeout_fn,
+		      C, M);
 	...+>
 }

@start@
identifier f = {io_timeout, io_queue_linked_timeout};
expression T;
identifier F = {io_timeout_fn, io_link_timeout_fn};
@@
 f(...)
 {
 	<+...
-	T.function = F;
 	...+>
 }
