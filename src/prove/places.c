// SPDX-License-Identifier: GPL-2.0-only
#include "base/strset.h"
#include "csrc/clex.h"
#include "csrc/lang.h"
#include "prove/report.h"
#include "git/scan.h"
#include "base/wordset.h"

struct look {
	struct prove_places *out;
	struct wordset words;
	struct strvec seen;	/* "FILE:LINE" */
};

static void marked_words(const struct own_rules *r, struct strvec *words)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->markers[i].mark == OWN_ACQUIRE ||
		    r->markers[i].mark == OWN_RELEASE)
			strvec_push(words, r->markers[i].name);
	strvec_sort(words);
	strvec_uniq(words);
}

/* All strings under KEY, of the last state of each configuration. */
static void list_said(const struct prove *v, const struct proof *proofs,
		      size_t n, const char *key, struct strvec *seen)
{
	for (size_t i = 0; i < n; i++) {
		const json_t *said = proofs[i].said ? proofs[i].said[v->to] :
				     NULL, *place;
		size_t k;

		json_array_foreach(json_object_get(said, key), k, place)
			strvec_push(seen, json_string_value(place));
	}
	strvec_sort(seen);
	strvec_uniq(seen);
}

/* A call: the name, then "(", and no type in front, as a definition has it. */
static bool is_call(const struct clex *lx, size_t i)
{
	size_t before = clex_prev(lx, i);

	if (!clex_is(lx, clex_next(lx, i + 1), "("))
		return false;
	if (before == CLEX_NONE || lx->v[before].kind != CLEX_WORD ||
	    (lx->v[before].flags & CLEX_DIRECTIVE))
		return true;
	return clex_is(lx, before, "return") || clex_is(lx, before, "else") ||
	       clex_is(lx, before, "do");
}

static void look_at(struct look *l, const char *path, const struct strbuf *text)
{
	struct clex lx;
	size_t word;

	clex_init(&lx, text->buf, text->len);
	for (size_t i = 0; i < lx.n; i++) {
		const struct clex_token *t = &lx.v[i];
		char *place;

		if (t->kind != CLEX_WORD ||
		    wordset_next(&l->words, text->buf + t->pos, t->len, 0,
				 &word) || !is_call(&lx, i))
			continue;
		place = xstrfmt("%s:%u", path, t->line);
		if (t->flags & CLEX_DIRECTIVE)
			l->out->in_macros++;
		else
			strvec_pushf(strvec_has(&l->seen, place) ?
				     &l->out->seen : &l->out->missed,
				     "%s: %s()", place, l->words.words.v[word]);
		free(place);
	}
	clex_release(&lx);
}

/* With a probe, all of the tree; else what there is to prove, and is compiled. */
static bool wanted(const struct look *l, const struct prove *v, const char *path)
{
	return lang_is_c(path) &&
	       (v->rules->probe || (prove_within(v->rules, path) &&
				    !strset_has(&l->out->not_compiled, path)));
}

static int look_at_base(struct look *l, const struct prove *v,
			const struct tree *t)
{
	struct scan s = { 0 };
	struct tree_reader r;
	struct strbuf text = STRBUF_INIT;
	int err = scan_tree(&s, t, &l->words.words, v->jobs, true, false);

	if (!err)
		err = tree_reader_init(&r, t);
	for (size_t i = 0; i < t->n && !err; i++) {
		const struct tree_file *f = &t->files[i];

		if (!s.hit[i] || !wanted(l, v, f->path) ||
		    checkout_index(v->co, f->path) >= 0)
			continue;
		strbuf_clear(&text);
		if (tree_read(&r, f, &text) < 0)
			err = tree_lacks(t, f->path);
		else
			look_at(l, f->path, &text);
	}
	if (!err)
		l->out->unread = s.unread.n;
	tree_reader_release(&r);
	strbuf_release(&text);
	scan_release(&s);
	return err;
}

static int look_at_touched(struct look *l, const struct prove *v)
{
	const struct strvec *touched = &v->co->touched;
	struct strbuf text = STRBUF_INIT;
	int err = 0;

	for (size_t i = 0; i < touched->n && err >= 0; i++) {
		strbuf_clear(&text);
		err = checkout_text(v->co, v->to, i, &text);
		if (err > 0 && wanted(l, v, touched->v[i]))
			look_at(l, touched->v[i], &text);
	}
	strbuf_release(&text);
	return err < 0 ? err : 0;
}

static void list_not_compiled(const struct prove *v, const struct proof *proofs,
			      size_t n, struct strvec *out)
{
	struct strvec seen = STRVEC_INIT;

	list_said(v, proofs, n, "units", &seen);
	for (size_t i = 0; i < v->units.n; i++)
		if (!strset_has(&seen, v->units.v[i]))
			strvec_push(out, v->units.v[i]);
	strvec_release(&seen);
}

int prove_places(const struct prove *v, const struct tree *t,
		 const struct proof *proofs, size_t n, struct prove_places *out)
{
	struct strvec words = STRVEC_INIT;
	struct look l = { .out = out };
	int err;

	memset(out, 0, sizeof(*out));
	list_not_compiled(v, proofs, n, &out->not_compiled);
	marked_words(&v->rules->own, &words);
	if (!words.n) {
		out->known = true;
		return 0;
	}
	wordset_init(&l.words, &words);
	list_said(v, proofs, n, "places", &l.seen);
	err = look_at_base(&l, v, t);
	if (!err)
		err = look_at_touched(&l, v);
	strvec_sort(&out->seen);
	strvec_sort(&out->missed);
	out->known = !err;
	wordset_release(&l.words);
	strvec_release(&l.seen);
	strvec_release(&words);
	return err;
}
