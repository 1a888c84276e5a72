static inline void
__pte_free_tlb(struct mmu_gather *tlb, pgtable_t pte, unsigned long addr)
{
	struct ptdesc *ptdesc = page_ptdesc(pte);

#ifndef CONFIG_MMU_GATHER_TABLE_FREE
	pagetable_dtor(ptdesc);
#endif

#ifndef CONFIG_ARM_LPAE
	__tlb_adjust_range(tlb, addr, SZ_2M);
#endif

	tlb_remove_ptdesc(tlb, ptdesc);
}
