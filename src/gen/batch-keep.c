// SPDX-License-Identifier: GPL-2.0-only
#include "base/word.h"
#include "gen/batch-int.h"
#include "git/diff.h"

/* Is a rule called by the number of its line? */
static bool has_unnamed(const struct rule *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (strchr(r->names[i].name, ' '))
			return true;
	return false;
}

/* A rule as spatch sees it: comments are nothing, or only lines. */
static void add_rule(struct strbuf *out, const struct rule *r)
{
	bool lines = has_unnamed(r);

	for (const char *p = r->text.buf; *p;) {
		size_t n = strcspn(p, "\n");
		bool comment = starts_with(p + strspn(p, " \t"), "//");

		if (!comment)
			strbuf_add(out, p, n);
		if (!comment || lines)
			strbuf_addch(out, '\n');
		p += n + (p[n] == '\n');
	}
	for (size_t i = 0; i < r->options.n; i++)
		strbuf_addf(out, "option %s\n", r->options.v[i]);
}

/* Can the rule see what a file is called? */
static bool knows_names(const struct rule *r)
{
	return r->runs_code || has_word(r->text.buf, r->text.len, "file");
}

static void add_text(struct strbuf *out, const char *what, const char *text)
{
	strbuf_addf(out, "%s %zu\n%s", what, text ? strlen(text) : 0, text ?: "");
}

void unit_keys(struct batch *b)
{
	struct strbuf common = STRBUF_INIT, all = STRBUF_INIT;
	bool names = knows_names(b->rule);

	strbuf_addstr(&common, "respin spatch 1\n");
	spatch_identity(&common);
	add_rule(&common, b->rule);
	add_text(&common, "macros", b->macros);
	add_text(&common, "late", b->late);
	if (b->headers)
		add_text(&common, "headers", b->headers->key);
	for (size_t i = 0; i < b->n; i++) {
		struct unit *u = &b->units[i];

		strbuf_clear(&all);
		strbuf_addbuf(&all, &common);
		strbuf_addf(&all, "file %s\n", names ? u->name :
			    strrchr(u->name, '.') ?: "");
		add_text(&all, "more", u->macros);
		strbuf_addbuf(&all, u->text);
		hash_of(&u->key, all.buf, all.len);
	}
	strbuf_release(&common);
	strbuf_release(&all);
}

/* --- writing ------------------------------------------------------------- */

/* The bytes of lines [FROM, FROM + N) of TEXT. */
static const char *lines_at(const struct strbuf *text, size_t from, size_t n,
			    size_t *len)
{
	const char *p = text->buf, *end = p + text->len, *start;

	for (; from && p < end; from--) {
		const char *nl = memchr(p, '\n', end - p);

		p = nl ? nl + 1 : end;
	}
	start = p;
	for (; n && p < end; n--) {
		const char *nl = memchr(p, '\n', end - p);

		p = nl ? nl + 1 : end;
	}
	*len = p - start;
	return start;
}

static bool add_hunks(struct strbuf *out, const struct unit *u)
{
	struct hunks h = { 0 };

	if (diff_lines(u->text, &u->after, &h) < 0)
		return false;
	strbuf_addf(out, "hunks %zu\n", h.n);
	for (size_t i = 0; i < h.n; i++) {
		size_t len;
		const char *text = lines_at(&u->after, h.v[i].new, h.v[i].new_n,
					    &len);

		strbuf_addf(out, "%zu %zu %zu\n", h.v[i].old, h.v[i].old_n, len);
		strbuf_add(out, text, len);
	}
	hunks_release(&h);
	return true;
}

void unit_keep(struct batch *b, const struct unit *u)
{
	struct strbuf out = STRBUF_INIT;

	strbuf_addf(&out, "hits %zu\n", u->said.n_hits);
	for (size_t i = 0; i < u->said.n_hits; i++)
		strbuf_addf(&out, "%d\n", u->said.hits[i]);
	strbuf_addf(&out, "bad %zu\n", u->said.n_bad);
	for (size_t i = 0; i < u->said.n_bad; i++)
		strbuf_addf(&out, "%d %d %d\n", u->said.bad[i].from,
			    u->said.bad[i].to, u->said.bad[i].at);
	if (u->changed ? add_hunks(&out, u) :
			 (strbuf_addstr(&out, "same\n"), true))
		kept_put(b->kept, &u->key, &out);
	strbuf_release(&out);
}

