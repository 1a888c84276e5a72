int foo_map(unsigned long len, struct foo *foo)
{
	return 0;
}
