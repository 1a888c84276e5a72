// SPDX-License-Identifier: GPL-2.0-only
#include "base/strset.h"
#include "csrc/lang.h"
#include "verify/int.h"

/* Units that are tried for a header that no other unit reads. */
#define TRIES 8

/* --- which units --------------------------------------------------------- */

/* Is it one that a patch changes, or that names what a patch changes? */
static bool is_named(const struct vrun *r, const char *source)
{
	return checkout_index(r->v->co, source) >= 0 ||
	       unitset_names(r->v->us, r->v->co, r->c->config->arch->name,
			     source);
}

/* Put the units that are named first. Returns how many these are. */
static size_t named_first(struct vrun *r)
{
	struct vunit *v = xcalloc(r->n + 1, sizeof(*v));
	size_t n = 0, named;

	for (size_t i = 0; i < r->n; i++)
		if (is_named(r, r->units[i].source))
			v[n++] = r->units[i];
	named = n;
	for (size_t i = 0; i < r->n; i++)
		if (!is_named(r, r->units[i].source))
			v[n++] = r->units[i];
	free(r->units);
	r->units = v;
	return named;
}

static bool is_read(const struct vrun *r, const char *path)
{
	for (size_t i = 0; i < r->n; i++)
		if (strvec_has(&r->units[i].deps, path))
			return true;
	return false;
}

/* Make unit number AT, of those behind the first r->n, the next one. */
static void take_unit(struct vrun *r, size_t at)
{
	struct vunit u = r->units[at];

	memmove(&r->units[r->n + 1], &r->units[r->n],
		(at - r->n) * sizeof(u));
	r->units[r->n++] = u;
}

/* Preprocess the base with units of ALL that may include PATH, a few. */
static int try_header(struct vrun *r, size_t all, const char *path)
{
	const char *arch = r->c->config->arch->name;
	size_t tried = 0;

	for (size_t i = r->n; i < all && tried < TRIES; i++)
		if (unitset_reach(r->v->us, arch, path, r->units[i].source)) {
			take_unit(r, i);
			tried++;
		}
	return tried ? units_preprocess(r, r->v->from) : 0;
}

/* The base, with so many units that each header is read, if any reads it. */
static int probe_base(struct vrun *r, size_t all)
{
	const struct strvec *touched = &r->v->co->touched;
	int err = units_preprocess(r, r->v->from);

	for (size_t i = 0; i < touched->n && !err; i++)
		if (lang_is_header(touched->v[i]) &&
		    !is_read(r, touched->v[i]))
			err = try_header(r, all, touched->v[i]);
	return err;
}

/* --- what they say ------------------------------------------------------- */

static void split_lines(struct strvec *out, const char *text)
{
	for (const char *p = text; p && *p;) {
		size_t n = strcspn(p, "\n");

		strvec_take(out, xstrndup(p, n));
		p += n + (p[n] == '\n');
	}
	strvec_sort(out);
}

/* The declarations of one of two lists that the other does not have. */
static void note_changed(size_t state, const char *prev, const char *now,
			 struct strvec *out)
{
	struct strvec a = STRVEC_INIT, b = STRVEC_INIT, only = STRVEC_INIT;

	split_lines(&a, prev);
	split_lines(&b, now);
	strset_differ(&a, &b, &only);
	for (size_t i = 0; i < only.n; i++)
		/* "ENV KEPT SLICE", see note_decls(). */
		if (strlen(only.v[i]) > 16)
			strvec_pushf(out, "%zu%s", state, only.v[i] + 16);
	strvec_release(&a);
	strvec_release(&b);
	strvec_release(&only);
}

static void note_state(struct vrun *r, size_t state, struct strvec *out)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct vunit *u = &r->units[i];

		if (u->now.known && u->prev.known)
			note_changed(state, u->prev.pp.decls, u->now.pp.decls,
				     out);
	}
}

static int probe_states(struct vrun *r, size_t all, struct strvec *out)
{
	int err = probe_base(r, all);

	for (size_t k = r->v->from + 1; k <= r->v->to && !err; k++) {
		/* What kbuild makes of it is not looked at here. */
		if (epoch_begins(r, k))
			strvec_pushf(out, "kbuild %s", r->c->config->id);
		vrun_next(r);
		err = units_preprocess(r, k);
		if (!err)
			note_state(r, k, out);
	}
	return err;
}

/*
 * Which processor, which headers: the text says what these change. And debug
 * information makes no compiler complain.
 */
