// SPDX-License-Identifier: GPL-2.0-only
/*
 * objcode, codelist, codediff: two versions of a source, compiled for every
 * machine there is a compiler for, and what must be said of each function.
 */
#include <fcntl.h>
#include <gelf.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "objcode/objcode.h"
#include "tap.h"
#include "base/fs.h"

/* What both versions have. */
static const char common[] =
"struct s { int a, b, c[8]; };\n"
"int u(int); int w(const char *, int); extern int data, other;\n"
"void die(int) __attribute__((cold, noreturn));\n"
"#define noinline __attribute__((__noinline__))\n"
"#define init __attribute__((section(\".init.text\"), __noinline__, used))\n"
"#define WARN(x) w(__FILE__, __LINE__ + (x))\n";

static const char before[] =
"int counted(int x) { static int key; static int k2; key += x; k2 -= key; return key ^ k2; }\n"
"int moved(int x) { return u(x) + w(\"moved\", x); }\n"
"int constant(int x) { return u(x + 3); }\n"
"int callee(int x) { return u(x) + 1; }\n"
"int string(int x) { return w(\"left\", x); }\n"
"int strings(int x) { return w(\"one\", x) + w(\"two\", x); }\n"
"int table(int x) { switch (x) { case 0: return u(7); case 1: return u(9); case 2: return w(\"x\", 1);\n"
"	case 3: return u(101); case 4: return w(\"y\", 7); case 5: return u(33); case 6: return u(4711); }\n"
"	return 0; }\n"
"int values(int x) { switch (x) { case 0: return 7; case 1: return 91; case 2: return 23; case 3: return 35;\n"
"	case 4: return 3; case 5: return 71; case 6: return 99; } return 0; }\n"
"int steady(int x) { switch (x) { case 0: return u(7); case 1: return u(9); case 2: return w(\"z\", 1);\n"
"	case 3: return u(101); case 4: return w(\"y\", 7); case 5: return u(33); case 6: return u(4711); }\n"
"	return 0; }\n"
"int offset(struct s *p) { return p->a; }\n"
"int index(struct s *p) { return p->c[3]; }\n"
"int variable(void) { return data; }\n"
"int line(int x) { return WARN(x); }\n"
"int real(int x) { return u(x) * 5; }\n"
"int alias(int x) __attribute__((alias(\"real\")));\n"
"int cold(int x) { if (x < 0) { w(\"cold\", x); die(12345); } return u(x) + 2; }\n"
"static noinline int inlined(int x) { return u(x) + u(x + 1); }\n"
"int caller(int x) { return inlined(x) + 1; }\n"
"static noinline int oldname(int x) { return w(\"name\", x) + 17; }\n"
"int of_name(int x) { return oldname(x) + 1; }\n"
"static int hidden = 3, shown = 5;\n"
"int statics(int x) { hidden += x; return shown; }\n"
"int setter(int x) { shown = x; return hidden; }\n"
"int both(void) { return hidden * shown; }\n"
"static const int numbers[] = { 1, 2, 3 };\n"
"int reads(int x) { return numbers[x]; }\n"
"static init int first(int x) { return u(x) + 1; }\n"
"init int second(int x) { return first(x) + 2; }\n"
"init int third(int x) { return u(x) + 3; }\n"
"int gone(int x) { return x + 1000; }\n";

