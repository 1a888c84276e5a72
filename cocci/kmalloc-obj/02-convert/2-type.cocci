/// Sized by a type, or by another pointer, that is known to fit what the result
/// is assigned to.
// Has: kmalloc|kzalloc|kvmalloc|kvzalloc|kmalloc_array|kcalloc|kvmalloc_array|kvcalloc  sizeof
// Options: --local-includes
// Place: kmalloc|kzalloc|kvmalloc|kvzalloc ( sizeof|struct_size
// Place: kmalloc_array|kcalloc|kvmalloc_array|kvcalloc (
// Not: tools/* -- a slab.h of their own
// Not: lib/idr.c lib/scatterlist.c -- programs in tools/ compile them, too
// Not: drivers/virtio/virtio_ring.c drivers/vhost/vringh.c -- programs in tools/ compile them, too
// Not: include/linux/slab.h -- it defines the functions
// May-miss: rule type_returned -- few places have the form
// May-miss: rule type_void -- few places have the form
// May-miss: rule type_cast -- few places have the form
// May-miss: rule same_type -- few places have the form
// May-miss: rule array_type_returned -- few places have the form
// May-miss: rule array_type_void -- few places have the form
// May-miss: rule array_type_cast -- few places have the form
// May-miss: rule array_same_type -- few places have the form
// May-miss: place * -- a sum or product of sizes, or a type that is not to be seen from the file

@type_of@
identifier f = {kmalloc, kzalloc, kvmalloc, kvzalloc};
fresh identifier obj = f ## "_obj";
type T;
T *P;
expression G;
@@
 P =
-f(sizeof(T), G)
+obj(T, G)

@type_returned@
identifier f = {kmalloc, kzalloc, kvmalloc, kvzalloc};
fresh identifier obj = f ## "_obj";
type T;
identifier fn;
expression G;
@@
 T *fn(...)
 {
 	<...
 	return
-	f(sizeof(T), G)
+	obj(T, G)
 	;
 	...>
 }

@type_void@
identifier f = {kmalloc, kzalloc, kvmalloc, kvzalloc};
fresh identifier obj = f ## "_obj";
type T;
void *P;
expression G;
@@
 P =
-f(sizeof(T), G)
+obj(T, G)

@type_cast@
identifier f = {kmalloc, kzalloc, kvmalloc, kvzalloc};
fresh identifier obj = f ## "_obj";
type T;
expression G;
@@
-(T *)f(sizeof(T), G)
+obj(T, G)

@same_type@
identifier f = {kmalloc, kzalloc, kvmalloc, kvzalloc};
fresh identifier obj = f ## "_obj";
type T;
T *P;
T *Q;
expression G;
@@
 P =
-f(sizeof(*Q), G)
+obj(*Q, G)

// As above; kmalloc_array_objs() and so on get their names below.
@array_type_of@
identifier f = {kmalloc_array, kcalloc, kvmalloc_array, kvcalloc};
fresh identifier objs = f ## "_objs";
type T;
T *P;
expression N, G;
@@
 P =
-f(N, sizeof(T), G)
+objs(T, N, G)

@array_type_returned@
identifier f = {kmalloc_array, kcalloc, kvmalloc_array, kvcalloc};
fresh identifier objs = f ## "_objs";
type T;
identifier fn;
expression N, G;
@@
 T *fn(...)
 {
 	<...
 	return
-	f(N, sizeof(T), G)
+	objs(T, N, G)
 	;
 	...>
 }

@array_type_void@
identifier f = {kmalloc_array, kcalloc, kvmalloc_array, kvcalloc};
fresh identifier objs = f ## "_objs";
type T;
void *P;
expression N, G;
@@
 P =
-f(N, sizeof(T), G)
+objs(T, N, G)

@array_type_cast@
identifier f = {kmalloc_array, kcalloc, kvmalloc_array, kvcalloc};
fresh identifier objs = f ## "_objs";
type T;
expression N, G;
@@
-(T *)f(N, sizeof(T), G)
+objs(T, N, G)

@array_same_type@
identifier f = {kmalloc_array, kcalloc, kvmalloc_array, kvcalloc};
fresh identifier objs = f ## "_objs";
type T;
T *P;
T *Q;
expression N, G;
@@
 P =
-f(N, sizeof(*Q), G)
+objs(*Q, N, G)

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
