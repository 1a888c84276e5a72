/* foo_unmap_all() */
int foo_unmap_all(struct foo *foo)
{
	return 0;
}
