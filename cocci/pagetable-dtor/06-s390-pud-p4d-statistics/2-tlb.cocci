/// Destructors before PUD and P4D tables go to the mmu gather.
// Files: arch/s390/include/asm/tlb.h
// Has: pud_free_tlb  p4d_free_tlb
// May-miss: rule pud_dtor -- may be there already
// May-miss: rule p4d_dtor -- may be there already

@has_pud_dtor@
identifier dtor = {pagetable_pud_dtor, pagetable_dtor};
@@
 pud_free_tlb(...)
 {
 	<+... dtor(...) ...+>
 }

@has_p4d_dtor@
identifier dtor = {pagetable_p4d_dtor, pagetable_dtor};
@@
 p4d_free_tlb(...)
 {
 	<+... dtor(...) ...+>
 }

@pud_dtor depends on !has_pud_dtor@
typedef pud_t;
identifier tlb, pud;
@@
 pud_free_tlb(struct mmu_gather *tlb, pud_t *pud, ...)
 {
 	if (mm_pud_folded(tlb->mm))
 		return;
+	pagetable_pud_dtor(virt_to_ptdesc(pud));
 	...
 }

@p4d_dtor depends on !has_p4d_dtor@
typedef p4d_t;
identifier tlb, p4d;
@@
 p4d_free_tlb(struct mmu_gather *tlb, p4d_t *p4d, ...)
 {
 	if (mm_p4d_folded(tlb->mm))
 		return;
+	pagetable_p4d_dtor(virt_to_ptdesc(p4d));
 	...
 }
