// SPDX-License-Identifier: GPL-2.0-only
/* wordset: the search for many words, and, beside it, the slow and simple one. */
#include "base/strbuf.h"
#include "base/wordset.h"
#include "heard.h"
#include "tap.h"

/* All matches of TEXT, "POS:WORD " each. */
static void find_all(const char *words, const char *text, size_t len,
		     struct strbuf *out)
{
	struct strvec sv = STRVEC_INIT;
	struct wordset ws;
	size_t from = 0, word;
	ssize_t pos;

	strvec_split(&sv, words);
	wordset_init(&ws, &sv);
	while ((pos = wordset_next(&ws, text, len, from, &word)) >= 0) {
		strbuf_addf(out, "%zd:%s ", pos, ws.words.v[word]);
		from = (size_t)pos + 1;
	}
	wordset_release(&ws);
	strvec_release(&sv);
}

static void finds(const char *words, const char *text, const char *want,
		  const char *name)
{
	struct strbuf out = STRBUF_INIT;

	find_all(words, text, strlen(text), &out);
	is_str(out.buf, want, name);
	strbuf_release(&out);
}

static bool word_at(const char *text, size_t len, size_t i, const char *w)
{
	size_t n = strlen(w);

	return i + n <= len && !memcmp(text + i, w, n) &&
	       (!i || !is_word(text[i - 1])) &&
	       (i + n == len || !is_word(text[i + n]));
}

/* The same, place by place and word by word. */
static void find_slowly(const char *words, const char *text, size_t len,
			struct strbuf *out)
{
	struct strvec sv = STRVEC_INIT;

	strvec_split(&sv, words);
	for (size_t i = 0; i < len; i++)
		for (size_t k = 0; k < sv.n; k++)
			if (word_at(text, len, i, sv.v[k]))
				strbuf_addf(out, "%zu:%s ", i, sv.v[k]);
	strvec_release(&sv);
}

static void test_random(void)
{
	static const char *const sets[] = {
		"ab", "ab ba aab", "abab abba baab bbbb aaaa", "a_ _a ab",
		"aaaaaaaaaa ab", "abb abbb abbbb",
	};
	static const char letters[] = "aabb_ \n(";
	unsigned int seed = 1;
	int wrong = 0, found = 0;

	for (int round = 0; round < 2000; round++) {
		struct strbuf fast = STRBUF_INIT, slow = STRBUF_INIT;
		const char *words = sets[round % ARRAY_SIZE(sets)];
		char text[60];
		size_t len = (size_t)round % sizeof(text);

		for (size_t i = 0; i < len; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = letters[seed >> 16 & 7];
		}
		find_all(words, text, len, &fast);
		find_slowly(words, text, len, &slow);
		wrong += !strbuf_equal(&fast, &slow);
		found += fast.len > 0;
		strbuf_release(&fast);
		strbuf_release(&slow);
	}
	is_int(wrong, 0, "2000 random texts: as a slow search finds it");
	ok(found > 300, "and there is something in them");
}

static void too_short(void)
{
	struct strvec sv = STRVEC_INIT;
	struct wordset ws;

	strvec_push(&sv, "x");
	wordset_init(&ws, &sv);
}

static void test_bytes(void)
{
	struct strbuf text = STRBUF_INIT, out = STRBUF_INIT, word = STRBUF_INIT;

	find_all("foo bar", "foo\0bar\0foobar", 14, &out);
	is_str(out.buf, "0:foo 4:bar ", "a NUL parts words");
	strbuf_clear(&out);
	find_all("foo", "foo bar", 2, &out);
	is_str(out.buf, "", "what is behind the end is not looked at");
	find_all("foo", "foobar", 3, &out);
	is_str(out.buf, "0:foo ", "not even to see where the word ends");
	for (int i = 0; i < 300000; i++)
		strbuf_addch(&text, "xy "[i % 3]);
	strbuf_addstr(&text, "needle");
	strbuf_clear(&out);
	find_all("needle thread", text.buf, text.len, &out);
	is_str(out.buf, "300000:needle ", "at the end of a long text");
	for (int i = 0; i < 70000; i++)
		strbuf_addch(&word, 'w');
	strbuf_addch(&text, ' ');
	strbuf_addbuf(&text, &word);
	strbuf_clear(&out);
	find_all(word.buf, text.buf, text.len, &out);
	ok(starts_with(out.buf, "300007:www"), "a word that is longer than a shift can say");
	strbuf_release(&text);
	strbuf_release(&word);
	strbuf_release(&out);
}

static void test_from(void)
{
	struct strvec sv = STRVEC_INIT;
	struct wordset ws;
	size_t word = 7;

	strvec_split(&sv, "foo bar foo");
	wordset_init(&ws, &sv);
	is_int((long)ws.words.n, 2, "a word twice is there once");
	is_int(wordset_next(&ws, "xfoo foo", 8, 1, &word), 5,
	       "from within a word: that is none");
	is_str(ws.words.v[word], "foo", "and which one is found is told");
	is_int(wordset_next(&ws, "bar foo", 7, 0, &word), 0, "from the start");
	is_str(ws.words.v[word], "bar", "the other one");
	word = 7;
	is_int(wordset_next(&ws, "bar foo", 7, 5, &word), -1, "from behind the last");
	is_int(wordset_next(&ws, "foo", 3, 3, &word), -1, "from the end");
	is_int(wordset_next(&ws, "foo", 3, 99, &word), -1, "from beyond it");
	is_int((long)word, 7, "nothing found, nothing told");
	wordset_release(&ws);
	strvec_release(&sv);
}

int main(void)
{
	finds("", "foo", "", "no words: nothing is found");
	finds("foo", "", "", "an empty text");
	finds("foo", "f", "", "a text that is shorter than the word");
	finds("foo", "foo", "0:foo ", "the word alone");
	finds("foo", "foo foo,foo", "0:foo 4:foo 8:foo ", "again and again");
	finds("foo", "xfoo foox _foo foo_ 1foo foo1", "", "not within another word");
	finds("foo", "->foo(&foo)", "2:foo 7:foo ", "signs are no part of a word");
	finds("foo", "\303\251foo", "2:foo ", "nor is a byte beyond ASCII");
	finds("fo foo fooo", "foo", "0:foo ", "the word, not its beginning");
	finds("foo foo_bar", "foo_bar foo", "0:foo_bar 8:foo ", "one that another begins with");
	finds("if do", "do if", "0:do 3:if ", "words of two letters");
	finds("ab cdefgh", "cdefgh ab", "0:cdefgh 7:ab ", "short and long ones");
	finds("foo", "FOO Foo", "", "case counts");
	test_from();
	test_bytes();
	ok(aborts(too_short, "too short to search for"), "a word of one letter is a BUG()");
	test_random();
	return tap_done();
}
