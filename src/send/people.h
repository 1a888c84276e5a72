/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * people: the recipients of a mail. A list holds everyone once, by address;
 * texts are "Name <address>" in UTF-8, or an address alone.
 *
 * The file `people` of a series adds and removes people, one on each line:
 *
 *	To: Jane Doe <jane@example.org>
 *	Cc: list@example.org
 *	Not: bounces@example.org
 */
#ifndef RESPIN_PEOPLE_H
#define RESPIN_PEOPLE_H

#include "base/strbuf.h"
#include "base/strvec.h"

struct people {
	struct strvec to, cc;
	struct strvec not;	/* addresses */
};

/*
 * people_read: add the people of PATH. Returns 0; 1, with nothing printed, if
 * there is no such file; or ERR_USER after reporting a mistake as "FILE:LINE:
 * ...".
 */
int people_read(struct people *p, const char *path);

/* people_add: add a person, unless listed. Nobody is in both TO and CC. */
void people_add(struct people *p, bool to, const char *who);
/* people_join: add everybody of FROM, except whom either list leaves out. */
void people_join(struct people *p, const struct people *from);
/* people_sort: by name, so that the same people make the same text. */
void people_sort(struct people *p);
size_t people_count(const struct people *p);
void people_release(struct people *p);

/* people_headers: append To: and Cc: as headers of a mail, in ASCII. */
void people_headers(const struct people *p, struct strbuf *out);

#endif
