// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "region.h"
#include "unitset.h"
#include "wordset.h"

/* --- reading ----------------------------------------------------------- */

static void read_includes(struct header *h, const struct strbuf *text)
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
		strvec_take(&h->includes, xstrndup(q + 1, n));
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

struct text_of {
	struct strbuf text;
	const char *src;
};

static void add_function(void *arg, size_t start, size_t end)
{
	struct text_of *t = arg;

	strbuf_add(&t->text, t->src + start, end - start);
}

static void function_text(const struct strbuf *file, const char *name,
			  struct strbuf *out)
{
	struct text_of t = { .text = STRBUF_INIT, .src = file->buf };
	struct source src;

	source_init(&src, file->buf, file->len);
	region_functions(&src, name, false, add_function, &t);
	source_release(&src);
	strbuf_swap(out, &t.text);
	strbuf_release(&t.text);
}

/* Words of TEXT that stand before "(". */
static void called_words(const struct strbuf *text, struct strvec *words)
{
	struct clex lx;

	clex_init(&lx, text->buf, text->len);
	for (size_t i = clex_next(&lx, 0); i != CLEX_NONE;
	     i = clex_next(&lx, i + 1)) {
		size_t next = clex_next(&lx, i + 1);

		if (lx.v[i].kind == CLEX_WORD && clex_is(&lx, next, "("))
			strvec_take(words, xstrndup(text->buf + lx.v[i].pos,
						    lx.v[i].len));
	}
	clex_release(&lx);
	strvec_sort(words);
	strvec_uniq(words);
}

/* The functions of file I that patch K changes. */
static int changed_names(struct unitset *us, struct checkout *co, size_t k,
			 size_t i)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct strbuf fa = STRBUF_INIT, fb = STRBUF_INIT;
	struct strvec words = STRVEC_INIT;
	int err;

	err = checkout_text(co, k - 1, i, &a);
	if (err >= 0)
		err = checkout_text(co, k, i, &b);
	called_words(&a, &words);
	called_words(&b, &words);
	for (size_t w = 0; w < words.n && err >= 0; w++) {
		function_text(&a, words.v[w], &fa);
		function_text(&b, words.v[w], &fb);
		if (!strbuf_equal(&fa, &fb))
			strvec_push(&us->names, words.v[w]);
	}
	strbuf_release(&a);
	strbuf_release(&b);
	strbuf_release(&fa);
	strbuf_release(&fb);
	strvec_release(&words);
	return err < 0 ? err : 0;
}

static int find_names(struct unitset *us, struct checkout *co)
{
	int err = 0;

	for (size_t k = 1; k < co->states && !err; k++)
		for (size_t i = 0; i < co->touched.n && !err; i++)
			if (checkout_changed(co, k, i) &&
			    (ends_with(co->touched.v[i], ".h") ||
			     ends_with(co->touched.v[i], ".c")))
				err = changed_names(us, co, k, i);
	strvec_sort(&us->names);
	strvec_uniq(&us->names);
	return err;
}

static int read_tree(struct unitset *us, const struct tree *t)
{
	struct strbuf text = STRBUF_INIT;
	struct tree_reader r;
	struct wordset ws;
	int err = tree_reader_init(&r, t);

	wordset_init(&ws, &us->names);
	for (size_t i = 0; i < t->n && !err; i++) {
		const struct tree_file *f = &t->files[i];
		bool c = ends_with(f->path, ".c");
		struct header *h;
		size_t word;

		if ((!c && !ends_with(f->path, ".h")) ||
		    tree_read(&r, f, &text) < 0)
			continue;
		h = c ? add_header(&us->sources, &us->n_sources,
				   &us->alloc_sources, f->path) :
			add_header(&us->headers, &us->n, &us->alloc, f->path);
		read_includes(h, &text);
		if (c && us->names.n &&
		    wordset_next(&ws, text.buf, text.len, 0, &word) >= 0)
			strvec_push(&us->naming, f->path);
	}
	wordset_release(&ws);
	tree_reader_release(&r);
	strbuf_release(&text);
	return err;
}

/* --- picking ----------------------------------------------------------- */

/*
 * The ways in which PATH can be included on an architecture: as written
 * below an include folder, and an asm-generic header also as asm/ (the
 * architecture may have a wrapper made).
 */
