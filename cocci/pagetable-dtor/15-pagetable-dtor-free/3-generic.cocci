/// Use pagetable_dtor_free() in the generic code. The same two calls stand
/// in a row in some architectures as well; those are left alone.
// Files: include/asm-generic/pgalloc.h include/asm-generic/tlb.h
// Has: pagetable_dtor pagetable_free
// Place: pagetable_dtor ( ptdesc ) ; pagetable_free ( ptdesc )
// May-miss: all -- a tree may have it already: the conditions of the patch ask for it
// May-miss: file include/asm-generic/* -- a tree may have it already: the conditions of the patch ask for it
// May-miss: rule dtor_free -- a tree may have it already: the conditions of the patch ask for it

@dtor_free@
expression E;
@@
-pagetable_dtor(E);
-pagetable_free(E);
+pagetable_dtor_free(E);
