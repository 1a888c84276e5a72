// SPDX-License-Identifier: GPL-2.0-only
/* strvec: a list of strings that can be an argv. */
#include "base/strbuf.h"
#include "base/strvec.h"
#include "tap.h"

/* is_list: is SV "a,b,c", with a NULL behind it? */
static void is_list(const struct strvec *sv, const char *want, const char *name)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < sv->n; i++)
		strbuf_addf(&sb, "%s%s", i ? "," : "", sv->v[i]);
	is_str(sb.buf, want, name);
	ok(!sv->v || !sv->v[sv->n], "%s: NULL is behind it", name);
	strbuf_release(&sb);
}

static void split(const char *text, const char *want, const char *name)
{
	struct strvec sv = STRVEC_INIT;

	strvec_split(&sv, text);
	is_list(&sv, want, name);
	strvec_release(&sv);
}

static void sorted(const char *text, const char *want, const char *name)
{
	struct strvec sv = STRVEC_INIT;

	strvec_split(&sv, text);
	strvec_sort(&sv);
	strvec_uniq(&sv);
	is_list(&sv, want, name);
	strvec_release(&sv);
}

int main(void)
{
	struct strvec sv = STRVEC_INIT;
	char word[] = "word", *copy;
	size_t right = 0;

	ok(!sv.n && !sv.v, "a new one is empty");
	ok(!strvec_has(&sv, ""), "and has nothing");
	strvec_sort(&sv);
	strvec_uniq(&sv);
	strvec_clear(&sv);
	ok(!sv.n && !sv.v, "nothing sorted, dropped or cleared is nothing");
	copy = strvec_push(&sv, word);
	word[0] = 'l';
	ok(copy == sv.v[0] && copy != word, "what is pushed is the list's own");
	is_list(&sv, "word", "a copy of it");
	strvec_pushf(&sv, "%d%%%s", 7, "x");
	strvec_pushl(&sv, "a", "", "b", NULL);
	strvec_take(&sv, xstrdup("taken"));
	is_list(&sv, "word,7%x,a,,b,taken", "pushed in order");
	strvec_pushl(&sv, NULL);
	is_int((long)sv.n, 6, "an empty list of arguments adds nothing");
	ok(strvec_has(&sv, "") && strvec_has(&sv, "taken"), "what it has");
	ok(!strvec_has(&sv, "wor") && !strvec_has(&sv, "words"),
	   "and what it has not: beginnings and longer ones");
	strvec_clear(&sv);
	is_list(&sv, "", "cleared");
	strvec_push(&sv, "again");
	is_list(&sv, "again", "and used again");
	strvec_release(&sv);
	strvec_release(&sv);
	ok(!sv.n && !sv.v && !sv.alloc, "released twice");
	for (int i = 0; i < 5000; i++)
		strvec_pushf(&sv, "%04d", 4999 - i);
	strvec_sort(&sv);
	for (size_t i = 0; i < sv.n; i++)
		right += (size_t)atoi(sv.v[i]) == i;
	ok(sv.n == 5000 && right == 5000 && !sv.v[5000], "five thousand, sorted");
	strvec_release(&sv);

	sorted("b a b", "a,b", "a word twice is there once");
	sorted("a a a a", "a", "the same word alone");
	sorted("a B _ 0 ab", "0,B,_,a,ab", "by byte, the shorter first");
	sorted("x", "x", "one word");
	sorted("\303\251 z", "z,\303\251", "bytes beyond ASCII come last");
	split("", "", "no words in an empty text");
	split(" \t\n ", "", "none in white space");
	split("a", "a", "one word alone");
	split("  a\tb\n\nc  ", "a,b,c", "blanks, tabs and line ends part words");
	split("a\rb a,b", "a\rb,a,b", "nothing else does");
	return tap_done();
}
