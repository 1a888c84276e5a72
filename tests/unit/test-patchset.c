// SPDX-License-Identifier: GPL-2.0-only
/* Patches read back: diffs, mails, folders, ranges' names. */
#include <sys/stat.h>
#include <unistd.h>

#include "git/lib.h"
#include "git/tree.h"
#include "patch/patch.h"
#include "base/proc.h"
#include "tap.h"
#include "base/fs.h"

/* --- diffs ------------------------------------------------------------- */

static void describe(const struct ppatch *p, struct strbuf *out)
{
	static const char kind[] = "MADRC";

	for (size_t i = 0; i < p->n; i++) {
		const struct pfile *f = &p->v[i];

		strbuf_addf(out, "%c %s", kind[f->kind], f->path);
		if (f->old_path && strcmp(f->old_path, f->path))
			strbuf_addf(out, " <%s", f->old_path);
		if (f->mode)
			strbuf_addf(out, " %o", f->mode);
		if (f->binary)
			strbuf_addstr(out, " binary");
		for (size_t k = 0; k < f->n; k++) {
			const struct phunk *h = &f->v[k];

			strbuf_addf(out, " [%u,%u", h->old, h->old_n);
			for (size_t j = 0; j < h->n; j++)
				strbuf_addf(out, " %c%.*s%s@%u/%u",
					    h->v[j].sign, (int)h->v[j].len,
					    h->v[j].text,
					    h->v[j].cut ? "$" : "",
					    h->v[j].old, h->v[j].new);
			strbuf_addch(out, ']');
		}
		strbuf_addch(out, '\n');
	}
}

/* The files of a diff are WANT; NULL: it is refused. */
static void diff(const char *name, const char *text, const char *want)
{
	struct ppatch p = { .name = xstrdup("x.patch") };
	struct strbuf got = STRBUF_INIT;
	int err;

	strbuf_init(&p.diff);
	strbuf_addstr(&p.diff, text);
	err = ppatch_parse(&p);
	describe(&p, &got);
	if (!want)
		is_int(err, ERR_USER, name);
	else
		is_str(err ? "refused" : got.buf, want, name);
	strbuf_release(&got);
	ppatch_release(&p);
}

static void test_plain(void)
{
	diff("one hunk",
	     "diff --git a/x.c b/x.c\nindex 1..2 100644\n--- a/x.c\n+++ b/x.c\n"
	     "@@ -10,3 +10,3 @@ f()\n a\n-b\n+c\n d\n-- \n2.39\n",
	     "M x.c [10,3  a@10/10 -b@11/10 +c@11/11  d@12/12]\n");
	diff("no counts, two hunks",
	     "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n@@ -9 +9,2 @@\n c\n+d\n",
	     "M x [1,1 -a@1/0 +b@1/1] [9,1  c@9/9 +d@9/10]\n");
	diff("no context",
	     "--- a/x\n+++ b/x\n@@ -5,0 +6,1 @@\n+a\n@@ -8,1 +9,0 @@\n-b\n",
	     "M x [6,0 +a@5/6] [8,1 -b@8/9]\n");
	diff("two files",
	     "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
	     "diff --git a/d/y b/d/y\n--- a/d/y\n+++ b/d/y\n@@ -1 +1 @@\n-c\n+d\n",
	     "M x [1,1 -a@1/0 +b@1/1]\nM d/y [1,1 -c@1/0 +d@1/1]\n");
	diff("no newline at the end",
	     "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n"
	     "+b\n\\ No newline at end of file\n",
	     "M x [1,1 -a$@1/0 +b$@1/1]\n");
	diff("lines that look like a diff",
	     "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n--- -b\n+++ +c\n d\n",
	     "M x [1,3  a@1/1 --- -b@2/1 +++ +c@2/2  d@3/3]\n");
	diff("a blank context line lost its blank",
	     "--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n\n+b\n c\n",
	     "M x [1,2  @1/1 +b@1/2  c@2/3]\n");
	diff("text around it, with dashes",
	     "---\n--- a note\n+++ another\n x | 2 +-\n\n--- a/x\n+++ b/x\n"
	     "@@ -1 +1 @@\n-a\n+b\n\nthat was it\n--- the end\n",
	     "M x [1,1 -a@1/0 +b@1/1]\n");
}

