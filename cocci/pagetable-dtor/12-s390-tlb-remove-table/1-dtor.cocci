/// s390: page tables of every level take the same way out: the destructor
/// runs in __tlb_remove_table(), which need not look at the size of a table.
// Files: arch/s390/include/asm/tlb.h arch/s390/mm/pgalloc.c
// Has: pagetable_dtor|pagetable_pte_dtor_free
// Place: pagetable_pte_dtor_free
// May-miss: file arch/s390/* -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule free_tlb -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule all_levels -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule all_levels_unused -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule dtor_free_def -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule dtor_free_use -- a tree may have it already: the conditions of the patch ask for it

@free_tlb@
identifier f =~ "^p[a-z0-9]+_free_tlb$";
expression E;
@@
 f(...)
 {
 <+...
-	pagetable_dtor(E);
 ...+>
 }

@all_levels@
identifier table, ptdesc, page;
@@
 void __tlb_remove_table(void *table)
 {
 	struct ptdesc *ptdesc = virt_to_ptdesc(table);
 	struct page *page = ptdesc_page(ptdesc);

-	if (compound_order(page) == CRST_ALLOC_ORDER) {
-		...
-	}
 	pagetable_pte_dtor_free(ptdesc);
 }

@all_levels_unused@
identifier table, ptdesc, page;
@@
 void __tlb_remove_table(void *table)
 {
 	struct ptdesc *ptdesc = virt_to_ptdesc(table);
-	struct page *page = ptdesc_page(ptdesc);
 	... when != page
 }

@dtor_free_def@
identifier ptdesc;
@@
-pagetable_pte_dtor_free
+pagetable_dtor_free
 (struct ptdesc *ptdesc)
 {
 ...
 }

@dtor_free_use@
@@
-pagetable_pte_dtor_free
+pagetable_dtor_free