static void names_of(const char *path, struct strvec *out)
{
	const char *in = strstr(path, "include/");
	const char *base = strrchr(path, '/');

	if (in) {
		const char *name = in + strlen("include/");

		if (starts_with(name, "uapi/"))
			name += strlen("uapi/");
		strvec_push(out, name);
		if (starts_with(name, "asm-generic/"))
			strvec_pushf(out, "asm/%s", name + strlen("asm-generic/"));
	}
	/* "x.h" beside it. */
	strvec_push(out, base ? base + 1 : path);
}

static bool for_arch(const char *path, const char *arch)
{
	size_t n = strlen(arch);

	return strncmp(path, "arch/", 5) ||
	       (!strncmp(path + 5, arch, n) && path[5 + n] == '/');
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool has_name(const struct strvec *sorted, const char *name)
{
	return sorted->n && bsearch(&name, sorted->v, sorted->n,
				    sizeof(*sorted->v), by_name);
}

static bool reaches(const struct header *h, const struct strvec *names)
{
	for (size_t i = 0; i < h->includes.n; i++)
		if (has_name(names, h->includes.v[i]))
			return true;
	return false;
}

/*
 * Add to NAMES the names of all headers that reach one of them, directly or
 * not, as seen on ARCH ("" is none).
 */
static void close_names(const struct unitset *us, const char *arch,
			struct strvec *names)
{
	bool *in = xcalloc(us->n, sizeof(*in));
	bool more = true;

	while (more) {
		size_t before;

		strvec_sort(names);
		strvec_uniq(names);
		before = names->n;
		for (size_t i = 0; i < us->n; i++) {
			const struct header *h = &us->headers[i];

			if (in[i] || !for_arch(h->path, arch) ||
			    !reaches(h, names))
				continue;
			in[i] = true;
			/* Bare names would join what has nothing to do. */
			if (strstr(h->path, "include/"))
				names_of(h->path, names);
		}
		/* What was added may have been there: see after sorting. */
		strvec_sort(names);
		strvec_uniq(names);
		more = names->n > before;
	}
	free(in);
}

/* How many .c files include PATH, directly or not, on any architecture. */
static size_t includers(const struct unitset *us, const char *path)
{
	struct strvec names = STRVEC_INIT;
	size_t n = 0;

	names_of(path, &names);
	close_names(us, "", &names);
	for (size_t i = 0; i < us->n_sources; i++)
		n += reaches(&us->sources[i], &names);
	strvec_release(&names);
	return n;
}

int unitset_read(struct unitset *us, const struct tree *t,
		 struct checkout *co)
{
	int err;

	memset(us, 0, sizeof(*us));
	err = find_names(us, co);
	if (!err)
		err = read_tree(us, t);
	for (size_t i = 0; i < co->touched.n && !err; i++) {
		const char *p = co->touched.v[i];

		if (starts_with(p, "include/linux/") && ends_with(p, ".h") &&
		    includers(us, p) > UNITSET_WIDE)
			strvec_push(&us->wide, p);
	}
	return err;
}

static const struct header *find_source(const struct unitset *us,
					const char *path)
{
	size_t lo = 0, hi = us->n_sources;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int c = strcmp(us->sources[mid].path, path);

		if (!c)
			return &us->sources[mid];
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

void unitset_pick(const struct unitset *us, const struct checkout *co,
		  const struct kbuild *kb, bool all, bool *picked)
{
	const char *arch = kb->config->arch->name;
	char *arch_mm = xstrfmt("arch/%s/mm/", arch);
	struct strvec names = STRVEC_INIT;

	for (size_t i = 0; i < co->touched.n; i++) {
		const char *p = co->touched.v[i];

		if (ends_with(p, ".h") && for_arch(p, arch) &&
		    !strvec_has(&us->wide, p))
			names_of(p, &names);
	}
	close_names(us, arch, &names);
	for (size_t i = 0; i < kb->n; i++) {
		const char *path = kb->units[i].source;
		const struct header *src = find_source(us, path);

		picked[i] = all || starts_with(path, "mm/") ||
			    starts_with(path, arch_mm) ||
			    checkout_index(co, path) >= 0 ||
			    has_name(&us->naming, path) ||
			    (src && reaches(src, &names));
	}
	strvec_release(&names);
	free(arch_mm);
}

static void release_headers(struct header *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(v[i].path);
		strvec_release(&v[i].includes);
	}
	free(v);
}

void unitset_release(struct unitset *us)
{
	release_headers(us->headers, us->n);
	release_headers(us->sources, us->n_sources);
	strvec_release(&us->names);
	strvec_release(&us->naming);
	strvec_release(&us->wide);
	memset(us, 0, sizeof(*us));
}
