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

const struct ident *mail_author(const struct mail *m, size_t i)
{
	return m->authors ? &m->authors[i] :
	       m->stated[i].name ? &m->stated[i] : &m->self;
}

/* Is TEXT the Signed-off-by of who signs at the end? */
static bool signs_anyway(const struct mail *m, const char *text)
{
	char *mine = xstrfmt("<%s>", m->who.mail);
	bool yes = !strncasecmp(text, "Signed-off-by:", 14) && strstr(text, mine);

	free(mine);
	return yes;
}

#define CHECKPATCH "scripts/checkpatch.pl"

int mail_tags(struct mail *m)
{
	const struct tree_file *f = tree_find(m->tree, CHECKPATCH);
	struct tree_reader r;
	int err;

	if (!f)
		return 0;
	err = tree_reader_init(&r, m->tree);
	if (!err && tree_read(&r, f, &m->tags))
		err = tree_lacks(m->tree, CHECKPATCH);
	tree_reader_release(&r);
	return err;
}

/* Does checkpatch.pl take the tag of TEXT, "Some-thing-by: ...", for a mistake? */
static bool is_odd(const struct mail *m, const char *text)
{
	size_t n = strcspn(text, ":");
	char *tag = xstrndup(text, n + 1);
	bool odd = m->tags.len && n > 2 && !strncasecmp(text + n - 2, "by", 2) &&
		   !strcasestr(m->tags.buf, tag);

	free(tag);
	return odd;
}

/*
 * Credit must not be lost for the tree's lack of a tag, as of Originally-by, which
 * Documentation/process/maintainer-tip.rst has and checkpatch.pl does not. A note
 * in brackets keeps it, in words and place, as people do there.
 */
static void add_trailer(const struct mail *m, struct strbuf *out, const char *text)
{
	bool odd = is_odd(m, text);

	strbuf_addf(out, "%s%s%s\n", odd ? "[" : "", text, odd ? "]" : "");
}

/* What the series states of the patch that was posted; returns who signed it. */
static size_t add_stated(const struct mail *m, size_t i, struct strbuf *out)
{
	const struct strvec *v = &m->apply->series->patches[i].trailers;
	size_t signed_off = 0;

	for (size_t k = 0; k < v->n; k++) {
		enum trailer_kind kind = trailer_kind(v->v[k]);

		if (kind == TRAILER_OPINION ||
		    (kind == TRAILER_SIGNED &&
		     (!m->signoff || signs_anyway(m, v->v[k]))))
			continue;
		add_trailer(m, out, v->v[k]);
		signed_off += kind == TRAILER_SIGNED;
	}
	return signed_off;
}

void mail_trailers(const struct mail *m, size_t i, struct strbuf *out)
{
	const struct given_list *l = &m->given[i];
	const char *link = m->apply->series->link;
	struct strbuf v = STRBUF_INIT;

	if (link)
		strbuf_addf(&v, "Link: %s\n", link);
	/* Who passes on what others signed says what was done to it. */
	if (add_stated(m, i, &v))
		strbuf_addf(&v, "[%s: made anew for %s with respin]\n",
			    m->who.name, m->tree->name);
	/* Who signs off last has collected what is above. */
	for (size_t k = 0; k < l->n; k++)
		if (given_holds(&l->v[k]))
			add_trailer(m, &v, l->v[k].t->text);
	if (m->signoff)
		strbuf_addf(&v, "Signed-off-by: %s <%s>\n", m->who.name,
			    m->who.mail);
	if (v.len)
		strbuf_addf(out, "\n%s", v.buf);
	strbuf_release(&v);
}

/* No patch has this patch-id: the content of the posted one is not known. */
#define UNKNOWN_ID "0000000000000000000000000000000000000000"

void mail_opinions(struct trailers *kept, const struct series *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct patch *p = &s->patches[i];

		for (size_t k = 0; k < p->trailers.n; k++)
			if (trailer_kind(p->trailers.v[k]) == TRAILER_OPINION)
				trailers_add(kept, p->subject,
					     p->patch_id ?: UNKNOWN_ID,
					     p->trailers.v[k], NULL);
	}
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
