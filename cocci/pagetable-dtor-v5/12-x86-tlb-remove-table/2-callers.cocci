/// x86: no destructor where a page table goes to the mmu gather, and no local
/// variable for what is used once.
// Files: arch/x86/mm/pgtable.c
// Has: paravirt_tlb_remove_table pagetable_dtor
// Place: pagetable_dtor(page_ptdesc(pte)); paravirt_release_pte
// Place: pagetable_dtor(ptdesc); paravirt_tlb_remove_table
// Place: pagetable_dtor(ptdesc); paravirt_release_pud|paravirt_release_p4d
// May-miss: file arch/x86/mm/pgtable.c -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule free_tlb -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule free_tlb_local -- a tree may have no local variable at any level
// May-miss: rule free_tlb_unused -- a tree may have no local variable at any level

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
-		ptdesc
+		virt_to_ptdesc(table)
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
