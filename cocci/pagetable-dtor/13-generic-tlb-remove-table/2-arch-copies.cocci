/// Remove the copies of __tlb_remove_table() that do what the generic one
/// does. One that does anything else stays.
// Files: arch/*/include/asm/tlb.h
// Has: __tlb_remove_table pagetable_dtor

@arch_copy@
identifier table, ptdesc;
@@
-static inline void __tlb_remove_table(void *table)
-{
-	struct ptdesc *ptdesc = (struct ptdesc *)table;
-
-	pagetable_dtor(ptdesc);
-	pagetable_free(ptdesc);
-}