static const char after[] =
"int news(int); int newer(int); extern int newest; struct later { int a; };\n"
"int added(int x) { static int key; key -= x; return key + 4000; }\n"
"int counted(int x) { static int key; static int k2; key += x; k2 -= key; return key ^ k2; }\n"
"\n\n"
"int constant(int x) { return u(x + 4); }\n"
"int callee(int x) { return news(x) + 1; }\n"
"int string(int x) { return w(\"lefd\", x); }\n"
"int strings(int x) { return w(\"two\", x) + w(\"one\", x); }\n"
"int table(int x) { switch (x) { case 0: return u(7); case 1: return u(9); case 2: return w(\"x\", 1);\n"
"	case 3: return u(33); case 4: return w(\"y\", 7); case 5: return u(101); case 6: return u(4711); }\n"
"	return 0; }\n"
"int values(int x) { switch (x) { case 0: return 7; case 1: return 91; case 2: return 23; case 3: return 35;\n"
"	case 4: return 3; case 5: return 72; case 6: return 99; } return 0; }\n"
"int steady(int x) { switch (x) { case 0: return u(7); case 1: return u(9); case 2: return w(\"z\", 1);\n"
"	case 3: return u(101); case 4: return w(\"y\", 7); case 5: return u(33); case 6: return u(4711); }\n"
"	return 0; }\n"
"int offset(struct s *p) { return p->b; }\n"
"int index(struct s *p) { return p->c[4]; }\n"
"int variable(void) { return other; }\n"
"int line(int x) { return WARN(x); }\n"
"int real(int x) { return u(x) * 6; }\n"
"int alias(int x) __attribute__((alias(\"real\")));\n"
"int cold(int x) { if (x < 0) { w(\"cold\", x); die(12346); } return u(x) + 2; }\n"
"static inline int inlined(int x) { return u(x) + u(x + 1); }\n"
"int caller(int x) { return inlined(x) + 1; }\n"
"static noinline int newname(int x) { return w(\"name\", x) + 17; }\n"
"int of_name(int x) { return newname(x) + 1; }\n"
"static int shown = 5, hidden = 3;\n"
"int statics(int x) { hidden += x; return hidden; }\n"
"int setter(int x) { shown = x; return hidden; }\n"
"int both(void) { return hidden * shown; }\n"
"static const int numbers[] = { 1, 2, 3 };\n"
"int reads(int x) { return numbers[x]; }\n"
"static init int first(int x) { return u(x) + u(x + 500) + 1; }\n"
"init int second(int x) { return first(x) + 2; }\n"
"init int third(int x) { return u(x) + 3; }\n"
"int moved(int x) { return u(x) + w(\"moved\", x); }\n";

static const char expected[] =
"~alias ~callee ~caller ~cold ~constant ~first ~index ~offset ~real "
"~statics ~string ~strings ~table ~values ~variable "
"+added -gone -inlined newname<oldname";

static char *dir;

static char *path_of(const char *name)
{
	return xstrfmt("%s/%s", dir, name);
}

static int run(const struct strvec *argv)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, 2);
		execvp(argv->v[0], argv->v);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid &&
	       WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

/* Compile COMMON and TEXT by COMPILER (words) to DIR/NAME.o: its exit code. */
static int compile(const char *compiler, const char *text, const char *name)
{
	static const char *const flags[] = { OBJCODE_FLAGS, OBJCODE_NO_LINES };
	char *source = xstrfmt("%s/%s.c", dir, name);
	char *object = xstrfmt("%s/%s.o", dir, name);
	char *all = xstrfmt("%s%s", common, text);
	struct strvec argv = STRVEC_INIT;
	int rc;

	write_file(source, all, strlen(all));
	strvec_split(&argv, compiler);
	if (!strstr(compiler, "-fpi"))
		strvec_push(&argv, "-fno-pic");
	strvec_pushl(&argv, "-O2", "-fno-builtin", "-c", "-o", object, source,
		     NULL);
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		strvec_push(&argv, flags[i]);
	rc = run(&argv);
	strvec_release(&argv);
	free(source);
	free(object);
	free(all);
	return rc;
}

static void read_list(struct codelist *l, const char *name)
{
	char *path = path_of(name);

	memset(l, 0, sizeof(*l));
	objcode_read(l, path);
	free(path);
}

static void add(struct strbuf *out, char sign, const struct strvec *sv)
{
	for (size_t i = 0; i < sv->n; i++) {
		const char *s = strchr(sv->v[i], ':') + 2;
		const char *from = strstr(s, ", from ");

		strbuf_addstr(out, out->len ? " " : "");
		if (sign)
			strbuf_addch(out, sign);
		strbuf_add(out, s, strcspn(s, ",:"));
		if (from)
			strbuf_addf(out, "<%s", strrchr(from, ' ') + 1);
	}
}

/* The difference, by the text form, which is what verify keeps. */
static char *difference(const char *a, const char *b, bool unknown)
{
	struct strbuf out = STRBUF_INIT, text = STRBUF_INIT;
	struct codediff d = { 0 };
	struct codelist x, y, z;
	struct code c = { 0 };

	read_list(&x, a);
	read_list(&y, b);
	codelist_text(&x, &text);
	ok(!codelist_parse(&z, text.buf), "its text is a list");
	codediff_unit(&d, "x.c", &z, &y);
	codediff_finish(&d, &c);
	add(&out, '~', &c.changed);
	add(&out, '+', &c.added);
	add(&out, '-', &c.removed);
	add(&out, 0, &c.moved);
	if (unknown)
		add(&out, '?', &c.unknown);
	for (size_t i = 0; i < c.unknown.n; i++)
		printf("# %s\n", c.unknown.v[i]);
	codediff_release(&d);
	code_release(&c);
	codelist_release(&x);
	codelist_release(&y);
	codelist_release(&z);
	strbuf_release(&text);
	return strbuf_detach(&out);
}

