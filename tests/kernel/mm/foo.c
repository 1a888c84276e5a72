// SPDX-License-Identifier: GPL-2.0
#include <linux/foo.h>

int foo_map(unsigned long len, struct foo *foo)
{
	if (len > foo->len)
		return -1;
	foo->users++;
	return 0;
}

int foo_unmap_all(struct foo *foo)
{
	foo->users = 0;
	return 0;
}

/* Room for a second one; foo_unmap_all() takes both away. */
int foo_map_twice(struct foo *foo)
{
	int err = foo_map(foo->len / 2, foo);

	if (!err)
		err = foo_map(foo->len - foo->len / 2, foo);
	if (err)
		foo_unmap_all(foo);
	return err;
}
