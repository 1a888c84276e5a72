/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * strbuf: a growing byte string, always NUL-terminated. buf never is NULL,
 * so that it can be handed to printf; len does not count the NUL. The text
 * may hold NUL bytes itself (a file's content).
 */
#ifndef RESPIN_STRBUF_H
#define RESPIN_STRBUF_H

#include "base/util.h"

struct strbuf {
	char *buf;	/* the text; points to a shared "" while empty */
	size_t len;	/* bytes in it, without the NUL */
	size_t alloc;	/* bytes allocated; 0 while buf is the shared "" */
};

extern char strbuf_empty[];
#define STRBUF_INIT { .buf = strbuf_empty }

void strbuf_init(struct strbuf *sb);
/* strbuf_release: free the text; the strbuf may be used again. */
void strbuf_release(struct strbuf *sb);
/* strbuf_clear: forget the text, keep the memory. */
void strbuf_clear(struct strbuf *sb);
/* strbuf_detach: the text, now the caller's to free(). */
char *strbuf_detach(struct strbuf *sb);
void strbuf_swap(struct strbuf *a, struct strbuf *b);
void strbuf_grow(struct strbuf *sb, size_t extra);

void strbuf_add(struct strbuf *sb, const void *p, size_t n);
void strbuf_addstr(struct strbuf *sb, const char *s);
void strbuf_addch(struct strbuf *sb, char c);
void strbuf_addf(struct strbuf *sb, const char *fmt, ...) PRINTF(2, 3);
void strbuf_addbuf(struct strbuf *sb, const struct strbuf *other);
/* strbuf_splice: put TEXT (n bytes) in place of sb[pos, pos + old). */
void strbuf_splice(struct strbuf *sb, size_t pos, size_t old,
		   const void *text, size_t n);
/* strbuf_rtrim: cut white space off the end. */
void strbuf_rtrim(struct strbuf *sb);
bool strbuf_equal(const struct strbuf *a, const struct strbuf *b);

/*
 * strbuf_read_file: append the whole file. Returns 0, or -errno with
 * nothing printed (a missing file is often not an error) and sb unchanged.
 * -EINVAL: it is not a regular file; the function never waits for one.
 */
int __must_check strbuf_read_file(struct strbuf *sb, const char *path);
/* strbuf_read_error: the reason that such a number stands for. */
const char *strbuf_read_error(int err);
/* strbuf_read_fd: append until end of file. Returns 0 or -errno. */
int __must_check strbuf_read_fd(struct strbuf *sb, int fd);

#endif
