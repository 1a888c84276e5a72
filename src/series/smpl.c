// SPDX-License-Identifier: GPL-2.0-only
#include "base/strset.h"
#include "csrc/clex.h"
#include "series/smpl.h"

static size_t find(const char *text, size_t from, size_t len, const char *what)
{
	const char *at = memmem(text + from, len - from, what, strlen(what));

	return at ? (size_t)(at - text) : len;
}

static bool is_script(const char *head, size_t n)
{
	static const char *const kinds[] = { "script", "initialize", "finalize" };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		size_t k = strlen(kinds[i]);

		if (n > k && !strncmp(head, kinds[i], k) &&
		    strchr(": \t\n", head[k]))
			return true;
	}
	return false;
}

/* The rule that begins with the @ at AT. Returns the byte behind it. */
static size_t take_rule(struct smpl *s, size_t at, int line)
{
	struct smpl_rule r = { .line = line };
	const char *text = s->text;
	size_t len = s->len, body;

	r.head.start = at + 1;
	r.head.end = find(text, r.head.start, len, "@");
	while (r.head.start < r.head.end && strchr(" \t\n", text[r.head.start]))
		r.head.start++;
	r.script = is_script(text + r.head.start, r.head.end - r.head.start);
	r.meta.start = r.head.end < len ? r.head.end + 1 : len;
	r.meta.end = find(text, r.meta.start, len, "@@");
	body = r.meta.end < len ? r.meta.end + 2 : len;
	r.body.start = body;
	r.body.end = find(text, body, len, "\n@");
	if (r.body.end < len)
		r.body.end++;
	GROW(s->v, s->n + 1, s->alloc);
	s->v[s->n++] = r;
	return r.body.end;
}

void smpl_init(struct smpl *s, const char *text, size_t len)
{
	size_t at = 0, end;
	int line = 1;

	*s = (struct smpl){ .text = text, .len = len };
	if (!len || *text != '@')
		at = find(text, 0, len, "\n@") + 1;
	for (size_t i = 0; i < at && i < len; i++)
		line += text[i] == '\n';
	while (at < len) {
		end = take_rule(s, at, line);
		for (; at < end; at++)
			line += text[at] == '\n';
	}
}

void smpl_release(struct smpl *s)
{
	free(s->v);
	s->v = NULL;
	s->n = s->alloc = 0;
}

char *smpl_name(const struct smpl *s, size_t i)
{
	static const char *const taken[] = {
		"depends", "extends", "disable", "using", "expression",
		"identifier", "type", "exists", "forall",
	};
	const struct smpl_part *h = &s->v[i].head;
	size_t n = 0;

	while (h->start + n < h->end && !strchr(" \t\n", s->text[h->start + n]))
		n++;
	for (size_t k = 0; k < ARRAY_SIZE(taken); k++)
		if (strlen(taken[k]) == n &&
		    !strncmp(taken[k], s->text + h->start, n))
			n = 0;
	return n ? xstrndup(s->text + h->start, n) : NULL;
}

/* Call FN for each line of the body, with what it begins with. */
static void each_line(const struct smpl *s, size_t i,
		      void (*fn)(void *arg, const char *line, size_t n),
		      void *arg)
{
	const struct smpl_part *b = &s->v[i].body;

	for (size_t at = b->start; at < b->end;) {
		const char *p = s->text + at;
		const char *nl = memchr(p, '\n', b->end - at);
		size_t n = nl ? (size_t)(nl - p) : b->end - at;

		fn(arg, p, n);
		at += n + 1;
	}
}

static void note_change(void *arg, const char *line, size_t n)
{
	if (n && (*line == '+' || *line == '-'))
		*(bool *)arg = true;
}

bool smpl_changes(const struct smpl *s, size_t i)
{
	bool changes = false;

	if (!s->v[i].script)
		each_line(s, i, note_change, &changes);
	return changes;
}

/* --- the words that go --------------------------------------------------- */

struct gatherer {
	struct strvec minus, rest;	/* words of lines with -, of others */
	const struct clex *meta;	/* of the rule at hand */
	bool in_body;			/* of a function that goes as a whole */
	bool join;			/* the values of a metavariable: "a|b" */
};

/* The values of the metavariable at token AT: "= {a, b}". */
static bool add_values(const struct clex *lx, size_t at, struct strvec *to,
		       bool join)
{
	struct strbuf all = STRBUF_INIT;
	size_t k = clex_next(lx, at + 1);

	if (!clex_is(lx, k, "="))
		return false;
	k = clex_next(lx, k + 1);
	if (!clex_is(lx, k, "{"))
		return false;
	for (k++; k < lx->n && !clex_is(lx, k, "}"); k++)
		if (lx->v[k].kind == CLEX_WORD && join)
			strbuf_addf(&all, "%s%.*s", all.len ? "|" : "",
				    (int)lx->v[k].len, lx->text + lx->v[k].pos);
		else if (lx->v[k].kind == CLEX_WORD)
			strvec_take(to, xstrndup(lx->text + lx->v[k].pos,
						 lx->v[k].len));
	if (all.len)
		strvec_push(to, all.buf);
	strbuf_release(&all);
	return true;
}

