/// s390: crst_table_upgrade() may have made the upper table alone.
// Files: arch/s390/mm/pgalloc.c
// Has: crst_table_upgrade

@check@
identifier p4d;
expression mm;
@@
 crst_table_upgrade(...)
 {
 <+...
+	if (p4d) {
 	pagetable_dtor(virt_to_ptdesc(p4d));
 	crst_table_free(mm, p4d);
+	}
 ...+>
 }
