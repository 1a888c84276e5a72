void pmd_fragment_free(unsigned long *pmd)
{
	struct ptdesc *ptdesc = virt_to_ptdesc(pmd);

	if (atomic_dec_and_test(&ptdesc->pt_frag_refcount)) {
		pagetable_dtor(ptdesc);
		pagetable_free(ptdesc);
	}
}
