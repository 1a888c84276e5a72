// SPDX-License-Identifier: GPL-2.0-only
#include "review/review.h"

const struct rpatch *review_mail(const struct review *r, size_t number)
{
	for (size_t i = 0; i < r->n; i++)
		if (number && r->patches[i].number == number)
			return &r->patches[i];
	return NULL;
}

/* --- is it of these patches? ------------------------------------------- */

/* A commit says it for certain, a name only if there is no commit. */
static bool other_tree(const struct record *r, const char *tree,
		       const char *commit)
{
	if (*r->base && *commit)
		return strcmp(r->base, commit) != 0;
	return *r->tree && strcmp(r->tree, tree);
}

/* The number of the patch in the report with this id, or subject, or 0. */
static size_t find(const struct verified *v, bool by_id, const char *what)
{
	for (size_t i = 0; i < v->n_patches; i++)
		if (!strcmp(by_id ? v->patches[i].id : v->patches[i].subject,
			    what))
			return i + 1;
	return 0;
}

static bool is_patch(const struct report_patch *v, size_t n, size_t number,
		     const char *id)
{
	return number <= n && !strcmp(v[number - 1].id, id);
}

static void match_report(struct review *r, struct rpatch *p, const char *id,
			 bool *moved)
{
	const struct verified *v = &r->report;

	p->seen = p->number;
	if (!is_patch(v->patches, v->n_patches, p->number, id)) {
		*moved = true;
		p->seen = find(v, true, id);
	}
	if (p->seen) {
		p->fresh = *moved ? FRESH_BEHIND : FRESH_YES;
	} else {
		p->seen = find(v, false, p->subject);
		p->fresh = p->seen ? FRESH_CHANGED : FRESH_NONE;
	}
	r->stale += p->fresh != FRESH_YES;
}

void review_match(struct review *r)
{
	const struct proved *pr = &r->proved;
	const struct booted *b = &r->booted;
	bool moved, same = true, as_booted = true;

	r->other_tree = r->has_report &&
			other_tree(&r->record, r->report.tree, r->report.commit);
	r->proved_elsewhere = r->has_proved &&
			      other_tree(&r->record, pr->tree, pr->base);
	r->booted_elsewhere = r->has_booted &&
			      other_tree(&r->record, b->tree, b->base);
	moved = r->other_tree;
	for (size_t k = 1; k <= r->set.n; k++) {
		struct rpatch *p = (struct rpatch *)review_mail(r, k);
		char *id = ppatch_id(p->mail);

		if (r->has_report)
			match_report(r, p, id, &moved);
		same = same && is_patch(pr->patches, pr->n_patches, k, id);
		r->proved_same += same;
		as_booted = as_booted &&
			    is_patch(b->patches, b->n_patches, k, id);
		r->booted_same += as_booted;
		free(id);
	}
	r->proved_stale = r->has_proved &&
			  (r->proved_elsewhere || !same ||
			   pr->n_patches != r->set.n);
	r->booted_stale = r->has_booted &&
			  (r->booted_elsewhere || !as_booted ||
			   b->n_patches != r->set.n);
}

/* --- what is said of a patch ------------------------------------------- */

static enum rstate as_fresh(const struct rpatch *p, enum rstate s)
{
	return s && p->fresh != FRESH_YES ? RSTATE_STALE : s;
}

enum rstate review_state(const struct rpatch *p,
			 const struct verified_column *c)
{
	return as_fresh(p, verified_state(c, p->seen));
}

const struct cell *review_cell(const struct rpatch *p,
			       const struct verified_column *c)
{
	static const struct cell none;

	return verified_cell(c, p->seen) ?: &none;
}

const struct verified_check *review_verdict(const struct review *r,
					    const struct rpatch *p,
					    const char *check)
{
	if (p && !p->seen)
		return NULL;
	return verified_check(&r->report, p ? p->seen : 0, check);
}

enum rstate review_verdict_state(const struct review *r,
				 const struct rpatch *p, const char *check)
{
	const struct verified_check *v = review_verdict(r, p, check);
	enum rstate s = v ? rstate_of(v->status) : RSTATE_NONE;

	if (!v || p)
		return v ? as_fresh(p, s) : s;
	return r->stale ? RSTATE_STALE : s;
}

void review_count(const struct review *r, const struct rpatch *p,
		  size_t count[RSTATES])
{
	struct strvec names = STRVEC_INIT;

	memset(count, 0, RSTATES * sizeof(*count));
	verified_checks(&r->report, &names);
	for (size_t i = 0; i < r->report.n; i++)
		count[review_state(p, &r->report.columns[i])]++;
	for (size_t i = 0; i < names.n; i++)
		count[review_verdict_state(r, p, names.v[i])]++;
	strvec_release(&names);
}

bool review_code(const struct review *r, const struct rpatch *p,
		 struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;
	bool any = verified_code(&r->report, p->seen, NULL, &text) >= 0;

	if (any)
		strbuf_addf(out, "%s%s", p->fresh != FRESH_YES ? "stale: " : "",
			    text.buf);
	strbuf_release(&text);
	return any;
}
