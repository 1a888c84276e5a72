// SPDX-License-Identifier: GPL-2.0-only
/*
 * Objects that a function gets and has to give back, as a reference or memory
 * that it needs for a while: what it neither gives back nor hands on is lost
 * when it returns. Whoever is handed one may keep it.
 */
#include "base/pathspec.h"
#include "prove/int.h"

static void take_lost(const struct judge *j, struct row *row,
		      const struct own_outcome *o)
{
	const char *reason = judge_reason(j, j->level->name, o, true);

	row_set(row, reason ? PROVE_KEPT : PROVE_LEAK, o,
		reason ? xstrdup(reason) :
		xstrfmt("%s() gives one: neither given back nor handed on",
			o->source));
}

static void take_path(const struct judge *j, struct row *row,
		      const struct own_outcome *o)
{
	int got = o->counts[OWN_SOURCE] + o->counts[OWN_ACQUIRE];
	int given = o->counts[OWN_RELEASE] + o->counts[OWN_FREE];

	/* What goes wrong in a function that it calls is said of that one. */
	if (o->gone || row_broken(row, o) ||
	    (!o->counts[OWN_SOURCE] && !o->unsure))
		return;
	row->paths++;
	if (o->unsure)
		row_set(row, PROVE_UNPROVED, o, xstrdup(o->unsure));
	else if (given > got)
		row_set(row, PROVE_DOUBLE, o,
			xstrfmt("%s() gives one: given back %d times more often than taken",
				o->source, given - got));
	else if (given == got && o->returned)
		row_set(row, PROVE_DOUBLE, o,
			xstrfmt("%s() gives one: given back, and returned as well",
				o->source));
	else if (given < got && !o->returned && !o->stored)
		take_lost(j, row, o);
	else if (given < got && o->stored)
		row_set(row, PROVE_KEPT, o,
			xstrfmt("%s() gives one: handed on to a function that may keep it, or stored",
				o->source));
	else
		row_set(row, PROVE_OK, o, NULL);
}

void judge_within(const struct judge *j, json_t *rows)
{
	struct own_roots all;

	own_find_all(j->own, &all);
	for (size_t i = 0; i < all.n; i++) {
		struct own_outcomes out;
		struct row row = { 0 };
		char *way;

		if (!pathspec_match(&j->level->within, all.v[i].unit))
			continue;
		own_each(j->own, &all.v[i], &out);
		for (size_t k = 0; k < out.n; k++)
			take_path(j, &row, &out.v[k]);
		way = xstrfmt("%s: %s()", all.v[i].unit, all.v[i].function);
		row_add(j->r, rows, j->level->name, way, &row);
		free(way);
		free(row.why);
		free(out.v);
	}
	free(all.v);
}
