// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "base/strbuf.h"
#include "csrc/asmfunc.h"

/* No file of Linux comes near; these bound the time that a hostile one takes. */
#define MACROS_MAX 1000
#define PARAMS_MAX 100
#define TRIES_MAX 100000
#define WORD_MAX 512

/* A macro of the assembler. */
struct macro {
	size_t name;		/* its token */
	struct strvec params;
	struct strvec defaults;	/* one per parameter; "" if it has none */
	struct strvec templates;	/* names of the functions it begins */
	struct strvec pastes;	/* other words that it puts together */
};

struct macros {
	struct macro *v;
	size_t n, alloc;
	size_t tries;		/* so far, to use one of them */
	bool partly;		/* not all was looked at */
};

/* Is token I a macro that begins a function: ENTRY, SYM_FUNC_START, LEAF, ...? */
static bool is_opener(const struct clex *lx, size_t i)
{
	static const char *const PARTS[] = {
		"ENTRY", "START", "_GLOBAL", "LEAF", "NESTED", "FEXPORT",
	};
	bool found = false;

	if (i == CLEX_NONE || lx->v[i].kind != CLEX_WORD)
		return false;
	for (size_t k = 0; k < lx->v[i].len; k++)
		if (lx->text[lx->v[i].pos + k] >= 'a')
			return false;
	for (size_t k = 0; k < ARRAY_SIZE(PARTS); k++)
		found |= memmem(lx->text + lx->v[i].pos, lx->v[i].len, PARTS[k],
				strlen(PARTS[k])) != NULL;
	return found;
}

bool asmfunc_begins(const struct clex *lx, size_t i)
{
	size_t before = clex_prev(lx, i), after = clex_next(lx, i + 1);

	if (after != CLEX_NONE && clex_is(lx, after, ":"))
		return lx->v[i].flags & CLEX_FIRST;
	return before != CLEX_NONE && clex_is(lx, before, "(") &&
	       (clex_is(lx, after, ")") || clex_is(lx, after, ",")) &&
	       is_opener(lx, clex_prev(lx, before));
}

/* The token of code at or behind I that is on the same line, or CLEX_NONE. */
static size_t on_line(const struct clex *lx, size_t i)
{
	while (i < lx->n && !clex_is_code(lx, i) &&
	       lx->v[i].kind != CLEX_NEWLINE)
		i++;
	return clex_is_code(lx, i) ? i : CLEX_NONE;
}

/* Does the directive NAME, ".macro" say, begin at token I? */
static bool is_directive(const struct clex *lx, size_t i, const char *name)
{
	return lx->v[i].flags & CLEX_FIRST && clex_is(lx, i, ".") &&
	       i + 1 < lx->n && clex_is(lx, i + 1, name);
}

static char *token_text(const struct clex *lx, size_t i)
{
	return xstrndup(lx->text + lx->v[i].pos, lx->v[i].len);
}

/* "name:req, other=1": from token I on. Returns the end of the line. */
static size_t read_params(const struct clex *lx, size_t i, struct macro *m)
{
	size_t k, value, end = i;

	for (; (i = on_line(lx, i)) != CLEX_NONE; i = end) {
		end = i + 1;
		if (lx->v[i].kind != CLEX_WORD || m->params.n == PARAMS_MAX)
			continue;
		strvec_take(&m->params, token_text(lx, i));
		k = on_line(lx, end);
		if (k != CLEX_NONE && clex_is(lx, k, ":")) {
			end = on_line(lx, k + 1) == CLEX_NONE ?
				k + 1 : on_line(lx, k + 1) + 1;
			k = on_line(lx, end);
		}
		value = k != CLEX_NONE && clex_is(lx, k, "=") ?
			on_line(lx, k + 1) : CLEX_NONE;
		if (value != CLEX_NONE)
			end = value + 1;
		strvec_take(&m->defaults, value == CLEX_NONE ?
			    xstrdup("") : token_text(lx, value));
	}
	return end;
}

/* What "ENTRY(" is given, behind its "(": "\name\()_x". */
static char *read_template(const struct clex *lx, size_t open)
{
	size_t from = clex_end(lx, open), to;

	for (to = from; to < lx->len && !strchr(",()\n", lx->text[to]); to++)
		if (lx->len - to >= 3 && !memcmp(lx->text + to, "\\()", 3))
			to += 2;
	while (from < to && isblank((unsigned char)lx->text[from]))
		from++;
	while (to > from && isblank((unsigned char)lx->text[to - 1]))
		to--;
	return xstrndup(lx->text + from, to - from);
}

