// SPDX-License-Identifier: GPL-2.0-only
#include "base/strbuf.h"
#include "csrc/provide.h"

/* What a brace is of. */
enum brace { BRACE_BODY, BRACE_MEMBERS, BRACE_ENUM };

#define DEPTH 64

struct scan {
	const struct clex *lx;
	struct provides *out;
	bool header;
	enum brace open[DEPTH];
	size_t braces;
	size_t parens;		/* open ones */
	bool is_static, is_typedef, assigned;	/* of the statement at the top */
	const char *type;	/* struct, union or enum, before its brace */
	bool macro_args;	/* in the parentheses of a macro in capitals */
	size_t words;		/* of the statement at the top */
	size_t first;		/* what it provides begins here in OUT */
	size_t ifs;		/* open #if */
	char *unless[DEPTH];	/* the word of each that is an #ifndef, or NULL */
	bool guard;		/* the first of them guards the header */
};

static char *text_of(const struct clex *lx, size_t i)
{
	return xstrndup(lx->text + lx->v[i].pos, lx->v[i].len);
}

/* FNV-1a, and something between tokens. */
static uint64_t hash_token(uint64_t h, const struct clex *lx, size_t i)
{
	for (size_t k = 0; k < lx->v[i].len; k++)
		h = (h ^ (unsigned char)lx->text[lx->v[i].pos + k]) *
		    1099511628211ull;
	return (h ^ ' ') * 1099511628211ull;
}

#define HASH_START 14695981039346656037ull

/* All that are open, with a blank behind each; NULL if there is none. */
static char *unless_of(const struct scan *s)
{
	struct strbuf all = STRBUF_INIT;

	for (size_t i = s->guard; i < s->ifs && i < DEPTH; i++)
		if (s->unless[i])
			strbuf_addf(&all, "%s ", s->unless[i]);
	return all.len ? strbuf_detach(&all) : NULL;
}

static struct provide *add(struct scan *s, size_t word, bool member)
{
	struct provides *p = s->out;

	GROW(p->v, p->n + 1, p->alloc);
	p->v[p->n] = (struct provide){
		.name = text_of(s->lx, word), .member = member,
		.local = s->is_static && !s->header,
		.unless = unless_of(s),
	};
	return &p->v[p->n++];
}

static bool is_word_at(const struct clex *lx, size_t i)
{
	return i != CLEX_NONE && clex_is_code(lx, i) &&
	       lx->v[i].kind == CLEX_WORD;
}

/* The next code of this preprocessor line or of these lines, or CLEX_NONE. */
static size_t after(const struct clex *lx, size_t i)
{
	return clex_next(lx, i + 1);
}

/* A name that stands before , ) or [ and behind a type is a parameter's. */
static bool is_parameter(const struct clex *lx, size_t i)
{
	size_t prev = clex_prev(lx, i), next = after(lx, i);

	return is_word_at(lx, i) && !clex_is(lx, prev, ",") &&
	       !clex_is(lx, prev, "(") && (clex_is(lx, next, ",") ||
	       clex_is(lx, next, ")") || clex_is(lx, next, "["));
}

/*
 * A digest of what is in the parentheses that token OPEN opens, without the
 * names of parameters if these are DECLARED. 0 if OPEN opens none.
 */
static uint64_t form_of(const struct clex *lx, size_t open, bool declared)
{
	uint64_t h = HASH_START;
	int depth = 0;

	if (open == CLEX_NONE || !clex_is(lx, open, "("))
		return 0;
	for (size_t i = open; i != CLEX_NONE; i = after(lx, i)) {
		depth += clex_is(lx, i, "(");
		depth -= clex_is(lx, i, ")");
		if (!declared || !is_parameter(lx, i))
			h = hash_token(h, lx, i);
		if (!depth)
			break;
	}
	return h ? h : 1;
}

/* --- preprocessor lines ------------------------------------------------ */

/* How many parameters a macro has, as a form; their names do not matter. */
static uint64_t macro_form(const struct clex *lx, size_t name)
{
	size_t i = name + 1;
	uint64_t n = 1;

	if (i >= lx->n || !clex_is(lx, i, "("))
		return 0;
	for (; i < lx->n && !clex_is(lx, i, ")"); i++)
		n += clex_is(lx, i, ",") || is_word_at(lx, i);
	return n;
}

/* What #ifndef WORD opens ends with WORD's branch. */
static void set_unless(struct scan *s, size_t depth, char *word)
{
	if (depth >= DEPTH) {
		free(word);
		return;
	}
	free(s->unless[depth]);
	s->unless[depth] = word;
}

