// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "series/cond.h"

static void find_anchor(struct cond *c)
{
	const char *best = NULL;
	size_t best_n = 0;

	for (const char *p = c->tokens; *p;) {
		size_t n = 0;

		while (is_word(p[n]))
			n++;
		if (n > best_n && !isdigit((unsigned char)*p)) {
			best = p;
			best_n = n;
		}
		p += n ? n : 1;
	}
	c->anchor = best_n >= 2 ? xstrndup(best, best_n) : NULL;
}

int cond_parse(struct cond *c, const char *text)
{
	const char *in = NULL, *p = text;

	memset(c, 0, sizeof(*c));
	c->text = xstrdup(text);
	p += strspn(p, " \t");
	if (*p == '!') {
		c->negated = true;
		p += 1 + strspn(p + 1, " \t");
	}
	for (const char *q = p; (q = strstr(q, " in ")); q++)
		in = q;
	c->tokens = in ? xstrndup(p, in - p) : xstrdup(p);
	if (in)
		strvec_split(&c->paths, in + 4);
	find_anchor(c);
	/* "! in FILE" has lost its tokens: it would hold everywhere. */
	if (!in && starts_with(p, "in "))
		return ERR_USER;
	return c->anchor && (!in || c->paths.n) ? 0 : ERR_USER;
}

void cond_release(struct cond *c)
{
	free(c->text);
	free(c->tokens);
	free(c->anchor);
	strvec_release(&c->paths);
	memset(c, 0, sizeof(*c));
}
