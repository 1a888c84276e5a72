/// Run constructor and destructor where the PUD helpers run theirs, with the
/// same arguments.
// Files: include/asm-generic/pgalloc.h
// Has: __p4d_free
// Lacks: pagetable_p4d_ctor
// May-miss: all -- a partly converted tree has the calls

@pud_ctor@
identifier alloc = {__pud_alloc_one, __pud_alloc_one_noprof};
expression list args;
@@
 alloc(...)
 {
 	...
 	pagetable_pud_ctor(args);
 	...
 }

@ctor@
identifier alloc = {__p4d_alloc_one, __p4d_alloc_one_noprof};
expression list pud_ctor.args;
@@
 alloc(...)
 {
 	...
+	pagetable_p4d_ctor(args);
 	return ptdesc_address(...);
 }

@pud_dtor@
expression list args;
@@
 __pud_free(...)
 {
 	...
 	pagetable_pud_dtor(args);
 	...
 }

@dtor@
expression list pud_dtor.args;
@@
 __p4d_free(...)
 {
 	...
+	pagetable_p4d_dtor(args);
 	pagetable_free(...);
 }
