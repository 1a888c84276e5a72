// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "base/strset.h"
#include "base/wordset.h"
#include "csrc/lang.h"
#include "csrc/region.h"
#include "kbuild/arch.h"
#include "verify/carry.h"

/* With more names than this, hardly a unit has none. */
#define MANY 1000

/*
 * A name whose definition comes, goes or changes its form in some states: a
 * function with another head, a macro, a macro that mentions one of these.
 */
struct loose {
	char *name;
	bool *states;
};

struct work {
	struct carry *c;
	const struct checkout *co;
	const struct delta *deltas;
	const bool *inner;	/* or NULL */
	const char *arch;	/* or NULL: all */
	struct loose *loose;
	size_t n, alloc;
	struct strvec next;	/* names to look for in the next round */
};

struct function {
	size_t name, from, to;	/* tokens */
};

/* One header that mentions some names. */
struct scan {
	struct work *w;
	const struct header *h;
	uint8_t *state;		/* see struct carry */
	ssize_t touched;	/* its index there, or < 0 */
	struct source src;
	struct function *v;
	size_t n, alloc;
};

/* --- names ------------------------------------------------------------- */

static struct loose *find_loose(const struct work *w, const char *name)
{
	for (size_t i = 0; i < w->n; i++)
		if (!strcmp(w->loose[i].name, name))
			return &w->loose[i];
	return NULL;
}

/* NAME is loose in the STATES; one that becomes so is looked for once more. */
static void add_loose(struct work *w, const char *name, const bool *states)
{
	struct loose *l = find_loose(w, name);
	bool more = false;

	if (!l) {
		GROW(w->loose, w->n + 1, w->alloc);
		l = &w->loose[w->n++];
		l->name = xstrdup(name);
		l->states = xcalloc(w->co->states, sizeof(*l->states));
	}
	for (size_t k = 0; k < w->co->states; k++) {
		more |= states[k] && !l->states[k];
		l->states[k] |= states[k];
	}
	if (more)
		strvec_push(&w->next, name);
}

static void add_loose_of(struct work *w, const struct strvec *names, size_t k)
{
	bool *states = xcalloc(w->co->states, sizeof(*states));

	states[k] = true;
	for (size_t i = 0; i < names->n; i++)
		add_loose(w, names->v[i], states);
	free(states);
}

/* The text of token TOK as a name that carries. The caller frees it. */
static char *carries(struct scan *s, size_t tok)
{
	const struct clex *lx = &s->src.lex;
	char *name = xstrndup(lx->text + lx->v[tok].pos, lx->v[tok].len);

	/* A name of one letter is no name to look for. */
	if (!name[1])
		*s->state |= CARRY_OPEN;
	else if (!strset_has(&s->w->c->names, name))
		strvec_push(&s->w->next, name);
	return name;
}

/* --- one header -------------------------------------------------------- */

/* Does the patch of every state in which WORD is loose change the function? */
static bool follows(const struct scan *s, const struct loose *l,
		    const char *function)
{
	const struct work *w = s->w;

	for (size_t k = 0; k < w->co->states; k++) {
		const struct delta *d = s->touched < 0 ? NULL :
			&w->deltas[k * w->co->touched.n + s->touched];

		if (l->states[k] && !(d && strvec_has(&d->functions, function)))
			return false;
	}
	return true;
}

static void in_function(struct scan *s, const struct function *f,
			const struct loose *l)
{
	char *name = carries(s, f->name);

	if (l && !follows(s, l, name))
		*s->state |= CARRY_LOOSE;
	free(name);
}

static void in_macro(struct scan *s, const struct ppline *line, size_t tok,
		     const struct loose *l)
{
	size_t at = clex_next(&s->src.lex, line->tok + 1);
	char *name;

	at = at == CLEX_NONE ? at : clex_next(&s->src.lex, at + 1);
	if (at == CLEX_NONE || at >= line->tok_end) {
		*s->state |= CARRY_OPEN;
	} else if (at != tok) {
		name = carries(s, at);
		if (l)
			add_loose(s->w, name, l->states);
		free(name);
	}
}

static const struct function *function_at(const struct scan *s, size_t tok)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].from <= tok && tok < s->v[i].to)
			return &s->v[i];
	return NULL;
}

/*
 * Whether a conditional holds may change: what it has in it comes and goes.
 * L is freed by nobody, but may move: take its states along.
 */
