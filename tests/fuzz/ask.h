/* SPDX-License-Identifier: GPL-2.0-only */
/* ask: all that own may be asked of a dump, by the rules of tests/own. */
#ifndef RESPIN_FUZZ_ASK_H
#define RESPIN_FUZZ_ASK_H

#include "own/own.h"

static struct own_rules rules;

static inline void read_rules(void)
{
	struct strbuf text = STRBUF_INIT;

	if (strbuf_read_file(&text, "tests/own/rules"))
		BUG("no tests/own/rules: run in the top folder");
	for (char *p = text.buf; *p;) {
		size_t n = strcspn(p, "\n");
		char *eq = memmem(p, n, " = ", 3), *why = NULL;

		p[n] = '\0';
		if (eq) {
			*eq = '\0';
			if (own_rule(&rules, p, eq + 3, &why))
				BUG("%s: %s", p, why);
		}
		p += n + 1;
	}
	strbuf_release(&text);
}

/* Bytes of all paths: volatile, so that they are read. */
static volatile size_t steps;

/* Walk every path, as prove does. */
static inline void take(struct own_outcomes *out)
{
	for (size_t i = 0; i < out->n; i++)
		for (const struct own_step *s = out->v[i].path; s; s = s->prev)
			steps += strlen(s->text);
	free(out->v);
}

static inline void ask(struct own *o, const char *name)
{
	struct own_put put = { .function = (char *)"put", .arg = 2,
			       .field = (char *)"slot" };
	struct own_outcomes out;

	own_given(o, name, 1, 2, -1, &out);
	take(&out);
	own_made(o, name, NULL, &out);
	take(&out);
	own_made(o, name, &put, &out);
	take(&out);
	own_found(o, name, &put, &out);
	take(&out);
}

static inline void ask_all(const struct gdump *g)
{
	struct own *o = own_open(g, &rules);

	for (size_t i = 0; i < g->n; i++)
		ask(o, g->funcs[i].name);
	own_close(o);
}

#endif