/* --- reading ------------------------------------------------------------- */

struct reader {
	const char *p, *end;
	bool bad;
};

static void skip(struct reader *r, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(r->end - r->p) < n || memcmp(r->p, word, n))
		r->bad = true;
	else
		r->p += n;
}

static size_t number(struct reader *r, size_t max)
{
	size_t v = 0;
	const char *start = r->p;

	for (; r->p < r->end && *r->p >= '0' && *r->p <= '9' && v <= max; r->p++)
		v = v * 10 + (size_t)(*r->p - '0');
	if (r->p == start || v > max || r->p == r->end ||
	    (*r->p != ' ' && *r->p != '\n')) {
		r->bad = true;
		return 0;
	}
	r->p++;
	return v;
}

/* Copy lines of OLD to OUT, up to line TO. */
static void copy_to(const struct strbuf *old, size_t *at, size_t *line,
		    size_t to, struct strbuf *out)
{
	while (*line < to && *at < old->len) {
		const char *p = old->buf + *at;
		const char *nl = memchr(p, '\n', old->len - *at);
		size_t n = nl ? (size_t)(nl + 1 - p) : old->len - *at;

		if (out)
			strbuf_add(out, p, n);
		*at += n;
		(*line)++;
	}
}

static void read_hunks(struct reader *r, struct unit *u)
{
	size_t n, at = 0, line = 0;

	skip(r, "hunks ");
	n = number(r, u->text->len + 1);
	for (size_t i = 0; i < n && !r->bad; i++) {
		size_t old = number(r, u->text->len + 1);
		size_t old_n = number(r, u->text->len + 1);
		size_t len = number(r, (size_t)(r->end - r->p));

		if (r->bad || len > (size_t)(r->end - r->p) || old < line) {
			r->bad = true;
			return;
		}
		copy_to(u->text, &at, &line, old, &u->after);
		copy_to(u->text, &at, &line, old + old_n, NULL);
		strbuf_add(&u->after, r->p, len);
		r->p += len;
	}
	copy_to(u->text, &at, &line, (size_t)-1, &u->after);
	u->changed = true;
}

static void read_log(struct reader *r, struct batch *b, struct unit *u)
{
	size_t n;

	skip(r, "hits ");
	n = number(r, b->rule->n);
	if (n != b->rule->n)
		r->bad = true;
	u->said.n_hits = n;
	u->said.hits = xcalloc(n + 1, sizeof(*u->said.hits));
	for (size_t i = 0; i < n && !r->bad; i++)
		u->said.hits[i] = (int)number(r, 1 << 30);
	skip(r, "bad ");
	n = number(r, u->text->len + 1);
	for (size_t i = 0; i < n && !r->bad; i++) {
		int from = (int)number(r, 1 << 30);
		int to = (int)number(r, 1 << 30);
		int at = (int)number(r, 1 << 30);

		spatch_add_bad(&u->said, from, to, at);
	}
}

bool unit_load(struct batch *b, struct unit *u)
{
	struct strbuf text = STRBUF_INIT;
	struct reader r;

	if (!kept_get(b->kept, &u->key, &text)) {
		strbuf_release(&text);
		return false;
	}
	r = (struct reader){ text.buf, text.buf + text.len, false };
	read_log(&r, b, u);
	if (!r.bad && r.end - r.p >= 5 && !memcmp(r.p, "same\n", 5))
		r.p += 5;
	else if (!r.bad)
		read_hunks(&r, u);
	if (r.bad || r.p != r.end) {
		spatch_log_release(&u->said);
		strbuf_clear(&u->after);
		u->changed = false;
	} else {
		u->state = UNIT_DONE;
		u->known = true;
	}
	strbuf_release(&text);
	return u->known;
}
