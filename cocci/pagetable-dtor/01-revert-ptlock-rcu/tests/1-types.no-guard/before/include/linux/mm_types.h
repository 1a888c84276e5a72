/* One page table. */
typedef unsigned long ptflags_t;

struct pt_lock {
	spinlock_t ptl;
	struct rcu_head rcu;
};

/*
 * struct ptdesc - describes one page of page tables
 */
struct ptdesc {
	ptflags_t flags;
	union {
		unsigned long pad;
#if ALLOC_SPLIT_PTLOCKS
		struct pt_lock *ptl;
#else
		spinlock_t ptl;
#endif
	};
	unsigned int type;
};
