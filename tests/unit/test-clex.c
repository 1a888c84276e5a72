// SPDX-License-Identifier: GPL-2.0-only
/* The lexer, and the preprocessor lines that are built upon it. */
#include "base/word.h"
#include "csrc/clex.h"
#include "csrc/ppline.h"
#include "base/strbuf.h"
#include "tap.h"

static const char letters[] = " n\\CLwnscp";	/* by enum clex_kind */

/*
 * The tokens as a person would write them down: a letter for the kind, then
 * the text; the layout left out unless ALL.
 */
static void show(const char *text, size_t n, bool all, struct strbuf *out)
{
	struct clex lx;

	clex_init(&lx, text, n);
	for (size_t i = 0; i < lx.n; i++) {
		const struct clex_token *t = &lx.v[i];

		if (!all && t->kind < CLEX_COMMENT)
			continue;
		strbuf_addf(out, "%s%c:%.*s", out->len ? " " : "",
			    letters[t->kind], (int)t->len, text + t->pos);
	}
	clex_release(&lx);
}

static void tokens(const char *text, const char *want, const char *name)
{
	struct strbuf got = STRBUF_INIT;

	show(text, strlen(text), false, &got);
	is_str(got.buf, want, name);
	strbuf_release(&got);
}

/* Do the tokens, put together, give the text, with right lines? */
static bool whole(const char *text, size_t n)
{
	struct clex lx;
	bool good = true;
	uint32_t line = 1;
	size_t pos = 0;

	clex_init(&lx, text, n);
	for (size_t i = 0; i < lx.n; i++) {
		good &= lx.v[i].pos == pos && lx.v[i].len;
		good &= lx.v[i].line == line;
		for (; pos < clex_end(&lx, i); pos++)
			line += text[pos] == '\n';
	}
	good &= pos == n;
	clex_release(&lx);
	return good;
}

static void test_kinds(void)
{
	tokens("int a = 0x1fUL;", "w:int w:a p:= n:0x1fUL p:;", "a declaration");
	tokens("a->b...c <<= d>>e ## f", "w:a p:-> w:b p:... w:c p:<<= w:d "
	       "p:>> w:e p:## w:f", "operators are the longest");
	tokens("x = a+++b - -c;", "w:x p:= w:a p:++ p:+ w:b p:- p:- w:c p:;",
	       "plus and minus");
	tokens(".5 1.e+3 1e-2f 0x1p-3 5..6", "n:.5 n:1.e+3 n:1e-2f n:0x1p-3 "
	       "n:5..6", "numbers");
	tokens("\"a\\\"b\" 'c' '\\'' '\"'", "s:\"a\\\"b\" c:'c' c:'\\'' c:'\"'",
	       "strings and characters");
	tokens("\"/* no */\" a", "s:\"/* no */\" w:a", "a string with a comment");
	tokens("/* \"x */ y", "C:/* \"x */ w:y", "a comment with a quote");
	tokens("// it's\nb", "L:// it's w:b", "a line comment");
	tokens("// a \\\n b\nc", "L:// a \\\n b w:c", "a continued line comment");
	tokens("a /**/ b /***/ c", "w:a C:/**/ w:b C:/***/ w:c",
	       "the shortest comments");
	tokens("a/ *b", "w:a p:/ p:* w:b", "a slash and a star");
	tokens("\"a\\\nb\" c", "s:\"a\\\nb\" w:c", "a continued string");
	tokens("x$@`", "w:x p:$ p:@ p:`", "bytes that C has no use for");
	tokens("a \\ b", "w:a p:\\ w:b", "a backslash in a line");
	tokens("a <linux/mm.h>", "w:a p:< w:linux p:/ w:mm p:. w:h p:>",
	       "a path is cut");
}

