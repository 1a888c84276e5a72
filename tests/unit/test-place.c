// SPDX-License-Identifier: GPL-2.0-only
/* place: where the things are that a rule converts. */
#include "gen/place.h"
#include "tap.h"

static const char text[] =
	"/* old(1) is talked of here */\n"
	"#define WRAP(x) old(x)\n"
	"static int first(void)\n"
	"{\n"
	"\tprintf(\"old(2)\");\n"
	"\treturn old(3) + older(4);\n"
	"}\n"
	"\n"
	"int second(void)\n"
	"{\n"
	"\told (\n"
	"\t\tsizeof(x));\t// old(5)\n"
	"\tp->old = NULL;\n"
	"}\n"
	"void *table[] = { old };\n";

static void lists(const char *forms, const char *want, const char *name)
{
	struct strvec v = STRVEC_INIT;
	struct strbuf src = STRBUF_INIT, got = STRBUF_INIT;
	struct place_forms f;
	struct places p;
	char *copy = xstrdup(forms);

	for (char *s = copy, *tok; (tok = strsep(&s, "\n"));)
		strvec_push(&v, tok);
	strbuf_addstr(&src, text);
	place_forms_init(&f, &v);
	place_list(&f, &src, &p);
	for (size_t i = 0; i < p.n; i++)
		strbuf_addf(&got, "%s%d:%s%s", i ? " " : "", p.v[i].line,
			    p.v[i].function ?: "-", p.v[i].macro ? ":macro" : "");
	is_str(got.buf ?: "", want, name);
	is_int(place_count(&f, &src), (int)p.n, "... and as many are counted");
	places_release(&p);
	place_forms_release(&f);
	strvec_release(&v);
	strbuf_release(&src);
	strbuf_release(&got);
	free(copy);
}

static bool line_11(const void *arg, int from, int to)
{
	(void)arg;
	return from <= 11 && to >= 11;
}

int main(void)
{
	struct strbuf src = STRBUF_INIT;
	struct strvec old = STRVEC_INIT;
	struct place_forms forms;
	size_t bad;

	lists("old", "2:-:macro 6:first 11:second 13:second 15:-",
	      "a word: in macros, functions, at file level; not in comments and strings");
	lists("old ( sizeof", "11:second", "tokens in a row, over two lines");
	lists("old (", "2:-:macro 6:first 11:second", "a call");
	lists("older (\nold )\np -> old", "6:first 13:second",
	      "several forms, of which some are nowhere");
	lists("", "", "no form");
	strbuf_addstr(&src, text);
	strvec_push(&old, "old (");
	place_forms_init(&forms, &old);
	is_int(place_talk(&forms, &src), 3, "three words in comments and strings");
	place_forms_release(&forms);
	strvec_release(&old);
	is_int(place_functions(&src, line_11, NULL, &bad), 2, "two functions");
	is_int((int)bad, 1, "of which one is bad");
	strbuf_release(&src);
	return tap_done();
}
