static void free_frag(struct ptdesc *ptdesc, int type, int count)
{
	if (atomic_sub_and_test(count, &ptdesc->refcount)) {
		if (type == TABLE_PTE)
			pagetable_dtor(ptdesc);
		else
			pagetable_dtor(ptdesc);
		pagetable_free(ptdesc);
	}
}

static void (*const dtor)(struct ptdesc *ptdesc) = pagetable_dtor;

static void pagetable_pte_dtor_free(struct ptdesc *ptdesc)
{
	pagetable_dtor(ptdesc);
	pagetable_free(ptdesc);
}
