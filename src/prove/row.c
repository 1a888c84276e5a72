// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "prove/int.h"

bool row_set(struct row *row, enum prove_verdict v,
	     const struct own_outcome *o, char *why)
{
	if (v <= row->verdict) {
		free(why);
		return false;
	}
	free(row->why);
	row->verdict = v;
	row->why = why;
	row->path = o ? o->path : NULL;
	if (o) {
		row->acquired = o->counts[OWN_ACQUIRE];
		row->released = o->counts[OWN_RELEASE];
		row->freed = o->counts[OWN_FREE];
	}
	row->by_makers = false;
	return true;
}

bool row_broken(struct row *row, const struct own_outcome *o)
{
	if (o->broken)
		row_set(row, o->after ? PROVE_AFTER : PROVE_UNCHECKED, o,
			xstrdup(o->broken));
	return o->broken;
}

static void add_steps(const struct prove_rules *r, json_t *list,
		      const struct own_step *s, int depth)
{
	const struct own_step *chain[64];
	size_t n = 0;

	/* The last ones say most. */
	for (; s && n < ARRAY_SIZE(chain); s = s->prev)
		chain[n++] = s;
	while (n--) {
		json_t *o = json_object();

		if (chain[n]->file) {
			/* The probe's place differs from clone to clone. */
			const char *file = !r->probe || strcmp(chain[n]->file, r->probe) ?
				chain[n]->file : "probe.c";
			char *at = xstrfmt("%s:%d", file, chain[n]->line);

			json_object_set_new(o, "at", json_string(at));
			free(at);
		}
		json_object_set_new(o, "what", json_string(chain[n]->text));
		if (depth)
			json_object_set_new(o, "depth", json_integer(depth));
		json_array_append_new(list, o);
		if (depth < 16)
			add_steps(r, list, chain[n]->inside, depth + 1);
	}
}

static void add_makers(const struct row *row, json_t *o)
{
	json_t *list = json_array();

	for (int i = 0; i <= OWN_MANY; i++)
		if (row->releases & 1U << i)
			json_array_append_new(list, json_integer(i));
	json_object_set(o, "makers", row->makers);
	json_object_set_new(o, "releases", list);
	if (row->by_makers)
		json_object_set_new(o, "by_makers", json_true());
}

void row_add(const struct prove_rules *r, json_t *rows,
		    const char *level, const char *way, const struct row *row)
{
	json_t *o = json_object();

	json_object_set_new(o, "level", json_string(level));
	json_object_set_new(o, "way", json_string(way));
	json_object_set_new(o, "verdict", json_string(prove_word(row->verdict)));
	json_object_set_new(o, "paths", json_integer(row->paths));
	if (row->verdict > PROVE_OK) {
		json_t *path = json_array();

		json_object_set_new(o, "why", json_string(row->why ?: ""));
		json_object_set_new(o, "acquired", json_integer(row->acquired));
		json_object_set_new(o, "released", json_integer(row->released));
		json_object_set_new(o, "freed", json_integer(row->freed));
		add_steps(r, path, row->path, 0);
		json_object_set_new(o, "path", path);
	}
	if (row->makers)
		add_makers(row, o);
	json_array_append_new(rows, o);
}

bool row_says(const json_t *row, enum prove_verdict v)
{
	return !strcmp(jstr(row, "verdict"), prove_word(v));
}
