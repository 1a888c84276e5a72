// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/path.h"
#include "objcode/objcode.h"
#include "report/series-json.h"
#include "base/fs.h"
#include "verify/int.h"

/* Of the texts in the store. */
#define CODE_KIND "code-3"

static const char *const FLAGS[] = { OBJCODE_FLAGS };
static const char *const NO_LINES[] = { OBJCODE_NO_LINES };

/* A unit to be compared: its functions before and after the patch. */
struct code_unit {
	size_t unit;
	bool compiles[2];
	struct codelist list[2];
};

/* One to be compiled, in one of the states. */
struct code_todo {
	size_t at;		/* of code_unit */
	bool lines;		/* OBJCODE_NO_LINES broke it */
};

struct code_jobs {
	struct vrun *r;
	size_t state;
	bool now;
	struct code_unit *units;
	struct code_todo *v;
	size_t n, next, ended;
};

/* Like what compilers say, it is of the code, whatever tree that is from. */
static char *code_key(const struct vunit *u, bool now)
{
	struct strbuf all = STRBUF_INIT;
	char hex[41], *key;

	oid_hex(unit_code(u, now), hex);
	strbuf_addf(&all, "%s\n%s\n%s\n", u->command, u->source, hex);
	for (size_t i = 0; i < ARRAY_SIZE(FLAGS); i++)
		strbuf_addf(&all, "%s\n", FLAGS[i]);
	for (size_t i = 0; i < ARRAY_SIZE(NO_LINES); i++)
		strbuf_addf(&all, "%s\n", NO_LINES[i]);
	key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return key;
}

void code_flags(struct strvec *argv, bool lines)
{
	for (size_t i = 0; i < ARRAY_SIZE(FLAGS); i++)
		strvec_push(argv, FLAGS[i]);
	for (size_t i = 0; i < ARRAY_SIZE(NO_LINES) && !lines; i++)
		strvec_push(argv, NO_LINES[i]);
}

static int code_next(void *data, struct job *job)
{
	struct code_jobs *j = data;
	struct proc *p = &job->proc;
	const struct kunit *k;
	const struct code_todo *t;
	char *file;

	if (j->next == j->n)
		return j->ended == j->n ? JOB_NONE : JOB_LATER;
	t = &j->v[j->next];
	job->id = j->next++;
	k = j->r->units[j->units[t->at].unit].k;
	for (size_t i = 0; i < k->cc.n; i++)
		strvec_push(&p->argv, k->cc.v[i]);
	code_flags(&p->argv, t->lines);
	strvec_push(&p->argv, "-w");
	file = vrun_scratch(j->r, job->id, "o");
	strvec_pushl(&p->argv, "-c", "-o", file, NULL);
	free(file);
	return vrun_start(j->r, job);
}

int code_keep(const struct vrun *r, const struct vunit *u, bool now, bool lines,
	      const char *object, struct codelist *l)
{
	struct strbuf text = STRBUF_INIT;
	char *key;
	int err;

	objcode_read(l, object);
	l->lines = lines;
	/* What could not be read now may be another time. */
	if (l->why)
		return 0;
	key = code_key(u, now);
	codelist_text(l, &text);
	err = store_put_text(r->v->store, CODE_KIND, key, text.buf);
	strbuf_release(&text);
	free(key);
	return err;
}

/* A list of what an object holds; of a unit that has none it is not kept. */
static int take_list(struct code_jobs *j, const struct job *job,
		     const char *object)
{
	struct code_todo *t = &j->v[job->id];
	struct code_unit *cu = &j->units[t->at];
	const struct vunit *u = &j->r->units[cu->unit];
	struct codelist *l = &cu->list[j->now];
	struct strbuf log = STRBUF_INIT;
	int err = 0;

	switch (vrun_log(j->r, job, &log)) {
	case TOOL_YES:
		err = code_keep(j->r, u, j->now, t->lines, object, l);
		break;
	case TOOL_NO:
		/* Names that are made of line numbers may meet. */
		if (!t->lines) {
			t->lines = true;
			j->v[j->n++] = *t;
		} else {
			err = vrun_failed(j->r, u, "compiler that compiled it, with flags to compare code,",
					  job, &log);
		}
		break;
	case TOOL_FAILED:
		err = vrun_failed(j->r, u, "compiler", job, &log);
		break;
	}
	strbuf_release(&log);
	return err;
}

