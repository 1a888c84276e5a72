// SPDX-License-Identifier: GPL-2.0-only
#include <signal.h>

#include "own/llvm.h"
#include "prove/int.h"
#include "prove/trial.h"

/* own goes down OWN_DEPTH functions, whatever ulimit says. */
#define STACK (64UL << 20)

void trial_add(struct trial *t, const char *source, const char *text,
	       const char *digest, const char *dump)
{
	strvec_push(&t->sources, source);
	strvec_push(&t->texts, text);
	strvec_push(&t->digests, digest);
	strvec_push(&t->dumps, dump);
}

static json_t *judge(const struct trial *t)
{
	struct looks looks = { .n = t->texts.n, .leaves = t->leaves };
	struct gdump g = { .long_bits = t->long_bits,
			   .looks_only = looks_only,
			   .is_static = looks_static, .looks_data = &looks };
	json_t *said = NULL;
	int err = 0;
	int (*read_dump)(struct gdump *to, const char *unit, const char *text,
			 const char *root) = t->clang ? llvm_read : gdump_read;

	looks.g = &g;
	looks.sources = t->sources.v;
	if (t->why)
		return prove_cannot(t->rules, t->why);
	looks.texts = xcalloc(t->texts.n + 1, sizeof(*looks.texts));
	for (size_t i = 0; i < t->texts.n; i++)
		looks.texts[i] = t->texts.v[i];
	for (size_t i = 0; i < t->dumps.n && !err; i++)
		err = read_dump(&g, t->sources.v[i], t->dumps.v[i], t->root);
	if (err)
		said = prove_cannot(t->rules, "the compiler's dump is not understood");
	else
		said = prove_judge(t->rules, &g,
				   t->rules->probe ? t->texts.v[0] : "");
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
	free(t->why);
	memset(t, 0, sizeof(*t));
}
