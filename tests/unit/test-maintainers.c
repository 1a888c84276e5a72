// SPDX-License-Identifier: GPL-2.0-only
/* maintainers: which sections of MAINTAINERS could be about a file. */
#include "send/maintainers.h"
#include "tap.h"

static const char head[] =
	"List of maintainers\n"
	"===================\n"
	"\n"
	"How to read it: M: is a person.\n"
	"\n";

static const char foo[] =
	"FOO MAPPING\n"
	"M:\tA Person <a@example.org>\n"
	"L:\tfoo@example.org\n"
	"F:\tmm/foo.c\n"
	"F:\tinclude/linux/foo*.h\n"
	"\n";

static const char tree[] =
	"A TREE\n"
	"M:\tB Person <b@example.org>\n"
	"F:\tarch/a/\n"
	"X:\tarch/a/mm/\n"
	"\n";

static const char words[] =
	"WORDS\n"
	"M:\tC Person <c@example.org>\n"
	"K:\tfoo_[a-z]+\n"
	"\n";

static const char named[] =
	"NAMES\n"
	"M:\tD Person <d@example.org>\n"
	"N:\tfoo\n"
	"\n";

static const char rest[] =
	"THE REST\n"
	"M:\tE Person <e@example.org>\n"
	"F:\t*\n"
	"F:\t*/\n";

/* WANT: of which parts of the file it is made, "h f t w n r". */
static void cuts(const char *paths, const char *want, const char *name)
{
	struct strbuf text = STRBUF_INIT, got = STRBUF_INIT, expected = STRBUF_INIT;
	struct strvec sv = STRVEC_INIT;

	strbuf_addf(&text, "%s%s%s%s%s%s", head, foo, tree, words, named, rest);
	for (const char *w = want; *w; w++)
		strbuf_addstr(&expected, *w == 'f' ? foo : *w == 't' ? tree :
			      *w == 'w' ? words : *w == 'n' ? named : rest);
	strvec_split(&sv, paths);
	maintainers_cut(text.buf, &sv, &got);
	/* What comes before the first section is as it may be. */
	is_str(strstr(got.buf, "WORDS\n") ? got.buf + got.len - expected.len : "",
	       expected.buf, name);
	ok(got.len >= expected.len && !strstr(got.buf, "FOO MAPPING") == !strchr(want, 'f') &&
	   !strstr(got.buf, "A TREE") == !strchr(want, 't'), "%s: and nothing more", name);
	strbuf_release(&text);
	strbuf_release(&got);
	strbuf_release(&expected);
	strvec_release(&sv);
}

static void cut_text(const char *text, const char *paths, const char *want, const char *name)
{
	struct strbuf got = STRBUF_INIT;
	struct strvec sv = STRVEC_INIT;

	strvec_split(&sv, paths);
	maintainers_cut(text, &sv, &got);
	is_str(got.buf, want, name);
	strbuf_release(&got);
	strvec_release(&sv);
}

int main(void)
{
	struct strbuf before = STRBUF_INIT;

	cuts("mm/foo.c", "fwnr", "a file that is named");
	cuts("include/linux/foo.h", "fwnr", "a file that a pattern matches");
	cuts("arch/a/boot/x.c", "twnr", "a file below a folder");
	cuts("arch/a/mm/x.c", "twnr", "what a section leaves out is the script's to say");
	cuts("kernel/x.c", "wnr", "a file of nobody: words and names could be about any");
	cuts("arch/ab/x.c", "wnr", "a folder that begins alike is another one");
	cuts("mm/foo.c arch/a/x.c", "ftwnr", "two files");
	cuts("arch/a/x.c mm/foo.c", "ftwnr", "in any order, and twice");
	cuts("new/mm/foo.c", "wnr", "the path from the top counts");
	cut_text("", "mm/foo.c", "", "an empty file");
	cut_text("no section\n", "mm/foo.c", "no section\n", "text without a section is kept");
	cut_text("ONE\nF:\tmm/foo.c", "mm/foo.c", "ONE\nF:\tmm/foo.c", "no newline at the end");
	cut_text("ONE\nF:\tmm/foo.c\nTWO\nF:\tmm/bar.c\n", "mm/bar.c", "TWO\nF:\tmm/bar.c\n",
		 "sections without a blank line between them");
	cut_text("ONE\nF:   mm/foo.c  \n", "mm/foo.c", "ONE\nF:   mm/foo.c  \n",
		 "blanks around a path");
	cut_text("ONE\n# F: mm/foo.c\nF:\tmm/x.c\n\nTWO\nF:\tmm/foo.c\n", "mm/foo.c",
		 "TWO\nF:\tmm/foo.c\n", "a comment is no line of a section");
	cut_text("ONE\nM:\tmm/foo.c\nS:\tmm/foo.c\n\nTWO\nF:\tx\n", "mm/foo.c", "",
		 "only F: names files");
	cut_text("ONE\nF:\tmm/foo.c\n", "", "", "no files");
	strbuf_addstr(&before, "before");
	maintainers_cut("", &(struct strvec){ 0 }, &before);
	is_str(before.buf, "before", "it is appended");
	strbuf_release(&before);
	return tap_done();
}
