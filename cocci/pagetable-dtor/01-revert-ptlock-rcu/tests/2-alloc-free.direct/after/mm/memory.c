static struct kmem_cache *lock_cache;

bool ptlock_alloc(struct ptdesc *ptdesc)
{
	spinlock_t *ptl;

	ptl = kmem_cache_alloc(lock_cache, GFP_KERNEL);
	if (!ptl)
		return false;
	ptdesc->ptl = ptl;
	return true;
}

void ptlock_free(struct ptdesc *ptdesc)
{
	kmem_cache_free(lock_cache, ptdesc->ptl);
}

void __init ptlock_cache_init(void)
{
	lock_cache = kmem_cache_create("ptl", sizeof(spinlock_t), 0, 0, NULL);
}