/* The '#' at token I. Returns the last token of the line. */
static size_t scan_directive(struct scan *s, size_t i)
{
	const struct clex *lx = s->lx;
	size_t word = after(lx, i), arg = CLEX_NONE;

	if (word != CLEX_NONE && lx->v[word].flags & CLEX_DIRECTIVE)
		arg = after(lx, word);
	if (arg != CLEX_NONE && !(lx->v[arg].flags & CLEX_DIRECTIVE))
		arg = CLEX_NONE;
	if (clex_is(lx, word, "define") && is_word_at(lx, arg)) {
		bool was = s->is_static;
		struct provide *p;

		s->is_static = !s->header;
		p = add(s, arg, false);
		p->form = macro_form(lx, arg);
		s->is_static = was;
		/* The body of what follows is not the macro's. */
		if (!s->words)
			s->first = s->out->n;
	}
	if (clex_is(lx, word, "ifndef") && !s->ifs && !s->out->n && s->header)
		s->guard = true;
	if (clex_is(lx, word, "if") || clex_is(lx, word, "ifdef") ||
	    clex_is(lx, word, "ifndef")) {
		set_unless(s, s->ifs, clex_is(lx, word, "ifndef") &&
			   is_word_at(lx, arg) ? text_of(lx, arg) : NULL);
		s->ifs++;
	}
	if ((clex_is(lx, word, "else") || clex_is(lx, word, "elif")) && s->ifs)
		set_unless(s, s->ifs - 1, NULL);
	if (clex_is(lx, word, "endif") && s->ifs) {
		s->ifs--;
		set_unless(s, s->ifs, NULL);
		s->guard = s->guard && s->ifs;
	}
	while (i + 1 < lx->n && lx->v[i + 1].flags & CLEX_DIRECTIVE)
		i++;
	return i;
}

/* --- declarations ------------------------------------------------------ */

static void end_statement(struct scan *s)
{
	s->is_static = s->is_typedef = s->assigned = s->macro_args = false;
	s->type = NULL;
	s->words = 0;
	s->parens = 0;
	s->first = s->out->n;
}

static bool in_capitals(const struct clex *lx, size_t i)
{
	bool any = false;

	for (size_t k = 0; k < lx->v[i].len; k++) {
		char c = lx->text[lx->v[i].pos + k];

		if (c >= 'a' && c <= 'z')
			return false;
		any = any || (c >= 'A' && c <= 'Z');
	}
	return any;
}

static bool ends_name(const struct clex *lx, size_t next)
{
	return clex_is(lx, next, ";") || clex_is(lx, next, ",") ||
	       clex_is(lx, next, "[") || clex_is(lx, next, "=") ||
	       clex_is(lx, next, ":") || clex_is(lx, next, ")");
}

static void scan_member(struct scan *s, size_t i, size_t next)
{
	if (clex_is(s->lx, next, "{")) {
		if (s->type)
			add(s, i, false);
	} else if (ends_name(s->lx, next)) {
		add(s, i, true);
	}
}

static void scan_top_word(struct scan *s, size_t i, size_t next)
{
	const struct clex *lx = s->lx;
	size_t prev = clex_prev(lx, i);

	if (clex_is(lx, i, "static"))
		s->is_static = true;
	else if (clex_is(lx, i, "typedef"))
		s->is_typedef = true;
	else if (clex_is(lx, i, "struct") || clex_is(lx, i, "union"))
		s->type = "struct";
	else if (clex_is(lx, i, "enum"))
		s->type = "enum";
	else if (s->parens && s->macro_args)
		add(s, i, false);
	else if (s->parens || s->assigned)
		;
	else if (clex_is(lx, next, "{") && s->type)
		add(s, i, false);
	else if (clex_is(lx, next, "(") && in_capitals(lx, i) && !s->words)
		s->macro_args = true;
	else if (clex_is(lx, next, "("))
		add(s, i, false)->form = form_of(lx, next, true);
	else if (ends_name(lx, next) && s->words &&
		 (s->words > 1 || !s->type || clex_is(lx, prev, "}")))
		add(s, i, false);
	s->words++;
}

static void scan_word(struct scan *s, size_t i)
{
	const struct clex *lx = s->lx;
	size_t next = after(lx, i);
	enum brace in = s->braces ? s->open[s->braces - 1] : BRACE_BODY;

	if (!s->braces) {
		scan_top_word(s, i, next);
	} else if (in == BRACE_ENUM) {
		size_t prev = clex_prev(lx, i);

		if (clex_is(lx, prev, "{") || clex_is(lx, prev, ","))
			add(s, i, false);
	} else if (in == BRACE_MEMBERS) {
		if (clex_is(lx, i, "struct") || clex_is(lx, i, "union"))
			s->type = "struct";
		else if (clex_is(lx, i, "enum"))
			s->type = "enum";
		else
			scan_member(s, i, next);
	}
}

static void open_brace(struct scan *s)
{
	bool top = !s->braces;
	enum brace in = top ? BRACE_MEMBERS : s->open[s->braces - 1];
	enum brace b = BRACE_BODY;

	if (in == BRACE_MEMBERS && s->type && !s->assigned && !s->parens)
		b = *s->type == 's' ? BRACE_MEMBERS : BRACE_ENUM;
	/* struct x *f(void) { is a function. */
	if (top && b != BRACE_BODY) {
		size_t n = s->out->n;

		if (n > s->first && s->out->v[n - 1].form)
			b = BRACE_BODY;
	}
	if (top)
		for (size_t k = s->first; k < s->out->n; k++)
			s->out->v[k].body = !s->assigned;
	s->type = NULL;
	if (s->braces < DEPTH)
		s->open[s->braces] = b;
	s->braces += s->braces < DEPTH;
}

