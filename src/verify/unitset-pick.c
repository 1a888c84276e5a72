// SPDX-License-Identifier: GPL-2.0-only
#include "base/path.h"
#include "base/strset.h"
#include "base/without.h"
#include "csrc/lang.h"
#include "csrc/named.h"
#include "kbuild/arch.h"
#include "verify/unitset.h"
#include "verify/way.h"

/* --- sets of what is included, as written: a flag for each of us->written --- */

static bool *new_set(const struct unitset *us)
{
	return xcalloc(us->written.names.n + 1, sizeof(bool));
}

struct names {
	const struct unitset *us;
	bool *set;
};

static void add_to(void *data, const char *name, bool wrapped)
{
	const struct names *to = data;
	uint32_t at = intern_find(&to->us->written, name);

	(void)wrapped;
	if (at != INTERN_NONE)
		to->set[at] = true;
}

/* Add the names by which PATH can be included: from an include folder, or beside it. */
static void names_of(const struct unitset *us, const char *path, bool *set)
{
	struct names to = { us, set };

	named_each(path, add_to, &to);
	add_to(&to, path_base(path), false);
}

static bool reaches(const struct header *h, const bool *set)
{
	for (size_t i = 0; i < h->n_includes; i++)
		if (set[h->includes[i]])
			return true;
	return false;
}

/*
 * Add to SET the names of all headers that reach one of it, directly or not, as
 * seen on ARCH ("" is none).
 */
static void close_names(const struct unitset *us, const char *arch, bool *set)
{
	bool *done = xcalloc(us->n + 1, sizeof(*done));
	bool more = true;

	for (size_t i = 0; i < us->n; i++)
		done[i] = !carry_for_arch(us->headers[i].path, arch);
	while (more) {
		more = false;
		for (size_t i = 0; i < us->n; i++) {
			const struct header *h = &us->headers[i];

			if (done[i] || !reaches(h, set))
				continue;
			done[i] = more = true;
			/* Bare names would join what has nothing to do. */
			if (strstr(h->path, "include/"))
				names_of(us, h->path, set);
		}
	}
	free(done);
}

/* --- headers -------------------------------------------------------------- */

/*
 * How many .c files include PATH, directly or not: by headers of all
 * architectures, or of the one that PATH belongs to.
 */
static size_t includers(const struct unitset *us, const char *path)
{
	bool *set = new_set(us);
	size_t len = 0, n = 0;
	const char *folder = arch_folder(path, &len);
	char *arch = xstrndup(folder ? folder : "", len);

	names_of(us, path, set);
	close_names(us, arch, set);
	for (size_t i = 0; i < us->n_sources; i++)
		n += (!*arch || carry_for_arch(us->sources[i].path, arch)) &&
		     reaches(&us->sources[i], set);
	free(arch);
	free(set);
	return n;
}

/* Is the changed file a header with one of the STATES? A new one has all. */
static bool is_header_in(const struct unitset *us, const struct carry *c,
			 const char *path, int states)
{
	if (!lang_is_header(path))
		return false;
	for (size_t i = 0; i < us->n; i++)
		if (!strcmp(us->headers[i].path, path))
			return c->all || c->state[i] & states;
	return true;
}

void unitset_find_wide(struct unitset *us, const struct checkout *co)
{
	us->picks = xcalloc(1, sizeof(*us->picks));
	for (size_t i = 0; i < co->touched.n; i++) {
		const char *p = co->touched.v[i];

		if (is_header_in(us, &us->carry, p, CARRY_OPEN) &&
		    includers(us, p) > UNITSET_WIDE)
			strvec_push(&us->wide, p);
	}
}

static const struct header *find_source(const struct unitset *us,
					const char *path)
{
	return header_find(us->sources, us->n_sources, path);
}

/* The names of all that reaches HEADER on ARCH. */
struct unitset_reach {
	char *arch, *header;
	bool *names;
};

/* What a change can get into on ARCH: names of headers as units include them. */
struct reach {
	char *arch;
	struct carry carry;
	bool *changed;		/* that lead to a changed header */
	bool *open;		/* that lead to an open one */
	bool *loose;		/* that lead to a loose one */
	bool *either;		/* changed or loose */
	bool *is_loose, *is_changed;	/* [unitset.n] */
	struct ways ways;	/* to loose ones */
	struct reach *next;
};

