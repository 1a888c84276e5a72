// SPDX-License-Identifier: GPL-2.0-only
/* arch: the data files of architectures, and where their compilers are. */
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "git/lib.h"
#include "heard.h"
#include "kbuild/arch.h"
#include "tap.h"

static char *dir;

static void put(const char *name, const char *text)
{
	char *path = xstrfmt("%s/%s", dir, name);

	write_file(path, text, strlen(text));
	free(path);
}

static void drop(const char *name)
{
	char *path = xstrfmt("%s/%s", dir, name);

	unlink(path);
	free(path);
}

static char *list(const struct strvec *v)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < v->n; i++)
		strbuf_addf(&sb, "%s%s", i ? "," : "", v->v[i]);
	return strbuf_detach(&sb);
}

static void is_list(const struct strvec *v, const char *want, const char *name)
{
	char *got = list(v);

	is_str(got, want, name);
	free(got);
}

#define MINIMAL "[arch]\n\tname = small\n[toolchain]\n\tmake = ARCH=small\n" \
		"\tcompiler = small-gcc\n[config \"def\"]\n\tdefconfig = defconfig\n"

static void test_full(void)
{
	struct arches as;
	struct arch *a;

	put("b.conf",
	    "# a comment\n"
	    "[arch]\n\tname = big\n\tdescription = words\n\tset = CONFIG_A=y CONFIG_B=n\n"
	    "[toolchain]\n\tmake = ARCH=big\n\tmake = CROSS_COMPILE=big-\n"
	    "\tcompiler = first\n\tcompiler = big-gcc\n\tpackages = gcc-big\n\tbuilt = big-linux-\n"
	    "\tkcflags = -Wno-x\n\tsparse = -m64\n\tsparse-cut = -march= +\n"
	    "[fallback]\n\tmake = LLVM=1\n\tcompiler = clang\n"
	    "[config \"one\"]\n\tdefconfig = one_defconfig\n\tset = CONFIG_C=m\n\twhy = because\n"
	    "[config \"two\"]\n\tdefconfig = defconfig\n\tmake = ARCH=other\n\tcompiler = other-gcc\n"
	    "[config \"one\"]\n\tset = CONFIG_D=y\n");
	put("a.conf", MINIMAL);
	put("c.txt", "not read");
	put(".d.conf", "nor this");
	is_int(arches_read(&as, dir), 0, "a folder of data files is read");
	is_int((long)as.n, 2, "the *.conf of it");
	is_str(as.v[0]->name, "small", "in the order of their names");
	a = as.v[1];
	is_str(a->name, "big", "a name");
	is_list(&a->tc.make, "ARCH=big,CROSS_COMPILE=big-", "variables for make add up");
	is_str(a->tc.compiler, "big-gcc", "of one value the last counts");
	is_str(a->tc.packages, "gcc-big", "packages");
	is_str(a->tc.built, "big-linux-", "built");
	is_list(&a->tc.kcflags, "-Wno-x", "kcflags");
	is_list(&a->tc.sparse, "-m64", "sparse");
	is_list(&a->tc.sparse_cut, "-march=,+", "sparse-cut");
	is_str(a->fallback.compiler, "clang", "the fallback");
	ok(!as.v[0]->fallback.compiler && !as.v[0]->tc.packages, "or none");
	is_int((long)a->n, 2, "configurations; a section twice is one");
	is_str(a->configs[0].id, "big-one", "an id");
	is_list(&a->configs[0].set, "CONFIG_A=y,CONFIG_B=n,CONFIG_C=m,CONFIG_D=y",
		"the architecture's settings come first");
	is_str(a->configs[0].why, "because", "why");
	ok(a->configs[0].arch == a, "it knows its architecture");
	is_list(&a->configs[1].make, "ARCH=other", "its own variables for make");
	is_str(a->configs[1].compiler, "other-gcc", "its own compiler");
	ok(!a->configs[0].compiler && !a->configs[1].why, "or none of these");
	arches_release(&as);
	arches_release(&as);
	ok(!as.n && !as.v, "released twice");
	drop("b.conf");
	drop("c.txt");
	drop(".d.conf");
}

static void wrong(const char *text, const char *want, const char *name)
{
	struct arches as;
	int err;

	put("a.conf", text);
	hear();
	err = arches_read(&as, dir);
	heard();
	ok(err == ERR_USER && strstr(heard_text.buf, want), "%s", name);
	if (err != ERR_USER || !strstr(heard_text.buf, want))
		tap_lines("said", heard_text.buf);
	arches_release(&as);
}

