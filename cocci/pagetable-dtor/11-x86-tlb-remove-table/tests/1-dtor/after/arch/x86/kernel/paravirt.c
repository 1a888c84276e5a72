static void native_tlb_remove_table(struct mmu_gather *tlb, void *table)
{
	pagetable_dtor(table);
	tlb_remove_page(tlb, table);
}
