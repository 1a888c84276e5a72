// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "base/path.h"
#include "report/outdir.h"
#include "verify/report.h"

/* What else a check of the series may read there. */
static const char *const REPORTS[] = { RECORD_NAME, PROVE_NAME };

/* All that the verdict on patch K (0: the series) depends on. */
static int verdict_key(const struct verify *v, const struct check *c,
		       size_t k, const char *series, char **key)
{
	const struct checkout *co = v->co;
	size_t last = k ? k : co->patches.n;
	struct strbuf all = STRBUF_INIT, text = STRBUF_INIT;
	struct oid id;
	char hex[41];
	int err = 0;

	oid_hex(&c->digest, hex);
	strbuf_addf(&all, "2 %s %zu %s\n", hex, k, co->base_id);
	for (size_t i = 0; i < last && !err; i++) {
		strbuf_clear(&text);
		err = strbuf_read_file(&text, co->patches.v[i]);
		if (err)
			err = error("cannot read %s: %s", co->patches.v[i],
				    strbuf_read_error(err));
		hash_of(&id, text.buf, text.len);
		strbuf_add(&all, id.b, sizeof(id.b));
	}
	for (size_t i = 0; series && !k && i < ARRAY_SIZE(REPORTS) && !err;
	     i++) {
		char *json = outdir_file(series, REPORTS[i]);

		strbuf_clear(&text);
		err = strbuf_read_file(&text, json);
		if (!err)
			strbuf_add(&all, text.buf, text.len);
		err = !err || err == -ENOENT ? 0 :
		      error("cannot read %s: %s", json, strbuf_read_error(err));
		free(json);
	}
	*key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	strbuf_release(&text);
	return err;
}

/* "OUTCOME\nSUMMARY\nDETAILS"; how long it took is not known any more. */
static bool parse_stored(const char *text, struct check_result *r)
{
	const char *summary = strchr(text, '\n'), *end;
	char *behind;
	long outcome = strtol(text, &behind, 10);

	end = summary ? strchr(++summary, '\n') : NULL;
	if (!end || behind == text || *behind != '\n' ||
	    (outcome != CHECK_PASS && outcome != CHECK_WARN &&
	     outcome != CHECK_FAIL))
		return false;
	r->outcome = outcome;
	r->seconds = -1;
	r->summary = xstrndup(summary, end - summary);
	r->details = xstrdup(end + 1);
	return true;
}

static int from_store(struct verify *v, struct verdict *vd, const char *key)
{
	char *text;
	int got;

	if (v->again)
		return 0;
	got = store_get_text(v->store, "check", key, &text);
	if (got > 0 && !parse_stored(text, &vd->result))
		got = store_damaged(v->store, "what a check said");
	free(text);
	return got;
}

/* A verdict is kept; that a tool is missing, or time was short, is none. */
static int to_store(struct verify *v, const struct verdict *vd,
		    const char *key)
{
	const struct check_result *r = &vd->result;
	char *text;
	int err;

	if (r->outcome != CHECK_PASS && r->outcome != CHECK_WARN &&
	    r->outcome != CHECK_FAIL)
		return 0;
	text = xstrfmt("%d\n%s\n%s", r->outcome, r->summary, r->details);
	err = store_put_text(v->store, "check", key, text);
	free(text);
	return err;
}

static void make_neutral(char **text, const struct check_env *e)
{
	const struct path_name names[] = {
		{ e->linux_dir, "$src" }, { e->scratch, "$tmp" },
		{ e->series, "$series" },
	};
	struct strbuf out = STRBUF_INIT;

	path_neutral(*text, names, ARRAY_SIZE(names), &out);
	free(*text);
	*text = strbuf_detach(&out);
}

/* What a task said, without paths of this machine, and kept. */
static int take_task(struct verify *v, struct check_task *t, struct verdict *vd,
		     const char *key)
{
	make_neutral(&t->result.summary, &t->env);
	make_neutral(&t->result.details, &t->env);
	vd->result = t->result;
	return to_store(v, vd, key);
}

