// SPDX-License-Identifier: GPL-2.0-only
/* Whom a mail goes to: lists, headers, and what is cut off MAINTAINERS. */
#include "send/maintainers.h"
#include "tap.h"
#include "patch/trailers.h"

static void is_headers(const struct people *p, const char *want,
		       const char *name)
{
	struct strbuf out = STRBUF_INIT;

	people_headers(p, &out);
	is_str(out.buf, want, name);
	strbuf_release(&out);
}

static void lists(void)
{
	struct people p = { 0 }, q = { 0 };

	people_add(&p, false, "Zoe <zoe@example.org>");
	people_add(&p, false, "list@example.org");
	people_add(&p, true, "Zoe Z <ZOE@example.org>");
	people_add(&p, false, "zoe@example.org");
	people_add(&p, true, "\"Adam, Jr.\" <adam@example.org>");
	people_sort(&p);
	is_headers(&p, "To: \"Adam, Jr.\" <adam@example.org>,\n"
		       "    Zoe Z <ZOE@example.org>\nCc: list@example.org\n",
		   "everyone is there once, To before Cc, sorted");
	strvec_push(&q.not, "ADAM@example.org");
	people_add(&q, false, "J. Doe <j@example.org>");
	people_add(&q, false, "Nuno S\xc3\xa1 <nuno@example.org>");
	people_add(&q, false, "A \"B\" C <abc@example.org>");
	people_join(&p, &q);
	people_add(&p, true, "Adam <adam@example.org>");
	is_headers(&p, "To: Zoe Z <ZOE@example.org>\nCc: list@example.org,\n"
		       "    \"J. Doe\" <j@example.org>,\n"
		       "    =?UTF-8?q?Nuno_S=C3=A1?= <nuno@example.org>,\n"
		       "    \"A \" <abc@example.org>\n",
		   "joined, without whom one of them leaves out");
	is_int((long)people_count(&p), 5, "counted");
	people_release(&p);
	people_release(&q);
	is_headers(&p, "", "nobody: no header");
}

static void is_cut(const char *text, const char *path, const char *want,
		   const char *name)
{
	struct strvec paths = STRVEC_INIT;
	struct strbuf out = STRBUF_INIT;

	strvec_push(&paths, path);
	maintainers_cut(text, &paths, &out);
	is_str(out.buf, want, name);
	strvec_release(&paths);
	strbuf_release(&out);
}

#define HEAD "Maintainers\n\n\tM: describes\n\n"
#define FOO "FOO\nM:\tA <a@b>\nF:\tmm/foo*\n\n"
#define BAR "BAR\nM:\tA <a@b>\nF:\tlib/\nF:\tfs\n"
#define KEY "KEY\nM:\tA <a@b>\nF:\tlib/\nK:\tfoo\n"
#define REST "THE REST\nM:\tA <a@b>\nF:\t*\nF:\t*/\n"

static void cutting(void)
{
	is_cut(HEAD FOO BAR REST, "mm/foo.c", HEAD FOO REST,
	       "what cannot match goes");
	is_cut(HEAD FOO BAR REST, "fs/x.c", BAR REST, "a folder stays");
	is_cut(FOO BAR, "mm/fo", FOO, "a path that is shorter: stays");
	is_cut(BAR KEY, "mm/foo.c", KEY, "keywords stay");
	is_cut("FOO\nF:\tmm/fx?o.c\n" BAR, "mm/fy.c", "FOO\nF:\tmm/fx?o.c\n",
	       "? is a wildcard");
	is_cut("FOO\nF:\tmm/fx+o.c\n" BAR, "mm/fo.c", "FOO\nF:\tmm/fx+o.c\n",
	       "what a wildcard makes optional does not count");
	is_cut("FOO\nF:  mm/foo.c  \r\n", "mm/foo.c", "FOO\nF:  mm/foo.c  \r\n",
	       "blanks at the end do not count");
	is_cut("", "a", "", "an empty file");
	is_cut("no section", "a", "no section", "a file without any");
}

static void valid(const char *s, bool want)
{
	ok(trailer_valid(s, strlen(s)) == want, "trailer %s%s",
	   want ? "" : "(not) ", s);
}

int main(void)
{
	lists();
	cutting();
	valid("Reviewed-by: A B <a@b.org>", true);
	valid("Reviewed-and-tested-by: <a@b.org>", true);
	valid("Tested-by: A <a@b.org> # on a rock", true);
	valid("Tested-by: A <a@b.org> on a rock", false);
	valid("Signed-off-by: A <a@b.org>", false);
	valid("-by: A <a@b.org>", false);
	valid("Reviewed-by A <a@b.org>", false);
	valid("Reviewed-by:A <a@b.org>", false);
	valid("Reviewed-by: A <a b@c.org>", false);
	valid("Reviewed-by: A <ab.org>", false);
	valid("passed-by: A", false);
	valid("", false);
	return tap_done();
}
