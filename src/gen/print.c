// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/output.h"
#include "gen/print.h"

#define SUBJECT_MIN 37	/* columns: a line of an applied patch fills 80 */
#define SUBJECT_MAX 76

/* A wide terminal shows the subjects whole. */
static int subject_width(void)
{
	int n = SUBJECT_MIN, width = output_width();

	if (width > 80)
		n += width - 80;
	return n > SUBJECT_MAX ? SUBJECT_MAX : n;
}

static const char *outcome_colour(enum outcome o)
{
	if (!output_colour())
		return "";
	return o == OUTCOME_FAILED ? "\033[31m" :
	       o == OUTCOME_APPLIED ? "\033[32m" : "\033[2m";
}

static bool is_mailed(enum outcome o)
{
	return o == OUTCOME_APPLIED || o == OUTCOME_OPEN ||
	       o == OUTCOME_WAITS || o == OUTCOME_FAILED;
}

const char *print_number(const struct apply *a, size_t i)
{
	static char number[16];
	size_t n = 0;

	for (size_t k = 0; k <= i; k++)
		n += is_mailed(a->reports[k].outcome);
	if (!is_mailed(a->reports[i].outcome))
		return "--";
	snprintf(number, sizeof(number), "%02zu", n);
	return number;
}

void print_patch(const struct apply *a, size_t i, bool named)
{
	const struct patch *p = &a->series->patches[i];
	const struct patch_report *r = &a->reports[i];
	const char *what = named ? p->name : p->subject;
	char subject[SUBJECT_MAX + 5];
	const char *on = outcome_colour(r->outcome);
	int width = subject_width();

	if (named)
		width += 4;
	snprintf(subject, width + 1, "%s", what);
	if (strlen(what) > (size_t)width)
		memcpy(subject + width - 2, "..", 2);
	if (!named)
		printf(" %s ", print_number(a, i));
	printf(" %-*s %s%-14s%s", width, subject, on, outcome_name(r->outcome),
	       *on ? "\033[m" : "");
	if (r->outcome == OUTCOME_APPLIED) {
		printf(" %2d file%-1s %+4d %4d", r->files, plural(r->files),
		       r->plus, -r->minus);
		if (!named)
			printf(" %4.1fs", r->seconds);
	} else if (r->why) {
		/* Below it, if there is no room; then it is at least in one piece. */
		int used = width + (named ? 16 : 20);
		bool fits = used + 1 + (int)strlen(r->why) <= output_width();

		printf("%s%s", fits ? " " : "\n       ", r->why);
	}
	putchar('\n');
	fflush(stdout);
}

static void print_op(const struct op *op, const struct op_report *r)
{
	printf("       %s: %zu candidate%s", op->name, r->candidates.n,
	       plural(r->candidates.n));
	if (r->known)
		printf(" (%zu known)", r->known);
	if (op->kind == OP_RULE && op->rule.places.n)
		printf(", %zu of %zu place%s converted", r->converted,
		       r->places, plural(r->places));
	if (r->unparsed)
		printf(", %zu of %zu functions not parsed", r->unparsed,
		       r->functions);
	printf(", %.2f s\n", r->seconds);
	for (size_t k = 0; k < r->n_steps; k++) {
		const struct step_report *s = &r->steps[k];

		printf("         %-40s %d hit%s", s->name ?: "", s->hits,
		       plural(s->hits));
		if (s->allowed && s->reason)
			printf(" (may miss: %s)", s->reason);
		putchar('\n');
	}
	for (size_t k = 0; k < r->candidates.n; k++)
		printf("         in %s%s\n", r->candidates.v[k],
		       strvec_has(&r->unchanged, r->candidates.v[k]) ?
		       " (unchanged, which is allowed)" : "");
}

void print_steps(const struct apply *a, size_t i)
{
	const struct patch *p = &a->series->patches[i];

	for (size_t j = 0; j < p->n; j++)
		if (a->reports[i].ops[j].ran)
			print_op(&p->ops[j], &a->reports[i].ops[j]);
}

int patch_diff(const struct apply *a, size_t i, struct strbuf *out)
{
	int err = 0;

	for (size_t k = 0; k < a->work->n && !err; k++) {
		const struct file_change *c =
			file_change_of(a->work->files[k], i);

		if (c)
			err = diff_unified(a->work->files[k]->path, &c->before,
					   change_after(a->work->files[k], c),
					   out);
	}
	return err;
}

void print_raw(const struct strbuf *text)
{
	/* Into a file, it is a patch. */
	if (isatty(1))
		fwrite(text->buf, 1, text->len, stdout);
	else
		output_raw(text->buf, text->len);
}

int print_diff(const struct apply *a, size_t i)
{
	struct strbuf out = STRBUF_INIT;
	int err = patch_diff(a, i, &out);

	print_raw(&out);
	strbuf_release(&out);
	return err;
}

void print_left(const struct apply *a, FILE *to)
{
	for (size_t i = 0; i < a->n_left; i++) {
		const struct place_left *l = &a->left[i];

		if (l->reason)
			fprintf(to, "  place left, as stated: %s:%d: %s%s%s, %s (%s)\n",
				l->path, l->line, l->form,
				l->function ? " in " : "", l->function ?: "",
				l->why, l->reason);
	}
}

void print_misses(const struct lefts *l, const struct scan *s, FILE *to)
{
	for (size_t i = 0; i < l->n; i++)
		if (!l->v[i].reason)
			fprintf(to, "  left: %s:%d: %s\n", l->v[i].path,
				l->v[i].line, l->v[i].word);
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].reason)
			fprintf(to, "  left, as stated: %s:%d: %s (%s)\n",
				l->v[i].path, l->v[i].line, l->v[i].word,
				l->v[i].reason);
	for (size_t i = 0; i < s->unread.n; i++)
		fprintf(to, "  not scanned, its object is missing: %s\n",
			s->unread.v[i]);
}
