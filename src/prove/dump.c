// SPDX-License-Identifier: GPL-2.0-only
/*
 * The units of one configuration, preprocessed and compiled: their text with our
 * lines, and the compiler's dump of it.
 */
#include <errno.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/jail.h"
#include "base/job.h"
#include "base/tool.h"
#include "chash/chash.h"
#include "prove/clang.h"
#include "prove/dump.h"
#include "prove/int.h"

/* Seconds for one preprocessor or compiler. */
#define UNIT_TIMEOUT 300

/*
 * So that calls of these are still there when all else has been made one
 * function: no pass looks into them. Said behind their definitions, which are
 * the tree's; those that a unit does not have are left out. What else is
 * switched off would split or merge functions, or hide which path is which.
 */
static const char *const FLAGS[] = {
	"-O2", "-w", "-fpreprocessed", "-fno-ipa-sra", "-fno-ipa-cp",
	"-fno-partial-inlining", "-fno-ipa-icf", "-fno-tree-tail-merge",
	"-fno-tree-vectorize", "-fno-ivopts", "-S", "-o", "/dev/null",
	/* Nothing that comes after the dump. */
	"-g0", "-dx",
};

static char *scratch(const struct units *us, size_t i, const char *ext)
{
	return xstrfmt("%s/p%zu.%s", us->run->scratch, i, ext);
}

static void want_function(struct strvec *names, const char *name)
{
	if (name && !strvec_has(names, name))
		strvec_push(names, name);
}

static void add_attributes(const struct prove_rules *rules, struct strbuf *text)
{
	struct strvec names = STRVEC_INIT, declared = STRVEC_INIT;

	for (size_t i = 0; i < rules->own.n; i++)
		want_function(&names, rules->own.markers[i].name);
	for (size_t i = 0; i < rules->n; i++) {
		const struct prove_level *l = &rules->levels[i];

		if (l->also.n)
			want_function(&names, l->put.function);
		for (size_t k = 0; k < l->n; k++)
			if (l->ways[k].tree)
				want_function(&names, l->ways[k].function);
	}
	prove_declared(text, &names, &declared);
	for (size_t i = 0; i < declared.n; i++)
		strbuf_addf(text,
			    "\nextern __typeof__(%s) %s __attribute__((__noipa__));",
			    declared.v[i], declared.v[i]);
	strbuf_addch(text, '\n');
	strvec_release(&names);
	strvec_release(&declared);
}

/* For clang: it knows no noipa, and its dump names no fields. */
static void add_marks(const struct prove_rules *rules, struct strbuf *text)
{
	struct clang_marks m = { 0 };

	clang_add_rules(&m, &rules->own);
	for (size_t i = 0; i < rules->n; i++) {
		const struct prove_level *l = &rules->levels[i];

		if (l->also.n)
			strvec_push(&m.kept, l->put.function);
		if (l->put.field)
			clang_add_words(&m.fields, l->put.field);
		for (size_t k = 0; k < l->n; k++)
			if (l->ways[k].tree)
				strvec_push(&m.kept, l->ways[k].function);
	}
	clang_mark(&m, text);
	clang_marks_release(&m);
}

static bool wants_dump(const struct punit *u)
{
	return u->text && (!u->dumped || strcmp(u->dumped, u->digest));
}

/* Make DUMP, which U owns then, the dump of its text as it is now. */
static void set_dump(struct units *us, struct punit *u, char *dump)
{
	free(u->dump);
	free(u->dumped);
	free(u->dumped_code);
	u->dump = dump;
	u->dumped = xstrdup(u->digest);
	u->dumped_code = u->code ? xstrdup(u->code) : NULL;
	u->dumped_state = us->state;
	compiled_add(&us->known, &u->decls);
}

/* Dumps of the same text, from before. */
static void borrow(struct units *us)
{
	for (size_t i = 0; i < us->n; i++) {
		struct punit *u = &us->v[i];
		const char *dump = wants_dump(u) ?
			dumps_find(&us->p->dumps, u->source, u->digest) : NULL;

		if (dump)
			set_dump(us, u, xstrdup(dump));
	}
}

/*
 * Take the dump of U's text before, if that has the same code: 0, or < 0, reported. What
 * is not code is not in the dump, but may have an error: some unit has to be
 * compiled with it.
 */
static int reuse(struct units *us, struct punit *u)
{
	struct strbuf dump = STRBUF_INIT;
	int err;

	if (!u->dumped || !u->code || !u->dumped_code ||
	    strcmp(u->code, u->dumped_code) ||
	    !compiled_has(&us->known, &u->decls))
		return 0;
	err = shift_dump(&us->shift, u->dumped_state, us->state, u->dump, &dump);
	if (!err)
		set_dump(us, u, strbuf_detach(&dump));
	strbuf_release(&dump);
	return err < 0 ? err : 0;
}