static void test_kinds(void)
{
	diff("new, deleted, with modes",
	     "diff --git a/n b/n\nnew file mode 100755\nindex 0..1\n--- /dev/null\n"
	     "+++ b/n\n@@ -0,0 +1 @@\n+a\n"
	     "diff --git a/o b/o\ndeleted file mode 100644\nindex 1..0\n--- a/o\n"
	     "+++ /dev/null\n@@ -1 +0,0 @@\n-a\n",
	     "A n 100755 [1,0 +a@0/1]\nD o [1,1 -a@1/0]\n");
	diff("empty files",
	     "diff --git a/n b/n\nnew file mode 100644\nindex 0..1\n"
	     "diff --git a/o b/o\ndeleted file mode 100644\nindex 1..0\n",
	     "A n 100644\nD o\n");
	diff("renamed, with a change and without",
	     "diff --git a/o b/n\nsimilarity index 90%\nrename from o\nrename to n\n"
	     "--- a/o\n+++ b/n\n@@ -1 +1 @@\n-a\n+b\n"
	     "diff --git a/p b/q\nsimilarity index 100%\nrename from p\nrename to q\n",
	     "R n <o [1,1 -a@1/0 +b@1/1]\nR q <p\n");
	diff("copied",
	     "diff --git a/o b/n\nsimilarity index 100%\ncopy from o\ncopy to n\n",
	     "C n <o\n");
	diff("only the mode",
	     "diff --git a/x b/x\nold mode 100644\nnew mode 100755\n",
	     "M x 100755\n");
	diff("binary",
	     "diff --git a/x b/x\nindex 1..2 100644\nGIT binary patch\nliteral 1\n"
	     "Ic${\n\nliteral 0\nHc$@\n\ndiff --git a/y b/y\nindex 1..2\n"
	     "Binary files a/y and b/y differ\n",
	     "M x binary [0,0 +literal 1@0/0 +Ic${@0/0]\nM y binary\n");
}

static void test_names(void)
{
	diff("quoted names",
	     "diff --git \"a/\\303\\244 \\\"\" \"b/\\303\\244 \\\"\"\n"
	     "old mode 100644\nnew mode 100755\n",
	     "M \303\244 \" 100755\n");
	diff("a name with blanks",
	     "diff --git a/x y b/x y\nold mode 100644\nnew mode 100755\n",
	     "M x y 100755\n");
	diff("diff -u of two folders, with dates",
	     "diff -u old/d/x new/d/x\n--- old/d/x\t2024-01-01\n"
	     "+++ new/d/x\t2024-01-02\n@@ -1 +1 @@\n-a\n+b\n",
	     "M d/x [1,1 -a@1/0 +b@1/1]\n");
	diff("no prefixes",
	     "diff --git mm/x mm/x\n--- mm/x\n+++ mm/x\n@@ -1 +1 @@\n-a\n+b\n",
	     "M mm/x [1,1 -a@1/0 +b@1/1]\n");
}

static void test_damage(void)
{
	diff("lines that no file has", "--- a/x\n+++ b/x\n@@ -4294967295 +1 @@\n-a\n+b\n", NULL);
	diff("that are more than a number holds",
	     "--- a/x\n+++ b/x\n@@ -1 +1,99999999999999999999999999999999 @@\n-a\n+b\n", NULL);
	diff("cut off", "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n-b\n", NULL);
	diff("too many lines of a kind",
	     "--- a/x\n+++ b/x\n@@ -1,1 +1,2 @@\n-a\n-b\n+c\n", NULL);
	diff("junk in a hunk",
	     "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\njunk\n", NULL);
	diff("no hunk header", "--- a/x\n+++ b/x\n@@ nonsense @@\n-a\n", "");
	diff("nothing", "", "");
	diff("only text", "Dear all,\n\n--- 8< ---\n", "");
}

/* --- joining ----------------------------------------------------------- */

static void joined(const char *name, const char *text, const char *want)
{
	struct ppatch p = { .name = xstrdup("x.patch") };
	struct strbuf got = STRBUF_INIT;

	strbuf_init(&p.diff);
	strbuf_addstr(&p.diff, text);
	ppatch_parse(&p);
	ppatch_join(&p, "o", "n");
	describe(&p, &got);
	is_str(got.buf, want, name);
	strbuf_release(&got);
	ppatch_release(&p);
}

