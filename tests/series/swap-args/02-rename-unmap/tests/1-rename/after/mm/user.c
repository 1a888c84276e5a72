int foo_release(struct foo *foo);

/* A call of foo_unmap_all(). */
int foo_release(struct foo *foo)
{
	return 0;
}

void use(struct foo *f)
{
	my_foo_unmap_all(f);
	if (foo_release(f))
		foo_release(f->next);
}
