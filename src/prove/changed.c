// SPDX-License-Identifier: GPL-2.0-only
/*
 * An entry may hold objects that are acquired once and others that never are. Then a
 * path that frees one may rightly release it, or not: prove does not know which get
 * there. But some objects fitted before a patch and do not any more. The patch is at
 * fault if only the function that releases them has changed, or if no function that finds
 * such objects releases them as often as they are acquired now.
 */
#include "base/json.h"
#include "prove/int.h"

/*
 * Sets of counts from 0 to OWN_MANY, and of pairs (acquired so often, released so often),
 * are numbers with a bit for each.
 */
static unsigned int count_bit(const json_t *n)
{
	json_int_t i = json_is_integer(n) ? json_integer_value(n) : -1;

	return i >= 0 && i <= OWN_MANY ? 1U << i : 0;
}

/* How often the objects of FUNCTION among MAKERS are acquired. */
static unsigned int made_by(const json_t *makers, const char *function)
{
	const json_t *m;
	unsigned int c = 0;
	size_t i;

	json_array_foreach(makers, i, m)
		if (!strcmp(jstr(m, "function"), function))
			c |= count_bit(json_object_get(m, "acquired"));
	return c;
}

static unsigned int releases(const json_t *list)
{
	const json_t *n;
	unsigned int c = 0;
	size_t i;

	json_array_foreach(list, i, n)
		c |= count_bit(n);
	return c;
}

static unsigned int misfits(unsigned int made, unsigned int released)
{
	unsigned int p = 0;

	for (int c = 0; c <= OWN_MANY; c++)
		for (int l = 0; l <= OWN_MANY; l++)
			if (c != l && made & 1U << c && released & 1U << l)
				p |= 1U << (c * (OWN_MANY + 1) + l);
	return p;
}

/* What there was before the patch: of a row, or of one that a patch broke. */
struct then {
	const json_t *makers;
	unsigned int released;
	bool fitted;		/* all did */
};

/* Returns false if ROW says nothing to compare with. */
static bool get_then(const json_t *row, struct then *t)
{
	const json_t *was = json_object_get(row, "was");
	const json_t *from = was ?: row, *m;
	size_t i;

	if (!was && !row_says(row, PROVE_OK) && !row_says(row, PROVE_KEPT))
		return false;
	t->makers = json_object_get(from, "makers");
	t->released = releases(json_object_get(from, "releases"));
	t->fitted = true;
	json_array_foreach(t->makers, i, m)
		t->fitted &= !misfits(count_bit(json_object_get(m, "acquired")),
				      t->released);
	return json_array_size(t->makers) && t->released;
}

/* Do all functions of LIST make the same in both A and B? */
static bool made_alike(const json_t *list, const json_t *a, const json_t *b)
{
	const json_t *m;
	size_t i;

	json_array_foreach(list, i, m)
		if (made_by(a, jstr(m, "function")) !=
		    made_by(b, jstr(m, "function")))
			return false;
	return true;
}

/* Does FUNCTION make some that do not fit ROW, and did it not do so then? */
static bool broke(const struct then *t, const json_t *row, const char *function)
{
	unsigned int made = made_by(json_object_get(row, "makers"), function);
	unsigned int then = made_by(t->makers, function);
	unsigned int now = misfits(made, releases(json_object_get(row, "releases")));

	if (!then)
		return t->fitted && now;
	/* Those that fitted are gone, and what is left does not. */
	if (now && then & t->released & ~made)
		return true;
	return now & ~misfits(then, t->released);
}

/* Does a function, ROW's or another, that finds objects of this level release some C times? */
static bool fits_some(const json_t *rows, const json_t *row, unsigned int c)
{
	const json_t *r;
	size_t i;

	json_array_foreach(rows, i, r)
		if (!strcmp(jstr(r, "level"), jstr(row, "level")) &&
		    releases(json_object_get(r, "releases")) & c)
			return true;
	return false;
}