/* A word of the body: itself, or what the metavariable stands for. */
static void add_word(const struct gatherer *g, const char *word, size_t n,
		     struct strvec *to)
{
	for (size_t i = 0; i < g->meta->n; i++) {
		const struct clex_token *t = &g->meta->v[i];

		if (t->kind == CLEX_WORD && t->len == n &&
		    !memcmp(g->meta->text + t->pos, word, n)) {
			add_values(g->meta, i, to, g->join);
			return;
		}
	}
	strvec_take(to, xstrndup(word, n));
}

/*
 * Does token AT define or declare something, a type or "#define" before it? Who
 * removes a definition need not remove its uses.
 */
static bool declares(const struct clex *lx, size_t at)
{
	static const char *const keywords[] = {
		"return", "else", "do", "case", "goto", "sizeof",
	};
	size_t before = at ? clex_prev(lx, at) : CLEX_NONE;

	if (clex_is(lx, before, "*"))
		before = before ? clex_prev(lx, before) : CLEX_NONE;
	if (before == CLEX_NONE || lx->v[before].kind != CLEX_WORD)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(keywords); i++)
		if (clex_is(lx, before, keywords[i]))
			return false;
	return true;
}

static void gather_line(void *arg, const char *line, size_t n)
{
	struct gatherer *g = arg;
	bool minus = n && *line == '-';
	struct clex lx = { 0 };
	size_t skip = n && strchr("+-*", *line) ? 1 : 0;
	size_t blank = skip;

	while (blank < n && strchr(" \t", line[blank]))
		blank++;
	if (minus && blank < n && line[blank] == '{')
		g->in_body = true;
	else if (minus && blank < n && line[blank] == '}')
		g->in_body = false;
	if (minus && g->in_body)
		return;
	clex_init(&lx, line + skip, n - skip);
	for (size_t i = 0; i < lx.n; i++)
		if (lx.v[i].kind == CLEX_WORD && !(minus && declares(&lx, i)))
			add_word(g, lx.text + lx.v[i].pos, lx.v[i].len,
				 minus ? &g->minus : &g->rest);
	clex_release(&lx);
}

void smpl_removes(const struct smpl *s, struct strvec *words)
{
	struct gatherer g = { 0 };

	for (size_t i = 0; i < s->n; i++) {
		const struct smpl_part *m = &s->v[i].meta;
		struct clex meta = { 0 };

		if (!smpl_changes(s, i))
			continue;
		clex_init(&meta, s->text + m->start, m->end - m->start);
		g.meta = &meta;
		g.in_body = false;
		each_line(s, i, gather_line, &g);
		clex_release(&meta);
	}
	strvec_sort(&g.rest);
	strvec_uniq(&g.rest);
	for (size_t i = 0; i < g.minus.n; i++)
		if (!strset_has(&g.rest, g.minus.v[i]))
			strvec_push(words, g.minus.v[i]);
	strvec_sort(words);
	strvec_uniq(words);
	strvec_release(&g.minus);
	strvec_release(&g.rest);
}

/* --- the words that go everywhere ---------------------------------------- */

/* An alternative of a rule: the words that it matches. */
struct alternative {
	struct gatherer g;	/* rest: the words of + lines are not in it */
	struct strvec *out;
};

bool smpl_parting(const char *line, size_t n)
{
	while (n > 1 && strchr(" \t\r", line[n - 1]))
		n--;
	return n == 1 && strchr("(|)", *line);
}

bool smpl_keyword(const char *word)
{
	static const char *const words[] = {
		"NULL", "break", "case", "continue", "do", "else", "false",
		"for", "goto", "if", "return", "sizeof", "struct", "switch",
		"true", "union", "when", "while",
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i], word))
			return true;
	return false;
}

/* Does it match one word, or one of a metavariable's list, and remove it? */
static void end_alternative(struct alternative *a)
{
	struct gatherer *g = &a->g;
	char *word;

	strvec_sort(&g->minus);
	strvec_uniq(&g->minus);
	word = g->minus.n == 1 && !g->rest.n ? g->minus.v[0] : NULL;
	for (word = word ? strtok(word, "|") : NULL; word;
	     word = strtok(NULL, "|"))
		if (!smpl_keyword(word) && strlen(word) > 1)
			strvec_push(a->out, word);
	strvec_release(&g->minus);
	strvec_release(&g->rest);
}

static void alternative_line(void *arg, const char *line, size_t n)
{
	struct alternative *a = arg;

	if (smpl_parting(line, n))
		end_alternative(a);
	else if (n && *line != '+')
		gather_line(&a->g, line, n);
}

void smpl_converts(const struct smpl *s, struct strvec *words)
{
	struct strvec gone = STRVEC_INIT, all = STRVEC_INIT;
	struct alternative a = { .g.join = true, .out = &all };

	smpl_removes(s, &gone);
	for (size_t i = 0; i < s->n; i++) {
		const struct smpl_part *m = &s->v[i].meta;
		struct clex meta = { 0 };

		if (!smpl_changes(s, i))
			continue;
		clex_init(&meta, s->text + m->start, m->end - m->start);
		a.g.meta = &meta;
		each_line(s, i, alternative_line, &a);
		end_alternative(&a);
		clex_release(&meta);
	}
	for (size_t i = 0; i < all.n; i++)
		if (strset_has(&gone, all.v[i]))
			strvec_push(words, all.v[i]);
	strvec_sort(words);
	strvec_uniq(words);
	strvec_release(&gone);
	strvec_release(&all);
}
