// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "report/summary.h"

/* Of a mail. */
#define WIDTH 72

/* "KEY: TEXT", filled to WIDTH; lines but the first are indented. */
static void add_line(struct strbuf *out, const char *key, const char *text)
{
	size_t at = strlen(key) + 1;

	strbuf_addf(out, "%s:", key);
	for (const char *p = text + strspn(text, " "); *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");

		if (at + 1 + n > WIDTH && at > 2) {
			strbuf_addstr(out, "\n ");
			at = 1;
		}
		strbuf_addf(out, " %.*s", (int)n, p);
		at += 1 + n;
		p += n;
	}
	strbuf_addch(out, '\n');
}

/* "gcc (Debian 12.2.0-14) 12.2.0": "gcc 12.2.0", by what --version says. */
static char *short_version(const char *said)
{
	const char *p = strstr(said, "version "), *last = strrchr(said, ' ');
	const char *clang = strstr(said, "clang");

	p = p ? p + strlen("version ") : last ? last + 1 : said;
	if (!isdigit((unsigned char)*p))
		return xstrdup(said);
	return xstrfmt("%s %.*s", clang ? "clang" : "gcc",
		       (int)strcspn(p, " "), p);
}

/* "gcc 12.2.0, clang 19.1.4": each once, in the order they come. */
static void add_compilers(const struct verified *v, struct strbuf *out)
{
	struct strvec seen = STRVEC_INIT;

	for (size_t i = 0; i < v->n; i++) {
		const struct verified_column *c = &v->columns[i];
		char *name;

		if (!verified_compiled(c) || !c->compiler || !*c->compiler)
			continue;
		name = short_version(c->compiler);
		if (strvec_has(&seen, name))
			free(name);
		else
			strvec_take(&seen, name);
	}
	for (size_t i = 0; i < seen.n; i++)
		strbuf_addf(out, "%s %s", i ? "," : ";", seen.v[i]);
	strvec_release(&seen);
}

static size_t count_archs(const struct verified *v)
{
	struct strvec archs = STRVEC_INIT;
	size_t n;

	for (size_t i = 0; i < v->n; i++)
		if (verified_compiled(&v->columns[i]) &&
		    !strvec_has(&archs, v->columns[i].arch))
			strvec_push(&archs, v->columns[i].arch);
	n = archs.n;
	strvec_release(&archs);
	return n;
}

/* The first line: how much was built. */
static void add_built(const struct verified *v, struct strbuf *out)
{
	size_t archs = count_archs(v), n = 0;
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < v->n; i++)
		n += verified_compiled(&v->columns[i]);
	strbuf_addf(&text, "%zu configuration%s", n + v->n_alike,
		    plural((long)(n + v->n_alike)));
	if (v->n_alike)
		strbuf_addf(&text, " in %zu class%s, one of each compiled,", n,
			    n == 1 ? "" : "es");
	strbuf_addf(&text, " on %zu architecture%s, each patch against its parent",
		    archs, plural((long)archs));
	add_compilers(v, &text);
	add_line(out, "built", text.buf);
	strbuf_release(&text);
}

/* Cells of a STATE: "02 on x-def (unit, unit), ...". */
static size_t add_cells(const struct verified *v, enum rstate state,
			const char *key, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;
	size_t n = 0;

	for (size_t k = 1; k <= v->n_patches; k++) {
		const char *between = n ? "; " : "";
		size_t before = n;

		for (size_t i = 0; i < v->n; i++) {
			const struct cell *c = verified_cell(&v->columns[i], k);

			if (!c || rstate_of(c->status) != state)
				continue;
			if (n++ == before)
				strbuf_addf(&text, "%spatch %02zu on", between, k);
			strbuf_addf(&text, "%s %s", n > before + 1 ? "," : "",
				    v->columns[i].id);
		}
	}
	if (n)
		add_line(out, key, text.buf);
	strbuf_release(&text);
	return n;
}

static void add_sparse(const struct verified *v, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;
	size_t units = 0, new = 0;

	for (size_t i = 0; i < v->n; i++)
		for (size_t k = 0; k < v->columns[i].n; k++) {
			units += v->columns[i].cells[k].sparsed;
			new += v->columns[i].cells[k].sparse.n;
		}
	if (!v->sparse || !*v->sparse)
		strbuf_addstr(&text, "not run");
	else
		strbuf_addf(&text, "%.*s on %zu units, %zu new warning%s",
			    (int)strcspn(v->sparse, " "), v->sparse, units, new,
			    plural((long)new));
	add_line(out, "sparse", text.buf);
	strbuf_release(&text);
}

static void add_check(const struct verified *v, const char *name,
		      struct strbuf *out)
{
	size_t passed = 0, warned = 0, failed = 0, skipped = 0;
	struct strbuf text = STRBUF_INIT;
	const struct verified_check *one = NULL;

