static void __pte_free(pgtable_t pte)
{
	pagetable_dtor_free(virt_to_ptdesc(pte));
}

void pte_free(struct mm_struct *mm, pgtable_t pte)
{
	__pte_free(pte);
}
