/* Undone by foo_unmap_all(). */
int foo_map(struct foo *foo, unsigned long len);
int foo_unmap_all(struct foo *foo);
