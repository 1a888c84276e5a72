// SPDX-License-Identifier: GPL-2.0-only
#include "base/word.h"
#include "csrc/lang.h"
#include "gen/new-int.h"

/* --- the header ---------------------------------------------------------- */

static bool is_blank_line(const char *p, size_t n)
{
	return strspn(p, " \t") >= n;
}

/* Without the blank lines that scripts have left, and doubled ones. */
static void squeeze(struct strbuf *text)
{
	struct strbuf out = STRBUF_INIT;
	bool blank = true;

	for (const char *p = text->buf; *p;) {
		size_t n = strcspn(p, "\n");
		bool empty = is_blank_line(p, n);

		if (!empty)
			strbuf_addf(&out, "%.*s\n", (int)n, p);
		else if (!blank)
			strbuf_addch(&out, '\n');
		blank = empty;
		p += n + (p[n] == '\n');
	}
	strbuf_rtrim(&out);
	strbuf_addch(&out, '\n');
	strbuf_swap(text, &out);
	strbuf_release(&out);
}

/* Where lines of the header go: behind the comments that it begins with. */
static size_t header_end(const struct strbuf *text)
{
	size_t at = 0;

	while (starts_with(text->buf + at, "//"))
		at += strcspn(text->buf + at, "\n") + 1;
	return at;
}

/* The files that the author chose, which may be folders. */
static void add_files(const struct draft *d, struct strbuf *head)
{
	const struct strvec *files = &d->o.files;

	if (!files->n || d->t.rule->select.files.n)
		return;
	strbuf_addstr(head, "// Files:");
	for (size_t i = 0; i < files->n; i++) {
		const char *p = files->v[i];
		size_t n = strlen(p);

		while (n > 1 && p[n - 1] == '/')
			n--;
		if (lang_is_c(p))
			strbuf_addf(head, " %s", p);
		else
			strbuf_addf(head, " %.*s/*.c %.*s/*.h", (int)n, p,
				    (int)n, p);
	}
	strbuf_addch(head, '\n');
}

static bool same_words(const struct strvec *a, const struct strvec *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!strvec_has(b, a->v[i]))
			return false;
	return a->n == b->n;
}

/* Does each alternative remove a place, or have a form of its own? */
static bool forms_tell(const struct draft *d)
{
	for (size_t i = 0; i < d->says.n; i++)
		if (!d->says.v[i].form &&
		    !(d->says.v[i].from &&
		      strvec_has(&d->t.rule->places, d->says.v[i].from)))
			return false;
	return d->says.n > 0;
}

static void add_forms(const struct draft *d, struct strbuf *head)
{
	struct strvec seen = STRVEC_INIT;

	for (size_t i = 0; i < d->says.n; i++) {
		const char *form = d->says.v[i].form;

		if (form && !strvec_has(&seen, form)) {
			strbuf_addf(head, "// Place: %s\n", form);
			strvec_push(&seen, form);
		}
	}
	strvec_release(&seen);
}

/* What a series takes for places if the header does not say. */
static void default_places(const struct draft *d, struct strvec *words)
{
	struct strvec has = STRVEC_INIT, gone = STRVEC_INIT;
	struct smpl s;

	smpl_init(&s, d->t.rule->text.buf, d->t.rule->text.len);
	select_words(&d->t.rule->select, &has);
	smpl_removes(&s, &gone);
	for (size_t i = 0; i < has.n; i++)
		if (strvec_has(&gone, has.v[i]))
			strvec_push(words, has.v[i]);
	smpl_release(&s);
	strvec_release(&has);
	strvec_release(&gone);
}

static void add_needs(struct draft *d, struct strbuf *head)
{
	struct strvec words = STRVEC_INIT;

	strbuf_addstr(head, "// May-miss: file * -- a file with these words need not have what the rule looks for\n");
	select_words(&d->t.rule->select, &words);
	if (words.n)
		d->needs = xstrdup(words.v[0]);
	strvec_release(&words);
}

static void add_places(struct draft *d, struct strbuf *head)
{
	const struct rule *r = d->t.rule;
	struct strvec words = STRVEC_INIT;

	default_places(d, &words);
	if (!d->t.derived) {
		if (!r->places.n)
			add_needs(d, head);
	} else if (same_words(&words, &r->places) && r->places.n) {
		;	/* as it would be without a word */
	} else if (forms_tell(d)) {
		for (size_t i = 0; i < r->places.n; i++)
			strbuf_addf(head, "// Place: %s\n", r->places.v[i]);
		add_forms(d, head);
	} else if (r->places.n) {
		for (size_t i = 0; i < r->places.n; i++)
			strbuf_addf(head, "// Place: %s\n", r->places.v[i]);
	} else if (words.n) {
		strbuf_addstr(head, "// May-miss: place * -- the rule is for some uses of these words only\n");
	} else {
		add_needs(d, head);
	}
	strvec_release(&words);
}

