// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/lang.h"
#include "review/html-hunk.h"
#include "review/words.h"

/* A rule stands beside each hunk that it made, but not in pages and pages. */
#define RULE_BYTES (96 * 1024)

/* Which operations made a hunk; a line's mark is the index, as a letter. */
struct makers {
	struct rmade v[26];	/* op may be NOBODY */
	size_t n;
};

#define NOBODY ((size_t)-2)

static const char *review_uncompiled(const struct review *r, size_t number,
			      const char *path, uint32_t line)
{
	size_t n = strlen(path);

	for (size_t i = 0; i < r->report.lines.n; i++) {
		const char *s = r->report.lines.v[i];
		unsigned long k, l;
		int at = 0;
		char *end;

		if (sscanf(s, "patch %lu %n", &k, &at) < 1 || !at ||
		    k != number || strncmp(s + at, path, n) || s[at + n] != ':')
			continue;
		l = strtoul(s + at + n + 1, &end, 10);
		if (l == line)
			return end + strspn(end, ": ");
	}
	return NULL;
}

/* --- rules ------------------------------------------------------------- */

/* Is this line of a rule or edit a comment, removed, added, or code? */
static const char *rule_tag(const struct rop *op, const char *line)
{
	if (ends_with(op->said->name, ".edit"))
		return *line == '#' ? "i" : NULL;
	if (starts_with(line, "//"))
		return "i";
	return *line == '-' ? "del" : *line == '+' ? "ins" :
	       *line == '@' ? "b" : NULL;
}

void html_rule(const struct rop *op, size_t at, struct strbuf *out)
{
	bool more = false;
	size_t no = 1;

	if (!op->text) {
		html_f(out, "<p>%s does not exist here.</p>\n", op->path);
		return;
	}
	html_f(out, "<pre class=\"rule\" tabindex=\"0\">");
	for (const char *p = op->text; *p; no++) {
		size_t n = strcspn(p, "\n");
		const char *tag = rule_tag(op, p);

		if (no == at || more) {
			tag = "mark";
			more = n && p[n - 1] == '\\';
		}
		if (tag)
			strbuf_addf(out, "<%s>", tag);
		html_text(out, p, n);
		if (tag)
			strbuf_addf(out, "</%s>", tag);
		strbuf_addch(out, '\n');
		p += n + (p[n] == '\n');
	}
	strbuf_addstr(out, "</pre>\n");
}

static void maker(const struct place *pl, const struct makers *m, size_t i,
		  struct strbuf *out)
{
	const struct rop *op;
	char mark[3] = { 'a' + (char)i, ' ' };

	if (m->n < 2)
		*mark = '\0';
	if (m->v[i].op == NOBODY || m->v[i].op == REVIEW_TIDY) {
		html_f(out, "<p><b>%s</b>%s</p>\n", mark, m->v[i].op == NOBODY ?
		       "no rule or edit made this: by hand?" :
		       "layout, repaired after the rules");
		return;
	}
	op = &pl->p->ops[m->v[i].op];
	if (!op->text || *pl->shown > RULE_BYTES) {
		html_f(out, "<p><b>%s</b><a href=\"#p%02zu-r%zu\">%s", mark,
		       pl->p->number, m->v[i].op + 1, op->said->name);
		if (m->v[i].at)
			html_f(out, ":%zu", m->v[i].at);
		strbuf_addstr(out, "</a></p>\n");
		return;
	}
	html_f(out, "<details><summary><b>%s</b>%s", mark, op->said->name);
	if (m->v[i].at)
		html_f(out, ":%zu", m->v[i].at);
	strbuf_addstr(out, "</summary>\n");
	html_rule(op, m->v[i].at, out);
	strbuf_addstr(out, "</details>\n");
	*pl->shown += strlen(op->text);
}

/* --- lines ------------------------------------------------------------- */

/* Which of the makers made line L: its index, new if need be. */
static size_t made_by(const struct place *pl, const struct pline *l,
		      struct makers *m)
{
	struct rmade made = { .op = NOBODY };
	size_t i;

	review_made(pl->p, pl->f->path, l->sign,
		    l->sign == '+' ? l->new : l->old, &made);
	for (i = 0; i < m->n; i++)
		if (m->v[i].op == made.op && m->v[i].at == made.at)
			return i;
	if (m->n == ARRAY_SIZE(m->v))
		return m->n - 1;
	m->v[m->n] = made;
	return m->n++;
}

