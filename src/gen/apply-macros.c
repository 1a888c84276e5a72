// SPDX-License-Identifier: GPL-2.0-only
#include "base/datadir.h"
#include "base/word.h"
#include "gen/apply-int.h"
#include "gen/macros.h"
#include "gen/spatch.h"

static int add_file(struct strbuf *out, const char *path)
{
	int err = strbuf_read_file(out, path);

	return err ? error("cannot read the macro definitions in %s: %s", path,
			   strbuf_read_error(err)) : 0;
}

/* Read standard.h and cocci/macros.h, and cocci/macros-late.h, once. */
static int read_macros(struct apply *a)
{
	struct strbuf text = STRBUF_INIT, late = STRBUF_INIT;
	char *standard = spatch_standard();
	char *ours = data_own("cocci/macros.h");
	char *behind = data_own("cocci/macros-late.h");
	int err = standard ? add_file(&text, standard) :
		  error("spatch's standard.h is not where it should be: set COCCINELLE_HOME to its folder");

	strbuf_addch(&text, '\n');
	if (!err)
		err = add_file(&text, ours);
	if (!err)
		err = add_file(&late, behind);
	if (!err) {
		a->macros = strbuf_detach(&text);
		a->late = strbuf_detach(&late);
	}
	strbuf_release(&text);
	strbuf_release(&late);
	free(standard);
	free(ours);
	free(behind);
	return err;
}

/* The name that the line P defines, N bytes, or NULL. */
static const char *defined(const char *p, size_t *n)
{
	static const char define[] = "#define";

	if (!starts_with(p, define))
		return NULL;
	p += strlen(define);
	p += strspn(p, " \t");
	*n = 0;
	while (is_word(p[*n]))
		++*n;
	return *n ? p : NULL;
}

/* Does rule R name the macro? It would not see what is a macro to spatch. */
static bool is_about(const struct rule *r, const char *name, size_t n)
{
	char *word = xstrndup(name, n);
	bool yes = has_word(r->text.buf, r->text.len, word);

	free(word);
	return yes;
}

/* TEXT without the macros that R is about. */
static char *without(const char *text, const struct rule *r)
{
	struct strbuf out = STRBUF_INIT;
	bool drop = false, open = false;

	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "\n"), len;
		const char *name = open ? NULL : defined(p, &len);

		if (!open)
			drop = name && is_about(r, name, len);
		open = n && p[n - 1] == '\\';
		n += p[n] == '\n';
		if (!drop)
			strbuf_add(&out, p, n);
		p += n;
	}
	return strbuf_detach(&out);
}

int macros_begin(struct apply *a, const struct rule *r, struct batch *b)
{
	int err = a->macros ? 0 : read_macros(a);

	if (err)
		return err;
	b->macros = without(a->macros, r);
	b->late = without(a->late, r);
	return 0;
}

/* --- again --------------------------------------------------------------- */

/* Call FN for each range of U that holds a place. */
static size_t each_bad(const struct unit *u, const struct place_forms *f,
		       void (*fn)(void *arg, const struct unit *u,
				  const struct bad_range *b), void *arg)
{
	struct places p;
	size_t n = 0;

	if (u->state != UNIT_DONE || !u->said.n_bad)
		return 0;
	place_list(f, u->text, &p);
	for (size_t k = 0; k < u->said.n_bad; k++) {
		const struct bad_range *b = &u->said.bad[k];
		bool holds = false;

		for (size_t i = 0; i < p.n && !holds; i++)
			holds = b->from <= p.v[i].line && p.v[i].line <= b->to;
		n += holds;
		if (holds && fn)
			fn(arg, u, b);
	}
	places_release(&p);
	return n;
}

static void want(void *arg, const struct unit *u, const struct bad_range *b)
{
	macros_want(arg, u->path, u->text, b->from, b->to);
}

struct lines {
	const struct macros *m;
	struct strbuf out;
};

static void add_lines(void *arg, const struct unit *u, const struct bad_range *b)
{
	struct lines *l = arg;

	macros_lines(l->m, u->path, u->text, b->from, b->to, &l->out);
}

/* Put into AGAIN what macros help; INDEX is which unit of B it is. */
static void choose(const struct batch *b, const struct place_forms *f,
		   const struct macros *m, struct batch *again, size_t *index)
{
	for (size_t i = 0; i < b->n; i++) {
		struct lines l = { .m = m, .out = STRBUF_INIT };
		char *all;

		each_bad(&b->units[i], f, add_lines, &l);
		all = strbuf_detach(&l.out);
		if (*all) {
			char *macros = without(all, b->rule);

			index[again->n] = i;
			batch_add(again, b->units[i].path, b->units[i].text);
			again->units[again->n - 1].macros = macros;
		}
		free(all);
	}
}

/* Take the answer of NEW if it could parse more that matters. */
static void take(struct unit *old, struct unit *new, const struct place_forms *f)
{
	struct unit gone = *old;

	if (new->state != UNIT_DONE ||
	    each_bad(new, f, NULL, NULL) >= each_bad(old, f, NULL, NULL))
		return;
	*old = *new;
	*new = gone;
}

int macros_again(struct apply *a, struct batch *b, const struct place_forms *f)
{
	struct batch again = *b;
	struct macros m = MACROS_INIT;
	size_t *index = xcalloc(b->n + 1, sizeof(*index));
	int err = 0;

	again.units = NULL;
	again.n = again.alloc = again.processes = 0;
	again.why = NULL;
	for (size_t i = 0; i < b->n; i++)
		each_bad(&b->units[i], f, want, &m);
	if (m.wanted.n && a->tree)
		err = macros_load(&m, a->tree, a->jobs);
	if (!err && m.n)
		choose(b, f, &m, &again, index);
	if (!err && again.n)
		err = batch_run(&again);
	/* The rule itself has passed: what went wrong here is about a file. */
	for (size_t i = 0; i < again.n && !err; i++)
		take(&b->units[index[i]], &again.units[i], f);
	b->processes += again.processes;
	/* The texts are B's. */
	again.macros = again.late = NULL;
	batch_release(&again);
	macros_release(&m);
	free(index);
	return err == ERR_FINDING ? 0 : err;
}