static void test_with(void)
{
	struct arches as;
	struct arch *a;

	put("a.conf", MINIMAL);
	put("b.conf", "[arch]\n\tname = big\n\tset = A=y\n"
	    "[toolchain]\n\tmake = ARCH=big CROSS_COMPILE=big-\n\tcompiler = big-gcc\n"
	    "[toolchain \"new\"]\n\tmake = LLVM=1\n\tcompiler = clang\n\tkcflags = -Wno-x\n"
	    "[config \"one\"]\n\tdefconfig = one_defconfig\n\tset = C=m\n"
	    "[config \"two\"]\n\tdefconfig = two_defconfig\n\tmake = ARCH=large X=y\n\tcompiler = x\n");
	is_int(arches_read(&as, dir), 0, "with: another toolchain is read");
	a = as.v[1];
	is_int((long)a->n, 2, "with: it adds nothing by itself");
	is_int(arches_with(&as, "new"), 0, "with: it is found");
	is_int((long)as.v[0]->n, 1, "with: an architecture that does not have it");
	is_int((long)a->n, 4, "with: each configuration has a twin");
	is_str(a->configs[2].id, "big-one+new", "with: the name of a twin");
	is_list(&a->configs[2].make, "ARCH=big,LLVM=1", "with: ARCH stays, CROSS_COMPILE goes");
	is_list(&a->configs[3].make, "ARCH=large,LLVM=1", "with: ARCH of the configuration");
	is_list(&a->configs[2].set, "A=y,C=m", "with: the same settings");
	is_str(a->configs[3].compiler, "clang", "with: its compiler");
	ok(a->configs[2].tc == &a->others[0] && !a->configs[0].tc, "with: its toolchain");
	is_int(arches_with(&as, "new"), 0, "with: once more");
	is_int((long)a->n, 4, "with: a twin has no twin, and nobody two");
	arches_make(&as, "W=1");
	is_list(&a->tc.make, "ARCH=big,CROSS_COMPILE=big-,W=1", "make: for the first choice");
	is_list(&a->configs[1].make, "ARCH=large,X=y,W=1", "make: for what has its own");
	is_list(&a->configs[0].make, "", "make: not for what has none");
	is_list(&as.v[0]->tc.make, "ARCH=small,W=1", "make: for each architecture");
	hear();
	ok(arches_with(&as, "old") == ERR_USER, "with: one that nobody has");
	ok(strstr(heard(), "no architecture has a [toolchain \"old\"]"), "with: which is said");
	arches_release(&as);
	drop("a.conf");
	drop("b.conf");
}

#define SOLVED "[config \"big-solved-1\"]\n\tdefconfig = one_defconfig\n\tset = D=y E=m\n"

/* What arches_add() makes of TEXT. */
static int add(struct arches *as, const char *text)
{
	char *path = xstrfmt("%s/configs.conf", dir);
	int err;

	put("b.conf", "[arch]\n\tname = big\n\tset = A=y\n"
	    "[toolchain]\n\tmake = ARCH=big CROSS_COMPILE=big-\n\tcompiler = big-gcc\n"
	    "[toolchain \"new\"]\n\tmake = LLVM=1\n\tcompiler = clang\n"
	    "[config \"one\"]\n\tdefconfig = one_defconfig\n"
	    "[config \"two\"]\n\tdefconfig = two_defconfig\n\tmake = ARCH=large X=y\n\tcompiler = x\n");
	err = arches_read(as, dir);
	put("configs.conf", text);
	if (!err)
		err = arches_add(as, path);
	drop("configs.conf");
	drop("b.conf");
	free(path);
	return err;
}

static void refused(const char *text, const char *want, const char *name)
{
	struct arches as;
	int err;

	hear();
	err = add(&as, text);
	heard();
	ok(err == ERR_USER && strstr(heard_text.buf, want), "refused: %s", name);
	if (err != ERR_USER || !strstr(heard_text.buf, want))
		tap_lines("said", heard_text.buf);
	ok(as.v[0]->n == 2, "refused: nothing is added");
	arches_release(&as);
}

