// SPDX-License-Identifier: GPL-2.0-only
#include "own/own.h"

static int number(const struct strvec *w, size_t i, int *to)
{
	char *end = "x";

	if (i < w->n)
		*to = strtol(w->v[i], &end, 10);
	return *end || *to < 1 || *to > OWN_ARGS ? -1 : 0;
}

static bool takes_error(enum own_marks mark)
{
	return mark == OWN_SOURCE || mark == OWN_RELEASE || mark == OWN_FREE;
}

/* Word I, behind the argument, is the last one. */
static int add_word(struct own_marker *m, const struct strvec *w, size_t i)
{
	const char *word = w->v[i];

	if (w->n != i + 1)
		return -1;
	if ((m->mark == OWN_FREE || m->mark == OWN_PAGES) &&
	    !number(w, i, &m->size))
		return 0;
	if (!strcmp(word, "fails") && m->mark == OWN_ACQUIRE)
		m->fails = true;
	else if (!strcmp(word, "null") && m->mark < OWN_FREE)
		m->null = true;
	else if (!strcmp(word, "shared") && m->mark == OWN_FREE)
		m->shared = true;
	else if (!strcmp(word, "only") && m->mark == OWN_FREE)
		m->only = true;
	else if (!strcmp(word, "error") && takes_error(m->mark))
		m->error = true;
	else if (!strcmp(word, "always") && m->mark == OWN_SOURCE)
		m->always = true;
	else
		return -1;
	return 0;
}

static int add_marker(struct own_rules *r, enum own_marks mark,
		      const struct strvec *w, char **why)
{
	struct own_marker m = { .mark = mark };
	/* Few sources say a size. */
	size_t want = mark == OWN_SOURCE &&
		      (w->n == 1 || !strcmp(w->v[1], "error") ||
		       !strcmp(w->v[1], "always")) ? 1 : 2;

	if (want == 2 && number(w, 1, &m.arg)) {
		*why = xstrfmt("say which argument, 1 to %d: NAME 1", OWN_ARGS);
		return ERR_USER;
	}
	if (mark == OWN_PAGES && w->n != 3) {
		*why = xstrfmt("give NAME, the argument that is the object, and the argument that is its number of pages");
		return ERR_USER;
	}
	if (w->n > want && add_word(&m, w, want)) {
		*why = xstrfmt("%s is not allowed there",
			       w->v[w->n > want + 1 ? want + 1 : want]);
		return ERR_USER;
	}
	m.name = xstrdup(w->v[0]);
	GROW(r->markers, r->n + 1, r->alloc);
	r->markers[r->n++] = m;
	return 0;
}

static int add_alias(struct own_rules *r, const struct strvec *w, char **why)
{
	struct own_alias a = { 0 };

	if (w->n != 2 || number(w, 1, &a.arg)) {
		*why = xstrfmt("give NAME and the argument that it returns");
		return ERR_USER;
	}
	a.name = xstrdup(w->v[0]);
	GROW(r->aliases, r->n_aliases + 1, r->alloc_aliases);
	r->aliases[r->n_aliases++] = a;
	return 0;
}

static int add_callback(struct own_rules *r, const struct strvec *w, char **why)
{
	struct own_callback c = { 0 };

	if (w->n != 3 || number(w, 1, &c.arg) || number(w, 2, &c.fn)) {
		*why = xstrfmt("give NAME, its argument that is handed on, its argument that is called");
		return ERR_USER;
	}
	c.name = xstrdup(w->v[0]);
	GROW(r->callbacks, r->n_callbacks + 1, r->alloc_callbacks);
	r->callbacks[r->n_callbacks++] = c;
	return 0;
}

static int add_instead(struct own_rules *r, const struct strvec *w, char **why)
{
	struct own_instead in = { 0 };

	if (w->n < 3 || number(w, 1, &in.arg)) {
		*why = xstrfmt("give the text, the argument that is the object, the functions");
		return ERR_USER;
	}
	in.text = xstrdup(w->v[0]);
	for (size_t i = 2; i < w->n; i++)
		strvec_push(&in.functions, w->v[i]);
	GROW(r->instead, r->n_instead + 1, r->alloc_instead);
	r->instead[r->n_instead++] = in;
	return 0;
}

static const struct {
	const char *key;
	enum own_marks mark;
} MARKS[] = {
	{ "acquire", OWN_ACQUIRE },
	{ "release", OWN_RELEASE },
	{ "free", OWN_FREE },
	{ "source", OWN_SOURCE },
	{ "size", OWN_SIZE },
	{ "pages", OWN_PAGES },
};

static struct strvec *list_of(struct own_rules *r, const char *key)
{
	if (!strcmp(key, "harmless"))
		return &r->harmless;
	if (!strcmp(key, "others"))
		return &r->others;
	if (!strcmp(key, "same"))
		return &r->same;
	if (!strcmp(key, "gather"))
		return &r->gathers;
	if (!strcmp(key, "gatherfree"))
		return &r->frees;
	return NULL;
}

int own_rule(struct own_rules *r, const char *key, const char *value,
	     char **why)
{
	struct strvec w = STRVEC_INIT, *list = list_of(r, key);
	int err = 1;

	strvec_split(&w, value);
	if (!w.n) {
		*why = xstrfmt("it says nothing");
		err = ERR_USER;
	} else if (list) {
		for (size_t i = 0; i < w.n; i++)
			strvec_push(list, w.v[i]);
		err = 0;
	} else if (!strcmp(key, "callback")) {
		err = add_callback(r, &w, why);
	} else if (!strcmp(key, "alias")) {
		err = add_alias(r, &w, why);
	} else if (!strcmp(key, "instead")) {
		err = add_instead(r, &w, why);
	}
	for (size_t i = 0; i < ARRAY_SIZE(MARKS) && err == 1; i++)
		if (!strcmp(key, MARKS[i].key))
			err = add_marker(r, MARKS[i].mark, &w, why);
	strvec_release(&w);
	return err;
}

int own_bits(const struct own_rules *r, const char *type)
{
	return strvec_has(&r->narrow, type) ? 2 : 6;
}

void own_rules_release(struct own_rules *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->markers[i].name);
	for (size_t i = 0; i < r->n_instead; i++) {
		free(r->instead[i].text);
		strvec_release(&r->instead[i].functions);
	}
	for (size_t i = 0; i < r->n_callbacks; i++)
		free(r->callbacks[i].name);
	for (size_t i = 0; i < r->n_aliases; i++)
		free(r->aliases[i].name);
	free(r->aliases);
	free(r->markers);
	free(r->instead);
	free(r->callbacks);
	strvec_release(&r->harmless);
	strvec_release(&r->others);
	strvec_release(&r->same);
	strvec_release(&r->gathers);
	strvec_release(&r->frees);
	strvec_release(&r->entries);
	strvec_release(&r->narrow);
	memset(r, 0, sizeof(*r));
}