/* One of ROW's makers whose objects the patch broke, or NULL. */
static const json_t *find_broken(const struct then *t, const json_t *rows,
				 const json_t *row)
{
	const json_t *makers = json_object_get(row, "makers"), *m;
	unsigned int let = releases(json_object_get(row, "releases"));
	bool one_side = t->released & ~let &&
			made_alike(t->makers, t->makers, makers) &&
			made_alike(makers, t->makers, makers);
	size_t i;

	json_array_foreach(makers, i, m) {
		unsigned int c = count_bit(json_object_get(m, "acquired"));

		if (misfits(c, let) && broke(t, row, jstr(m, "function")) &&
		    (one_side || !fits_some(rows, row, c)))
			return m;
	}
	return NULL;
}

static void add_counts(unsigned int c, struct strbuf *sb)
{
	const char *between = "";

	for (int i = 0; i <= OWN_MANY; i++) {
		if (!(c & 1U << i))
			continue;
		strbuf_addf(sb, "%s%d", between, i);
		between = " or ";
	}
}

static void set_broken(json_t *row, const json_t *old, const json_t *broken)
{
	const json_t *was = json_object_get(old, "was");
	unsigned int let = releases(json_object_get(row, "releases"));
	long acquired = jlong(broken, "acquired");
	bool less = let & ((1U << acquired) - 1);
	struct strbuf why = STRBUF_INIT;

	strbuf_addstr(&why, "found and freed, released ");
	add_counts(let, &why);
	strbuf_addf(&why, " times; those of %s() are acquired %ld times, and fitted before the patch",
		    jstr(broken, "function"), acquired);
	json_object_set_new(row, "verdict",
			    json_string(prove_word(less ? PROVE_LEAK : PROVE_DOUBLE)));
	json_object_set_new(row, "why", json_string(why.buf));
	json_object_set_new(row, "by_makers", json_true());
	json_object_set_new(row, "was", was ? json_deep_copy(was) :
		json_pack("{sO* sO*}",
			  "makers", json_object_get(old, "makers"),
			  "releases", json_object_get(old, "releases")));
	strbuf_release(&why);
}

/* The last row for the way of ROW, before STATE, to compare with; or NULL. */
static const json_t *last_row(const struct proof *p, size_t from, size_t state,
			      const json_t *row, struct then *t)
{
	for (size_t k = state; k-- > from;) {
		const json_t *old = prove_row_like(p->rows[k], row);

		if (old && get_then(old, t))
			return old;
	}
	return NULL;
}

/* The rows of states are shared: STATE gets its own before one changes. */
static void change_state(struct proof *p, size_t from, size_t state)
{
	json_t *own = NULL, *row;
	size_t i;

	json_array_foreach(json_object_get(p->said[state], "rows"), i, row) {
		const json_t *old, *broken;
		struct then t;

		if (!row_says(row, PROVE_KEPT) ||
		    !json_object_get(row, "makers"))
			continue;
		old = last_row(p, from, state, row, &t);
		broken = old ? find_broken(&t, p->rows[state], row) : NULL;
		if (!broken)
			continue;
		own = own ?: json_deep_copy(p->said[state]);
		set_broken(json_array_get(json_object_get(own, "rows"), i), old,
			   broken);
	}
	if (own)
		proof_say(p, state, own);
}

/* Where all fit, or nothing was compared, nobody wants to read who made it. */
static void drop_makers(const json_t *rows)
{
	json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		if (!row_says(row, PROVE_OK) &&
		    json_array_size(json_object_get(row, "releases")))
			continue;
		json_object_del(row, "makers");
		json_object_del(row, "releases");
		json_object_del(row, "by_makers");
	}
}

void prove_mark_changes(struct proof *p, size_t from, size_t to)
{
	for (size_t k = from + 1; k <= to; k++)
		if (p->said[k])
			change_state(p, from, k);
	for (size_t k = from; k <= to; k++)
		drop_makers(p->rows[k]);
}
