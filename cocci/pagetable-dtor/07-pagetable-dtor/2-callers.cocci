/// Every use of a destructor of one level, in functions and in macro bodies.
// Has: pagetable_pte_dtor|pagetable_pmd_dtor|pagetable_pud_dtor|pagetable_p4d_dtor
// May-miss: all -- comments and documentation may be all that is left
// May-miss: rule use -- likewise
// May-miss: file *.c -- a comment may be all that is left, see 4-text.edit
// May-miss: file *.h -- a comment may be all that is left, see 4-text.edit

@use@
identifier dtor = {
	pagetable_pte_dtor, pagetable_pmd_dtor,
	pagetable_pud_dtor, pagetable_p4d_dtor
};
@@
-dtor
+pagetable_dtor
