int crst_table_upgrade(struct mm_struct *mm, unsigned long end)
{
	unsigned long *pgd = NULL, *p4d = NULL, *old;

	if (mm->limit == REGION2) {
		p4d = crst_table_alloc(mm);
		if (!p4d)
			return -ENOMEM;
	}
	spin_lock_bh(&mm->page_table_lock);
	if (p4d) {
		old = (unsigned long *) mm->pgd;
		pagetable_pud_ctor(virt_to_ptdesc(old));
		p4d_populate(mm, (p4d_t *) p4d, (pud_t *) old);
		mm->pgd = (pgd_t *) p4d;
	}
	if (pgd) {
		old = (unsigned long *) mm->pgd;
		pagetable_p4d_ctor(virt_to_ptdesc(old));
		pgd_populate(mm, (pgd_t *) pgd, (p4d_t *) old);
		mm->pgd = (pgd_t *) pgd;
	}
	spin_unlock_bh(&mm->page_table_lock);
	return 0;
}

/* Puts in a table that has been constructed. */
static void map_one(struct mm_struct *mm, p4d_t *p4d, void *pud)
{
	p4d_populate(mm, p4d, (pud_t *) pud);
}
