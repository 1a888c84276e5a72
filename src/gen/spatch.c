// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>
#include <unistd.h>

#include "base/word.h"
#include "gen/spatch.h"

/* Oldest release on which the log's form and the options were tried. */
#define OLDEST_MAJOR 1
#define OLDEST_MINOR 1

/* Coccinelle 1.1.1 dies without HOME. */
static void give_home(struct proc *p)
{
	if (!getenv("HOME"))
		strvec_push(&p->env, "HOME=/");
}

int spatch_find(struct spatch *s)
{
	struct strbuf out = STRBUF_INIT;
	struct proc p = { .timeout = 30 };
	int major = 0, minor = 0, err;
	const char *v;

	memset(s, 0, sizeof(*s));
	give_home(&p);
	strvec_pushl(&p.argv, "spatch", "--version", NULL);
	err = proc_capture(&p, &out, NULL);
	v = strstr(out.buf, "version ");
	if (err == ERR_INTERRUPTED)
		goto done;
	if (p.state == PROC_NOT_STARTED) {
		err = error("spatch is not installed: apt-get install coccinelle");
	} else if (err < 0 || !v || sscanf(v, "version %d.%d", &major, &minor) != 2) {
		err = error("spatch --version does not print what Coccinelle prints: reinstall coccinelle");
	} else if (major < OLDEST_MAJOR ||
		   (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
		err = error("spatch is version %d.%d; respin needs %d.%d or later: apt-get install coccinelle",
			    major, minor, OLDEST_MAJOR, OLDEST_MINOR);
	} else {
		v += strlen("version ");
		s->version = xstrndup(v, strcspn(v, " \n"));
	}
done:
	strbuf_release(&out);
	proc_release(&p);
	return err;
}

void spatch_release(struct spatch *s)
{
	free(s->version);
	s->version = NULL;
}

void spatch_command(struct proc *p, const struct rule *r, const char *file)
{
	/* The child works elsewhere. */
	char *cwd = *r->path == '/' ? NULL : getcwd(NULL, 0);
	char *rule = cwd ? xstrfmt("%s/%s", cwd, r->path) : xstrdup(r->path);

	give_home(p);
	/* It does not ask TMPDIR, and has these names in shell commands. */
	strvec_pushl(&p->argv, "spatch", "--temp-files", ".",
		     "--show-transinfo", "--verbose-parsing", "--no-includes",
		     NULL);
	for (size_t i = 0; i < r->options.n; i++)
		strvec_push(&p->argv, r->options.v[i]);
	strvec_pushl(&p->argv, "--sp-file", rule, "--in-place", file, NULL);
	free(cwd);
	free(rule);
}

static struct bad_range *add_bad(struct spatch_log *log, int from, int to)
{
	struct bad_range *b;

	for (size_t i = 0; i < log->n_bad; i++)
		if (log->bad[i].from == from && log->bad[i].to == to)
			return &log->bad[i];
	GROW(log->bad, log->n_bad + 1, log->alloc_bad);
	b = &log->bad[log->n_bad++];
	memset(b, 0, sizeof(*b));
	b->from = from;
	b->to = to;
	return b;
}

/* The block of "bad:" lines behind a parse error on line AT. */
static const char *read_bad(struct spatch_log *log, const struct rule *r,
			    const char *p, int at)
{
	struct strvec words = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	int before = 0, after = 0;
	bool seen = false;
	struct bad_range *b;

	while (starts_with(p, "bad: ") || starts_with(p, "BAD:!!!!!")) {
		size_t n = strcspn(p, "\n");

		if (*p == 'B')
			seen = true;
		else if (seen)
			after++;
		else
			before++;
		strbuf_add(&text, p + 4, n - 4);
		strbuf_addch(&text, '\n');
		p += n + (p[n] == '\n');
	}
	/* Spatch's number may be any: the lines around it are numbers, too. */
	b = add_bad(log, at < before ? 0 : at - before,
		    at > INT_MAX - after ? INT_MAX : at + after);
	select_words(&r->select, &words);
	for (size_t i = 0; i < words.n && !b->word; i++) {
		if (!has_word(text.buf, text.len, words.v[i]))
			continue;
		b->word = xstrdup(words.v[i]);
		b->relevant = true;
	}
	strvec_release(&words);
	strbuf_release(&text);
	return p;
}

static int rule_index(const struct rule *r, const char *line, size_t n)
{
	for (size_t i = 0; i < r->n; i++)
		if (strlen(r->names[i].name) == n &&
		    !strncmp(r->names[i].name, line, n))
			return (int)i;
	return -1;
}

static void note_error(struct spatch_log *log, const char *line, size_t n)
{
	if (!log->error)
		log->error = xstrndup(line, n);
}

/* "minus: parse error:" and then where, on the next line. */
static bool rule_error(struct spatch_log *log, const char *line)
{
	size_t n = strcspn(line, "\n");
	const char *colon = memmem(line, n, ": parse error", 13);
	const char *next = line + n + (line[n] == '\n');
	char *where;

	if (!colon || starts_with(line, "parse error"))
		return false;
	next += strspn(next, " ");
	where = xstrfmt("%.*s %.*s", (int)(colon - line + 13), line,
			(int)strcspn(next, "\n"), next);
	note_error(log, where, strlen(where));
	free(where);
	return true;
}

/* The line in '= File "a.c", line 12,  column 3', N bytes; 0: there is none. */
static int place_line(const char *s, size_t n)
{
	static const char what[] = ", line ";
	const char *at = memmem(s, n, what, strlen(what));
	long line = at ? strtol(at + strlen(what), NULL, 10) : 0;

	return line < 0 ? 0 : line > INT_MAX ? INT_MAX : (int)line;
}

void spatch_read_log(struct spatch_log *log, const struct rule *r,
		     const struct strbuf *text)
{
	int current = -1, at = 0;

	memset(log, 0, sizeof(*log));
	log->n_hits = r->n;
	log->hits = xcalloc(r->n, sizeof(*log->hits));
	for (const char *p = text->buf; *p;) {
		size_t n = strcspn(p, "\n");
		const char *next = p + n + (p[n] == '\n');
		const char *s = p + strspn(p, " ");

		if (starts_with(p, "bad: ") || starts_with(p, "BAD:!!!!!")) {
			p = read_bad(log, r, p, at);
			continue;
		}
		if (n > 3 && !strncmp(p + n - 3, " = ", 3))
			current = rule_index(r, p, n - 3);
		else if (starts_with(s, "transformation info returned:") &&
			 current >= 0)
			log->hits[current]++;
		else if (starts_with(s, "= File \"") ||
			 starts_with(s, "=File \""))
			at = place_line(s, p + n - s);
		else if (starts_with(p, "EXN:") || starts_with(p, "Fatal error"))
			note_error(log, p, n);
		else if (starts_with(p, "diff = "))
			break;
		else
			rule_error(log, p);
		p = next;
	}
}

/* --- what it wrote ------------------------------------------------------ */

/* A text, read line by line. */
struct reader {
	const char *p, *end;
};

/* Bytes of the next line, with its end; 0 behind the last. */
static size_t line_len(const struct reader *r)
{
	const char *nl = memchr(r->p, '\n', r->end - r->p);

	return nl ? nl + 1 - r->p : r->end - r->p;
}

static bool copy_line(struct reader *from, struct strbuf *to)
{
	size_t n = line_len(from);

	strbuf_add(to, from->p, n);
	from->p += n;
	return n;
}

/* One line of a hunk: LOG's, N bytes with its end, for the one at FROM. */
static bool take_line(const char *line, size_t n, struct reader *from,
		      struct strbuf *to)
{
	size_t have = line_len(from);

	if (*line == '+') {
		strbuf_add(to, line + 1, n - 1);
		return true;
	}
	/* The last one may lack its end, which diff then says behind it. */
	if ((*line != ' ' && *line != '-') || !have ||
	    (have != n - 1 && have + 1 != n - 1) ||
	    memcmp(line + 1, from->p, have))
		return false;
	if (*line == ' ')
		strbuf_add(to, line + 1, n - 1);
	from->p += have;
	return true;
}

/* A hunk, whose head was read: OLD_N lines of FROM become NEW_N of TO. */
static bool take_hunk(struct reader *log, long old_n, long new_n,
		      struct reader *from, struct strbuf *to)
{
	while (old_n > 0 || new_n > 0) {
		size_t n = line_len(log);

		if (n && *log->p != '\\') {
			if (!take_line(log->p, n, from, to))
				return false;
			old_n -= *log->p != '+';
			new_n -= *log->p != '-';
		} else if (!n || !to->len) {
			return false;
		}
		log->p += n;
	}
	return !old_n && !new_n;
}

/* "@@ -OLD[,N] +NEW[,N] @@" */
static bool hunk_head(const char *p, long *old, long *old_n, long *new_n)
{
	char *end;

	*old_n = *new_n = 1;
	if (!starts_with(p, "@@ -"))
		return false;
	*old = strtol(p + 4, &end, 10);
	if (*end == ',')
		*old_n = strtol(end + 1, &end, 10);
	if (!starts_with(end, " +"))
		return false;
	strtol(end + 2, &end, 10);
	if (*end == ',')
		*new_n = strtol(end + 1, &end, 10);
	return starts_with(end, " @@") && *old_n >= 0 && *new_n >= 0;
}

/* Append to TO what the hunks at LOG make of FROM. */
static bool patched(struct reader *log, struct reader *from, struct strbuf *to)
{
	long old, old_n, new_n, line = 1;

	while (log->p < log->end && hunk_head(log->p, &old, &old_n, &new_n)) {
		/* A hunk without old lines names the one before it. */
		for (old += !old_n; line < old; line++)
			if (!copy_line(from, to))
				return false;
		line += old_n;
		log->p += line_len(log);
		if (!take_hunk(log, old_n, new_n, from, to))
			return false;
	}
	while (copy_line(from, to))
		;
	return true;
}

bool spatch_wrote(const struct strbuf *text, const struct strbuf *before,
		  const struct strbuf *after)
{
	static const char head[] = "\ndiff = \n--- ";
	struct reader log = { text->buf, text->buf + text->len };
	struct reader from = { before->buf, before->buf + before->len };
	struct strbuf to = STRBUF_INIT;
	const char *diff = memmem(text->buf, text->len, head, strlen(head));
	bool same;

	if (!diff)
		return strbuf_equal(before, after);
	log.p = diff + strlen("\ndiff = \n");
	log.p += line_len(&log);	/* --- */
	log.p += line_len(&log);	/* +++ */
	same = patched(&log, &from, &to);
	/* Behind a last line that lacks its end, diff says so. */
	if (same && to.len == after->len + 1 && to.buf[to.len - 1] == '\n' &&
	    memmem(diff, text->buf + text->len - diff, "\n\\ ", 3))
		to.buf[--to.len] = '\0';
	same = same && strbuf_equal(&to, after);
	strbuf_release(&to);
	return same;
}

void spatch_log_release(struct spatch_log *log)
{
	for (size_t i = 0; i < log->n_bad; i++)
		free(log->bad[i].word);
	free(log->bad);
	free(log->hits);
	free(log->error);
	memset(log, 0, sizeof(*log));
}
