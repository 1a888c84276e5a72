// SPDX-License-Identifier: GPL-2.0
#include <linux/foo.h>

#ifdef CONFIG_FOO_LARGE
#define BOOT_LEN	(2UL << 20)
#else
#define BOOT_LEN	4096UL
#endif

extern struct foo *foo_of(int node);

int arch_map_node(int node)
{
	return foo_map(BOOT_LEN * (node + 1), foo_of(node));
}