static bool is_told_by_text(const char *arg)
{
	return starts_with(arg, "-m") || starts_with(arg, "-I") ||
	       starts_with(arg, "-D") || starts_with(arg, "-include") ||
	       starts_with(arg, "-isystem") || starts_with(arg, "-g") ||
	       !strcmp(arg, "-EB") || !strcmp(arg, "-EL");
}

/*
 * What only the code generator, the assembler or a debugger reads: it makes other
 * machine code, and the front end says the same of the source.
 */
static bool is_for_code(const char *arg)
{
	static const char *const FLAGS[] = {
		"-Wa,", "-pg", "-ffixed-", "-fcall-saved-", "-fcall-used-",
		"-fpatchable-function-entry", "-falign-", "-fno-align-",
		"-femit-struct-debug-", "-fdebug-",
	};
	static const char *const OPTIONS[] = {
		"omit-frame-pointer", "optimize-sibling-calls",
		"asynchronous-unwind-tables", "unwind-tables",
		"function-sections", "data-sections", "var-tracking",
		"var-tracking-assignments",
	};

	for (size_t i = 0; i < ARRAY_SIZE(FLAGS); i++)
		if (starts_with(arg, FLAGS[i]))
			return true;
	if (!starts_with(arg, "-f"))
		return false;
	arg += starts_with(arg, "-fno-") ? 5 : 2;
	for (size_t i = 0; i < ARRAY_SIZE(OPTIONS); i++)
		if (!strcmp(arg, OPTIONS[i]))
			return true;
	return false;
}

static void note_command(const struct kunit *k, struct strvec *out)
{
	for (size_t i = 0; k && i + 1 < k->cc.n; i++) {
		if (!is_told_by_text(k->cc.v[i]) && !is_for_code(k->cc.v[i]) &&
		    *k->cc.v[i] == '-')
			strvec_pushf(out, "flag %s", k->cc.v[i]);
	}
}

/* The name of the answer in the store: of all that it depends on. */
static char *probe_name(const struct vrun *r)
{
	const struct checkout *co = r->v->co;
	struct strbuf all = STRBUF_INIT;
	char *name;

	strbuf_addf(&all, "4 %s %zu %zu\n", r->config, r->v->from, r->v->to);
	for (size_t k = r->v->from; k <= r->v->to; k++)
		for (size_t i = 0; i < co->touched.n; i++) {
			const struct file_state *fs = checkout_state(co, k, i);

			strbuf_addf(&all, "%d ", fs->there);
			strbuf_add(&all, fs->id.b, sizeof(fs->id.b));
		}
	name = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return name;
}

static char *make_key(struct strvec *out)
{
	struct strbuf all = STRBUF_INIT;
	char *key;

	strvec_sort(out);
	strvec_uniq(out);
	for (size_t i = 0; i < out->n; i++)
		strbuf_addf(&all, "%s\n", out->v[i]);
	key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return key;
}

/* Run the probe: *KEY is set unless a tool failed. */
static int run_probe(struct vrun *r, char **key)
{
	struct strvec out = STRVEC_INIT;
	size_t all;
	int err;

	/* Each unit gets its command before some are put aside. */
	vrun_pick(r);
	all = r->n;
	err = vrun_prepared(r);
	r->n = named_first(r);
	if (!err)
		err = probe_states(r, all, &out);
	for (size_t i = 0; i < r->n && !err; i++)
		note_command(r->units[i].k, &out);
	strvec_pushf(&out, "compiler %s %s", r->c->config->arch->name,
		     r->c->compiler);
	if (!err)
		*key = make_key(&out);
	r->n = all;
	strvec_release(&out);
	return err == ERR_TOOL ? 0 : err;
}

struct probes {
	struct verify *v;
	struct column *c;
};

static int probe_one(struct member *m, void *data, size_t i)
{
	struct probes *p = data;
	struct verify *v = p->v;
	struct column *c = &p->c[i];
	struct vrun r = { .v = v, .c = c, .main = c, .m = m,
			  .linked = SIZE_MAX };
	char *name;
	int got;

	if (c->result != KBUILD_OK)
		return 0;
	r.gcc = !is_clang(c->compiler);
	vrun_digest(&r);
	name = probe_name(&r);
	got = store_get_text(v->store, "probe-1", name, &c->key);
	if (!got)
		got = run_probe(&r, &c->key);
	if (!got && c->key)
		got = store_put_text(v->store, "probe-1", name, c->key);
	free(name);
	vrun_release(&r);
	c->seconds += crew_cpu(m);
	return got < 0 ? got : 0;
}

int verify_probe(struct verify *v, struct column *c, size_t n)
{
	struct probes p = { v, c };

	return crew_run(v, n, probe_one, &p);
}
