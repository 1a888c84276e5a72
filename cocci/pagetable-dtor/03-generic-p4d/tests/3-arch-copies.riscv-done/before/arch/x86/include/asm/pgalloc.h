#if CONFIG_PGTABLE_LEVELS > 4
extern void pgd_populate(struct mm_struct *mm, pgd_t *pgd, p4d_t *p4d);

static inline p4d_t *p4d_alloc_one(struct mm_struct *mm, unsigned long addr)
{
	return (p4d_t *)get_zeroed_page(GFP_KERNEL_ACCOUNT);
}

static inline void p4d_free(struct mm_struct *mm, p4d_t *p4d)
{
	if (!pgtable_l5_enabled())
		return;

	free_page((unsigned long)p4d);
}

extern void ___p4d_free_tlb(struct mmu_gather *tlb, p4d_t *p4d);
#endif
