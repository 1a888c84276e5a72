#if ALLOC_SPLIT_PTLOCKS
bool ptlock_alloc(struct ptdesc *ptdesc);
void ptlock_free(struct ptdesc *ptdesc);

static inline spinlock_t *ptlock_ptr(struct ptdesc *ptdesc)
{
	return &(ptdesc->ptl->ptl);
}
#else
static inline spinlock_t *ptlock_ptr(struct ptdesc *ptdesc)
{
	return &ptdesc->ptl;
}
#endif

static inline void pagetable_dtor(struct ptdesc *ptdesc)
{
	ptlock_free(ptdesc);
}