static void test_broken(void)
{
	static const char nul[] = "a\0b/*\0*/'\0";
	struct strbuf got = STRBUF_INIT;

	tokens("", "", "nothing");
	tokens("/* x", "C:/* x", "an open comment");
	tokens("/*/", "C:/*/", "an open comment that looks closed");
	tokens("\"x\ny", "s:\"x w:y", "an open string ends with its line");
	tokens("don't do\ny", "w:don c:'t do w:y", "an apostrophe in assembly");
	tokens("'", "c:'", "a lone apostrophe");
	tokens("\"a\\", "s:\"a\\", "a string that ends in a backslash");
	tokens("'\\", "c:'\\", "a character that ends in a backslash");
	tokens("a\\", "w:a p:\\", "a text that ends in a backslash");
	tokens("// x \\", "L:// x \\", "a comment that ends in a backslash");
	tokens("\"x\r\ny", "s:\"x w:y", "an open string before \\r\\n");
	show(nul, sizeof(nul) - 1, false, &got);
	ok(whole(nul, sizeof(nul) - 1), "NUL bytes");
	strbuf_clear(&got);
	show("a\r\n\r b", 6, true, &got);
	is_str(got.buf, "w:a n:\r\n  :\r  w:b", "a stray carriage return");
	strbuf_release(&got);
}

static const char source[] =
	"/* head */\n"
	"#ifndef X_H\n"
	"# define X_H\n"
	"#define F(a) do { \\\n"
	"\tg(a); /* not\n"
	"\t the end */ } while (0)\n"
	"\n"
	"/* a\n"
	" */ #define Y 1\n"
	"int a; /* b\n"
	" */ # not one\n"
	"char c = '#';\n"
	"#endif // X_H";

static void test_directives(void)
{
	struct strbuf got = STRBUF_INIT;
	struct clex lx;
	bool flags = true;

	clex_init(&lx, source, strlen(source));
	for (size_t i = 0; i < lx.n; i++) {
		if (lx.v[i].flags & CLEX_HASH)
			strbuf_addf(&got, "%u ", lx.v[i].line);
		if (lx.v[i].kind == CLEX_NEWLINE)
			flags &= !(lx.v[i].flags & CLEX_DIRECTIVE);
	}
	is_str(got.buf, "2 3 4 9 13 ", "where directives begin");
	ok(flags, "no line end is in a directive");
	ok(lx.v[lx.n - 1].flags & CLEX_DIRECTIVE, "the comment behind one is");
	strbuf_clear(&got);
	for (size_t i = 0; i < lx.n; i++)
		if (lx.v[i].flags & CLEX_FIRST)
			strbuf_addf(&got, "%u ", lx.v[i].line);
	is_str(got.buf, "2 3 4 9 10 12 13 ", "first code of each line");
	ok(whole(source, strlen(source)), "nothing is lost");
	clex_release(&lx);
	strbuf_release(&got);
}

/* Find PAT in TEXT; the line it is in, 0 if it is not. */
static int line_of(const char *text, const char *pattern, size_t from)
{
	struct clex lx, pat;
	size_t at, end = 0;
	int line;

	clex_init(&lx, text, strlen(text));
	clex_init(&pat, pattern, strlen(pattern));
	at = clex_find(&lx, &pat, from, &end);
	line = at == CLEX_NONE || end <= at ? 0 : lx.v[at].line;
	clex_release(&lx);
	clex_release(&pat);
	return line;
}

static void test_find(void)
{
	static const char text[] =
		"foo(a,\n    /* x */ b);\nfoo(a, b, c);\n#define foo(a,b) \\\n"
		"  bar\n\"foo ( a\"\n/* foo(z) */\n";

	is_int(line_of(text, "foo(a, b);", 0), 1, "over layout and comments");
	is_int(line_of(text, "foo(a, b, c)", 0), 3, "the second try");
	is_int(line_of(text, "# define foo ( a , b ) bar", 0), 4,
	       "over a continuation");
	is_int(line_of(text, "foo(a", 3), 3, "from a token on");
	is_int(line_of(text, "foo(z", 0), 0, "not in a comment");
	is_int(line_of(text, "fo", 0), 0, "not part of a word");
	is_int(line_of(text, "", 0), 0, "an empty pattern");
	is_int(line_of("", "a", 0), 0, "an empty text");
	is_int(line_of("a a a b", "a a b", 0), 1, "an overlap");
	is_int(line_of("a b", "a b c", 0), 0, "a text that ends too early");
}

static void test_words(void)
{
	static const char text[] = "pud_t *pud; __pud(x) -pud- pud2 #endif pud";
	size_t n = strlen(text);

	is_int(word_find(text, n, 0, "pud"), 7, "a whole word");
	is_int(word_find(text, n, 8, "pud"), 22, "the next one");
	is_int(word_find(text, n, 23, "pud"), n - 3, "at the end");
	ok(word_find(text, n, n - 2, "pud") == WORD_NONE, "no more");
	ok(has_word(text, n, "#endif"), "a word that begins with no letter");
	ok(!has_word(text, n, "#end"), "but ends with one");
	ok(!has_word(text, n, ""), "the empty word");
	ok(!has_word("", 0, "a"), "the empty text");
	ok(!has_word("abc", 2, "abc"), "a text cut short");
}

