// SPDX-License-Identifier: GPL-2.0-only
/* Two diffs, and all that is done with what they say but git's part of it. */
#include "compare/compare.h"
#include "fuzz.h"
#include "patch/patch.h"

static int read_diff(struct ppatch *p)
{
	p->name = xstrdup("x.patch");
	p->subject = xstrdup("x");
	p->body = xstrdup("");
	return ppatch_parse(p);
}

/* Every deleted file that could be a new one's. */
static int join(struct ppatch *p)
{
	int err = 0;

	for (size_t i = 0; i + 1 < p->n && !err; i++) {
		char *old = xstrdup(p->v[i].path);
		char *new = xstrdup(p->v[i + 1].path);

		err = ppatch_join(p, old, new);
		free(old);
		free(new);
	}
	return err;
}

static void compare(struct ppatch *a, struct ppatch *b)
{
	struct patchset ours = { .v = a, .n = 1 }, theirs = { .v = b, .n = 1 };
	struct comparison c = { 0 };

	fuzz_result(compare_sets(&c, &ours, &theirs));
	compare_same(&c);
	compare_release(&c);
}

FUZZ_TARGET(patch)
{
	struct strbuf mail = STRBUF_INIT;
	struct ppatch a = { 0 }, b = { 0 };
	int err, more;

	fuzz_bytes(data, size, &a.diff, &b.diff);
	err = read_diff(&a);
	more = read_diff(&b);
	fuzz_result(err);
	fuzz_result(more);
	if (!err) {
		ppatch_mail(&a, &mail);
		for (size_t i = 0; i < a.n && i < b.n; i++)
			pfile_same_base(&a.v[i], &b.v[i]);
		err = join(&a);
	}
	if (!err && !more)
		compare(&a, &b);
	ppatch_release(&a);
	ppatch_release(&b);
	strbuf_release(&mail);
	return 0;
}
