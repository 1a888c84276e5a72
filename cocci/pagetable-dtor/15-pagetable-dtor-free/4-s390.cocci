/// s390: pagetable_dtor_free() is in linux/mm.h, the file's own one goes.
// Files: arch/s390/mm/pgalloc.c
// Has: pagetable_dtor_free
// May-miss: all -- s390 may have none of its own
// May-miss: file arch/s390/mm/pgalloc.c -- s390 may use the one of linux/mm.h already
// May-miss: rule s390_copy -- s390 may use the one of linux/mm.h already

@s390_copy@
identifier ptdesc;
@@
-static void pagetable_dtor_free(struct ptdesc *ptdesc)
-{
-	pagetable_dtor(ptdesc);
-	pagetable_free(ptdesc);
-}
