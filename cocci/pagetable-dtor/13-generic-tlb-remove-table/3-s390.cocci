/// s390: use the generic __tlb_remove_table(). It takes a ptdesc, so that is
/// what goes to the gather, in place of the address of the table.
// Files: arch/s390/include/asm/tlb.h arch/s390/mm/pgalloc.c
// Has: __tlb_remove_table

@s390_copy@
identifier table, ptdesc;
@@
-void __tlb_remove_table(void *table)
-{
-	struct ptdesc *ptdesc = virt_to_ptdesc(table);
-
-	pagetable_dtor_free(ptdesc);
-}

@s390_ptdesc@
identifier f =~ "^p[a-z0-9]+_free_tlb$";
identifier tlb, table, addr;
type T;
@@
 f(struct mmu_gather *tlb, T table, unsigned long addr)
 {
 <+...
 	tlb_remove_ptdesc(tlb,
-		table
+		virt_to_ptdesc(table)
 		);
 ...+>
 }
