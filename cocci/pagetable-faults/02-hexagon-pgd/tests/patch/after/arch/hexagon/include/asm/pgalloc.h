/* SPDX-License-Identifier: GPL-2.0-only */
static inline pgd_t *pgd_alloc(struct mm_struct *mm)
{
	pgd_t *pgd;

	pgd = __pgd_alloc(mm, 0);
	if (!pgd)
		return NULL;

	/* The kernel's entries. */
	memcpy(pgd, swapper_pg_dir, PTRS_PER_PGD * sizeof(pgd_t));
	return pgd;
}
