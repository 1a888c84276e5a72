/// riscv: PUD tables of the linear map are constructed: destruct them.
// Files: arch/riscv/mm/init.c
// Has: free_pud_table

@pud@
typedef pud_t, p4d_t;
identifier page, start, p4d;
@@
 free_pud_table(pud_t *start, p4d_t *p4d
+		 , bool is_vmemmap
 )
 {
 	struct page *page = p4d_page(*p4d);
+	struct ptdesc *ptdesc = page_ptdesc(page);
 	...
+	if (!is_vmemmap)
+		pagetable_dtor(ptdesc);
 	if (PageReserved(page))
 		free_reserved_page(page);
 	else
-		__free_pages(page, 0);
+		pagetable_free(ptdesc);
 	...
 }

@call@
expression start, p4d;
@@
-free_pud_table(start, p4d)
+free_pud_table(start, p4d, is_vmemmap)
