// SPDX-License-Identifier: GPL-2.0-only
/* presence: which options show a line, and what nobody can know. */
#include "base/strvec.h"
#include "csrc/presence.h"
#include "tap.h"

static bool is_listed(void *data, const char *name)
{
	return strvec_has(data, name);
}

/*
 * Is the line of TEXT that has an '@' shown where the names TRUE hold ("; "
 * between them), and no others?
 */
static void shows(const char *text, const char *true_names, bool want)
{
	struct strvec names = STRVEC_INIT;
	struct presence p = { 0 };
	struct source src;
	struct bools bs;
	bool *bits;
	blit all;

	for (const char *s = true_names; *s;) {
		size_t n = strcspn(s, ";");

		strvec_take(&names, xstrndup(s, n));
		s += n + (s[n] == ';');
		s += strspn(s, " ");
	}
	bools_init(&bs);
	source_init(&src, text, strlen(text));
	presence_at(&p, &bs, &src, strchr(text, '@') - text);
	all = presence_all(&p, &bs);
	bits = xcalloc(bs.n, sizeof(*bits));
	bools_eval(&bs, is_listed, &names, bits, 0);
	ok(bool_value(bits, all) == want, "%.*s ...: %s with '%s'",
	   (int)strcspn(text, "\n"), text, want ? "shown" : "hidden", true_names);
	free(bits);
	presence_release(&p);
	source_release(&src);
	bools_release(&bs);
	strvec_release(&names);
}

static void both(const char *text, const char *yes, const char *no)
{
	shows(text, yes, true);
	shows(text, no, false);
}

static void test_options(void)
{
	both("#ifdef CONFIG_A\n@\n#endif\n", "CONFIG_A", "");
	both("#ifdef CONFIG_A\n@\n#endif\n", "CONFIG_A?", "CONFIG_A=m");
	both("#ifndef CONFIG_A\n@\n#endif\n", "CONFIG_B", "CONFIG_A");
	both("#ifdef CONFIG_A_MODULE\n@\n#endif\n", "CONFIG_A=m", "CONFIG_A");
	both("#if IS_ENABLED(CONFIG_A)\n@\n#endif\n", "CONFIG_A=m", "");
	both("#if IS_BUILTIN(CONFIG_A)\n@\n#endif\n", "CONFIG_A", "CONFIG_A=m");
	both("#if IS_MODULE(CONFIG_A)\n@\n#endif\n", "CONFIG_A=m", "CONFIG_A");
	both("#if IS_REACHABLE(CONFIG_A)\n@\n#endif\n",
	     "CONFIG_A=m; ?defined MODULE", "CONFIG_A=m");
	both("#if CONFIG_A\n@\n#endif\n", "CONFIG_A", "");
	both("#ifdef CONFIG_A\n#else\n@\n#endif\n", "", "CONFIG_A");
	both("#if defined(CONFIG_A)\n#elif defined CONFIG_B\n@\n#endif\n",
	     "CONFIG_B", "CONFIG_A; CONFIG_B");
	both("#ifdef CONFIG_A\n#ifdef CONFIG_B\n@\n#endif\n#endif\n",
	     "CONFIG_A; CONFIG_B", "CONFIG_B");
	shows("#ifdef CONFIG_A\n#endif\n@\n", "", true);
}

static void test_expressions(void)
{
	both("#if defined(CONFIG_A) && !(defined(CONFIG_B) || 0)\n@\n#endif\n",
	     "CONFIG_A", "CONFIG_A; CONFIG_B");
	shows("#if 0 /* x */\n@\n#endif\n", "CONFIG_A", false);
	both("#if 2 - 1 == 1 ? defined(CONFIG_A) : 1\n@\n#endif\n", "CONFIG_A", "");
	both("#if CONFIG_N > 2\n@\n#endif\n", "CONFIG_N?", "CONFIG_N?; CONFIG_N<3");
	both("#if CONFIG_N >= 2\n@\n#endif\n", "CONFIG_N?", "CONFIG_N?; CONFIG_N<2");
	both("#if 2 > CONFIG_N\n@\n#endif\n", "CONFIG_N?; CONFIG_N<2", "CONFIG_N?");
	both("#if CONFIG_N == 0x10\n@\n#endif\n", "CONFIG_N?; CONFIG_N==16", "CONFIG_N?");
	both("#if CONFIG_N != 16\n@\n#endif\n", "", "CONFIG_N?; CONFIG_N==16");
	both("#if CONFIG_N < 3\n@\n#endif\n", "", "CONFIG_N?");
	both("#if CONFIG_A && \\\n\tCONFIG_B\n@\n#endif\n", "CONFIG_A; CONFIG_B", "CONFIG_A");
}