static void reach_headers(struct reach *r, const struct unitset *us,
			  const struct checkout *co)
{
	r->changed = new_set(us);
	r->open = new_set(us);
	r->loose = new_set(us);
	for (size_t i = 0; i < co->touched.n; i++) {
		const char *p = co->touched.v[i];
		/* Of a .c file that another one includes: take that one. */
		bool part = lang_is_unit(p) && !us->inner[i];

		if ((!lang_is_header(p) && !part) ||
		    !carry_for_arch(p, r->arch) || strvec_has(&us->wide, p))
			continue;
		names_of(us, p, r->changed);
		if (part || is_header_in(us, &r->carry, p, CARRY_OPEN))
			names_of(us, p, r->open);
	}
	for (size_t i = 0; i < us->n; i++) {
		if (r->carry.state[i] & CARRY_OPEN)
			names_of(us, us->headers[i].path, r->open);
		if (r->carry.state[i] & CARRY_LOOSE)
			names_of(us, us->headers[i].path, r->loose);
	}
	close_names(us, r->arch, r->changed);
	close_names(us, r->arch, r->open);
	close_names(us, r->arch, r->loose);
}

static void reach_loose(struct reach *r, const struct unitset *us,
			const struct checkout *co)
{
	r->either = new_set(us);
	for (size_t i = 0; i < us->written.names.n; i++)
		r->either[i] = r->changed[i] || r->loose[i];
	r->is_loose = xcalloc(us->n + 1, sizeof(bool));
	r->is_changed = xcalloc(us->n + 1, sizeof(bool));
	for (size_t i = 0; i < us->n; i++) {
		r->is_loose[i] = r->carry.state[i] & CARRY_LOOSE;
		r->is_changed[i] = checkout_index(co, us->headers[i].path) >= 0;
	}
	r->ways = (struct ways){ .v = us->headers, .n = us->n,
				 .sources = us->sources,
				 .n_sources = us->n_sources,
				 .written = &us->written, .follow = r->either,
				 .target = r->is_loose,
				 .changed = r->is_changed, .arch = r->arch };
	ways_begin(&r->ways);
}

static struct reach *reach_of(const struct unitset *us,
			      const struct checkout *co, const char *arch)
{
	struct reach *r = *us->picks;

	while (r && strcmp(r->arch, arch))
		r = r->next;
	if (!r) {
		r = xcalloc(1, sizeof(*r));
		r->arch = xstrdup(arch);
		carry_find(&r->carry, us->headers, us->n, co, us->deltas,
			   us->inner, arch);
		r->carry.all |= us->carry.all || is_without("names");
		reach_headers(r, us, co);
		reach_loose(r, us, co);
		r->next = *us->picks;
		*us->picks = r;
	}
	return r;
}

void unitset_release_picks(struct unitset *us)
{
	struct reach *r = us->picks ? *us->picks : NULL, *next;

	for (; r; r = next) {
		next = r->next;
		free(r->arch);
		carry_release(&r->carry);
		free(r->changed);
		free(r->open);
		free(r->loose);
		free(r->either);
		free(r->is_loose);
		free(r->is_changed);
		ways_release(&r->ways);
		free(r);
	}
	free(us->picks);
	for (size_t i = 0; i < us->n_reach; i++) {
		free(us->reach[i].arch);
		free(us->reach[i].header);
		free(us->reach[i].names);
	}
	free(us->reach);
}

/* Does a .c file mention a name that carries the change here? */
static bool names_any(const struct header *src, const struct carry *c)
{
	for (size_t i = 0; i < src->names.n; i++)
		if (strset_has(&c->names, src->names.v[i]))
			return true;
	return false;
}

static bool is_reached(const struct header *src, const struct reach *r)
{
	return names_any(src, &r->carry) ||
	       (reaches(src, r->changed) &&
		(r->carry.all || reaches(src, r->open)));
}

/* Of the sources that come to a loose header, some for each way to it. */
static void pick_loose(const struct unitset *us, struct reach *r,
		       const struct strvec *sources, size_t few, bool *picked)
{
	const struct header **src = xcalloc(sources->n + 1, sizeof(*src));

	for (size_t i = 0; i < sources->n; i++) {
		src[i] = find_source(us, sources->v[i]);
		if (src[i] && !reaches(src[i], r->loose))
			src[i] = NULL;
	}
	ways_pick(&r->ways, src, sources->n, few, picked);
	free(src);
}

