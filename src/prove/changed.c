// SPDX-License-Identifier: GPL-2.0-only
/*
 * If an entry may hold objects that are acquired once and objects that never
 * are, then releasing what is found there may be right, and so may not
 * releasing it. But the functions that put objects there and the code that frees
 * them agreed before a patch. The patch breaks that if the objects of one of
 * these functions were released as often as acquired, and are not any more.
 */
#include "base/json.h"
#include "prove/int.h"

/* What a row said before a patch changed that. */
struct then {
	const char *made;	/* as in a row; "*": all were released as often as
				   acquired */
	long released;
};

static long released_by(const json_t *row)
{
	return jlong(row, "released") - jlong(row, "acquired");
}

static bool has_verdict(const json_t *row, enum prove_verdict v)
{
	return !strcmp(jstr(row, "verdict"), prove_word(v));
}

/* Returns false if OLD says nothing to compare with. */
static bool get_then(const json_t *old, struct then *t)
{
	if (*jstr(old, "was_made"))
		*t = (struct then){ jstr(old, "was_made"), jlong(old, "was") };
	else if (has_verdict(old, PROVE_OK))
		*t = (struct then){ "*", 0 };
	else
		*t = (struct then){ jstr(old, "made"), released_by(old) };
	/* A row about sizes does not say how often an object was released. */
	return *t->made && t->released >= 0 && !has_verdict(old, PROVE_SIZE);
}

/* The length of the function in WORD, FUNCTION:COUNT. */
static size_t name_len(const char *word)
{
	const char *colon = strrchr(word, ':');

	return colon ? (size_t)(colon - word) : strlen(word);
}

static long word_count(const char *word)
{
	const char *colon = strrchr(word, ':');

	return colon ? strtol(colon + 1, NULL, 10) : 0;
}

/* Did the function in WORD make others, and did those agree? */
static bool agreed(const struct then *t, const struct strvec *made,
		   const char *word)
{
	size_t len = name_len(word);
	bool there = false;

	if (!strcmp(t->made, "*"))
		return true;
	for (size_t i = 0; i < made->n; i++) {
		if (name_len(made->v[i]) != len ||
		    strncmp(made->v[i], word, len))
			continue;
		there = true;
		if (!strcmp(made->v[i], word) &&
		    word_count(word) != t->released)
			return false;
	}
	return there;
}

/*
 * A word of ROW's `made` whose objects were released as often as acquired, and are
 * not any more; or NULL. The caller frees it.
 */
static char *find_broken(const struct then *t, const json_t *row)
{
	struct strvec then = STRVEC_INIT, now = STRVEC_INIT;
	char *broken = NULL;

	strvec_split(&then, t->made);
	strvec_split(&now, jstr(row, "made"));
	for (size_t i = 0; i < now.n && !broken; i++)
		if (word_count(now.v[i]) != released_by(row) &&
		    agreed(t, &then, now.v[i]))
			broken = xstrdup(now.v[i]);
	strvec_release(&then);
	strvec_release(&now);
	return broken;
}

static char *say_then(const struct then *t, const json_t *row,
		      const char *broken)
{
	const char *why = jstr(row, "why");

	if (!strcmp(t->made, "*"))
		return xstrfmt("%s; before the patch, all were released as often as acquired",
			       why);
	if (t->released != released_by(row))
		return xstrfmt("%s; before the patch, it was released %ld times",
			       why, t->released);
	return xstrfmt("%s; before the patch, those of %.*s() were released as often as acquired",
		       why, (int)name_len(broken), broken);
}

static void set_broken(json_t *row, const struct then *t, const char *broken)
{
	enum prove_verdict v = released_by(row) < word_count(broken) ?
			       PROVE_LEAK : PROVE_DOUBLE;
	char *why = say_then(t, row, broken);

	json_object_set_new(row, "verdict", json_string(prove_word(v)));
	json_object_set_new(row, "why", json_string(why));
	json_object_set_new(row, "was", json_integer(t->released));
	json_object_set_new(row, "was_made", json_string(t->made));
	free(why);
}

/* The rows of states are shared: SAID gets its own before one changes. */
static json_t *change_rows(json_t *said, const json_t *before_it)
{
	json_t *own = NULL, *row;
	size_t i;

	json_array_foreach(json_object_get(said, "rows"), i, row) {
		const json_t *old = prove_row_like(before_it, row);
		struct then t;
		char *broken;

		if (!old || !has_verdict(row, PROVE_KEPT) || !get_then(old, &t))
			continue;
		broken = find_broken(&t, row);
		if (broken) {
			own = own ?: json_deep_copy(said);
			set_broken(json_array_get(json_object_get(own, "rows"), i),
				   &t, broken);
		}
		free(broken);
	}
	return own;
}

void prove_mark_changes(struct proof *p, size_t from, size_t to)
{
	for (size_t k = from + 1; k <= to; k++) {
		json_t *own = p->said[k] && p->said[k - 1] ?
			      change_rows(p->said[k], p->rows[k - 1]) : NULL;

		if (!own)
			continue;
		json_decref(p->said[k]);
		p->said[k] = own;
		p->rows[k] = json_object_get(own, "rows");
	}
}
