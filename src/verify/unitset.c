// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "csrc/lang.h"
#include "verify/unitset.h"
#include "base/wordset.h"

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

/* Which of the names does a file mention (returned: any?), or define? */
static bool look_for_names(struct unitset *us, const struct wordset *ws,
			   const struct strbuf *text)
{
	bool any = false;
	ssize_t pos = 0;
	size_t word;

	while ((pos = wordset_next(ws, text->buf, text->len, pos, &word)) >= 0) {
		any = true;
		if (is_defined_at(text->buf, pos) &&
		    !strvec_has(&us->defined, ws->words.v[word]))
			strvec_push(&us->defined, ws->words.v[word]);
		pos++;
	}
	return any;
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
		bool c = lang_is_unit(f->path);
		struct header *h;

		if (!c && !lang_is_header(f->path))
			continue;
		if (tree_read(&r, f, &text) < 0) {
			/* The export of the base has named what it lacks. */
			if (tree_has(&r, f))
				err = tree_lacks(t, f->path);
			continue;
		}
		h = c ? add_header(&us->sources, &us->n_sources,
				   &us->alloc_sources, f->path) :
			add_header(&us->headers, &us->n, &us->alloc, f->path);
		read_includes(h, &text);
		if (us->names.n && look_for_names(us, &ws, &text) && c)
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
	err = read_deltas(us, co);
	if (!err)
		err = read_tree(us, t);
	for (size_t i = 0; i < co->touched.n && !err; i++) {
		const char *p = co->touched.v[i];

		if (starts_with(p, "include/linux/") && lang_is_header(p) &&
		    includers(us, p) > UNITSET_WIDE)
			strvec_push(&us->wide, p);
	}
	return err;
}

static int is_header(const void *path, const void *h)
{
	return strcmp(path, ((const struct header *)h)->path);
}

static const struct header *find_source(const struct unitset *us,
					const char *path)
{
	return us->n_sources ? bsearch(path, us->sources, us->n_sources,
				       sizeof(*us->sources), is_header) : NULL;
}

void unitset_pick(const struct unitset *us, const struct checkout *co,
		  const char *arch, const struct strvec *sources, bool all,
		  bool *picked)
{
	char *arch_mm = xstrfmt("arch/%s/mm/", arch);
	struct strvec names = STRVEC_INIT;

	for (size_t i = 0; i < co->touched.n; i++) {
		const char *p = co->touched.v[i];

		if (lang_is_header(p) && for_arch(p, arch) &&
		    !strvec_has(&us->wide, p))
			names_of(p, &names);
	}
	close_names(us, arch, &names);
	for (size_t i = 0; i < sources->n; i++) {
		const char *path = sources->v[i];
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

void unitset_candidates(const struct unitset *us, const struct checkout *co,
			const char *arch, struct strvec *out)
{
	struct strvec all = STRVEC_INIT;
	bool *picked = xcalloc(us->n_sources + 1, sizeof(*picked));

	for (size_t i = 0; i < us->n_sources; i++)
		strvec_push(&all, us->sources[i].path);
	unitset_pick(us, co, arch, &all, false, picked);
	for (size_t i = 0; i < all.n; i++)
		if (picked[i])
			strvec_push(out, all.v[i]);
	strvec_release(&all);
	free(picked);
}

/* The names of all that reaches HEADER on ARCH. */
struct unitset_reach {
	char *arch, *header;
	struct strvec names;
};

static const struct strvec *reaching(struct unitset *us, const char *arch,
				     const char *header)
{
	struct unitset_reach *new;

	for (size_t i = 0; i < us->n_reach; i++)
		if (!strcmp(us->reach[i].arch, arch) &&
		    !strcmp(us->reach[i].header, header))
			return &us->reach[i].names;
	GROW(us->reach, us->n_reach + 1, us->alloc_reach);
	new = &us->reach[us->n_reach++];
	*new = (struct unitset_reach){ .arch = xstrdup(arch),
				       .header = xstrdup(header) };
	names_of(header, &new->names);
	close_names(us, arch, &new->names);
	return &new->names;
}

bool unitset_reach(struct unitset *us, const char *arch, const char *header,
		   const char *source)
{
	const struct header *src = find_source(us, source);

	return for_arch(header, arch) &&
	       (!src || reaches(src, reaching(us, arch, header)));
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
	for (size_t i = 0; i < us->n_deltas; i++)
		delta_release(&us->deltas[i]);
	free(us->deltas);
	for (size_t i = 0; i < us->n_reach; i++) {
		free(us->reach[i].arch);
		free(us->reach[i].header);
		strvec_release(&us->reach[i].names);
	}
	free(us->reach);
	strvec_release(&us->names);
	strvec_release(&us->defined);
	strvec_release(&us->naming);
	strvec_release(&us->wide);
	memset(us, 0, sizeof(*us));
}
