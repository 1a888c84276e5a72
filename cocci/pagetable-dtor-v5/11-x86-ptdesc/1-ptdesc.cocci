/// x86: whoever frees a page table gets its ptdesc. The destructor stays
/// where it is.
// Files: arch/x86/include/asm/tlb.h arch/x86/kernel/paravirt.c arch/x86/mm/pgtable.c
// Has: __tlb_remove_table|native_tlb_remove_table|paravirt_tlb_remove_table
// Place: free_page_and_swap_cache
// Place: paravirt_tlb_remove_table(tlb, pte)
// Place: paravirt_tlb_remove_table(tlb, virt_to_page|ptdesc_page
// May-miss: file arch/x86/* -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule remove_table -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule remove_page -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule free_tlb_pte -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule free_tlb_local -- a tree may have no local variable at any level
// May-miss: rule free_tlb -- a tree may have a local variable at every level

@remove_table@
identifier table;
@@
 static inline void __tlb_remove_table(void *table)
 {
-	free_page_and_swap_cache(...);
+	struct ptdesc *ptdesc = (struct ptdesc *)table;
+
+	pagetable_free(ptdesc);
 }

// Where tables are freed as pages: native_tlb_remove_table() and, without
// CONFIG_PARAVIRT, paravirt_tlb_remove_table().
@remove_page@
identifier f = {native_tlb_remove_table, paravirt_tlb_remove_table};
identifier tlb, table;
@@
 f(struct mmu_gather *tlb, void *table)
 {
-	tlb_remove_page(tlb, table);
+	struct ptdesc *ptdesc = (struct ptdesc *)table;
+
+	tlb_remove_page(tlb, ptdesc_page(ptdesc));
 }

@free_tlb_pte@
identifier tlb, pte;
@@
 ___pte_free_tlb(struct mmu_gather *tlb, struct page *pte)
 {
 <+...
 paravirt_tlb_remove_table(tlb,
-		pte
+		page_ptdesc(pte)
 		);
 ...+>
 }

@free_tlb_local@
identifier f =~ "^___p[a-z0-9]+_free_tlb$", ptdesc;
expression tlb, table;
@@
 f(...)
 {
 ...
 struct ptdesc *ptdesc = virt_to_ptdesc(table);
 <+...
 paravirt_tlb_remove_table(tlb,
(
-		ptdesc_page(ptdesc)
+		ptdesc
|
-		virt_to_page(table)
+		ptdesc
)
 		);
 ...+>
 }

@free_tlb@
identifier f =~ "^___p[a-z0-9]+_free_tlb$";
expression tlb, table;
@@
 f(...)
 {
 <+...
 paravirt_tlb_remove_table(tlb,
-		virt_to_page(table)
+		virt_to_ptdesc(table)
 		);
 ...+>
 }
