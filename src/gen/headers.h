/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * headers: the headers that a rule's options make spatch read (--local-includes,
 * --all-includes, --recursive-includes). It runs in a folder with nothing but the
 * files at hand, so these headers are put where it looks: those in "" beside the
 * file, those in <> below include/ and include/uapi/ of a folder of ours. The
 * same for a commit as for a folder.
 *
 * No architecture's headers are among them, since a result must not depend on
 * the machine: <asm/X> is include/asm-generic/X.
 */
#ifndef RESPIN_HEADERS_H
#define RESPIN_HEADERS_H

#include "gen/work.h"
#include "series/rule.h"

struct headers {
	char *dir;		/* where they are, absolute */
	char *key;		/* a digest of their names and contents */
	const struct tree *tree;
	const struct work *work;	/* what it has counts, and not the tree */
	struct tree_reader reader;
	bool local, all, recursive;	/* what the rule asks for */
	uint8_t *seen;		/* by file of the tree: is it in DIR? 1: where the
				   tree has it, 2: below include/asm/ */
	struct strvec next;	/* of these, paths not looked into yet */
	struct strbuf digest;
};

/*
 * headers_open: for rule R; DIR does not exist yet. Returns NULL in *h if R
 * reads no header. Returns 0, or < 0 after reporting.
 */
int __must_check headers_open(struct headers **h, const struct rule *r,
			      const char *dir, const struct tree *t,
			      const struct work *w);
/* headers_add: what the file PATH with this TEXT includes. As above. */
int __must_check headers_add(struct headers *h, const char *path,
			     const struct strbuf *text);
/* headers_end: after the last file; sets the key. */
int __must_check headers_end(struct headers *h);
void headers_close(struct headers *h);

/*
 * headers_link: beside PATH in the folder DIR, links to the headers that TEXT
 * includes in "", and that these include in turn. Returns 0 or < 0, reported.
 */
int __must_check headers_link(const struct headers *h, const char *dir,
			      const char *path, const struct strbuf *text);

#endif
