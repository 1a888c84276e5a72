int foo_map(unsigned long len, struct foo *foo);

int foo_map(unsigned long len, struct foo *foo)
{
	return 0;
}

/* foo_map() in a comment stays as it is. */
int use(struct foo *f, unsigned long n)
{
	if (foo_map(n + 1, f) || foo_map(min(n, 2UL), &f[1]))
		return -1;
	return foo_map_whole(f);
}
