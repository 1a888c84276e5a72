// SPDX-License-Identifier: GPL-2.0-only
/*
 * The programs in tests/own, by every compiler that is there: what their paths
 * come to is what they say, and, by three of them, no line that does something
 * can be left out or doubled unseen.
 */
#include <dirent.h>
#include <unistd.h>

#include "own/own.h"
#include "prove/clang.h"
#include "base/proc.h"
#include "tap.h"
#include "base/cache.h"
#include "base/fs.h"
#include "base/hash.h"

#define ODD 99		/* times freed: an outcome that stands for own_odd_size() */

static char *dir;	/* scratch */
static struct strbuf compiler = STRBUF_INIT;	/* what it says of itself */
static struct own_rules rules;

static const struct {
	const char *name;
	bool mutants;		/* enough that some do: it takes time */
} COMPILERS[] = {
	{ "gcc", true }, { "m68k-linux-gnu-gcc", true },
	{ "s390x-linux-gnu-gcc", true }, { "aarch64-linux-gnu-gcc" },
	{ "arm-linux-gnueabihf-gcc" }, { "powerpc64le-linux-gnu-gcc" },
	{ "sparc64-linux-gnu-gcc" }, { "clang-19", true },
};

static void read_rules(void)
{
	struct strbuf text = STRBUF_INIT;
	char *why = NULL;
	int err = strbuf_read_file(&text, "tests/own/rules");

	for (char *p = text.buf; !err && *p;) {
		size_t n = strcspn(p, "\n");
		char *eq = memmem(p, n, " = ", 3);

		p[n] = '\0';
		if (eq) {
			*eq = '\0';
			err = own_rule(&rules, p, eq + 3, &why);
		}
		p += n + 1;
	}
	/* Of a level, in the rules of a series. */
	strvec_push(&rules.entries, "entry_t");
	ok(!err && rules.n, "the rules are read");
	free(why);
	strbuf_release(&text);
}

/* Of all that the dump of TEXT depends on. The caller frees it. */
static char *key_of(const struct strvec *command, const struct strbuf *text)
{
	struct strbuf key = STRBUF_INIT;
	char *hex;
	int err = strbuf_read_file(&key, "tests/own/own.h");

	for (size_t i = 0; i < command->n; i++)
		strbuf_addf(&key, "%s\n", command->v[i]);
	strbuf_addbuf(&key, &compiler);
	strbuf_addbuf(&key, text);
	hex = err ? NULL : hash_hex(key.buf, key.len);
	strbuf_release(&key);
	return hex;
}

/* TEXT, compiled by P: its dump goes to OUT. */
static int compile(struct proc *p, const struct strbuf *text, struct strbuf *out)
{
	char *c = xstrfmt("%s/x.c", dir), *dump = xstrfmt("%s/x.dump", dir);
	int err;

	unlink(dump);
	write_file(c, text->buf, text->len);
	strvec_pushf(&p->argv, "-fdump-tree-optimized-raw-blocks-lineno=%s", dump);
	strvec_push(&p->argv, c);
	err = proc_run(p);
	if (!err)
		err = strbuf_read_file(out, dump);
	free(c);
	free(dump);
	return err;
}

static bool is_clang(const char *cc)
{
	return strstr(cc, "clang");
}

/* TEXT, as clang's preprocessor and clang_mark() make it, goes to PATH. */
static int mark(const char *cc, const struct strbuf *text, const char *path)
{
	struct clang_marks m = { 0 };
	struct proc p = PROC_INIT;
	struct strbuf out = STRBUF_INIT;
	char *c = xstrfmt("%s/x.c", dir);
	int err;

	write_file(c, text->buf, text->len);
	strvec_pushl(&p.argv, cc, "-E", "-Itests/own", c, NULL);
	clang_preprocess(&p.argv);
	err = proc_capture(&p, &out, NULL);
	clang_add_rules(&m, &rules);
	clang_add_words(&m.fields, "top next make_it");	/* put.c; memory.c; pointer.c */
	clang_mark(&m, &out);
	if (!err)
		err = write_file(path, out.buf, out.len);
	clang_marks_release(&m);
	strbuf_release(&out);
	proc_release(&p);
	free(c);
	return err;
}

