/// sparc32: a table without a constructor goes back to the pool.
// Files: arch/sparc/mm/srmmu.c
// Has: pte_alloc_one page_ref_dec

@free@
identifier mm, page, ptep;
@@
 pte_alloc_one(struct mm_struct *mm)
 {
 	<...
 	page_ref_dec(page);
-	ptep = NULL;
+	spin_unlock(&mm->page_table_lock);
+	srmmu_free_nocache(ptep, SRMMU_PTE_TABLE_SIZE);
+	return NULL;
 	...>
 }
