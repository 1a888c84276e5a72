// SPDX-License-Identifier: GPL-2.0-only
#include "base/strbuf.h"
#include "base/without.h"
#include "kbuild/kbuild.h"

/* More folders than this are as good as all: each costs a make of its own. */
#define MANY 500

/*
 * Does the folder of N bytes at DIR have a Makefile that kbuild can go into? Some
 * only hold a part of another one, which includes it.
 */
static bool builds(const struct kbuild *kb, const char *dir, size_t n)
{
	static const char *const FILES[] = { "Kbuild", "Makefile" };
	static const char *const GOALS[] = {
		"obj-", "lib-", "subdir-y", "subdir-m", "subdir-$", "always",
		"extra-", "targets", "hostprogs", "userprogs",
	};
	struct strbuf text = STRBUF_INIT;
	bool read = false, any = false;

	for (size_t i = 0; i < ARRAY_SIZE(FILES) && !read; i++) {
		char *path = xstrfmt("%s/%.*s/%s", kb->src, (int)n, dir,
				     FILES[i]);

		read = !strbuf_read_file(&text, path);
		free(path);
	}
	for (size_t i = 0; i < ARRAY_SIZE(GOALS) && !any; i++)
		any = strstr(text.buf, GOALS[i]);
	strbuf_release(&text);
	return any;
}

/*
 * The folder in which kbuild compiles SOURCE, its first bytes: its OWN, or the
 * nearest above it that builds something.
 */
static size_t folder_of(const struct kbuild *kb, const char *source, size_t own)
{
	size_t n = own;

	while (n && !builds(kb, source, n))
		while (n && source[--n] != '/')
			;
	return n ?: own;
}

void kbuild_ask(struct kbuild *kb, const char *source)
{
	const char *slash = strrchr(source, '/');
	size_t own = slash ? (size_t)(slash - source) : 0, n;

	/* Those of one folder come one after the other. */
	if (kb->asked && !strncmp(kb->asked, source, own) && !kb->asked[own])
		return;
	free(kb->asked);
	kb->asked = xstrndup(source, own);
	n = folder_of(kb, source, own);
	/* At the top of the tree: what is below is all. */
	strvec_pushf(&kb->ask, "%.*s/", n ? (int)n : 1, n ? source : ".");
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
