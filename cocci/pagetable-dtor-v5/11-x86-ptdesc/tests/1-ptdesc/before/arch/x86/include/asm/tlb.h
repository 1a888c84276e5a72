/* Hypervisors make us free page tables by RCU. */
static inline void __tlb_remove_table(void *table)
{
	free_page_and_swap_cache(table);
}