static void close_brace(struct scan *s, size_t i)
{
	const struct clex_token *t = &s->lx->v[i];
	bool first = !t->pos || s->lx->text[t->pos - 1] == '\n';
	bool body = s->braces && s->open[0] == BRACE_BODY;

	if (s->braces)
		s->braces--;
	if (first)
		s->braces = 0;
	if (s->braces)
		return;
	s->parens = 0;
	/* What follows the } of a function begins anew; "} x;" goes on. */
	if (body && !s->assigned)
		end_statement(s);
}

static void scan_punct(struct scan *s, size_t i)
{
	const struct clex *lx = s->lx;

	if (clex_is(lx, i, "{")) {
		open_brace(s);
	} else if (clex_is(lx, i, "}")) {
		close_brace(s, i);
	} else if (s->braces) {
		if (clex_is(lx, i, ";"))
			s->type = NULL;
	} else if (clex_is(lx, i, "(")) {
		s->parens++;
	} else if (clex_is(lx, i, ")")) {
		s->parens -= s->parens > 0;
		/* A macro in capitals needs no semicolon. */
		if (!s->parens && s->macro_args)
			end_statement(s);
	} else if (clex_is(lx, i, "=") && !s->parens) {
		s->assigned = true;
	} else if (clex_is(lx, i, ",") && !s->parens) {
		s->assigned = false;
	} else if (clex_is(lx, i, ";") && !s->parens) {
		end_statement(s);
	}
}

static int by_name(const void *a, const void *b)
{
	const struct provide *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	return c ? c : x->member - y->member;
}

/* One name once: a form is the sum of its forms, the rest is any of theirs. */
static void unite(struct provides *p)
{
	size_t n = 0;

	if (p->n)
		qsort(p->v, p->n, sizeof(*p->v), by_name);
	for (size_t i = 0; i < p->n; i++) {
		struct provide *to = n ? &p->v[n - 1] : NULL;

		if (!to || by_name(to, &p->v[i])) {
			p->v[n++] = p->v[i];
			continue;
		}
		to->local = to->local && p->v[i].local;
		to->body = to->body || p->v[i].body;
		if (!to->unless) {
			to->unless = p->v[i].unless;
			p->v[i].unless = NULL;
		}
		/* A declaration says again what the definition says. */
		if (to->form != p->v[i].form)
			to->form += p->v[i].form;
		free(p->v[i].name);
		free(p->v[i].unless);
	}
	p->n = n;
}

void provides_find(struct provides *out, const char *text, size_t len,
		   bool header)
{
	struct clex lx = { 0 };
	struct scan s = { .lx = &lx, .out = out, .header = header };

	clex_init(&lx, text, len);
	for (size_t i = 0; i < lx.n; i++) {
		if (lx.v[i].flags & CLEX_HASH)
			i = scan_directive(&s, i);
		else if (lx.v[i].kind == CLEX_WORD)
			scan_word(&s, i);
		else if (lx.v[i].kind == CLEX_PUNCT)
			scan_punct(&s, i);
	}
	unite(out);
	for (size_t i = 0; i < DEPTH; i++)
		free(s.unless[i]);
	clex_release(&lx);
}

void provides_release(struct provides *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->v[i].name);
		free(p->v[i].unless);
	}
	free(p->v);
	memset(p, 0, sizeof(*p));
}

const struct provide *provides_get(const struct provides *p, const char *name,
				   bool member)
{
	struct provide key = { .name = (char *)name, .member = member };

	return p->n ? bsearch(&key, p->v, p->n, sizeof(*p->v), by_name) : NULL;
}

/* --- uses -------------------------------------------------------------- */

static struct use *find_use(struct use *v, size_t n, const char *s, size_t len,
			    bool member)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int c = strncmp(v[mid].name, s, len);

		if (!c && v[mid].name[len])
			c = 1;
		if (!c)
			c = v[mid].member - member;
		if (!c)
			return &v[mid];
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

void uses_count(struct use *v, size_t n, const char *text, size_t len)
{
	struct clex lx = { 0 };
	size_t prev = CLEX_NONE;

	for (size_t i = 0; i < n; i++)
		v[i].n = v[i].calls = 0;
	clex_init(&lx, text, len);
	for (size_t i = 0; i < lx.n; i++) {
		bool member = clex_is(&lx, prev, ".") || clex_is(&lx, prev, "->");
		struct use *u = NULL;

		if (lx.v[i].kind == CLEX_WORD)
			u = find_use(v, n, text + lx.v[i].pos, lx.v[i].len,
				     member);
		if (u) {
			u->n++;
			u->calls += form_of(&lx, after(&lx, i), false);
		}
		if (clex_is_code(&lx, i))
			prev = i;
	}
	clex_release(&lx);
}
