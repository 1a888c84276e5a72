static inline void pagetable_dtor(struct ptdesc *ptdesc)
{
}
