#include <linux/pagemap.h>

static inline void __tlb_remove_table(void *_table)
{
}
