void pte_free(struct mm_struct *mm, pgtable_t ptep)
{
	struct page *page = pool_page(ptep);

	if (page_ref_dec_return(page) == 1)
		pagetable_dtor(page_ptdesc(page));
	pool_free(ptep);
}
