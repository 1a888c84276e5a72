static inline void pagetable_free(struct ptdesc *pt)
{
	__free_pages(ptdesc_page(pt), 0);
}
