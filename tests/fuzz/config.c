// SPDX-License-Identifier: GPL-2.0-only
/* The rules of a proof, and a configuration of an architecture behind "%%". */
#include "fuzz.h"
#include "kbuild/arch.h"
#include "prove/prove.h"

FUZZ_TARGET(config)
{
	char *text = fuzz_text(data, size), *second = fuzz_cut(text);
	char *dir = xstrfmt("%s/arch", fuzz_dir());
	char *prove = xstrfmt("%s/prove", fuzz_dir());
	struct prove_rules r = { 0 };
	struct arches as = { 0 };

	fuzz_put("prove/rules", text, strlen(text));
	fuzz_put("prove/probe.c", "", 0);
	fuzz_put("arch/x.conf", second, strlen(second));
	fuzz_result(prove_rules_read(&r, prove));
	fuzz_result(arches_read(&as, dir));
	prove_rules_release(&r);
	arches_release(&as);
	free(prove);
	free(dir);
	free(text);
	return 0;
}
