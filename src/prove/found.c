// SPDX-License-Identifier: GPL-2.0-only
/*
 * Objects that nobody hands over: the function that frees one found it in an
 * entry, and the function that put it there made it. All functions in the
 * program that put one into such an entry tell how often it was acquired.
 */
#include "base/json.h"
#include "prove/int.h"

/* The levels whose objects one type of entry leads to. */
struct group {
	const char *level;	/* the first of them, or NULL */
	int size;		/* of its objects; -1: not known */
	struct strvec by[OWN_MANY + 1];	/* who puts in some, by how often they
					   are acquired */
	bool placed;		/* somebody was seen to put one in */
	bool several;		/* it may be of other levels, too */
};

struct found {
	const struct judge *j;
	const struct made *all;
	struct own_roots roots, makers;
	struct group *groups;	/* by entry of the rules */
	const char *lost;	/* why one that may make some is not followed */
};

static bool is_there(const struct found *f, size_t level)
{
	return f->all[level].row.verdict != PROVE_NONE;
}

/* A level that is folded has no entries: theirs are of the level below. */
static ssize_t level_of(const struct found *f, size_t entry)
{
	const struct prove_rules *r = f->j->r;
	const char *type = r->own.entries.v[entry];
	size_t i = r->n;

	while (i && !strvec_has(&r->levels[i - 1].entries, type))
		i--;
	while (i && !(r->levels[i - 1].entries.n && is_there(f, i - 1)))
		i--;
	return (ssize_t)i - 1;
}

/* All entries of LEVEL, which has some, share what is known of the first. */
static struct group *level_group(const struct found *f, size_t level)
{
	const struct prove_rules *r = f->j->r;
	size_t i = 0;

	while (strcmp(r->own.entries.v[i], r->levels[level].entries.v[0]))
		i++;
	return &f->groups[i];
}

/* The group of ENTRY, or of what it is folded into; NULL: there is none. */
static struct group *group_of(const struct found *f, int entry)
{
	ssize_t level = entry < 0 ? -1 : level_of(f, entry);

	return level < 0 ? NULL : level_group(f, level);
}

static void name_groups(struct found *f)
{
	const struct prove_rules *r = f->j->r;

	for (size_t i = 0; i < r->own.entries.n; i++)
		f->groups[i].size = -1;
	for (size_t i = 0; i < r->n; i++) {
		struct group *g = r->levels[i].entries.n && is_there(f, i) ?
				  level_group(f, i) : NULL;

		if (!g || g->level)
			continue;
		g->level = r->levels[i].name;
		g->size = f->all[i].size;
	}
}

static void note_acquired(struct group *g, int count, const char *by,
			  bool placed)
{
	if (count < 0 || count > OWN_MANY)
		return;
	strvec_push(&g->by[count], by);
	g->placed |= placed;
}

/* What of the maker M ends in an entry. */
static void follow_maker(struct found *f, const struct own_root *m)
{
	struct own_outcomes out;

	own_placed(f->j->own, m, &out);
	for (size_t i = 0; i < out.n; i++) {
		const struct own_outcome *o = &out.v[i];
		struct group *g = group_of(f, o->placed);

		if (o->unsure && !o->counts[OWN_SOURCE])
			f->lost = f->lost ?: o->unsure;
		if (g && !o->unsure && !o->broken && !o->counts[OWN_FREE])
			note_acquired(g, o->counts[OWN_ACQUIRE] -
				      o->counts[OWN_RELEASE], m->function, true);
	}
	free(out.v);
}

/* Those that the levels' own ways make are put in by code that may not be here. */
static void take_made(struct found *f)
{
	const struct prove_rules *r = f->j->r;

	for (size_t i = 0; i < r->n; i++) {
		const struct made *m = &f->all[i];
		struct group *g = r->levels[i].entries.n && m->any ?
				  level_group(f, i) : NULL;

		if (!g)
			continue;
		note_acquired(g, m->count, r->levels[i].make, false);
		note_acquired(g, m->other, r->levels[i].make, false);
	}
}

