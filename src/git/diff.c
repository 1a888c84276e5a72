// SPDX-License-Identifier: GPL-2.0-only
#include <git2.h>

#include "git/diff.h"
#include "git/lib.h"

static int on_hunk(const git_diff_delta *delta, const git_diff_hunk *dh,
		   void *data)
{
	struct hunks *h = data;
	struct hunk *k;

	(void)delta;
	GROW(h->v, h->n + 1, h->alloc);
	k = &h->v[h->n++];
	/* With no lines on a side, git names the line before the place. */
	k->old = dh->old_lines ? dh->old_start - 1 : dh->old_start;
	k->old_n = dh->old_lines;
	k->new = dh->new_lines ? dh->new_start - 1 : dh->new_start;
	k->new_n = dh->new_lines;
	return 0;
}

int diff_lines(const struct strbuf *a, const struct strbuf *b,
	       struct hunks *h)
{
	git_diff_options opts = GIT_DIFF_OPTIONS_INIT;

	git_start();
	opts.context_lines = 0;
	opts.flags = GIT_DIFF_INDENT_HEURISTIC | GIT_DIFF_FORCE_TEXT;
	h->n = 0;
	if (git_diff_buffers(a->buf, a->len, NULL, b->buf, b->len, NULL,
			     &opts, NULL, NULL, on_hunk, NULL, h))
		return error("cannot compare two texts of %zu and %zu bytes",
			     a->len, b->len);
	return 0;
}

int diff_unified(const char *path, const struct strbuf *a,
		 const struct strbuf *b, struct strbuf *out)
{
	git_diff_options opts = GIT_DIFF_OPTIONS_INIT;
	git_buf text = { 0 };
	git_patch *patch = NULL;
	int err;

	git_start();
	opts.flags = GIT_DIFF_INDENT_HEURISTIC | GIT_DIFF_FORCE_TEXT;
	err = git_patch_from_buffers(&patch, a->buf, a->len, path, b->buf,
				     b->len, path, &opts) ||
	      git_patch_to_buf(&text, patch);
	if (!err)
		strbuf_add(out, text.ptr, text.size);
	git_buf_dispose(&text);
	git_patch_free(patch);
	return err ? error("cannot write the diff of %s", path) : 0;
}

void hunks_release(struct hunks *h)
{
	free(h->v);
	memset(h, 0, sizeof(*h));
}
