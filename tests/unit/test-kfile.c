// SPDX-License-Identifier: GPL-2.0-only
/* kfile: which options have kbuild compile a file, by its Makefiles. */
#include "base/strbuf.h"
#include "base/strvec.h"
#include "kbuild/kfile.h"
#include "tap.h"

static const char *const files[] = {
	"Kbuild", "obj-y += mm/ drivers/\nobj-$(CONFIG_NET) += net/\nobj-y += arch/$(SRCARCH)/\n",
	"Makefile", "libs-y := lib/\nifeq ($(KBUILD_EXTMOD),)\ncore-y += kernel/\nelse\nendif\n"
		"include $(srctree)/arch/$(SRCARCH)/Makefile\n",
	"arch/here/Makefile", "drivers-$(CONFIG_MATH) += arch/here/math/\nKBUILD_CFLAGS += -Dx\n",
	"arch/here/Kbuild", "obj-y += kernel/\n",
	"arch/here/kernel/Makefile", "obj-$(CONFIG_A) += a.o\n",
	"arch/here/math/Makefile", "obj-y := soft.o\n",
	"arch/there/kernel/Makefile", "obj-y := other.o\n",
	"lib/Makefile", "lib-$(CONFIG_A) += strange.o\n",
	"kernel/Makefile", "obj-y = fork.o \\\n\texit.o # all\n",
	"mm/Makefile",
		"mmu-y := nommu.o\nmmu-$(CONFIG_MMU) := memory.o \\\n\tmprotect.o\n"
		"obj-y := page.o $(mmu-y)\n"
		"ifdef CONFIG_A\nobj-$(CONFIG_B) += both.o\nelse\nobj-y += only.o\nendif\n"
		"ifneq ($(CONFIG_A)$(CONFIG_B),)\nobj-y += either.o\nendif\n"
		"ifeq ($(CONFIG_T),m)\nobj-m += mod.o\nendif\n"
		"obj-$(subst m,y,$(CONFIG_T)) += always.o\n"
		"obj-$(CONFIG_T:m=y) += always2.o\n"
		"odd-y += odd.o\n",
	"drivers/Makefile", "obj-$(CONFIG_T) += dir/\nobj-y += wide/main/\n",
	"drivers/dir/Makefile",
		"obj-$(CONFIG_T) += foo.o\nfoo-y := core.o\nfoo-objs += more.o\n"
		"foo-$(CONFIG_A) += opt.o\nfoo-$(CONFIG_T2) += tri.o\n"
		"obj-y += part.o\n",
	"drivers/wide/main/Makefile",
		"UP := ../part\nFULL := $(srctree)/drivers/wide/part\n"
		"obj-$(CONFIG_A) += big.o\nbig-y := $(FILES)\ninclude $(FULL)/Makefile\n"
		"ifdef CONFIG_B\nDEEP = $(UP)/deep\nDEEPS := four.o\n"
		"FILES += $(addprefix $(DEEP)/,$(DEEPS))\nendif\n",
	"drivers/wide/part/Makefile",
		"PART := one.o two.o\nifdef CONFIG_B\nPART += three.o\nendif\n"
		"ALL = $(addprefix $(UP)/,$(PART))\nFILES += $(ALL)\n",
};

static int read_file(void *data, const char *path, struct strbuf *out)
{
	(void)data;
	for (size_t i = 0; i < ARRAY_SIZE(files); i += 2) {
		if (strcmp(files[i], path))
			continue;
		strbuf_addstr(out, files[i + 1]);
		return 1;
	}
	return 0;
}

static char dump[] =
	"A SRCARCH here\n"
	"S 1 b Kconfig 1 A\nS 2 b Kconfig 2 B\nS 3 t Kconfig 3 T\n"
	"S 4 t Kconfig 4 T2\nS 5 b Kconfig 5 MMU\nS 6 b Kconfig 6 NET\n"
	"S 7 b Kconfig 7 MATH\n"
	"T 8\n";

static struct ksyms ks;
static struct bools bs;
static struct kfiles kf;

static bool is_listed(void *data, const char *name)
{
	return strvec_has(data, name);
}

/* With the options NAMES, is PATH built into the kernel (y), a module (m)? */
static void built(const char *path, const char *names, const char *want)
{
	struct strvec true_names = STRVEC_INIT, rules = STRVEC_INIT;
	struct kbuilt b = { B_FALSE, B_FALSE };
	int found = kfile_built(&kf, path, &b, &rules);
	bool *bits = xcalloc(bs.n, sizeof(*bits));
	char got[8];

	strvec_split(&true_names, names);
	bools_eval(&bs, is_listed, &true_names, bits, 0);
	snprintf(got, sizeof(got), "%s%s%s", found ? "" : "?",
		 bool_value(bits, b.yes) ? "y" : "",
		 bool_value(bits, b.module) ? "m" : "");
	ok(!strcmp(got, want), "%s with '%s': '%s'", path, names, want);
	if (strcmp(got, want))
		printf("# got '%s'\n", got);
	free(bits);
	strvec_release(&true_names);
	strvec_release(&rules);
}

