/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * html: text that stays text in an HTML page, and C in colours.
 *
 * What is not UTF-8 becomes U+FFFD, a byte each. Control characters, and
 * those that are not seen but turn around or hide others (so that code reads
 * otherwise than a compiler reads it), are written out, as <U+202E>. Tabs and
 * line ends stay, a CR before a line end goes.
 */
#ifndef RESPIN_HTML_H
#define RESPIN_HTML_H

#include "base/strbuf.h"

/* html_text: append S of N bytes, for an element or a quoted attribute. */
void html_text(struct strbuf *out, const char *s, size_t n);
/* html_str: the same for a string; NULL is "". */
void html_str(struct strbuf *out, const char *s);

/*
 * html_f: append FMT, which is markup. Only %s, %d, %u, %zu, %02zu, %ld, %c and %%
 * are known; a %s is text and is escaped, or, as %S, markup.
 */
void html_f(struct strbuf *out, const char *fmt, ...);

/* What a byte of C is part of, for html_kinds(). */
enum html_kind {
	HTML_PLAIN,
	HTML_KEYWORD,	/* <b> */
	HTML_COMMENT,	/* <i> */
	HTML_STRING,	/* <u>: strings and character constants */
	HTML_DIRECTIVE,	/* <em>: '#' and the word behind it */
	HTML_MARKED = 0x80,	/* <mark> around that, for html_code() */
};

/*
 * html_kinds: what each byte of TEXT is, as enum html_kind, N bytes to be
 * freed. TEXT may begin inside a comment: that is seen by its end.
 */
unsigned char *html_kinds(const char *text, size_t n);

/* html_code: append S of N bytes, as html_text(), in the colours of KINDS. */
void html_code(struct strbuf *out, const char *s, const unsigned char *kinds,
	       size_t n);

#endif
