int foo_map(struct foo *foo, unsigned long len);

static inline int map_all(struct foo *foo)
{
	return foo_map(foo, foo->len);
}
