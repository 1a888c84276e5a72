/// mm: add pagetable_dtor_free() where there was none in s390 to be moved.
// Files: include/linux/mm.h
// Has: pagetable_dtor pagetable_free
// Lacks: pagetable_dtor_free
// May-miss: all -- the function was moved from s390

@dtor_free@
identifier ptdesc;
@@
 static inline void pagetable_dtor(struct ptdesc *ptdesc)
 {
 ...
 }
+
+static inline void pagetable_dtor_free(struct ptdesc *ptdesc)
+{
+	pagetable_dtor(ptdesc);
+	pagetable_free(ptdesc);
+}
