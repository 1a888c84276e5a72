// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>

#include "send/changes.h"
#include "base/strvec.h"

/* The version that LINE (n bytes) is the heading of, or 0; < 0: a bad one. */
static long heading(const char *line, size_t n)
{
	static const char intro[] = "Changes in ";
	const char *end = line + n;
	char *stop;
	long v;

	if (n > strlen(intro) && starts_with(line, intro))
		line += strlen(intro);
	if (*line != 'v' || !isdigit((unsigned char)line[1]))
		return 0;
	v = strtol(line + 1, &stop, 10);
	stop += *stop == ':';
	while (stop < end && isspace((unsigned char)*stop))
		stop++;
	if (stop != end)
		return 0;
	return v > 1 && v <= 10000 ? v : -1;
}

struct parse {
	const char *file;
	int version;		/* of the series */
	int line;
	struct strvec seen;	/* headings so far */
	struct strbuf *out;
};

static int add_heading(struct parse *p, long v)
{
	char name[32];

	snprintf(name, sizeof(name), "v%ld", v);
	if (v < 0)
		return error_user("%s:%d: the versions that have changes are v2 and later ones",
				  p->file, p->line);
	if (v > p->version)
		return error_user("%s:%d: changes in %s, but the manifest says version = %d",
				  p->file, p->line, name, p->version);
	if (strvec_has(&p->seen, name))
		return error_user("%s:%d: %s occurs twice", p->file, p->line,
				  name);
	strvec_push(&p->seen, name);
	strbuf_rtrim(p->out);
	strbuf_addf(p->out, "%sChanges in %s:\n", p->out->len ? "\n\n" : "",
		    name);
	return 0;
}

static int add_line(struct parse *p, const char *line, size_t n)
{
	long v = heading(line, n);

	/* A file with CR LF: mails have none of that. */
	while (n && isspace((unsigned char)line[n - 1]))
		n--;
	if (v)
		return add_heading(p, v);
	if (*line == '#')
		return 0;
	if (!p->seen.n) {
		if (strspn(line, " \t\r") >= n)
			return 0;
		return error_user("%s:%d: this belongs to no version: begin with a line such as 'v%d:'",
				  p->file, p->line, p->version);
	}
	/* The cover letter ends its sections with such a line. */
	if (n == 3 && starts_with(line, "---"))
		return error_user("%s:%d: a line '---' would end the section",
				  p->file, p->line);
	strbuf_add(p->out, line, n);
	strbuf_addch(p->out, '\n');
	return 0;
}

int changes_read(struct strbuf *out, const char *dir, int version)
{
	char *file = xstrfmt("%s/changes", dir), want[32];
	struct parse p = { .file = file, .version = version, .out = out };
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, file);

	if (err == -ENOENT) {
		err = 0;
		goto done;
	}
	if (err) {
		err = error("cannot read %s: %s", file, strbuf_read_error(err));
		goto done;
	}
	for (const char *s = text.buf; *s && !err;) {
		size_t n = strcspn(s, "\n");

		p.line++;
		err = add_line(&p, s, n);
		s += n + (s[n] == '\n');
	}
	strbuf_rtrim(out);
	snprintf(want, sizeof(want), "v%d", version);
	if (!err && version > 1 && !strvec_has(&p.seen, want))
		err = error_user("%s does not mention %s: add a line '%s:' and what is new in it",
				 file, want, want);
done:
	strvec_release(&p.seen);
	strbuf_release(&text);
	free(file);
	return err;
}
