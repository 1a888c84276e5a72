// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>

unsigned long *page_table_alloc(struct mm_struct *mm)
{
	return NULL;
}

void page_table_free(struct mm_struct *mm, unsigned long *table)
{
	struct ptdesc *ptdesc = virt_to_ptdesc(table);

	pagetable_dtor_free(ptdesc);
}
