// SPDX-License-Identifier: GPL-2.0-only
#include "base/word.h"
#include "csrc/clex.h"
#include "series/virtual.h"

/* A line "virtual a, b" before the first rule; it may end in ";". */
static void names_of_line(const char *line, size_t n, struct strvec *names)
{
	static const char keyword[] = "virtual";
	size_t k = strlen(keyword);
	struct clex lx = { 0 };

	if (n <= k || strncmp(line, keyword, k) || !strchr(" \t", line[k]))
		return;
	clex_init(&lx, line + k, n - k);
	for (size_t i = clex_next(&lx, 0); i != CLEX_NONE;
	     i = clex_next(&lx, i + 1))
		if (lx.v[i].kind == CLEX_WORD)
			strvec_take(names, xstrndup(lx.text + lx.v[i].pos,
						    lx.v[i].len));
	clex_release(&lx);
}

void virtual_names(const char *text, struct strvec *names)
{
	while (*text && *text != '@') {
		size_t n = strcspn(text, "\n");

		names_of_line(text, n, names);
		text += n + (text[n] == '\n');
	}
}

/* --- "depends on" -------------------------------------------------------- */

enum truth { NO, YES, UNKNOWN };

struct expr {
	const struct clex *lx;
	const struct strvec *names, *on;
	size_t at;		/* the next token, or CLEX_NONE */
};

static bool take(struct expr *e, const char *what)
{
	if (!clex_is(e->lx, e->at, what))
		return false;
	e->at = clex_next(e->lx, e->at + 1);
	return true;
}

static enum truth any_of(struct expr *e);

static enum truth one(struct expr *e)
{
	enum truth v = UNKNOWN;
	char *word;

	if (take(e, "!")) {
		v = one(e);
		return v == UNKNOWN ? v : v == YES ? NO : YES;
	}
	if (take(e, "(")) {
		v = any_of(e);
		return take(e, ")") ? v : UNKNOWN;
	}
	/* Whether another rule has matched, or where the file is. */
	if (take(e, "ever") || take(e, "never") || take(e, "file")) {
		take(e, "in");
		e->at = e->at == CLEX_NONE ? e->at : clex_next(e->lx, e->at + 1);
		return UNKNOWN;
	}
	if (e->at == CLEX_NONE || e->lx->v[e->at].kind != CLEX_WORD)
		return UNKNOWN;
	word = xstrndup(e->lx->text + e->lx->v[e->at].pos, e->lx->v[e->at].len);
	if (strvec_has(e->on, word))
		v = YES;
	else if (strvec_has(e->names, word))
		v = NO;
	free(word);
	e->at = clex_next(e->lx, e->at + 1);
	return v;
}

static enum truth all_of(struct expr *e)
{
	enum truth v = one(e);

	while (take(e, "&&")) {
		enum truth w = one(e);

		v = v == NO || w == NO ? NO : v == YES ? w : v;
	}
	return v;
}

static enum truth any_of(struct expr *e)
{
	enum truth v = all_of(e);

	while (take(e, "||")) {
		enum truth w = all_of(e);

		v = v == YES || w == YES ? YES : v == NO ? w : v;
	}
	return v;
}

bool virtual_off(const struct smpl *s, size_t i, const struct strvec *names,
		 const struct strvec *on)
{
	const struct smpl_part *h = &s->v[i].head;
	struct clex lx = { 0 };
	struct expr e = { .lx = &lx, .names = names, .on = on };
	enum truth v = UNKNOWN;

	clex_init(&lx, s->text + h->start, h->end - h->start);
	e.at = clex_next(&lx, 0);
	while (e.at != CLEX_NONE && !clex_is(&lx, e.at, "depends"))
		e.at = clex_next(&lx, e.at + 1);
	if (take(&e, "depends") && take(&e, "on"))
		v = any_of(&e);
	clex_release(&lx);
	return v == NO;
}

/* --- scripts ------------------------------------------------------------- */

/* The name in "script:python NAME depends on ...", or NULL. */
static char *script_name(const struct smpl *s, size_t i)
{
	const struct smpl_part *h = &s->v[i].head;
	char *head = xstrndup(s->text + h->start, h->end - h->start);
	char *p = strchr(head, ':'), *name = NULL;
	size_t n = 0;

	if (p) {
		p += 1 + strspn(p + 1, " \t\n");
		while (is_word(*p))
			p++;
		p += strspn(p, " \t\n");
		while (is_word(p[n]))
			n++;
		if (n && strncmp(p, "depends", n))
			name = xstrndup(p, n);
	}
	free(head);
	return name;
}

/* Is script I named anywhere else? */
static bool spoken_of(const struct smpl *s, size_t i)
{
	char *name = script_name(s, i);
	size_t end = s->v[i].body.end;
	bool yes = name && (word_find(s->text, s->v[i].head.start, 0, name) !=
				    WORD_NONE ||
			    word_find(s->text, s->len, end, name) != WORD_NONE);

	free(name);
	return yes;
}

size_t virtual_cut(struct strbuf *text, const struct strvec *names,
		   const struct strvec *on)
{
	struct strbuf out = STRBUF_INIT;
	struct smpl s;
	size_t n = 0;

	strbuf_addbuf(&out, text);
	smpl_init(&s, text->buf, text->len);
	for (size_t i = 0; i < s.n; i++) {
		size_t at = s.v[i].head.start;

		if (!s.v[i].script || !virtual_off(&s, i, names, on) ||
		    spoken_of(&s, i))
			continue;
		n++;
		/* From its "@", which blanks may follow. */
		while (at && out.buf[at] != '@')
			at--;
		for (; at < s.v[i].body.end; at++)
			if (out.buf[at] != '\n')
				out.buf[at] = ' ';
	}
	smpl_release(&s);
	strbuf_swap(text, &out);
	strbuf_release(&out);
	return n;
}
