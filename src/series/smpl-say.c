// SPDX-License-Identifier: GPL-2.0-only
#include "base/word.h"
#include "csrc/clex.h"
#include "series/smpl-say.h"

/* The tokens of an alternative. */
struct lines {
	struct strvec minus, plus, rest;
	const struct clex *meta;
	struct smpl_changes *out;
};

/* Does the metavariables' part declare WORD, or list it? */
static bool is_meta(const struct clex *meta, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < meta->n; i++)
		if (meta->v[i].kind == CLEX_WORD && meta->v[i].len == n &&
		    !memcmp(meta->text + meta->v[i].pos, word, n))
			return true;
	return false;
}

static bool is_name(const struct clex *meta, const char *word)
{
	return is_word(*word) && (*word < '0' || *word > '9') &&
	       !smpl_keyword(word) && !is_meta(meta, word);
}

static void add_tokens(struct strvec *to, const char *line, size_t n)
{
	struct clex lx = { 0 };

	clex_init(&lx, line, n);
	for (size_t i = clex_next(&lx, 0); i != CLEX_NONE;
	     i = clex_next(&lx, i + 1))
		strvec_take(to, xstrndup(lx.text + lx.v[i].pos, lx.v[i].len));
	clex_release(&lx);
}

/* The first name in A that is not in B. *AT is its place. */
static const char *first_own(const struct lines *l, const struct strvec *a,
			     const struct strvec *b, size_t *at)
{
	for (size_t i = 0; i < a->n; i++)
		if (is_name(l->meta, a->v[i]) && !strvec_has(b, a->v[i])) {
			*at = i;
			return a->v[i];
		}
	return NULL;
}

static bool is_rename(const struct lines *l, const char *from, const char *to)
{
	if (l->minus.n != l->plus.n)
		return false;
	for (size_t i = 0; i < l->minus.n; i++)
		if (strcmp(l->plus.v[i], strcmp(l->minus.v[i], from) ?
					 l->minus.v[i] : to))
			return false;
	return true;
}

/* "a ( b (" of "-a(b(x))". */
static char *form_of(const struct lines *l)
{
	struct strbuf sb = STRBUF_INIT;
	int names = 0;

	for (size_t i = 0; i < l->minus.n; i++) {
		const char *t = l->minus.v[i];

		if (!strcmp(t, "...") || *t == '\\' || *t == '@' ||
		    is_meta(l->meta, t))
			break;
		names += is_name(l->meta, t);
		strbuf_addf(&sb, "%s%s", sb.len ? " " : "", t);
	}
	if (names < 2 || memchr(sb.buf, '|', sb.len))
		strbuf_release(&sb);
	return sb.len ? strbuf_detach(&sb) : NULL;
}

static void end_change(struct lines *l)
{
	struct smpl_change c = { 0 };
	const char *from, *to;
	size_t at = 0, dummy;

	if (l->minus.n || l->plus.n) {
		from = first_own(l, &l->minus, &l->plus, &at);
		to = first_own(l, &l->plus, &l->minus, &dummy);
		c.from = from ? xstrdup(from) : NULL;
		c.to = to ? xstrdup(to) : NULL;
		c.call = from && (at + 1 < l->minus.n ?
				  !strcmp(l->minus.v[at + 1], "(") :
				  l->rest.n && !strcmp(l->rest.v[0], "("));
		c.rename = from && to && is_rename(l, from, to);
		c.form = form_of(l);
		GROW(l->out->v, l->out->n + 1, l->out->alloc);
		l->out->v[l->out->n++] = c;
	}
	strvec_release(&l->minus);
	strvec_release(&l->plus);
	strvec_release(&l->rest);
}

void smpl_say(const struct smpl *s, struct smpl_changes *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < s->n; i++) {
		const struct smpl_part *m = &s->v[i].meta, *b = &s->v[i].body;
		struct clex meta = { 0 };
		struct lines l = { .meta = &meta, .out = out };

		if (!smpl_changes(s, i))
			continue;
		clex_init(&meta, s->text + m->start, m->end - m->start);
		for (size_t at = b->start; at < b->end;) {
			const char *p = s->text + at;
			const char *nl = memchr(p, '\n', b->end - at);
			size_t n = nl ? (size_t)(nl - p) : b->end - at;

			if (n && smpl_parting(p, n))
				end_change(&l);
			else if (n)
				add_tokens(*p == '-' ? &l.minus :
					   *p == '+' ? &l.plus : &l.rest,
					   p + !!strchr("-+", *p),
					   n - !!strchr("-+", *p));
			at += n + 1;
		}
		end_change(&l);
		clex_release(&meta);
	}
}

void smpl_changes_release(struct smpl_changes *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->v[i].from);
		free(c->v[i].to);
		free(c->v[i].form);
	}
	free(c->v);
	memset(c, 0, sizeof(*c));
}

void smpl_name_all(struct strbuf *text)
{
	struct smpl s;

	smpl_init(&s, text->buf, text->len);
	for (size_t i = s.n; i-- > 0;) {
		char *name = smpl_name(&s, i), *new = NULL;
		unsigned int k = (unsigned int)i + 1;
		size_t at = s.v[i].head.start;

		if (!name && !s.v[i].script) {
			do {
				free(new);
				new = xstrfmt("r%u", k++);
			} while (has_word(text->buf, text->len, new));
			if (s.v[i].head.start < s.v[i].head.end) {
				char *long_name = xstrfmt("%s ", new);

				free(new);
				new = long_name;
			}
			/* From the last on, so that no place before it moves. */
			strbuf_splice(text, at, 0, new, strlen(new));
			s.text = text->buf;
		}
		free(new);
		free(name);
	}
	smpl_release(&s);
}
