// SPDX-License-Identifier: GPL-2.0
#include <linux/foo.h>

static struct foo boot_foo = { .len = 4096 };

int arch_map_boot(void)
{
	return foo_map(sizeof(boot_foo), &boot_foo);
}

void arch_unmap_boot(void)
{
	foo_unmap_all(&boot_foo);
}
