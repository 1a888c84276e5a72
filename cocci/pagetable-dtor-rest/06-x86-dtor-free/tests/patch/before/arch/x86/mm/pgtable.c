static void free_pmds(struct mm_struct *mm, pmd_t *pmds[], int count)
{
	struct ptdesc *ptdesc;
	int i;

	for (i = 0; i < count; i++)
		if (pmds[i]) {
			ptdesc = virt_to_ptdesc(pmds[i]);

			pagetable_dtor(ptdesc);
			pagetable_free(ptdesc);
			mm_dec_nr_pmds(mm);
		}
}

int pmd_free_pte_page(pmd_t *pmd, unsigned long addr)
{
	struct ptdesc *pt = page_ptdesc(pmd_page(*pmd));

	pmd_clear(pmd);
	pagetable_dtor_free(pt);
	return 1;
}
