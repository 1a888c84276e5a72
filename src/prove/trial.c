// SPDX-License-Identifier: GPL-2.0-only
#include <signal.h>

#include "own/llvm.h"
#include "prove/int.h"
#include "prove/trial.h"

/* own goes down OWN_DEPTH functions, whatever ulimit says. */
#define STACK (64UL << 20)

void trial_add(struct trial *t, const char *source, const char *text,
	       const char *digest, const char *dump, const char *why)
{
	strvec_push(&t->sources, source);
	strvec_push(&t->texts, text);
	strvec_push(&t->digests, digest);
	strvec_push(&t->dumps, dump);
	strvec_push(&t->whys, why);
}

/* Read the dump of unit number I into G. Returns NULL, or why it is not there. */
static const char *read_unit(const struct trial *t, struct gdump *g, size_t i)
{
	size_t had = g->n;
	int err;

	if (*t->whys.v[i])
		return t->whys.v[i];
	err = (t->clang ? llvm_read : gdump_read)(g, t->sources.v[i],
						  t->dumps.v[i], t->root);
	if (!err)
		return NULL;
	gdump_cut(g, had);
	return "the compiler's dump is not understood";
}

/*
 * What a probe calls may lead anywhere: without one of the units, nothing is
 * known. Without a probe there is a row for each function: the others still say
 * something, and the row of the unit that is missing says that they were judged
 * without it.
 */
static json_t *judge_read(const struct trial *t, struct gdump *g)
{
	const char **why = xcalloc(t->dumps.n + 1, sizeof(*why));
	json_t *said = NULL;

	for (size_t i = 0; i < t->dumps.n && !said; i++) {
		why[i] = read_unit(t, g, i);
		if (why[i] && t->rules->probe)
			said = prove_cannot(t->rules, why[i]);
	}
	if (!said)
		said = prove_judge(t->rules, g,
				   t->rules->probe ? t->texts.v[0] : "");
	for (size_t i = 0; i < t->dumps.n && !t->rules->probe; i++)
		if (why[i])
			prove_unread(t->rules, said, t->sources.v[i], why[i]);
	free(why);
	return said;
}

static json_t *judge(const struct trial *t)
{
	struct looks looks = { .n = t->texts.n, .leaves = t->leaves };
	struct gdump g = { .long_bits = t->long_bits,
			   .looks_only = looks_only,
			   .is_static = looks_static, .looks_data = &looks };
	json_t *said;

	looks.g = &g;
	looks.sources = t->sources.v;
	looks.texts = xcalloc(t->texts.n + 1, sizeof(*looks.texts));
	for (size_t i = 0; i < t->texts.n; i++)
		looks.texts[i] = t->texts.v[i];
	said = judge_read(t, &g);
	gdump_release(&g);
	looks_release(&looks);
	return said;
}

static void *run(void *data)
{
	struct trial *t = data;

	t->said = judge(t);
	return NULL;
}

void trial_start(struct trial *t)
{
	pthread_attr_t attr;
	sigset_t all, old;

	/* Signals are for the thread that waits for children. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK);
	t->running = !pthread_create(&t->thread, &attr, run, t);
	pthread_attr_destroy(&attr);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	/* No thread to be had: it takes longer, and that is all. */
	if (!t->running)
		run(t);
}

json_t *trial_end(struct trial *t)
{
	json_t *said;

	if (t->running)
		pthread_join(t->thread, NULL);
	said = t->said;
	t->running = false;
	t->said = NULL;
	return said;
}

void trial_release(struct trial *t)
{
	json_decref(trial_end(t));
	strvec_release(&t->sources);
	strvec_release(&t->texts);
	strvec_release(&t->digests);
	strvec_release(&t->dumps);
	strvec_release(&t->whys);
	memset(t, 0, sizeof(*t));
}
