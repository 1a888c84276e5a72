/// s390: a top table that becomes a table of the PUD or P4D level is
/// constructed like one: it will be freed like one.
// Files: arch/s390/mm/pgalloc.c
// Has: crst_table_upgrade

@pud@
typedef pud_t;
expression mm, p4d, old;
@@
 crst_table_upgrade(...)
 {
 <+...
+	pagetable_pud_ctor(virt_to_ptdesc(old));
 	p4d_populate(mm, p4d, (pud_t *) old);
 ...+>
 }

@p4d@
typedef p4d_t;
expression mm, pgd, old;
@@
 crst_table_upgrade(...)
 {
 <+...
+	pagetable_p4d_ctor(virt_to_ptdesc(old));
 	pgd_populate(mm, pgd, (p4d_t *) old);
 ...+>
 }
