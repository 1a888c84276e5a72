// SPDX-License-Identifier: GPL-2.0-only
/*
 * series: the manifest of tests/series/swap-args, field by field, and small ones
 * made here. What is wrong with one is in cmd-bad-input.sh, too.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "git/lib.h"
#include "heard.h"
#include "series/series.h"
#include "tap.h"

static char *dir;	/* scratch: the series made here are in it */

static void is_list(const struct strvec *v, const char *want, const char *name)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < v->n; i++)
		strbuf_addf(&sb, "%s%s", i ? "," : "", v->v[i]);
	is_str(sb.buf, want, name);
	strbuf_release(&sb);
}

static void test_fields(void)
{
	struct strvec words = STRVEC_INIT, paths = STRVEC_INIT;
	const struct patch *p;
	struct series s;

	is_int(series_read(&s, "tests/series/swap-args", false), 0, "a series is read");
	is_str(s.name, "swap-args", "its name is its folder's");
	is_str(s.title, "give foo_map() the order of its neighbours", "its title");
	is_str(s.link ?: "none", "https://example.org/foo/1", "its link");
	is_int(s.version, 2, "its version");
	is_int((long)s.n, 3, "its patches");
	ok(s.cover && strstr(s.cover, "foo_map"), "its cover letter");
	p = &s.patches[0];
	is_str(p->name, "01-swap-foo-map", "in the order of the manifest");
	is_str(p->subject, "foo: take the object first in foo_map()", "a subject");
	ok(p->message && *p->message, "a message");
	ok(p->done.n == 1 && p->needs.n == 1 && !p->later.n, "its conditions");
	is_str(p->done.v[0].anchor, "foo_map", "which are parsed");
	ok(p->n == 1 && p->ops[0].kind == OP_RULE && p->ops[0].rule.n, "a rule, read");
	ok(!p->optional && p->wanted && !p->fix && !p->same_code, "what is not said is not so");
	p = &s.patches[1];
	ok(p->n == 2 && p->ops[1].kind == OP_EDIT && p->ops[1].edit.n, "an edit, read");
	is_list(&p->retires, "foo_unmap_all", "what it retires");
	p = &s.patches[2];
	ok(p->optional && !p->wanted, "an optional one is not wanted unless it is asked for");
	ok(p->done.v[0].negated, "a condition that must not hold");
	is_int((long)s.n_leftovers, 1, "leftovers");
	is_list(&s.leftovers[0].paths, "Documentation/translations/*", "where");
	is_list(&s.leftovers[0].identifiers, "foo_unmap_all", "which");
	ok(starts_with(s.leftovers[0].reason, "translations follow"), "and why");
	ok(series_find(&s, "02-rename-unmap") == &s.patches[1] &&
	   series_find(&s, "02") == &s.patches[1], "a patch is found by name and number");
	ok(!series_find(&s, "2") && !series_find(&s, "02-") && !series_find(&s, ""),
	   "and by nothing else");
	series_words(&s, &words);
	is_list(&words, "FOO_COMPAT,foo_map,foo_unmap_all", "words for the scan, each once");
	series_paths(&s, &paths);
	ok(strvec_has(&paths, "include/linux/foo.h"), "paths for it");
	series_release(&s);
	series_release(&s);
	ok(!s.n && !s.name, "released twice");
	strvec_release(&words);
	strvec_release(&paths);
}

