// SPDX-License-Identifier: GPL-2.0-only
/*
 * ktests: a program that opens the tests of a Kconfig file as conf does, linked
 * with verify/kconfig/tests.c: each is run once, and says the same ever after.
 */
#include <sys/stat.h>

#include "base/datadir.h"
#include "kbuild/ktests.h"
#include "folder.h"
#include "tap.h"

/* A program: put() it, and let it run. */
static void put_program(const char *name, const char *text)
{
	char *path = in_dir(name);

	put(name, text);
	if (chmod(path, 0755))
		abort();
	free(path);
}

/* Each line of the file commands, to a shell; what it prints, in brackets. */
static const char CONF[] =
"#include <stdio.h>\n"
"#include <string.h>\n"
"int main(void)\n"
"{\n"
"	FILE *in = fopen(\"commands\", \"r\"), *out = fopen(\"out\", \"w\"), *p;\n"
"	char cmd[4096], text[4096];\n"
"\n"
"	while (fgets(cmd, sizeof(cmd), in)) {\n"
"		cmd[strcspn(cmd, \"\\n\")] = 0;\n"
"		p = popen(cmd, \"r\");\n"
"		text[fread(text, 1, sizeof(text) - 1, p)] = 0;\n"
"		fprintf(out, \"[%s] %d\\n\", text, pclose(p));\n"
"	}\n"
"	return fclose(out);\n"
"}\n";

/* It counts its calls. */
static const char COMPILER[] =
"#!/bin/sh\n"
"echo >>asked\n"
"case $1 in\n"
"yes) exit 0;;\n"
"no) echo 'cc: what is no?'; exit 1;;\n"
"mute) exit 1;;\n"
"full) echo 'cc: No space left on device'; exit 1;;\n"
"die) kill -9 $$;;\n"
"kill) kill -9 $PPID;;\n"
"rm) rm $RESPIN_SAID; exit 1;;\n"
"note) echo y forged >>$RESPIN_TESTS.new;;\n"
"end) echo @respin 0 >>$RESPIN_SAID; exit 1;;\n"
"half) printf 'y forged' >>$RESPIN_TESTS.new;;\n"
"esac\n";

/* It does not say which programs it runs. */
static const char FAKE_CC[] =
"#!/bin/sh\n"
"case $2 in\n"
"-print*) exit;;\n"
"esac\n"
"shift\n"
"exec fake-ld \"$@\"\n";

#define TEST(x, y, n) \
	"{ " x "; } >/dev/null 2>&1 && echo \"" y "\" || echo \"" n "\"\n"

static struct strvec vars = STRVEC_INIT;
static const char *base = "one";

static int build_conf(void)
{
	char *tests = data_path("verify/kconfig/tests.c");
	char *conf = in_dir("conf"), *source = in_dir("conf.c");
	struct proc p = PROC_INIT;
	int err;

	put("conf.c", CONF);
	strvec_pushl(&p.argv, "gcc", "-w", "-o", conf, source, tests,
		     "-Wl,--wrap=popen,--wrap=pclose", NULL);
	p.timeout = 60;
	err = proc_run(&p);
	proc_release(&p);
	free(tests);
	free(conf);
	free(source);
	return err;
}

/* What conf prints; KEEP: it has its answers, and they are kept. */
static char *run_conf(bool keep, const char *version)
{
	char *path = in_dir("tests"), *out = in_dir("out");
	struct proc p = PROC_INIT;
	struct ktests kt;

	strvec_pushf(&p.argv, "%s/conf", dir);
	strvec_pushf(&p.env, "PATH=%s/bin:/usr/bin:/bin", dir);
	strvec_pushf(&p.env, "srctree=%s/src", dir);
	strvec_push(&p.env, "CC=fake-cc -q");
	strvec_push(&p.env, "LD=fake-ld");
	strvec_pushf(&p.env, "CC_VERSION_TEXT=%s", version);
	p.dir = dir;
	p.timeout = 60;
	unlink(out);
	if (keep)
		ktests_begin(&kt, base, &vars, path, &p);
	if (proc_run(&p))
		abort();
	if (keep)
		ktests_end(&kt, true);
	proc_release(&p);
	free(path);
	free(out);
	return get("out");
}

static void test_same(void)
{
	char *plain, *got;

	put("commands",
	    TEST("fake-cc -q yes", "y", "n")
	    TEST("fake-cc -q no", "y", "n")
	    TEST("fake-cc -q no", "", "-mno")
	    TEST("fake-cc -q yes", "-m64", "")
	    TEST("echo '; } >/dev/null' | fake-cc -q yes", "y", "n")
	    TEST("trap \"rm -rf .tmp_$$\" EXIT; mkdir .tmp_$$; fake-cc -q yes -o .tmp_$$/a",
		 "y", "n")
	    TEST("fake-ld -v", "y", "n"));
	put_program("bin/fake-ld", COMPILER);
	plain = run_conf(false, "cc 1");
	is_str(plain, "[y\n] 0\n[n\n] 0\n[-mno\n] 0\n[-m64\n] 0\n[y\n] 0\n[y\n] 0\n[y\n] 0\n",
	       "without anything known or kept");
	is_int(take("asked"), 7, "all are run");
	got = run_conf(true, "cc 1");
	is_str(got, plain, "nothing is known: the same");
	free(got);
	is_int(take("asked"), 5, "each of them is run once");
	got = run_conf(true, "cc 1");
	is_int(take("asked"), 0, "none is run again");
	is_str(got, plain, "again: the same");
	free(got);
	free(plain);
}