static void test_added(void)
{
	struct arches as;
	struct arch *a;
	char *path;

	is_int(add(&as, SOLVED
		   "[config \"big-solved-2+new\"]\n\tdefconfig = two_defconfig\n"
		   "\tmake = ARCH=large LLVM=1\n\tcompiler = clang\n\twhy = x\n"), 0,
	       "added: what was solved");
	a = as.v[0];
	is_int((long)a->n, 4, "added: two more");
	put("configs.conf", SOLVED);
	path = xstrfmt("%s/configs.conf", dir);
	is_int(arches_add(&as, path), 0, "added: once more");
	free(path);
	drop("configs.conf");
	is_int((long)a->n, 4, "added: nothing that was there already");
	is_str(a->configs[2].id, "big-solved-1", "added: by its id");
	is_str(a->configs[2].name, "solved-1", "added: its name");
	is_list(&a->configs[2].set, "D=y,E=m", "added: options");
	ok(a->configs[2].arch == a && !a->configs[2].tc, "added: its architecture");
	ok(a->configs[3].tc == &a->others[0], "added: its toolchain");
	is_list(&a->configs[3].make, "ARCH=large,LLVM=1", "added: its make variables");
	arches_release(&as);
	refused("[config \"small-solved-1\"]\n\tdefconfig = x\n",
		"'small-solved-1' is no configuration that verify makes", "no such architecture");
	refused("[config \"big-../x\"]\n\tdefconfig = x\n", "'big-../x' is no configuration that verify makes",
		"a name that leads out of a folder");
	refused("[config \"big-solved-1/x\"]\n\tdefconfig = x\n", "is no configuration",
		"a name that leads into one");
	refused("[config \"big-solved-1+old\"]\n\tdefconfig = x\n\tcompiler = clang\n", "does not fit verify/arch/",
		"a twin by another name");
	refused("[config \"big-solved-3\"]\n\twhy = x\n", "does not fit verify/arch/", "no defconfig");
	refused("[config \"big-solved-3\"]\n\tdefconfig = --eval=x\n", "does not fit verify/arch/",
		"an option for make");
	refused("[config \"big-solved-3\"]\n\tdefconfig = x\n\tset = \"$(x)=y\"\n",
		"does not fit verify/arch/", "an invalid option name");
	refused("[config \"big-solved-3\"]\n\tdefconfig = x\n\tset = \"A=$(shell)\"\n",
		"does not fit verify/arch/", "a value that make would expand");
	refused("[config \"big-solved-3\"]\n\tdefconfig = x\n\tset = A=-fplugin\n",
		"does not fit verify/arch/", "a value that is an option of a compiler");
	refused("[config \"big-solved-3\"]\n\tdefconfig = \"\"\n", "does not fit verify/arch/", "an empty defconfig");
	refused("[config \"big-solved-3\"]\n\tdefconfig = x\n\tmake = CC=./cc\n",
		"does not fit verify/arch/", "an unknown make variable");
	refused("[config \"big-solved-3\"]\n\tdefconfig = x\n\tcompiler = ./cc\n",
		"does not fit verify/arch/", "an unknown compiler");
	refused("[toolchain]\n\tcompiler = ./cc\n", "configs.conf:2: verify does not write 'compiler' in [toolchain]",
		"a toolchain");
}

static void test_wrong(void)
{
	struct arches as;
	char *none = xstrfmt("%s/none", dir);
	int err;

	wrong("", "needs arch.name", "an empty file");
	wrong("[arch]\n\tname = x\n", "needs arch.name", "no toolchain, no configuration");
	wrong(MINIMAL "\tcolour = red\n", "a.conf:8: unknown key 'colour' in [config]",
	      "an unknown key, with its line");
	wrong("[arch]\n\tname = x\n[tools]\n\tmake = y\n",
	      "a.conf:4: unknown key 'make' in [tools]", "an unknown section");
	wrong(MINIMAL "[config]\n\tdefconfig = x\n", "unknown key 'defconfig' in [config]",
	      "a configuration without a name");
	wrong(MINIMAL "[config \"bare\"]\n\twhy = x\n", "[config \"bare\"] has no defconfig",
	      "one without a defconfig");
	wrong(MINIMAL "[toolchain]\n\tsparse-cut = x\n", "sparse-cut is PREFIX CHARACTER",
	      "half of a sparse-cut");
	wrong(MINIMAL "[toolchain \"new\"]\n\tmake = X=y\n", "[toolchain \"new\"] needs make and compiler",
	      "another toolchain without a compiler");
	wrong("[arch\n", "a.conf", "a syntax error names the file");
	drop("a.conf");
	hear();
	err = arches_read(&as, none);
	ok(strstr(heard(), "cannot read the architectures in") && err < 0, "no folder");
	arches_release(&as);
	is_int(arches_read(&as, dir), 0, "an empty folder is no error");
	is_int((long)as.n, 0, "and has none");
	arches_release(&as);
	put("a.conf", MINIMAL);
	mkdir(none, 0755);
	free(none);
	none = xstrfmt("%s/z.conf", dir);
	mkdir(none, 0755);
	hear();
	err = arches_read(&as, dir);
	ok(strstr(heard(), "cannot read") && err < 0, "a folder that is called as a file");
	arches_release(&as);
	rmdir(none);
	free(none);
}

static void test_path(void)
{
	char *bin = xstrfmt("%s/toolchains/small/bin", dir), *want;
	struct arches as;

	put("a.conf", MINIMAL "[toolchain]\n\tbuilt = small-\n");
	arches_read(&as, dir);
	unsetenv("RESPIN_TOOLCHAINS");
	setenv("PATH", "/x:/y", 1);
	arches_add_path(&as, dir);
	is_str(getenv("PATH"), "/x:/y", "a compiler that was not built is not on PATH");
	make_dirs(bin);
	arches_add_path(&as, NULL);
	is_str(getenv("PATH"), "/x:/y", "nor one without a cache");
	arches_add_path(&as, dir);
	want = xstrfmt("/x:/y:%s", bin);
	is_str(getenv("PATH"), want, "one that was is, behind all else");
	setenv("PATH", "/x", 1);
	setenv("RESPIN_TOOLCHAINS", "/nowhere", 1);
	arches_add_path(&as, dir);
	is_str(getenv("PATH"), "/x", "RESPIN_TOOLCHAINS counts in place of the cache");
	arches_release(&as);
	free(want);
	free(bin);
}

int main(void)
{
	git_start();
	dir = scratch_new();
	test_full();
	test_with();
	test_added();
	test_wrong();
	test_path();
	scratch_free(dir);
	git_stop();
	return tap_done();
}
