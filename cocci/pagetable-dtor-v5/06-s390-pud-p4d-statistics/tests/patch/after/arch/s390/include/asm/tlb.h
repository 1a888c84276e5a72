#ifndef _S390_TLB_H
#define _S390_TLB_H

#define p4d_free_tlb p4d_free_tlb
#define pud_free_tlb pud_free_tlb

#include <asm-generic/tlb.h>

/*
 * pmd_free_tlb frees a pmd table.
 */
static inline void pmd_free_tlb(struct mmu_gather *tlb, pmd_t *pmd,
				unsigned long address)
{
	if (mm_pmd_folded(tlb->mm))
		return;
	pagetable_pmd_dtor(virt_to_ptdesc(pmd));
	tlb_remove_ptdesc(tlb, pmd);
}

/*
 * p4d_free_tlb frees a pud table. If the mm has four levels, the
 * single p4d is freed as the pgd.
 */
static inline void p4d_free_tlb(struct mmu_gather *tlb, p4d_t *p4d,
				unsigned long address)
{
	if (mm_p4d_folded(tlb->mm))
		return;
	pagetable_p4d_dtor(virt_to_ptdesc(p4d));
	__tlb_adjust_range(tlb, address, PAGE_SIZE);
	tlb->freed_tables = 1;
	tlb_remove_ptdesc(tlb, p4d);
}

/*
 * pud_free_tlb frees a pud table. If the mm has three levels, the
 * single pud is freed as the pgd.
 */
static inline void pud_free_tlb(struct mmu_gather *tlb, pud_t *pud,
				unsigned long address)
{
	if (mm_pud_folded(tlb->mm))
		return;
	pagetable_pud_dtor(virt_to_ptdesc(pud));
	tlb->freed_tables = 1;
	tlb_remove_ptdesc(tlb, pud);
}

#endif /* _S390_TLB_H */
