#include <linux/swap.h>

static inline void tlb_remove_pair(struct encoded_page **pages)
{
	free_pages_and_swap_cache(pages, 2);
}
