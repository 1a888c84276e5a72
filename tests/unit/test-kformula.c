// SPDX-License-Identifier: GPL-2.0-only
/* kformula: what Kconfig allows and what it does not, on a few symbols. */
#include "logic/sat.h"
#include "solve/kformula.h"
#include "solve/values.h"
#include "tap.h"

/*
 * MODULES	prompt
 * A		prompt
 * B		prompt, depends on A
 * T		tristate, prompt, depends on A
 * U		tristate, prompt, depends on T
 * S		no prompt, selected by B, depends on NEVER
 * D		no prompt, default y if A && !B
 * C1, C2	choice; C2 depends on A
 * N		int, prompt if A, range 2 9, default 4
 * L		int, no prompt, default 5 if A, default 3
 * BIG		no prompt, default y if L > 4
 * DEAD		prompt, depends on A && !A
 * I		prompt, implied by A
 * TEXT		string, no prompt, default "x" if A
 * ISX		no prompt, default y if TEXT = "x"
 */
static char dump[] =
	"S 1 b K 1 MODULES\nS 2 b K 2 A\nS 3 b K 3 B\nS 4 t K 4 T\nS 5 t K 5 U\n"
	"S 6 b K 6 S\nS 7 b K 7 D\nS 8 c K 8 -\nS 9 b K 9 C1\nS 10 b K 10 C2\n"
	"S 11 i K 11 N\nS 12 i K 12 L\nS 13 b K 13 BIG\nS 14 b K 14 DEAD\n"
	"S 15 b K 15 I\nS 16 s K 16 TEXT\nS 17 b K 17 ISX\n"
	"S 20 u - 0 NEVER\nS 21 u - 0 2\nS 22 u - 0 9\nS 23 u - 0 4\nS 24 u - 0 5\n"
	"S 25 u - 0 3\nK 26 x\nK 27 y\n"
	"E 30 s 2 0\nE 31 s 3 0\nE 32 ! 31 0\nE 33 & 30 32\nE 34 s 4 0\n"
	"E 35 s 20 0\nE 36 s 27 0\nE 37 ! 30 0\nE 38 & 30 37\nE 39 > 12 23\n"
	"E 40 s 23 0\nE 41 s 24 0\nE 42 s 25 0\nE 43 s 26 0\nE 44 = 16 26\n"
	"P 1 0\nP 2 0\nP 3 30\nV 3 30\nP 4 30\nV 4 30\nP 5 34\nV 5 34\n"
	"V 6 35\nR 6 31\nD 7 33 36\nP 8 0\nC 8 9 10\nP 9 0\nP 10 30\nV 10 30\n"
	"P 11 30\nL 11 0 21 22\nD 11 0 40\nD 12 30 41\nD 12 0 42\nD 13 39 36\n"
	"P 14 38\nV 14 38\nP 15 0\nI 15 30\nD 16 30 43\nD 17 44 36\n"
	"M 1\nT 69\n";

static struct ksyms ks;
static struct bools bs;
static struct kformula kf;
static struct sat *s;

/* The variables of WORDS, "!" before what must not hold. */
static size_t assume(const char *words, blit *v)
{
	struct strvec sv = STRVEC_INIT;

	strvec_split(&sv, words);
	for (size_t i = 0; i < sv.n; i++) {
		bool not = *sv.v[i] == '!';
		kid id;

		v[i] = bool_var(&bs, sv.v[i] + not) ^ not;
		sat_require(s, kformula_name(&kf, sv.v[i] + not, &id));
	}
	strvec_release(&sv);
	return sv.n;
}

static void allows(const char *words, bool want)
{
	struct strvec sv = STRVEC_INIT;
	blit v[16];
	size_t n;

	strvec_split(&sv, words);
	n = sv.n;
	strvec_release(&sv);
	assume(words, v);
	ok((sat_solve(s, v, n) == SAT_YES) == want, "%s: %s",
	   want ? "may be" : "cannot be", words);
}

static void test_truth(void)
{
	allows("CONFIG_A CONFIG_B", true);
	allows("!CONFIG_A CONFIG_B", false);
	allows("CONFIG_A=m", false);
	allows("CONFIG_T=m CONFIG_MODULES", true);
	allows("CONFIG_T=m !CONFIG_MODULES", false);
	allows("CONFIG_T CONFIG_T=m", false);
	allows("CONFIG_T=m CONFIG_U=m", true);
	allows("CONFIG_T=m CONFIG_U", false);
	allows("CONFIG_T CONFIG_U=m", true);
	allows("!CONFIG_T !CONFIG_T=m CONFIG_U=m", false);
	allows("CONFIG_DEAD", false);
	allows("CONFIG_NOTHING", false);
	allows("CONFIG_NEVER", false);
	allows("CONFIG_A CONFIG_I", true);
	allows("CONFIG_A !CONFIG_I", true);
}

