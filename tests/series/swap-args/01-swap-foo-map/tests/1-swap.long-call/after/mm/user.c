int foo_map(struct foo *foo, unsigned long len);

int foo_map(struct foo *foo, unsigned long len)
{
	return len ? foo_map(foo, len - 1) : 0;
}

int use(struct foo *f)
{
	return foo_map(f,
		       a_length_with_a_name_of_its_own + another_one_like_it);
}