#define GONE(n, lines) "diff --git a/o b/o\ndeleted file mode 100644\n" \
	"--- a/o\n+++ /dev/null\n@@ -1," #n " +0,0 @@\n" lines
#define MADE(n, lines) "diff --git a/n b/n\nnew file mode 100644\n" \
	"--- /dev/null\n+++ b/n\n@@ -0,0 +1," #n " @@\n" lines

static void test_join(void)
{
	joined("deleted and new, as renamed",
	       GONE(5, "-1\n-2\n-3\n-4\n-5\n") MADE(5, "+1\n+2\n+3\n+4\n+x\n"),
	       "R n <o [2,4  2@2/2  3@3/3  4@4/4 -5@5/4 +x@5/5]\n");
	joined("the same content",
	       GONE(2, "-1\n-2\n") MADE(2, "+1\n+2\n"), "R n <o\n");
	joined("two hunks",
	       GONE(9, "-1\n-2\n-3\n-4\n-5\n-6\n-7\n-8\n-9\n")
	       MADE(8, "+2\n+3\n+4\n+5\n+6\n+7\n+8\n+x\n"),
	       "R n <o [1,4 -1@1/0  2@2/1  3@3/2  4@4/3]"
	       " [6,4  6@6/5  7@7/6  8@8/7 -9@9/7 +x@9/8]\n");
	joined("only one of them", GONE(1, "-1\n"), "D o [1,1 -1@1/0]\n");
}

/* --- mails ------------------------------------------------------------- */

#define HUNK "---\n x | 2 +-\n\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n" \
	"@@ -1 +1 @@\n-a\n+b\n-- \n2.39\n"

/* "SUBJECT: N files\n" of each patch in a file, or "error N". */
static void mails(const char *name, const char *text, const char *want)
{
	struct strbuf got = STRBUF_INIT;
	struct patchset ps;
	int err;

	write_file("mail", text, strlen(text));
	err = patchset_read(&ps, "mail");
	for (size_t i = 0; i < ps.n; i++)
		strbuf_addf(&got, "%s|%s|%zu\n", ps.v[i].subject,
			    ps.v[i].body, ps.v[i].n);
	if (err)
		strbuf_addf(&got, "error %d", err);
	is_str(got.buf, want, name);
	strbuf_release(&got);
	patchset_release(&ps);
}

static void test_mail(void)
{
	mails("as git format-patch writes it",
	      "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n"
	      "From: A <a@b>\nDate: Sun, 22 Nov 2026 13:50:20 +0000\n"
	      "Subject: [PATCH v4 01/13] x: one\n two\n\nThe body.\n" HUNK,
	      "x: one two|The body.|1\n");
	mails("an encoded subject",
	      "From: A <a@b>\nSubject: =?UTF-8?q?[PATCH]=20x:=20=C3=A4nder?=\n"
	      " =?UTF-8?q?ung?=\n\n" HUNK, "x: \303\244nderung||1\n");
	mails("base64, with CR LF inside",
	      "From: A <a@b>\nSubject: [PATCH] x\nMIME-Version: 1.0\n"
	      "Content-Type: text/plain; charset=utf-8\n"
	      "Content-Transfer-Encoding: base64\n\n"
	      "Qm9keQ0KLS0tDQotLS0gYS94DQorKysgYi94DQpAQCAtMSArMSBAQA0KLWENCiti"
	      "DQo=\n", "x|Body|1\n");
	mails("brackets that are not of mail stay",
	      "From: A <a@b>\nSubject: [PATCH] [media] x\n\n" HUNK,
	      "[media] x||1\n");
	mails("a subject in the body",
	      "From: A <a@b>\nSubject: [PATCH] y\n\nSubject: x\n\nb\n" HUNK,
	      "x|b|1\n");
	mails("a bare diff", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
	      "mail||1\n");
	mails("an unknown character set",
	      "From: A <a@b>\nSubject: [PATCH] x\n"
	      "Content-Type: text/plain; charset=x-unheard-of\n\nb\n" HUNK,
	      "x|b|1\n");
	mails("text", "Dear all,\n\nthis is not one.\n", "error -2");
	mails("an empty file", "", "error -2");
}

#define FROM "From git@z Thu Jan  1 00:00:00 1970\nFrom: A <a@b>\nSubject: "

