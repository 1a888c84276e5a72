static inline p4d_t *p4d_alloc_one(struct mm_struct *mm, unsigned long addr)
{
	unsigned long *table = crst_table_alloc(mm);

	if (table)
		crst_table_init(table, EMPTY);
	return (p4d_t *) table;
}

static inline void p4d_free(struct mm_struct *mm, p4d_t *p4d)
{
	if (!mm_p4d_folded(mm))
		crst_table_free(mm, (unsigned long *) p4d);
}
