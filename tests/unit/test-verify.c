// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "verify/diag.h"
#include "kbuild/kbuild.h"
#include "base/shell.h"
#include "states/store.h"
#include "base/fs.h"
#include "tap.h"

static char *dir;

/* --- shell_split ------------------------------------------------------- */

static void split_is(const char *command, const char *const *want,
		     const char *name)
{
	struct strvec got = STRVEC_INIT;
	bool same = true;
	size_t n = 0;

	shell_split(&got, command, strlen(command));
	for (; want[n]; n++)
		same &= n < got.n && !strcmp(got.v[n], want[n]);
	ok(same && got.n == n, "%s", name);
	strvec_release(&got);
}

static void test_split(void)
{
	split_is("gcc  -c x.c", (const char *[]){ "gcc", "-c", "x.c", NULL },
		 "split: words");
	split_is("-DN='\"mm/x\"' -E", (const char *[]){ "-DN=\"mm/x\"", "-E", NULL },
		 "split: double quotes in single ones stay");
	split_is("a\\ b \"c \\\" d\" ''", (const char *[]){ "a b", "c \" d", "", NULL },
		 "split: backslash, quotes, empty word");
	split_is("", (const char *[]){ NULL }, "split: nothing");
}

/* --- kbuild_parse ------------------------------------------------------ */

#define TRAPS "  trap 'rm -f x; trap - PIPE; kill -s PIPE $$' PIPE; "

static void test_parse(void)
{
	struct arch arch = { .name = "a" };
	struct arch_config config = { .arch = &arch, .name = "c", .id = "a-c" };
	struct kbuild kb = { .config = &config, .tc = &arch.tc };
	const struct kunit *u;

	kb.src = xstrdup("/k");
	strvec_push(&arch.tc.sparse, "-Dmore");
	strvec_split(&arch.tc.sparse_cut, "-march= _");
	ok(!kbuild_parse(&kb,
		"set -e;  echo '  CC      mm/b.o';" TRAPS
		"gcc -Wp,-MMD,mm/.b.o.d -I/k/include -DX='\"b\"' -c -o mm/b.o /k/mm/b.c  ; scripts/basic/fixdep mm/.b.o.d mm/b.o 'gcc -c -o mm/b.o /k/mm/b.c' > mm/.b.o.cmd\n"
		"set -e;  echo '  CHECK   /k/mm/b.c';" TRAPS
		"sparse -Wbitwise -march=rv64_z -Wp,-MMD,mm/.b.o.d /k/mm/b.c\n"
		"set -e;  echo '  AS      x.o';" TRAPS
		"gcc -c -o x.o /k/arch/a/x.S  ;\n"
		"gcc -c -o gen.o gen.c ;\n"
		"gcc -O2 -c -o a.o /k/mm/a.c ; ./tools/objtool a.o\n"), "parse: all understood");
	ok(kb.n == 3, "parse: two C units of the tree, one of assembly, no generated file");
	u = kbuild_find(&kb, "arch/a/x.S");
	ok(u && u->cc.n == 2 && !u->sparse.n, "parse: the command that assembles");
	u = kbuild_find(&kb, "mm/b.c");
	ok(u && u->cc.n == 4 && !strcmp(u->cc.v[0], "gcc") &&
	   !strcmp(u->cc.v[2], "-DX=\"b\"") && !strcmp(u->cc.v[3], "/k/mm/b.c"),
	   "parse: the command without -c -o and dependencies");
	ok(u && u->sparse.n == 5 && !strcmp(u->sparse.v[2], "-march=rv64") &&
	   !strcmp(u->sparse.v[3], "-Dmore"),
	   "parse: sparse's command, cut and added to");
	u = kbuild_find(&kb, "mm/a.c");
	ok(u && u->cc.n == 3 && !u->sparse.n, "parse: a line without traps");
	ok(!kbuild_find(&kb, "mm/none.c"), "parse: no such unit");
	ok(kbuild_parse(&kb, "gcc -O2 -c -o c.o /k/mm/c.c -Dlast ;\n") < 0 &&
	   kb.why && strstr(kb.why, "mm/c.c"),
	   "parse: a command in another form is not left out");
	ok(!kbuild_parse(&kb, "gcc -O2 -c -o c.o c.c -Dlast ;\n"),
	   "parse: but for a file that is not of the tree");
	strvec_release(&arch.tc.sparse);
	strvec_release(&arch.tc.sparse_cut);
	kbuild_release(&kb);
}

/* --- diag -------------------------------------------------------------- */

static size_t fresh(const char *before, const char *now, const char *first)
{
	struct strvec out = STRVEC_INIT;
	struct diags a, b;
	size_t n;

	diags_read(&a, before, "/k");
	diags_read(&b, now, "/k");
	diags_new(&a, &b, &out);
	n = out.n;
	if (first)
		ok(n && !strcmp(out.v[0], first), "%s", first);
	strvec_release(&out);
	diags_release(&a);
	diags_release(&b);
	return n;
}

