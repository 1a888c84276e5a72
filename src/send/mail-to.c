// SPDX-License-Identifier: GPL-2.0-only
#include "send/maintainers.h"
#include "send/mail.h"
#include "base/fs.h"

/* Where the headers of To: and Cc: go: before MIME's, or at the end. */
static size_t header_place(const struct strbuf *mail)
{
	const char *s = mail->buf;

	while (*s && *s != '\n' && !starts_with(s, "MIME-Version:")) {
		s += strcspn(s, "\n");
		s += *s == '\n';
	}
	return s - mail->buf;
}

static int address_file(const char *path, struct people *p)
{
	struct strbuf text = STRBUF_INIT, headers = STRBUF_INIT;
	int err = strbuf_read_file(&text, path);

	people_sort(p);
	people_headers(p, &headers);
	if (!err) {
		strbuf_splice(&text, header_place(&text), 0, headers.buf,
			      headers.len);
		err = write_file(path, text.buf, text.len);
	}
	if (err)
		err = error("cannot write To: and Cc: to %s: %s", path,
			    strerror(-err));
	strbuf_release(&text);
	strbuf_release(&headers);
	return err;
}

/* Who wrote the patch of mail N (1: the first), and who is in its trailers. */
static void add_credited(const struct mail *m, size_t n, struct people *p)
{
	const struct series *s = m->apply->series;
	size_t i = 0;

	for (; i < s->n; i++)
		if (m->apply->reports[i].outcome == OUTCOME_APPLIED && !--n)
			break;
	if (i == s->n)
		return;
	if (s->patches[i].author)
		people_add(p, false, s->patches[i].author);
	for (size_t k = 0; k < s->patches[i].trailers.n; k++) {
		const char *who = strchr(s->patches[i].trailers.v[k], ':');

		if (who && strchr(who, '<') && strchr(who, '@'))
			people_add(p, false, who + 1 + strspn(who + 1, " "));
	}
}

/* Address the patches, then the cover letter, which is the first of PATHS. */
static int address_all(struct mail *m, const struct strvec *paths,
		       struct people *each)
{
	int err = 0;

	for (size_t i = 1; i < paths->n && !err; i++) {
		struct people *p = &each[i - 1];
		size_t n;

		add_credited(m, i, p);
		people_join(p, m->people);
		people_join(&m->all, p);
		n = people_count(p);
		m->least = i == 1 || n < m->least ? n : m->least;
		m->most = n > m->most ? n : m->most;
		err = address_file(paths->v[i], p);
	}
	return err ? err : address_file(paths->v[0], &m->all);
}

static int ask(struct mail *m, const struct strvec *paths,
	       const char *scratch, int jobs, struct people *each)
{
	struct strvec patches = STRVEC_INIT;
	struct maintainers how;
	char *dir;
	int err;

	if (!maintainers_there(m->tree)) {
		if (m->cc == MAIL_CC_YES)
			return error("no To and Cc: %s has no " GET_MAINTAINER,
				     m->tree->path);
		return 0;
	}
	dir = xstrfmt("%s/cc", scratch);
	for (size_t i = 1; i < paths->n; i++)
		strvec_push(&patches, paths->v[i]);
	how = (struct maintainers){ m->tree, dir, jobs, !m->no_cache,
				    m->progress };
	err = maintainers_find(&how, m->apply->work, &patches, each);
	m->addressed = !err;
	strvec_release(&patches);
	free(dir);
	return err;
}

int mail_address(struct mail *m, const char *dir, const char *scratch,
		 int jobs)
{
	struct strvec paths = STRVEC_INIT;
	struct people *each;
	char *real;
	int err;

	if (m->cc == MAIL_CC_NO || !m->files.n)
		return 0;
	real = realpath(dir, NULL);
	for (size_t i = 0; i < m->files.n; i++)
		strvec_pushf(&paths, "%s/%s", real ? real : dir, m->files.v[i]);
	each = xcalloc(paths.n, sizeof(*each));
	err = ask(m, &paths, scratch, jobs, each);
	if (!err)
		err = address_all(m, &paths, each);
	for (size_t i = 0; i < paths.n; i++)
		people_release(&each[i]);
	strvec_release(&paths);
	free(each);
	free(real);
	return err;
}
