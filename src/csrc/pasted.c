// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "csrc/pasted.h"

/* No file of Linux comes near; these bound the time that a hostile one takes. */
#define PARTS_MAX 16
#define PARAMS_MAX 32
#define ARGS_MAX 1000		/* tokens */
#define NAME_LEN 256
#define WORK_MAX (1UL << 27)	/* tokens looked at, in one file for one name */

/* A name in a macro: its parts, which "##" joins. */
struct paste {
	size_t macro;		/* the token of its name */
	size_t params[PARAMS_MAX], n_params;
	size_t parts[PARTS_MAX], n;
};

static bool is_digit(char c)
{
	return isdigit((unsigned char)c);
}

/* May a part of NAME end before byte I: at "_", or between letters and digits? */
static bool is_edge(const char *name, size_t i)
{
	return (name[i] == '_') != (name[i - 1] == '_') ||
	       is_digit(name[i]) != is_digit(name[i - 1]);
}

void pasted_words(const char *name, struct strvec *words)
{
	size_t n = strlen(name);

	for (size_t i = n - n / 2; i > 1 && i < n && n <= NAME_LEN; i++)
		if (is_edge(name, i))
			strvec_take(words, xstrndup(name, i));
}

/* The token of code at or behind I, before END, or CLEX_NONE. */
static size_t code(const struct clex *lx, size_t i, size_t end)
{
	i = clex_next(lx, i);
	return i < end ? i : CLEX_NONE;
}

/* The parameters of "#define M(a, b)"; *BODY is behind them. False: it has none. */
static bool read_params(const struct clex *lx, const struct ppline *l,
			struct paste *p, size_t *body)
{
	size_t i = code(lx, l->tok + 1, l->tok_end);

	p->macro = i == CLEX_NONE ? i : code(lx, i + 1, l->tok_end);
	if (p->macro == CLEX_NONE || !clex_is(lx, p->macro + 1, "("))
		return false;
	i = p->macro + 2;
	while ((i = code(lx, i, l->tok_end)) != CLEX_NONE &&
	       !clex_is(lx, i, ")")) {
		if (lx->v[i].kind == CLEX_WORD && p->n_params < PARAMS_MAX)
			p->params[p->n_params++] = i;
		i++;
	}
	*body = i + 1;
	return i != CLEX_NONE;
}

/*
 * The parts that "##" joins, from token I on; none unless a parenthesis is behind them.
 * Returns the token behind the last one.
 */
static size_t read_parts(const struct clex *lx, size_t i, size_t end,
			 struct paste *p)
{
	size_t next = i, last = i;

	p->n = 0;
	do {
		last = next;
		if (p->n < PARTS_MAX)
			p->parts[p->n] = last;
		p->n++;
		next = code(lx, last + 1, end);
		if (!clex_is(lx, next, "##"))
			break;
		next = code(lx, next + 1, end);
	} while (next != CLEX_NONE);
	if (p->n < 2 || p->n > PARTS_MAX || !clex_is(lx, next, "("))
		p->n = 0;
	return last + 1;
}

/* What part I of P is with ARGS, in LEN bytes; or NULL. */
static const char *part_text(const struct clex *lx, const struct paste *p,
			     size_t i, const size_t *args, size_t *len)
{
	size_t tok = p->parts[i];

	for (size_t k = 0; k < p->n_params; k++)
		if (clex_same(lx, p->params[k], lx, tok)) {
			tok = args[k];
			break;
		}
	if (tok == CLEX_NONE)
		return NULL;
	*len = lx->v[tok].len;
	return lx->text + lx->v[tok].pos;
}

static bool makes(const struct clex *lx, const struct paste *p,
		  const size_t *args, const char *name)
{
	for (size_t i = 0; i < p->n; i++) {
		size_t len = 0;
		const char *s = part_text(lx, p, i, args, &len);

		if (!s || strnlen(name, len) < len || memcmp(name, s, len))
			return false;
		name += len;
	}
	return !*name;
}

/* The arguments behind the "(" at token I: one token each, or CLEX_NONE. */
static void read_args(const struct clex *lx, size_t i, size_t *args)
{
	size_t depth = 1, n = 0, tokens = 0, all = 0;

	for (size_t k = 0; k < PARAMS_MAX; k++)
		args[k] = CLEX_NONE;
	for (i = clex_next(lx, i + 1); i != CLEX_NONE && n < PARAMS_MAX &&
	     all++ < ARGS_MAX; i = clex_next(lx, i + 1)) {
		depth += clex_is(lx, i, "(");
		depth -= clex_is(lx, i, ")");
		if (!depth)
			return;
		if (depth == 1 && clex_is(lx, i, ",")) {
			n++;
			tokens = 0;
		} else {
			args[n] = tokens++ ? CLEX_NONE : i;
		}
	}
}

/* Does a use of P's macro make NAME? */
static bool used_for(const struct clex *lx, const struct paste *p,
		     const char *name, size_t *work)
{
	size_t args[PARAMS_MAX];

	for (size_t i = 0; i < lx->n && (*work)++ < WORK_MAX; i++) {
		size_t open;

		if (lx->v[i].flags & CLEX_DIRECTIVE ||
		    !clex_same(lx, i, lx, p->macro))
			continue;
		open = clex_next(lx, i + 1);
		if (!clex_is(lx, open, "("))
			continue;
		*work += ARGS_MAX;
		read_args(lx, open, args);
		if (makes(lx, p, args, name))
			return true;
	}
	return false;
}

/* Does NAME begin with the first part of P, which must not be a parameter? */
static bool may_begin(const struct clex *lx, const struct paste *p,
		      const char *name)
{
	const struct clex_token *t = &lx->v[p->parts[0]];

	for (size_t k = 0; k < p->n_params; k++)
		if (clex_same(lx, p->params[k], lx, p->parts[0]))
			return false;
	return p->n && !strncmp(name, lx->text + t->pos, t->len);
}

/* Does the macro that L defines make NAME somewhere? */
static bool line_makes(const struct clex *lx, const struct ppline *l,
		       const char *name, size_t *work)
{
	struct paste p = { 0 };
	bool is_static = false;
	size_t i;

	if (!read_params(lx, l, &p, &i))
		return false;
	while ((i = code(lx, i, l->tok_end)) != CLEX_NONE) {
		is_static |= clex_is(lx, i, "static");
		is_static &= !clex_is(lx, i, ";") && !clex_is(lx, i, "}");
		if (lx->v[i].kind != CLEX_WORD) {
			i++;
			continue;
		}
		i = read_parts(lx, i, l->tok_end, &p);
		if (!is_static && may_begin(lx, &p, name) &&
		    used_for(lx, &p, name, work))
			return true;
	}
	return false;
}

bool pasted_defines(const struct source *src, const char *name)
{
	size_t work = 0;

	for (size_t i = 0; i < src->pp.n && strlen(name) <= NAME_LEN; i++)
		if (src->pp.v[i].kind == PP_DEFINE &&
		    line_makes(&src->lex, &src->pp.v[i], name, &work))
			return true;
	return false;
}