static void test_mbox(void)
{
	struct strbuf crlf = STRBUF_INIT;
	static const char text[] =
		FROM "[PATCH 0/2] cover\n\nx | 1 +\n\n"
		FROM "[PATCH 1/2] one\n\nb1\n" HUNK "\n"
		FROM "Re: [PATCH 1/2] one\n\n> b1\nNo, rather:\n" HUNK "\n"
		FROM "[PATCH 2/2] two\n\nb2\n" HUNK;

	mails("an mbox with a cover letter and an answer", text,
	      "one|b1|1\ntwo|b2|1\n");
	for (const char *p = text; *p; p++) {
		if (*p == '\n')
			strbuf_addch(&crlf, '\r');
		strbuf_addch(&crlf, *p);
	}
	mails("the same with CR LF", crlf.buf, "one|b1|1\ntwo|b2|1\n");
	mails("only a cover letter", FROM "[PATCH 0/1] cover\n\nx | 1 +\n",
	      "error -2");
	strbuf_release(&crlf);
}

/* --- mails again ------------------------------------------------------- */

#define DIFF "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"

/* The first patch of TEXT is MAIL, which reads back as the same. */
static void again(const char *name, const char *text, const char *mail)
{
	struct strbuf got = STRBUF_INIT, twice = STRBUF_INIT;
	struct patchset ps;

	write_file("mail", text, strlen(text));
	if (!patchset_read(&ps, "mail"))
		ppatch_mail(&ps.v[0], &got);
	patchset_release(&ps);
	is_str(got.buf, mail, name);
	write_file("mail", got.buf, got.len);
	if (!patchset_read(&ps, "mail"))
		ppatch_mail(&ps.v[0], &twice);
	patchset_release(&ps);
	is_str(twice.buf, mail, "  and again");
	strbuf_release(&got);
	strbuf_release(&twice);
}

static void test_again(void)
{
	again("a mail: author, date, subject, message and diff stay",
	      "From x Mon Sep 17 00:00:00 2001\nMessage-ID: <1@b>\n"
	      "From: \"Doe, A\" <a@b>\nTo: list@b\n"
	      "Date: Sun, 22 Nov 2026 13:50:20 +0000\n"
	      "Subject: [PATCH v4 01/13] [media] x: one\n two\n\nb\n\nc\n"
	      "---\n\n x | 2 +-\n\n" DIFF "-- \n2.39\n",
	      "From: Doe, A <a@b>\n"
	      "Date: Sun, 22 Nov 2026 13:50:20 +0000\n"
	      "Subject: [PATCH] [media] x: one two\n\nb\n\nc\n"
	      "---\n\n x | 2 +-\n\n" DIFF "-- \n2.39\n");
	again("quoted-printable: decoded",
	      "From: =?UTF-8?q?J=C3=B6?= <a@b>\n"
	      "Subject: [PATCH] =?UTF-8?q?=C3=A4?=\nMIME-Version: 1.0\n"
	      "Content-Type: text/plain; charset=iso-8859-1\n"
	      "Content-Transfer-Encoding: quoted-printable\n\n"
	      "a=\nb=E4\n---\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-=61\n+b\n",
	      "From: J\303\266 <a@b>\nSubject: [PATCH] \303\244\n\n"
	      "ab\303\244\n---\n" DIFF);
	again("the author in the body counts",
	      "From: B <b@b>\nSubject: [PATCH] x\n\nFrom: A <a@b>\n\nb\n"
	      "---\n" DIFF,
	      "From: A <a@b>\nSubject: [PATCH] x\n\nb\n---\n" DIFF);
	again("CR LF that is of the file",
	      "From: A <a@b>\nSubject: [PATCH] x\n\n--- a/x\n+++ b/x\n"
	      "@@ -1 +1 @@\n-a\r\n+b\r\n",
	      "From: A <a@b>\nSubject: [PATCH] x\n\n---\n--- a/x\n+++ b/x\n"
	      "@@ -1 +1 @@\n-a\r\n+b\r\n");
	again("a bare diff: nobody's", DIFF,
	      "From: Nobody <nobody@localhost>\nSubject: [PATCH] mail\n\n"
	      "---\n" DIFF);
	again("only an address: it is the name, too",
	      "From: a@b\nSubject: [PATCH] x\n\n" DIFF,
	      "From: a@b <a@b>\nSubject: [PATCH] x\n\n---\n" DIFF);
	again("a line that looks like the next mail's first",
	      "From: A <a@b>\nSubject: [PATCH] x\n\nFrom x Thu Jan  1 00:00:00 1970\n"
	      "---\n" DIFF,
	      "From: A <a@b>\nSubject: [PATCH] x\n\nFrom x Thu Jan  1 00:00:00 1970\n"
	      "---\n" DIFF);
}