/* The ids of all patches, as in reports; NULL after reporting an error. */
static char *patch_ids(struct checkout *co)
{
	struct report_patch *p = checkout_patches(co);
	struct strbuf ids = STRBUF_INIT;

	for (size_t i = 0; p && i < co->patches.n; i++)
		strbuf_addf(&ids, "%s%s", i ? " " : "", p[i].id);
	if (!p)
		return NULL;
	free(p);
	return strbuf_detach(&ids);
}

/* All verdicts of one state, the tree being in it. */
static int run_state(struct verify *v, struct verdict **vd, size_t n,
		     size_t k, const struct check_env *of_all)
{
	struct check_task *tasks = xcalloc(n, sizeof(*tasks));
	struct strvec keys = STRVEC_INIT;
	struct verdict **todo = xcalloc(n, sizeof(*todo));
	size_t n_todo = 0;
	int err = 0;

	for (size_t i = 0; i < n && err >= 0; i++) {
		char *key;

		err = verdict_key(v, vd[i]->check, k, of_all->series, &key);
		if (!err)
			err = from_store(v, vd[i], key);
		if (!err) {
			tasks[n_todo] = (struct check_task){
				.check = vd[i]->check, .env = *of_all,
			};
			if (k)
				tasks[n_todo].env.patch =
					v->co->patches.v[k - 1];
			todo[n_todo++] = vd[i];
			strvec_push(&keys, key);
		}
		free(key);
	}
	if (err >= 0)
		err = n_todo ? checkout_go(v->co, k ? k : v->co->patches.n) : 0;
	if (!err && n_todo)
		err = checks_run(v->jobs, tasks, n_todo);
	for (size_t i = 0; i < n_todo; i++) {
		if (!err)
			err = take_task(v, &tasks[i], todo[i], keys.v[i]);
		else
			todo[i]->result = tasks[i].result;
	}
	strvec_release(&keys);
	free(tasks);
	free(todo);
	return err;
}

static void list_verdicts(const struct verify *v, const struct checks *cs,
			  struct verdicts *out)
{
	bool all = !v->from && v->to == v->co->patches.n;

	for (size_t i = 0; i < cs->n; i++) {
		bool each = cs->v[i]->scope == CHECK_PATCH;
		size_t from = each ? v->from + 1 : 0, to = each ? v->to : 0;

		if (!each && !all)
			continue;
		for (size_t k = from; k <= to; k++) {
			GROW(out->v, out->n + 1, out->alloc);
			out->v[out->n++] = (struct verdict){
				.check = cs->v[i], .patch = k,
			};
		}
	}
}

int verify_checks(struct verify *v, const struct checks *cs,
		  const char *series, struct verdicts *out)
{
	char *patches = v->co->patches.n ?
			xstrndup(v->co->patches.v[0],
				 strrchr(v->co->patches.v[0], '/') -
				 v->co->patches.v[0]) : xstrdup(v->scratch);
	char *ids = patch_ids(v->co);
	const struct check_env env = {
		.linux_dir = v->co->dir, .base = v->co->base_id,
		.patches = patches, .series = series, .ids = ids,
		.scratch = v->scratch,
	};
	struct verdict **now;
	int err = ids ? 0 : ERR_ENV;

	memset(out, 0, sizeof(*out));
	list_verdicts(v, cs, out);
	now = xcalloc(out->n + 1, sizeof(*now));
	for (size_t k = 0; k <= v->to && !err; k++) {
		size_t n = 0;

		for (size_t i = 0; i < out->n; i++)
			if (out->v[i].patch == k)
				now[n++] = &out->v[i];
		if (n)
			err = run_state(v, now, n, k, &env);
	}
	free(now);
	free(ids);
	free(patches);
	return err;
}

void verdicts_release(struct verdicts *vs)
{
	for (size_t i = 0; i < vs->n; i++)
		check_result_release(&vs->v[i].result);
	free(vs->v);
	memset(vs, 0, sizeof(*vs));
}
