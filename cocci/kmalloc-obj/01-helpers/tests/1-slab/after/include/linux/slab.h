/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#define kvmalloc_array(...)	alloc_hooks(kvmalloc_array_noprof(__VA_ARGS__))
#define kvcalloc(...)		alloc_hooks(kvcalloc_noprof(__VA_ARGS__))

/* What ALLOC returns, as a pointer to the type of OBJ. */
#define __alloc_typed(obj, alloc)	((typeof(obj) *)(alloc))

/**
 * kmalloc_obj - allocate an object of a given type
 * @obj: a type, or an object of it, which is not evaluated
 * @gfp: the flags of the allocation
 *
 * As kmalloc(sizeof(obj), gfp), but the result is a pointer to the type of
 * @obj: "p = kmalloc_obj(*p, gfp)" is right whatever p points to, and the
 * compiler complains about "p = kmalloc_obj(struct foo, gfp)" if that is
 * something else.
 *
 * Return: the object, not initialized, or %NULL if there is no memory. The
 * variants with "z" in their name fill it with zeroes; what those with "v"
 * return may come from vmalloc(), and kvfree() frees it.
 */
#define kmalloc_obj(obj, gfp)					\
	__alloc_typed(obj, kmalloc(sizeof(typeof(obj)), gfp))
#define kzalloc_obj(obj, gfp)					\
	__alloc_typed(obj, kzalloc(sizeof(typeof(obj)), gfp))
#define kvmalloc_obj(obj, gfp)					\
	__alloc_typed(obj, kvmalloc(sizeof(typeof(obj)), gfp))
#define kvzalloc_obj(obj, gfp)					\
	__alloc_typed(obj, kvzalloc(sizeof(typeof(obj)), gfp))

/**
 * kmalloc_objs - allocate an array of objects of a given type
 * @obj: the type of an element, or such an element, which is not evaluated
 * @count: how many there are
 * @gfp: the flags of the allocation
 *
 * As kmalloc_array(count, sizeof(obj), gfp), which fails if the size of the
 * whole overflows. See kmalloc_obj() for @obj and the variants.
 *
 * Return: the first element, or %NULL.
 */
#define kmalloc_objs(obj, count, gfp)				\
	__alloc_typed(obj, kmalloc_array(count, sizeof(typeof(obj)), gfp))
#define kzalloc_objs(obj, count, gfp)				\
	__alloc_typed(obj, kcalloc(count, sizeof(typeof(obj)), gfp))
#define kvmalloc_objs(obj, count, gfp)				\
	__alloc_typed(obj, kvmalloc_array(count, sizeof(typeof(obj)), gfp))
#define kvzalloc_objs(obj, count, gfp)				\
	__alloc_typed(obj, kvcalloc(count, sizeof(typeof(obj)), gfp))

/**
 * kmalloc_flex - allocate an object that ends in an array
 * @obj: a structure type, or an object of it, which is not evaluated
 * @member: the flexible array at its end
 * @count: how many elements that is to have
 * @gfp: the flags of the allocation
 *
 * As kmalloc(struct_size(p, member, count), gfp), which fails if the size of
 * the whole overflows. Whoever calls this sets the member that counts the
 * elements, if there is one. See kmalloc_obj() for @obj and the variants.
 *
 * Return: the object, or %NULL.
 */
#define kmalloc_flex(obj, member, count, gfp)			\
	__alloc_typed(obj, kmalloc(struct_size_t(typeof(obj), member, count), gfp))
#define kzalloc_flex(obj, member, count, gfp)			\
	__alloc_typed(obj, kzalloc(struct_size_t(typeof(obj), member, count), gfp))
#define kvmalloc_flex(obj, member, count, gfp)			\
	__alloc_typed(obj, kvmalloc(struct_size_t(typeof(obj), member, count), gfp))
#define kvzalloc_flex(obj, member, count, gfp)			\
	__alloc_typed(obj, kvzalloc(struct_size_t(typeof(obj), member, count), gfp))

void kvfree(const void *addr);
#endif