static void test_unknown(void)
{
	both("#ifdef __ASSEMBLY__\n@\n#endif\n", "?defined __ASSEMBLY__", "");
	both("#if FOO(1, 2) > 3\n@\n#endif\n", "?FOO(1, 2) > 3", "");
	both("#if __GNUC__ >= 4 && defined(CONFIG_A)\n@\n#endif\n",
	     "?__GNUC__ >= 4; CONFIG_A", "?__GNUC__ >= 4");
	both("#if (\n@\n#endif\n", "?(", "CONFIG_A");
	both("#if 1 +\n@\n#endif\n", "?1 +", "CONFIG_A");
	both("#if CONFIG_A == CONFIG_B\n@\n#endif\n", "?CONFIG_A == CONFIG_B",
	     "CONFIG_A; CONFIG_B");
	shows("#ifndef FOO_H\n#define FOO_H\n@\n#endif\n", "", true);
	shows("#ifndef FOO_H\n#define FOO_H 1\n@\n#endif\n", "", true);
	both("#ifndef FOO_H\n#define BAR_H\n@\n#endif\n", "", "?defined FOO_H");
}

/* What a hostile file may have. */
static void test_hostile(void)
{
	char *deep = xmalloc(600000), *p = deep;
	struct presence pr = { 0 };
	struct source src;
	struct bools bs;

	for (int i = 0; i < 20000; i++)
		p += sprintf(p, "#ifdef CONFIG_A\n");
	p += sprintf(p, "@\n#if ");
	memset(p, '(', 100000);
	memcpy(p + 100000, "\n", 2);
	bools_init(&bs);
	source_init(&src, deep, strlen(deep));
	presence_at(&pr, &bs, &src, strchr(deep, '@') - deep);
	ok(pr.n == 20000 && presence_all(&pr, &bs) == bool_or(&bs,
		bool_var(&bs, "CONFIG_A"), bool_var(&bs, "CONFIG_A?")),
	   "20,000 conditionals around a line");
	presence_release(&pr);
	presence_at(&pr, &bs, &src, strlen(deep));
	ok(pr.n > 20000, "and 100,000 brackets");
	presence_release(&pr);
	source_release(&src);
	bools_release(&bs);
	free(deep);
}

/* What #ifdef NAME says. */
static blit cond_of(struct bools *bs, const char *name)
{
	char *value = xstrfmt("%s?", name);
	blit a = bool_or(bs, bool_var(bs, name), bool_var(bs, value));

	free(value);
	return a;
}

static void test_define(void)
{
	static const char text[] =
		"#ifdef CONFIG_A\n#define FOO 1\n#else\n#define FOO 2\n#endif\n"
		"#ifdef CONFIG_B\n#define BAR\n#include <linux/x.h>\n#endif\n";
	struct source src;
	struct bools bs;
	blit b;

	bools_init(&bs);
	source_init(&src, text, strlen(text));
	b = cond_of(&bs, "CONFIG_B");
	ok(presence_of_define(&bs, &src, "FOO") == B_TRUE, "defined either way");
	ok(presence_of_define(&bs, &src, "BAR") == b, "defined on a condition");
	ok(presence_of_define(&bs, &src, "BAZ") == B_FALSE, "not defined");
	source_release(&src);
	bools_release(&bs);
}

static void test_include(void)
{
	static const char text[] =
		"#ifdef CONFIG_A\n#include \"part.c\"\n#endif\n"
		"#include <linux/x.h>\n"
		"#ifdef CONFIG_B\n#include <asm/y.h>\n#include \"../up/z.h\"\n#endif\n"
		"#include MACRO\n#include \"\n#include \"./\"\n";
	struct source src;
	struct bools bs;
	blit a, b;

	bools_init(&bs);
	source_init(&src, text, strlen(text));
	a = cond_of(&bs, "CONFIG_A");
	b = cond_of(&bs, "CONFIG_B");
	ok(presence_of_include(&bs, &src, "kernel/part.c") == a,
	   "included on a condition");
	ok(presence_of_include(&bs, &src, "part.c") == a, "at the top");
	ok(presence_of_include(&bs, &src, "kernel/other-part.c") == B_FALSE,
	   "a name that only ends like it");
	ok(presence_of_include(&bs, &src, "include/uapi/linux/x.h") == B_TRUE,
	   "on no condition");
	ok(presence_of_include(&bs, &src, "include/net/x.h") == B_FALSE,
	   "of another folder");
	ok(presence_of_include(&bs, &src, "include/asm-generic/y.h") == b,
	   "by a wrapper");
	ok(presence_of_include(&bs, &src, "drv/up/z.h") == b, "from beside");
	source_release(&src);
	bools_release(&bs);
}

int main(void)
{
	test_options();
	test_expressions();
	test_unknown();
	test_hostile();
	test_define();
	test_include();
	return tap_done();
}
