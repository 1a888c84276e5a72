/// Constructors where PUD and P4D tables are made, destructors where they are
/// freed at once, each in the early-return style of the PMD functions.
// Files: arch/s390/include/asm/pgalloc.h
// Has: crst_table_init  mm_p4d_folded  mm_pud_folded
// May-miss: rule p4d_ctor -- may be there already
// May-miss: rule pud_ctor -- may be there already
// May-miss: rule p4d_dtor -- may be there already
// May-miss: rule pud_dtor -- may be there already

@p4d_ctor@
typedef p4d_t;
identifier alloc = {p4d_alloc_one, p4d_alloc_one_noprof};
identifier table;
expression crst;
statement S;
@@
 alloc(...)
 {
-	unsigned long *table = crst;
-	if (table)
+	unsigned long *table = crst;
+
+	if (!table)
+		return NULL;
 	S
+	pagetable_p4d_ctor(virt_to_ptdesc(table));
+
 	return (p4d_t *) table;
 }

@pud_ctor@
typedef pud_t;
identifier alloc = {pud_alloc_one, pud_alloc_one_noprof};
identifier table;
expression crst;
statement S;
@@
 alloc(...)
 {
-	unsigned long *table = crst;
-	if (table)
+	unsigned long *table = crst;
+
+	if (!table)
+		return NULL;
 	S
+	pagetable_pud_ctor(virt_to_ptdesc(table));
+
 	return (pud_t *) table;
 }

@p4d_dtor@
identifier mm, p4d;
statement S;
@@
 p4d_free(struct mm_struct *mm, p4d_t *p4d)
 {
-	if (!mm_p4d_folded(mm))
-		S
+	if (mm_p4d_folded(mm))
+		return;
+	pagetable_p4d_dtor(virt_to_ptdesc(p4d));
+	S
 }

@pud_dtor@
identifier mm, pud;
statement S;
@@
 pud_free(struct mm_struct *mm, pud_t *pud)
 {
-	if (!mm_pud_folded(mm))
-		S
+	if (mm_pud_folded(mm))
+		return;
+	pagetable_pud_dtor(virt_to_ptdesc(pud));
+	S
 }
