int foo_unmap_all(struct foo *foo);

/* A call of foo_unmap_all(). */
int foo_unmap_all(struct foo *foo)
{
	return 0;
}

void use(struct foo *f)
{
	my_foo_unmap_all(f);
	if (foo_unmap_all(f))
		foo_unmap_all(f->next);
}
