// SPDX-License-Identifier: GPL-2.0-only
#include "base/hash.h"
#include "boot/boot.h"
#include "boot/build.h"
#include "boot/emulator.h"
#include "boot/sources.h"

/* Changes with what is put into the store, and how it is judged. */
#define BOOT_VERSION "1"
#define KIND "~boot"
/* A unit beside the initramfs: all that need be listed. */
#define LISTED "usr/init.c"

/* A machine that is looked at. */
struct run {
	const struct boot *b;
	const struct machine *m;
	struct boot_found *f;
	struct kbuild kb;
	char *emulator;		/* its version */
	char *log;		/* file of the console */
};

static const char *own(struct run *r, char *text)
{
	strvec_take(&r->f->own, text);
	return text;
}

/* --- the store ----------------------------------------------------------- */

static void begin_key(const struct run *r, const char *what, struct strbuf *all)
{
	const struct machines *ms = r->b->machines;
	struct strvec words = STRVEC_INIT;

	strbuf_addf(all, BOOT_VERSION " %s\n%s\n%s\n%s\n", what,
		    r->kb.key, ms->init, r->emulator);
	emulator_words(ms, r->m, r->m->image, &words);
	strvec_push(&words, r->m->target);
	strvec_add(&words, &ms->cflags);
	strvec_add(&words, &r->m->cflags);
	strvec_add(&words, &ms->bad);
	for (size_t i = 0; i < words.n; i++)
		strbuf_addf(all, "%s\n", words.v[i]);
	strvec_release(&words);
}

/* What the base and the touched files hold decides what comes out. */
static char *content_key(const struct run *r, size_t state)
{
	const struct checkout *co = r->b->co;
	struct strbuf all = STRBUF_INIT;
	char *key;

	begin_key(r, "content", &all);
	for (size_t i = 0; i < co->touched.n; i++) {
		const struct file_state *fs = checkout_state(co, state, i);

		strbuf_addf(&all, "%s %d ", co->touched.v[i], fs->there);
		strbuf_add(&all, fs->id.b, sizeof(fs->id.b));
	}
	key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return key;
}

/* A patch that changes nothing here leaves the same kernel. */
static char *image_key(const struct run *r, const char *digest)
{
	struct strbuf all = STRBUF_INIT;
	char *key;

	begin_key(r, digest, &all);
	key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return key;
}

/*
 * Take what is known by KEY for the place AT. Returns 1, 0 if there is nothing,
 * or < 0, reported.
 */
static int known(struct run *r, const char *key, size_t at)
{
	struct booted_config *out = &r->f->out, c;
	char *text = NULL;
	int got = r->b->again ? 0 :
		  store_get_text(r->b->store, KIND, key, &text);

	if (got <= 0)
		return got;
	got = booted_state_parse(&c, "the store", text, &r->f->roots[at]);
	if (!got && (c.n_states != 1 ||
		     boot_verdict(c.states[0].verdict) == BOOT_FAILED))
		got = store_damaged(r->b->store, "what was booted");
	if (!got) {
		out->states[at] = c.states[0];
		out->states[at].state = r->b->states[at];
		memset(&c.states[0], 0, sizeof(c.states[0]));
		if (!out->on.n && !out->off.n) {
			strvec_add(&out->on, &c.on);
			strvec_add(&out->off, &c.off);
			strvec_add(&out->not_set, &c.not_set);
		}
	}
	booted_config_release(&c);
	free(text);
	return got ?: 1;
}

/* What may come out otherwise another time is no answer, and not kept. */
static bool is_answer(enum boot_verdict v)
{
	return v == BOOT_OK || v == BOOT_LEAK || v == BOOT_DOUBLE ||
	       v == BOOT_BUG;
}

static int keep(struct run *r, const char *key, size_t at)
{
	struct booted_config one = r->f->out;
	char *text;
	int err;

	if (!is_answer(boot_verdict(one.states[at].verdict)))
		return 0;
	one.states = &r->f->out.states[at];
	one.n_states = 1;
	text = booted_state_text(&one);
	err = store_put_text(r->b->store, KIND, key, text);
	free(text);
	return err;
}

/* --- one state ------------------------------------------------------------- */

