/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SPARC64_TLB_H
#define _SPARC64_TLB_H

#include <asm/mmu_context.h>

#ifdef CONFIG_MMU_GATHER_RCU_TABLE_FREE
#define tlb_needs_table_invalidate()	(false)
#endif

#define __HAVE_ARCH_TLB_REMOVE_TABLE
#include <asm-generic/tlb.h>

#endif /* _SPARC64_TLB_H */
