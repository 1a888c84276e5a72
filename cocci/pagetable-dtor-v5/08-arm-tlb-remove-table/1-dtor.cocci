/// arm: run the destructor of a page table where the table is freed, in
/// __tlb_remove_table(), and no longer where it is handed to the gather.
/// For PTE tables see 2-guard.edit.
// Files: arch/arm/include/asm/tlb.h
// Has: __tlb_remove_table free_page_and_swap_cache|pagetable_dtor
// Place: free_page_and_swap_cache
// Place: virt_to_ptdesc(pmdp); pagetable_dtor
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

// The levels that there are with LPAE only.
@free_tlb@
identifier f = {__pmd_free_tlb, __pud_free_tlb, __p4d_free_tlb};
expression E;
@@
 f(...)
 {
 <+...
-	pagetable_dtor(E);
 ...+>
 }
