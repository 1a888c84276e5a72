#ifdef CONFIG_MMU
#include <linux/swap.h>

/*
 * Platforms without IPIs for TLB shootdown free page tables by RCU
 * (MMU_GATHER_RCU_TABLE_FREE).
 */
static inline void __tlb_remove_table(void *table)
{
	struct ptdesc *ptdesc = (struct ptdesc *)table;

	pagetable_dtor(ptdesc);
	pagetable_free(ptdesc);
}

#endif /* CONFIG_MMU */
