/* foo_release() */
int foo_release(struct foo *foo)
{
	return 0;
}
