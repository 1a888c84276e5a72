// SPDX-License-Identifier: GPL-2.0-only
/* scan: which files of a tree hold a word; what is kept of that, and what not. */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cache.h"
#include "base/fs.h"
#include "base/proc.h"
#include "git/lib.h"
#include "git/scan.h"
#include "heard.h"
#include "tap.h"

static char *dir;	/* scratch: the tree is in it */

static void put(const char *path, const char *text, size_t n)
{
	char *full = xstrfmt("%s/tree/%s", dir, path);

	make_parent(full);
	if (write_file(full, text, n))
		BUG("cannot write %s", full);
	free(full);
}

/* "PATH ..." of what is hit, then what could not be read. */
static char *hits(const struct tree *t, const struct scan *s)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < t->n; i++)
		if (s->hit[i])
			strbuf_addf(&sb, "%s ", t->files[i].path);
	for (size_t i = 0; i < s->unread.n; i++)
		strbuf_addf(&sb, "?%s ", s->unread.v[i]);
	return strbuf_detach(&sb);
}

/* Look for WORDS with N threads: what is hit, and how many were known. */
static void scans(const struct tree *t, const char *words, int n, bool cache,
		  const char *want, size_t known, const char *name)
{
	struct strvec sv = STRVEC_INIT;
	struct scan s;
	char *got;
	int err;

	strvec_split(&sv, words);
	err = scan_tree(&s, t, &sv, n, cache, false);
	got = hits(t, &s);
	is_str(err ? "failed" : got, want, name);
	ok(s.files == t->n && s.cached == known, "%s: %zu of them known", name, known);
	if (s.cached != known)
		printf("# known: %zu\n", s.cached);
	free(got);
	scan_release(&s);
	ok(!s.hit && !s.unread.n, "%s: released", name);
	strvec_release(&sv);
}

static char *cache_file(void)
{
	char *folder = cache_dir(), *path = NULL;
	DIR *d = opendir(folder);
	struct dirent *e;

	while (d && (e = readdir(d)))
		if (starts_with(e->d_name, "scan-") && !path)
			path = xstrfmt("%s/%s", folder, e->d_name);
	if (d)
		closedir(d);
	free(folder);
	return path ?: xstrdup("/nowhere");
}

static void open_tree(struct tree *t)
{
	char *path = xstrfmt("%s/tree", dir);

	if (tree_open(t, path, NULL, false))
		BUG("no tree");
	/* What changed just now may change again unseen; nobody waits here. */
	for (size_t i = 0; i < t->n; i++)
		t->files[i].settled = true;
	free(path);
}

static void test_cache(struct tree *t)
{
	char *path;

	t->files[0].settled = false;
	scans(t, "foo bar", 2, true, "a/foo.c b/both.h nul.c ", 0, "the first time");
	scans(t, "foo bar", 2, true, "a/foo.c b/both.h nul.c ", t->n - 1,
	      "a file that may change unseen is not kept");
	t->files[0].settled = true;
	scans(t, "foo bar", 2, true, "a/foo.c b/both.h nul.c ", t->n - 1,
	      "it is looked at once more");
	scans(t, "foo bar", 2, true, "a/foo.c b/both.h nul.c ", t->n, "the second time");
	scans(t, "foo bar", 2, false, "a/foo.c b/both.h nul.c ", 0, "without the cache");
	scans(t, "bar foo bar", 2, true, "a/foo.c b/both.h nul.c ", t->n,
	      "the same words in another order");
	scans(t, "foo", 2, true, "a/foo.c b/both.h ", 0, "other words are another search");
	path = xstrfmt("%s/cache/respin", dir);
	remove_tree(path);
	free(path);
	scans(t, "foo bar", 2, true, "a/foo.c b/both.h nul.c ", 0, "the cache is gone");
	path = cache_file();
	write_file(path, "respin scan 1\nrubbish", 21);
	scans(t, "foo bar", 2, true, "a/foo.c b/both.h nul.c ", 0, "a cache that is cut off");
	write_file(path, "", 0);
	scans(t, "foo bar", 2, true, "a/foo.c b/both.h nul.c ", 0, "an empty one");
	unlink(path);
	mkdir(path, 0755);
	hear();
	scans(t, "foo bar", 2, true, "a/foo.c b/both.h nul.c ", 0, "one that cannot be written");
	ok(strstr(heard(), "cannot write the scan cache"), "that is said");
	rmdir(path);
	free(path);
}

static void test_changes(struct tree *t)
{
	char *gone = xstrfmt("%s/tree/a/foo.c", dir);

	scans(t, "foo bar", 2, true, "a/foo.c b/both.h nul.c ", 0, "before a change");
	put("b/both.h", "no more\n", 8);
	put("new.c", "bar\n", 4);
	tree_release(t);
	open_tree(t);
	scans(t, "foo bar", 2, true, "a/foo.c new.c nul.c ", t->n - 2,
	      "what changed and what is new is looked at");
	unlink(gone);
	scans(t, "foo bar", 2, true, "a/foo.c new.c nul.c ", t->n,
	      "a file that went away since it was listed is as it was known");
	scans(t, "foo bar", 2, false, "new.c nul.c ?a/foo.c ", 0,
	      "or, where it is read, told");
	free(gone);
}

int main(void)
{
	struct tree t, none = { 0 };
	char *cache, *empty;

	proc_init();
	git_start();
	dir = scratch_new();
	cache = xstrfmt("%s/cache", dir);
	setenv("XDG_CACHE_HOME", cache, 1);
	put("a/foo.c", "int foo;\n", 9);
	put("a/food.c", "int food, _bar;\n", 16);
	put("b/both.h", "foo bar", 7);
	put("empty.c", "", 0);
	put("nul.c", "\0\0bar\0", 6);
	for (int i = 0; i < 300; i++) {
		char *name = xstrfmt("many/%03d.c", i);

		put(name, "nothing\n", 8);
		free(name);
	}
	open_tree(&t);
	is_int((long)t.n, 305, "the tree has its files");
	for (int n = 0; n < 5; n++)
		scans(&t, "foo bar", n, false, "a/foo.c b/both.h nul.c ", 0,
		      n ? "threads" : "no threads asked for: one");
	scans(&t, "nowhere", 2, false, "", 0, "a word that is nowhere");
	scans(&t, "", 2, false, "", 0, "no words");
	empty = xstrfmt("%s/tree", dir);
	none.path = none.work = empty;
	scans(&none, "foo", 2, true, "", 0, "a tree without files");
	test_cache(&t);
	test_changes(&t);
	tree_release(&t);
	free(empty);
	free(cache);
	scratch_free(dir);
	git_stop();
	return tap_done();
}
