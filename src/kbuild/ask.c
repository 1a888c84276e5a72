// SPDX-License-Identifier: GPL-2.0-only
#include "base/strbuf.h"
#include "base/without.h"
#include "kbuild/kbuild.h"

/* More folders than this are as good as all: each costs a make of its own. */
#define MANY 500

void kbuild_ask(struct kbuild *kb, const char *source)
{
	const char *slash = strrchr(source, '/');

	/* At the top of the tree: what is below is all. */
	strvec_pushf(&kb->ask, "%.*s/", slash ? (int)(slash - source) : 1,
		     slash ? source : ".");
}

/* Sorted, each once, and none below another: kbuild goes down by itself. */
static void tidy(struct strvec *ask)
{
	size_t n = 0;

	strvec_sort(ask);
	strvec_uniq(ask);
	for (size_t i = 0; i < ask->n; i++) {
		if (n && starts_with(ask->v[i], ask->v[n - 1]))
			free(ask->v[i]);
		else
			ask->v[n++] = ask->v[i];
	}
	ask->n = n;
	if (ask->v)
		ask->v[n] = NULL;
	if (n > MANY || strvec_has(ask, "./") || is_without("folders"))
		strvec_clear(ask);
}

char *kbuild_asked(struct kbuild *kb)
{
	struct strbuf text = STRBUF_INIT;

	tidy(&kb->ask);
	for (size_t i = 0; i < kb->ask.n; i++)
		strbuf_addf(&text, "%s\n", kb->ask.v[i]);
	return strbuf_detach(&text);
}
