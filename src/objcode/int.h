/* SPDX-License-Identifier: GPL-2.0-only */
/* objcode-int: an object as objcode.c reads it, for its own files. */
#ifndef RESPIN_OBJCODE_INT_H
#define RESPIN_OBJCODE_INT_H

#include <gelf.h>

#include "objcode/objcode.h"

struct osym {
	const char *raw;	/* name; libelf's */
	char *name;		/* without numbers */
	size_t sec;		/* 0: none of this object's */
	uint64_t value, size;
	unsigned char type;
	bool local;
	bool place;		/* a label or a section: what is there counts,
				   not how it is called */
	bool numbered;		/* name differs from raw */
};

struct orel {
	uint64_t offset;
	uint32_t type;
	size_t sym;		/* 0: none */
	int64_t addend;		/* SHT_REL: for places alone; see odd */
	int64_t bias;		/* added to the addend gives the place */
	unsigned char field;	/* that has the addend; to be cleared */
	bool odd;		/* the addend is not understood */
};

/* A range of code. */
struct ofn {
	size_t sym;
	size_t sec;
	uint64_t start, end;
	size_t cold;		/* index of its .cold part, + 1 */
	bool part;		/* is one */
};

struct osec {
	const char *name;
	char *plain;		/* without numbers */
	uint64_t flags, entsize, size, align;
	uint32_t type;
	const unsigned char *data;	/* NULL: none, as in .bss */
	struct orel *rels;	/* by offset */
	size_t n_rels;
	uint64_t *bounds;	/* places that something points to, sorted */
	size_t n_bounds, alloc_bounds;
	size_t *objects;	/* symbols of variables, by value */
	size_t n_objects, alloc_objects;
	size_t *fns;		/* ranges, by start */
	size_t n_fns, alloc_fns;
	char layout[CODE_REF + 1];	/* see codefn */
};

struct obj {
	Elf *elf;
	unsigned int machine;
	bool big;		/* byte order */
	bool mixed;		/* 64 bit relocation info in an order of its own */
	struct osec *secs;	/* by ELF index; [0] unused */
	size_t n_secs;
	struct osym *syms;	/* by ELF index */
	size_t n_syms;
	struct ofn *fns;
	size_t n_fns, alloc_fns;
	const char *why;	/* not understood at all */
};

/* plain_name: RAW without numbers that compilers and the kernel add. */
char *plain_name(const char *raw);

/* is_code, is_constant: what is the section for? */
static inline bool is_code(const struct osec *s)
{
	return (s->flags & SHF_EXECINSTR) != 0;
}

static inline bool is_constant(const struct osec *s)
{
	return !(s->flags & SHF_WRITE) || starts_with(s->name, ".data.rel.ro");
}

/* orel_at: the offset that R, relative to the place Y, is about. It wraps. */
static inline uint64_t orel_at(const struct orel *r, const struct osym *y)
{
	return y->value + (uint64_t)r->addend + (uint64_t)r->bias;
}

/* osec_rel: index of the first relocation of S at OFFSET or behind it. */
size_t osec_rel(const struct osec *s, uint64_t offset);

/*
 * field_read: what number I of S, with or without an addend (RELA), says of
 * its place: bias, field, addend. For places alone. Sets odd if it is not known.
 */
void field_read(const struct obj *o, struct osec *s, size_t i, bool rela);
/* field_clear: make 0 of R's addend in CODE, the bytes at its place. */
void field_clear(const struct obj *o, const struct orel *r,
		 unsigned char *code, size_t len);

/* obj_read: open and read PATH; o->why tells what was wrong. */
void obj_read(struct obj *o, int fd);
void obj_release(struct obj *o);

/* objfn_digest: fill in F from the range FN. */
void objfn_digest(const struct obj *o, const struct ofn *fn, struct codefn *f);
/* objsec_digest: the same for SEC, which is code without functions. */
void objsec_digest(const struct obj *o, size_t sec, struct codefn *f);

#endif
