/// The object becomes the first argument of foo_map().
// Has: foo_map
@prototype@
@@
- int foo_map(unsigned long len, struct foo *foo);
+ int foo_map(struct foo *foo, unsigned long len);

@definition@
@@
- int foo_map(unsigned long len, struct foo *foo)
+ int foo_map(struct foo *foo, unsigned long len)
  { ... }

@call@
expression len, obj;
@@
- foo_map(len, obj)
+ foo_map(obj, len)
