int foo_map(unsigned long len, struct foo *foo);

int foo_map(unsigned long len, struct foo *foo)
{
	return len ? foo_map(len - 1, foo) : 0;
}

int use(struct foo *f)
{
	return foo_map(a_length_with_a_name_of_its_own + another_one_like_it,
		       f);
}
