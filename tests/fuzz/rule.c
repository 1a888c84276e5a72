// SPDX-License-Identifier: GPL-2.0-only
/* A rule file, and what spatch printed when it was applied. */
#include "fuzz.h"
#include "gen/spatch.h"

FUZZ_TARGET(rule)
{
	char *text = fuzz_text(data, size), *second = fuzz_cut(text);
	struct strbuf log = STRBUF_INIT;
	struct spatch_log said;
	struct rule r;
	int err;

	fuzz_put("x.cocci", text, strlen(text));
	err = rule_read(&r, fuzz_dir(), "x.cocci");
	fuzz_result(err);
	strbuf_addstr(&log, second);
	rule_code_lines(&r);
	spatch_read_log(&said, &r, log.buf, log.len, NULL, NULL);
	spatch_log_release(&said);
	rule_release(&r);
	strbuf_release(&log);
	free(text);
	return 0;
}
