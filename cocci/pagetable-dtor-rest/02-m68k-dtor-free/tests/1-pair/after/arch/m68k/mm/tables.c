static void free_one(void *table)
{
	pagetable_dtor_free(virt_to_ptdesc(table));
}

static void free_counted(void *table)
{
	struct ptdesc *ptdesc = virt_to_ptdesc(table);

	uncount_table(ptdesc);
	pagetable_dtor_free(ptdesc);
}
