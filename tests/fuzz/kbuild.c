// SPDX-License-Identifier: GPL-2.0-only
/* What make -n prints, and a .cmd file. */
#include "base/path.h"
#include "base/shell.h"
#include "fuzz.h"
#include "kbuild/kbuild.h"

static void release(struct kbuild *kb)
{
	for (size_t i = 0; i < kb->n; i++) {
		free(kb->units[i].source);
		strvec_release(&kb->units[i].cc);
		strvec_release(&kb->units[i].sparse);
	}
	free(kb->units);
	free(kb->why);
}

FUZZ_TARGET(kbuild)
{
	char *text = fuzz_text(data, size), *second = fuzz_cut(text);
	struct toolchain tc = { 0 };
	struct kbuild kb = { .src = (char *)"/src", .tc = &tc };
	struct strbuf sb = STRBUF_INIT;

	strvec_pushl(&tc.sparse_cut, "-Wa,", ",", NULL);
	kbuild_parse(&kb, text);
	kbuild_parse_saved(&kb, second);
	for (size_t i = 0; i < kb.n; i++) {
		for (size_t k = 0; k < kb.units[i].cc.n; k++) {
			shell_quote(&sb, kb.units[i].cc.v[k]);
			free(path_below(kb.units[i].cc.v[k], "/src"));
		}
		kbuild_find(&kb, kb.units[i].source);
	}
	release(&kb);
	strvec_release(&tc.sparse_cut);
	strbuf_release(&sb);
	free(text);
	return 0;
}
