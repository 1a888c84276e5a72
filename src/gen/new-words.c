// SPDX-License-Identifier: GPL-2.0-only
#include "gen/new-int.h"

#define COLUMNS 72
#define SUBJECT_MAX 72
#define PAIRS_MAX 6

void add_wrapped(struct strbuf *out, const char *text)
{
	struct strvec words = STRVEC_INIT;
	size_t column = 0;

	strvec_split(&words, text);
	for (size_t i = 0; i < words.n; i++) {
		size_t n = strlen(words.v[i]);

		if (column && column + 1 + n > COLUMNS) {
			strbuf_addch(out, '\n');
			column = 0;
		}
		strbuf_addf(out, "%s%s", column ? " " : "", words.v[i]);
		column += n + (column > 0);
	}
	strbuf_addch(out, '\n');
	strvec_release(&words);
}

/* "a()" or "a". */
static char *named(const char *name, bool call)
{
	return xstrfmt("%s%s", name, call ? "()" : "");
}

/* Each pair of names once. */
static bool is_pair(const struct smpl_changes *c, size_t i)
{
	const struct smpl_change *v = &c->v[i];

	if (!v->from || !v->to)
		return false;
	for (size_t k = 0; k < i; k++)
		if (c->v[k].from && c->v[k].to &&
		    !strcmp(c->v[k].from, v->from) && !strcmp(c->v[k].to, v->to))
			return false;
	return true;
}

static size_t count_pairs(const struct smpl_changes *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += is_pair(c, i);
	return n;
}

/* "convert a(), b() to c(), d()" */
static char *subject_of_pairs(const struct smpl_changes *c)
{
	struct strbuf from = STRBUF_INIT, to = STRBUF_INIT;
	char *subject;

	for (size_t i = 0; i < c->n; i++) {
		char *a, *b;

		if (!is_pair(c, i))
			continue;
		a = named(c->v[i].from, c->v[i].call);
		b = named(c->v[i].to, c->v[i].call);
		if (!strstr(from.buf, a))
			strbuf_addf(&from, "%s%s", from.len ? ", " : "", a);
		if (!strstr(to.buf, b))
			strbuf_addf(&to, "%s%s", to.len ? ", " : "", b);
		free(a);
		free(b);
	}
	subject = from.len ? xstrfmt("convert %s to %s", from.buf, to.buf) : NULL;
	strbuf_release(&from);
	strbuf_release(&to);
	return subject;
}

/* The first sentence of the /// lines, to go on in a subject. */
static char *subject_of_summary(const char *summary)
{
	size_t n = summary ? strlen(summary) : 0;
	const char *stop = summary ? strstr(summary, ". ") : NULL;
	char *s;

	if (stop)
		n = (size_t)(stop - summary);
	while (n && strchr(". \t", summary[n - 1]))
		n--;
	if (!n)
		return NULL;
	s = xstrndup(summary, n);
	/* "Use x", not "X" or "ERR_PTR": a word begins like a sentence. */
	if (n > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z')
		s[0] += 'a' - 'A';
	return s;
}

/* The last folder above all that changes, for the prefix; or "treewide". */
static char *prefix(const struct draft *d)
{
	const struct work *w = &d->t.s.work;
	const char *first = NULL;
	size_t n = 0, k;

	for (size_t i = 0; d->ran && i < w->n; i++) {
		const char *path = w->files[i]->path;

		if (!file_change_of(w->files[i], 0))
			continue;
		if (!first) {
			first = path;
			n = strlen(path);
		}
		for (k = 0; k < n && path[k] == first[k]; k++)
			;
		n = k;
	}
	while (n && first[n - 1] != '/')
		n--;
	if (!n)
		return xstrdup("treewide");
	for (k = --n; k && first[k - 1] != '/'; k--)
		;
	return xstrndup(first + k, n - k);
}

static void write_subject(struct draft *d)
{
	char *pairs = subject_of_pairs(&d->says);
	char *says = subject_of_summary(d->t.rule->summary);
	char *where = prefix(d), *rest;

	if (pairs && strlen(pairs) + strlen(where) + 2 <= SUBJECT_MAX)
		rest = pairs;
	else if (says && strlen(says) + strlen(where) + 2 <= SUBJECT_MAX)
		rest = says;
	else
		rest = NULL;
	d->subject = rest ? xstrfmt("%s: %s", where, rest) :
		     xstrfmt("%s: apply %s", where, d->t.s.series.name);
	free(pairs);
	free(says);
	free(where);
}

static void write_body(struct draft *d)
{
	const struct smpl_changes *c = &d->says;
	const char *summary = d->t.rule->summary;
	struct strbuf out = STRBUF_INIT;
	size_t n = count_pairs(c), said = 0;
	bool call = false;

	if (summary && *summary) {
		size_t k = strlen(summary);
		char *text;

		while (k && strchr(" \t", summary[k - 1]))
			k--;
		text = xstrfmt("%.*s%s", (int)k, summary,
			       k && strchr(".:!?", summary[k - 1]) ? "" : ".");
		add_wrapped(&out, text);
		free(text);
	}
	for (size_t i = 0; i < c->n && said < PAIRS_MAX; i++) {
		char *from, *to, *text;

		if (!is_pair(c, i))
			continue;
		if (!said && out.len)
			strbuf_addch(&out, '\n');
		from = named(c->v[i].from, c->v[i].call);
		to = named(c->v[i].to, c->v[i].call);
		text = xstrfmt("%s becomes %s.", from, to);
		add_wrapped(&out, text);
		call |= c->v[i].call;
		said++;
		free(text);
		free(from);
		free(to);
	}
	if (n && d->t.rule->places.n)
		strbuf_addf(&out, "\nConvert all %s.\n",
			    call ? "callers" : "users");
	else if (!out.len)
		strbuf_addstr(&out, "Apply a semantic patch wherever it matches.\n");
	d->body = strbuf_detach(&out);
}

void draft_words(struct draft *d)
{
	write_subject(d);
	write_body(d);
}
