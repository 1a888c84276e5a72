/* Not generic code: left alone. */
static inline void pte_free(struct mm_struct *mm, pgtable_t pgtable)
{
	struct ptdesc *ptdesc = virt_to_ptdesc(pgtable);

	pagetable_dtor(ptdesc);
	pagetable_free(ptdesc);
}
