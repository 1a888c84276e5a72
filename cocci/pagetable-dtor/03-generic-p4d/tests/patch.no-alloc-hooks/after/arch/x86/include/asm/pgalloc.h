#if CONFIG_PGTABLE_LEVELS > 4
extern void pgd_populate(struct mm_struct *mm, pgd_t *pgd, p4d_t *p4d);

extern void ___p4d_free_tlb(struct mmu_gather *tlb, p4d_t *p4d);
#endif
