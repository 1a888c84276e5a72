/// Where an architecture hands a P4D table to the mmu gather itself, run the
/// destructor first.
// Files: arch/riscv/include/asm/pgalloc.h arch/x86/mm/pgtable.c
// Has: __p4d_free_tlb|___p4d_free_tlb
// Lacks: pagetable_p4d_dtor
// May-miss: all -- a partly converted tree has the calls
// May-miss: rule checked -- riscv may be converted, or not be there
// May-miss: rule straight -- x86 may be converted, or not be there

@has_dtor@
identifier free = {__p4d_free_tlb, ___p4d_free_tlb};
identifier dtor = {pagetable_p4d_dtor, pagetable_dtor};
@@
 free(...)
 {
 	<+... dtor(...) ...+>
 }

@checked depends on !has_dtor@
typedef p4d_t;
identifier remove, tlb, p4d;
expression level;
expression list args;
@@
 __p4d_free_tlb(struct mmu_gather *tlb, p4d_t *p4d, ...)
 {
-	if (level)
+	if (level) {
+		struct ptdesc *ptdesc = virt_to_ptdesc(p4d);
+
+		pagetable_p4d_dtor(ptdesc);
 		remove(args);
+	}
 }

@straight depends on !has_dtor@
identifier tlb, p4d;
@@
 ___p4d_free_tlb(struct mmu_gather *tlb, p4d_t *p4d)
 {
+	struct ptdesc *ptdesc = virt_to_ptdesc(p4d);
+
+	pagetable_p4d_dtor(ptdesc);
 	...
 }