static int compile_clang(struct proc *p, const char *cc,
			 const struct strbuf *text, struct strbuf *out)
{
	char *i = xstrfmt("%s/x.i", dir), *dump = xstrfmt("%s/x.dump", dir);
	int err;

	unlink(dump);
	err = mark(cc, text, i);
	strvec_pushl(&p->argv, "-o", dump, i, NULL);
	if (!err)
		err = proc_run(p);
	if (!err)
		err = strbuf_read_file(out, dump);
	free(i);
	free(dump);
	return err;
}

/* TEXT, compiled by CC, or as that left it before: its dump, or NULL. */
static char *dump_of(const char *cc, const struct strbuf *text)
{
	struct proc p = PROC_INIT;
	struct strbuf out = STRBUF_INIT;
	char *key;
	int err = 0;

	strvec_pushl(&p.argv, cc, "-ffreestanding", "-fno-pic",
		     "-fno-delete-null-pointer-checks", NULL);
	if (is_clang(cc))
		clang_compile(&p.argv);
	else
		strvec_pushl(&p.argv, "-O2", "-w", "-Itests/own",
			     "-fno-ipa-sra", "-fno-ipa-cp",
			     "-fno-partial-inlining", "-fno-ipa-icf",
			     "-fno-tree-tail-merge", "-fno-tree-vectorize",
			     "-fno-ivopts", "-S", "-o", "/dev/null", NULL);
	key = key_of(&p.argv, text);
	if (!key || !text_cache_get("own", key, &out)) {
		err = is_clang(cc) ? compile_clang(&p, cc, text, &out) :
		      compile(&p, text, &out);
		if (!err && key)
			text_cache_put("own", key, &out);
	}
	free(key);
	proc_release(&p);
	if (!err)
		return strbuf_detach(&out);
	strbuf_release(&out);
	return NULL;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "0.1.1 1.0.0+": what OUT has, sorted, each once. */
static void say(const struct own_outcomes *out, bool made, bool each,
		struct strbuf *sb)
{
	struct strvec v = STRVEC_INIT;

	for (size_t i = 0; i < out->n; i++) {
		const struct own_outcome *o = &out->v[i];

		if (each && o->gone)
			continue;
		if (o->counts[OWN_FREE] == ODD)
			strvec_push(&v, "S");
		else if (o->broken)
			strvec_push(&v, o->after ? "A" : "N");
		else if (made && !o->counts[OWN_SOURCE] && !o->unsure)
			strvec_push(&v, "-");
		else
			strvec_pushf(&v, "%s%d.%d.%d%s%s%.*s%s%s",
				     o->unsure ? "?" : "",
				     o->counts[OWN_ACQUIRE],
				     o->counts[OWN_RELEASE],
				     o->counts[OWN_FREE],
				     made && o->returned ? "+" : "",
				     each && o->stored ? "=" : "",
				     o->counts[OWN_PUT], "!!!",
				     o->placed >= 0 ? "@" : "",
				     o->freed_size == 9 ? "/9" : "");
	}
	if (v.n)
		qsort(v.v, v.n, sizeof(*v.v), by_text);
	strvec_uniq(&v);
	for (size_t i = 0; i < v.n; i++)
		strbuf_addf(sb, " %s", v.v[i]);
	if (!out->found)
		strbuf_addstr(sb, " is not there");
	strvec_release(&v);
}

/* "made F PUT ARG FIELD" */
static struct own_put put_of(const struct strvec *w)
{
	struct own_put put = { 0 };

	if (w->n == 5)
		put = (struct own_put){ w->v[2], atoi(w->v[3]), w->v[4] };
	return put;
}

/* As one more way out: see own_odd_size(). */
static void add_odd(struct own *o, const struct own_root *root, int size,
		    struct own_outcomes *out)
{
	const struct own_step *path;
	const char *why;

	if (own_odd_size(o, root, size, &path, &why) <= 0)
		return;
	GROW(out->v, out->n + 1, out->alloc);
	out->v[out->n++] = (struct own_outcome){ .counts[OWN_FREE] = ODD };
}

/* By how "at", "placed" or "each" begins; F is the function, SIZE the object's. */
static void rooted(struct own *o, const char *f, char how, int size,
		   struct own_outcomes *out)
{
	struct own_roots roots;

	memset(out, 0, sizeof(*out));
	if (how == 'p')
		own_find_makers(o, &roots);
	else if (how == 'e')
		own_find_all(o, &roots);
	else
		own_find_roots(o, &roots);
	for (size_t i = 0; i < roots.n; i++) {
		struct own_outcomes one;

		if (strcmp(roots.v[i].function, f))
			continue;
		if (how == 'p')
			own_placed(o, &roots.v[i], &one);
		else if (how == 'e')
			own_each(o, &roots.v[i], &one);
		else
			own_at(o, &roots.v[i], size, &one);
		out->found = true;
		if (how == 'a')
			add_odd(o, &roots.v[i], size, &one);
		for (size_t k = 0; k < one.n; k++) {
			GROW(out->v, out->n + 1, out->alloc);
			out->v[out->n++] = one.v[k];
		}
		free(one.v);
	}
	free(roots.v);
}

/* One line "given F N:", "made F:" or "found F:" of a program, as it has it. */
static void answer(struct own *o, const char *line, struct strbuf *sb)
{
	struct own_outcomes out = { 0 };
	struct strvec w = STRVEC_INIT;
	char *head = xstrndup(line, strcspn(line, ":"));
	struct own_put put;
	bool made;

	strvec_split(&w, head + 3);
	made = strcmp(w.v[0], "given");
	put = put_of(&w);
	if (!strcmp(w.v[0], "at") || !strcmp(w.v[0], "placed") ||
	    !strcmp(w.v[0], "each"))
		rooted(o, w.v[1], *w.v[0], w.n > 2 ? atoi(w.v[2]) : -1, &out);
	else if (!strcmp(w.v[0], "made"))
		own_made(o, w.v[1], put.function ? &put : NULL, &out);
	else if (made)
		own_found(o, w.v[1], &put, &out);
	else
		own_given(o, w.v[1], atoi(w.v[2]), 6,
			  w.n > 3 ? atoi(w.v[3]) : -1, &out);
	strbuf_addf(sb, "%s:", head);
	say(&out, made, !strcmp(w.v[0], "each"), sb);
	strbuf_addch(sb, '\n');
	free(out.v);
	free(head);
	strvec_release(&w);
}

static int long_bits(const char *cc)
{
	return starts_with(cc, "arm-") || starts_with(cc, "m68k-") ? 32 : 64;
}

/* All answers that TEXT asks for. Returns whether it compiled. */
static bool answers(const char *cc, const struct strbuf *text,
		    struct strbuf *sb)
{
	char *dump = dump_of(cc, text);
	struct gdump g = { .long_bits = long_bits(cc) };
	struct own *o;
	bool good = dump && !(is_clang(cc) ? llvm_read : gdump_read)
				(&g, "x.c", dump, dir);

	if (good) {
		o = own_open(&g, &rules);
		for (const char *p = text->buf; starts_with(p, "// ");
		     p += strcspn(p, "\n") + 1)
			if (!starts_with(p, "// SPDX"))
				answer(o, p, sb);
		own_close(o);
	}
	gdump_release(&g);
	free(dump);
	return good;
}

/* TEXT without the line at AT, or with that line twice. */
static void mutate(const struct strbuf *text, size_t at, bool twice,
		   struct strbuf *out)
{
	size_t from = at, to = at + strcspn(text->buf + at, "\n") + 1;

	while (from && text->buf[from - 1] != '\n')
		from--;
	strbuf_add(out, text->buf, from);
	/* Lines stay where they are; a block keeps its brace. */
	if (twice) {
		strbuf_add(out, text->buf + from, to - from - 1);
		strbuf_add(out, text->buf + from, to - from);
	} else {
		bool opens = memchr(text->buf + from, '{', to - from);

		strbuf_addstr(out, opens ? "if (flag) {\n" : ";\n");
	}
	strbuf_add(out, text->buf + to, text->len - to);
}

static const char *next_mark(const char *p)
{
	for (p = strstr(p, "/* "); p; p = strstr(p + 1, "/* "))
		if ((p[3] == 'M' || p[3] == 'L') && starts_with(p + 4, " */"))
			return p;
	return NULL;
}

static void try_mutants(const char *cc, const char *name,
			const struct strbuf *text, const char *good)
{
	const char *p = text->buf;

	/* What is done twice is no other answer where the line has an L. */
	while ((p = next_mark(p))) {
		for (int twice = 0; twice < 1 + (p[3] == 'M'); twice++) {
			struct strbuf mutant = STRBUF_INIT, got = STRBUF_INIT;
			size_t line = 1;

			mutate(text, p - text->buf, twice, &mutant);
			for (const char *q = text->buf; q < p; q++)
				line += *q == '\n';
			/* A block that is opened twice is not C. */
			if (answers(cc, &mutant, &got))
				ok(strcmp(got.buf, good), "%s, %s: line %zu %s is seen",
				   cc, name, line, twice ? "twice" : "left out");
			else
				ok(twice && strchr(p - 12, '{'),
				   "%s, %s: line %zu %s compiles", cc, name,
				   line, twice ? "twice" : "left out");
			strbuf_release(&mutant);
			strbuf_release(&got);
		}
		p++;
	}
}

static void try_program(const char *cc, const char *name, bool mutants)
{
	struct strbuf text = STRBUF_INIT, want = STRBUF_INIT, got = STRBUF_INIT;
	char *path = xstrfmt("tests/own/%s", name);
	char *what = xstrfmt("%s, %s", cc, name);
	const char *p;

	strbuf_read_file(&text, path);
	for (p = text.buf; starts_with(p, "// "); p += strcspn(p, "\n") + 1)
		if (!starts_with(p, "// SPDX"))
			strbuf_add(&want, p, strcspn(p, "\n") + 1);
	if (!answers(cc, &text, &got))
		ok(false, "%s is compiled and read", what);
	else if (is_str(got.buf, want.buf, what) && mutants)
		try_mutants(cc, name, &text, got.buf);
	strbuf_release(&text);
	strbuf_release(&want);
	strbuf_release(&got);
	free(path);
	free(what);
}

static bool there(const char *cc)
{
	struct proc p = PROC_INIT;
	bool good;

	strvec_pushl(&p.argv, cc, "-v", NULL);
	strbuf_clear(&compiler);
	good = !proc_capture(&p, &compiler, NULL);
	proc_release(&p);
	return good;
}

/* Dumps are kept in build/tests/cache, beside this program. */
static void keep_beside(const char *program)
{
	const char *slash = strrchr(program, '/');
	char *path = xstrfmt("%.*s/cache", slash ? (int)(slash - program) : 1,
			     slash ? program : ".");
	char *full = make_dirs(path) ? NULL : realpath(path, NULL);

	if (full)
		setenv("XDG_CACHE_HOME", full, 1);
	free(full);
	free(path);
}

int main(int argc, char **argv)
{
	struct strvec names = STRVEC_INIT;
	struct dirent *e;
	DIR *d;
	size_t used = 0;

	proc_init();
	keep_beside(argc ? argv[0] : "");
	dir = scratch_new();
	read_rules();
	d = opendir("tests/own");
	while (d && (e = readdir(d)))
		if (ends_with(e->d_name, ".c"))
			strvec_push(&names, e->d_name);
	if (d)
		closedir(d);
	strvec_sort(&names);
	ok(names.n >= 12, "the programs are there");
	for (size_t i = 0; i < ARRAY_SIZE(COMPILERS); i++) {
		if (!there(COMPILERS[i].name)) {
			printf("ok %d - %s # SKIP it is not installed\n",
			       ++tap_count, COMPILERS[i].name);
			continue;
		}
		used++;
		/* What clang leaves out: bodies of markers, a comparison in its branch. */
		for (size_t k = 0; k < names.n; k++)
			if (!is_clang(COMPILERS[i].name) ||
			    !starts_with(names.v[k], "gcc-"))
				try_program(COMPILERS[i].name, names.v[k],
					    COMPILERS[i].mutants);
	}
	ok(used > 0, "%zu compilers were there", used);
	strvec_release(&names);
	own_rules_release(&rules);
	strbuf_release(&compiler);
	scratch_free(dir);
	return tap_done();
}
