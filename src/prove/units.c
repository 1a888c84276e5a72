// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which files take part, found in the source text: those that mention what
 * acquires or releases, also through functions and macros of headers, and those
 * that define what the probe calls. Text knows no configuration: of these
 * files, a configuration compiles some.
 */
#include "base/strset.h"
#include "base/wordset.h"
#include "csrc/lang.h"
#include "csrc/pasted.h"
#include "csrc/region.h"
#include "git/scan.h"
#include "prove/prove.h"

/* A header's function that calls one that calls one ... so deep, no deeper. */
#define ROUNDS 8

struct hunt {
	const struct prove *v;
	const struct tree *t;
	struct tree part;	/* t, with the files of one kind only */
	struct strvec words;	/* a strset: what is mentioned */
	struct strvec defined;	/* a strset: functions, to find what defines one */
	struct strvec more;	/* words for the next round */
	struct wordset set;	/* of words */
	struct strvec *units;
	bool last;		/* the round that collects units */
	bool external;		/* static functions do not count */

	/* The file that is looked at. */
	const char *path;
	struct source src;
	bool takes;		/* it defines one of them */
};

static const char *token(const struct hunt *h, size_t i, size_t *len)
{
	*len = h->src.lex.v[i].len;
	return h->src.lex.text + h->src.lex.v[i].pos;
}

static bool is_word_of(const struct hunt *h, size_t i, const struct strvec *set)
{
	size_t len;
	const char *at = token(h, i, &len);
	char *word;
	bool has;

	if (h->src.lex.v[i].kind != CLEX_WORD)
		return false;
	word = xstrndup(at, len);
	has = strset_has(set, word);
	free(word);
	return has;
}

/* Does one of the tokens [FROM, TO) but NAME mention a word? */
static bool mentions(const struct hunt *h, size_t name, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (i != name && is_word_of(h, i, &h->words))
			return true;
	return false;
}

static void add_more(struct hunt *h, size_t name)
{
	size_t len;
	const char *at = token(h, name, &len);
	char *word = xstrndup(at, len);

	if (len > 1 && !strset_has(&h->words, word))
		strvec_push(&h->more, word);
	free(word);
}

static void header_function(void *arg, size_t name, size_t from, size_t to)
{
	struct hunt *h = arg;

	if (mentions(h, name, from, to))
		add_more(h, name);
}

static void unit_function(void *arg, size_t name, size_t from, size_t to)
{
	struct hunt *h = arg;

	(void)to;
	if (!is_word_of(h, name, &h->defined))
		return;
	/* Another file cannot call a static function. */
	for (size_t i = from; i < name && h->external; i++)
		if (clex_is(&h->src.lex, i, "static"))
			return;
	h->takes = true;
}

/* #define NAME of what mentions a word. */
static void header_macros(struct hunt *h)
{
	for (size_t i = 0; i < h->src.pp.n; i++) {
		const struct ppline *l = &h->src.pp.v[i];
		size_t name;

		if (l->kind != PP_DEFINE)
			continue;
		name = clex_next(&h->src.lex, l->tok + 1);
		if (name != CLEX_NONE)
			name = clex_next(&h->src.lex, name + 1);
		if (name != CLEX_NONE && name < l->tok_end &&
		    mentions(h, name, name, l->tok_end))
			add_more(h, name);
	}
}

static bool mentions_any(const struct hunt *h)
{
	return mentions(h, CLEX_NONE, 0, h->src.lex.n);
}

static void look_at(struct hunt *h, const char *path, const struct strbuf *text)
{
	source_init(&h->src, text->buf, text->len);
	if (!h->last && lang_is_header(path)) {
		region_each_function(&h->src, header_function, h);
		header_macros(h);
	} else if (h->last && lang_is_unit(path)) {
		h->takes = mentions_any(h);
		if (!h->takes)
			region_each_function(&h->src, unit_function, h);
		for (size_t i = 0; i < h->defined.n && !h->takes && h->external;
		     i++)
			h->takes = pasted_defines(&h->src, h->defined.v[i]);
		if (h->takes)
			strvec_push(h->units, path);
	}
	source_release(&h->src);
}

static bool wanted(const struct hunt *h, const char *path)
{
	return h->last ? lang_is_unit(path) : lang_is_header(path);
}

static int look_at_base(struct hunt *h, const struct scan *s)
{
	struct tree_reader r = { 0 };
	struct strbuf text = STRBUF_INIT;
	int err = tree_reader_init(&r, h->t);
	size_t unread = 0;

	for (size_t i = 0; i < h->part.n && err >= 0; i++) {
		const struct tree_file *f = &h->part.files[i];
		bool again = unread < s->unread.n &&
			     !strcmp(s->unread.v[unread], f->path);

		unread += again;
		if (!s->hit[i] && !again)
			continue;
		strbuf_clear(&text);
		/* What needs a file that is not there does not compile. */
		err = tree_read_if_there(&r, f, &text);
		if (!err)
			look_at(h, f->path, &text);
	}
	tree_reader_release(&r);
	strbuf_release(&text);
	return err < 0 ? err : 0;
}

