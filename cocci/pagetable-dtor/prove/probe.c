// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ways in which a page table comes and goes, a function each, for every
 * architecture and each level that it does not fold. Compiled in the place
 * of mm/mmu_gather.c, never linked.
 */
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <asm/pgalloc.h>
#include <asm/tlb.h>

#define WAY __attribute__((__noipa__))

/* Calling it by these names makes sure that it is the architecture's. */
pgtable_t respin_pte_alloc(struct mm_struct *mm);
void respin_pte_free(struct mm_struct *mm, pgtable_t pte);
void respin_pte_free_tlb(struct mmu_gather *tlb, pgtable_t pte, unsigned long addr);
pte_t *respin_kernel_alloc(struct mm_struct *mm);
void respin_kernel_free(struct mm_struct *mm, pte_t *pte);

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
void respin_pte_defer(struct mm_struct *mm, pgtable_t pte);
WAY void respin_pte_defer(struct mm_struct *mm, pgtable_t pte)
{
	pte_free_defer(mm, pte);
}
#else
extern int respin_no_defer;
#endif

#ifdef __PAGETABLE_PMD_FOLDED
extern int respin_no_pmd;
#else
pmd_t *respin_pmd_alloc(struct mm_struct *mm, unsigned long addr);
void respin_pmd_free(struct mm_struct *mm, pmd_t *pmd);
void respin_pmd_free_tlb(struct mmu_gather *tlb, pmd_t *pmd, unsigned long addr);

WAY pmd_t *respin_pmd_alloc(struct mm_struct *mm, unsigned long addr)
{
	return pmd_alloc_one(mm, addr);
}

WAY void respin_pmd_free(struct mm_struct *mm, pmd_t *pmd)
{
	pmd_free(mm, pmd);
}

WAY void respin_pmd_free_tlb(struct mmu_gather *tlb, pmd_t *pmd, unsigned long addr)
{
	pmd_free_tlb(tlb, pmd, addr);
}
#endif

#ifdef __PAGETABLE_PUD_FOLDED
extern int respin_no_pud;
#else
pud_t *respin_pud_alloc(struct mm_struct *mm, unsigned long addr);
void respin_pud_free(struct mm_struct *mm, pud_t *pud);
void respin_pud_free_tlb(struct mmu_gather *tlb, pud_t *pud, unsigned long addr);

WAY pud_t *respin_pud_alloc(struct mm_struct *mm, unsigned long addr)
{
	return pud_alloc_one(mm, addr);
}

WAY void respin_pud_free(struct mm_struct *mm, pud_t *pud)
{
	pud_free(mm, pud);
}

WAY void respin_pud_free_tlb(struct mmu_gather *tlb, pud_t *pud, unsigned long addr)
{
	pud_free_tlb(tlb, pud, addr);
}
#endif

#ifdef __PAGETABLE_P4D_FOLDED
extern int respin_no_p4d;
#else
p4d_t *respin_p4d_alloc(struct mm_struct *mm, unsigned long addr);
void respin_p4d_free(struct mm_struct *mm, p4d_t *p4d);
void respin_p4d_free_tlb(struct mmu_gather *tlb, p4d_t *p4d, unsigned long addr);

WAY p4d_t *respin_p4d_alloc(struct mm_struct *mm, unsigned long addr)
{
	return p4d_alloc_one(mm, addr);
}

WAY void respin_p4d_free(struct mm_struct *mm, p4d_t *p4d)
{
	p4d_free(mm, p4d);
}

WAY void respin_p4d_free_tlb(struct mmu_gather *tlb, p4d_t *p4d, unsigned long addr)
{
	p4d_free_tlb(tlb, p4d, addr);
}
#endif

/* Only where a table of this level comes to be one of another. */
#ifdef CONFIG_S390
pgd_t *respin_pgd_alloc(struct mm_struct *mm);
void respin_pgd_free(struct mm_struct *mm, pgd_t *pgd);

WAY pgd_t *respin_pgd_alloc(struct mm_struct *mm)
{
	return pgd_alloc(mm);
}

WAY void respin_pgd_free(struct mm_struct *mm, pgd_t *pgd)
{
	pgd_free(mm, pgd);
}
#else
extern int respin_no_pgd;
#endif
