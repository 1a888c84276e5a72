/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kmake: what a Makefile or Kbuild file of a kernel assigns, and under which
 * conditions, as formulas with the names of csrc/presence.h. make itself is not
 * run: each assignment counts, whatever a later one says, so that a condition
 * is rather too wide than too narrow.
 *
 * What is not understood is KMAKE_ANY in a text, which matches anything, and a
 * name "?make FILE:LINE" in a condition: nobody knows whether that holds.
 */
#ifndef RESPIN_KMAKE_H
#define RESPIN_KMAKE_H

#include "kbuild/ksym.h"
#include "logic/bools.h"

#define KMAKE_ANY 0x01

/* One word that a variable may get. */
struct kentry {
	char *name;		/* the variable: "obj-y" */
	uint32_t hash;		/* kmake_hash(name) */
	char *word;		/* "/" before a path from the top of the tree */
	bool alias;		/* the word is a variable, whose words it gets */
	char *prefix;		/* in front of each of these, or NULL */
	blit cond;
	const char *file;	/* borrowed from kmake.files */
	int line;
};

struct kmake {
	struct bools *bs;
	const struct ksyms *ks;
	char *dir;		/* folder that its words are relative to; "" is
				   the top */
	struct kentry *v;	/* in the order of the text */
	size_t n, alloc;
	struct strvec files;	/* those that were read */
	int depth;		/* private */
	bool wide;		/* private: words that have conditions count */
};

/*
 * kmake_read_fn: read the tree's file PATH into OUT. Returns 1, 0 if there is
 * none, or < 0, reported.
 */
struct strbuf;
typedef int (*kmake_read_fn)(void *data, const char *path, struct strbuf *out);

void kmake_init(struct kmake *mk, struct bools *bs, const struct ksyms *ks,
		const char *dir);
/* kmake_file: read the file PATH, and those that it includes. As READ. */
int __must_check kmake_file(struct kmake *mk, const char *path,
			    kmake_read_fn read, void *data);
void kmake_release(struct kmake *mk);

/* kmake_hash: of a variable's name, to look for it. */
uint32_t kmake_hash(const char *name);

/* Texts that something may expand to, each with its condition. */
struct kalts {
	struct kalt {
		blit cond;
		char *text;
	} *v;
	size_t n, alloc;
};

/* kmake_expand: append what TEXT of N bytes expands to. */
void kmake_expand(const struct kmake *mk, const char *text, size_t n,
		  struct kalts *out);
void kalts_add(struct kalts *as, blit cond, char *text);
void kalts_release(struct kalts *as);

#endif