static int code_done(void *data, struct job *job)
{
	struct code_jobs *j = data;
	char *object = vrun_scratch(j->r, job->id, "o");
	int err = take_list(j, job, object);

	unlink(object);
	free(object);
	j->ended++;
	if (j->r->v->progress)
		j->r->v->progress(j->r->v->data, j->r->main, j->state,
				  "code compared", j->ended, j->n);
	return err;
}

/* 1, 0 or < 0. */
static int stored(struct vrun *r, struct code_unit *cu, bool now)
{
	char *key, *text;
	int got;

	if (!cu->compiles[now]) {
		cu->list[now].why = xstrdup("it does not compile");
		return 1;
	}
	if (r->v->again)
		return 0;
	key = code_key(&r->units[cu->unit], now);
	got = store_get_text(r->v->store, CODE_KIND, key, &text);
	if (got > 0 && codelist_parse(&cu->list[now], text))
		got = store_damaged(r->v->store, "a list of functions");
	free(text);
	free(key);
	return got;
}

static int make_lists(struct vrun *r, struct code_unit *units, size_t n,
		      bool now, size_t state)
{
	struct code_jobs j = { .r = r, .state = state, .now = now,
			       .units = units };
	int got = 0, err;

	j.v = xcalloc(2 * n, sizeof(*j.v));
	for (size_t i = 0; i < n && got >= 0; i++) {
		got = stored(r, &units[i], now);
		if (!got)
			j.v[j.n++].at = i;
	}
	err = got < 0 ? got : j.n ? vrun_prepared(r) : 0;
	if (!err && j.n)
		err = crew_jobs(r->m, state, code_next, code_done, &j);
	free(j.v);
	return err;
}

/* Do the units compile before and after the patch? The store knows by now. */
static int note_compiles(struct vrun *r, struct code_unit *units, size_t n)
{
	int got = 1;

	for (size_t i = 0; i < 2 * n && got >= 0; i++) {
		const struct vunit *u = &r->units[units[i / 2].unit];
		struct stored_cc cc = { 0 };

		got = store_get_cc(r->v->store, unit_command(u), u->source,
				   unit_code(u, i % 2), &cc);
		units[i / 2].compiles[i % 2] = got > 0 && !cc.status;
		stored_cc_release(&cc);
	}
	return got < 0 ? got : 0;
}

int units_code(struct vrun *r, const bool *which, size_t state)
{
	struct cell *cell = &r->c->cells[state];
	struct code_unit *units = xcalloc(r->n, sizeof(*units));
	struct codediff d = { 0 };
	size_t n = 0;
	int err;

	for (size_t i = 0; i < r->n; i++)
		if (which[i] && !r->units[i].generator &&
		    unit_changes(r, &r->units[i]))
			units[n++].unit = i;
	err = note_compiles(r, units, n);
	if (!err)
		err = make_lists(r, units, n, false, state - 1);
	if (!err)
		err = make_lists(r, units, n, true, state);
	for (size_t i = 0; i < n; i++) {
		if (!err)
			codediff_unit(&d, r->units[units[i].unit].source,
				      &units[i].list[0], &units[i].list[1]);
		codelist_release(&units[i].list[0]);
		codelist_release(&units[i].list[1]);
	}
	codediff_finish(&d, &cell->code);
	codediff_release(&d);
	free(units);
	return err;
}

int verify_claims(struct verify *v, const char *dir)
{
	struct strvec same = STRVEC_INIT;
	int err = 0;

	v->same_code = xcalloc(v->co->states, sizeof(*v->same_code));
	if (dir)
		err = record_same_code(dir, &same);
	for (size_t k = 1; k < v->co->states; k++) {
		const char *name = path_base(v->co->names.v[k - 1]);

		v->same_code[k] = strvec_has(&same, name);
	}
	strvec_release(&same);
	return err;
}