/* Which of the sources include one of SET; returns how many are picked. */
static size_t pick_some(const struct unitset *us, const struct strvec *sources,
			const bool *set, size_t more, bool *picked)
{
	size_t n = 0;

	for (size_t i = 0; i < sources->n; i++) {
		const struct header *src = find_source(us, sources->v[i]);

		if (!src || !reaches(src, set))
			continue;
		if (!picked[i] && more) {
			picked[i] = true;
			more--;
		}
		n += picked[i];
	}
	return n;
}

/* Have some units that include PATH, so that somebody compiles what it says. */
static void pick_for(const struct unitset *us, const char *arch,
		     const char *path, const struct strvec *sources,
		     size_t few, bool *picked)
{
	bool *set = new_set(us);
	size_t n;

	names_of(us, path, set);
	n = pick_some(us, sources, set, 0, picked);
	if (n < few) {
		close_names(us, arch, set);
		n = pick_some(us, sources, set, 0, picked);
	}
	if (n < few)
		pick_some(us, sources, set, few - n, picked);
	free(set);
}

/* Is PATH in the folder of a unit that the patches change? */
static bool is_beside(const char *path, const struct checkout *co)
{
	size_t n = path_dir(path);

	for (size_t i = 0; i < co->touched.n; i++)
		if (lang_is_unit(co->touched.v[i]) &&
		    path_dir(co->touched.v[i]) == n &&
		    !strncmp(co->touched.v[i], path, n))
			return true;
	return false;
}

static void pick(const struct unitset *us, const struct checkout *co,
		 const char *arch, const struct strvec *sources, size_t few,
		 size_t loose, bool *picked)
{
	struct reach *r = reach_of(us, co, arch);

	for (size_t i = 0; i < sources->n; i++) {
		const char *path = sources->v[i];
		const struct header *src = find_source(us, path);

		picked[i] = checkout_index(co, path) >= 0 ||
			    (us->wide.n && !lang_is_asm(path) &&
			     is_beside(path, co)) ||
			    (src && is_reached(src, r));
	}
	pick_loose(us, r, sources, loose, picked);
	for (size_t i = 0; i < co->touched.n; i++)
		if (lang_is_header(co->touched.v[i]) &&
		    carry_for_arch(co->touched.v[i], arch))
			pick_for(us, arch, co->touched.v[i], sources, few,
				 picked);
}

void unitset_pick(const struct unitset *us, const struct checkout *co,
		  const char *arch, const struct strvec *sources, bool all,
		  bool *picked)
{
	if (!all)
		pick(us, co, arch, sources, UNITSET_FEW, UNITSET_WAY,
		     picked);
	for (size_t i = 0; i < sources->n && all; i++)
		picked[i] = !lang_is_asm(sources->v[i]) ||
			    checkout_index(co, sources->v[i]) >= 0;
}

bool unitset_names(const struct unitset *us, const struct checkout *co,
		   const char *arch, const char *source)
{
	const struct header *src = find_source(us, source);

	return src && names_any(src, &reach_of(us, co, arch)->carry);
}

void unitset_candidates(const struct unitset *us, const struct checkout *co,
			const char *arch, struct strvec *out)
{
	struct strvec all = STRVEC_INIT;
	bool *picked = xcalloc(us->n_sources + 1, sizeof(*picked));

	for (size_t i = 0; i < us->n_sources; i++)
		strvec_push(&all, us->sources[i].path);
	/* More of which only a few are taken: not each of them is a unit. */
	pick(us, co, arch, &all, 8 * UNITSET_FEW, SIZE_MAX, picked);
	for (size_t i = 0; i < all.n; i++)
		if (picked[i])
			strvec_push(out, all.v[i]);
	/* The tree lacks those that a patch brings. */
	for (size_t i = 0; i < co->touched.n; i++)
		if (lang_is_unit(co->touched.v[i]))
			strvec_push(out, co->touched.v[i]);
	strvec_release(&all);
	free(picked);
}

