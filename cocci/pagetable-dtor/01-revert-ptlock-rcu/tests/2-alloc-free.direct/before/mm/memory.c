static struct kmem_cache *lock_cache;

bool ptlock_alloc(struct ptdesc *ptdesc)
{
	struct pt_lock *ptl;

	ptl = kmem_cache_alloc(lock_cache, GFP_KERNEL);
	if (!ptl)
		return false;
	ptdesc->ptl = ptl;
	return true;
}

/* The grace period is over. */
static void free_lock(struct rcu_head *rcu)
{
	kmem_cache_free(lock_cache, container_of(rcu, struct pt_lock, rcu));
}

void ptlock_free(struct ptdesc *ptdesc)
{
	call_rcu(&ptdesc->ptl->rcu, free_lock);
}

void __init ptlock_cache_init(void)
{
	lock_cache = kmem_cache_create("ptl", sizeof(struct pt_lock), 0, 0, NULL);
}
