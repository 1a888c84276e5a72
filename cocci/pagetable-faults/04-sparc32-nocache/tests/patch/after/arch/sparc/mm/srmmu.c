// SPDX-License-Identifier: GPL-2.0-only
pgtable_t pte_alloc_one(struct mm_struct *mm)
{
	pte_t *ptep = pte_alloc_one_kernel(mm);
	struct page *page;

	if (!ptep)
		return NULL;
	page = pfn_to_page(__nocache_pa((unsigned long)ptep) >> PAGE_SHIFT);
	spin_lock(&mm->page_table_lock);
	if (page_ref_inc_return(page) == 2 &&
			!pagetable_pte_ctor(mm, page_ptdesc(page))) {
		page_ref_dec(page);
		spin_unlock(&mm->page_table_lock);
		srmmu_free_nocache(ptep, SRMMU_PTE_TABLE_SIZE);
		return NULL;
	}
	spin_unlock(&mm->page_table_lock);

	return ptep;
}
