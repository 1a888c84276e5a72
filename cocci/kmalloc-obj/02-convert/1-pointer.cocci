/// Sized by the pointer that it is assigned to: an object, an array of them, or
/// an object with an array at its end.
// The type of the result is that of the pointer, whatever that is.
// Has: kmalloc|kzalloc|kvmalloc|kvzalloc|kmalloc_array|kcalloc|kvmalloc_array|kvcalloc  sizeof|struct_size
// Place: kmalloc|kzalloc|kvmalloc|kvzalloc ( sizeof|struct_size
// Place: kmalloc_array|kcalloc|kvmalloc_array|kvcalloc (
// Not: tools/* -- a slab.h of their own
// Not: lib/idr.c lib/scatterlist.c -- programs in tools/ compile them, too
// Not: drivers/virtio/virtio_ring.c drivers/vhost/vringh.c -- programs in tools/ compile them, too
// Not: include/linux/slab.h -- it defines the functions
// May-miss: rule array_cast -- a tree may have no such cast left
// May-miss: place * -- a sum or product of sizes, or a type that is not to be seen from the file

@object@
identifier f = {kmalloc, kzalloc, kvmalloc, kvzalloc};
fresh identifier obj = f ## "_obj";
expression P, G;
@@
 P =
(
-f(sizeof(*P), G)
+obj(*P, G)
|
-f(sizeof(*(P)), G)
+obj(*P, G)
|
-f(sizeof(P[0]), G)
+obj(P[0], G)
)

@array@
identifier f = {kmalloc_array, kcalloc, kvmalloc_array, kvcalloc};
fresh identifier objs = f ## "_objs";
expression P, N, G;
@@
 P =
(
-f(N, sizeof(*P), G)
+objs(*P, N, G)
|
-f(N, sizeof(*(P)), G)
+objs(*P, N, G)
|
-f(N, sizeof(P[0]), G)
+objs(P[0], N, G)
)

@flexible@
identifier f = {kmalloc, kzalloc, kvmalloc, kvzalloc};
fresh identifier flex = f ## "_flex";
expression P, M, N, G;
@@
 P =
-f(struct_size(P, M, N), G)
+flex(*P, M, N, G)

// A cast to the type that it is assigned to is of no use any more.
@array_cast@
identifier f = {kmalloc_array, kcalloc, kvmalloc_array, kvcalloc};
fresh identifier objs = f ## "_objs";
type T;
expression P, N, G;
@@
 P =
-(T)f(N, sizeof(*P), G)
+objs(*P, N, G)

@array_name@
@@
(
-kmalloc_array_objs
+kmalloc_objs
|
-kcalloc_objs
+kzalloc_objs
|
-kvmalloc_array_objs
+kvmalloc_objs
|
-kvcalloc_objs
+kvzalloc_objs
)
