/* SPDX-License-Identifier: GPL-2.0-only */
#ifdef CONFIG_MMU_GATHER_TABLE_FREE

extern void tlb_remove_table(struct mmu_gather *tlb, void *table);

#else
/* Tables are pages. */
static inline void tlb_remove_table(struct mmu_gather *tlb, void *table);
#endif

static inline void tlb_remove_page(struct mmu_gather *tlb, struct page *page)
{
	batch_page(tlb, page);
}

#ifndef CONFIG_MMU_GATHER_TABLE_FREE
static inline void tlb_remove_table(struct mmu_gather *tlb, void *table)
{
	pagetable_dtor(table);
	tlb_remove_page(tlb, table);
}
#endif

static inline void tlb_remove_ptdesc(struct mmu_gather *tlb, void *pt)
{
	tlb_remove_table(tlb, pt);
}
