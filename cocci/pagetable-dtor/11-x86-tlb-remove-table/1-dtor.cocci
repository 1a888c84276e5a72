/// x86: run the destructor of a page table where the table is freed: in
/// __tlb_remove_table(), and in what stands in for tlb_remove_table() where
/// tables are freed as pages.
// Files: arch/x86/include/asm/tlb.h arch/x86/kernel/paravirt.c arch/x86/mm/pgtable.c
// Has: __tlb_remove_table|native_tlb_remove_table|paravirt_tlb_remove_table
// May-miss: file arch/x86/* -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule remove_table -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule remove_page -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule free_tlb -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule free_tlb_page -- a tree may hand over virt_to_page() at every level
// May-miss: rule free_tlb_unused -- a tree may have no local variable at any level

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

// Without RCU: native_tlb_remove_table() and, without CONFIG_PARAVIRT,
// paravirt_tlb_remove_table(). The ones that call tlb_remove_table() end in
// __tlb_remove_table().
@remove_page@
identifier f = {native_tlb_remove_table, paravirt_tlb_remove_table};
identifier tlb, table;
@@
 f(struct mmu_gather *tlb, void *table)
 {
+	pagetable_dtor(table);
 	tlb_remove_page(tlb, table);
 }

@free_tlb@
identifier f =~ "^___p[a-z0-9]+_free_tlb$";
expression E;
@@
 f(...)
 {
 <+...
-	pagetable_dtor(E);
 ...+>
 }

@free_tlb_page@
identifier f =~ "^___p[a-z0-9]+_free_tlb$", ptdesc;
expression tlb, table;
@@
 f(...)
 {
 ...
 struct ptdesc *ptdesc = virt_to_ptdesc(table);
 <+...
 paravirt_tlb_remove_table(tlb,
-		ptdesc_page(ptdesc)
+		virt_to_page(table)
 		);
 ...+>
 }

@free_tlb_unused@
identifier f =~ "^___p[a-z0-9]+_free_tlb$", ptdesc;
expression E;
@@
 f(...)
 {
-	struct ptdesc *ptdesc = E;
 ... when != ptdesc
 }