static bool has_todo(struct units *us)
{
	for (; us->next < us->n && !us->err; us->next++) {
		struct punit *u = &us->v[us->next];

		if (us->compile && wants_dump(u))
			us->err = reuse(us, u);
		if (us->compile ? wants_dump(u) : us->todo[us->next])
			return !us->err;
	}
	return false;
}

static int next_job(void *data, struct job *job)
{
	struct units *us = data;
	struct proc *p = &job->proc;
	const struct punit *u;
	const struct strvec *cc;
	char *i_file, *other;

	if (!has_todo(us))
		return JOB_NONE;
	job->id = us->next++;
	u = &us->v[job->id];
	cc = &u->k->cc;
	i_file = scratch(us, job->id, "i");
	other = scratch(us, job->id, us->compile ? "dump" : "d");
	for (size_t i = 0; i + 1 < cc->n; i++)
		strvec_push(&p->argv, cc->v[i]);
	if (us->compile && is_clang(us->kb->compiler)) {
		clang_compile(&p->argv);
		strvec_pushl(&p->argv, "-o", other, i_file, NULL);
	} else if (us->compile) {
		for (size_t i = 0; i < ARRAY_SIZE(FLAGS); i++)
			strvec_push(&p->argv, FLAGS[i]);
		strvec_pushf(&p->argv,
			     "-fdump-tree-optimized-raw-blocks-lineno=%s", other);
		strvec_push(&p->argv, i_file);
	} else {
		if (is_clang(us->kb->compiler))
			clang_preprocess(&p->argv);
		cc_preprocess(us->kb->compiler, &p->argv);
		strvec_pushl(&p->argv, "-w", "-MMD", "-MF", other, "-MT",
			     "x", "-o", i_file, u->file ?: cc->v[cc->n - 1],
			     NULL);
	}
	free(i_file);
	free(other);
	other = scratch(us, job->id, "log");
	strvec_push(&p->env, "LC_ALL=C");
	/* What a compiler that is killed leaves there goes with the rest. */
	strvec_pushf(&p->env, "TMPDIR=%s", us->run->scratch);
	p->out = strvec_push(&job->keep, other);
	free(other);
	p->dir = us->kb->obj;
	p->timeout = UNIT_TIMEOUT;
	jail_proc(p, us->run->scratch, NULL);
	return JOB_READY;
}

/* Why a unit does not compile: the first error, or how the compiler ended. */
static char *failure(const struct units *us, const struct punit *u,
		     const struct job *job, const struct strbuf *log)
{
	const char *p = strstr(log->buf, "error: ");
	struct strbuf sb = STRBUF_INIT, neutral = STRBUF_INIT;

	strbuf_addf(&sb, "%s: ", u->source);
	if (p)
		strbuf_add(&sb, p, strcspn(p, "\n"));
	else
		proc_describe(&job->proc, &sb);
	kbuild_neutral(us->kb, sb.buf, &neutral);
	strbuf_release(&sb);
	return strbuf_detach(&neutral);
}

/* A job gave no answer: the configuration is not proved, and says why. */
static int tool_failed(struct units *us, const struct punit *u,
		       const struct job *job, const struct strbuf *log)
{
	struct strbuf why = STRBUF_INIT;

	if (us->p->why)
		return ERR_TOOL;
	strbuf_addf(&why, "%s: the compiler ", u->source);
	if (tool_end(&job->proc, log->buf) == TOOL_FAILED)
		tool_why(&job->proc, log->buf, &why);
	else
		strbuf_addstr(&why, "left no output that can be read");
	us->p->why = strbuf_detach(&why);
	us->p->failed = true;
	return ERR_TOOL;
}

/* Read the job's file EXT, which then goes. 0 or -errno. */
static int take_file(const struct units *us, size_t id, const char *ext,
		     struct strbuf *text)
{
	char *path = scratch(us, id, ext);
	int err = strbuf_read_file(text, path);

	unlink(path);
	free(path);
	return err;
}

/* Which touched files it reads. */
static int read_deps(const struct units *us, struct punit *u, size_t id)
{
	struct strbuf text = STRBUF_INIT;
	int err = take_file(us, id, "d", &text) || !text.len ? ERR_TOOL : 0;

	strvec_clear(&u->deps);
	if (!err)
		checkout_deps(us->run->co, &text, &u->deps);
	strbuf_release(&text);
	return err;
}

