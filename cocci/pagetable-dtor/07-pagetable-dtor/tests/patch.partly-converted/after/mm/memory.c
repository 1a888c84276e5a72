bool ptlock_alloc(struct ptdesc *ptdesc)
{
	ptdesc->ptl = kmem_cache_alloc(page_ptl_cachep, GFP_KERNEL);
	return ptdesc->ptl;
}

void ptlock_free(struct ptdesc *ptdesc)
{
	if (ptdesc->ptl)
		kmem_cache_free(page_ptl_cachep, ptdesc->ptl);
}
