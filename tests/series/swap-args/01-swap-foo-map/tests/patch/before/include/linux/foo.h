int foo_map(unsigned long len, struct foo *foo);

static inline int map_all(struct foo *foo)
{
	return foo_map(foo->len, foo);
}
