// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ways in which a page table comes and goes, a function each, for every
 * architecture and each level that it does not fold. Compiled in the place
 * of mm/mmu_gather.c, never linked; what is called here by its common name is
 * what the architecture makes of it.
 */
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <asm/pgalloc.h>
#include <asm/tlb.h>

#define WAY __attribute__((__noipa__))

WAY pgtable_t respin_pte_alloc(struct mm_struct *mm)
{
	return pte_alloc_one(mm);
}

WAY void respin_pte_free(struct mm_struct *mm, pgtable_t pte)
{
	pte_free(mm, pte);
}

WAY void respin_pte_free_tlb(struct mmu_gather *tlb, pgtable_t pte, unsigned long addr)
{
	pte_free_tlb(tlb, pte, addr);
}

WAY pte_t *respin_kernel_alloc(struct mm_struct *mm)
{
	return pte_alloc_one_kernel(mm);
}

WAY void respin_kernel_free(struct mm_struct *mm, pte_t *pte)
{
	pte_free_kernel(mm, pte);
}

/* mm/pgtable-generic.c and some architectures have it, for huge pages. */
#ifdef CONFIG_TRANSPARENT_HUGEPAGE
WAY void respin_pte_defer(struct mm_struct *mm, pgtable_t pte)
{
	pte_free_defer(mm, pte);
}
#else
extern int respin_no_defer;
#endif

/* The levels above are alike. */
#define LEVEL(x)							\
WAY x##_t *respin_##x##_alloc(struct mm_struct *mm, unsigned long addr)	\
{									\
	return x##_alloc_one(mm, addr);					\
}									\
WAY void respin_##x##_free(struct mm_struct *mm, x##_t *x)		\
{									\
	x##_free(mm, x);						\
}									\
WAY void respin_##x##_free_tlb(struct mmu_gather *tlb, x##_t *x,	\
			       unsigned long addr)			\
{									\
	x##_free_tlb(tlb, x, addr);					\
}

#ifdef __PAGETABLE_PMD_FOLDED
extern int respin_no_pmd;
#else
LEVEL(pmd)
#endif

#ifdef __PAGETABLE_PUD_FOLDED
extern int respin_no_pud;
#else
LEVEL(pud)
#endif

#ifdef __PAGETABLE_P4D_FOLDED
extern int respin_no_p4d;
#else
LEVEL(p4d)
#endif

WAY pgd_t *respin_pgd_alloc(struct mm_struct *mm)
{
	return pgd_alloc(mm);
}

WAY void respin_pgd_free(struct mm_struct *mm, pgd_t *pgd)
{
	pgd_free(mm, pgd);
}
