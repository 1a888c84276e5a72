// SPDX-License-Identifier: GPL-2.0-only
#include "base/fs.h"
#include "git/cmd.h"
#include "patch/patch-id.h"

int patch_ids(const char *dir, const struct strbuf *diffs, struct strbuf *out)
{
	char *in = xstrfmt("%s/diffs", dir);
	struct git_cmd g = { 0 };
	int err = write_file(in, diffs->buf, diffs->len);

	if (err) {
		err = error("cannot write %s: %s", in, strerror(-err));
		goto done;
	}
	git_begin(&g, dir, GIT_OURS);
	strvec_pushl(&g.proc.argv, "patch-id", "--stable", NULL);
	g.proc.in = in;
	err = git_must(&g, "make patch-ids");
	if (!err)
		strbuf_addbuf(out, &g.out);
done:
	git_release(&g);
	free(in);
	return err;
}
