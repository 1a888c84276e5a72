/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_RISCV_TLB_H
#define _ASM_RISCV_TLB_H

static void tlb_flush(struct mmu_gather *tlb);

#ifdef CONFIG_MMU

static inline void __tlb_remove_table(void *table)
{
	struct ptdesc *ptdesc = (struct ptdesc *)table;

	pagetable_dtor(ptdesc);
	pagetable_free(ptdesc);
}

#endif /* CONFIG_MMU */

#define tlb_flush tlb_flush
#include <asm-generic/tlb.h>

static inline void tlb_flush(struct mmu_gather *tlb)
{
#ifdef CONFIG_MMU
	flush_tlb_mm(tlb->mm);
#endif
}

#endif /* _ASM_RISCV_TLB_H */
