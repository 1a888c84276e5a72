int foo_map(struct foo *foo, unsigned long len);

int foo_map(struct foo *foo, unsigned long len)
{
	return 0;
}

/* foo_map() in a comment stays as it is. */
int use(struct foo *f, unsigned long n)
{
	if (foo_map(f, n + 1) || foo_map(&f[1], min(n, 2UL)))
		return -1;
	return foo_map_whole(f);
}