static void test_forced(void)
{
	/* select does not ask what the symbol depends on. */
	allows("CONFIG_B CONFIG_S", true);
	allows("CONFIG_B !CONFIG_S", false);
	allows("!CONFIG_B CONFIG_S", false);
	allows("CONFIG_D CONFIG_A !CONFIG_B", true);
	allows("!CONFIG_D CONFIG_A !CONFIG_B", false);
	allows("CONFIG_D CONFIG_B", false);
	allows("CONFIG_C1 CONFIG_C2", false);
	allows("!CONFIG_C1 !CONFIG_C2", false);
	allows("CONFIG_C2 CONFIG_A", true);
	allows("CONFIG_C2 !CONFIG_A", false);
	allows("!CONFIG_C1 !CONFIG_A", false);
}

static void test_values(void)
{
	allows("CONFIG_L==5 CONFIG_A", true);
	allows("CONFIG_L==5 !CONFIG_A", false);
	allows("CONFIG_L==3 CONFIG_A", false);
	allows("CONFIG_BIG CONFIG_A", true);
	allows("CONFIG_BIG !CONFIG_A", false);
	allows("!CONFIG_BIG CONFIG_A", false);
	allows("CONFIG_L<4 CONFIG_A", false);
	allows("CONFIG_L<4 !CONFIG_A", true);
	allows("CONFIG_N==9 CONFIG_A", true);
	allows("CONFIG_N==7 CONFIG_A", true);
	allows("CONFIG_N? !CONFIG_A", true);
	allows("CONFIG_TEXT? !CONFIG_A", false);
	allows("CONFIG_ISX CONFIG_A", true);
	allows("CONFIG_ISX !CONFIG_A", false);
	allows("CONFIG_A?", false);
	allows("CONFIG_A==1 CONFIG_A", true);
	allows("CONFIG_A==2 CONFIG_A", false);
}

/* A .config that conf could have made satisfies every rule. */
static void test_real(const char *text, bool want)
{
	char name[] = "/tmp/respin-values.XXXXXX";
	struct values vs;
	int fd = mkstemp(name);
	FILE *f = fdopen(fd, "w");
	bool *bits, good = true;

	fputs(text, f);
	fclose(f);
	ok(!values_read(&vs, name), "a .config is read");
	remove(name);
	vs.kf = &kf;
	bits = xcalloc(bs.n, sizeof(*bits));
	bools_eval(&bs, values_of, &vs, bits, 0);
	for (kid i = 1; i < ks.n; i++)
		good &= ks.syms[i].type == 'c' || bool_value(bits, kf.rule[i]);
	ok(good == want, "its values are %sallowed", want ? "" : "not ");
	free(bits);
	values_release(&vs);
}

static bool nothing(void *data, const char *name)
{
	(void)data;
	(void)name;
	return false;
}

int main(void)
{
	if (!ok(!ksyms_read(&ks, dump, "dump"), "the dump is read"))
		return tap_done();
	bools_init(&bs);
	kformula_init(&kf, &bs, &ks);
	s = sat_new(&bs, nothing, NULL);
	for (kid i = 1; i < ks.n; i++)
		sat_require(s, kf.rule[i]);
	test_truth();
	test_forced();
	test_values();
	test_real("CONFIG_A=y\nCONFIG_T=y\nCONFIG_D=y\nCONFIG_C1=y\nCONFIG_N=4\n"
		  "CONFIG_L=5\nCONFIG_BIG=y\nCONFIG_TEXT=\"x\"\nCONFIG_ISX=y\n", true);
	test_real("CONFIG_C1=y\nCONFIG_N=7\nCONFIG_L=3\n", true);
	test_real("CONFIG_B=y\nCONFIG_C1=y\nCONFIG_L=3\n", false);
	test_real("CONFIG_C1=y\nCONFIG_L=5\n", false);
	sat_free(s);
	kformula_release(&kf);
	bools_release(&bs);
	ksyms_release(&ks);
	return tap_done();
}
