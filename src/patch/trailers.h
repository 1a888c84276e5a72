/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trailers: what people said of the patches of a series (Reviewed-by,
 * Acked-by, Tested-by), kept in the file `trailers` of its folder, in blocks
 * parted by blank lines:
 *
 *	Subject: foo: take the object first in foo_map()
 *	Patch-id: 0a5b...
 *	Reviewed-by: Jane Doe <jane@example.org>
 *	Message-ID: <20250107.1@example.org>
 *
 * A block is about one patch, as it was mailed: the subject it had and its
 * git patch-id --stable, if that is known. Below a trailer stands the mail
 * that it came with. Lines that begin with # are comments. A patch may have
 * several blocks.
 */
#ifndef RESPIN_TRAILERS_H
#define RESPIN_TRAILERS_H

#include "base/strbuf.h"
#include "patch/patch-id.h"

struct trailer {
	char *text;	/* "Reviewed-by: Jane Doe <jane@example.org>" */
	char *from;	/* Message-ID of its mail, with <>, or NULL */
};

struct trailer_block {
	char *subject;
	char *patch_id;		/* 40 hex digits, or NULL: not known */
	struct trailer *v;
	size_t n, alloc;
	bool is_new;		/* not in the file yet */
};

struct trailers {
	struct trailer_block *v;
	size_t n, alloc;
};

/* For which content a patch has been given a trailer. */
enum given_for {
	GIVEN_SAME,	/* this very one, by its patch-id */
	GIVEN_ANY,	/* not known: a block without a patch-id */
	GIVEN_OTHER,	/* another one */
};

/* What a patch has been given. */
struct given {
	const struct trailer *t;
	enum given_for what;
};

/* What a trailer says. */
enum trailer_kind {
	TRAILER_CREDIT,		/* where the patch came from: Suggested-by, Link */
	TRAILER_SIGNED,		/* who may pass it on: Signed-off-by and such */
	TRAILER_OPINION,	/* what somebody thinks of the content: Acked-by */
};

struct given_list {
	struct given *v;
	size_t n, alloc;
};

/*
 * trailers_read: what DIR has; nothing if there is no such file. Returns 0
 * or < 0 after reporting a mistake as "FILE:LINE: ...". trailers_release() in
 * both cases.
 */
int trailers_read(struct trailers *t, const char *dir);

/*
 * trailers_add: one more, unless the patch has it for the same content.
 * PATCH_ID and FROM may be NULL. Returns whether it was new.
 */
bool trailers_add(struct trailers *t, const char *subject,
		  const char *patch_id, const char *text, const char *from);

/*
 * trailers_write: append what trailers_add() has added to the file in DIR;
 * what stands there is not touched. Returns 0 or < 0, reported.
 */
int trailers_write(const struct trailers *t, const char *dir);

/*
 * trailers_of: append to OUT those of the patch PATCH_ID, and those that were
 * given for its SUBJECT with another content or none that is known. Each
 * once; that it was given for this content counts more. given_holds() tells which
 * of them still say something of the patch.
 */
void trailers_of(const struct trailers *t, const char *subject,
		 const char *patch_id, struct given_list *out);

/*
 * given_holds: does G hold for the patch as it is? What somebody thinks of a
 * patch does not hold for another content.
 */
bool given_holds(const struct given *g);

/* trailer_kind: an "Xxx-by" that is not known is an opinion. */
enum trailer_kind trailer_kind(const char *text);

void trailers_release(struct trailers *t);

/*
 * trailer_colon: the ":" of S (N bytes) if that begins as a trailer which
 * others give, "Xxx-by:", but not Signed-off-by; else NULL.
 */
const char *trailer_colon(const char *s, size_t n);
/*
 * trailer_valid: is S (N bytes) a trailer that others give, "Xxx-by: Name
 * <address>", with at most a "# comment" behind it? A Signed-off-by is none.
 */
bool trailer_valid(const char *s, size_t n);

#endif