/* Of the functions that M begins, the name of the one that token I may begin. */
static void add_template(const struct clex *lx, size_t i, struct macro *m)
{
	size_t open = is_opener(lx, i) ? on_line(lx, i + 1) : CLEX_NONE;

	if (open != CLEX_NONE && clex_is(lx, open, "("))
		strvec_take(&m->templates, read_template(lx, open));
}

/* How many bytes of the N at S are one word. */
static size_t word_len(const char *s, size_t n)
{
	size_t k = 0;

	while (k < n && is_word(s[k]))
		k++;
	return k;
}

/* How many bytes of the N at S are "\x", "\@" or "\()"; 0: none of these. */
static size_t paste_len(const char *s, size_t n)
{
	if (n < 2 || *s != '\\')
		return 0;
	if (s[1] == '@')
		return 2;
	if (n > 2 && s[1] == '(' && s[2] == ')')
		return 3;
	return word_len(s + 1, n - 1) ? 1 + word_len(s + 1, n - 1) : 0;
}

/*
 * The words that the tokens [FROM, END) put together from more than a parameter:
 * "foo_\x". A parameter alone gives a word that stands where the macro is used.
 */
static void add_pastes(const struct clex *lx, size_t from, size_t end,
		       struct macro *m)
{
	const char *p = lx->text + lx->v[from].pos;
	const char *stop = lx->text + clex_end(lx, end - 1);

	while (p < stop) {
		const char *start = p;
		size_t parts = 0, pastes = 0, n;

		for (; p < stop; p += n, parts++) {
			n = paste_len(p, stop - p);
			pastes += n > 0;
			n = n ?: word_len(p, stop - p);
			if (!n)
				break;
		}
		if (pastes && parts > 1)
			strvec_take(&m->pastes, xstrndup(start, p - start));
		p += p == start;
	}
}

/* The token behind the ".endm" of the macro whose ".macro" is token I. */
static size_t skip_macro(const struct clex *lx, size_t i)
{
	size_t depth = 0;

	do {
		depth += is_directive(lx, i, "macro");
		depth -= is_directive(lx, i, "endm");
	} while (++i < lx->n && depth);
	return i;
}

/* The macro whose ".macro" is token I. Returns the token behind its ".endm". */
static size_t read_macro(const struct clex *lx, size_t i, struct macros *ms)
{
	size_t name = on_line(lx, i + 2), end = skip_macro(lx, i), from;
	struct macro m = { .name = name };

	if (name == CLEX_NONE || lx->v[name].kind != CLEX_WORD)
		return end;
	if (ms->n == MACROS_MAX) {
		ms->partly = true;
		return end;
	}
	from = read_params(lx, name + 1, &m);
	for (size_t k = from; k < end; k++)
		add_template(lx, k, &m);
	if (from < end)
		add_pastes(lx, from, end, &m);
	GROW(ms->v, ms->n + 1, ms->alloc);
	ms->v[ms->n++] = m;
	return end;
}

/* The number of the parameter that S, of N bytes, is; CLEX_NONE if none. */
static size_t param_of(const struct macro *m, const char *s, size_t n)
{
	for (size_t k = 0; k < m->params.n; k++)
		if (strlen(m->params.v[k]) == n &&
		    !memcmp(m->params.v[k], s, n))
			return k;
	return CLEX_NONE;
}

/* TEMPLATE with ARGS for the parameters. NULL: that is no word. */
static char *fill(const struct macro *m, const char *template,
		  const struct strvec *args)
{
	struct strbuf out = STRBUF_INIT;
	size_t left = strlen(template), n, k;
	bool good = true;

	for (const char *s = template; left && good; s += n, left -= n) {
		n = paste_len(s, left);
		if (!n) {
			n = 1;
			strbuf_addch(&out, *s);
		} else if (s[1] == '@') {
			strbuf_addch(&out, '0');
		} else if (s[1] != '(') {
			k = param_of(m, s + 1, n - 1);
			good = k != CLEX_NONE;
			strbuf_addstr(&out, good ? args->v[k] : "");
		}
		good &= out.len <= WORD_MAX;
	}
	if (good && out.len && word_len(out.buf, out.len) == out.len)
		return strbuf_detach(&out);
	strbuf_release(&out);
	return NULL;
}

/* One argument, "x" or "name=x", for the parameter AT of M or that name. */
static bool take_arg(const struct macro *m, const char *arg, size_t at,
		     struct strvec *args)
{
	size_t n = word_len(arg, strlen(arg));
	bool named = arg[n] == '=' && param_of(m, arg, n) != CLEX_NONE;

