// SPDX-License-Identifier: GPL-2.0-only
/*
 * If an entry may hold objects that are acquired once and objects that never
 * are, then releasing what is found there may be right, and so may not
 * releasing it. But the code that puts objects there and the code that frees
 * them agreed before the patch. A patch breaks that if it changes how often the
 * one releases and does not change how the other acquires.
 */
#include "base/json.h"
#include "prove/int.h"

static json_t *row_like(const json_t *said, const json_t *row)
{
	json_t *other;
	size_t i;

	json_array_foreach(json_object_get(said, "rows"), i, other)
		if (!strcmp(jstr(other, "level"), jstr(row, "level")) &&
		    !strcmp(jstr(other, "way"), jstr(row, "way")))
			return other;
	return NULL;
}

/* How often was it released before a patch changed that? */
static long before(const json_t *row)
{
	const json_t *was = json_object_get(row, "was");

	return was ? (long)json_integer_value(was) : jlong(row, "released");
}

static void set_changed(json_t *row, long was)
{
	long released = jlong(row, "released");
	enum prove_verdict v = released < was ? PROVE_LEAK : PROVE_DOUBLE;
	char *why = xstrfmt("%s; before the patch, it was released %ld times",
			    jstr(row, "why"), was);

	json_object_set_new(row, "verdict", json_string(prove_word(v)));
	json_object_set_new(row, "why", json_string(why));
	json_object_set_new(row, "was", json_integer(was));
	free(why);
}

static bool is_changed(const json_t *old, const json_t *row)
{
	return old && *jstr(row, "made") &&
	       !strcmp(jstr(old, "made"), jstr(row, "made")) &&
	       before(old) != jlong(row, "released");
}

void prove_mark_changes(struct proof *p, size_t from, size_t to)
{
	for (size_t k = from + 1; k <= to; k++) {
		json_t *said, *row;
		size_t i;

		if (!p->said[k] || !p->said[k - 1])
			continue;
		said = json_deep_copy(p->said[k]);
		json_array_foreach(json_object_get(said, "rows"), i, row) {
			const json_t *old = row_like(p->said[k - 1], row);

			if (is_changed(old, row))
				set_changed(row, before(old));
		}
		json_decref(p->said[k]);
		p->said[k] = said;
		p->rows[k] = json_object_get(said, "rows");
	}
}
