// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "compare/compare.h"
#include "compare/int.h"
#include "compare/sparse.h"

/* With less of their words in common, patches are not paired. */
#define WORDS_ALIKE 0.25

/* --- by subject -------------------------------------------------------- */

char *compare_subject_key(const char *subject)
{
	struct strbuf out = STRBUF_INIT;
	const char *s = subject + strspn(subject, " \t"), *end;

	while (*s == '[' && (end = strchr(s, ']')))
		s = end + 1 + strspn(end + 1, " \t");
	for (; *s; s++) {
		if (isspace((unsigned char)*s)) {
			if (out.len && out.buf[out.len - 1] != ' ')
				strbuf_addch(&out, ' ');
		} else {
			strbuf_addch(&out, (char)tolower((unsigned char)*s));
		}
	}
	while (out.len && strchr(" .,;:!", out.buf[out.len - 1]))
		out.buf[--out.len] = '\0';
	return strbuf_detach(&out);
}

/* Who goes with whom: by number in our set, and in theirs. */
struct pairing {
	const struct patchset *ours, *theirs;
	size_t *their_of;	/* 1 + index of theirs, 0 for none */
	size_t *our_of;		/* the same the other way */
	enum paired *how;	/* by number in ours */
	double *alike;		/* the same */
};

static void join(struct pairing *pg, size_t i, size_t j, enum paired how,
		 double alike)
{
	pg->their_of[i] = j + 1;
	pg->our_of[j] = i + 1;
	pg->how[i] = how;
	pg->alike[i] = alike;
}

static void pair_by_subject(struct pairing *pg)
{
	struct strvec keys = STRVEC_INIT;

	for (size_t j = 0; j < pg->theirs->n; j++)
		strvec_take(&keys, compare_subject_key(pg->theirs->v[j].subject));
	for (size_t i = 0; i < pg->ours->n; i++) {
		char *key = compare_subject_key(pg->ours->v[i].subject);

		for (size_t j = 0; *key && j < keys.n; j++)
			if (!pg->our_of[j] && !strcmp(keys.v[j], key)) {
				join(pg, i, j, PAIRED_SUBJECT, 0);
				break;
			}
		free(key);
	}
	strvec_release(&keys);
}

/* --- by content -------------------------------------------------------- */

/* How much two sorted lists have in common: Dice's coefficient. */
static double dice(const struct strvec *a, const struct strvec *b)
{
	size_t i = 0, j = 0, both = 0;

	while (i < a->n && j < b->n) {
		int c = strcmp(a->v[i], b->v[j]);

		both += c == 0;
		i += c <= 0;
		j += c >= 0;
	}
	return a->n + b->n ? 2.0 * (double)both / (double)(a->n + b->n) : 1;
}

/* What a patch is about. A word is "-PATH WORD" or "+PATH WORD". */
struct gist {
	struct strvec words, files;
};

static void gist_init(struct gist *g, const struct ppatch *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const char *path = p->v[i].path;
		struct tokens t;

		strvec_push(&g->files, path);
		tokens_init(&t, &p->v[i], false);
		for (size_t k = 0; k < t.n; k++)
			if (t.v[k].sign != ' ' && is_word(t.v[k].s[0]))
				strvec_pushf(&g->words, "%c%s %.*s",
					     t.v[k].sign, path,
					     (int)t.v[k].len, t.v[k].s);
		tokens_release(&t);
	}
	strvec_sort(&g->words);
	strvec_sort(&g->files);
}

static void gists_free(struct gist *g, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		strvec_release(&g[i].words);
		strvec_release(&g[i].files);
	}
	free(g);
}

static struct gist *gists_of(const struct patchset *ps, const size_t *paired)
{
	struct gist *g = xcalloc(ps->n, sizeof(*g));

	for (size_t i = 0; i < ps->n; i++)
		if (!paired[i])
			gist_init(&g[i], &ps->v[i]);
	return g;
}

static double alike(const struct gist *a, const struct gist *b)
{
	double words = dice(&a->words, &b->words);
	double files = dice(&a->files, &b->files);
	double both = (2 * words + files) / 3;

	return words < WORDS_ALIKE || both < PAIR_ALIKE ? 0 : both;
}

