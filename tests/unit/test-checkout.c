// SPDX-License-Identifier: GPL-2.0-only
/* checkout: the states that patches put a folder into, and back. */
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/proc.h"
#include "git/lib.h"
#include "heard.h"
#include "states/checkout.h"
#include "tap.h"

static char *dir;	/* scratch: tree/, patches/, work/ */

static char *in(const char *name)
{
	return xstrfmt("%s/%s", dir, name);
}

static void put(const char *name, const char *text, size_t n)
{
	char *path = in(name);

	make_parent(path);
	if (write_file(path, text, n))
		BUG("cannot write %s", path);
	free(path);
}

#define PUT(name, text) put(name, text, sizeof(text) - 1)

static void is_file(const char *name, const char *want, const char *what)
{
	struct strbuf text = STRBUF_INIT;
	char *path = in(name);

	if (strbuf_read_file(&text, path))
		strbuf_addstr(&text, "(not there)");
	is_str(text.buf, want, what);
	free(path);
	strbuf_release(&text);
}

/* Two patches: one changes a file and adds one, one removes and changes. */
static const char first[] =
	"From: A <a@example.org>\nDate: Tue, 14 Nov 2023 22:13:20 +0000\n"
	"Subject: [PATCH 1/2] one\n\nBody.\n---\n"
	"diff --git a/mm/a.c b/mm/a.c\n--- a/mm/a.c\n+++ b/mm/a.c\n"
	"@@ -1,2 +1,3 @@\n int a;\n+int b;\n int c;\n"
	"diff --git a/new/n.c b/new/n.c\nnew file mode 100644\n--- /dev/null\n+++ b/new/n.c\n"
	"@@ -0,0 +1 @@\n+new\n";
static const char second[] =
	"From: A <a@example.org>\nDate: Tue, 14 Nov 2023 22:13:20 +0000\n"
	"Subject: [PATCH 2/2] two\n\nBody.\n---\n"
	"diff --git a/gone.c b/gone.c\ndeleted file mode 100644\n--- a/gone.c\n+++ /dev/null\n"
	"@@ -1 +0,0 @@\n-gone\n"
	"diff --git a/mm/a.c b/mm/a.c\n--- a/mm/a.c\n+++ b/mm/a.c\n"
	"@@ -1,3 +1,2 @@\n-int a;\n int b;\n int c;\n";

static void make_tree(void)
{
	PUT("tree/Makefile", "VERSION = 6\n");
	PUT("tree/mm/a.c", "int a;\nint c;\n");
	PUT("tree/gone.c", "gone\n");
	put("tree/nul.bin", "a\0b", 3);
	PUT("patches/0001-one.patch", first);
	PUT("patches/0002-two.patch", second);
}

/* All that an open checkout needs; released by close_all(). */
struct all {
	struct tree tree;
	struct patchset ps;
	struct checkout co;
	char *scratch;
};

static int open_all(struct all *a, const char *patches, bool folder)
{
	char *tree = in("tree"), *set = in(patches), *work = in("work");
	int err = tree_open(&a->tree, tree, NULL, false);

	a->scratch = scratch_new();
	memset(&a->co, 0, sizeof(a->co));
	if (!err)
		err = patchset_read(&a->ps, set);
	if (!err)
		err = checkout_open(&a->co, &a->tree, &a->ps, folder ? work : NULL, a->scratch);
	free(tree);
	free(set);
	free(work);
	return err;
}

static void close_all(struct all *a)
{
	checkout_release(&a->co);
	patchset_release(&a->ps);
	tree_release(&a->tree);
	scratch_free(a->scratch);
}

static void test_known(struct checkout *co)
{
	struct strbuf text = STRBUF_INIT;
	ssize_t a = checkout_index(co, "mm/a.c"), gone = checkout_index(co, "gone.c"),
		new = checkout_index(co, "new/n.c");

	ok(co->states == 3 && co->patches.n == 2 && !co->failed, "both patches apply");
	is_str(co->subjects.v[1], "two", "their subjects");
	ok(co->touched.n == 3 && a >= 0 && gone >= 0 && new >= 0, "three files are touched");
	ok(checkout_index(co, "mm") < 0 && checkout_index(co, "") < 0 &&
	   checkout_index(co, "nul.bin") < 0, "and no others");
	ok(checkout_changed(co, 1, (size_t)a) && checkout_changed(co, 2, (size_t)a),
	   "a file that both change");
	ok(!checkout_changed(co, 1, (size_t)gone) && checkout_changed(co, 2, (size_t)gone),
	   "one that the second removes");
	ok(checkout_changed(co, 1, (size_t)new) && !checkout_changed(co, 2, (size_t)new),
	   "one that the first adds");
	ok(!checkout_state(co, 0, (size_t)new)->there && checkout_state(co, 1, (size_t)new)->there &&
	   checkout_state(co, 1, (size_t)gone)->there && !checkout_state(co, 2, (size_t)gone)->there,
	   "where they are there");
	is_int(checkout_text(co, 0, (size_t)new, &text), 0, "no text where a file is not");
	is_int(checkout_text(co, 1, (size_t)a, &text), 1, "a text where it is");
	is_str(text.buf, "int a;\nint b;\nint c;\n", "as of that state");
	strbuf_release(&text);
}

