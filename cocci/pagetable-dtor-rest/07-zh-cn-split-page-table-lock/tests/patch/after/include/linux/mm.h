static inline void pagetable_dtor(struct ptdesc *ptdesc)
{
	ptlock_free(ptdesc);
}
