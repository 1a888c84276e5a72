// SPDX-License-Identifier: GPL-2.0-only
#include "verify/missing.h"
#include "verify/report.h"

/* What the solver found out about W's line, behind what hides it. */
static void add_answer(struct strbuf *out, const struct want *w)
{
	if (w->state == WANT_SHOWN)
		strbuf_addf(out, "; its conditions hold in a solved configuration, which does not compile it%s",
			    w->guesses.n ? ", assuming " : "");
	else
		strbuf_addstr(out, "; not decided");
	for (size_t i = 0; i < w->guesses.n && i < 4; i++)
		strbuf_addf(out, "%s%s", i ? ", " : "", w->guesses.v[i]);
	for (size_t i = 0; i < w->why.n && i < 4; i++)
		strbuf_addf(out, ": %s", w->why.v[i]);
}

static void add_line(struct report *r, const struct missing *m)
{
	const struct want *w = r->solved ?
			       solved_find(r->solved, m->patch, m->file, m->line) : NULL;
	char *at = xstrfmt("patch %zu %s:%u", m->patch,
			   r->v->co->touched.v[m->file], m->line);
	struct strbuf why = STRBUF_INIT;

	strbuf_addstr(&why, m->why);
	if (w && w->state == WANT_DEAD) {
		strbuf_clear(&why);
		for (size_t i = 0; i < w->why.n; i++)
			strbuf_addf(&why, "%s%s", i ? " | " : "", w->why.v[i]);
		strvec_pushf(&r->out.dead, "%s: %s", at, why.buf);
	} else if (m->macro) {
		strvec_pushf(&r->out.macros, "%s: %s", at, m->why);
	} else {
		if (w)
			add_answer(&why, w);
		strvec_pushf(&r->out.lines, "%s: %s", at, why.buf);
	}
	strbuf_release(&why);
	free(at);
}

static int changed_lines(struct report *r)
{
	struct missings ms;
	int err = missing_find(r->v, &ms);

	r->out.changed_lines = ms.changed;
	for (size_t i = 0; i < ms.n && !err; i++)
		add_line(r, &ms.v[i]);
	missing_release(&ms);
	if (r->solved && !err)
		solved_lines(r->solved, r->v, &r->out.solved);
	return err;
}

static void add_column(struct report *r, const struct verified_column *c)
{
	struct verify_sum *s = &r->sum;

	s->skipped_columns += !verified_compiled(c);
	s->fallback_columns += verified_compiled(c) && c->in_part;
	for (size_t i = 0; i < c->n; i++) {
		const struct cell *cell = &c->cells[i];
		enum rstate state = rstate_of(cell->status);

		s->failed += state == RSTATE_FAIL;
		s->warned += state == RSTATE_WARN;
		s->compiled += cell->compiled;
		s->sparsed += cell->sparsed;
		s->broken += cell->broken;
		r->out.pairs += cell->units;
		r->out.skipped += cell->unchanged + cell->unreached +
				  cell->same;
	}
}

static bool is_solved(const struct report *r, const struct column *c)
{
	for (size_t i = 0; r->solved && i < r->solved->solver.n; i++)
		if (r->solved->solver.configs[i] == c->config)
			return true;
	return false;
}

static struct verified_column to_column(const struct report *r,
					const struct column *c)
{
	static const char *const results[] = {
		[KBUILD_OK] = "compiled", [KBUILD_NO_COMPILER] = "no-compiler",
		[KBUILD_NO_CONFIG] = "no-config", [KBUILD_FAILED] = "broken-tree",
		[KBUILD_TOOL_FAILED] = "tool-failed",
	};
	bool ok = c->result == KBUILD_OK;

	return (struct verified_column){
		.id = c->config->id, .arch = c->config->arch->name,
		.result = results[c->result], .why = c->why,
		.compiler = c->compiler, .in_part = c->fallback,
		.not_linked = c->not_linked,
		.not_set = c->not_set, .seconds = c->seconds,
		.cells = ok ? c->cells + r->v->from + 1 : NULL,
		.n = ok ? r->v->to - r->v->from : 0,
		.set = is_solved(r, c) ? c->config->set : (struct strvec){ 0 },
	};
}

static void fill_columns(struct report *r)
{
	struct verified *out = &r->out;

	out->columns = xcalloc(r->n + 1, sizeof(*out->columns));
	out->alike = xcalloc(r->n + 1, sizeof(*out->alike));
	for (size_t i = 0; i < r->n; i++) {
		const struct column *c = &r->columns[i];

		if (c->like) {
			out->alike[out->n_alike++] = (struct verified_like){
				.id = c->config->id,
				.arch = c->config->arch->name,
				.like = c->like->config->id,
			};
			continue;
		}
		out->columns[out->n] = to_column(r, c);
		add_column(r, &out->columns[out->n++]);
	}
}

static void fill_checks(struct report *r)
{
	struct verified *out = &r->out;
	size_t n = r->verdicts->n;

	out->checks = xcalloc(n + 1, sizeof(*out->checks));
	for (; out->n_checks < n; out->n_checks++) {
		const struct verdict *vd = &r->verdicts->v[out->n_checks];
		const struct check_result *said = &vd->result;
		const char *status = check_outcome_name(said->outcome);
		enum rstate state = rstate_of(status);

		out->checks[out->n_checks] = (struct verified_check){
			.check = vd->check->name, .patch = vd->patch,
			.status = status, .summary = said->summary,
			.details = said->details, .seconds = said->seconds,
		};
		r->sum.checks_failed += state == RSTATE_FAIL;
		r->sum.checks_warned += state == RSTATE_WARN;
		r->sum.checks_skipped += state == RSTATE_SKIP;
	}
}

int report_sum(struct report *r)
{
	struct checkout *co = r->v->co;

	bool here = r->archs && r->archs->n;

	r->out = (struct verified){
		.tree = r->tree->name, .commit = r->tree->commit,
		.command = r->portable, .patches = checkout_patches(co),
		.n_patches = co->patches.n, .failed = co->failed,
		.why = co->why, .lines_known = r->lines && !here,
		.sparse = r->v->sparse,
	};
	if (!r->out.patches)
		return ERR_ENV;
	fill_columns(r);
	fill_checks(r);
	if (r->lines && changed_lines(r))
		return ERR_ENV;
	/* What others compile is nothing that these few could know. */
	if (here) {
		r->sum.elsewhere = r->out.lines.n;
		strvec_clear(&r->out.lines);
		strvec_clear(&r->out.macros);
	}
	return 0;
}

bool report_found(const struct report *r)
{
	const struct verify_sum *s = &r->sum;

	/* What somebody asked for by name, and did not get, is no pass. */
	if (r->archs && r->archs->n && s->skipped_columns)
		return true;
	return s->failed || s->warned || r->out.lines.n || s->checks_failed ||
	       s->checks_warned || r->v->co->failed;
}

void report_release(struct report *r)
{
	strvec_release(&r->out.lines);
	strvec_release(&r->out.macros);
	strvec_release(&r->out.dead);
	strvec_release(&r->out.solved);
	free(r->out.patches);
	free(r->out.columns);
	free(r->out.alike);
	free(r->out.checks);
	memset(&r->out, 0, sizeof(r->out));
}