static void test_write(void)
{
	struct strbuf text = STRBUF_INIT;
	struct strvec files = STRVEC_INIT;
	struct patchset ps;

	write_file("mail", FROM "one\n\n" DIFF "\n" FROM "two\n\n" DIFF,
		   strlen(FROM "one\n\n" DIFF "\n" FROM "two\n\n" DIFF));
	mkdir("out", 0777);
	is_int(patchset_read(&ps, "mail") ||
	       patchset_write(&ps, "out", &files), 0, "an mbox as files");
	ok(files.n == 2 && !strcmp(files.v[0], "out/0001.patch") &&
	   !strcmp(files.v[1], "out/0002.patch"), "they have numbers");
	strbuf_read_file(&text, "out/0002.patch");
	is_str(text.buf, "From: A <a@b>\nSubject: [PATCH] two\n\n---\n" DIFF,
	       "each is one mail");
	strvec_release(&files);
	is_int(patchset_write(&ps, "none", &files), ERR_ENV,
	       "a folder that is not there is an error");
	strvec_release(&files);
	patchset_release(&ps);
	strbuf_release(&text);
}

static void put(const char *path, const char *text)
{
	write_file(path, text, strlen(text));
}

static void test_folder(void)
{
	struct strbuf got = STRBUF_INIT;
	struct patchset ps;

	mkdir("d", 0777);
	is_int(patchset_read(&ps, "d"), ERR_USER, "an empty folder is refused");
	patchset_release(&ps);
	put("d/0002-b.patch", "From: A <a@b>\nSubject: [PATCH] b\n\n" HUNK);
	put("d/0001-a.patch", "From: A <a@b>\nSubject: [PATCH] a\n\n" HUNK);
	put("d/0000-cover-letter.patch", "From: A <a@b>\nSubject: c\n\nc\n");
	put("d/v2-0000-cover-letter.patch", "From: A <a@b>\nSubject: c\n\nc\n");
	put("d/series.json", "{}\n");
	is_int(patchset_read(&ps, "d"), 0, "a folder is read");
	for (size_t i = 0; i < ps.n; i++)
		strbuf_addf(&got, "%s %s\n", ps.v[i].name, ps.v[i].subject);
	is_str(got.buf, "d/0001-a.patch a\nd/0002-b.patch b\n",
	       "its patches by name, without cover letters");
	patchset_release(&ps);
	put("d/0003-c.patch", "nothing\n");
	is_int(patchset_read(&ps, "d"), ERR_USER,
	       "a file of it that is no patch is refused");
	patchset_release(&ps);
	is_int(patchset_read(&ps, "none"), ERR_USER, "no such folder");
	patchset_release(&ps);
	strbuf_release(&got);
}

static void test_range(void)
{
	static const char *const yes[] = {
		"a..b", "v6.12..HEAD", "a...b", "a..", "..b", "x/a..x/b",
	};
	static const char *const no[] = {
		"a", "../a", "a/../b", "..", "a/..", "/a..b", "../a..b",
	};

	for (size_t i = 0; i < ARRAY_SIZE(yes); i++)
		ok(patchset_is_range(yes[i]), "%s is a range", yes[i]);
	for (size_t i = 0; i < ARRAY_SIZE(no); i++)
		ok(!patchset_is_range(no[i]), "%s is none", no[i]);
}

int main(void)
{
	char *dir = scratch_new();

	if (!dir || chdir(dir))
		return 1;
	proc_init();
	git_start();
	/* What is refused is reported; that is not for the test's output. */
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	test_plain();
	test_kinds();
	test_names();
	test_damage();
	test_join();
	test_mail();
	test_mbox();
	test_again();
	test_write();
	test_folder();
	test_range();
	git_stop();
	if (chdir("/"))
		return 1;
	scratch_free(dir);
	return tap_done();
}