static void test_lists(void)
{
	built("kernel/fork.c", "", "y");
	built("kernel/exit.c", "", "y");
	built("kernel/none.c", "", "?");
	built("mm/page.c", "", "y");
	built("mm/memory.c", "", "");
	built("mm/memory.c", "CONFIG_MMU", "y");
	built("mm/nommu.c", "", "y");
	built("mm/nommu.c", "CONFIG_MMU", "");
	built("lib/strange.c", "CONFIG_A", "y");
	built("lib/strange.c", "", "");
}

static void test_conditionals(void)
{
	built("mm/both.c", "CONFIG_A CONFIG_B", "y");
	built("mm/both.c", "CONFIG_B", "");
	built("mm/only.c", "CONFIG_B", "y");
	built("mm/only.c", "CONFIG_A", "");
	built("mm/either.c", "CONFIG_B", "y");
	built("mm/either.c", "", "");
	built("mm/mod.c", "CONFIG_T=m", "m");
	built("mm/mod.c", "CONFIG_T", "");
	built("mm/always.c", "CONFIG_T=m", "y");
	built("mm/always2.c", "CONFIG_T=m", "y");
	built("mm/always.c", "", "");
}

static void test_composite(void)
{
	built("drivers/dir/core.c", "CONFIG_T=m", "m");
	built("drivers/dir/core.c", "CONFIG_T", "y");
	built("drivers/dir/core.c", "CONFIG_A", "");
	built("drivers/dir/more.c", "CONFIG_T", "y");
	built("drivers/dir/opt.c", "CONFIG_T=m CONFIG_A", "m");
	built("drivers/dir/opt.c", "CONFIG_T=m", "");
	built("drivers/dir/tri.c", "CONFIG_T=m CONFIG_T2=m", "m");
	built("drivers/dir/tri.c", "CONFIG_T CONFIG_T2=m", "");
	built("drivers/wide/part/two.c", "CONFIG_A", "y");
	built("drivers/wide/part/two.c", "CONFIG_B", "");
	built("drivers/wide/part/three.c", "CONFIG_A", "");
	built("drivers/wide/part/three.c", "CONFIG_A CONFIG_B", "y");
	built("drivers/wide/part/deep/four.c", "CONFIG_A CONFIG_B", "y");
	built("drivers/wide/part/deep/four.c", "CONFIG_A", "");
}

static void test_arch(void)
{
	built("arch/here/kernel/a.c", "CONFIG_A", "y");
	built("arch/here/math/soft.c", "CONFIG_MATH", "y");
	built("arch/here/math/soft.c", "CONFIG_A", "");
	built("arch/there/kernel/other.c", "CONFIG_A", "");
	/* A list that nothing is seen to use: nobody knows. */
	built("mm/odd.c", "CONFIG_A", "");
}

static void test_dump(void)
{
	static const char *const wrong[] = {
		"", "T 1\n", "S 1 b Kconfig 1 A\nT 0\n", "S 1 x Kconfig 1 A\nT 1\n",
		"S 0 b Kconfig 1 A\nT 1\n", "S 99999999 b Kconfig 1 A\nT 1\n",
		"S 1 b Kconfig 1 A\nS 1 b Kconfig 2 B\nT 2\n",
		"E 1 & 2 3\nT 1\n", "E 1 ? 0 0\nT 1\n", "P 1 0\nT 1\n",
		"S 1 b Kconfig 1 A\nP 1 1\nT 2\n", "S 1 b Kconfig -1 A\nT 1\n",
		"C 1 2\nT 1\n", "D\nT 1\n", "S 1 b Kconfig 1 A", "M 7\nT 1\n",
	};

	fclose(stderr);
	stderr = fopen("/dev/null", "w");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		char *text = xstrdup(wrong[i]);
		struct ksyms bad;

		ok(ksyms_read(&bad, text, "dump") == ERR_ENV,
		   "a wrong dump is refused: %zu", i);
		ksyms_release(&bad);
		free(text);
	}
}

int main(void)
{
	if (!ok(!ksyms_read(&ks, dump, "dump"), "the dump is read"))
		return tap_done();
	bools_init(&bs);
	kfiles_init(&kf, &bs, &ks, read_file, NULL);
	test_lists();
	test_conditionals();
	test_composite();
	test_arch();
	kfiles_release(&kf);
	bools_release(&bs);
	ksyms_release(&ks);
	test_dump();
	return tap_done();
}
