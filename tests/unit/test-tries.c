// SPDX-License-Identifier: GPL-2.0-only
/* tries: a make of a small tree asks a compiler once, and only once. */
#include "kbuild/tries.h"
#include "folder.h"
#include "tap.h"

/* As the kernel's: a make of its own in the object folder does the work. */
static const char MAKEFILE[] =
"ifndef top\n"
"all:\n\t@$(MAKE) -C $(O) -f $(CURDIR)/Makefile top=$(CURDIR) all\n"
"else\n"
"include $(top)/scripts/Makefile.compiler\n"
"include $(top)/tests.mk\n"
"all: ; @:\n"
"endif\n";

/* It counts what it runs. */
static const char COMPILER[] =
"# before\n"
"try-run = $(shell echo >>asked;\t\\\n"
"\tif ( $(1) ) >/dev/null 2>&1; then \\\n"
"\techo \"$(2)\"; else echo \"$(3)\"; fi)\n"
"after = 1\n";

/* Texts with all that a shell and make take for something else. */
static const char TESTS[] =
"comma := ,\n"
"say = $(file >>said,[$(1)])\n"
"$(call say,$(call try-run,true a=b:c %d,-fyes,-fno))\n"
"$(call say,$(call try-run,echo no; false,-fyes,-fno))\n"
"$(call say,$(call try-run,echo no; false,-fyes))\n"
"$(call say,$(call try-run,test \"$$HOME\" = '\\#' || { echo \"`echo x`\"; exit 1; },y,  two  words ))\n"
"$(call say,$(call try-run,test \"(\" = ')' || { echo '@a'; exit 2; },y,$$HOME \\\\ \\\"q\\\"))\n"
"$(call say,$(call try-run,true '-Wl$(comma)-z',-Wl$(comma)-z,))\n"
"define lines\ntrue\ntrue # $$\nendef\n"
"$(call say,$(call try-run,$(lines),-n,x))\n"
"$(call say,$(call try-run,true,-n,x))\n"
"$(call say,$(call try-run,true a=b:c %d,other,-fno))\n";

static struct toolchain tc;
static struct arch_config config = { .id = "here" };
static struct kbuild kb;

static int run_make(bool with)
{
	struct proc p = PROC_INIT;
	int err;

	strvec_pushl(&p.argv, "make", "-s", NULL);
	strvec_pushf(&p.argv, "-C%s", kb.src);
	strvec_pushf(&p.argv, "O=%s", kb.obj);
	kbuild_env(&p);
	strvec_push(&p.env, "HOME=/h");
	if (with)
		tries_begin(&kb, &p);
	p.timeout = 60;
	err = proc_run(&p);
	if (with && !err)
		tries_keep(&kb);
	proc_release(&p);
	return err;
}

static void test_same(void)
{
	char *plain, *first, *second;

	put("src/tests.mk", TESTS);
	ok(!run_make(false), "a make by itself");
	is_int(take("obj/asked"), 8, "it asks all");
	plain = get("obj/said");
	take("obj/said");
	ok(!run_make(true), "nothing is known");
	is_int(take("obj/asked"), 6, "each test is made once");
	first = get("obj/said");
	is_str(first, plain, "the same answers");
	take("obj/said");
	ok(!run_make(true), "all is known");
	is_int(take("obj/asked"), 0, "no test is made");
	second = get("obj/said");
	is_str(second, plain, "the same answers again");
	take("obj/said");
	ok(!take("obj/.respin-tries") && !take("obj/.respin-said"),
	   "nothing is left in the folder");
	free(plain);
	free(first);
	free(second);
}

static void asks(const char *tests, long first, long second, const char *name)
{
	put("src/tests.mk", tests);
	ok(!run_make(true), "%s: make", name);
	is_int(take("obj/asked"), first, name);
	ok(!run_make(true), "%s: again", name);
	is_int(take("obj/asked"), second, name);
	take("obj/said");
}

static void test_no_answer(void)
{
	asks("x := $(call try-run,echo No space left on device; false,y,n)\n"
	     "x := $(call try-run,true b,y,n)\n", 2, 2, "no room: nothing is kept");
	asks("x := $(call try-run,kill -9 $$$$,y,n)\n", 1, 1, "a killed test");
	asks("x := $(call try-run,sh -c 'kill -9 $$$$',y,n)\n", 1, 1,
	     "a killed compiler");
	asks("x := $(call try-run,/none-such,y,n)\n", 1, 1, "no compiler");
	asks("x := $(call try-run,true -include here.h,y,n)\n", 1, 1,
	     "a test that reads a file");
	asks("x := $(call try-run,rm $$RESPIN_SAID; false,y,n)\n", 1, 1,
	     "what it said is gone");
	asks("x := $(call try-run,false,y,n)\n", 1, 1, "no, and no word why");
	asks("x := $(call try-run,true c,y,n)\nx := $(shell echo n forged >>.respin-tries)\n",
	     1, 1, "an answer to no test");
	asks("x := $(call try-run,true d,y,n)\nx := $(shell printf 'y cut' >>.respin-tries)\n",
	     1, 1, "half a line");
	asks("x := $(call try-run,true e,y,n)\n"
	     "x := $(shell printf 'n a\\044b\\n' >>.respin-tries; echo no >>.respin-said; echo @respin 1 >>.respin-said)\n",
	     1, 1, "a name that says more to make");
	put("src/tests.mk", "x := $(call try-run,true f,y,n)\n$(error out)\n");
	ok(run_make(true) && run_make(true), "a make that fails");
	is_int(take("obj/asked"), 2, "a make that fails: nothing is kept");
}

static void test_good_for(void)
{
	static const char ONE[] = "x := $(call try-run,true g,y,n)\n";

	asks(ONE, 1, 0, "known");
	free(kb.base);
	kb.base = xstrdup("other tree");
	asks(ONE, 1, 0, "another tree asks again");
	free(kb.compiler);
	kb.compiler = xstrdup("cc 2");
	asks(ONE, 1, 0, "another compiler asks again");
	strvec_push(&tc.make, "LLVM=1");
	asks(ONE, 1, 0, "other variables of make ask again");
	put("src/scripts/Makefile.compiler", "try-run = $(shell echo >>asked; "
	    "if ( $(1) ) >/dev/null; then echo \"$(2)\"; fi)\n");
	asks(ONE, 1, 0, "another try-run asks again");
	setenv("RESPIN_WITHOUT", "tries", 1);
	asks(ONE, 1, 1, "RESPIN_WITHOUT=tries");
	unsetenv("RESPIN_WITHOUT");
	put("src/scripts/Makefile.compiler", "define try-run\n$(shell echo >>asked; "
	    "if ( $(1) ) >/dev/null; then echo \"$(2)\"; fi)\nendef\n");
	asks(ONE, 1, 1, "a try-run that is not understood is left alone");
}

int main(void)
{
	char template[] = "/tmp/respin-tries.XXXXXX";

	proc_init();
	dir = mkdtemp(template);
	kb.src = xstrfmt("%s/src", dir);
	kb.obj = xstrfmt("%s/obj", dir);
	kb.base = xstrdup("tree");
	kb.compiler = xstrdup("cc 1");
	kb.config = &config;
	kb.tc = &tc;
	new_folder("src/scripts");
	new_folder("obj");
	put("src/Makefile", MAKEFILE);
	put("src/scripts/Makefile.compiler", COMPILER);
	test_same();
	test_no_answer();
	test_good_for();
	if (remove_tree(dir))
		return 1;
	return tap_done();
}
