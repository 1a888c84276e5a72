#ifdef CONFIG_MMU
#include <asm-generic/pgalloc.h>

/*
 * Platforms without IPIs for TLB shootdown free page tables by RCU
 * (MMU_GATHER_RCU_TABLE_FREE).
 */
static inline void riscv_tlb_remove_ptdesc(struct mmu_gather *tlb, void *pt)
{
	tlb_remove_ptdesc(tlb, pt);
}
#endif /* CONFIG_MMU */
