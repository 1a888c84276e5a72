// SPDX-License-Identifier: GPL-2.0-only
/*
 * A patch that changes a Makefile or a Kconfig can change options, units and
 * commands. So a new epoch begins with it: kbuild configures the tree once more
 * in a folder of its own, and each unit of the new epoch is compared with the
 * one of the same source in the old.
 */
#include "base/strset.h"
#include "verify/int.h"

/* --- what kbuild makes of it --------------------------------------------- */

/* The lines that set something in the .config of KB. */
static int read_options(const struct kbuild *kb, struct strvec *out)
{
	char *path = xstrfmt("%s/.config", kb->obj);
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, path);

	for (char *p = text.buf, *line; !err && (line = strsep(&p, "\n"));)
		if (starts_with(line, "CONFIG_"))
			strvec_push(out, line);
	strvec_sort(out);
	if (err)
		err = error("cannot read %s: %s", path, strbuf_read_error(err));
	strbuf_release(&text);
	free(path);
	return err;
}

static void compare_options(const struct strvec *old, const struct strvec *new,
			    struct strbuf *out)
{
	struct strvec differ = STRVEC_INIT;

	strset_differ(old, new, &differ);
	for (size_t i = 0; i < differ.n; i++)
		strbuf_addf(out, "%s %s\n", strset_has(old, differ.v[i]) ?
			    "no more" : "now", differ.v[i]);
	strvec_release(&differ);
}

static const char *command_of(const struct column *c, const char *source)
{
	for (size_t i = 0; i < c->sources.n; i++)
		if (!strcmp(c->sources.v[i], source))
			return c->commands.v[i];
	return NULL;
}

static void compare_units(const struct column *old, const struct column *new,
			  struct strbuf *out)
{
	for (size_t i = 0; i < old->sources.n; i++)
		if (!strvec_has(&new->sources, old->sources.v[i]))
			strbuf_addf(out, "no more a unit: %s\n",
				    old->sources.v[i]);
	for (size_t i = 0; i < new->sources.n; i++) {
		const char *was = command_of(old, new->sources.v[i]);

		if (!was || strcmp(was, new->commands.v[i]))
			strbuf_addf(out, "%s: %s\n", was ? "another command" :
				    "now a unit", new->sources.v[i]);
	}
}

/* Options and units that come and go: to CELL, by way of the store. */
static int compare_kbuild(struct vrun *old, struct vrun *new, struct cell *cell)
{
	struct store *store = new->v->store;
	struct strvec a = STRVEC_INIT, b = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	char *key = xstrfmt("%s %s", old->c->kb.key, new->c->kb.key);
	char *known = NULL;
	int err = store_get_text(store, "epoch-1", key, &known);

	if (!err) {
		err = vrun_prepared(old) ?: vrun_prepared(new);
		err = err ?: read_options(&old->c->kb, &a);
		err = err ?: read_options(&new->c->kb, &b);
		if (!err) {
			compare_options(&a, &b, &text);
			compare_units(old->c, new->c, &text);
			known = strbuf_detach(&text);
			err = store_put_text(store, "epoch-1", key, known);
		}
	}
	for (char *p = known, *line; p && (line = strsep(&p, "\n"));)
		if (*line)
			strvec_push(&cell->kbuild, line);
	strvec_release(&a);
	strvec_release(&b);
	strbuf_release(&text);
	free(known);
	free(key);
	return err < 0 ? err : 0;
}

/* --- units of both ------------------------------------------------------- */

/* For each unit of the new epoch: the old one of the same source, or NULL. */
static struct vunit **find_parents(struct vrun *old, const struct vrun *new)
{
	struct vunit **parents = xcalloc(new->n + 1, sizeof(*parents));

	for (size_t i = 0; i < new->n; i++)
		for (size_t k = 0; k < old->n && !parents[i]; k++)
			if (!strcmp(old->units[k].source, new->units[i].source))
				parents[i] = &old->units[k];
	return parents;
}

static bool reads_changed(const struct vrun *r, const struct vunit *u, size_t k)
{
	const struct checkout *co = r->v->co;

	for (size_t i = 0; i < u->deps.n; i++)
		if (checkout_changed(co, k, checkout_index(co, u->deps.v[i])))
			return true;
	return false;
}

static bool is_same(const struct vrun *r, const struct vunit *parent,
		    const struct vunit *u, size_t k)
{
	return parent && !r->v->no_skip && !reads_changed(r, u, k) &&
	       !strcmp(parent->command, u->command) &&
	       !memcmp(&parent->prev.pp.all, &u->now.pp.all,
		       sizeof(u->now.pp.all));
}

