static inline void
__pte_free_tlb(struct mmu_gather *tlb, pgtable_t pte, unsigned long addr)
{
	struct ptdesc *ptdesc = page_ptdesc(pte);

	pagetable_dtor(ptdesc);
	tlb_remove_ptdesc(tlb, ptdesc);
}