/* Flags that keep what nothing refers to. */
static bool keeps_unused(const struct strvec *cc)
{
	bool any = false;

	for (size_t i = 0; i < cc->n; i++)
		any |= starts_with(cc->v[i], "-fkeep-") ||
		       !strcmp(cc->v[i], "-fno-toplevel-reorder");
	return any;
}

/* Find out what code U's TEXT is, if there is more than one state. */
static void take_code(const struct units *us, struct punit *u,
		      const struct strbuf *text)
{
	const struct chash_opts opts = {
		.root = us->run->co->dir,
		.keep_static = keeps_unused(&u->k->cc),
	};
	struct chash c;
	char hex[41];

	free(u->code);
	u->code = NULL;
	decl_ids_release(&u->decls);
	/* LLVM's dump has its lines in metadata, which shift.c does not read. */
	if (us->run->from == us->run->to || is_clang(us->kb->compiler))
		return;
	if (!chash_unit(&c, text->buf, text->len, &opts) && !c.odd) {
		oid_hex(&c.digest, hex);
		u->code = xstrdup(hex);
		decl_ids_init(&u->decls, &c);
	}
	chash_release(&c);
}

static int take_text(struct units *us, struct punit *u, size_t id)
{
	struct strbuf text = STRBUF_INIT, neutral = STRBUF_INIT;
	char *path = scratch(us, id, "i");
	int err = take_file(us, id, "i", &text) || !text.len ? ERR_TOOL : 0;

	if (!err) {
		(is_clang(us->kb->compiler) ? add_marks :
		 add_attributes)(us->run->rules, &text);
		err = write_file(path, text.buf, text.len) ? ERR_TOOL :
		      read_deps(us, u, id);
	}
	free(u->digest);
	free(u->text);
	take_code(us, u, &text);
	kbuild_neutral(us->kb, text.buf, &neutral);
	u->digest = hash_hex(neutral.buf, neutral.len);
	strbuf_release(&neutral);
	u->text = strbuf_detach(&text);
	free(path);
	return err;
}

static int take_dump(struct units *us, struct punit *u, size_t id)
{
	struct strbuf text = STRBUF_INIT;
	int err = take_file(us, id, "dump", &text);

	/* A unit without functions has none. */
	err = !err || err == -ENOENT ? 0 : ERR_TOOL;
	if (!err)
		set_dump(us, u, strbuf_detach(&text));
	strbuf_release(&text);
	us->p->compiled++;
	return err;
}

static int take_job(struct units *us, struct punit *u, const struct job *job,
		    const struct strbuf *log)
{
	switch (tool_end(&job->proc, log->buf)) {
	case TOOL_YES:
		return us->compile ? take_dump(us, u, job->id) :
				    take_text(us, u, job->id);
	case TOOL_NO:
		u->why = failure(us, u, job, log);
		free(u->text);
		free(u->digest);
		u->text = NULL;
		u->digest = xstrdup(u->why);
		return 0;
	case TOOL_FAILED:
		break;
	}
	return ERR_TOOL;
}

static int job_done(void *data, struct job *job)
{
	struct units *us = data;
	struct punit *u = &us->v[job->id];
	char *path = scratch(us, job->id, "log");
	struct strbuf log = STRBUF_INIT;
	int err = strbuf_read_file(&log, path) ? ERR_TOOL : 0;

	free(u->why);
	u->why = NULL;
	if (!err)
		err = take_job(us, u, job, &log);
	if (err == ERR_TOOL)
		err = tool_failed(us, u, job, &log);
	strbuf_release(&log);
	free(path);
	return err;
}

int units_run(struct units *us, bool compile, const bool *todo)
{
	int err;

	us->compile = compile;
	us->next = 0;
	us->todo = todo;
	us->shift.co = us->run->co;
	if (compile)
		borrow(us);
	us->err = 0;
	err = job_run(us->run->jobs, next_job, job_done, us);
	return err ? err : us->err;
}

void units_lend(struct units *us)
{
	for (size_t i = 0; i < us->n; i++)
		dumps_add(&us->p->dumps, us->v[i].source, us->v[i].dumped ?: "",
			  us->v[i].dump ?: "");
}

void units_release(struct units *us)
{
	for (size_t i = 0; i < us->n; i++) {
		struct punit *u = &us->v[i];

		free(u->text);
		free(u->digest);
		free(u->dump);
		free(u->code);
		decl_ids_release(&u->decls);
		free(u->dumped);
		free(u->dumped_code);
		free(u->why);
		strvec_release(&u->deps);
	}
	shift_release(&us->shift);
	compiled_release(&us->known);
	free(us->v);
	us->v = NULL;
	us->n = 0;
}
