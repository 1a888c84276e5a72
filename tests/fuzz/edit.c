// SPDX-License-Identifier: GPL-2.0-only
/* An edit, applied to the text behind a line "%%". */
#include "csrc/edit.h"
#include "csrc/tidy.h"
#include "fuzz.h"

static int read_other(void *data, const char *path, struct strbuf *out)
{
	const struct strbuf *text = data;

	if (!strcmp(path, "none.c"))
		return 1;
	strbuf_addbuf(out, text);
	return 0;
}

FUZZ_TARGET(edit)
{
	struct strbuf script, old;
	struct strbuf new = STRBUF_INIT, why = STRBUF_INIT;
	struct edit e = { 0 };
	int err, hits;

	fuzz_bytes(data, size, &script, &old);
	strbuf_addbuf(&new, &old);
	err = edit_parse(&e, "1-x.edit", &script);
	fuzz_result(err);
	for (size_t i = 0; i < e.n && !err && new.len < 1 << 20; i++) {
		err = edit_cmd_apply(&e.cmds[i], "a.c", &new, read_other, &old,
				     &hits);
		if (!err && !hits)
			edit_cmd_missing(&e.cmds[i], "a.c", &new, read_other,
					 &old, &why);
	}
	if (!err)
		fuzz_result(tidy(&old, &new));
	edit_release(&e);
	strbuf_release(&script);
	strbuf_release(&old);
	strbuf_release(&new);
	strbuf_release(&why);
	return 0;
}