/* Rules that the tree has nothing for, by the names in TEXT. */
static void add_misses(const struct draft *d, const struct strbuf *text,
		       struct strbuf *head)
{
	const struct rule *r = d->t.rule;
	/* A tree that has nothing at all for it says nothing of one rule. */
	const struct op_report *op = d->t.changed ?
		&d->t.s.apply.reports[0].ops[0] : NULL;
	struct smpl s;
	size_t k = 0;

	smpl_init(&s, text->buf, text->len);
	for (size_t i = 0; i < s.n && op && op->n_steps == r->n; i++) {
		char *name;

		if (s.v[i].script)
			continue;
		name = smpl_name(&s, i);
		if (name && r->names[k].changes && !op->steps[k].hits &&
		    !select_allows(&r->select, MISS_RULE, r->names[k].name, NULL))
			strbuf_addf(head, "// May-miss: rule %s -- %s has nothing for it\n",
				    name, d->t.s.tree.name);
		free(name);
		k++;
	}
	smpl_release(&s);
}

/* --- words that are gone ------------------------------------------------- */

/* Is WORD in no file of the tree, as the rule leaves it? */
static int is_gone(const struct draft *d, const char *word, bool *gone)
{
	const struct session *s = &d->t.s;
	struct strbuf text = STRBUF_INIT;
	struct tree_reader r;
	int err = tree_reader_init(&r, &s->tree);

	*gone = true;
	for (size_t i = 0; i < s->tree.n && !err && *gone; i++) {
		const struct tree_file *f = &s->tree.files[i];
		const struct work_file *w = work_find(&s->work, f->path);

		if (!s->scan.hit[i])
			continue;
		strbuf_clear(&text);
		if (!w && tree_read(&r, f, &text) < 0)
			err = tree_lacks(&s->tree, f->path);
		else
			*gone = !has_word(w ? w->text.buf : text.buf,
					  w ? w->text.len : text.len, word);
	}
	tree_reader_release(&r);
	strbuf_release(&text);
	return err;
}

static int add_retired(struct draft *d)
{
	const struct rule *r = d->t.rule;
	struct strvec words = STRVEC_INIT;
	int err = 0;

	select_words(&r->select, &words);
	for (size_t i = 0; i < r->places.n && d->t.changed && !err; i++) {
		bool gone = false;

		/* Only what the scan has looked for. */
		if (strvec_has(&words, r->places.v[i]))
			err = is_gone(d, r->places.v[i], &gone);
		if (gone)
			strvec_push(&d->retires, r->places.v[i]);
	}
	strvec_release(&words);
	return err;
}

/* --- all ----------------------------------------------------------------- */

int draft_rule(struct draft *d)
{
	const struct rule *r = d->t.rule;
	struct strbuf head = STRBUF_INIT;

	if (d->t.tell)
		return error_user("%s changes nothing: a series needs a rule with mode patch",
				  r->path);
	if (d->t.all)
		return error_user("%s: spatch names no word that a file must have for it: write '// Has: WORD ...' at its top",
				  r->path);
	strbuf_addbuf(&d->text, &r->text);
	smpl_name_all(&d->text);
	squeeze(&d->text);
	if (!r->summary) {
		char *line = xstrndup(d->body, strcspn(d->body, "\n"));

		strbuf_addf(&head, "/// %s\n", line);
		free(line);
	}
	add_files(d, &head);
	if (d->t.derived)
		strbuf_addf(&head, "// Has: %s\n", r->select.has.v[0]);
	add_places(d, &head);
	add_misses(d, &d->text, &head);
	if (strvec_has(&r->virtuals, d->t.mode))
		strbuf_addf(&head, "// Options: -D %s\n", d->t.mode);
	for (size_t i = 0; i < d->o.defines.n; i++)
		strbuf_addf(&head, "// Options: -D %s\n", d->o.defines.v[i]);
	strbuf_splice(&d->text, header_end(&d->text), 0, head.buf, head.len);
	strbuf_release(&head);
	return add_retired(d);
}
