// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/jail.h"
#include "csrc/lang.h"
#include "verify/diag.h"
#include "verify/int.h"

char *vrun_scratch(const struct vrun *r, size_t id, const char *ext)
{
	return xstrfmt("%s/%zu-%zu.%s", r->v->scratch, crew_id(r->m), id, ext);
}

int vrun_start(const struct vrun *r, struct job *job)
{
	struct proc *p = &job->proc;
	char *log = vrun_scratch(r, job->id, "log");

	strvec_push(&p->env, "LC_ALL=C");
	/* What a compiler that is killed leaves there goes with the rest. */
	strvec_pushf(&p->env, "TMPDIR=%s", r->v->scratch);
	p->out = strvec_push(&job->keep, log);
	p->dir = r->c->kb.obj;
	p->timeout = UNIT_TIMEOUT;
	r->c->ran++;
	jail_proc(p, r->v->scratch, r->v->objects);
	free(log);
	return JOB_READY;
}

enum tool_end vrun_log(const struct vrun *r, const struct job *job,
		       struct strbuf *log)
{
	char *path = vrun_scratch(r, job->id, "log");
	int err;

	strbuf_clear(log);
	err = strbuf_read_file(log, path);
	unlink(path);
	free(path);
	return err ? TOOL_FAILED : tool_end(&job->proc, log->buf);
}

char *vrun_diags(const struct vrun *r, const struct strbuf *log)
{
	struct strbuf neutral = STRBUF_INIT, text = STRBUF_INIT;
	struct diags d;

	kbuild_neutral(&r->c->kb, log->buf, &neutral);
	diags_read(&d, neutral.buf, "$src");
	diags_text(&d, &text);
	diags_release(&d);
	strbuf_release(&neutral);
	return strbuf_detach(&text);
}

int vrun_failed(struct vrun *r, const struct vunit *u, const char *what,
		const struct job *job, const struct strbuf *log)
{
	struct strbuf why = STRBUF_INIT;

	if (r->c->result == KBUILD_TOOL_FAILED)
		return ERR_TOOL;
	strbuf_addf(&why, "%s: the %s ", u->source, what);
	if (job->proc.state == PROC_EXITED && !job->proc.code && !log->len)
		strbuf_addstr(&why, "left no output that can be read");
	else
		tool_why(&job->proc, log->buf, &why);
	free(r->c->why);
	r->c->why = strbuf_detach(&why);
	r->c->result = KBUILD_TOOL_FAILED;
	return ERR_TOOL;
}

/* All that decides what a unit's results are, but for its inputs. */
void vrun_digest(struct vrun *r)
{
	const struct checkout *co = r->v->co;
	struct strbuf all = STRBUF_INIT;

	strbuf_addf(&all, "11 %s\n", r->c->kb.key);
	for (size_t i = 0; i < co->touched.n; i++)
		strbuf_addf(&all, "%s\n", co->touched.v[i]);
	/* Of each unit is known which of these it reaches. */
	for (size_t i = 0; i < r->v->us->names.n; i++)
		strbuf_addf(&all, "%s ", r->v->us->names.v[i]);
	r->config = hash_hex(all.buf, all.len);
	strbuf_release(&all);
}

static void add_words(const struct kbuild *kb, const struct strvec *argv,
		      struct strbuf *all)
{
	for (size_t i = 0; i < argv->n; i++) {
		kbuild_neutral(kb, argv->v[i], all);
		strbuf_addch(all, '\n');
	}
}

/* What the results of compiling by it depend on, next to the code. */
static char *command_digest(const struct verify *v, const struct kbuild *kb,
			    const struct kunit *k)
{
	struct strbuf all = STRBUF_INIT;
	char *digest;

	strbuf_addf(&all, "%s\n%s\n", kb->compiler, v->sparse);
	add_words(kb, &k->cc, &all);
	add_words(kb, &k->sparse, &all);
	digest = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return digest;
}

