/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

static inline void pagetable_free(struct ptdesc *pt)
{
	__free_pages(ptdesc_page(pt), 0);
}

static inline void pagetable_dtor(struct ptdesc *ptdesc)
{
	ptlock_free(ptdesc);
	__folio_clear_pgtable(ptdesc_folio(ptdesc));
}

static inline bool pagetable_pte_ctor(struct ptdesc *ptdesc)
{
	return ptlock_init(ptdesc);
}

#endif /* _LINUX_MM_H */
