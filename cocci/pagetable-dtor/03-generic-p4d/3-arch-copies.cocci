/// The generic helpers do what these did: get a zeroed page, give it back
/// unless the level is folded. An architecture whose own versions do more than
/// that keeps them.
// Files: arch/*/include/asm/pgalloc.h
// Has: p4d_alloc_one|p4d_free  get_zeroed_page|free_page
// May-miss: all -- a tree may have no architecture with its own versions left
// May-miss: rule drop_alloc -- a partly converted tree may have one of the two
// May-miss: rule drop_free -- a partly converted tree may have one of the two
// May-miss: rule drop_inner_free -- only riscv has p4d_free() in two parts
// May-miss: rule drop_outer_free -- only riscv has p4d_free() in two parts
// May-miss: rule drop_alloc_define -- only riscv marks its own versions so
// May-miss: rule drop_free_define -- only riscv marks its own versions so

@drop_alloc@
typedef p4d_t;
@@
-static inline p4d_t *p4d_alloc_one(...)
-{
-	<+... get_zeroed_page(...) ...+>
-}

@drop_free@
identifier mm, p4d;
@@
-static inline void p4d_free(struct mm_struct *mm, p4d_t *p4d)
-{
-	<+... free_page((unsigned long)p4d) ...+>
-}

@drop_inner_free@
identifier mm, p4d;
@@
-static inline void __p4d_free(struct mm_struct *mm, p4d_t *p4d)
-{
-	<+... free_page((unsigned long)p4d) ...+>
-}

@drop_outer_free depends on drop_inner_free@
identifier mm, p4d;
@@
-static inline void p4d_free(struct mm_struct *mm, p4d_t *p4d)
-{
-	<+... __p4d_free(mm, p4d) ...+>
-}

@drop_alloc_define depends on drop_alloc@
symbol p4d_alloc_one;
@@
-#define p4d_alloc_one p4d_alloc_one

@drop_free_define depends on drop_free || drop_outer_free@
symbol p4d_free;
@@
-#define p4d_free p4d_free
