// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "base/path.h"
#include "csrc/lang.h"
#include "verify/unitset.h"
#include "base/strset.h"
#include "base/wordset.h"

/* --- reading ----------------------------------------------------------- */

static void add_include(struct intern *written, struct header *h, const char *s,
			size_t n)
{
	GROW(h->includes, h->n_includes + 1, h->alloc_includes);
	h->includes[h->n_includes++] = intern_add(written, s, n);
}

static void read_includes(struct intern *written, struct header *h,
			  const struct strbuf *text)
{
	for (const char *p = text->buf; (p = strchr(p, '#')); p++) {
		const char *q = p + 1;
		size_t n;

		if (p > text->buf && p[-1] != '\n' && !isblank((unsigned char)p[-1]))
			continue;
		q += strspn(q, " \t");
		if (!starts_with(q, "include"))
			continue;
		q += 7;
		q += strspn(q, " \t");
		if (*q != '<' && *q != '"')
			continue;
		n = strcspn(q + 1, ">\"\n");
		add_include(written, h, q + 1, n);
		/* "../x.h": by its bare name, as one beside it. */
		if (q[1] == '.') {
			const char *slash = memrchr(q + 1, '/', n);
			const char *base = slash ? slash + 1 : q + 1;

			add_include(written, h, base, q + 1 + n - base);
		}
	}
}

static struct header *add_header(struct header **v, size_t *n, size_t *alloc,
				 const char *path)
{
	struct header *h;

	GROW(*v, *n + 1, *alloc);
	h = &(*v)[(*n)++];
	memset(h, 0, sizeof(*h));
	h->path = xstrdup(path);
	return h;
}

/* A name of one letter is no name to look for. */
static void add_names(struct strvec *to, const struct strvec *names)
{
	for (size_t i = 0; i < names->n; i++)
		if (names->v[i][0] && names->v[i][1])
			strvec_push(to, names->v[i]);
}

/* What patch K does to file I. */
static int read_delta(struct unitset *us, struct checkout *co, size_t k,
		      size_t i)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct delta *d = &us->deltas[k * co->touched.n + i];
	int err = checkout_text(co, k - 1, i, &a);

	if (err >= 0)
		err = checkout_text(co, k, i, &b);
	if (err >= 0) {
		delta_init(d, &a, &b);
		add_names(&us->names, &d->functions);
		add_names(&us->names, &d->macros);
	}
	strbuf_release(&a);
	strbuf_release(&b);
	return err < 0 ? err : 0;
}

static int read_deltas(struct unitset *us, struct checkout *co)
{
	int err = 0;

	us->n_deltas = co->states * co->touched.n;
	us->deltas = xcalloc(us->n_deltas, sizeof(*us->deltas));
	for (size_t k = 1; k < co->states && !err; k++)
		for (size_t i = 0; i < co->touched.n && !err; i++)
			if (checkout_changed(co, k, i) &&
			    lang_is_c(co->touched.v[i]))
				err = read_delta(us, co, k, i);
	strvec_sort(&us->names);
	strvec_uniq(&us->names);
	return err;
}

/* Is the word at POS what a #define defines? */
static bool is_defined_at(const char *text, size_t pos)
{
	size_t i = pos;

	while (i && isblank((unsigned char)text[i - 1]))
		i--;
	if (i == pos || i < 6 || strncmp(text + i - 6, "define", 6))
		return false;
	for (i -= 6; i && isblank((unsigned char)text[i - 1]);)
		i--;
	return i && text[i - 1] == '#';
}

/* Note which words a file mentions, and what it defines as a macro. */
static void look_for_names(struct unitset *us, const struct wordset *ws,
			   const struct strbuf *text, struct strvec *found)
{
	ssize_t pos = ws->words.n ? 0 : -1;
	size_t word;

	while (pos >= 0 && (pos = wordset_next(ws, text->buf, text->len, pos,
					       &word)) >= 0) {
		const char *name = ws->words.v[word];

		if (found && !strvec_has(found, name))
			strvec_push(found, name);
		if (is_defined_at(text->buf, pos) &&
		    strset_has(&us->names, name) &&
		    !strvec_has(&us->defined, name))
			strvec_push(&us->defined, name);
		pos++;
	}
}

