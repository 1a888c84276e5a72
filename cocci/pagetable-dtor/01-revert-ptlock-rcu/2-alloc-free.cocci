/// Allocate and free the spinlock itself, at once and without RCU.
// Files: mm/memory.c
// Has: pt_lock  ptlock_alloc  ptlock_free
// Options: --smpl-spacing
// May-miss: rule free_now_var -- one of this and free_now matches
// May-miss: rule free_now -- one of this and free_now_var matches

@plain_size@
typedef spinlock_t;
@@
 sizeof(
-	struct pt_lock
+	spinlock_t
 )

@alloc@
identifier lock;
@@
 ptlock_alloc(...)
 {
 	struct pt_lock *lock;
 	...
 }

@plain_lock@
identifier alloc.lock;
@@
 ptlock_alloc(...)
 {
-	struct pt_lock *lock;
+	spinlock_t *ptl;
 	<...
-	lock
+	ptl
 	...>
 }

@callback@
identifier cb, head;
symbol rcu;
@@
 static void cb(struct rcu_head *head)
 {
 	<+... container_of(head, struct pt_lock, rcu) ...+>
 }

@cache@
identifier callback.cb;
expression pool;
@@
 static void cb(...)
 {
 	<+... kmem_cache_free(pool, ...) ...+>
 }

@free_now_var@
identifier callback.cb;
identifier lock, ptdesc;
expression cache.pool;
@@
 ptlock_free(struct ptdesc *ptdesc)
 {
-	struct pt_lock *lock = ptdesc->ptl;
-	call_rcu(&lock->rcu, cb);
+	kmem_cache_free(pool, ptdesc->ptl);
 }

@free_now@
identifier callback.cb;
identifier ptdesc;
expression cache.pool;
@@
 ptlock_free(struct ptdesc *ptdesc)
 {
-	call_rcu(&ptdesc->ptl->rcu, cb);
+	kmem_cache_free(pool, ptdesc->ptl);
 }

@drop_callback depends on free_now_var || free_now@
identifier callback.cb;
@@
-static void cb(...) { ... }
