static inline void __tlb_remove_table(void *table)
{
	free_page_and_swap_cache(table);
}

static inline void __pte_free_tlb(struct mmu_gather *tlb, pgtable_t pte,
				  unsigned long addr)
{
	pagetable_dtor(page_ptdesc(pte));
	tlb_remove_ptdesc(tlb, page_ptdesc(pte));
}