	for (size_t i = 0; i < v->n_checks; i++) {
		const struct verified_check *c = &v->checks[i];
		enum rstate s = rstate_of(c->status);

		if (strcmp(c->check, name))
			continue;
		one = c->patch ? one : c;
		passed += s == RSTATE_PASS;
		warned += s == RSTATE_WARN;
		failed += s == RSTATE_FAIL;
		skipped += s == RSTATE_SKIP;
	}
	if (one)
		strbuf_addf(&text, "%s: %s", one->status, one->summary ?: "");
	else
		strbuf_addf(&text, "%zu passed, %zu warn, %zu fail, %zu not run",
			    passed, warned, failed, skipped);
	add_line(out, name, text.buf);
	strbuf_release(&text);
}

static void add_missing(const struct verified *v, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < v->n; i++) {
		const struct verified_column *c = &v->columns[i];

		if (!verified_compiled(c))
			strbuf_addf(&text, "%s%s (%s)", text.len ? ", " : "",
				    c->id, c->result);
		else if (c->in_part)
			strbuf_addf(&text, "%s%s (in part)",
				    text.len ? ", " : "", c->id);
	}
	if (text.len)
		add_line(out, "not checked", text.buf);
	strbuf_release(&text);
}

void verified_summary(const struct verified *v, struct strbuf *out)
{
	struct strvec checks = STRVEC_INIT;
	const char *commit = v->commit ?: "";
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%zu patch%s on %s%s%.12s", v->n_patches,
		    v->n_patches == 1 ? "" : "es", v->tree,
		    *commit ? ", commit " : "", commit);
	add_line(out, "respin verify", text.buf);
	if (v->failed && *v->failed)
		add_line(out, "does not apply", v->failed);
	verified_checks(v, &checks);
	for (size_t i = 0; i < checks.n; i++)
		add_check(v, checks.v[i], out);
	if (v->n) {
		add_built(v, out);
		if (!(add_cells(v, RSTATE_FAIL, "fails", out) +
		      add_cells(v, RSTATE_WARN, "warns", out)))
			add_line(out, "new errors, warnings", "none");
		add_sparse(v, out);
		add_missing(v, out);
	} else {
		add_line(out, "built", "nothing");
	}
	if (v->lines_known) {
		strbuf_clear(&text);
		if (v->changed_lines)
			strbuf_addf(&text, "%zu, ", v->changed_lines);
		strbuf_addf(&text, "%zu compiled by no configuration",
			    v->lines.n);
		add_line(out, "changed lines of C", text.buf);
	}
	strvec_release(&checks);
	strbuf_release(&text);
}

/* "patch 07: leak of LEVEL in WAY on CONFIGURATION and 1 more". */
static void add_faults(const struct proved *p, size_t patch, struct strbuf *out)
{
	for (size_t i = 0; i < p->n_found; i++) {
		const struct rproof_found *f = &p->found[i];
		const struct rway *w = &p->ways[f->way];

		if (f->run->first != patch || !prove_is_fault(f->run->verdict))
			continue;
		strbuf_addf(out, "%spatch %02zu: %s of %s in %s on %s",
			    out->len ? "; " : "", patch,
			    prove_fault(f->run->verdict, false), w->level,
			    w->way, f->configs.v[0]);
		if (f->configs.n > 1)
			strbuf_addf(out, " and %zu more", f->configs.n - 1);
	}
}

void proved_summary(const struct proved *p, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;

	proved_counts(p, &text);
	add_line(out, "respin prove", text.buf);
	strbuf_clear(&text);
	for (size_t k = p->from + 1; k <= p->to; k++)
		add_faults(p, k, &text);
	if (text.len)
		add_line(out, "known to be wrong", text.buf);
	strbuf_release(&text);
}

/* "after patch 13: 7 ok, 1 leak": all machines. */
static void add_booted(const struct booted *b, size_t state, struct strbuf *out)
{
	size_t counts[BOOT_FAILED + 1] = { 0 }, n = 0;

	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k < b->v[i].n_states; k++)
			if (b->v[i].states[k].state == state) {
				counts[boot_verdict(b->v[i].states[k].verdict)]++;
				n++;
			}
	if (!n)
		return;
	strbuf_addstr(out, out->len ? "; " : "in QEMU, ");
	if (state)
		strbuf_addf(out, "after patch %02zu: ", state);
	else
		strbuf_addstr(out, "at the base: ");
	booted_words(counts, out);
}

void booted_summary(const struct booted *b, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT, bad = STRBUF_INIT;

	for (size_t k = 0; k <= b->n_patches; k++)
		add_booted(b, k, &text);
	if (text.len)
		add_line(out, "respin boot", text.buf);
	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k < b->v[i].n_states; k++) {
			const struct booted_state *s = &b->v[i].states[k];

			if (!s->state || !booted_news(&b->v[i], s))
				continue;
			strbuf_addf(&bad, "%s%s ", bad.len ? "; " : "", b->v[i].id);
			booted_cell(s, &bad);
			strbuf_addf(&bad, " after patch %02zu", s->state);
		}
	if (bad.len)
		add_line(out, "not ok when booted", bad.buf);
	strbuf_release(&text);
	strbuf_release(&bad);
}
