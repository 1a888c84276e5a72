static void free_one(void *table)
{
	struct ptdesc *ptdesc = virt_to_ptdesc(table);

	pagetable_dtor(ptdesc);
	pagetable_free(ptdesc);
}

static void free_counted(void *table)
{
	struct ptdesc *ptdesc = virt_to_ptdesc(table);

	uncount_table(ptdesc);
	pagetable_dtor(ptdesc);
	pagetable_free(ptdesc);
}
