// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function that is given an object, and that none of the units define: the tree
 * says where it is. A file in C takes part from then on; for assembly see leaf.c.
 */
#include "base/json.h"
#include "base/pathspec.h"
#include "base/strset.h"
#include "kbuild/arch.h"
#include "prove/int.h"

/* Of FILES those that a configuration of ARCH may compile, and that are new. */
static void add_units(const struct prove *v, const char *arch,
		      const struct strvec *files, struct strvec *units)
{
	for (size_t i = 0; i < files->n; i++) {
		const char *f = files->v[i];

		/* kbuild builds the programs in tools/ for itself. */
		if (!arch_elsewhere(f, arch) && !starts_with(f, "tools/") &&
		    !strset_has(&v->units, f) &&
		    !pathspec_match(&v->rules->units, f))
			strvec_push(units, f);
	}
	strvec_sort(units);
	strvec_uniq(units);
}

static int find_more(const struct prove *v, const struct tree *t,
		     const char *arch, const struct strvec *names,
		     struct prove_more *more)
{
	struct strvec files = STRVEC_INIT;
	int err = prove_find_definers(v, t, names, &files);

	if (!err)
		add_units(v, arch, &files, &more->units);
	if (!err)
		err = prove_find_leaves(v, t, arch, names, &more->leaves);
	strvec_release(&files);
	return err;
}

static bool is_unproved(const json_t *rows)
{
	for (size_t i = 0; i < json_array_size(rows); i++)
		if (row_says(json_array_get(rows, i), PROVE_UNPROVED))
			return true;
	return false;
}

/* Who was given an object in a state that is unproved. */
static void strange_names(const struct prove *v, const struct proof *p,
			  struct strvec *names)
{
	for (size_t k = v->from; k <= v->to && p->said && !p->why; k++) {
		const json_t *a = p->said[k] && is_unproved(p->rows[k]) ?
			json_object_get(p->said[k], "strange") : NULL;

		for (size_t i = 0; i < json_array_size(a); i++) {
			const char *s = json_string_value(json_array_get(a, i));

			/* A scan takes no shorter word. */
			if (s && s[0] && s[1])
				strvec_push(names, s);
		}
	}
	strvec_sort(names);
	strvec_uniq(names);
}

bool prove_lacks(const struct prove *v, const struct proof *p)
{
	struct strvec names = STRVEC_INIT;
	bool any;

	strange_names(v, p, &names);
	any = names.n;
	strvec_release(&names);
	return any;
}

static void start_over(const struct prove *v, struct proof *p,
		       struct prove_more *more)
{
	struct proof next = { .config = p->config, .more = *more,
			      .dumps = p->dumps, .compiled = p->compiled,
			      .seconds = p->seconds };

	memset(more, 0, sizeof(*more));
	memset(&p->dumps, 0, sizeof(p->dumps));
	proof_release(p, v->co->states);
	*p = next;
}

int prove_again(const struct prove *v, const struct tree *t, struct proof *p,
		bool last)
{
	struct prove_more more = { 0 };
	struct strvec names = STRVEC_INIT;
	double start = now();
	int err = 0;

	if (!last)
		strange_names(v, p, &names);
	if (names.n) {
		strvec_add(&more.units, &p->more.units);
		strvec_add(&more.leaves, &p->more.leaves);
		err = find_more(v, t, p->config->arch->name, &names, &more);
		p->seconds += now() - start;
		if (!err && (more.units.n > p->more.units.n ||
			     more.leaves.n > p->more.leaves.n)) {
			start_over(v, p, &more);
			err = 1;
		}
	}
	if (err < 1)
		dumps_release(&p->dumps);
	strvec_release(&more.units);
	strvec_release(&more.leaves);
	strvec_release(&names);
	return err;
}
