/// x86: the destructor of a page table and then pagetable_free() are
/// pagetable_dtor_free().
// Files: arch/x86/*
// Has: pagetable_dtor  pagetable_free
// Place: pagetable_dtor(ptdesc); pagetable_free

@pair@
expression E;
@@
-pagetable_dtor(E);
-pagetable_free(E);
+pagetable_dtor_free(E);
