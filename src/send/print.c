// SPDX-License-Identifier: GPL-2.0-only
#include "gen/print.h"
#include "send/print.h"

static void print_unused(const struct mail *m)
{
	for (size_t i = 0; i < m->kept->n; i++)
		if (!mail_takes(m, &m->kept->v[i]))
			printf("  trailers for a patch that the series does not have: %s\n",
			       m->kept->v[i].subject);
}

static void print_doubt(const char *number, const struct given *g)
{
	if (!given_holds(g))
		printf("  dropped, given for different content: %s %s\n",
		       number, g->t->text);
	else if (g->what == GIVEN_ANY)
		printf("  kept, its content is not known: %s %s\n",
		       number, g->t->text);
}

void print_trailers(const struct mail *m)
{
	const struct series *s = m->kept ? m->apply->series : NULL;
	size_t n = 0, patches = 0, held;

	if (!s || !m->kept->n)
		return;
	for (size_t i = 0; i < s->n; i++) {
		held = 0;
		for (size_t k = 0; k < m->given[i].n; k++)
			held += given_holds(&m->given[i].v[k]);
		n += held;
		patches += held > 0;
	}
	printf("trailers: %zu on %zu patch%s\n", n, patches,
	       patches == 1 ? "" : "es");
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < m->given[i].n; k++)
			print_doubt(print_number(m->apply, i),
				    &m->given[i].v[k]);
	print_unused(m);
}

#define LARGE_BYTES 200000
#define LARGE_PEOPLE 100

/* Who mails it learns too late that lists and people will not have it. */
static void print_large(const struct mail *m, const char *advice)
{
	if (m->largest > LARGE_BYTES)
		printf("  a patch is %zu kB large, more than many mailing lists take: see %s\n",
		       m->largest / 1000, advice);
	if (m->most > LARGE_PEOPLE)
		printf("  a patch goes to %zu people and lists: see %s\n",
		       m->most, advice);
}

void print_people(const struct mail *m, const char *advice)
{
	if (!m->files.n || m->cc == MAIL_CC_NO)
		return;
	if (!m->addressed)
		printf("to, cc: the tree has no get_maintainer.pl; ");
	else
		printf("to, cc: %zu", m->least);
	if (m->addressed && m->most > m->least)
		printf(" to %zu", m->most);
	printf("%s%zu on the cover letter\n", m->addressed ? " a patch, " : "",
	       people_count(&m->all));
	if (m->addressed && !m->least)
		printf("  a patch has neither To nor Cc\n");
	print_large(m, advice);
}