/* What the patches change, as it is behind each of them. */
static int look_at_touched(struct hunt *h)
{
	struct checkout *co = h->v->co;
	struct strbuf text = STRBUF_INIT;
	int err = 0;

	for (size_t i = 0; i < co->touched.n; i++)
		for (size_t k = 1; k < co->states && err >= 0; k++) {
			if (!wanted(h, co->touched.v[i]) ||
			    !checkout_changed(co, k, i))
				continue;
			strbuf_clear(&text);
			err = checkout_text(co, k, i, &text);
			if (err > 0)
				look_at(h, co->touched.v[i], &text);
		}
	strbuf_release(&text);
	return err < 0 ? err : 0;
}

/* Each round looks at headers, or at units, and reads no others. */
static void take_part(struct hunt *h)
{
	free(h->part.files);
	h->part = *h->t;
	h->part.files = xcalloc(h->t->n + 1, sizeof(*h->part.files));
	h->part.n = 0;
	for (size_t i = 0; i < h->t->n; i++)
		if (wanted(h, h->t->files[i].path))
			h->part.files[h->part.n++] = h->t->files[i];
}

static int look_round(struct hunt *h)
{
	struct scan s = { 0 };
	struct strvec all = STRVEC_INIT;
	int err;

	strvec_add(&all, &h->words);
	if (h->last)
		strvec_add(&all, &h->defined);
	for (size_t i = 0; i < h->defined.n && h->external; i++)
		pasted_words(h->defined.v[i], &all);
	strvec_sort(&all);
	strvec_uniq(&all);
	take_part(h);
	err = scan_tree(&s, &h->part, &all, h->v->jobs, true, false);
	if (!err)
		err = look_at_base(h, &s);
	if (!err)
		err = look_at_touched(h);
	scan_release(&s);
	strvec_release(&all);
	return err;
}

/* Is token I a name that is put together, or of the compiler's own? */
static bool is_pasted(const struct clex *lx, size_t i)
{
	const char *at = lx->text + lx->v[i].pos;
	size_t before = clex_prev(lx, i);

	return (before != CLEX_NONE && clex_is(lx, before, "##")) ||
	       (lx->v[i].len > 1 && at[0] == '_' && at[1] == '_');
}

/* Those that the probe may call: a word before a parenthesis. */
static int read_probe(struct hunt *h)
{
	struct strbuf text = STRBUF_INIT;
	struct clex lx;
	int err = strbuf_read_file(&text, h->v->rules->probe);

	if (err) {
		err = error_read(err, "cannot read the probe %s: %s",
				 h->v->rules->probe, strbuf_read_error(err));
		strbuf_release(&text);
		return err;
	}
	clex_init(&lx, text.buf, text.len);
	for (size_t i = 0; i < lx.n; i++) {
		if (lx.v[i].kind != CLEX_WORD || lx.v[i].len < 2 ||
		    !clex_is(&lx, clex_next(&lx, i + 1), "(") ||
		    is_pasted(&lx, i))
			continue;
		strvec_take(&h->defined, xstrndup(lx.text + lx.v[i].pos,
						  lx.v[i].len));
	}
	strvec_sort(&h->defined);
	strvec_uniq(&h->defined);
	clex_release(&lx);
	strbuf_release(&text);
	return 0;
}

static void take_more(struct hunt *h)
{
	strvec_add(&h->words, &h->more);
	strvec_clear(&h->more);
	strvec_sort(&h->words);
	strvec_uniq(&h->words);
}

/* Those of the base, and those that a patch adds. */
static void add_within(const struct prove *v, const struct tree *t,
		       struct strvec *units)
{
	const struct strvec *touched = &v->co->touched;

	for (size_t i = 0; i < t->n; i++)
		if (lang_is_unit(t->files[i].path) &&
		    prove_within(v->rules, t->files[i].path))
			strvec_push(units, t->files[i].path);
	for (size_t i = 0; i < touched->n; i++)
		if (lang_is_unit(touched->v[i]) &&
		    prove_within(v->rules, touched->v[i]))
			strvec_push(units, touched->v[i]);
}

static int hunt_units(struct hunt *h)
{
	const struct own_rules *r = &h->v->rules->own;
	size_t before = 0;
	int err;

	for (size_t i = 0; i < r->n; i++)
		if ((r->markers[i].mark == OWN_ACQUIRE ||
		     r->markers[i].mark == OWN_RELEASE ||
		     r->markers[i].only) && r->markers[i].name[1])
			strvec_push(&h->more, r->markers[i].name);
	take_more(h);
	err = read_probe(h);
	for (int i = 0; i < ROUNDS && !err && h->words.n > before; i++) {
		before = h->words.n;
		err = look_round(h);
		take_more(h);
	}
	h->last = true;
	if (!err && h->words.n)
		err = look_round(h);
	strvec_release(&h->words);
	strvec_release(&h->defined);
	strvec_release(&h->more);
	free(h->part.files);
	return err;
}

int prove_find_definers(const struct prove *v, const struct tree *t,
			const struct strvec *names, struct strvec *units)
{
	struct hunt h = { .v = v, .t = t, .units = units, .last = true,
			  .external = true };
	int err;

	strvec_add(&h.defined, names);
	strvec_sort(&h.defined);
	err = look_round(&h);
	strvec_release(&h.defined);
	free(h.part.files);
	strvec_sort(units);
	strvec_uniq(units);
	return err;
}

int prove_find_units(const struct prove *v, const struct tree *t,
		     struct strvec *units)
{
	struct hunt h = { .v = v, .t = t, .units = units };
	int err = v->rules->probe ? hunt_units(&h) : 0;

	if (!err)
		add_within(v, t, units);
	strvec_sort(units);
	strvec_uniq(units);
	return err;
}