static void sort_names(struct group *g)
{
	for (size_t i = 0; i <= OWN_MANY; i++) {
		strvec_sort(&g->by[i]);
		strvec_uniq(&g->by[i]);
	}
}

static void release_names(struct group *g)
{
	for (size_t i = 0; i <= OWN_MANY; i++)
		strvec_release(&g->by[i]);
}

static void add_counts(const struct group *g, struct strbuf *sb)
{
	const char *between = "";

	for (size_t i = 0; i <= OWN_MANY; i++) {
		if (!g->by[i].n)
			continue;
		strbuf_addf(sb, "%s%zu", between, i);
		between = " or ";
	}
	strbuf_addstr(sb, " times");
}

static json_t *list_makers(const struct group *g)
{
	json_t *list = json_array();

	for (size_t i = 0; i <= OWN_MANY; i++)
		for (size_t k = 0; k < g->by[i].n; k++)
			json_array_append_new(list, json_pack("{ss si}",
				"function", g->by[i].v[k], "acquired", (int)i));
	return list;
}

static void take_freed(const struct found *f, const struct group *g,
		       struct row *row, const struct own_outcome *o)
{
	int left = o->counts[OWN_RELEASE] - o->counts[OWN_ACQUIRE];
	struct strbuf why = STRBUF_INIT;
	const char *reason;
	size_t ways = 0, least = OWN_MANY;
	enum prove_verdict v;
	bool fits;

	for (size_t i = 0; i <= OWN_MANY; i++) {
		ways += g->by[i].n > 0;
		if (g->by[i].n && i < least)
			least = i;
	}
	strbuf_addf(&why, "found and freed, released %d times; those that are put in are acquired ",
		    left);
	add_counts(g, &why);
	reason = judge_reason(f->j, g->level, o, false);
	if (!reason && left >= 0 && left <= OWN_MANY)
		row->releases |= 1U << left;
	fits = left >= 0 && left <= OWN_MANY && g->by[left].n;
	if (fits)
		v = ways > 1 ? PROVE_KEPT : PROVE_OK;
	else if (reason)
		v = PROVE_KEPT;
	else if (f->lost && !g->placed)
		v = PROVE_UNPROVED;
	else
		v = left < (int)least ? PROVE_LEAK : PROVE_DOUBLE;
	if (v == PROVE_UNPROVED)
		strbuf_addf(&why, "; %s", f->lost);
	if (row_set(row, v, o, xstrdup(!fits && reason ? reason : why.buf)))
		row->by_makers = fits || !reason;
	strbuf_release(&why);
}

/*
 * An entry may lead to other memory as well: what is freed as one of another
 * size is that, and so may be what anybody could free who has a reference.
 */
static void take_path(const struct found *f, const struct group *g,
		      struct row *row, const struct own_outcome *o)
{
	int freed = o->counts[OWN_FREE], released = o->counts[OWN_RELEASE];

	/*
	 * Which level it is, code decides at boot, by what own does not know:
	 * its paths are mixed up. What the probe brings is judged by itself.
	 */
	if (g->several && o->counts[OWN_SOURCE] && (freed || released)) {
		row->paths++;
		row_set(row, PROVE_KEPT, o,
			xstrfmt("which level it is of is decided at boot: not judged here, but where the probe frees one of each"));
		return;
	}
	if (!o->counts[OWN_SOURCE] || (!freed && !released) ||
	    (freed && g->size >= 0 && o->freed_size >= 0 &&
	     o->freed_size != g->size) ||
	    (o->shared && !released))
		return;
	row->paths++;
	if (o->after && row_broken(row, o))
		return;
	if (o->unsure)
		row_set(row, PROVE_UNPROVED, o, xstrdup(o->unsure));
	else if (freed > 1)
		row_set(row, PROVE_DOUBLE, o, xstrfmt("found and freed %d times",
						      freed));
	else if (!freed && judge_reason(f->j, g->level, o, false))
		row_set(row, PROVE_KEPT, o,
			xstrdup(judge_reason(f->j, g->level, o, false)));
	else if (!freed)
		row_set(row, PROVE_UNPROVED, o,
			xstrfmt("found and released, and not freed on this path"));
	else
		take_freed(f, g, row, o);
}