/* What git wrote behind the second "@@": the function, in most cases. */
static void heading(const struct pfile *f, const struct phunk *h,
		    const char *diff, struct strbuf *out)
{
	const char *end = h->n ? h->v[0].text - 1 : NULL, *p;
	uint32_t new = h->n ? h->v[0].new + (h->v[0].sign == '-') : 0;

	html_f(out, "<span class=\"at\">@@ -%u +%u @@", h->old, new);
	/* The line has a sign, but for an empty one that a mailer has cut. */
	if (end && *end != '\n')
		end--;
	p = end;
	while (p && p > diff && p[-1] != '\n')
		p--;
	p = p && starts_with(p, "@@ -") ? strstr(p + 3, " @@") : NULL;
	if (p && p < end && !f->binary)
		html_text(out, p + 3, end - p - 3);
	strbuf_addstr(out, "\n</span>");
}

/* The text of one side of a hunk, in colours; NULL: it has none. */
static unsigned char *side_kinds(const struct pfile *f, const struct phunk *h,
				 char other)
{
	struct strbuf text = STRBUF_INIT;
	unsigned char *kinds = NULL;

	for (size_t i = 0; i < h->n; i++)
		if (h->v[i].sign != other) {
			strbuf_add(&text, h->v[i].text, h->v[i].len);
			strbuf_addch(&text, '\n');
		}
	if (lang_is_cpp(f->path))
		kinds = html_kinds(text.buf, text.len);
	else
		kinds = xcalloc(text.len + 1, 1);
	strbuf_release(&text);
	return kinds;
}

struct shown *shown_hunks(const struct pfile *f)
{
	struct shown *v = xcalloc(f->n + 1, sizeof(*v));

	for (size_t i = 0; i < f->n && !f->binary; i++) {
		struct shown *s = &v[i];

		s->hunk = &f->v[i];
		s->old = side_kinds(f, s->hunk, '+');
		s->new = side_kinds(f, s->hunk, '-');
		words_mark(s->hunk, s->old, s->new);
		s->replaced = words_replaced(s->hunk, s->old, s->new);
	}
	return v;
}

void shown_free(struct shown *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(v[i].old);
		free(v[i].new);
		free(v[i].replaced);
	}
	free(v);
}

/* With the sign 16 columns, so that tabs stand where they do in the file. */
static void gutter(const struct place *pl, const struct pline *l, char mark,
		   struct strbuf *out)
{
	bool gone = l->sign == '-';
	char id[64];

	snprintf(id, sizeof(id), "p%02zu-f%zu-%c%u", pl->p->number, pl->file,
		 gone ? 'o' : 'n', gone ? l->old : l->new);
	/* The keys go by hunks: thousands of lines would be in their way. */
	strbuf_addf(out, "<a id=\"%s\" href=\"#%s\" tabindex=\"-1\">", id, id);
	if (l->sign == '+')
		strbuf_addf(out, "%5s %5u", "", l->new);
	else if (gone)
		strbuf_addf(out, "%5u %5s", l->old, "");
	else
		strbuf_addf(out, "%5u %5u", l->old, l->new);
	strbuf_addf(out, " %c  </a>", mark);
}

/* Open the element of a line that changes, and has moved if it did. */
static void changed(const struct moved_line *m, const char *tag,
		    struct strbuf *out)
{
	const struct moved_line *to = m->to;

	if (to)
		html_f(out, "<%S class=\"mv\" title=\"moved %S %s:%u\">", tag,
		       m->line->sign == '-' ? "to" : "from", to->file->path,
		       to->line->sign == '-' ? to->line->old : to->line->new);
	else
		strbuf_addf(out, "<%s>", tag);
}

static void line(const struct place *pl, const struct pline *l,
		 const unsigned char *kinds, char mark, struct strbuf *out)
{
	const struct moved_line *m = l->sign == ' ' ? NULL : (*pl->next)++;
	const char *tag = l->sign == '+' ? "ins" : l->sign == '-' ? "del" :
			  "span";
	const char *hidden = l->sign != '+' ? NULL :
			     review_uncompiled(pl->r, pl->p->seen,
					       pl->f->path, l->new);

	if (pl->p->fresh != FRESH_YES)
		hidden = NULL;
	if (hidden)
		html_f(out, "<ins class=\"nc\" title=\"compiled by no configuration: %s\">",
		       hidden);
	else if (m)
		changed(m, tag, out);
	else
		strbuf_addf(out, "<%s>", tag);
	gutter(pl, l, hidden ? '!' : mark, out);
	strbuf_addch(out, l->sign);
	html_code(out, l->text, kinds, l->len);
	if (l->cut)
		strbuf_addstr(out, "<s> no line end</s>");
	strbuf_addf(out, "\n</%s>", tag);
}

