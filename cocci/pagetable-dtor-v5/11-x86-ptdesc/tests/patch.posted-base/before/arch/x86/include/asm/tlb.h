/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _ASM_X86_TLB_H
#define _ASM_X86_TLB_H

#include <asm-generic/tlb.h>

/* Hypervisors make us free page tables by RCU. */
static inline void __tlb_remove_table(void *table)
{
	free_page_and_swap_cache(table);
}

#ifdef CONFIG_PT_RECLAIM
static inline void __tlb_remove_table_one_rcu(struct rcu_head *head)
{
	struct page *page;

	page = container_of(head, struct page, rcu_head);
	put_page(page);
}

static inline void __tlb_remove_table_one(void *table)
{
	struct page *page;

	page = table;
	call_rcu(&page->rcu_head, __tlb_remove_table_one_rcu);
}
#define __tlb_remove_table_one __tlb_remove_table_one
#endif /* CONFIG_PT_RECLAIM */

static inline void invlpg(unsigned long addr)
{
}
#endif /* _ASM_X86_TLB_H */
