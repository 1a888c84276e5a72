/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_RISCV_PGALLOC_H
#define _ASM_RISCV_PGALLOC_H

#include <asm/tlb.h>

/*
 * Platforms without IPIs for TLB shootdown free page tables by RCU
 * (MMU_GATHER_RCU_TABLE_FREE).
 */
static inline void riscv_tlb_remove_ptdesc(struct mmu_gather *tlb, void *pt)
{
	if (riscv_use_sbi_for_rfence()) {
		tlb_remove_ptdesc(tlb, pt);
	} else {
		pagetable_dtor(pt);
		tlb_remove_page_ptdesc(tlb, pt);
	}
}

#ifndef __PAGETABLE_PMD_FOLDED
static inline void __pud_free_tlb(struct mmu_gather *tlb, pud_t *pud,
				  unsigned long addr)
{
	if (pgtable_l4_enabled)
		riscv_tlb_remove_ptdesc(tlb, virt_to_ptdesc(pud));
}

static inline void __p4d_free_tlb(struct mmu_gather *tlb, p4d_t *p4d,
				  unsigned long addr)
{
	if (pgtable_l5_enabled)
		riscv_tlb_remove_ptdesc(tlb, virt_to_ptdesc(p4d));
}
#endif /* __PAGETABLE_PMD_FOLDED */

static inline void __pte_free_tlb(struct mmu_gather *tlb, pgtable_t pte,
				  unsigned long addr)
{
	riscv_tlb_remove_ptdesc(tlb, page_ptdesc(pte));
}

#endif /* _ASM_RISCV_PGALLOC_H */
