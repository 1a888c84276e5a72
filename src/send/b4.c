// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <time.h>

#include "git/lib.h"
#include "send/b4.h"

/* b4's own, b4/ez.py. */
#define MARKER "--- b4-submit-tracking ---"

/*
 * b4 looks back a year. A base that is this new leaves it the better part of
 * that, and the commits the same ids each time.
 */
#define NEW_ENOUGH (90 * 24 * 3600)

/* What b4 makes of a name: words with "-" in between. */
static char *slug(const char *name)
{
	struct strbuf out = STRBUF_INIT;

	for (; *name; name++)
		if (isalnum((unsigned char)*name))
			strbuf_addch(&out, (char)tolower((unsigned char)*name));
		else if (out.len && out.buf[out.len - 1] != '-')
			strbuf_addch(&out, '-');
	while (out.len && out.buf[out.len - 1] == '-')
		strbuf_splice(&out, out.len - 1, 1, "", 0);
	return out.len ? strbuf_detach(&out) : xstrdup("series");
}

char *b4_branch(const struct series *s)
{
	char *name = slug(s->name), *branch = xstrfmt("b4/%s", name);

	free(name);
	return branch;
}

/* The same for all versions of somebody's series: b4 finds them by it. */
static char *change_id(const struct mail *m)
{
	const char *name = m->apply->series->name;
	char *key = xstrfmt("%s\n%s", name, m->who.mail), *s = slug(name), *id;
	struct oid oid;
	char hex[41];

	blob_id(&oid, key, strlen(key));
	oid_hex(&oid, hex);
	id = xstrfmt("respin-%s-%.12s", s, hex);
	free(key);
	free(s);
	return id;
}

static void add_people(struct strbuf *out, const char *key,
		       const struct strvec *who)
{
	for (size_t i = 0; i < who->n; i++)
		strbuf_addf(out, "%s: %s\n", key, who->v[i]);
}

/* The cover letter as b4 keeps it: To and Cc are trailers of it. */
static void cover_message(const struct mail *m, struct strbuf *out)
{
	const struct series *s = m->apply->series;
	char *id = change_id(m);

	strbuf_addf(out, "%s\n\n", s->title);
	mail_blurb(m, out);
	strbuf_addstr(out, s->link ? "\n" : "\n\n");
	add_people(out, "To", &m->all.to);
	add_people(out, "Cc", &m->all.cc);
	strbuf_rtrim(out);
	if (m->changes && *m->changes)
		strbuf_addf(out, "\n\n---\n%s", m->changes);
	strbuf_addf(out, "\n\n" MARKER "\n"
		    "# This section is used internally by b4 prep for tracking purposes.\n"
		    "{\n  \"series\": {\n    \"revision\": %d,\n"
		    "    \"change-id\": \"%s\",\n    \"base-branch\": null,\n"
		    "    \"prefixes\": [%s]\n  }\n}\n", s->version, id,
		    m->rfc ? "\"RFC\"" : "");
	free(id);
}

int b4_commit(struct mail *m, char tip[41])
{
	char (*commits)[41] = xcalloc(m->apply->series->n, sizeof(*commits));
	struct strbuf msg = STRBUF_INIT;
	int64_t before = m->who.time;
	char cover[41];
	int err;

	if (!getenv("SOURCE_DATE_EPOCH") && before < time(NULL) - NEW_ENOUGH)
		m->who.time = time(NULL);
	cover_message(m, &msg);
	err = repo_commit(m->repo, m->base, msg.buf, &m->who, NULL, 0, cover);
	if (!err)
		err = mail_commit_on(m, cover, commits, tip);
	m->who.time = before;
	strbuf_release(&msg);
	free(commits);
	return err;
}