static void say(const struct run *r, size_t at, const char *what)
{
	if (r->b->progress)
		r->b->progress(r->b->data, r->m, r->b->states[at], what);
}

static void set_verdict(struct run *r, size_t at, enum boot_verdict v,
			char *why)
{
	struct booted_state *s = &r->f->out.states[at];

	s->verdict = boot_word(v);
	s->why = why ? own(r, why) : NULL;
}

/* ERR, of a build: a verdict, or what ends the run. */
static int not_built(struct run *r, size_t at, int err, char *why)
{
	if (err == ERR_INTERRUPTED) {
		free(why);
		return err;
	}
	set_verdict(r, at, err == ERR_USER ? BOOT_NOT_BUILT : BOOT_FAILED, why);
	return 0;
}

static int run_kernel(struct run *r, size_t at, const char *image)
{
	struct booted_state *s = &r->f->out.states[at];
	struct strbuf text = STRBUF_INIT;
	enum console_end end;
	double start = now();
	int err;

	say(r, at, "running");
	err = emulator_run(r->b->machines, r->m, image, r->kb.obj, r->log,
			   r->b->timeout, &text, &end);
	if (!err)
		console_judge(r->b->machines, text.buf, end, s, &r->f->own);
	else if (err == ERR_TOOL)
		set_verdict(r, at, BOOT_FAILED, xstrdup(text.buf));
	s->boot = now() - start;
	strbuf_release(&text);
	return err == ERR_INTERRUPTED ? err : 0;
}

/* Does patch 1 to N change what decides about options? */
static bool changes_options(const struct checkout *co)
{
	for (size_t i = 0; i < co->touched.n; i++)
		if (kbuild_reads(co->touched.v[i]))
			return true;
	return false;
}

static int build_and_run(struct run *r, size_t at, const char *content)
{
	struct booted_state *s = &r->f->out.states[at];
	char *image, *digest, *why, *key;
	double start = now();
	int err = checkout_go(r->b->co, r->b->states[at]);

	if (!err)
		err = sources_settle(r->b->co, r->b->states[at], r->kb.obj);
	if (err)
		return err;
	say(r, at, "compiling");
	err = build_kernel(r->m, &r->kb, r->b->jobs,
			   changes_options(r->b->co), &image, &digest, &why);
	s->build = now() - start;
	if (err) {
		err = not_built(r, at, err, why);
	} else {
		key = image_key(r, digest);
		err = known(r, key, at);
		if (!err)
			err = run_kernel(r, at, image) ?: keep(r, key, at);
		if (err >= 0)
			err = keep(r, content, at);
		free(key);
	}
	free(image);
	free(digest);
	return err;
}

/* --- one machine ----------------------------------------------------------- */

/* All that are not known yet. */
static void for_all(struct run *r, enum boot_verdict v, const char *why)
{
	for (size_t i = 0; i < r->b->n_states; i++)
		if (!r->f->out.states[i].verdict)
			set_verdict(r, i, v, xstrdup(why));
}

/* Is there an answer for each state in the store? 1, 0 or < 0. */
static int all_known(struct run *r, char **keys)
{
	int all = 1, got = 0;

	for (size_t i = 0; i < r->b->n_states && got >= 0; i++) {
		keys[i] = content_key(r, r->b->states[i]);
		got = known(r, keys[i], i);
		all &= got > 0;
	}
	return got < 0 ? got : all;
}

static int prepare(struct run *r)
{
	struct booted_config *out = &r->f->out;
	struct kbuild *kb = &r->kb;
	char *why = NULL;
	int err;

	say(r, 0, "configuring");
	kbuild_ask(kb, LISTED);
	err = checkout_go(r->b->co, 0);
	if (!err)
		err = kbuild_prepare(&kb, 1, r->b->jobs);
	if (err)
		return err;
	if (kb->result != KBUILD_OK) {
		for_all(r, kb->result == KBUILD_TOOL_FAILED ? BOOT_FAILED :
			BOOT_NOT_BUILT, kb->why ?: "it cannot be configured");
		return 0;
	}
	strvec_clear(&out->on);
	strvec_clear(&out->off);
	strvec_clear(&out->not_set);
	err = build_checks(kb, &r->b->machines->checks, &out->on, &out->off);
	/* A check that an architecture does not have is in OFF. */
	for (size_t i = 0; i < kb->not_set.n; i++) {
		const char *set = kb->not_set.v[i];
		char *name = xstrndup(set, strcspn(set, "="));

		if (!strvec_has(&r->b->machines->checks, name))
			strvec_push(&out->not_set, set);
		free(name);
	}
	if (!err)
		err = build_init(r->b->machines, r->m, kb, &why);
	if (err == ERR_USER || err == ERR_TOOL) {
		for_all(r, err == ERR_USER ? BOOT_NOT_BUILT : BOOT_FAILED, why);
		err = 0;
	}
	free(why);
	return err;
}

