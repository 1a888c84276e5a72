void pte_frag_destroy(void *pte_frag)
{
	struct ptdesc *ptdesc = virt_to_ptdesc(pte_frag);

	/* The last one frees the page. */
	if (drop_fragments(ptdesc)) {
		mark_inactive(ptdesc);
		pagetable_dtor_free(ptdesc);
	}
}

static void *new_page(struct mm_struct *mm)
{
	struct ptdesc *ptdesc = pagetable_alloc(GFP_KERNEL, 0);

	if (!ptdesc)
		return NULL;
	if (!pagetable_pte_ctor(mm, ptdesc)) {
		pagetable_free(ptdesc);
		return NULL;
	}
	return ptdesc_address(ptdesc);
}

static void pte_free_now(struct rcu_head *head)
{
	struct ptdesc *ptdesc;

	ptdesc = container_of(head, struct ptdesc, pt_rcu_head);
	pagetable_dtor_free(ptdesc);
}