static const char nested[] =
	"a\n"			/* 1 */
	"#if A\n"
	"b\n"
	"#  ifdef B /* b */\n"
	"c\n"			/* 5 */
	"#  else\n"
	"d\n"
	"#  endif\n"
	"#elif defined(C) && \\\n"
	"	D\n"		/* 10 */
	"e\n"
	"#else\n"
	"f\n"
	"#endif\n"
	"g\n"			/* 15 */
	"#else\n"
	"h\n"
	"#endif\n"
	"#if E\n"
	"i\n";			/* 20 */

/* The conditionals around the line that begins with C, outermost last. */
static void around(char c, const char *want)
{
	struct strbuf got = STRBUF_INIT;
	struct pplines pp;
	struct clex lx;
	size_t pos = 0;

	while (nested[pos] != c || (pos && nested[pos - 1] != '\n'))
		pos++;
	clex_init(&lx, nested, strlen(nested));
	pplines_init(&pp, &lx);
	for (size_t i = ppline_around(&pp, pos); i != CLEX_NONE;
	     i = pp.v[i].parent) {
		strbuf_addstr(&got, got.len ? " < " : "");
		ppline_text(&pp.v[i], &lx, &got);
		if (pp.v[i].first != i) {
			strbuf_addstr(&got, " of ");
			ppline_text(&pp.v[pp.v[i].first], &lx, &got);
		}
	}
	pplines_release(&pp);
	clex_release(&lx);
	is_str(got.buf, want, "the conditionals around a line");
	strbuf_release(&got);
}

static void test_pplines(void)
{
	struct pplines pp;
	struct clex lx;

	around('a', "");
	around('b', "#if A");
	around('c', "#ifdef B < #if A");
	around('d', "#else of #ifdef B < #if A");
	around('e', "#elif defined(C) && D of #if A");
	around('f', "#else of #if A");
	around('g', "");
	around('h', "");
	around('i', "#if E");
	clex_init(&lx, nested, strlen(nested));
	pplines_init(&pp, &lx);
	is_int(pp.n, 10, "as many directives as there are");
	ok(pp.v[0].last == 6 && pp.v[0].next == 4, "#if A and its #endif");
	ok(pp.v[4].next == 5 && pp.v[5].next == 6, "#elif, #else, #endif");
	ok(pp.v[1].parent == 0 && pp.v[2].parent == 0, "nesting");
	ok(pp.v[7].last == CLEX_NONE && pp.v[7].parent == CLEX_NONE, "stray");
	ok(pp.v[9].last == CLEX_NONE, "an #if that is not closed");
	ok(ppline_at(&pp, pp.v[4].tok + 3) == 4, "the line of a token");
	ok(ppline_at(&pp, pp.v[4].tok_end) == CLEX_NONE, "a token of none");
	ok(!memcmp(nested + pp.v[4].end, "e\n", 2), "a continued line's end");
	pplines_release(&pp);
	clex_release(&lx);
	clex_init(&lx, "#\nif", 4);
	pplines_init(&pp, &lx);
	ok(pp.n == 1 && pp.v[0].kind == PP_OTHER, "a # alone");
	pplines_release(&pp);
	clex_release(&lx);
}

/* Any bytes at all: every token has its place. */
static void test_noise(void)
{
	static const char bytes[] = "'\"\\/*#\n\r \tax0.+-=<>_\0\377";
	unsigned int seed = 1;
	bool good = true;

	for (int round = 0; round < 3000; round++) {
		char *text = xmalloc(64);
		size_t n = round % 64;

		for (size_t i = 0; i < n; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = bytes[(seed >> 16) % (sizeof(bytes) - 1)];
		}
		text = xrealloc(text, n);
		good &= whole(text, n);
		free(text);
	}
	ok(good, "noise");
}

int main(void)
{
	test_kinds();
	test_broken();
	test_directives();
	test_find();
	test_words();
	test_pplines();
	test_noise();
	return tap_done();
}
