// SPDX-License-Identifier: GPL-2.0-only
#include "git/cmd.h"
#include "git/slice.h"
#include "patch/patch-id.h"
#include "send/mail.h"

/* The git patch-id --stable of every commit: lines "PATCH-ID COMMIT". */
static int commit_ids(const struct mail *m, struct strbuf *out)
{
	struct git_cmd log;
	int err;

	git_begin(&log, m->repo->dir, GIT_OURS);
	strvec_pushl(&log.proc.argv, "log", "-p", "--no-renames", "--no-color", NULL);
	strvec_pushf(&log.proc.argv, "%s..%s", m->base, m->tip);
	err = git_must(&log, "read the patches");
	if (!err)
		err = patch_ids(m->repo->dir, &log.out, out);
	git_release(&log);
	return err;
}

/* Copy the patch-id of COMMIT from the lines of IDS. */
static bool id_of(const struct strbuf *ids, const char *commit, char id[41])
{
	const char *at = strstr(ids->buf, commit);

	if (!*commit || !at || at - ids->buf < PATCH_ID_LEN + 1)
		return false;
	memcpy(id, at - PATCH_ID_LEN - 1, PATCH_ID_LEN);
	id[PATCH_ID_LEN] = '\0';
	return true;
}

int mail_give(struct mail *m)
{
	const struct series *s = m->apply->series;
	int err = 0, n = 0;

	if (!m->kept || !m->kept->n || !strcmp(m->base, m->tip))
		return 0;
	err = commit_ids(m, &m->ids);
	for (size_t i = 0; i < s->n && !err; i++) {
		char id[41];

		if (!m->commits[i][0])
			continue;
		if (!id_of(&m->ids, m->commits[i], id)) {
			err = error("git patch-id prints nothing for patch %s",
				    s->patches[i].name);
			break;
		}
		trailers_of(m->kept, s->patches[i].subject, id, &m->given[i]);
		n += (int)m->given[i].n;
	}
	return err ? err : n;
}

/* Does any patch of the series, applied here or not, have this block? */
bool mail_takes(const struct mail *m, const struct trailer_block *b)
{
	const struct series *s = m->apply->series;

	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->patches[i].subject, b->subject))
			return true;
	return b->patch_id && strstr(m->ids.buf, b->patch_id);
}
