/// sparc64: the destructor of a page table and then pagetable_free() are
/// pagetable_dtor_free().
// Files: arch/sparc/*
// Has: pagetable_dtor  pagetable_free
// Place: pagetable_dtor(ptdesc); pagetable_free

@pair@
expression E;
@@
-pagetable_dtor(E);
-pagetable_free(E);
+pagetable_dtor_free(E);

// A variable that has served only these two.
@unused@
identifier f, ptdesc;
expression E;
@@
 f(...)
 {
-	struct ptdesc *ptdesc = E;
-
-	pagetable_dtor_free(ptdesc);
+	pagetable_dtor_free(E);
 }