	if (named)
		at = param_of(m, arg, n);
	if (at >= args->n || strlen(arg) > WORD_MAX)
		return false;
	free(args->v[at]);
	args->v[at] = xstrdup(named ? arg + n + 1 : arg);
	return true;
}

/* The arguments behind token I, a use of M. Returns false if they are unclear. */
static bool read_args(const struct clex *lx, size_t i, const struct macro *m,
		      struct strvec *args)
{
	struct strbuf text = STRBUF_INIT;
	struct strvec words = STRVEC_INIT;
	bool clear = true, comma = true;

	strvec_add(args, &m->defaults);
	for (; i < lx->n && lx->v[i].kind != CLEX_NEWLINE; i++) {
		if (clex_is_comment(lx, i))
			continue;
		if (clex_is_code(lx, i)) {
			clear &= !(comma && clex_is(lx, i, ","));
			comma = clex_is(lx, i, ",");
		}
		if (clex_is_code(lx, i) && !comma)
			strbuf_add(&text, lx->text + lx->v[i].pos, lx->v[i].len);
		else
			strbuf_addch(&text, ' ');
	}
	if (text.len)
		strvec_split(&words, text.buf);
	for (size_t k = 0; k < words.n && clear; k++)
		clear = take_arg(m, words.v[k], k, args);
	strvec_release(&words);
	strbuf_release(&text);
	return clear;
}

/* All of TEMPLATES. Returns false if one is no word. */
static bool fill_all(const struct macro *m, const struct strvec *templates,
		     const struct strvec *args, struct macros *ms,
		     struct strvec *out)
{
	bool all = true;

	for (size_t k = 0; k < templates->n && ms->tries < TRIES_MAX; k++) {
		char *word = fill(m, templates->v[k], args);

		ms->tries++;
		if (word)
			strvec_take(out, word);
		else
			all = false;
	}
	return all;
}

/* What M begins and puts together where token I, in another macro or not, uses it. */
static void use_macro(const struct clex *lx, size_t i, bool inside,
		      const struct macro *m, struct macros *ms,
		      struct strvec *names, struct strvec *words)
{
	struct strvec args = STRVEC_INIT;
	bool clear;

	ms->tries++;
	clear = !inside && read_args(lx, i + 1, m, &args);
	if (clear)
		fill_all(m, &m->templates, &args, ms, names);
	if (m->pastes.n && (!clear || !fill_all(m, &m->pastes, &args, ms, words)))
		ms->partly = true;
	strvec_release(&args);
}

static void use_macros(const struct clex *lx, struct macros *ms,
		       struct strvec *names, struct strvec *words)
{
	size_t end = 0;		/* of the macro that the token is in */

	for (size_t i = 0; i < lx->n && ms->n && ms->tries < TRIES_MAX; i++) {
		if (i >= end && is_directive(lx, i, "macro"))
			end = skip_macro(lx, i);
		if (!(lx->v[i].flags & CLEX_FIRST) || lx->v[i].kind != CLEX_WORD)
			continue;
		for (size_t k = 0; k < ms->n; k++)
			if ((ms->v[k].templates.n || ms->v[k].pastes.n) &&
			    clex_same(lx, i, lx, ms->v[k].name))
				use_macro(lx, i, i < end, &ms->v[k], ms, names,
					  words);
	}
	ms->partly |= ms->tries >= TRIES_MAX;
}

/* Do others than .macro put words together: the preprocessor, or a loop? */
static bool has_other_pastes(const struct clex *lx)
{
	for (size_t i = 0; i < lx->n; i++)
		if (clex_is(lx, i, "##") || is_directive(lx, i, "irp") ||
		    is_directive(lx, i, "irpc"))
			return true;
	return false;
}

bool asmfunc_made(const char *text, size_t len, struct strvec *names,
		  struct strvec *words)
{
	struct macros ms = { 0 };
	struct clex lx;

	clex_init(&lx, text, len);
	ms.partly = has_other_pastes(&lx);
	for (size_t i = 0; i < lx.n;)
		i = is_directive(&lx, i, "macro") ? read_macro(&lx, i, &ms) : i + 1;
	use_macros(&lx, &ms, names, words);
	for (size_t k = 0; k < ms.n; k++) {
		strvec_release(&ms.v[k].params);
		strvec_release(&ms.v[k].defaults);
		strvec_release(&ms.v[k].templates);
		strvec_release(&ms.v[k].pastes);
	}
	free(ms.v);
	clex_release(&lx);
	return !ms.partly;
}