/* --- the lines around it ------------------------------------------------- */

static size_t start_of(const struct phunk *h)
{
	return h->old_n ? h->old - 1 : h->old;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Lines [FROM, TO) of the old file, whose numbers are DELTA more in the new one. */
static void around(const struct place *pl, size_t from, size_t to, long delta,
		   const char *where, struct strbuf *out)
{
	const struct around_text *t = pl->text;
	size_t before = out->len, n = to - from, at;
	unsigned char *kinds;

	if (from >= to)
		return;
	at = t->at[from];
	html_f(out, "<details class=\"more\"><summary>%zu line%S %S</summary><pre class=\"x\" tabindex=\"0\"><code><span>",
	       n, plural((long)n), where);
	for (size_t i = from + 1; i <= to; i++)
		strbuf_addf(out, "%5zu %5ld\n", i, (long)i + delta);
	strbuf_addstr(out, "</span><span>");
	kinds = lang_is_cpp(pl->f->path) ?
		html_kinds(t->text.buf + at, t->at[to] - at) : xcalloc(t->at[to] - at + 1, 1);
	html_code(out, t->text.buf + at, kinds, t->at[to] - at);
	free(kinds);
	strbuf_addstr(out, "</span></code></pre></details>\n");
	if (out->len - before > pl->around->room) {
		out->len = before;
		out->buf[before] = '\0';
		pl->around->full = true;
		return;
	}
	pl->around->room -= out->len - before;
}

/* What lies between the hunk before this one and its lines below, and this one. */
static void above(const struct place *pl, struct strbuf *out)
{
	const struct phunk *h = &pl->f->v[pl->hunk - 1];
	const struct pline *l = h->v;
	size_t to = start_of(h), from = 0, each = pl->around->each;

	if (!h->n)
		return;
	if (pl->hunk > 1) {
		from = start_of(h - 1) + h[-1].old_n;
		from += least(to - from, each);
	}
	around(pl, to - least(to - from, each), to,
	       (long)l->new - l->old + (l->sign == '-') - (l->sign == '+'),
	       "above", out);
}

static void below(const struct place *pl, struct strbuf *out)
{
	const struct phunk *h = &pl->f->v[pl->hunk - 1];
	size_t from = start_of(h) + h->old_n;
	size_t to = pl->hunk < pl->f->n ? start_of(h + 1) : pl->text->n;

	if (h->n)
		around(pl, from, from + least(to - from, pl->around->each),
		       (long)h->v[h->n - 1].new - h->v[h->n - 1].old, "below", out);
}

/* --- hunks --------------------------------------------------------------- */

void html_hunk(const struct place *pl, const struct shown *w, struct strbuf *out)
{
	const struct phunk *h = w->hunk;
	struct makers m = { 0 };
	size_t a = 0, b = 0;

	for (size_t i = 0; i < h->n && *pl->p->step->outcome; i++)
		if (h->v[i].sign != ' ')
			made_by(pl, &h->v[i], &m);
	html_f(out, "<div class=\"h\" id=\"p%02zu-f%zu-h%zu\">\n%S", pl->p->number,
	       pl->file, pl->hunk, pl->text ? "<div>\n" : "");
	if (pl->text)
		above(pl, out);
	strbuf_addstr(out, "<pre tabindex=\"0\"><code>");
	heading(pl->f, h, pl->p->mail->diff.buf, out);
	for (size_t i = 0; i < h->n; i++) {
		const struct pline *l = &h->v[i];
		char mark = ' ';

		if (m.n > 1 && l->sign != ' ')
			mark = 'a' + (char)made_by(pl, l, &m);
		line(pl, l, l->sign == '-' ? w->old + a : w->new + b, mark, out);
		a += l->sign != '+' ? l->len + 1 : 0;
		b += l->sign != '-' ? l->len + 1 : 0;
	}
	strbuf_addstr(out, "</code></pre>\n");
	if (pl->text) {
		below(pl, out);
		strbuf_addstr(out, "</div>\n");
	}
	if (m.n)
		strbuf_addstr(out, "<aside>\n");
	for (size_t i = 0; i < m.n; i++)
		maker(pl, &m, i, out);
	strbuf_addstr(out, m.n ? "</aside></div>\n" : "</div>\n");
}
