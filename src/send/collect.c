// SPDX-License-Identifier: GPL-2.0-only
#include <strings.h>

#include "send/collect.h"

static void refuse(struct collect *c, const struct mbox_mail *m,
		   const char *line, const char *why)
{
	c->refused++;
	if (!c->quiet)
		printf("  not taken: %s (%s; %s)\n", line, why, m->name);
}

static bool is_patch(const struct mbox_mail *m)
{
	return !m->answer && m->patch_id;
}

static const struct patch *patch_of(const struct collect *c,
				    const char *subject)
{
	for (size_t i = 0; i < c->series->n; i++)
		if (!strcmp(c->series->patches[i].subject, subject))
			return &c->series->patches[i];
	return NULL;
}

/* Has the series a patch that this mail, a patch, is a version of? */
static bool is_ours(const struct collect *c, const char *subject,
		    const char *patch_id)
{
	if (patch_of(c, subject))
		return true;
	for (size_t i = 0; patch_id && i < c->made->n; i++)
		if (c->made->v[i].patch_id &&
		    !strcmp(c->made->v[i].patch_id, patch_id))
			return true;
	return false;
}

static void add_one(struct collect *c, const char *subject,
		    const char *patch_id, const struct mbox_mail *m,
		    const char *line)
{
	const struct patch *p = patch_of(c, subject);
	bool new = trailers_add(c->to, subject, patch_id, line, m->id);

	if (new)
		c->added++;
	else
		c->known++;
	if (!c->quiet)
		printf(" %s  %s%s%s\n", p ? p->name : subject, line,
		       new ? "" : " (known)",
		       patch_id ? "" : " (its patch is not in the mailbox)");
}

/* The mail of this subject and version that is a patch, or NULL. */
static const struct mbox_mail *find_patch(const struct mbox *in,
					  const struct mbox_mail *m)
{
	for (size_t i = 0; i < in->n; i++)
		if (is_patch(&in->v[i]) && in->v[i].version == m->version &&
		    !strcmp(in->v[i].subject, m->subject))
			return &in->v[i];
	return NULL;
}

/* What the mail is about in the end: a patch or cover letter, or NULL. */
static const struct mbox_mail *root_of(const struct collect *c,
				       const struct mbox_mail *m)
{
	/* As many steps as there are mails: a loop of answers ends, too. */
	for (size_t i = 0; m && m->answer && i < c->mbox->n; i++)
		m = mbox_find(c->mbox, m->parent);
	return m && !m->answer ? m : NULL;
}

/* M answers a cover letter of VERSION, ROOT if that is at hand: to all. */
static int add_to_all(struct collect *c, const struct mbox_mail *root,
		      int version, const struct mbox_mail *m, const char *line)
{
	int n = 0;

	for (size_t i = 0; i < c->mbox->n; i++) {
		const struct mbox_mail *p = &c->mbox->v[i];
		bool below = !root || !root->id || !p->parent ||
			     !strcmp(root->id, p->parent);

		if (!is_patch(p) || p->version != version || !below ||
		    !is_ours(c, p->subject, p->patch_id))
			continue;
		add_one(c, p->subject, p->patch_id, m, line);
		n++;
	}
	/* What was generated counts for its own cover letter, no other. */
	if (n || (root && strcmp(root->subject, c->series->title)))
		return n;
	for (size_t i = 0; i < c->made->n; i++) {
		const struct mbox_mail *p = &c->made->v[i];

		if (!is_patch(p) || p->version != version)
			continue;
		add_one(c, p->subject, p->patch_id, m, line);
		n++;
	}
	return n;
}

/* M answers the patch AT, or has its subject. */
static void add_to_patch(struct collect *c, const struct mbox_mail *at,
			 const struct mbox_mail *m, const char *line)
{
	const struct mbox_mail *p = is_patch(at) ? at :
				    find_patch(c->mbox, at);

	if (!p)
		p = find_patch(c->made, at);
	if (p && is_ours(c, p->subject, p->patch_id))
		add_one(c, p->subject, p->patch_id, m, line);
	else if (!p && patch_of(c, at->subject))
		add_one(c, at->subject, NULL, m, line);
	else
		refuse(c, m, line, "the series has no such patch");
}

static void place(struct collect *c, const struct mbox_mail *m,
		  const char *line)
{
	const struct mbox_mail *root = root_of(c, m), *at = root ? root : m;
	bool cover = !at->patch_id && at->number == 0;

	if (!cover)
		add_to_patch(c, at, m, line);
	else if (!root && strcmp(at->subject, c->series->title))
		refuse(c, m, line, "to the cover letter of another series");
	else if (!add_to_all(c, root, at->version, m, line))
		refuse(c, m, line, "to a cover letter whose patches are not here");
}

/* Is the trailer given by who sent the mail? The same address or name. */
static bool is_own(const char *line, const char *author)
{
	const char *who = strchr(line, ':') + 2, *lt = strchr(who, '<');
	const char *author_lt = strchr(author, '<');
	size_t n = strcspn(lt, ">"), name = lt - who;

	if (!strncasecmp(lt, author_lt, n + 1))
		return true;
	return name > 1 && name == (size_t)(author_lt - author) &&
	       !strncasecmp(who, author, name);
}

void collect_all(struct collect *c)
{
	for (size_t i = 0; i < c->mbox->n; i++) {
		const struct mbox_mail *m = &c->mbox->v[i];

		for (size_t k = 0; m->answer && k < m->trailers.n; k++) {
			const char *line = m->trailers.v[k];

			if (!trailer_valid(line, strlen(line)))
				refuse(c, m, line, "not 'Name <address>'");
			else if (!is_own(line, m->author))
				refuse(c, m, line, "sent by somebody else");
			else
				place(c, m, line);
		}
	}
}