/*
 * Where it may be of several levels, those of all of them may be there. To be
 * released by release_names().
 */
static struct group all_of(const struct found *f, const struct own_root *root)
{
	const struct group *first = group_of(f, root->entry);
	struct group all = *first;

	for (int k = 0; k <= OWN_MANY; k++) {
		all.by[k] = (struct strvec)STRVEC_INIT;
		strvec_add(&all.by[k], &first->by[k]);
	}
	for (int i = 0; i < 64; i++) {
		const struct group *g = root->entries & 1ULL << i ?
					group_of(f, i) : NULL;

		if (!g || g == first)
			continue;
		all.several = true;
		for (int k = 0; k <= OWN_MANY; k++)
			strvec_add(&all.by[k], &g->by[k]);
		if (g->size != all.size)
			all.size = -1;
	}
	sort_names(&all);
	return all;
}

static void judge_odd_size(const struct found *f, const struct group *g,
			   const struct own_root *root, struct row *row)
{
	struct own_outcome o = { .counts[OWN_FREE] = 1 };
	const char *why, *reason;
	int odd = own_odd_size(f->j->own, root, g->size, &o.path, &why);

	if (!odd)
		return;
	reason = odd > 0 ? judge_reason(f->j, g->level, &o, false) : NULL;
	row_set(row, reason ? PROVE_KEPT : odd > 0 ? PROVE_SIZE : PROVE_UNPROVED,
		&o, xstrdup(reason ?: why));
}

static void follow_root(struct found *f, const struct own_root *root,
			struct row *row)
{
	struct own_outcomes out;
	struct group all = all_of(f, root);

	/* Of several levels, those of all of them; and then nothing is compared. */
	if (!all.several && !row->makers)
		row->makers = list_makers(&all);
	own_at(f->j->own, root, all.size, &out);
	judge_odd_size(f, &all, root, row);
	for (size_t i = 0; i < out.n; i++)
		take_path(f, &all, row, &out.v[i]);
	free(out.v);
	release_names(&all);
}

/* Static functions of several units may have one name. */
static char *way_name(const struct found *f, const struct own_root *root)
{
	for (size_t i = 0; i < f->roots.n; i++)
		if (!strcmp(f->roots.v[i].function, root->function) &&
		    strcmp(f->roots.v[i].unit, root->unit))
			return xstrfmt("%s: %s()", root->unit, root->function);
	return xstrfmt("%s()", root->function);
}

/* All places of one function that lead to objects of one group: one row. */
static void judge_root(struct found *f, size_t at, json_t *rows)
{
	const struct own_root *root = &f->roots.v[at];
	struct group *g = group_of(f, root->entry);
	struct row row = { 0 };
	char *way;

	for (size_t i = 0; i < at; i++)
		if (f->roots.v[i].function == root->function &&
		    group_of(f, f->roots.v[i].entry) == g)
			return;
	for (size_t i = at; g && i < f->roots.n; i++)
		if (f->roots.v[i].function == root->function &&
		    group_of(f, f->roots.v[i].entry) == g)
			follow_root(f, &f->roots.v[i], &row);
	if (row.verdict != PROVE_NONE) {
		way = way_name(f, root);
		row_add(f->j->r, rows, g->level, way, &row);
		free(way);
	}
	free(row.why);
	json_decref(row.makers);
}

void judge_found(const struct judge *j, const struct made *all, json_t *rows)
{
	struct found f = { .j = j, .all = all };

	f.groups = xcalloc(j->r->own.entries.n + 1, sizeof(*f.groups));
	name_groups(&f);
	own_find_roots(j->own, &f.roots);
	if (f.roots.n)
		own_find_makers(j->own, &f.makers);
	for (size_t i = 0; i < f.makers.n; i++)
		follow_maker(&f, &f.makers.v[i]);
	take_made(&f);
	for (size_t i = 0; i < f.roots.n; i++)
		judge_root(&f, i, rows);
	for (size_t i = 0; i < j->r->own.entries.n; i++)
		release_names(&f.groups[i]);
	free(f.groups);
	free(f.roots.v);
	free(f.makers.v);
}
