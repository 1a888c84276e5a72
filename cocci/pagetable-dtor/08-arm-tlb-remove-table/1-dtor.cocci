/// arm: run the destructor of a page table where the table is freed, in
/// __tlb_remove_table(), and no longer where it is handed to the gather.
// Files: arch/arm/include/asm/tlb.h
// Has: __tlb_remove_table free_page_and_swap_cache|pagetable_dtor
// May-miss: rule remove_table -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule free_tlb -- a tree may have it already: the conditions of the patch ask for it

@remove_table@
identifier table;
@@
 static inline void __tlb_remove_table(void *table)
 {
-	free_page_and_swap_cache(...);
+	struct ptdesc *ptdesc = (struct ptdesc *)table;
+
+	pagetable_dtor(ptdesc);
+	pagetable_free(ptdesc);
 }

// Every level that the file knows: __pte_free_tlb(), __pmd_free_tlb() ...
@free_tlb@
identifier f =~ "^__p[a-z0-9]+_free_tlb$";
expression E;
@@
 f(...)
 {
 <+...
-	pagetable_dtor(E);
 ...+>
 }
