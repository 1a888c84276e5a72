static void __pte_free(pgtable_t pte)
{
	struct ptdesc *ptdesc = virt_to_ptdesc(pte);

	pagetable_dtor(ptdesc);
	pagetable_free(ptdesc);
}

void pte_free(struct mm_struct *mm, pgtable_t pte)
{
	__pte_free(pte);
}
