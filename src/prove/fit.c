// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <unistd.h>

#include "base/datadir.h"
#include "base/dir.h"
#include "base/strset.h"
#include "base/word.h"
#include "csrc/lang.h"
#include "prove/fit.h"

/* Folders of rules: each one of DIR, or TAIL in it, that has some. */
static int list_rules(const char *dir, const char *tail, struct strvec *out)
{
	char *parent = data_path(dir);
	struct strvec names = STRVEC_INIT;
	int err = dir_names(&names, parent);

	if (err && err != -ENOENT && err != -ENOTDIR)
		err = error("cannot read %s: %s", parent, strerror(-err));
	else
		err = 0;
	for (size_t i = 0; i < names.n; i++) {
		char *path = xstrfmt("%s/%s%s", parent, names.v[i], tail);
		char *rules = xstrfmt("%s/rules", path);

		if (!access(rules, F_OK))
			strvec_push(out, path);
		free(rules);
		free(path);
	}
	strvec_release(&names);
	free(parent);
	return err;
}

static bool mentions(const struct own_rules *r, const struct strbuf *text)
{
	for (size_t i = 0; i < r->n; i++)
		if ((r->markers[i].mark == OWN_ACQUIRE ||
		     r->markers[i].mark == OWN_RELEASE) &&
		    has_word(text->buf, text->len, r->markers[i].name))
			return true;
	return false;
}

/* A touched header, before or behind any of the patches. 1, 0, or < 0. */
static int header_fits(const struct prove *v, size_t file)
{
	struct strbuf text = STRBUF_INIT;
	int fits = 0;

	for (size_t k = 0; k < v->co->states && !fits; k++) {
		strbuf_clear(&text);
		fits = checkout_text(v->co, k, file, &text);
		if (fits > 0)
			fits = mentions(&v->rules->own, &text);
	}
	strbuf_release(&text);
	return fits;
}

/* Do V's rules fit? 1, 0, or < 0, reported. */
static int rules_fit(const struct prove *v, const struct tree *t)
{
	const struct strvec *touched = &v->co->touched;
	struct strvec units = STRVEC_INIT;
	int fits = prove_find_units(v, t, &units);

	for (size_t i = 0; i < touched->n && !fits; i++) {
		if (strset_has(&units, touched->v[i]))
			fits = 1;
		else if (v->rules->probe && lang_is_header(touched->v[i]))
			fits = header_fits(v, i);
	}
	strvec_release(&units);
	return fits;
}

int fit_rules(const struct prove *v, const struct tree *t, struct strvec *dirs)
{
	struct strvec all = STRVEC_INIT;
	int err = list_rules("cocci", "/prove", &all) ?:
		  list_rules("verify/kinds", "", &all);

	for (size_t i = 0; i < all.n && !err; i++) {
		struct prove_rules rules;
		struct prove one = *v;

		one.rules = &rules;
		err = prove_rules_read(&rules, all.v[i]) ?: rules_fit(&one, t);
		if (err > 0)
			strvec_push(dirs, all.v[i]);
		err = err < 0 ? err : 0;
		prove_rules_release(&rules);
	}
	strvec_release(&all);
	return err;
}