/* Have kbuild list the folders of the units that matter: of all, if all do. */
static void ask_units(const struct verify *v, struct column *c)
{
	struct strvec all = STRVEC_INIT;

	if (v->full)
		return;
	if (!v->only)
		unitset_candidates(v->us, v->co, c->config->arch->name, &all);
	/* A file that a patch makes is in no list of the tree's. */
	for (size_t i = 0; i < v->co->touched.n; i++)
		if ((lang_is_unit(v->co->touched.v[i]) ||
		     lang_is_asm(v->co->touched.v[i])) &&
		    checkout_state(v->co, c->state, i)->there)
			strvec_push(&all, v->co->touched.v[i]);
	for (size_t i = 0; i < all.n; i++)
		kbuild_ask(&c->kb, all.v[i]);
	for (size_t i = 0; v->only && i < v->only->n; i++)
		kbuild_ask(&c->kb, v->only->v[i]);
	strvec_release(&all);
}

/* The key of a list of units: what was made, and what of it is listed. */
static char *list_key(struct kbuild *kb)
{
	char *asked = kbuild_asked(kb);
	char *all = xstrfmt("%s\n%s", kb->key, asked);
	char *key = hash_hex(all, strlen(all));

	free(asked);
	free(all);
	return key;
}

/* Take the list from kbuild, and keep it. */
static int list_units(struct verify *v, struct column *c)
{
	struct kbuild *kb = &c->kb;
	struct strbuf text = STRBUF_INIT;
	char *key = list_key(kb);
	int err;

	for (size_t i = 0; i < kb->not_set.n; i++) {
		strvec_push(&c->not_set, kb->not_set.v[i]);
		strbuf_addf(&text, "- %s\n", kb->not_set.v[i]);
	}
	for (size_t i = 0; i < kb->n; i++) {
		if (!kb->units[i].cc.n)
			continue;
		strvec_push(&c->sources, kb->units[i].source);
		strvec_take(&c->commands,
			    command_digest(v, kb, &kb->units[i]));
		if (kb->units[i].generator)
			strvec_push(&c->generators, kb->units[i].source);
		strbuf_addf(&text, "%s %s\n", c->commands.v[c->commands.n - 1],
			    kb->units[i].source);
	}
	for (size_t i = 0; i < c->generators.n; i++)
		strbuf_addf(&text, "g %s\n", c->generators.v[i]);
	strbuf_addf(&text, "end %zu\n", c->sources.n);
	err = store_put_text(v->store, "units-2", key, text.buf);
	strbuf_release(&text);
	free(key);
	c->listed = !err;
	return err;
}

/* A line of list_units(), N bytes. False: it is none. */
static bool take_unit(struct column *c, const char *line, size_t n)
{
	size_t at = strcspn(line, " ");
	struct strvec *to = at > 1 ? &c->sources :
			    *line == 'g' ? &c->generators :
			    *line == '-' ? &c->not_set : NULL;

	if (!to || at + 1 >= n)
		return false;
	if (at > 1)
		strvec_take(&c->commands, xstrndup(line, at));
	strvec_take(to, xstrndup(line + at + 1, n - at - 1));
	return true;
}

/* All of TEXT, to its last line. */
static bool take_units(struct column *c, const char *text)
{
	char end[32];

	while (*text && !starts_with(text, "end ")) {
		size_t n = strcspn(text, "\n");

		if (!text[n] || !take_unit(c, text, n))
			return false;
		text += n + 1;
	}
	snprintf(end, sizeof(end), "end %zu\n", c->sources.n);
	return !strcmp(text, end);
}

/* The same from the store: 1, 0 if it is not there, < 0 on an error. */
static int stored_units(struct verify *v, struct column *c)
{
	char *text, *key = list_key(&c->kb);
	int got = store_get_text(v->store, "units-2", key, &text);

	free(key);
	if (got > 0 && !take_units(c, text))
		got = store_damaged(v->store, "a list of units");
	c->listed = got > 0;
	free(text);
	return got;
}

/* --- configuring -------------------------------------------------------- */

bool epoch_begins(const struct vrun *r, size_t k)
{
	const struct checkout *co = r->v->co;

	for (size_t i = 0; i < co->touched.n; i++)
		if (checkout_changed(co, k, i) &&
		    (kbuild_reads(co->touched.v[i]) ||
		     strvec_has(&r->c->generators, co->touched.v[i])))
			return true;
	return false;
}

size_t epoch_first(const struct verify *v)
{
	const struct checkout *co = v->co;

	for (size_t k = v->from; k; k--)
		for (size_t i = 0; i < co->touched.n; i++)
			if (checkout_changed(co, k, i) &&
			    kbuild_reads(co->touched.v[i]))
				return k;
	return 0;
}

