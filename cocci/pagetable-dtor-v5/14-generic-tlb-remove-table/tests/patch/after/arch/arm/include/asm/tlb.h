/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __ASMARM_TLB_H
#define __ASMARM_TLB_H

#include <asm/tlbflush.h>

#include <asm-generic/tlb.h>

#endif
