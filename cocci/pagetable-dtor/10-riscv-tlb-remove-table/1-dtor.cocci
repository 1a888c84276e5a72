/// riscv: run the destructor of a page table where the table is freed: in
/// __tlb_remove_table(), and in riscv_tlb_remove_ptdesc() when that frees
/// it as a page. What remains of the callers needs no local variable.
// Files: arch/riscv/include/asm/tlb.h arch/riscv/include/asm/pgalloc.h
// Has: __tlb_remove_table|riscv_tlb_remove_ptdesc free_page_and_swap_cache|pagetable_dtor|tlb_remove_page_ptdesc
// May-miss: file arch/riscv/* -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule remove_table -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule remove_ptdesc -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule free_tlb_block -- a tree with three levels has no level to fold
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

@remove_ptdesc@
identifier tlb, pt;
expression rcu;
@@
 riscv_tlb_remove_ptdesc(struct mmu_gather *tlb, void *pt)
 {
 	if (rcu)
+	{
 		tlb_remove_ptdesc(tlb, pt);
+	}
 	else
+	{
+		pagetable_dtor(pt);
 		tlb_remove_page_ptdesc(tlb, pt);
+	}
 }

// The levels that can be folded at run time
@free_tlb_block@
identifier f =~ "^__p[a-z0-9]+_free_tlb$", ptdesc;
expression enabled, tlb, table;
@@
 f(...)
 {
 <...
 	if (enabled)
-	{
-		struct ptdesc *ptdesc = table;
-		pagetable_dtor(ptdesc);
 		riscv_tlb_remove_ptdesc(tlb,
(
-		ptdesc
+		table
|
 		table
)
		);
-	}
 ...>
 }

// The others
@free_tlb@
identifier f =~ "^__p[a-z0-9]+_free_tlb$", ptdesc;
expression tlb, table;
@@
 f(...)
 {
-	struct ptdesc *ptdesc = table;
-	pagetable_dtor(ptdesc);
 	riscv_tlb_remove_ptdesc(tlb,
(
-		ptdesc
+		table
|
 		table
)
		);
 }
