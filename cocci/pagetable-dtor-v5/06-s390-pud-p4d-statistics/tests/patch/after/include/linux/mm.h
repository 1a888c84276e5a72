static inline void pagetable_pud_ctor(struct ptdesc *ptdesc)
{
	count_table(ptdesc, 1);
}
