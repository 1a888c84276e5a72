#ifndef __ASM_TLB_H
#define __ASM_TLB_H

#if CONFIG_PGTABLE_LEVELS > 2
static inline void __pmd_free_tlb(struct mmu_gather *tlb, pmd_t *pmdp,
				  unsigned long addr)
{
	tlb_remove_ptdesc(tlb, virt_to_ptdesc(pmdp));
}
#endif

#if CONFIG_PGTABLE_LEVELS > 3
static inline void __pud_free_tlb(struct mmu_gather *tlb, pud_t *pudp,
				  unsigned long addr)
{
	struct ptdesc *ptdesc = virt_to_ptdesc(pudp);

	if (!pgtable_l4_enabled())
		return;

	pagetable_pud_dtor(ptdesc);
	tlb_remove_ptdesc(tlb, ptdesc);
}
#endif

#endif
