/* Undone by foo_release(). */
int foo_map(struct foo *foo, unsigned long len);
int foo_release(struct foo *foo);
