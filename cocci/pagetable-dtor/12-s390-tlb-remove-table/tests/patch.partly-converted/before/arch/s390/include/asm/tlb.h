/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _S390_TLB_H
#define _S390_TLB_H

void __tlb_remove_table(void *_table);

#include <asm-generic/tlb.h>

static inline void pte_free_tlb(struct mmu_gather *tlb, pgtable_t pte,
				unsigned long address)
{
	tlb->cleared_pmds = 1;
	tlb_remove_ptdesc(tlb, pte);
}

static inline void pmd_free_tlb(struct mmu_gather *tlb, pmd_t *pmd,
				unsigned long address)
{
	if (mm_pmd_folded(tlb->mm))
		return;
	pagetable_dtor(virt_to_ptdesc(pmd));
	__tlb_adjust_range(tlb, address, PAGE_SIZE);
	tlb->cleared_puds = 1;
	tlb_remove_ptdesc(tlb, pmd);
}

static inline void pud_free_tlb(struct mmu_gather *tlb, pud_t *pud,
				unsigned long address)
{
	if (mm_pud_folded(tlb->mm))
		return;
	pagetable_dtor(virt_to_ptdesc(pud));
	__tlb_adjust_range(tlb, address, PAGE_SIZE);
	tlb->cleared_p4ds = 1;
	tlb_remove_ptdesc(tlb, pud);
}

#endif /* _S390_TLB_H */
