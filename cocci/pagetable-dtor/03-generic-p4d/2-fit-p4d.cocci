/// Fit the new P4D helpers to their level: nothing is accounted there so far,
/// and the level may be folded at run time.
// Files: include/asm-generic/pgalloc.h
// Has: __p4d_free
// Lacks: mm_p4d_folded
// May-miss: all -- a partly converted tree has them as they should be
// May-miss: rule no_ctor -- PUD tables may have no constructor in an old tree
// May-miss: rule no_dtor -- PUD tables may have no destructor in an old tree

@no_ctor@
identifier alloc = {__p4d_alloc_one, __p4d_alloc_one_noprof};
@@
 alloc(...)
 {
 	...
-	pagetable_p4d_ctor(...);
 	...
 }

@no_dtor@
@@
 __p4d_free(...)
 {
 	...
-	pagetable_p4d_dtor(...);
 	...
 }

@unless_folded@
typedef p4d_t;
identifier mm, p4d;
@@
 p4d_free(struct mm_struct *mm, p4d_t *p4d)
 {
-	__p4d_free(mm, p4d);
+	if (!mm_p4d_folded(mm))
+		__p4d_free(mm, p4d);
 }