static void test_diag(void)
{
	const char *w = "/k/mm/a.c: In function 'f':\n"
			"/k/mm/a.c:10:3: warning: unused variable 'x' [-Wunused]\n";
	const char *moved = "/k/mm/a.c: In function 'f':\n"
			    "/k/mm/a.c:99:7: warning: unused variable 'x' [-Wunused]\n";
	const char *other = "/k/mm/a.c: In function 'g':\n"
			    "/k/mm/a.c:10:3: warning: unused variable 'x' [-Wunused]\n";
	char *twice = xstrfmt("%s%s", w, moved);
	struct strbuf text = STRBUF_INIT;
	struct diags d, e;

	ok(fresh(w, moved, NULL) == 0, "diag: the same on another line is not new");
	ok(fresh(w, twice, NULL) == 1, "diag: said twice is one more");
	ok(fresh(twice, w, NULL) == 0, "diag: one less is nothing new");
	ok(fresh(w, other, "mm/a.c: g: warning: unused variable 'x' [-Wunused]") == 1,
	   "diag: in another function is new, though the number is the same");
	ok(fresh("", "mm/a.c:5:1: error: expected ';'\nmake: *** x\n",
		 "mm/a.c: error: expected ';'") == 1, "diag: an error of sparse's form");
	diags_read(&d, "a.h:1:1: fatal error: x.h: No such file\na.h:2: warning: y\n", NULL);
	ok(d.errors == 1 && d.v.n == 2, "diag: errors are counted");
	diags_text(&d, &text);
	diags_from_text(&e, text.buf);
	ok(e.errors == 1 && e.v.n == 2, "diag: through the store and back");
	diags_release(&d);
	diags_release(&e);
	strbuf_release(&text);
	free(twice);
}

/* --- store ------------------------------------------------------------- */

static int open_quietly(struct store **s, const char *path)
{
	int saved = dup(2), err;

	fflush(stderr);
	if (!freopen("/dev/null", "w", stderr))
		return -99;
	err = store_open(s, path);
	fflush(stderr);
	dup2(saved, 2);
	close(saved);
	return err;
}

static void test_round_trip(const char *path)
{
	struct oid inputs = { .b = { 1, 2 } }, other = { .b = { 9 } };
	struct stored_pp pp = { .reached = "x\n", .referred = "", .mentioned = "", .diags = "", .deps = "a.h\n", .digest = { .b = { 7 } },
				.decls = "", .cover = "a.h 1-2\n", .error = "" };
	struct stored_cc cc = { .status = 1, .diags = "x: error: y\n" };
	struct strvec deps = STRVEC_INIT;
	struct stored_pp pp2;
	struct stored_cc cc2;
	struct store *s;

	ok(store_open(&s, path) == 0, "store: a new file");
	ok(!store_put_pp(s, "c", "u", &inputs, &pp) &&
	   !store_put_cc(s, "c", "u", &inputs, &cc), "store: put");
	store_close(s);
	ok(store_open(&s, path) == 0, "store: open again");
	ok(store_get_pp(s, "c", "u", &inputs, &pp2) == 1 &&
	   !strcmp(pp2.cover, pp.cover) && pp2.digest.b[0] == 7,
	   "store: what was preprocessed is there");
	ok(store_get_cc(s, "c", "u", &inputs, &cc2) == 1 && cc2.status == 1 &&
	   !cc2.sparse && !strcmp(cc2.diags, cc.diags),
	   "store: what was compiled is there, sparse was not run");
	stored_pp_release(&pp2);
	stored_cc_release(&cc2);
	ok(store_get_pp(s, "c", "u", &other, &pp2) == 0 &&
	   store_get_cc(s, "d", "u", &inputs, &cc2) == 0,
	   "store: other inputs and other configurations are not");
	ok(store_get_deps(s, "c", "u", &deps) == 1 && deps.n == 1,
	   "store: lists of files read");
	strvec_release(&deps);
	store_close(s);
}

static void refuses(const char *path, const char *name)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	struct store *s;

	strbuf_read_file(&before, path);
	ok(open_quietly(&s, path) == ERR_ENV, "%s", name);
	store_close(s);
	strbuf_read_file(&after, path);
	ok(strbuf_equal(&before, &after), "store: and leaves it as it was");
	strbuf_release(&before);
	strbuf_release(&after);
}

static void test_store(void)
{
	char *path = xstrfmt("%s/verify.db", dir);
	struct strbuf text = STRBUF_INIT;

	test_round_trip(path);
	/* user_version is at byte 60 of an SQLite file, application_id at 68. */
	strbuf_read_file(&text, path);
	text.buf[63] = 99;
	write_file(path, text.buf, text.len);
	refuses(path, "store: refuses another version");
	text.buf[63] = 1;
	text.buf[71] ^= 1;
	write_file(path, text.buf, text.len);
	refuses(path, "store: refuses somebody else's file");
	write_file(path, "not a database at all, but a longer text\n", 41);
	refuses(path, "store: refuses what is no database");
	strbuf_release(&text);
	free(path);
}

int main(void)
{
	dir = scratch_new();
	test_split();
	test_parse();
	test_diag();
	test_store();
	scratch_free(dir);
	return tap_done();
}
