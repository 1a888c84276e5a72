int foo_map(struct foo *foo, unsigned long len)
{
	return 0;
}
