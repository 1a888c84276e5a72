// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/lang.h"
#include "review/html-page.h"
#include "review/moved.h"
#include "review/words.h"

/* A rule stands beside each hunk that it made, but not in pages and pages. */
#define RULE_BYTES (96 * 1024)

/* Which operations made a hunk; a line's mark is the index, as a letter. */
struct makers {
	struct rmade v[26];	/* op may be NOBODY */
	size_t n;
};

#define NOBODY ((size_t)-2)

/* Where in the page a hunk is. */
struct place {
	const struct review *r;
	const struct rpatch *p;
	const struct pfile *f;
	size_t file, hunk;	/* counted from 1 */
	size_t *shown;		/* bytes of rules so far, of this patch */
	const struct moved_line **next;	/* the next line that is changed */
	struct strvec *done;	/* what hunks of this patch replaced */
};

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

static void html_rule(const struct rop *op, size_t at, struct strbuf *out)
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

static void hit_names(const struct record_op *op, struct strbuf *out)
{
	const char *between = "hits: ";

	for (size_t i = 0; i < op->n; i++) {
		const struct record_step *step = &op->steps[i];

		if (!step->hits || starts_with(step->name, op->name))
			continue;
		html_f(out, "%S%s %zu", between, step->name, step->hits);
		between = ", ";
	}
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

/* --- hunks ------------------------------------------------------------- */

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
static unsigned char *side_kinds(const struct place *pl, const struct phunk *h,
				 char other)
{
	struct strbuf text = STRBUF_INIT;
	unsigned char *kinds = NULL;

	for (size_t i = 0; i < h->n; i++)
		if (h->v[i].sign != other) {
			strbuf_add(&text, h->v[i].text, h->v[i].len);
			strbuf_addch(&text, '\n');
		}
	if (lang_is_cpp(pl->f->path))
		kinds = html_kinds(text.buf, text.len);
	else
		kinds = xcalloc(text.len + 1, 1);
	strbuf_release(&text);
	return kinds;
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

static void hunk(const struct place *pl, const struct phunk *h,
		 struct strbuf *out)
{
	unsigned char *old = side_kinds(pl, h, '+'), *new = side_kinds(pl, h, '-');
	struct makers m = { 0 };
	size_t a = 0, b = 0;

	words_mark(h, old, new);
	for (size_t i = 0; i < h->n && *pl->p->step->outcome; i++)
		if (h->v[i].sign != ' ')
			made_by(pl, &h->v[i], &m);
	html_f(out, "<div class=\"h\" id=\"p%02zu-f%zu-h%zu\">\n<pre tabindex=\"0\"><code>",
	       pl->p->number, pl->file, pl->hunk);
	heading(pl->f, h, pl->p->mail->diff.buf, out);
	for (size_t i = 0; i < h->n; i++) {
		const struct pline *l = &h->v[i];
		char mark = ' ';

		if (m.n > 1 && l->sign != ' ')
			mark = 'a' + (char)made_by(pl, l, &m);
		line(pl, l, l->sign == '-' ? old + a : new + b, mark, out);
		a += l->sign != '+' ? l->len + 1 : 0;
		b += l->sign != '-' ? l->len + 1 : 0;
	}
	strbuf_addstr(out, "</code></pre>\n");
	if (m.n)
		strbuf_addstr(out, "<aside>\n");
	for (size_t i = 0; i < m.n; i++)
		maker(pl, &m, i, out);
	strbuf_addstr(out, m.n ? "</aside></div>\n" : "</div>\n");
	free(old);
	free(new);
}

/* --- files ------------------------------------------------------------- */

static void count(const struct pfile *f, size_t *plus, size_t *minus)
{
	*plus = *minus = 0;
	for (size_t h = 0; h < f->n && !f->binary; h++)
		for (size_t i = 0; i < f->v[h].n; i++) {
			*plus += f->v[h].v[i].sign == '+';
			*minus += f->v[h].v[i].sign == '-';
		}
}

static const char *file_verdict(const struct rpatch *p, const char *path)
{
	for (size_t i = 0; p->pair && i < p->pair->n; i++)
		if (!strcmp(p->pair->files[i].path, path))
			return compare_verdict_name(p->pair->files[i].verdict);
	return NULL;
}

/* AGAIN: what all of its hunks replace, like those before; or NULL. */
static void file_head(const struct place *pl, const char *again,
		      struct strbuf *out)
{
	static const char *const kinds[] = {
		[PFILE_NEW] = "new", [PFILE_DELETED] = "deleted",
		[PFILE_RENAMED] = "renamed from", [PFILE_COPIED] = "copied from",
	};
	const struct pfile *f = pl->f;
	const char *verdict = file_verdict(pl->p, f->path);
	size_t plus, minus;

	count(f, &plus, &minus);
	html_f(out, "<summary><h3>%s</h3> <small>+%zu -%zu", f->path, plus, minus);
	if (kinds[f->kind])
		html_f(out, " %s %s", kinds[f->kind],
		       f->kind > PFILE_DELETED ? f->old_path : NULL);
	if (f->mode)
		strbuf_addf(out, " mode %o", f->mode);
	if (verdict)
		html_f(out, " · against the reference: %s", verdict);
	if (again)
		html_f(out, " · again <code>%s</code>", again);
	strbuf_addstr(out, "</small></summary>\n");
}

/* Hunks that do the same are shown so often, and then folded. */
#define SHOWN 3

/* How many hunks of this patch so far replaced WHAT. */
static size_t times(const struct place *pl, const char *what)
{
	size_t n = 0;

	for (size_t i = 0; i < pl->done->n; i++)
		n += !strcmp(pl->done->v[i], what);
	return n;
}

/* What hunk number I of the file replaces by what, or NULL: it does more. */
static char *replaced(const struct place *pl, size_t i)
{
	const struct phunk *h = &pl->f->v[i];
	unsigned char *old = side_kinds(pl, h, '+'), *new = side_kinds(pl, h, '-');
	char *what;

	words_mark(h, old, new);
	what = words_replaced(h, old, new);
	free(old);
	free(new);
	return what;
}

/* The hunks from I on that replace WHAT, which was shown often enough. */
static size_t repeats(const struct place *pl, size_t i, const char *what)
{
	size_t n = 0;

	while (what && i + n < pl->f->n) {
		char *next = replaced(pl, i + n);
		bool same = next && !strcmp(next, what);

		free(next);
		if (!same)
			break;
		n++;
	}
	return n;
}

/* With MAY_FOLD, those that repeat are folded. */
static void hunks(struct place *pl, bool may_fold, struct strbuf *out)
{
	for (size_t i = 0, n; i < pl->f->n; i += n) {
		char *what = replaced(pl, i);
		bool fold = may_fold && what && times(pl, what) >= SHOWN;

		n = fold ? repeats(pl, i, what) : 1;
		if (fold)
			html_f(out, "<details class=\"again\"><summary>%zu more hunk%S: <code>%s</code></summary>\n",
			       n, plural((long)n), what);
		for (size_t k = 0; k < n; k++) {
			pl->hunk = i + k + 1;
			hunk(pl, &pl->f->v[i + k], out);
		}
		if (fold)
			strbuf_addstr(out, "</details>\n");
		else if (what)
			strvec_push(pl->done, what);
		free(what);
	}
}

static void file(const struct place *from, struct strbuf *out)
{
	struct place pl = *from;
	bool again;
	char *what;

	what = pl.f->n && !pl.f->binary ? replaced(&pl, 0) : NULL;
	again = what && times(&pl, what) >= SHOWN &&
		repeats(&pl, 0, what) == pl.f->n;
	html_f(out, "<details class=\"f\" id=\"p%02zu-f%zu\"%S>\n",
	       pl.p->number, pl.file, again ? "" : " open");
	file_head(&pl, again ? what : NULL, out);
	free(what);
	if (pl.f->binary)
		strbuf_addstr(out, "<p>A binary file.</p>\n");
	else
		hunks(&pl, !again, out);
	strbuf_addstr(out, "</details>\n");
}

/* --- the patch --------------------------------------------------------- */

static void rules(const struct rpatch *p, struct strbuf *out)
{
	size_t n = p->step->n_ops;

	if (!n)
		return;
	html_f(out, "<details class=\"rules\"><summary>%zu rule file%S or edit%S</summary>\n",
	       n, plural((long)n), plural((long)n));
	for (size_t i = 0; i < n; i++) {
		const struct record_op *op = p->ops[i].said;

		html_f(out, "<h4 id=\"p%02zu-r%zu\">%s</h4>\n<p>ran on %zu file%S; ",
		       p->number, i + 1, p->ops[i].path, op->candidates.n,
		       plural((long)op->candidates.n));
		hit_names(op, out);
		for (size_t k = 0; k < op->n; k++)
			if (*op->steps[k].may_miss)
				html_f(out, "; %s found nothing, which is allowed: %s",
				       op->steps[k].name,
				       op->steps[k].may_miss);
		strbuf_addstr(out, "</p>\n");
		html_rule(&p->ops[i], 0, out);
	}
	strbuf_addstr(out, "</details>\n");
}

static void facts(const struct review *r, const struct rpatch *p,
		  struct strbuf *out)
{
	const char *name = strrchr(p->mail->name, '/');

	html_f(out, "<p class=\"facts\">%zu file%S, +%zu -%zu", p->mail->n,
	       plural((long)p->mail->n), p->plus, p->minus);
	if (*p->step->name)
		html_f(out, " · step %s", p->step->name);
	html_f(out, " · %s · %s · ", name ? name + 1 : p->mail->name,
	       p->mail->author ? p->mail->author : "no author");
	html_counts(r, p, out);
	if (p->pair)
		html_f(out, " · <a href=\"#against\">%s</a>",
		       compare_verdict_name(p->pair->verdict));
	strbuf_addstr(out, "</p>\n<ul class=\"found\">");
	if (p->unexplained)
		html_f(out, "<li>%zu changed line%S that no rule or edit made: edited by hand?\n",
		       p->unexplained, plural((long)p->unexplained));
	html_found(r, p, out);
	html_prove_patch(r, p, out);
	strbuf_addstr(out, "</ul>\n");
}

static void file_list(const struct rpatch *p, struct strbuf *out)
{
	if (p->mail->n < 2)
		return;
	strbuf_addstr(out, "<ul class=\"files\">\n");
	for (size_t i = 0; i < p->mail->n; i++)
		html_f(out, "<li><a href=\"#p%02zu-f%zu\">%s</a>\n", p->number,
		       i + 1, p->mail->v[i].path);
	strbuf_addstr(out, "</ul>\n");
}

void html_patch(const struct review *r, const struct rpatch *p,
		struct strbuf *out)
{
	char id[32];
	size_t shown = 0;
	struct moved moved;
	const struct moved_line *next;
	struct strvec done = STRVEC_INIT;
	struct place pl = { .r = r, .p = p, .shown = &shown, .next = &next,
			    .done = &done };

	snprintf(id, sizeof(id), "p%02zu", p->number);
	html_f(out, "<article id=\"%s\" data-subject=\"%s\">\n<h2><a href=\"#%s\">%s</a> %s <nav>",
	       id, p->subject, id, id + 1, p->subject);
	if (p->number > 1)
		strbuf_addf(out, "<a href=\"#p%02zu\" title=\"previous patch\">↑</a> ",
			    p->number - 1);
	if (p->number < r->set.n)
		strbuf_addf(out, "<a href=\"#p%02zu\" title=\"next patch\">↓</a> ",
			    p->number + 1);
	strbuf_addstr(out, "<a href=\"#top\" title=\"overview\">⌂</a></nav></h2>\n");
	facts(r, p, out);
	html_code_changes(r, p, out);
	html_f(out, "<pre class=\"msg\">%s</pre>\n", p->mail->body);
	rules(p, out);
	file_list(p, out);
	moved_find(&moved, p->mail);
	next = moved.v;
	for (size_t i = 0; i < p->mail->n; i++) {
		pl.f = &p->mail->v[i];
		pl.file = i + 1;
		file(&pl, out);
	}
	moved_release(&moved);
	strvec_release(&done);
	strbuf_addstr(out, "</article>\n");
}
