// SPDX-License-Identifier: GPL-2.0-only
#include <asm/tlb.h>

static inline void tlb_table_invalidate(struct mmu_gather *tlb)
{
}

#ifndef __tlb_remove_table_one
static inline void __tlb_remove_table_one(void *table)
{
	tlb_remove_table_sync_one();
	__tlb_remove_table(table);
}
#endif

static void tlb_remove_table_one(void *table)
{
	__tlb_remove_table_one(table);
}