static void test_go(void)
{
	struct stat before, after;
	struct all a = { 0 };
	char *path = in("work/mm/a.c");

	is_int(open_all(&a, "patches", true), 0, "opened, with a folder");
	test_known(&a.co);
	is_file("work/mm/a.c", "int a;\nint c;\n", "the folder has the base");
	is_int(checkout_go(&a.co, 2), 0, "to the end");
	is_file("work/mm/a.c", "int b;\nint c;\n", "a file is as it is there");
	is_file("work/gone.c", "(not there)", "one is gone");
	is_file("work/new/n.c", "new\n", "one is new");
	stat(path, &before);
	is_int(checkout_go(&a.co, 2), 0, "to where it is");
	stat(path, &after);
	ok(before.st_ino == after.st_ino && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec,
	   "writes nothing");
	is_int(checkout_go(&a.co, 1), 0, "one back");
	is_file("work/mm/a.c", "int a;\nint b;\nint c;\n", "a file is as it was");
	is_file("work/gone.c", "gone\n", "what was gone is there");
	is_int(checkout_go(&a.co, 0), 0, "to the base");
	is_file("work/new/n.c", "(not there)", "what was new is gone");
	checkout_go(&a.co, 2);
	close_all(&a);
	free(path);
	/* What an earlier run left there is undone. */
	PUT("other/0001-o.patch",
	    "From: A <a@example.org>\nSubject: other\n\n---\n"
	    "diff --git a/Makefile b/Makefile\n--- a/Makefile\n+++ b/Makefile\n"
	    "@@ -1 +1 @@\n-VERSION = 6\n+VERSION = 7\n");
	memset(&a, 0, sizeof(a));
	is_int(open_all(&a, "other", true), 0, "opened again, with other patches");
	is_file("work/mm/a.c", "int a;\nint c;\n", "the folder has the base again");
	is_file("work/gone.c", "gone\n", "all of it");
	is_file("work/new/n.c", "(not there)", "and nothing else");
	close_all(&a);
}

static void test_no_folder(void)
{
	struct all a = { 0 };
	struct report_patch *list;
	char *work = in("work");

	remove_tree(work);
	is_int(open_all(&a, "patches", false), 0, "opened, without a folder");
	ok(a.co.states == 3 && access(work, F_OK), "none is made");
	list = checkout_patches(&a.co);
	ok(list != NULL, "the patches, as reports name them");
	free(list);
	close_all(&a);
	free(work);
}

static void test_failing(void)
{
	struct all a = { 0 };
	int err;

	PUT("late/0001-one.patch", first);
	PUT("late/0002-again.patch", first);
	PUT("late/0003-two.patch", second);
	is_int(open_all(&a, "late", false), 0, "a patch that does not apply is no error");
	ok(a.co.states == 2 && a.co.patches.n == 1, "the patches before it count");
	ok(a.co.failed && strstr(a.co.failed, "0002-again"), "it is named");
	ok(a.co.why && strstr(a.co.why, "mm/a.c"), "and why, with the file");
	close_all(&a);

	PUT("evil/0001-e.patch",
	    "From: A <a@example.org>\nSubject: evil\n\n---\n"
	    "diff --git a/../x b/../x\n--- a/../x\n+++ b/../x\n@@ -0,0 +1 @@\n+x\n");
	memset(&a, 0, sizeof(a));
	hear();
	err = open_all(&a, "evil", true);
	ok(strstr(heard(), "is not a path in a kernel tree") && err == ERR_USER,
	   "a file out of the tree is refused");
	close_all(&a);
	PUT("evil/0001-e.patch",
	    "From: A <a@example.org>\nSubject: evil\n\n---\n"
	    "diff --git a/.git/config b/.git/config\n--- a/.git/config\n+++ b/.git/config\n"
	    "@@ -0,0 +1 @@\n+x\n");
	memset(&a, 0, sizeof(a));
	hear();
	err = open_all(&a, "evil", true);
	ok(strstr(heard(), "is not a path in a kernel tree") && err == ERR_USER, "so is one of git's");
	close_all(&a);
}

int main(void)
{
	proc_init();
	git_start();
	dir = scratch_new();
	make_tree();
	test_go();
	test_no_folder();
	test_failing();
	scratch_free(dir);
	git_stop();
	return tap_done();
}
