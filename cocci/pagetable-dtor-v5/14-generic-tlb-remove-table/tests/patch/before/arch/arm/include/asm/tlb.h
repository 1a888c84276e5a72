/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __ASMARM_TLB_H
#define __ASMARM_TLB_H

#include <asm/tlbflush.h>

static inline void __tlb_remove_table(void *_table)
{
	struct ptdesc *ptdesc = (struct ptdesc *)_table;

	pagetable_dtor(ptdesc);
	pagetable_free(ptdesc);
}

#include <asm-generic/tlb.h>

#endif
