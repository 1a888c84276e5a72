// SPDX-License-Identifier: GPL-2.0-only
#include "base/word.h"
#include "verify/int.h"

/*
 * The changed files among U's, one per line, after a line if U makes a header
 * (asm-offsets.c, say): kbuild does not give it to sparse. Units with the same
 * text are alike.
 */
static char *changed_deps(const struct vrun *r, const struct vunit *u,
			  size_t state)
{
	const struct checkout *co = r->v->co;
	struct strbuf sb = STRBUF_INIT;

	if (u->generator)
		strbuf_addstr(&sb, "no sparse\n");
	for (size_t i = 0; i < u->deps.n; i++) {
		ssize_t f = checkout_index(co, u->deps.v[i]);

		if (checkout_changed(co, state, f))
			strbuf_addf(&sb, "%s\n", u->deps.v[i]);
	}
	return strbuf_detach(&sb);
}

static bool in_list(const char *list, const char *name)
{
	return has_word(list, strlen(list), name);
}

/* Does the patch change function NAME in a file that U reads? */
static bool changes(const struct vrun *r, const struct vunit *u, size_t state,
		    const char *name, size_t n)
{
	const struct checkout *co = r->v->co;
	char *s = xstrndup(name, n);
	bool found = false;

	for (size_t i = 0; i < u->deps.n && !found; i++) {
		ssize_t f = checkout_index(co, u->deps.v[i]);

		found = strvec_has(&r->v->us->deltas[state * co->touched.n + f].functions,
				   s);
	}
	free(s);
	return found;
}

/*
 * Is the function, whose head changes or which goes, referred to by something
 * that stays as it is?
 */
static bool left_behind(const struct vrun *r, const struct vunit *u,
			size_t state, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = u->prev.pp.referred; *p;) {
		const char *end = strchrnul(p, '\n');

		if (!strncmp(p, name, n) && p[n] == ' ') {
			for (p += n + 1; p < end; p += strcspn(p, " \n") + 1)
				if (!changes(r, u, state, p,
					     strcspn(p, " \n")))
					return true;
			return false;
		}
		p = end + (*end == '\n');
	}
	return false;
}

/* clang does not say which macros a unit uses: none of these may be one. */
static bool maybe_macro(const struct vrun *r, const struct delta *d)
{
	for (size_t i = 0; i < d->functions.n; i++)
		if (strvec_has(&r->v->us->defined, d->functions.v[i]))
			return true;
	return d->macros.n;
}

/* Does the patch change nothing that U's code could come to? See delta.h. */
static bool unreached(const struct vrun *r, const struct vunit *u,
		      size_t state)
{
	const struct checkout *co = r->v->co;

	for (size_t i = 0; i < u->deps.n; i++) {
		ssize_t f = checkout_index(co, u->deps.v[i]);
		const struct delta *d;

		if (!checkout_changed(co, state, f))
			continue;
		d = &r->v->us->deltas[state * co->touched.n + f];
		if (d->opaque || (!r->gcc && maybe_macro(r, d)))
			return false;
		for (size_t k = 0; k < d->functions.n; k++)
			if (in_list(u->prev.pp.reached, d->functions.v[k]))
				return false;
		for (size_t k = 0; k < d->heads.n; k++)
			if (left_behind(r, u, state, d->heads.v[k]))
				return false;
		for (size_t k = 0; k < d->macros.n; k++)
			if (in_list(u->prev.pp.mentioned, d->macros.v[k]))
				return false;
	}
	return true;
}

bool unit_skip(struct vrun *r, struct vunit *u, size_t state,
	       struct strvec *seen)
{
	char *files;
	bool first;

	u->unreached = false;
	if (state == r->v->from || !u->prev.known || u->prev.pp.error[0] ||
	    !unreached(r, u, state))
		return false;
	u->unreached = true;
	files = changed_deps(r, u, state);
	first = !strvec_has(seen, files);
	if (first)
		strvec_push(seen, files);
	free(files);
	return !first && !r->v->no_skip;
}
