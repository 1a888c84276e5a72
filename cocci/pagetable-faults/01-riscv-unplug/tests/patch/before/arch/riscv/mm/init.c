// SPDX-License-Identifier: GPL-2.0-only
static phys_addr_t alloc_pud_late(uintptr_t va)
{
	struct ptdesc *ptdesc = pagetable_alloc(GFP_KERNEL, 0);

	BUG_ON(!ptdesc);
	pagetable_pud_ctor(ptdesc);
	return __pa((pud_t *)ptdesc_address(ptdesc));
}

static void free_pud_table(pud_t *pud_start, p4d_t *p4d)
{
	struct page *page = p4d_page(*p4d);
	int i;

	for (i = 0; i < PTRS_PER_PUD; i++)
		if (!pud_none(pud_start[i]))
			return;

	if (PageReserved(page))
		free_reserved_page(page);
	else
		__free_pages(page, 0);
	p4d_clear(p4d);
}

static void remove_p4d_mapping(p4d_t *p4d, bool is_vmemmap)
{
	if (pgtable_l5_enabled)
		free_pud_table(pud_offset(p4d, 0), p4d);
}
