/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __ASMARM_TLB_H
#define __ASMARM_TLB_H

#ifdef CONFIG_MMU

#include <linux/swap.h>
#include <asm/tlbflush.h>

static inline void __tlb_remove_table(void *_table)
{
	free_page_and_swap_cache((struct page *)_table);
}

#include <asm-generic/tlb.h>

static inline void
__pte_free_tlb(struct mmu_gather *tlb, pgtable_t pte, unsigned long addr)
{
	struct ptdesc *ptdesc = page_ptdesc(pte);

	pagetable_dtor(ptdesc);

#ifndef CONFIG_ARM_LPAE
	/* Two hardware tables live in one page. */
	__tlb_adjust_range(tlb, addr, SZ_2M);
#endif

	tlb_remove_ptdesc(tlb, ptdesc);
}

static inline void
__pmd_free_tlb(struct mmu_gather *tlb, pmd_t *pmdp, unsigned long addr)
{
#ifdef CONFIG_ARM_LPAE
	struct ptdesc *ptdesc = virt_to_ptdesc(pmdp);

	pagetable_dtor(ptdesc);
	tlb_remove_ptdesc(tlb, ptdesc);
#endif
}

#endif /* CONFIG_MMU */
#endif