static void in_condition(struct scan *s, const struct ppline *line,
			 const char *word)
{
	const struct ppline *first, *last, *l;
	const struct function *f = function_at(s, line->tok);
	bool *states;

	if (f) {
		in_function(s, f, find_loose(s->w, word));
		return;
	}
	first = line->first == CLEX_NONE ? NULL : &s->src.pp.v[line->first];
	if (!first || first->last == CLEX_NONE) {
		*s->state |= CARRY_OPEN;
		return;
	}
	last = &s->src.pp.v[first->last];
	states = xcalloc(s->w->co->states, sizeof(*states));
	memcpy(states, find_loose(s->w, word)->states,
	       s->w->co->states * sizeof(*states));
	for (size_t i = first->tok; i < last->tok; i++) {
		size_t at = ppline_at(&s->src.pp, i), name = CLEX_NONE;

		l = at == CLEX_NONE ? NULL : &s->src.pp.v[at];
		f = function_at(s, i);
		if (l && (l->kind == PP_INCLUDE || l->kind == PP_OTHER)) {
			*s->state |= CARRY_OPEN;
		} else if (l && l->kind == PP_DEFINE) {
			name = clex_next(&s->src.lex, l->tok + 1);
			name = name == CLEX_NONE ? name :
			       clex_next(&s->src.lex, name + 1);
		} else if (f) {
			name = f->name;
		} else if (!l && clex_is_code(&s->src.lex, i)) {
			*s->state |= CARRY_OPEN;
		}
		if (name != CLEX_NONE) {
			char *text = carries(s, name);

			add_loose(s->w, text, states);
			free(text);
		}
		i = l ? l->tok_end - 1 : f ? f->to - 1 : i;
	}
	free(states);
}

static void in_directive(struct scan *s, const struct ppline *line, size_t tok,
			 const char *word, const struct loose *l)
{
	size_t at;

	switch (line->kind) {
	case PP_DEFINE:
		in_macro(s, line, tok, l);
		break;
	case PP_IF:
	case PP_ELIF:
		/* A function is no macro: asked for here, it is not defined. */
		if (l)
			in_condition(s, line, word);
		break;
	case PP_INCLUDE:
		/* Of a macro, and not "x.h" or <x.h>. */
		at = clex_next(&s->src.lex, line->tok + 1);
		at = at == CLEX_NONE ? at : clex_next(&s->src.lex, at + 1);
		if (at == tok)
			*s->state |= CARRY_OPEN;
		break;
	case PP_ELSE:
	case PP_ENDIF:
	case PP_UNDEF:
		break;
	case PP_OTHER:
		*s->state |= CARRY_OPEN;
		break;
	}
}

struct place {
	size_t pos;
	bool in;
};

static void is_in(void *arg, size_t start, size_t end)
{
	struct place *p = arg;

	p->in |= start <= p->pos && p->pos < end;
}

/* x.NAME, x->NAME, and "(*NAME)", which declares a NAME of its own. */
static bool is_other(const struct clex *lx, size_t tok)
{
	size_t before = tok ? clex_prev(lx, tok) : CLEX_NONE, next;

	if (clex_is(lx, before, ".") || clex_is(lx, before, "->"))
		return true;
	next = clex_next(lx, tok + 1);
	return clex_is(lx, before, "*") && clex_is(lx, next, ")") &&
	       clex_is(lx, clex_prev(lx, before), "(") &&
	       clex_is(lx, clex_next(lx, next + 1), "(");
}

/* Does a patch change a macro WORD? Then a prototype of it declares another name. */
static bool changes_macro(const struct work *w, const char *word)
{
	for (size_t i = 0; i < w->co->states * w->co->touched.n; i++)
		if (strvec_has(&w->deltas[i].macros, word))
			return true;
	return false;
}

/* WORD at token TOK: what of the header does it get into? */
static void mention(struct scan *s, const char *word, size_t tok)
{
	const struct loose *l = find_loose(s->w, word);
	size_t line = ppline_at(&s->src.pp, tok);
	const struct function *f = function_at(s, tok);
	struct place p = { .pos = s->src.lex.v[tok].pos };

	if (!l && is_other(&s->src.lex, tok))
		return;
	if (line != CLEX_NONE) {
		in_directive(s, &s->src.pp.v[line], tok, word, l);
	} else if (f) {
		in_function(s, f, l);
	} else {
		/* A prototype takes nothing from what its function does. */
		region_functions(&s->src, word, true, is_in, &p);
		if (!p.in || (l && changes_macro(s->w, word)))
			*s->state |= CARRY_OPEN;
		else if (l && !follows(s, l, word))
			*s->state |= CARRY_LOOSE;
	}
}

static void add_function(void *arg, size_t name, size_t from, size_t to)
{
	struct scan *s = arg;

	GROW(s->v, s->n + 1, s->alloc);
	s->v[s->n++] = (struct function){ name, from, to };
}

