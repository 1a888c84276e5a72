// SPDX-License-Identifier: GPL-2.0-only
#include "base/path.h"
#include "csrc/named.h"
#include "kbuild/arch.h"
#include "verify/way.h"

/* --- which header a name means -------------------------------------------- */

/*
 * Of the headers of a name, the highest rank wins: the order of kbuild's -I. A
 * wrapper of an asm-generic header is only made if there is no other. Headers of
 * other folders (tools/include, a driver's) have none.
 */
static int rank(const struct ways *w, const char *path, bool wrapped)
{
	size_t n = 0;
	const char *folder = arch_folder(path, &n);

	if (wrapped && starts_with(path, "include/"))
		return 1;
	if (folder ? strncmp(folder + n, "/include/", 9) :
		     !starts_with(path, "include/"))
		return 0;
	if (folder && (strlen(w->arch) != n || strncmp(folder, w->arch, n)))
		return 0;
	return 2 + !!folder + 2 * !strstr(path, "include/uapi/");
}

struct finding {
	struct ways *w;
	int *best;		/* [written] the rank of what was found */
	size_t header;
};

static void may_mean(void *data, const char *name, bool wrapped)
{
	struct finding *f = data;
	uint32_t at = intern_find(f->w->written, name);
	int r = rank(f->w, f->w->v[f->header].path, wrapped);

	if (at == INTERN_NONE || r <= f->best[at])
		return;
	f->best[at] = r;
	f->w->file[at] = f->header;
}

static void find_files(struct ways *w)
{
	struct finding f = { .w = w };

	f.best = xcalloc(w->written->names.n + 1, sizeof(*f.best));
	for (; f.header < w->n; f.header++)
		if (carry_for_arch(w->v[f.header].path, w->arch))
			named_each(w->v[f.header].path, may_mean, &f);
	free(f.best);
}

static uint32_t header_beside(const struct ways *w, const char *path,
			      const char *name)
{
	size_t n = path_dir(path);
	char *file = xstrfmt("%.*s%s", (int)(n + !!n), path, name);
	const struct header *h = header_find(w->v, w->n, file);

	free(file);
	return h ? h - w->v : INTERN_NONE;
}

static int by_base(const void *a, const void *b, void *ways)
{
	const struct ways *w = ways;

	return strcmp(path_base(w->v[*(const uint32_t *)a].path),
		      path_base(w->v[*(const uint32_t *)b].path));
}

static bool is_called(const char *path, const char *name)
{
	size_t n = strlen(path), m = strlen(name);

	return n > m && path[n - m - 1] == '/' && !strcmp(path + n - m, name);
}

/* The header nearest to PATH that NAME could mean by way of some -I. */
static uint32_t header_near(const struct ways *w, const char *path,
			    const char *name)
{
	uint32_t best = INTERN_NONE;
	size_t lo = 0, hi = w->n, most = 0;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (strcmp(path_base(w->v[w->by_base[mid]].path),
			   path_base(name)) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < w->n; lo++) {
		const char *p = w->v[w->by_base[lo]].path;
		size_t near = path_common(path, p);

		if (strcmp(path_base(p), path_base(name)))
			break;
		if (!is_called(p, name) || !carry_for_arch(p, w->arch) ||
		    (best != INTERN_NONE && near <= most))
			continue;
		best = w->by_base[lo];
		most = near;
	}
	return best;
}

/* The header that FROM includes as NAME, or INTERN_NONE. "x.h" is beside it. */
static uint32_t header_of(const struct ways *w, const struct header *from,
			  uint32_t name)
{
	const char *as = w->written->names.v[name];
	uint32_t at = INTERN_NONE;

	if (strchr(as, '/'))
		at = w->file[name];
	if (at == INTERN_NONE)
		at = header_beside(w, from->path, as);
	if (at == INTERN_NONE)
		at = header_near(w, from->path, as);
	return at;
}

/* --- what a target includes ----------------------------------------------- */

static void mark_reached(const struct ways *w, uint32_t from, bool *set)
{
	uint32_t *todo = xcalloc(w->n, sizeof(*todo));
	size_t n = 0;

	todo[n++] = from;
	while (n) {
		const struct header *h = &w->v[todo[--n]];

		for (size_t i = 0; i < h->n_includes; i++) {
			uint32_t to = header_of(w, h, h->includes[i]);

			if (to == INTERN_NONE || set[to])
				continue;
			set[to] = true;
			todo[n++] = to;
		}
	}
	free(todo);
}

static const bool *reached_by(struct ways *w, uint32_t target)
{
	if (!w->reached[target]) {
		w->reached[target] = xcalloc(w->n, sizeof(bool));
		mark_reached(w, target, w->reached[target]);
	}
	return w->reached[target];
}

