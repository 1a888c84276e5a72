int crst_table_upgrade(struct mm_struct *mm, unsigned long end)
{
	unsigned long *pgd = NULL, *p4d = NULL;

	if (mm->context.asce_limit == _REGION2_SIZE) {
		p4d = crst_table_alloc(mm);
		if (unlikely(!p4d))
			goto err_p4d;
		pagetable_p4d_ctor(virt_to_ptdesc(p4d));
	}
	if (end > _REGION1_SIZE) {
		pgd = crst_table_alloc(mm);
		if (unlikely(!pgd))
			goto err_pgd;
		pagetable_pgd_ctor(virt_to_ptdesc(pgd));
	}
	return install_tables(mm, pgd, p4d);

err_pgd:
	pagetable_dtor(virt_to_ptdesc(p4d));
	crst_table_free(mm, p4d);
err_p4d:
	return -ENOMEM;
}