/* A unit that was not there before said nothing. */
static int judge(struct vrun *r, struct vunit *parent, struct vunit *u,
		 struct cell *cell)
{
	struct stored_cc before = { 0 }, now;
	int a = 1, b;

	if (parent)
		a = store_get_cc(r->v->store, unit_command(parent), parent->source,
				 unit_code(parent, false), &before);
	else
		before.sparse = xstrdup("");
	b = store_get_cc(r->v->store, unit_command(u), u->source,
			 unit_code(u, true), &now);
	if (a >= 0 && b >= 0 && !(a && b))
		BUG("%s has no result to judge", u->source);
	if (a > 0 && b > 0)
		unit_judge(u, &before, &now, cell);
	stored_cc_release(&before);
	stored_cc_release(&now);
	return a < 0 ? a : b < 0 ? b : 0;
}

static int compare_epochs(struct vrun *old, struct vrun *new, size_t k)
{
	struct cell *cell = &new->c->cells[k];
	struct vunit **parents = find_parents(old, new);
	bool *was = xcalloc(old->n + 1, sizeof(*was));
	bool *is = xcalloc(new->n + 1, sizeof(*is));
	int err = units_fresh(old, k - 1);

	cell->units = new->n;
	for (size_t i = 0; i < new->n; i++) {
		is[i] = !is_same(new, parents[i], &new->units[i], k);
		new->units[i].exact = true;
		cell->compiled += is[i];
		cell->same += !is[i];
		if (is[i] && parents[i]) {
			was[parents[i] - old->units] = true;
			parents[i]->exact = true;
		}
	}
	if (!err)
		err = units_compile(old, was, false, k - 1);
	if (!err)
		err = units_compile(new, is, true, k);
	for (size_t i = 0; i < new->n && !err; i++)
		if (is[i])
			err = judge(new, parents[i], &new->units[i], cell);
	if (!err)
		err = compare_kbuild(old, new, cell);
	cell->claimed = new->v->same_code[k];
	if (cell->claimed && cell->compiled)
		strvec_push(&cell->code.unknown, "kbuild: units of two epochs are not compared");
	if (!err && new->v->full && !new->v->only)
		err = vrun_judge_link(new, is, k);
	free(parents);
	free(was);
	free(is);
	return err;
}

/* --- from one to the next ------------------------------------------------ */

/* It has what the old one was up to. */
static struct vrun *next_epoch(struct vrun *old, struct column *c)
{
	struct vrun *new = xcalloc(1, sizeof(*new));

	*new = (struct vrun){ .v = old->v, .c = c, .main = old->main,
			      .m = old->m,
			      .linked = SIZE_MAX,
			      .gcc = old->gcc, .seen = old->seen,
			      .link = old->link };
	memset(&old->link, 0, sizeof(old->link));
	old->seen = NULL;
	vrun_digest(new);
	vrun_pick(new);
	return new;
}

/* The column of a later epoch goes; what is to be known is in the main one. */
static void release_column(struct column *c, struct column *of)
{
	if (c == of)
		return;
	of->ran += c->ran;
	of->seconds += c->kb.cpu;
	if (c->result == KBUILD_TOOL_FAILED && of->result == KBUILD_OK) {
		of->result = c->result;
		free(of->why);
		of->why = c->why;
		c->why = NULL;
	}
	c->cells = NULL;
	column_release(c, 0);
	free(c);
}

void epoch_leave(struct vrun *r)
{
	vrun_release(r);
	release_column(r->c, r->main);
	free(r);
}

/* kbuild takes it no more: patch K fails, and nothing is known of later ones. */
static void give_up(struct vrun *r, struct column *c, size_t k)
{
	struct cell *cells = r->main->cells;

	cells[k].failed++;
	strvec_pushf(&cells[k].failures, "kbuild: %s", c->why);
	for (size_t i = k + 1; i <= r->v->to; i++)
		cells[i].unchecked = true;
}

int epoch_enter(struct vrun **r, size_t k)
{
	struct vrun *old = *r, *new;
	struct column *c = xcalloc(1, sizeof(*c));
	int err;

	c->config = old->c->config;
	c->state = k;
	err = crew_alone(old->m) ?: verify_prepare(old->v, c, 1);
	c->cells = old->main->cells;
	if (!err && c->result != KBUILD_OK) {
		if (c->result == KBUILD_TOOL_FAILED)
			err = ERR_TOOL;
		else
			give_up(old, c, k);
	}
	if (err || c->result != KBUILD_OK) {
		release_column(c, old->main);
		return err;
	}
	new = next_epoch(old, c);
	*r = new;
	err = units_preprocess(new, k);
	if (!err) {
		vrun_note_seen(new, k);
		err = compare_epochs(old, new, k);
	}
	epoch_leave(old);
	return err;
}
