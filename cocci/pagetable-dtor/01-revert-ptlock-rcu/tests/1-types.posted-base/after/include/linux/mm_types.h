/* One page table. */
typedef unsigned long ptflags_t;

#if ALLOC_SPLIT_PTLOCKS
#endif

/*
 * struct ptdesc - describes one page of page tables
 */
struct ptdesc {
	ptflags_t flags;
	union {
		unsigned long pad;
#if ALLOC_SPLIT_PTLOCKS
		spinlock_t *ptl;
#else
		spinlock_t ptl;
#endif
	};
	unsigned int type;
};