/* The token that byte POS is in. */
static size_t token_at(const struct clex *lx, size_t pos)
{
	size_t lo = 0, hi = lx->n;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (lx->v[mid].pos <= pos)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static void scan_header(struct work *w, size_t i, const struct header *h,
			const struct wordset *ws, ssize_t pos, size_t word)
{
	struct scan s = { .w = w, .h = h, .state = &w->c->state[i],
			  .touched = checkout_index(w->co, h->path) };

	*s.state |= CARRY_MENTIONS;
	source_init(&s.src, h->text, h->len);
	region_each_function(&s.src, add_function, &s);
	while (pos >= 0) {
		size_t tok = token_at(&s.src.lex, pos);

		if (!clex_is_comment(&s.src.lex, tok))
			mention(&s, ws->words.v[word], tok);
		pos = wordset_next(ws, h->text, h->len, pos + 1, &word);
	}
	source_release(&s.src);
	free(s.v);
}

/* --- all of them ------------------------------------------------------- */

static int by_path(const void *path, const void *h)
{
	return strcmp(path, ((const struct header *)h)->path);
}

const struct header *header_find(const struct header *v, size_t n,
				 const char *path)
{
	return n ? bsearch(path, v, n, sizeof(*v), by_path) : NULL;
}

bool carry_for_arch(const char *path, const char *arch)
{
	return !arch || !arch_elsewhere(path, arch);
}

static void round_of(struct work *w, const struct header *v, size_t n,
		     struct strvec *todo)
{
	struct wordset ws;
	size_t word;

	strvec_sort(todo);
	strvec_uniq(todo);
	for (size_t i = 0; i < todo->n; i++)
		strvec_push(&w->c->names, todo->v[i]);
	strvec_sort(&w->c->names);
	strvec_uniq(&w->c->names);
	wordset_init(&ws, todo);
	for (size_t i = 0; i < n; i++) {
		ssize_t pos = !v[i].text || !carry_for_arch(v[i].path, w->arch) ?
			-1 : wordset_next(&ws, v[i].text, v[i].len, 0, &word);

		if (pos >= 0)
			scan_header(w, i, &v[i], &ws, pos, word);
	}
	wordset_release(&ws);
}

/* The names to begin with. One of one letter is none to look for. */
static void add_changed(struct strvec *to, const struct strvec *names,
			bool *odd)
{
	for (size_t i = 0; i < names->n; i++) {
		if (names->v[i][0] && names->v[i][1])
			strvec_push(to, names->v[i]);
		else
			*odd = true;
	}
}

static void open_header(struct work *w, const struct header *v, size_t n,
			const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(v[i].path, path))
			w->c->state[i] |= CARRY_OPEN;
}

/* What the patches do to the files themselves. */
static void take_deltas(struct work *w, const struct header *v, size_t n,
			struct strvec *todo)
{
	const struct checkout *co = w->co;

	for (size_t k = 1; k < co->states; k++)
		for (size_t f = 0; f < co->touched.n; f++) {
			const struct delta *d =
				&w->deltas[k * co->touched.n + f];
			bool odd = d->opaque;

			if (!carry_for_arch(co->touched.v[f], w->arch) ||
			    (w->inner && w->inner[f]))
				continue;
			add_changed(todo, &d->functions, &odd);
			add_changed(todo, &d->macros, &odd);
			if (!lang_is_header(co->touched.v[f]))
				continue;
			add_loose_of(w, &d->heads, k);
			add_loose_of(w, &d->macros, k);
			if (odd)
				open_header(w, v, n, co->touched.v[f]);
		}
	strvec_clear(&w->next);
}

void carry_find(struct carry *c, const struct header *v, size_t n,
		const struct checkout *co, const struct delta *deltas,
		const bool *inner, const char *arch)
{
	struct work w = { .c = c, .co = co, .deltas = deltas, .inner = inner,
			  .arch = arch };
	struct strvec todo = STRVEC_INIT;

	memset(c, 0, sizeof(*c));
	c->state = xcalloc(n + 1, sizeof(*c->state));
	take_deltas(&w, v, n, &todo);
	while (todo.n && !c->all) {
		round_of(&w, v, n, &todo);
		strvec_release(&todo);
		todo = w.next;
		memset(&w.next, 0, sizeof(w.next));
		c->all = c->names.n > MANY;
	}
	for (size_t i = 0; i < w.n; i++) {
		free(w.loose[i].name);
		free(w.loose[i].states);
	}
	free(w.loose);
	strvec_release(&w.next);
	strvec_release(&todo);
}

void carry_release(struct carry *c)
{
	strvec_release(&c->names);
	free(c->state);
	memset(c, 0, sizeof(*c));
}

/* --- the text to keep -------------------------------------------------- */

/* "#define NAME 0x1f", and nothing behind: N bytes at P. */
static bool is_constant(const char *p, size_t n)
{
	const char *end = p + n;

	if (n < 10 || strncmp(p, "#define", 7) || !isblank((unsigned char)p[7]))
		return false;
	for (p += 7; p < end && isblank((unsigned char)*p);)
		p++;
	while (p < end && (isalnum((unsigned char)*p) || *p == '_'))
		p++;
	while (p < end && isblank((unsigned char)*p))
		p++;
	if (p == end || !isdigit((unsigned char)*p))
		return false;
	while (p < end && isalnum((unsigned char)*p))
		p++;
	return p == end;
}

char *carry_text(const struct strbuf *text, size_t *len)
{
	struct strbuf kept = STRBUF_INIT;
	bool goes_on = false;

	for (size_t at = 0; at < text->len;) {
		const char *p = text->buf + at;
		size_t n = strcspn(p, "\n");

		size_t line = n + (at + n < text->len);

		if (goes_on || !is_constant(p, n))
			strbuf_add(&kept, p, line);
		goes_on = n && p[n - 1] == '\\';
		at += line;
	}
	*len = kept.len;
	return strbuf_detach(&kept);
}
