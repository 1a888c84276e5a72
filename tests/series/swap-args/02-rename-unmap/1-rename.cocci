/// foo_unmap_all() becomes foo_release().
// Files: *.c *.h
// Has: foo_unmap_all
// May-miss: rule call -- a tree may have lost its last caller
@prototype@
@@
- int foo_unmap_all(struct foo *foo);
+ int foo_release(struct foo *foo);

@definition@
@@
- int foo_unmap_all(struct foo *foo)
+ int foo_release(struct foo *foo)
  { ... }

@call@
@@
- foo_unmap_all
+ foo_release
  (...)
