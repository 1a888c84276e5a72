/// {pud,p4d}_alloc_one() are called only if the level is in use: drop the check.
/// What is then left of the PUD one is the generic one.
// Files: arch/riscv/include/asm/pgalloc.h
// Has: __HAVE_ARCH_PUD_ALLOC_ONE|get_zeroed_page
// May-miss: rule drop_pud_alloc_one -- a partly converted tree has the generic one
// May-miss: rule drop_pud_define -- goes with the function, see above
// May-miss: rule drop_pud_guard -- goes with the function, see above
// May-miss: rule unchecked_p4d -- a partly converted tree has no check there

@drop_pud_alloc_one@
typedef pud_t;
symbol pgtable_l4_enabled;
identifier mm, addr;
@@
-static inline pud_t *pud_alloc_one(struct mm_struct *mm, unsigned long addr)
-{
-	if ( \( pgtable_l4_enabled \| pgtable_l4_enabled() \) )
-		return __pud_alloc_one(mm, addr);
-	return NULL;
-}

@drop_pud_define depends on drop_pud_alloc_one@
symbol pud_alloc_one;
@@
-#define pud_alloc_one pud_alloc_one

@drop_pud_guard depends on drop_pud_alloc_one@
@@
-#define __HAVE_ARCH_PUD_ALLOC_ONE

@unchecked_p4d@
typedef p4d_t;
symbol pgtable_l5_enabled;
@@
 p4d_t *p4d_alloc_one(...)
 {
-	if ( \( pgtable_l5_enabled \| pgtable_l5_enabled() \) ) {
 	...
-	}
-	return NULL;
 }
