/// powerpc: the destructor of a page table and then pagetable_free() are
/// pagetable_dtor_free().
// Files: arch/powerpc/*
// Has: pagetable_dtor  pagetable_free
// Place: pagetable_dtor(ptdesc); pagetable_free

// Where they are a whole block, it needs no braces any more. The name alone
// changes: a line that is all new would end up behind the condition.
@block@
expression last, E;
@@
 if (last)
-{
-	pagetable_dtor
+	pagetable_dtor_free
 	(E);
-	pagetable_free(E);
-}

@pair@
expression E;
@@
-pagetable_dtor(E);
-pagetable_free(E);
+pagetable_dtor_free(E);