static void test_number(void)
{
	static const char *const names[][2] = {
		{ "03-generic", "03" }, { "08a-x", "08a" }, { "08abc-x", "08" },
		{ "x", "" }, { "", "" }, { "12", "12" }, { "12a", "12" },
		{ "123456789012345678-x", "123456789012345" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct patch p = { .name = (char *)names[i][0] };
		char *what = xstrfmt("the number of '%s'", names[i][0]);

		is_str(patch_number(&p), names[i][1], what);
		free(what);
	}
}

#define HEAD "[series]\n\ttitle = t\n\tpatch = 01-a\n[patch \"01-a\"]\n\tsubject = s\n" \
	     "\tdone = foo\n\top = 1-e.edit\n"

/* A series of one patch in DIR/s, with this manifest. */
static char *make_series(const char *manifest, size_t n)
{
	static const char edit[] = "files mm/a.c\ndelete define FOO_BAR\n";
	char *path = xstrfmt("%s/s", dir), *file;

	remove_tree(path);
	file = xstrfmt("%s/01-a/1-e.edit", path);
	make_parent(file);
	write_file(file, edit, sizeof(edit) - 1);
	free(file);
	file = xstrfmt("%s/01-a/message", path);
	write_file(file, "body\n", 5);
	free(file);
	file = xstrfmt("%s/series", path);
	write_file(file, manifest, n);
	free(file);
	return path;
}

static void reads(const char *manifest, int want_err, const char *want, const char *name)
{
	char *path = make_series(manifest, strlen(manifest));
	struct series s;
	int err;

	hear();
	err = series_read(&s, path, false);
	heard();
	if (!ok(err == want_err && (want ? strstr(heard_text.buf, want) != NULL :
					   !heard_text.len), "%s", name))
		tap_lines("said", heard_text.buf);
	series_release(&s);
	free(path);
}

static void test_manifest(void)
{
	static const char more[] = HEAD "\tcode = same\n\tfix = true\n\tlater = bar\n"
				   "\tretires = ab cd\n";
	struct series s;
	char *path;
	int err;

	reads(HEAD, 0, NULL, "the least that a manifest says");
	path = make_series(more, sizeof(more) - 1);
	hear();
	err = series_read(&s, path, false);
	is_str(heard(), "", "and more of it: nothing is said");
	ok(!err && s.version == 1 && !s.link && !s.cover && !s.n_leftovers,
	   "what it does not say");
	ok(!err && s.patches[0].same_code && s.patches[0].fix && s.patches[0].optional &&
	   !s.patches[0].wanted && s.patches[0].later.n == 1 && s.patches[0].retires.n == 2,
	   "and what it says");
	series_release(&s);
	free(path);
	reads("", ERR_USER, "no patch in it", "an empty manifest");
	reads("[series]\n", ERR_USER, "no patch in it", "a section alone");
	reads("[series\n", ERR_USER, "s/series", "a syntax error");
	reads("[series]\n\ttitle = t\n\tpatch = 01-b\n", ERR_USER,
	      "'patch = 01-b' has no section", "a patch without a section");
	reads(HEAD "\tretires = x\n", ERR_USER, ":8: 'retires = x' is not a list",
	      "a word of one letter, with its line");
	reads(HEAD "\tretires = a-b\n", ERR_USER, "is not a list of identifiers",
	      "what is no identifier");
	reads(HEAD "\tdone = ! in mm/a.c\n", ERR_USER, ":8: '! in mm/a.c' is not a condition",
	      "a condition that has lost its tokens");
	reads(HEAD "\top = ../../x.edit\n", ERR_USER, "x.edit",
	      "an operation out of the folder is not there");
	reads(HEAD "\top = 2-no.edit\n", ERR_USER, "cannot read edit file",
	      "an operation that is not there");
	reads(HEAD "\top = ../s/01-b/../x.edit\n", ERR_USER, ":8: '01-a/../s/01-b/../x.edit' is not a file",
	      "an operation behind a folder and back");
	reads(HEAD "\top = ../s/01-b/1-e.edit\n", ERR_USER, "has two files called '1-e.edit'",
	      "an operation of another patch, with a name that is taken");
	reads(HEAD "\tfrom = ../s/01-b\n", ERR_USER, "its section can say nothing else",
	      "from and more");
	reads("[series]\n\ttitle = t\n\tpatch = 01-a\n[patch \"01-a\"]\n\tfrom = ../s/01-a\n",
	      ERR_USER, "s/01-a is itself from s/01-a", "from itself");
	reads("[series]\n\ttitle = t\n\tpatch = 01-a\n[patch \"01-a\"]\n\tfrom = ../t/01-a\n",
	      ERR_USER, "t/series: ", "from a series that is not there");
	reads("[series]\n\tversion = 99999999999999999999\n", ERR_USER, "must be a number",
	      "a version that is too long");
	reads("[series]\n\tversion = 0\n", ERR_USER, "must be a number from 1 to 10000", "version 0");
	hear();
	path = xstrfmt("%s/none", dir);
	err = series_read(&s, path, false);
	ok(strstr(heard(), "no series 'none'") && err == ERR_USER, "no folder");
	series_release(&s);
	free(path);
}

/* DIR/s takes a patch from DIR/t. */
static void test_from(void)
{
	static const char there[] = HEAD "\tfix = true\n\tretires = ab\n"
				    "[leftover \"x\"]\n\tidentifiers = ab\n\treason = r\n";
	static const char text[] = "[series]\n\ttitle = mine\n\tversion = 2\n\tpatch = 07-x\n"
				   "[patch \"07-x\"]\n\tfrom = ../t/01-a\n";
	char *other = xstrfmt("%s/t", dir), *path, *tests;
	const struct patch *p;
	struct series s;

	path = make_series(there, sizeof(there) - 1);
	ok(!rename(path, other), "a series beside it");
	free(path);
	path = make_series(text, sizeof(text) - 1);
	if (is_int(series_read(&s, path, false), 0, "a series that takes a patch is read")) {
		p = &s.patches[0];
		is_str(p->name, "07-x", "the patch keeps its own name");
		is_str(p->from, "t/01-a", "and knows whose it is");
		is_str(p->subject, "s", "its subject");
		is_str(p->message, "body", "its message");
		ok(p->n == 1 && p->ops[0].edit.n == 1, "its operation, read");
		is_str(p->ops[0].from, "t/01-a", "which knows, too");
		ok(ends_with(p->ops[0].path, "/t/01-a/1-e.edit"), "its file");
		ok(p->done.n == 1 && p->retires.n == 1 && p->fix && !p->wanted, "and the rest");
		tests = series_tests(&s, p);
		ok(ends_with(tests, "/t/01-a/tests"), "its rule tests");
		free(tests);
		ok(!strcmp(s.title, "mine") && s.version == 2 && !s.n_leftovers,
		   "nothing else of that series is taken");
	}
	series_release(&s);
	remove_tree(other);
	free(other);
	free(path);
}

static void test_long(void)
{
	struct strbuf text = STRBUF_INIT;
	struct series s;
	char *path;

	strbuf_addstr(&text, HEAD "\tretires =");
	for (int i = 0; i < 3000; i++)
		strbuf_addf(&text, " word_%d word_%d", i, i);
	strbuf_addch(&text, '\n');
	path = make_series(text.buf, text.len);
	if (is_int(series_read(&s, path, false), 0, "a line of 60 kB is read")) {
		struct strvec words = STRVEC_INIT;

		series_words(&s, &words);
		ok(words.n == 3000 || words.n == 3001, "each word once");
		strvec_release(&words);
	}
	series_release(&s);
	free(path);
	strbuf_release(&text);
}

int main(void)
{
	git_start();
	dir = scratch_new();
	test_fields();
	test_number();
	test_manifest();
	test_from();
	test_long();
	scratch_free(dir);
	git_stop();
	return tap_done();
}
