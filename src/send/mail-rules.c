// SPDX-License-Identifier: GPL-2.0-only
/*
 * What made a patch, below the "---" of its mail: a reader of the list can judge
 * the rule, and run it. Every line is indented, so that git takes none of them
 * for the head of a diff.
 */
#include <errno.h>

#include "base/fs.h"
#include "send/mail.h"
#include "send/mime.h"

/* A rule file of up to so many lines is shown in the message. */
#define EMBED_LINES 25
/* No more than so many lines of all files of a patch. */
#define RULE_LINES 120

bool mail_embeds(const struct patch *p)
{
	return p->n == 1 && p->ops[0].kind == OP_RULE &&
	       rule_code_lines(&p->ops[0].rule) <= EMBED_LINES;
}

/* Append TEXT, at most *LEFT lines of it; returns how many there are besides. */
static size_t add_text(struct strbuf *out, const char *text, size_t *left)
{
	size_t more = 0;

	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "\n");
		size_t keep = n;

		while (keep && (p[keep - 1] == ' ' || p[keep - 1] == '\t' || p[keep - 1] == '\r'))
			keep--;
		if (!*left)
			more++;
		else if (keep)
			strbuf_addf(out, "    %.*s\n", (int)keep, p);
		else
			strbuf_addch(out, '\n');
		*left -= *left > 0;
		p += n + (p[n] == '\n');
	}
	return more;
}

static void add_op(const struct series *s, const struct patch *p,
		   const struct op *op, size_t *left, struct strbuf *out)
{
	char *own = xstrfmt("%s/%s", s->name, p->name);
	const char *text = op->kind == OP_RULE ? op->rule.text.buf : op->text;
	size_t more;

	strbuf_addf(out, "\n  cocci/%s/%s:\n\n", op->from ?: own, op->name);
	more = add_text(out, text, left);
	if (more)
		strbuf_addf(out, "    [%zu more line%s in that file]\n", more,
			    plural((long)more));
	free(own);
}

static int put_below(const char *path, const struct strbuf *what)
{
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, path);
	const char *body, *at;

	if (err) {
		err = error("cannot read %s: %s", path, strbuf_read_error(err));
		goto done;
	}
	body = strstr(text.buf, "\n\n");
	at = body ? strstr(body, "\n---\n") : NULL;
	if (!at) {
		err = error("git format-patch wrote %s without a '---' (is the disk full?)",
			    path);
		goto done;
	}
	strbuf_splice(&text, at + 5 - text.buf, 0, what->buf, what->len);
	if (!mime_ascii(what->buf))
		mime_declare(&text);
	err = write_file(path, text.buf, text.len);
	if (err)
		err = error("cannot write %s: %s", path, strerror(-err));
done:
	strbuf_release(&text);
	return err;
}

int mail_rules(const struct mail *m, size_t i, const char *path)
{
	const struct patch *p = &m->apply->series->patches[i];
	struct strbuf what = STRBUF_INIT;
	size_t left = RULE_LINES;
	int err = 0;

	if (!p->n || mail_embeds(p))
		return 0;
	strbuf_addstr(&what, "What made this patch:\n");
	for (size_t k = 0; k < p->n; k++)
		add_op(m->apply->series, p, &p->ops[k], &left, &what);
	strbuf_addch(&what, '\n');
	err = put_below(path, &what);
	strbuf_release(&what);
	return err;
}