/* What kbuild works on: the base, or the base and all that is touched. */
static char *state_id(const struct checkout *co, size_t state)
{
	struct strbuf all = STRBUF_INIT;
	char *id;

	if (!state)
		return xstrdup(co->base_id);
	strbuf_addf(&all, "%s\n", co->base_id);
	for (size_t i = 0; i < co->touched.n; i++) {
		const struct file_state *fs = checkout_state(co, state, i);

		strbuf_addf(&all, "%s %d ", co->touched.v[i], fs->there);
		strbuf_add(&all, fs->id.b, sizeof(fs->id.b));
	}
	id = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return id;
}

static int open_column(struct verify *v, struct column *c)
{
	char *obj = c->state ? xstrfmt("%s/%s@%zu", v->work, c->config->id,
				       c->state) :
		    xstrfmt("%s/%s", v->work, c->config->id);
	char *base = state_id(v->co, c->state);
	int got = kbuild_init(&c->kb, c->config, base, v->sparse, v->co->dir,
			      obj);

	free(base);
	free(obj);
	c->compiler = xstrdup(c->kb.compiler ?: "");
	c->fallback = c->kb.tc == &c->config->arch->fallback;
	ask_units(v, c);
	if (!got && c->kb.result == KBUILD_OK)
		got = stored_units(v, c);
	return got < 0 ? got : 0;
}

int verify_prepare(struct verify *v, struct column *c, size_t n)
{
	struct kbuild **todo = xcalloc(n, sizeof(*todo));
	size_t n_todo = 0;
	int err = 0;

	for (size_t i = 0; i < n && !err; i++) {
		c[i].state = c[i].state ?: epoch_first(v);
		err = open_column(v, &c[i]);
		if (!err && !c[i].listed && c[i].kb.result == KBUILD_OK)
			todo[n_todo++] = &c[i].kb;
	}
	if (!err && n_todo) {
		if (v->progress)
			v->progress(v->data, c, v->from, "configured", 0, 0);
		err = checkout_go(v->co, c->state);
		if (!err)
			err = kbuild_prepare(todo, n_todo, v->jobs);
	}
	for (size_t i = 0; i < n && !err; i++) {
		if (!c[i].listed && c[i].kb.prepared)
			err = list_units(v, &c[i]);
		c[i].result = c[i].kb.result;
		c[i].why = c[i].kb.why ? xstrdup(c[i].kb.why) : NULL;
	}
	free(todo);
	return err;
}

void vrun_pick(struct vrun *r)
{
	const struct strvec *all = &r->c->sources;
	const struct verify_part *part = &r->v->part;
	bool *picked = xcalloc(all->n, sizeof(*picked));
	size_t n = 0;

	unitset_pick(r->v->us, r->v->co, r->c->config->arch->name, all,
		     r->v->full, picked);
	r->units = xcalloc(all->n, sizeof(*r->units));
	for (size_t i = 0; i < all->n; i++) {
		struct vunit *u = &r->units[r->n];

		u->generator = strvec_has(&r->c->generators, all->v[i]);
		if (r->v->only ? !strvec_has(r->v->only, all->v[i]) :
		    !picked[i] && !u->generator)
			continue;
		if (part->n > 1 && n++ % part->n != part->k - 1)
			continue;
		u->source = all->v[i];
		u->command = r->c->commands.v[i];
		u->with_code = xstrfmt("%s+%s", u->command,
				       u->generator ? "made" : "code");
		u->k = kbuild_find(&r->c->kb, u->source);
		r->n++;
	}
	free(picked);
}

int vrun_prepared(struct vrun *r)
{
	struct kbuild *kb = &r->c->kb;
	int err;

	if (kb->prepared)
		return 0;
	err = crew_prepare(r->m, r->c->state, kb);
	if (!err && !kb->prepared)
		err = error("%s: %s", r->c->config->id, kb->why);
	for (size_t i = 0; i < r->n && !err; i++) {
		r->units[i].k = kbuild_find(kb, r->units[i].source);
		if (!r->units[i].k)
			err = error("%s: %s is no longer a unit; remove %s and %s.key, and run the command again",
				    r->c->config->id, r->units[i].source,
				    kb->obj, kb->obj);
	}
	return err;
}
