/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * html-page: the parts of the page that review_html() puts together.
 *
 * Anchors, which links from elsewhere may rely on: #p07 patch 7, #p07-f2 its
 * second file, #p07-f2-n120 line 120 of that file after the patch, and
 * #p07-f2-o118 line 118 before it, which the patch removes. #e07-c3 is what
 * is known of patch 7 on the third configuration, #e07-k1 by the first check.
 * #w3-c2 is how prove came to what it says of the third way on the second
 * configuration, and on those behind it of which it says the same; #v1 the
 * first of what it found. #b4 is what the fourth machine did, if it was booted.
 */
#ifndef RESPIN_HTML_PAGE_H
#define RESPIN_HTML_PAGE_H

#include "review/around.h"
#include "review/html.h"
#include "review/review.h"

/*
 * What the page looks like, and its keys; and the digests of both, without
 * which the page's own policy does not let them in. tests/cmd-review.sh says
 * what they must be after a change.
 */
extern const char review_css[], review_css_digest[];
extern const char review_js[], review_js_digest[];

/* html_patch: a patch: message, rules, files, hunks, and the lines AROUND them. */
void html_patch(const struct review *r, const struct rpatch *p,
		struct around *around, struct strbuf *out);
/* html_code_changes: how P changes machine code, folded. */
void html_code_changes(const struct review *r, const struct rpatch *p,
		       struct strbuf *out);

/* html_matrix: patches by configurations and checks, each cell a link. */
void html_matrix(const struct review *r, struct strbuf *out);
/* html_evidence: where those links go. */
void html_evidence(const struct review *r, struct strbuf *out);
/* html_counts: what was said of a patch: "30+ 4." */
void html_counts(const struct review *r, const struct rpatch *p,
		 struct strbuf *out);
/* html_found: list items of what failed or warned for P (NULL: the series). */
void html_found(const struct review *r, const struct rpatch *p,
		struct strbuf *out);

/* html_prove: what prove found: its section. */
void html_prove(const struct review *r, struct strbuf *out);
/* html_prove_look: list items of what of it needs a look. */
void html_prove_look(const struct review *r, struct strbuf *out);
/* html_prove_patch: list items of the verdicts that P changed. */
void html_prove_patch(const struct review *r, const struct rpatch *p,
		      struct strbuf *out);

/* html_boot: what boot found: its section. */
void html_boot(const struct review *r, struct strbuf *out);
/* html_boot_row: a row of the matrix. */
void html_boot_row(const struct review *r, struct strbuf *out);
/* html_boot_look: list items of what of it needs a look. */
void html_boot_look(const struct review *r, struct strbuf *out);

/* html_misses: leftovers, stated misses, what was not parsed. */
void html_misses(const struct record *r, struct strbuf *out);
/* html_against: the comparison. */
void html_against(const struct review *r, struct strbuf *out);

#endif
