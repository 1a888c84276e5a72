// SPDX-License-Identifier: GPL-2.0-only
/* utf8: what a terminal must not obey is shown, all else stays. */
#include "base/utf8.h"
#include "tap.h"

static void shows(const char *text, size_t n, bool colours, const char *want,
		  const char *name)
{
	struct strbuf out = STRBUF_INIT;

	utf8_show(&out, text, n, colours);
	is_str(out.buf, want, name);
	strbuf_release(&out);
}

#define SHOWS(text, want, name) shows(text, sizeof(text) - 1, false, want, name)

int main(void)
{
	uint32_t c;

	SHOWS("", "", "nothing");
	SHOWS("a\tb\nc", "a\tb\nc", "tab and newline stay");
	SHOWS("\033]0;title\007", "^[]0;title^G", "a window's title");
	SHOWS("a\rb", "a^Mb", "a return to the line's start");
	SHOWS("a\0b", "a^@b", "a NUL");
	SHOWS("\x7f", "^?", "a delete");
	SHOWS("\xc2\x9b" "31m", "<U+009B>31m", "a control of the upper half");
	SHOWS("\xe2\x80\xae" "txt", "<U+202E>txt", "a turn of the direction");
	SHOWS("\xe2\x80\x8b", "<U+200B>", "a blank without width");
	SHOWS("\xff\xc3", "<ff><c3>", "no UTF-8, and one cut off");
	SHOWS("\xc0\xaf", "<c0><af>", "an overlong slash");
	SHOWS("\xed\xa0\x80", "<ed><a0><80>", "half a surrogate");
	SHOWS("S\xc3\xa1 \xe6\xbc\xa2 \xf0\x9f\x90\xa7", "S\xc3\xa1 \xe6\xbc\xa2 \xf0\x9f\x90\xa7",
	      "letters of all lengths");
	shows("\033[31mF\033[m", 9, true, "\033[31mF\033[m", "colours of ours, where wanted");
	shows("\033[31mF\033[m", 9, false, "^[[31mF^[[m", "... and else not");
	shows("\033[8mx", 5, true, "^[[8mx", "other sequences never");
	ok(utf8_decode("\xf4\x90\x80\x80", 4, &c) == 0, "beyond the last character");
	ok(utf8_decode("\xf4\x8f\xbf\xbf", 4, &c) == 4 && c == 0x10ffff, "the last one");
	return tap_done();
}
