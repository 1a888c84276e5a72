static inline void __pud_free_tlb(struct mmu_gather *tlb, pud_t *pudp,
				  unsigned long addr)
{
	struct ptdesc *ptdesc = virt_to_ptdesc(pudp);

	if (!pgtable_l4_enabled())
		return;

	pagetable_dtor(ptdesc);
	tlb_remove_ptdesc(tlb, ptdesc);
}

static inline void __p4d_free_tlb(struct mmu_gather *tlb, p4d_t *p4d,
				  unsigned long addr)
{
	if (pgtable_l5_enabled()) {
		pagetable_dtor(virt_to_ptdesc(p4d));
		tlb_remove_ptdesc(tlb, virt_to_ptdesc(p4d));
	}
}
