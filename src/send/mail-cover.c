// SPDX-License-Identifier: GPL-2.0-only
#include "send/mail.h"
#include "send/mime.h"
#include "base/fs.h"

static int replace_in(struct strbuf *sb, const char *what, const char *with)
{
	char *at = strstr(sb->buf, what);

	if (!at)
		return error("git format-patch wrote a cover letter without '%s' (is the disk full?)",
			     what);
	strbuf_splice(sb, at - sb->buf, strlen(what), with, strlen(with));
	return 0;
}

/* "    OUTCOME: WHY", in lines of up to 75 columns if WHY has spaces to break at. */
static void add_reason(struct strbuf *out, const char *outcome, const char *why)
{
	size_t room = 75 - 4 - strlen(outcome) - 2;

	strbuf_addf(out, "    %s: ", outcome);
	while (strlen(why) > room) {
		size_t n = room;

		while (n && why[n] != ' ')
			n--;
		if (!n)
			n = strcspn(why, " ");
		strbuf_add(out, why, n);
		why += n + strspn(why + n, " ");
		if (*why)
			strbuf_addstr(out, "\n      ");
		room = 75 - 6;
	}
	strbuf_addf(out, "%s\n", why);
}

void mail_blurb(const struct mail *m, struct strbuf *out)
{
	const struct apply *a = m->apply;
	const struct series *s = a->series;
	bool head = false;
	size_t wanted = 0;

	if (m->blurb) {
		strbuf_addstr(out, m->blurb);
		return;
	}
	strbuf_addf(out, "%s\n\n", s->cover ? s->cover : s->title);
	for (size_t i = 0; i < s->n; i++)
		wanted += s->patches[i].wanted;
	for (size_t i = 0; i < s->n; i++) {
		const struct patch_report *r = &a->reports[i];

		if (r->outcome != OUTCOME_IN &&
		    r->outcome != OUTCOME_NOT_APPLICABLE)
			continue;
		if (!head)
			strbuf_addf(out, "Of the %zu patches of the series, these are not needed on %s:\n\n",
				    wanted, m->tree->name);
		head = true;
		strbuf_addf(out, "  %s\n", s->patches[i].subject);
		add_reason(out, outcome_name(r->outcome), r->why);
	}
	if (head)
		strbuf_addch(out, '\n');
	strbuf_addf(out, "Made by respin from cocci/%s for %s.\n", s->name,
		    m->tree->name);
	if (m->known.len)
		strbuf_addf(out, "\n%s", m->known.buf);
	if (s->link)
		strbuf_addf(out, "\nLink: %s\n", s->link);
	if (!m->tree->is_git)
		strbuf_addf(out, "\nBase: the source package %s, not a git commit\n",
			    m->tree->name);
	strbuf_rtrim(out);
}

/*
 * A header that git am obeys and git send-email does not see. git am passes over
 * the mail that Pine keeps in each folder, which it knows by its author; of two
 * authors the last one counts. git send-email takes a header only with a space
 * behind the colon, so that the mail goes out without this line.
 */
static void hide_from_am(struct strbuf *text)
{
	static const char line[] =
		"\nFrom:Mail System Internal Data <git-am-passes-over-this>";
	const char *end = strstr(text->buf, "\n\n");

	if (end)
		strbuf_splice(text, end - text->buf, 0, line, sizeof(line) - 1);
}

int mail_cover(const struct mail *m, const char *path)
{
	struct strbuf text = STRBUF_INIT, blurb = STRBUF_INIT;
	struct strbuf title = STRBUF_INIT;
	int err = strbuf_read_file(&text, path);

	mail_blurb(m, &blurb);
	if (m->changes && *m->changes)
		strbuf_addf(&blurb, "\n\n---\n%s\n---", m->changes);
	mime_text(&title, m->apply->series->title);
	if (err)
		err = error("cannot read %s: %s", path, strbuf_read_error(err));
	if (!err)
		err = replace_in(&text, "*** SUBJECT HERE ***", title.buf);
	if (!err)
		err = replace_in(&text, "*** BLURB HERE ***", blurb.buf);
	if (!err) {
		mime_declare(&text);
		hide_from_am(&text);
		err = write_file(path, text.buf, text.len);
		if (err)
			err = error("cannot write %s: %s", path,
				    strerror(-err));
	}
	strbuf_release(&text);
	strbuf_release(&title);
	strbuf_release(&blurb);
	return err;
}