static const bool *reaching(struct unitset *us, const char *arch,
			    const char *header)
{
	struct unitset_reach *new;

	for (size_t i = 0; i < us->n_reach; i++)
		if (!strcmp(us->reach[i].arch, arch) &&
		    !strcmp(us->reach[i].header, header))
			return us->reach[i].names;
	GROW(us->reach, us->n_reach + 1, us->alloc_reach);
	new = &us->reach[us->n_reach++];
	*new = (struct unitset_reach){ .arch = xstrdup(arch),
				       .header = xstrdup(header),
				       .names = new_set(us) };
	names_of(us, header, new->names);
	close_names(us, arch, new->names);
	return new->names;
}

bool unitset_reach(struct unitset *us, const char *arch, const char *header,
		   const char *source)
{
	const struct header *src = find_source(us, source);

	return carry_for_arch(header, arch) &&
	       (!src || reaches(src, reaching(us, arch, header)));
}

/* Headers beside PATH that include one of SET go by their bare names. */
static void close_beside(const struct unitset *us, const char *path, bool *set)
{
	size_t dir = path_dir(path);
	bool more = true;

	dir += path[dir] == '/';
	while (more) {
		more = false;
		for (size_t i = 0; i < us->n; i++) {
			const struct header *h = &us->headers[i];
			uint32_t at;

			if (strncmp(h->path, path, dir) ||
			    strchr(h->path + dir, '/'))
				continue;
			at = intern_find(&us->written, h->path + dir);
			if (at == INTERN_NONE || set[at] || !reaches(h, set))
				continue;
			set[at] = more = true;
		}
	}
}

/* Does SRC include one of SET by a name with a folder in it? */
static bool reaches_by_path(const struct unitset *us, const struct header *src,
			    const bool *set)
{
	for (size_t i = 0; i < src->n_includes; i++)
		if (set[src->includes[i]] &&
		    strchr(us->written.names.v[src->includes[i]], '/'))
			return true;
	return false;
}

/*
 * Drop those users in V that include PATH, or a header beside it, only by a bare
 * name, and are not the nearest: many folders have a "trace.h". An -I may lead to
 * PATH's folder, so keep the nearest.
 */
static void keep_nearest(const struct unitset *us, const char *path,
			 const bool *set, const struct header **v, size_t n)
{
	size_t most = 0;

	for (size_t i = 0; i < n; i++)
		if (!reaches_by_path(us, v[i], set) &&
		    path_common(path, v[i]->path) > most)
			most = path_common(path, v[i]->path);
	for (size_t i = 0; i < n; i++)
		if (!reaches_by_path(us, v[i], set) &&
		    path_common(path, v[i]->path) < most)
			v[i] = NULL;
}

void unitset_users(const struct unitset *us, const char *path, const char *arch,
		   struct strvec *out)
{
	const struct header **v = xcalloc(us->n_sources + 1, sizeof(*v));
	bool *direct = new_set(us), *set = new_set(us);
	size_t n = 0;

	names_of(us, path, direct);
	names_of(us, path, set);
	close_beside(us, path, set);
	close_names(us, arch, set);
	for (int pass = 3; pass >= 0; pass--)
		for (size_t i = 0; i < us->n_sources; i++) {
			const struct header *h = &us->sources[i];

			if (carry_for_arch(h->path, arch) &&
			    reaches(h, set) &&
			    2 * (h->names.n > 0) + reaches(h, direct) == pass)
				v[n++] = h;
		}
	keep_nearest(us, path, set, v, n);
	for (size_t i = 0; i < n; i++)
		if (v[i])
			strvec_push(out, v[i]->path);
	free(direct);
	free(set);
	free(v);
}

static void add_including(const struct header *v, size_t n, const bool *set,
			  const char *arch, struct strvec *out)
{
	for (size_t i = 0; i < n; i++)
		if (carry_for_arch(v[i].path, arch) && reaches(&v[i], set))
			strvec_push(out, v[i].path);
}

void unitset_includers(const struct unitset *us, const char *path,
		       const char *arch, struct strvec *out)
{
	bool *set = new_set(us);

	names_of(us, path, set);
	add_including(us->sources, us->n_sources, set, arch, out);
	add_including(us->headers, us->n, set, arch, out);
	free(set);
}

size_t unitset_naming(const struct unitset *us)
{
	size_t n = 0;

	for (size_t i = 0; i < us->n_sources; i++)
		n += us->sources[i].names.n > 0;
	return n;
}
