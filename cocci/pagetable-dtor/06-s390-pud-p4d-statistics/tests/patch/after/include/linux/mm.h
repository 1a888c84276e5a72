static inline void pagetable_p4d_ctor(struct ptdesc *ptdesc)
{
	count_table(ptdesc, 1);
}
