// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>

#include "gen/finding.h"

#define SHOWN 20	/* of each kind */

/* How to settle it. */
static const char *const advice[] = {
	[FINDING_NO_ANSWER] = "run again; --timeout gives a slow file more time, '// Not: PATH -- REASON' leaves it out",
	[FINDING_REFUSED] = "mend the rule, or '// Not: PATH -- REASON' leaves the file out",
	[FINDING_UNPARSED] = "state '// May-miss: parse PATH:FUNCTION -- REASON', and convert the place by an edit",
	[FINDING_PLACE] = "extend the rule, or state '// May-miss: place PATH:FUNCTION -- REASON'",
	[FINDING_MACRO] = "extend the rule, add an edit, or state '// May-miss: place PATH -- REASON'",
	[FINDING_LOST] = "name the attribute in the rule, or state '// May-miss: attribute PATH -- REASON'",
	[FINDING_UNCHANGED] = "narrow Has: and Files:, or state '// May-miss: file PATH -- REASON'",
	[FINDING_RULE] = "mend the rule, or state '// May-miss: rule NAME -- REASON'",
	[FINDING_NO_FILE] = NULL,
	[FINDING_EDIT] = NULL,
	[FINDING_DONE] = NULL,
};

void finding_add(struct findings *f, enum finding_kind kind, const char *like,
		 const char *fmt, ...)
{
	char *text;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		BUG("no memory");
	va_end(ap);
	GROW(f->v, f->n + 1, f->alloc);
	f->v[f->n++] = (struct finding){ kind, like ? xstrdup(like) : NULL, text };
}

static bool alike(const struct finding *a, const struct finding *b)
{
	return a->kind == b->kind && a->like && b->like &&
	       !strcmp(a->like, b->like);
}

/* How many like number I come after it; -1 if one came before. */
static int more_like(const struct findings *f, size_t i)
{
	int n = 0;

	for (size_t k = 0; f->v[i].like && k < f->n; k++)
		if (k != i && alike(&f->v[k], &f->v[i])) {
			if (k < i)
				return -1;
			n++;
		}
	return n;
}

/* One line: with what settles it, if it is the ONLY one of its kind. */
static void print_one(const struct finding *f, const char *name, int more,
		      bool only)
{
	char *likewise = more ? xstrfmt(" (likewise %d more file%s)", more,
					plural(more)) : xstrdup("");
	bool tell = only && advice[f->kind];

	error("patch %s: %s%s%s%s", name, f->text, likewise,
	      tell ? "; to settle this, " : "", tell ? advice[f->kind] : "");
	free(likewise);
}

static void print_kind(const struct findings *f, enum finding_kind kind,
		       const char *name, bool all)
{
	size_t n = 0, lines = 0;

	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].kind == kind && (all || more_like(f, i) >= 0))
			n++;
	for (size_t i = 0; i < f->n && (all || lines < SHOWN); i++) {
		int more = all ? 0 : more_like(f, i);

		if (f->v[i].kind != kind || more < 0)
			continue;
		print_one(&f->v[i], name, more, n == 1);
		lines++;
	}
	if (n > lines)
		error("patch %s: ... and %zu more like these (-d shows all)",
		      name, n - lines);
	if (n > 1 && advice[kind])
		error("patch %s: to settle these, %s", name, advice[kind]);
}

void findings_print(struct findings *f, const char *name, bool all)
{
	for (size_t k = 0; k < ARRAY_SIZE(advice); k++)
		print_kind(f, k, name, all);
}

int findings_error(const struct findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].kind == FINDING_NO_ANSWER)
			return ERR_ENV;
	return f->n ? ERR_FINDING : 0;
}

void findings_release(struct findings *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->v[i].text);
		free(f->v[i].like);
	}
	free(f->v);
	memset(f, 0, sizeof(*f));
}
