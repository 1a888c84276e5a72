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

/* A row about sizes does not say how often an object was released. */
static bool of_size(const json_t *row)
{
	return !strcmp(jstr(row, "verdict"), prove_word(PROVE_SIZE));
}

/* The part of WORD, FUNCTION:COUNT, that is the function, with the colon. */
static size_t function_len(const char *word)
{
	return strcspn(word, ":") + 1;
}

static bool has_function(const struct strvec *made, const char *word)
{
	for (size_t i = 0; i < made->n; i++)
		if (!strncmp(made->v[i], word, function_len(word)))
			return true;
	return false;
}

/*
 * Does a function of A that is in B as well not make the same there? *GONE: does
 * B not have one of those of A?
 */
static bool differs(const struct strvec *a, const struct strvec *b, bool *gone)
{
	bool other = false;

	*gone = false;
	for (size_t i = 0; i < a->n; i++) {
		bool there = has_function(b, a->v[i]);

		*gone |= !there;
		other |= there && !strvec_has(b, a->v[i]);
	}
	return other;
}

/*
 * Did a patch change how objects are made? One that only adds functions, or only
 * removes some, did not: what the compiler makes of callers differs, too. But
 * one that is gone may have another name now.
 */
static bool made_otherwise(const json_t *old, const json_t *row)
{
	struct strvec a = STRVEC_INIT, b = STRVEC_INIT;
	bool gone, new, other;

	strvec_split(&a, jstr(old, "made"));
	strvec_split(&b, jstr(row, "made"));
	other = differs(&a, &b, &gone);
	other |= differs(&b, &a, &new);
	strvec_release(&a);
	strvec_release(&b);
	return other || (gone && new);
}

static bool is_changed(const json_t *old, const json_t *row)
{
	return old && *jstr(old, "made") && *jstr(row, "made") &&
	       !of_size(old) && !of_size(row) && !made_otherwise(old, row) &&
	       before(old) != jlong(row, "released");
}

/* The rows of states are shared: SAID gets its own before one changes. */
static json_t *change_rows(json_t *said, const json_t *before_it)
{
	json_t *own = NULL, *row;
	size_t i;

	json_array_foreach(json_object_get(said, "rows"), i, row) {
		const json_t *old = prove_row_like(before_it, row);

		if (!is_changed(old, row))
			continue;
		own = own ?: json_deep_copy(said);
		set_changed(json_array_get(json_object_get(own, "rows"), i),
			    before(old));
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