/* --- the ways of a unit --------------------------------------------------- */

struct ways_in {
	bool known;
	uint32_t *v;		/* numbers of ways */
	size_t n, alloc;
};

static void add_way(struct ways *w, const struct strbuf *text,
		    struct ways_in *out)
{
	uint32_t way = intern_add(&w->names, text->buf, text->len);

	for (size_t i = 0; i < out->n; i++)
		if (out->v[i] == way)
			return;
	GROW(out->v, out->n + 1, out->alloc);
	out->v[out->n++] = way;
}

static void came_to(struct ways *w, uint32_t target, struct ways_in *out)
{
	const bool *reached = reached_by(w, target);
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%u after %u in", target, w->before);
	for (size_t i = 0; i < w->depth; i++)
		if (reached[w->stack[i]] || w->changed[w->stack[i]])
			strbuf_addf(&text, " %u", w->stack[i]);
	add_way(w, &text, out);
	strbuf_release(&text);
}

/* FROM includes NAME, and nobody knows what that is. */
static void lost(struct ways *w, const struct header *from, uint32_t name,
		 struct ways_in *out)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%u after %u, beside %.*s", name, w->before,
		    (int)path_dir(from->path), from->path);
	add_way(w, &text, out);
	strbuf_release(&text);
}

/* One number for all changed headers read so far: HEADER and those before. */
static void was_read(struct ways *w, uint32_t header)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%u %u", w->before, header);
	w->before = 1 + intern_add(&w->befores, text.buf, text.len);
	strbuf_release(&text);
}

static void follow(struct ways *w, const struct header *h, struct ways_in *out)
{
	for (size_t i = 0; i < h->n_includes; i++) {
		uint32_t name = h->includes[i], to;

		if (!w->follow[name])
			continue;
		to = header_of(w, h, name);
		if (to == INTERN_NONE || w->depth == WAY_DEEP) {
			lost(w, h, name, out);
			continue;
		}
		if (w->read[to] == w->now)
			continue;
		w->read[to] = w->now;
		w->stack[w->depth++] = to;
		follow(w, &w->v[to], out);
		w->depth--;
		if (w->target[to])
			came_to(w, to, out);
		if (w->changed[to])
			was_read(w, to);
	}
}

static const struct ways_in *ways_of(struct ways *w, const struct header *src)
{
	struct ways_in *in = &w->in[src - w->sources];

	if (!in->known) {
		w->now++;
		w->before = 0;
		follow(w, src, in);
		in->known = true;
	}
	return in;
}

/* --- a few units of each way ------------------------------------------------ */

static bool is_short(const size_t *count, const struct ways_in *in, size_t few)
{
	for (size_t i = 0; i < in->n; i++)
		if (count[in->v[i]] < few)
			return true;
	return false;
}

void ways_pick(struct ways *w, const struct header *const *src, size_t n,
	       size_t few, bool *picked)
{
	size_t *count;

	for (size_t i = 0; i < n; i++)
		if (src[i])
			ways_of(w, src[i]);
	count = xcalloc(w->names.names.n + 1, sizeof(*count));
	for (int take = 0; take < 2; take++)
		for (size_t i = 0; i < n; i++) {
			const struct ways_in *in = src[i] ? ways_of(w, src[i]) :
							    NULL;

			if (!in || picked[i] != !take ||
			    (take && !is_short(count, in, few)))
				continue;
			picked[i] = true;
			for (size_t k = 0; k < in->n; k++)
				count[in->v[k]]++;
		}
	free(count);
}

void ways_begin(struct ways *w)
{
	size_t names = w->written->names.n;

	w->file = xcalloc(names + 1, sizeof(*w->file));
	for (size_t i = 0; i < names; i++)
		w->file[i] = INTERN_NONE;
	w->reached = xcalloc(w->n + 1, sizeof(*w->reached));
	w->read = xcalloc(w->n + 1, sizeof(*w->read));
	w->in = xcalloc(w->n_sources + 1, sizeof(*w->in));
	w->by_base = xcalloc(w->n + 1, sizeof(*w->by_base));
	for (size_t i = 0; i < w->n; i++)
		w->by_base[i] = i;
	qsort_r(w->by_base, w->n, sizeof(*w->by_base), by_base, w);
	find_files(w);
}

void ways_release(struct ways *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->reached[i]);
	for (size_t i = 0; i < w->n_sources; i++)
		free(w->in[i].v);
	free(w->reached);
	free(w->in);
	free(w->file);
	free(w->by_base);
	free(w->read);
	intern_release(&w->names);
	intern_release(&w->befores);
}
