#ifndef CONFIG_PARAVIRT
#ifndef CONFIG_PT_RECLAIM
static inline
void paravirt_tlb_remove_table(struct mmu_gather *tlb, void *table)
{
	struct ptdesc *ptdesc = (struct ptdesc *)table;

	tlb_remove_page(tlb, ptdesc_page(ptdesc));
}
#else
static inline
void paravirt_tlb_remove_table(struct mmu_gather *tlb, void *table)
{
	tlb_remove_table(tlb, table);
}
#endif /* !CONFIG_PT_RECLAIM */
#endif /* !CONFIG_PARAVIRT */

void ___pte_free_tlb(struct mmu_gather *tlb, struct page *pte)
{
	pagetable_dtor(page_ptdesc(pte));
	paravirt_tlb_remove_table(tlb, page_ptdesc(pte));
}
