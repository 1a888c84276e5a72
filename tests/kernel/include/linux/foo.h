/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_FOO_H
#define _LINUX_FOO_H

#define FOO_COMPAT	1

struct foo {
	unsigned long start;
	unsigned long len;
	int users;
};

int foo_map(unsigned long len, struct foo *foo);
int foo_unmap_all(struct foo *foo);

/* Map a whole foo. Undo it with foo_unmap_all(). */
static inline int foo_map_whole(struct foo *foo)
{
	return foo_map(foo->len, foo);
}

#endif /* _LINUX_FOO_H */
