// SPDX-License-Identifier: GPL-2.0-or-later
#include <asm/tlb.h>

#ifndef CONFIG_PT_RECLAIM
static void native_tlb_remove_table(struct mmu_gather *tlb, void *table)
{
	struct ptdesc *ptdesc = (struct ptdesc *)table;

	tlb_remove_page(tlb, ptdesc_page(ptdesc));
}
#else
static void native_tlb_remove_table(struct mmu_gather *tlb, void *table)
{
	tlb_remove_table(tlb, table);
}
#endif

struct paravirt_patch_template pv_ops = {
	.mmu.tlb_remove_table	= native_tlb_remove_table,
};
