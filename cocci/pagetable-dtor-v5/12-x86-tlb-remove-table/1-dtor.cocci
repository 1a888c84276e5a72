/// x86: run the destructor of a page table where the table is freed: in
/// __tlb_remove_table(), and in what stands in for tlb_remove_table() where
/// tables are freed as pages.
// Files: arch/x86/include/asm/tlb.h arch/x86/kernel/paravirt.c arch/x86/mm/pgtable.c
// Has: __tlb_remove_table|native_tlb_remove_table|paravirt_tlb_remove_table
// May-miss: file arch/x86/* -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule remove_table -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule remove_page -- a tree may have it already: the conditions of the patch ask for it

@remove_table@
identifier table, ptdesc;
@@
 static inline void __tlb_remove_table(void *table)
 {
 	struct ptdesc *ptdesc = (struct ptdesc *)table;
 	...
+	pagetable_dtor(ptdesc);
 	pagetable_free(ptdesc);
 }

@remove_page@
identifier f = {native_tlb_remove_table, paravirt_tlb_remove_table};
identifier tlb, table, ptdesc;
@@
 f(struct mmu_gather *tlb, void *table)
 {
 	struct ptdesc *ptdesc = (struct ptdesc *)table;
 	...
+	pagetable_dtor(ptdesc);
 	tlb_remove_page(tlb, ptdesc_page(ptdesc));
 }
