/* SPDX-License-Identifier: GPL-2.0-only */
#ifdef CONFIG_MMU_GATHER_TABLE_FREE

extern void tlb_remove_table(struct mmu_gather *tlb, void *table);

#else /* !CONFIG_MMU_GATHER_TABLE_FREE */

static inline void tlb_remove_page(struct mmu_gather *tlb, struct page *page);

/*
 * Without MMU_GATHER_TABLE_FREE the architecture is assumed to have tables
 * that are pages.
 */
static inline void tlb_remove_table(struct mmu_gather *tlb, void *table)
{
	struct page *page = table;

	pagetable_dtor(page_ptdesc(page));
	tlb_remove_page(tlb, page);
}

#endif /* CONFIG_MMU_GATHER_TABLE_FREE */

static inline void tlb_remove_page(struct mmu_gather *tlb, struct page *page)
{
	batch_page(tlb, page);
}