/* COMMANDS: how many are asked in a first and a second run? */
static void asks(const char *commands, long first, long second, const char *name)
{
	char *one, *two;

	put("commands", commands);
	one = run_conf(true, "cc 1");
	is_int(take("asked"), first, name);
	two = run_conf(true, "cc 1");
	is_int(take("asked"), second, name);
	is_str(two, one, name);
	free(one);
	free(two);
}

static void test_no_answer(void)
{
	asks(TEST("fake-cc -q yes 1", "y", "n") TEST("fake-cc -q no 1", "y", "n"),
	     2, 0, "yes and no");
	asks(TEST("fake-cc -q yes 1", "-a", "") TEST("fake-cc -q no 1", "-a", "b"),
	     0, 0, "the same tests with other texts");
	asks(TEST("fake-cc -q mute", "y", "n") TEST("fake-cc -q yes 2", "y", "n"),
	     2, 1, "no, without a message: only this one is not kept");
	asks(TEST("fake-cc -q full", "y", "n"), 1, 1, "no room");
	asks(TEST("fake-cc -q die", "y", "n"), 1, 1, "a killed compiler");
	asks(TEST("fake-cc -q kill", "y", "n") TEST("fake-cc -q yes 8", "y", "n"),
	     3, 3, "a killed shell: run once more, as conf does; no more is kept");
	asks(TEST("fake-cc -q yes -include here.h", "y", "n"), 1, 1,
	     "a test that reads a file");
	asks(TEST("fake-cc -q yes $srctree/a.c", "y", "n"), 1, 1,
	     "a file by a variable");
	asks(TEST("fake-cc -q yes source/a.c", "y", "n"), 1, 1,
	     "a file by kbuild's link");
	asks(TEST("fake-cc -q yes $FLAGS", "y", "n"), 1, 1,
	     "what only the shell knows");
	asks(TEST("echo 'int x; \\$y | \"' | fake-cc -q yes - -o .tmp_$$", "y", "n"),
	     1, 0, "a text for the compiler");
	asks(TEST("fake-cc -q yes | cat", "y", "n"), 1, 1, "another program's answer");
	asks(TEST("cat x | fake-cc -q yes", "y", "n"), 1, 1, "another program's words");
	asks(TEST("test -e /lib/fake-cc/x", "y", "n") TEST("fake-cc-2 yes", "y", "n"),
	     0, 0, "a name that has the compiler's in it");
	asks(TEST("/none-such/fake-cc -q yes", "y", "n"), 0, 0, "no such program");
	asks("fake-cc -q yes; echo x\n", 1, 1, "no test");
	asks(TEST("fake-cc -q yes 3", "$HOME", "n"), 1, 1,
	     "a text that the shell changes");
	asks(TEST("test -e here", "y", "n") TEST("fake-cc yes", "y", "n"), 1, 1,
	     "what does not name the compiler");
}

/* The compiler writes into ours: what a tree can do to itself. */
static void test_forged(void)
{
	asks(TEST("fake-cc -q rm 1", "y", "n"), 1, 1, "what it said is gone");
	asks(TEST("fake-cc -q note 1", "y", "n"), 1, 1, "an answer to no test");
	asks(TEST("fake-cc -q end 1", "y", "n"), 1, 1, "an end of no test");
	asks(TEST("fake-cc -q half 1", "y", "n"), 1, 1, "half a line");
}

static void test_tree(void)
{
	char *commands = xstrfmt(TEST("fake-cc -q yes %s/src/x.c", "y", "n"), dir);

	asks(commands, 1, 1, "a file of the tree");
	free(commands);
}

static void test_good_for(void)
{
	static const char ONE[] = TEST("fake-cc -q yes 7", "y", "n");

	asks(ONE, 1, 0, "known");
	free(run_conf(true, "cc 2"));
	is_int(take("asked"), 1, "another compiler asks again");
	free(run_conf(true, "cc 2"));
	is_int(take("asked"), 0, "and is known");
	free(run_conf(true, ""));
	is_int(take("asked"), 1, "a compiler without a version is always asked");
	asks(ONE, 1, 0, "the first one: not kept beside the second");
	put_program("bin/fake-cc.new", FAKE_CC);
	{
		char *from = in_dir("bin/fake-cc.new"), *to = in_dir("bin/fake-cc");

		if (rename(from, to))
			abort();
		free(from);
		free(to);
	}
	asks(ONE, 1, 0, "another file of that version asks again");
	base = "other";
	asks(ONE, 1, 0, "another tree asks again");
	setenv("CPATH", "/x", 1);
	asks(ONE, 1, 0, "another environment asks again");
	unsetenv("CPATH");
	strvec_push(&vars, "LLVM=1");
	asks(ONE, 1, 0, "other variables of make ask again");
	setenv("RESPIN_WITHOUT", "tests", 1);
	asks(ONE, 1, 1, "RESPIN_WITHOUT=tests");
	unsetenv("RESPIN_WITHOUT");
	base = NULL;
	asks(ONE, 1, 1, "a tree without a name");
}

int main(void)
{
	char template[] = "/tmp/respin-ktests.XXXXXX", *path;

	proc_init();
	dir = mkdtemp(template);
	new_folder("bin");
	path = in_dir("cache");
	setenv("XDG_CACHE_HOME", path, 1);
	free(path);
	put_program("bin/fake-cc", FAKE_CC);
	put_program("bin/fake-ld", COMPILER);
	strvec_push(&vars, "ARCH=here");
	if (!ok(!build_conf(), "tests.c compiles"))
		return tap_done();
	test_same();
	test_no_answer();
	test_forged();
	test_tree();
	test_good_for();
	if (remove_tree(dir))
		return 1;
	return tap_done();
}
