/// x86: a table that is freed alone under CONFIG_PT_RECLAIM takes the same
/// way out as one from a batch: its ptdesc goes to __tlb_remove_table().
// Files: arch/x86/include/asm/tlb.h
// Has: __tlb_remove_table_one_rcu put_page
// May-miss: all -- trees before 6.14 have no CONFIG_PT_RECLAIM, and no way out for one table alone

@table_one_rcu@
identifier head, page;
@@
 static inline void __tlb_remove_table_one_rcu(struct rcu_head *head)
 {
-	struct page *page;
+	struct ptdesc *ptdesc;
+
-	page = container_of(head, struct page, rcu_head);
-	put_page(page);
+	ptdesc = container_of(head, struct ptdesc, pt_rcu_head);
+	__tlb_remove_table(ptdesc);
 }

@table_one@
identifier table, page;
@@
 static inline void __tlb_remove_table_one(void *table)
 {
-	struct page *page;
+	struct ptdesc *ptdesc;
+
-	page = table;
-	call_rcu(&page->rcu_head, __tlb_remove_table_one_rcu);
+	ptdesc = table;
+	call_rcu(&ptdesc->pt_rcu_head, __tlb_remove_table_one_rcu);
 }