/* All headers of the tree, or all .c files. */
static int read_files(struct unitset *us, const struct tree *t, bool units,
		      const struct strvec *names)
{
	struct strbuf text = STRBUF_INIT;
	struct tree_reader r;
	struct wordset ws;
	int err = tree_reader_init(&r, t);

	wordset_init(&ws, names);
	for (size_t i = 0; i < t->n && err >= 0; i++) {
		const struct tree_file *f = &t->files[i];
		struct header *h;

		if (units ? !lang_is_unit(f->path) : !lang_is_header(f->path))
			continue;
		err = tree_read_if_there(&r, f, &text);
		if (err)
			continue;
		h = units ? add_header(&us->sources, &us->n_sources,
				       &us->alloc_sources, f->path) :
			    add_header(&us->headers, &us->n, &us->alloc, f->path);
		read_includes(&us->written, h, &text);
		look_for_names(us, &ws, &text, units ? &h->names : NULL);
		if (!units)
			h->text = carry_text(&text, &h->len);
	}
	wordset_release(&ws);
	tree_reader_release(&r);
	strbuf_release(&text);
	return err < 0 ? err : 0;
}

static void release_headers(struct header *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(v[i].path);
		free(v[i].text);
		free(v[i].includes);
		strvec_release(&v[i].names);
	}
	free(v);
}

/* Does a file include one that is called BASE? */
static bool is_included(const struct unitset *us, const char *base)
{
	const struct strvec *names = &us->written.names;
	size_t len = strlen(base);

	for (size_t i = 0; i < names->n; i++) {
		const char *name = names->v[i];
		size_t n = strlen(name);

		if (n >= len && !strcmp(name + n - len, base) &&
		    (n == len || name[n - len - 1] == '/'))
			return true;
	}
	return false;
}

static void find_inner(struct unitset *us, const struct checkout *co)
{
	us->inner = xcalloc(co->touched.n + 1, sizeof(*us->inner));
	for (size_t f = 0; f < co->touched.n; f++) {
		const char *path = co->touched.v[f];

		us->inner[f] = lang_is_unit(path) &&
			       !is_included(us, path_base(path));
	}
}

/* Headers without names are done with. */
static void drop_texts(struct unitset *us)
{
	for (size_t i = 0; i < us->n; i++) {
		struct header *h = &us->headers[i];

		if (us->carry.state[i] & CARRY_MENTIONS)
			continue;
		free(h->text);
		h->text = NULL;
	}
}

/* Of the names that a .c file mentions, those that carry are left. */
static void drop_names(struct unitset *us)
{
	for (size_t i = 0; i < us->n_sources; i++) {
		struct strvec *names = &us->sources[i].names, kept = STRVEC_INIT;

		for (size_t k = 0; k < names->n; k++)
			if (strset_has(&us->carry.names, names->v[k]))
				strvec_push(&kept, names->v[k]);
		strvec_release(names);
		*names = kept;
	}
}

/*
 * Headers first: they tell what to look for in the others. Which of these include
 * a .c file is known only then: look for too much, and drop what was.
 */
static int read_tree(struct unitset *us, const struct tree *t,
		     struct checkout *co)
{
	int err = read_files(us, t, false, &us->names);
	bool all;

	if (err)
		return err;
	carry_find(&us->carry, us->headers, us->n, co, us->deltas, NULL, NULL);
	all = us->carry.all;
	if (!all)
		drop_texts(us);
	err = read_files(us, t, true, &us->carry.names);
	if (err)
		return err;
	find_inner(us, co);
	carry_release(&us->carry);
	carry_find(&us->carry, us->headers, us->n, co, us->deltas, us->inner,
		   NULL);
	if (all && !us->carry.all) {
		/* There were too many to look for. */
		release_headers(us->sources, us->n_sources);
		us->sources = NULL;
		us->n_sources = us->alloc_sources = 0;
		err = read_files(us, t, true, &us->carry.names);
	}
	drop_texts(us);
	drop_names(us);
	return err;
}

int unitset_read(struct unitset *us, const struct tree *t,
		 struct checkout *co)
{
	int err;

	memset(us, 0, sizeof(*us));
	err = read_deltas(us, co);
	if (!err)
		err = read_tree(us, t, co);
	if (!err)
		unitset_find_wide(us, co);
	return err;
}

void unitset_release(struct unitset *us)
{
	release_headers(us->headers, us->n);
	release_headers(us->sources, us->n_sources);
	intern_release(&us->written);
	for (size_t i = 0; i < us->n_deltas; i++)
		delta_release(&us->deltas[i]);
	free(us->deltas);
	free(us->inner);
	strvec_release(&us->names);
	strvec_release(&us->defined);
	unitset_release_picks(us);
	carry_release(&us->carry);
	strvec_release(&us->wide);
	memset(us, 0, sizeof(*us));
}
