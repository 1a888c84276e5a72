/* SPDX-License-Identifier: GPL-2.0-only */
static inline pgd_t *pgd_alloc(struct mm_struct *mm)
{
	pgd_t *pgd = kmem_cache_alloc(PGT_CACHE(PGD_INDEX_SIZE),
				      pgtable_gfp_flags(mm, GFP_KERNEL));

#ifdef CONFIG_PPC_8xx
	memcpy(pgd + USER_PTRS_PER_PGD, swapper_pg_dir + USER_PTRS_PER_PGD,
	       (MAX_PTRS_PER_PGD - USER_PTRS_PER_PGD) * sizeof(pgd_t));
#endif
	return pgd;
}