/* --- one instruction --------------------------------------------------- */

/* Where the code of FUNCTION, alone in its section, is in the file. */
static bool find_code(const char *path, const char *function, size_t *at,
		      size_t *n)
{
	int fd = open(path, O_RDONLY);
	Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
	Elf_Scn *scn = NULL;
	bool found = false;
	GElf_Shdr h, code;
	GElf_Sym sym;

	while (!found && (scn = elf_nextscn(elf, scn))) {
		if (!gelf_getshdr(scn, &h) || h.sh_type != SHT_SYMTAB)
			continue;
		for (int i = 0; gelf_getsym(elf_getdata(scn, NULL), i, &sym); i++) {
			if (strcmp(elf_strptr(elf, h.sh_link, sym.st_name),
				   function))
				continue;
			/* Descriptors of functions are data. */
			if (!gelf_getshdr(elf_getscn(elf, sym.st_shndx), &code) ||
			    !(code.sh_flags & SHF_EXECINSTR))
				continue;
			found = true;
			*at = code.sh_offset + (sym.st_value & ~1ULL);
			*n = sym.st_size;
		}
	}
	elf_end(elf);
	close(fd);
	return found;
}

/* Each byte of a function, one bit of it turned: is it seen? */
static void mutate(const char *compiler, const char *function)
{
	char *path = path_of("before.o"), *bad = path_of("bad.o"), *got;
	struct strbuf text = STRBUF_INIT;
	size_t at = 0, n = 0, seen = 0;

	if (!find_code(path, function, &at, &n)) {
		ok(true, "%s: %s # SKIP its symbol is not in the code",
		   compiler, function);
		goto done;
	}
	strbuf_read_file(&text, path);
	for (size_t i = 0; i < n; i++) {
		char *want = xstrfmt("~%s", function);

		text.buf[at + i] ^= 1 << i % 8;
		write_file(bad, text.buf, text.len);
		text.buf[at + i] ^= 1 << i % 8;
		got = difference("before.o", "bad.o", false);
		if (!strcmp(got, want))
			seen++;
		else
			printf("# byte %zu of %zu: '%s'\n", i, n, got);
		free(got);
		free(want);
	}
	ok(n && seen == n, "%s: any byte of %s changed is seen (%zu)",
	   compiler, function, n);
done:
	strbuf_release(&text);
	free(path);
	free(bad);
}

static void test_compiler(const char *compiler)
{
	int rc = compile(compiler, before, "before") ?:
		 compile(compiler, after, "after");
	char *got;

	/* clang is there, and may lack the machine. */
	if (rc == 127 || (rc && starts_with(compiler, "clang"))) {
		ok(true, "%s # SKIP is not here", compiler);
		return;
	}
	got = difference("before.o", "after.o", false);
	is_str(got, expected, compiler);
	free(got);
	got = difference("before.o", "before.o", true);
	is_str(got, "", "an object and itself");
	free(got);
	/* It has addends in the code once more, and nothing reads these. */
	if (starts_with(compiler, "microblaze"))
		return;
	mutate(compiler, "table");
	mutate(compiler, "string");
}

/* --- lists ------------------------------------------------------------- */

static void test_names(void)
{
	struct codelist l = { 0 };
	char *path = path_of("none.o");

	objcode_read(&l, path);
	ok(l.why && strstr(l.why, "No such file"), "no object: said");
	codelist_release(&l);
	write_file(path, "no object", 9);
	objcode_read(&l, path);
	ok(l.why && strstr(l.why, "no relocatable ELF object"),
	   "not an object: said");
	codelist_release(&l);
	free(path);
}