/* The two most alike first; of equal ones, the first. */
static void pair_by_content(struct pairing *pg)
{
	struct gist *ours = gists_of(pg->ours, pg->their_of);
	struct gist *theirs = gists_of(pg->theirs, pg->our_of);
	size_t n = pg->ours->n, m = pg->theirs->n;
	double *score = xcalloc(n * m, sizeof(*score));

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++)
			if (!pg->their_of[i] && !pg->our_of[j])
				score[i * m + j] = alike(&ours[i], &theirs[j]);
	for (;;) {
		size_t best = 0;

		for (size_t k = 0; k < n * m; k++)
			if (score[k] > score[best])
				best = k;
		if (!n || !m || score[best] <= 0)
			break;
		join(pg, best / m, best % m, PAIRED_CONTENT, score[best]);
		for (size_t i = 0; i < n; i++)
			score[i * m + best % m] = 0;
		for (size_t j = 0; j < m; j++)
			score[best / m * m + j] = 0;
	}
	free(score);
	gists_free(ours, n);
	gists_free(theirs, m);
}

/* --- all of it --------------------------------------------------------- */

static struct pair *add_pair(struct comparison *c, enum verdict v)
{
	struct pair *p;

	GROW(c->v, c->n + 1, c->alloc);
	p = &c->v[c->n++];
	memset(p, 0, sizeof(*p));
	p->verdict = v;
	return p;
}

/* Theirs that are alone, up to number END. */
static void add_alone(struct comparison *c, const struct pairing *pg,
		      size_t *next, size_t end)
{
	for (; *next < end; ++*next) {
		struct pair *p;

		if (pg->our_of[*next])
			continue;
		p = add_pair(c, ONLY_THEIRS);
		p->theirs = &pg->theirs->v[*next];
		p->their_number = *next + 1;
	}
}

static int add_all(struct comparison *c, const struct pairing *pg,
		   struct patchset *ours, struct patchset *theirs)
{
	size_t next = 0;
	int err = 0;

	for (size_t i = 0; i < ours->n && !err; i++) {
		size_t j = pg->their_of[i];
		struct pair *p;

		if (j)
			add_alone(c, pg, &next, j - 1);
		p = add_pair(c, ONLY_OURS);
		p->ours = &ours->v[i];
		p->our_number = i + 1;
		if (!j)
			continue;
		p->theirs = &theirs->v[j - 1];
		p->their_number = j;
		p->how = pg->how[i];
		p->alike = pg->alike[i];
		err = compare_pair(p, &ours->v[i], &theirs->v[j - 1]);
	}
	add_alone(c, pg, &next, theirs->n);
	for (size_t i = 0; i < c->n; i++)
		c->count[c->v[i].verdict]++;
	return err;
}

int compare_sets(struct comparison *c, struct patchset *ours,
		 struct patchset *theirs)
{
	struct pairing pg = { ours, theirs };
	int err;

	memset(c, 0, sizeof(*c));
	pg.their_of = xcalloc(ours->n, sizeof(*pg.their_of));
	pg.our_of = xcalloc(theirs->n, sizeof(*pg.our_of));
	pg.how = xcalloc(ours->n, sizeof(*pg.how));
	pg.alike = xcalloc(ours->n, sizeof(*pg.alike));
	pair_by_subject(&pg);
	pair_by_content(&pg);
	if (ours->n == 1 && theirs->n == 1 && !pg.how[0])
		join(&pg, 0, 0, PAIRED_ONLY, 0);
	err = add_all(c, &pg, ours, theirs);
	free(pg.their_of);
	free(pg.our_of);
	free(pg.how);
	free(pg.alike);
	return err;
}

int compare_net(struct comparison *c, const struct patchset *ours,
		const struct patchset *theirs)
{
	int err = sparse_net(ours, "not compared as a whole", &c->our_net);

	if (!err)
		err = sparse_net(theirs, "not compared as a whole",
				 &c->their_net);
	if (!err)
		err = compare_pair(&c->net, &c->our_net, &c->their_net);
	c->has_net = !err;
	return err;
}

bool compare_same(const struct comparison *c)
{
	return !c->count[DIFFERENT] && !c->count[ONLY_OURS] &&
	       !c->count[ONLY_THEIRS];
}

static void excerpt_release(struct excerpt *e)
{
	free(e->text);
	free(e->near);
}

static void pair_release(struct pair *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->files[i].note);
		excerpt_release(&p->files[i].ours);
		excerpt_release(&p->files[i].theirs);
	}
	free(p->files);
}

void compare_release(struct comparison *c)
{
	for (size_t i = 0; i < c->n; i++)
		pair_release(&c->v[i]);
	pair_release(&c->net);
	ppatch_release(&c->our_net);
	ppatch_release(&c->their_net);
	free(c->v);
	memset(c, 0, sizeof(*c));
}
