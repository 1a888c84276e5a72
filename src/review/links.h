/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * links: where the page leads to outside itself: files beside it, and the web pages
 * that the mails name. The page opens nothing of it by itself.
 */
#ifndef RESPIN_LINKS_H
#define RESPIN_LINKS_H

#include "base/strbuf.h"

/*
 * link_file: "<a href="PATH">TEXT</a>", PATH as seen from the page PAGE; or TEXT alone,
 * if PAGE is NULL, one of the two is not there, or they are not below one folder: that
 * of PATH, or the one that respin runs in. Neither is taken for markup.
 */
void link_file(struct strbuf *out, const char *page, const char *path,
	       const char *text);

/* link_first: where the first "https://..." of TEXT begins, or NULL; *N: its length. */
const char *link_first(const char *text, size_t *n);

/* link_text: TEXT, as html_str(), with each https://... a link. */
void link_text(struct strbuf *out, const char *text);

/* link_thread: "A<a href="URL">thread</a>" for the first "Link: URL" of TEXT, if any. */
void link_thread(struct strbuf *out, const char *before, const char *text);

#endif
