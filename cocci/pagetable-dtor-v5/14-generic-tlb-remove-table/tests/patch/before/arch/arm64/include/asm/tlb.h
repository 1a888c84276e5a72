/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __ASM_TLB_H
#define __ASM_TLB_H

#include <linux/pagemap.h>

static inline void __tlb_remove_table(void *_table)
{
	struct ptdesc *ptdesc = (struct ptdesc *)_table;

	pagetable_dtor(ptdesc);
	pagetable_free(ptdesc);
}

#define tlb_flush tlb_flush
static void tlb_flush(struct mmu_gather *tlb);

#include <asm-generic/tlb.h>

#endif
