/// sparc64: the RCU callback gets the ptdesc of a table, and frees it by that.
// Files: arch/sparc/mm/init_64.c
// Has: pte_free_defer
// Place: struct page, rcu_head

@callback@
typedef pgtable_t;
identifier head, page;
@@
 static void pte_free_now(struct rcu_head *head)
 {
-	struct page *page;
+	struct ptdesc *ptdesc;
+
-	page = container_of(head, struct page, rcu_head);
-	__pte_free((pgtable_t)page_address(page));
+	ptdesc = container_of(head, struct ptdesc, pt_rcu_head);
+	pagetable_dtor_free(ptdesc);
 }

@defer@
identifier mm, pgtable, page;
@@
 void pte_free_defer(struct mm_struct *mm, pgtable_t pgtable)
 {
-	struct page *page;
+	struct ptdesc *ptdesc = virt_to_ptdesc(pgtable);
+
-	page = virt_to_page(pgtable);
-	call_rcu(&page->rcu_head, pte_free_now);
+	call_rcu(&ptdesc->pt_rcu_head, pte_free_now);
 }
