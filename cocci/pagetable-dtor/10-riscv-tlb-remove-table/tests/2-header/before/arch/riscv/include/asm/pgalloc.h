#ifdef CONFIG_MMU
#include <asm-generic/pgalloc.h>

static inline void riscv_tlb_remove_ptdesc(struct mmu_gather *tlb, void *pt)
{
	tlb_remove_ptdesc(tlb, pt);
}
#endif /* CONFIG_MMU */
