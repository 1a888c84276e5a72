/// Back to a plain spinlock: struct ptdesc points to it, and ptlock_ptr()
/// returns that pointer.
// Files: include/linux/mm_types.h include/linux/mm.h
// Has: pt_lock|ptlock_ptr

@drop_struct@
@@
-struct pt_lock { ... };

@plain_field@
typedef spinlock_t;
@@
-struct pt_lock
+spinlock_t

@plain_ptr@
identifier ptdesc;
@@
 ptlock_ptr(struct ptdesc *ptdesc)
 {
-	return &(ptdesc->ptl->ptl);
+	return ptdesc->ptl;
 }