static int all_states(struct run *r)
{
	char **keys = xcalloc(r->b->n_states + 1, sizeof(*keys));
	int err = all_known(r, keys);

	if (!err)
		err = prepare(r);
	else if (err > 0)
		goto done;
	for (size_t i = 0; i < r->b->n_states && !err; i++)
		if (!r->f->out.states[i].verdict) {
			err = build_and_run(r, i, keys[i]);
			err = err < 0 ? err : 0;
		}
done:
	for (size_t i = 0; i < r->b->n_states; i++)
		free(keys[i]);
	free(keys);
	return err < 0 ? err : 0;
}

/* Is there all that it takes? 1, 0 with the reason set, or < 0. */
static int find_tools(struct run *r)
{
	struct booted_config *out = &r->f->out;
	char *obj = xstrfmt("%s/boot/%s%s", r->b->obj, r->m->config.id,
			    r->b->machines->light ? ".light" : "");
	char *version = NULL;
	int err = kbuild_init(&r->kb, &r->m->config, r->b->co->base_id, "",
			      r->b->co->dir, obj);

	r->log = xstrfmt("%s.console", obj);
	free(obj);
	if (err)
		return err;
	out->compiler = own(r, xstrdup(r->kb.compiler ?: ""));
	if (r->kb.result == KBUILD_NO_COMPILER) {
		out->not_looked = own(r, xstrdup(r->kb.why));
		return 0;
	}
	err = emulator_version(r->m, &version);
	if (err == ERR_INTERRUPTED) {
		free(version);
		return err;
	}
	r->emulator = version;
	if (err > 0)
		out->emulator = version;
	else if (!err)
		out->not_looked = version;
	else
		for_all(r, BOOT_FAILED, version);
	own(r, version);
	if (r->kb.result == KBUILD_TOOL_FAILED)
		for_all(r, BOOT_FAILED, r->kb.why ?: "no compiler answers");
	return err > 0 && r->kb.result == KBUILD_OK;
}

int boot_machine(const struct boot *b, const struct machine *m,
		 struct boot_found *f)
{
	struct run r = { .b = b, .m = m, .f = f };
	int err;

	f->m = m;
	f->roots = xcalloc(b->n_states + 1, sizeof(*f->roots));
	f->out = (struct booted_config){ .id = m->config.id,
					 .processors = m->processors };
	if (m->without) {
		f->out.not_looked = m->without;
		return 0;
	}
	f->out.states = xcalloc(b->n_states + 1, sizeof(*f->out.states));
	f->out.n_states = b->n_states;
	for (size_t i = 0; i < b->n_states; i++)
		f->out.states[i] = (struct booted_state){
			.state = b->states[i], .a_round = -1, .build = -1,
			.boot = -1, .processors = -1,
		};
	err = find_tools(&r);
	if (err > 0)
		err = all_states(&r);
	/* What was not looked at has no states. */
	if (f->out.not_looked) {
		free(f->out.states);
		f->out.states = NULL;
		f->out.n_states = 0;
	}
	kbuild_release(&r.kb);
	free(r.log);
	return err;
}

void boot_found_release(struct boot_found *f)
{
	size_t n = f->out.n_states;

	booted_config_release(&f->out);
	for (size_t i = 0; f->roots && i < n; i++)
		json_decref(f->roots[i]);
	free(f->roots);
	strvec_release(&f->own);
	memset(f, 0, sizeof(*f));
}
