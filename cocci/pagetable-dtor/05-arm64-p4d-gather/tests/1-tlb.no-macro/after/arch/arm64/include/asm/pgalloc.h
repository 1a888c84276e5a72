#if CONFIG_PGTABLE_LEVELS > 4

static inline void pgd_populate(struct mm_struct *mm, pgd_t *pgdp, p4d_t *p4dp)
{
	__pgd_populate(pgdp, __pa(p4dp));
}
#else
static inline void pgd_populate(struct mm_struct *mm, pgd_t *pgdp, p4d_t *p4dp)
{
	BUILD_BUG();
}
#endif
