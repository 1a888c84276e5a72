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

static inline void __pmd_free_tlb(struct mmu_gather *tlb, pmd_t *pmd,
				  unsigned long addr)
{
	pagetable_dtor(virt_to_ptdesc(pmd));
	tlb_remove_ptdesc(tlb, virt_to_ptdesc(pmd));
}
