// SPDX-License-Identifier: GPL-2.0-only
/* pasted: functions whose names a macro puts together. */
#include <stdlib.h>

#include "base/strbuf.h"
#include "csrc/pasted.h"
#include "tap.h"

#define DEF "#define M(a, b) int f_##a##_g##b(int x) { return x; }\n"

static const struct {
	const char *text, *name;
	bool want;
} CASES[] = {
	{ DEF "M(x, 1)\n", "f_x_g1", true },
	{ DEF "M( x , 1 );\n", "f_x_g1", true },
	{ DEF "M(x, 1)\n", "f_x_g", false },
	{ DEF "M(x, 1)\n", "f_x_g12", false },
	{ DEF "M(y, 1)\nM(x, 1)\n", "f_x_g1", true },
	{ DEF "M(x)\n", "f_x_g1", false },
	{ DEF "M(x y, 1)\n", "f_x_g1", false },
	{ DEF "M((x), 1)\n", "f_x_g1", false },
	{ DEF "#define N M(x, 1)\n", "f_x_g1", false },
	{ DEF, "f_x_g1", false },
	{ DEF "M", "f_x_g1", false },
	{ DEF "M(x", "f_x_g1", false },
	{ "#define M(a) \\\n\tint f_ ## a \\\n\t(int x) { }\nM(x)\n", "f_x", true },
	{ "#define M(a) int f_##a;\nM(x)\n", "f_x", false },
	{ "#define M(a) static int f_##a(int x) { }\nM(x)\n", "f_x", false },
	{ "#define M(a) int f_##a##\nM(x)\n", "f_x", false },
	{ "#define M(a) static int v; int f_##a(int x) { }\nM(x)\n", "f_x", true },
	{ "#define M(f) int f##_x(int x) { }\nM(f)\n", "f_x", false },
	{ "#define M(a int f_##a(\nM(x)\n", "f_x", false },
	{ "#define M int f_##a(\nM(x)\n", "f_a", false },
	{ "#define M(\n", "f_x", false },
	{ "#define\n", "f_x", false },
};

static char *words_of(const char *name)
{
	struct strvec words = STRVEC_INIT;
	struct strbuf out = STRBUF_INIT;

	pasted_words(name, &words);
	for (size_t i = 0; i < words.n; i++)
		strbuf_addf(&out, "%s ", words.v[i]);
	strvec_release(&words);
	strbuf_addstr(&out, ".");
	return strbuf_detach(&out);
}

static void words(const char *name, const char *want)
{
	char *got = words_of(name);

	is_str(got, want, name);
	free(got);
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(CASES); i++) {
		struct source src;

		source_init(&src, CASES[i].text, strlen(CASES[i].text));
		ok(pasted_defines(&src, CASES[i].name) == CASES[i].want,
		   "%s in case %zu", CASES[i].name, i);
		source_release(&src);
	}
	words("__memset64", "__memset .");
	words("arch_atomic_add_return",
	      "arch_atomic arch_atomic_ arch_atomic_add arch_atomic_add_ .");
	words("f", ".");
	words("", ".");
	return tap_done();
}
