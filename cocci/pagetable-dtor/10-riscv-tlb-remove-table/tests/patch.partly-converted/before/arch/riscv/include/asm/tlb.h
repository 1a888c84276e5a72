/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_RISCV_TLB_H
#define _ASM_RISCV_TLB_H

static void tlb_flush(struct mmu_gather *tlb);

#ifdef CONFIG_MMU
#include <linux/swap.h>

/*
 * Platforms without IPIs for TLB shootdown free page tables by RCU
 * (MMU_GATHER_RCU_TABLE_FREE).
 */
static inline void __tlb_remove_table(void *table)
{
	free_page_and_swap_cache(table);
}

#endif /* CONFIG_MMU */

#define tlb_flush tlb_flush
#include <asm-generic/tlb.h>

#endif /* _ASM_RISCV_TLB_H */