/* Texts that are no list, or not all of one. */
static void test_damaged(void)
{
	static const char *const texts[] = {
		"rubbish", "", "none", "none ", "none x", "functions",
		"functions\n", "functions lines", "functions\n4 aa - - f\n",
		"functions\n4 aa - - f\nend 2\n", "functions\n4 aa - - f\nend 1",
		"functions\n4 aa - - f\nend 1\nx", "functions\n4 aa - - f",
		"functions\n4 aa - - \nend 1\n", "functions\n4 aa -\nend 1\n",
		"functions\nx aa - - f\nend 1\n", "functions\n4 ag - - f\nend 1\n",
		"functions\n-4 aa - - f\nend 1\n", "functions\n4 aa - - f odd\nend 1\n",
		"functions\n4 - - - f\nend 1\n", "functions\n4 aa 123 - f\nend 1\n",
		"functions\n4 aa 123456789 - f\nend 1\n",
		"functions\n4 aa - 123 f\nend 1\n",
		"functions\n4 aa - - g\n4 aa - - f\nend 2\n",
		"functions\n4 aa - - f\n4 aa - - f\nend 2\n",
	};
	struct codelist l;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		bool damaged = codelist_parse(&l, texts[i]) < 0;

		ok(damaged && l.why && !l.n, "no list, number %zu, has a reason", i);
		codelist_release(&l);
	}
}

/* Lists written by hand: BEFORE and NOW, and what comes out. */
static void test_diff(const char *before_text, const char *now_text,
		      const char *want, const char *name)
{
	struct codelist a, b;
	struct codediff d = { 0 };
	struct code c = { 0 };
	struct strbuf out = STRBUF_INIT;

	ok(!codelist_parse(&a, before_text) && !codelist_parse(&b, now_text), "%s: they are lists",
	   name);
	codediff_unit(&d, "x.c", &a, &b);
	codediff_finish(&d, &c);
	add(&out, '~', &c.changed);
	add(&out, '+', &c.added);
	add(&out, '-', &c.removed);
	add(&out, 0, &c.moved);
	add(&out, '?', &c.unknown);
	is_str(out.buf, want, name);
	codediff_release(&d);
	code_release(&c);
	codelist_release(&a);
	codelist_release(&b);
	strbuf_release(&out);
}

static void test_diffs(void)
{
	test_diff("functions\n4 aa - - f\n4 - - - g odd\nend 2\n",
		  "functions\n4 ab - - f\n4 - - - g odd\nend 2\n", "~f ?g",
		  "a function that is not understood is unknown");
	test_diff("functions lines\n4 aa - - f\n4 bb - - g\nend 2\n",
		  "functions\n4 ab - - f\n4 bb - - g\nend 2\n", "?f",
		  "with line numbers in it, a difference proves nothing");
	test_diff("functions\n4 aa - 11111111 f\n4 bb - 11111111 g\nend 2\n",
		  "functions\n4 ab - 22222222 f\n8 bc - 22222222 g\nend 2\n", "~g ?f",
		  "distances within a section that changed prove nothing");
	test_diff("functions\n4 aa - - f\nend 1\n", "none it does not compile\n",
		  "?it does not compile", "no list: unknown");
}

int main(void)
{
	static const char *const compilers[] = {
		"gcc", "gcc -fpie", "gcc -m32", "gcc -m32 -fpie", "clang",
		"clang -fpie", "aarch64-linux-gnu-gcc",
		"aarch64-linux-gnu-gcc -fpie",
		"alpha-linux-gnu-gcc", "arc-linux-gnu-gcc",
		"arm-linux-gnueabihf-gcc -marm",
		"arm-linux-gnueabihf-gcc -mthumb",
		"clang --target=arm-linux-gnueabi",
		"clang --target=hexagon-linux-musl",
		"clang-19 --target=loongarch64-linux-gnu",
		"hppa-linux-gnu-gcc", "hppa64-linux-gnu-gcc",
		"m68k-linux-gnu-gcc", "mips-linux-gnu-gcc -mno-abicalls",
		"mips-linux-gnu-gcc -mno-abicalls -EL -mabi=64",
		"powerpc64le-linux-gnu-gcc",
		"powerpc64le-linux-gnu-gcc -mbig -mabi=elfv1 -mcpu=power8",
		"powerpc64le-linux-gnu-gcc -m32 -mbig -mcpu=powerpc",
		"riscv64-linux-gnu-gcc", "s390x-linux-gnu-gcc",
		"riscv64-linux-gnu-gcc -fpie", "s390x-linux-gnu-gcc -fpie",
		"sh4-linux-gnu-gcc", "sparc64-linux-gnu-gcc",
		"csky-linux-gcc", "microblaze-linux-gcc", "nios2-linux-gcc",
		"xtensa-linux-gcc -mno-target-align",
	};

	dir = scratch_new();
	test_names();
	test_damaged();
	test_diffs();
	for (size_t i = 0; i < ARRAY_SIZE(compilers); i++)
		test_compiler(compilers[i]);
	scratch_free(dir);
	return tap_done();
}
