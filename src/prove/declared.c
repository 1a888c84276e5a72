// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/clex.h"
#include "prove/int.h"

/* NAME if token I is one of these, in front of a parenthesis. */
static const char *name_at(const struct clex *lx, size_t i,
			   const struct strvec *names)
{
	const char *at = lx->text + lx->v[i].pos;

	for (size_t k = 0; k < names->n; k++)
		if (!strncmp(names->v[k], at, lx->v[i].len) &&
		    !names->v[k][lx->v[i].len] &&
		    clex_is(lx, clex_next(lx, i + 1), "("))
			return names->v[k];
	return NULL;
}

static void add_name(struct strvec *out, const char *name)
{
	if (name && !strvec_has(out, name))
		strvec_push(out, name);
}

void prove_declared(const struct strbuf *text, const struct strvec *names,
		    struct strvec *out)
{
	struct clex lx;
	size_t depth = 0;	/* of braces and parentheses */

	clex_init(&lx, text->buf, text->len);
	for (size_t i = 0; i < lx.n; i++) {
		if (lx.v[i].flags & CLEX_DIRECTIVE)
			continue;
		if (clex_is(&lx, i, "{") || clex_is(&lx, i, "("))
			depth++;
		else if (clex_is(&lx, i, "}") || clex_is(&lx, i, ")"))
			depth -= depth > 0;
		else if (!depth && lx.v[i].kind == CLEX_WORD)
			add_name(out, name_at(&lx, i, names));
	}
	clex_release(&lx);
}
