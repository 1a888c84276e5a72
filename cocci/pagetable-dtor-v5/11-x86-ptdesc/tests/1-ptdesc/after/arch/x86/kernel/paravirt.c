static void native_tlb_remove_table(struct mmu_gather *tlb, void *table)
{
	struct ptdesc *ptdesc = (struct ptdesc *)table;

	tlb_remove_page(tlb, ptdesc_page(ptdesc));
}
