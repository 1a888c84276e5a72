// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "patch/patch.h"

/*
 * Lines of a file, at most: a number behind the last one, and the sum of two of
 * them, are numbers as well.
 */
#define MAX_LINES (1UL << 30)

struct parser {
	const char *at, *end;	/* what is left of the diff */
	struct ppatch *p;
	struct pfile *f;	/* the file at hand, or NULL */
	bool git;		/* it began with "diff --git" */
	bool header;		/* no hunk of it has been seen yet */
};

/* A line of the diff; not NUL-terminated. */
struct line {
	const char *s;
	size_t n;
};

static bool next_line(struct parser *ps, struct line *l)
{
	const char *nl;

	if (ps->at >= ps->end)
		return false;
	nl = memchr(ps->at, '\n', ps->end - ps->at);
	l->s = ps->at;
	l->n = (nl ? nl : ps->end) - ps->at;
	ps->at = nl ? nl + 1 : ps->end;
	return true;
}

/* Does L start with PREFIX? Then *REST is what is behind it. */
static bool after(const struct line *l, const char *prefix, struct line *rest)
{
	size_t n = strlen(prefix);

	if (l->n < n || memcmp(l->s, prefix, n))
		return false;
	*rest = (struct line){ l->s + n, l->n - n };
	return true;
}

/* --- names ------------------------------------------------------------- */

static char unescape(const struct line *l, size_t *i)
{
	static const char from[] = "abfnrtv", to[] = "\a\b\f\n\r\t\v";
	char c = l->s[*i];
	const char *at = c ? strchr(from, c) : NULL;
	int value = 0;

	if (at)
		return to[at - from];
	if (c < '0' || c > '3' || *i + 2 >= l->n)
		return c;
	for (int k = 0; k < 3; k++)
		value = value * 8 + (l->s[*i + k] & 7);
	*i += 2;
	return (char)value;
}

/* A name as git writes it: plain up to a tab, or quoted as in C. */
static char *read_name(const struct line *l, size_t *end)
{
	struct strbuf out = STRBUF_INIT;
	size_t i = 1;

	if (!l->n || *l->s != '"') {
		const char *tab = memchr(l->s, '\t', l->n);
		size_t n = tab ? (size_t)(tab - l->s) : l->n;

		while (n && l->s[n - 1] == '\r')
			n--;
		if (end)
			*end = l->n;
		return xstrndup(l->s, n);
	}
	for (; i < l->n && l->s[i] != '"'; i++) {
		if (l->s[i] == '\\' && i + 1 < l->n) {
			i++;
			strbuf_addch(&out, unescape(l, &i));
		} else {
			strbuf_addch(&out, l->s[i]);
		}
	}
	if (end)
		*end = i < l->n ? i + 1 : i;
	return strbuf_detach(&out);
}

/* Cut "a/" off; a diff that is not git's has the name of a folder there. */
static void strip(char *name, bool git)
{
	const char *slash = strchr(name, '/');

	if (!slash || name[0] == '/')
		return;
	if (slash == name + 1 || !git)
		memmove(name, slash + 1, strlen(slash));
}

static void set(char **to, char *name)
{
	free(*to);
	*to = name;
}

static struct pfile *add_file(struct parser *ps, bool git)
{
	struct ppatch *p = ps->p;

	GROW(p->v, p->n + 1, p->alloc);
	ps->f = &p->v[p->n++];
	memset(ps->f, 0, sizeof(*ps->f));
	ps->f->path = xstrdup("");
	ps->f->old_path = xstrdup("");
	ps->git = git;
	ps->header = true;
	return ps->f;
}

/* "a/NAME b/NAME": all that a file without hunks may have. */
static void names_of_header(struct parser *ps, const struct line *l)
{
	struct pfile *f = add_file(ps, true);
	struct line second = *l;
	size_t end = l->n / 2;

	if (l->n && *l->s == '"') {
		set(&f->old_path, read_name(l, &end));
		while (end < l->n && l->s[end] == ' ')
			end++;
		second = (struct line){ l->s + end, l->n - end };
		set(&f->path, read_name(&second, NULL));
	} else if (l->n % 2 && l->s[end] == ' ') {
		set(&f->old_path, xstrndup(l->s, end));
		set(&f->path, xstrndup(l->s + end + 1, l->n - end - 1));
	}
	strip(f->old_path, true);
	strip(f->path, true);
}

/* The lines "--- NAME" and "+++ NAME". */
static void names_of_hunks(struct parser *ps, const struct line *from,
			   const struct line *to)
{
	char *old = read_name(from, NULL), *new = read_name(to, NULL);
	struct pfile *f = ps->f;

	if (!f || !ps->header || f->n)
		f = add_file(ps, false);
	if (!strcmp(old, "/dev/null"))
		f->kind = PFILE_NEW;
	if (!strcmp(new, "/dev/null"))
		f->kind = PFILE_DELETED;
	/* Equal names without a/ and b/: they were left out. */
	if (strcmp(old, new)) {
		strip(old, ps->git);
		strip(new, ps->git);
	}
	set(&f->old_path, old);
	set(&f->path, new);
}

/* --- lines of the header ----------------------------------------------- */

static unsigned int read_mode(const struct line *l)
{
	unsigned int mode = 0;

	for (size_t i = 0; i < l->n && l->s[i] >= '0' && l->s[i] <= '7'; i++)
		mode = mode * 8 + (unsigned int)(l->s[i] - '0');
	return mode;
}

static void header_line(struct parser *ps, const struct line *l)
{
	struct pfile *f = ps->f;
	struct line rest;

	if (after(l, "new mode ", &rest)) {
		f->mode = read_mode(&rest);
	} else if (after(l, "new file mode ", &rest)) {
		f->kind = PFILE_NEW;
		f->mode = read_mode(&rest);
	} else if (after(l, "deleted file mode ", &rest)) {
		f->kind = PFILE_DELETED;
	} else if (after(l, "rename from ", &rest) ||
		   after(l, "copy from ", &rest)) {
		f->kind = *l->s == 'r' ? PFILE_RENAMED : PFILE_COPIED;
		set(&f->old_path, read_name(&rest, NULL));
	} else if (after(l, "rename to ", &rest) ||
		   after(l, "copy to ", &rest)) {
		set(&f->path, read_name(&rest, NULL));
	} else if (after(l, "index ", &rest)) {
		size_t n = 0;

		while (n < rest.n && isxdigit((unsigned char)rest.s[n]))
			n++;
		set(&f->base, xstrndup(rest.s, n));
	} else if (after(l, "Binary files ", &rest)) {
		f->binary = true;
	}
}

/* --- hunks ------------------------------------------------------------- */

static struct phunk *add_hunk(struct pfile *f)
{
	GROW(f->v, f->n + 1, f->alloc);
	memset(&f->v[f->n], 0, sizeof(*f->v));
	return &f->v[f->n++];
}

static struct pline *add_line(struct phunk *h, char sign, const char *s,
			      size_t n)
{
	GROW(h->v, h->n + 1, h->alloc);
	h->v[h->n++] = (struct pline){
		.text = s, .len = (uint32_t)n, .sign = sign,
	};
	return &h->v[h->n - 1];
}

/* git's encoding ends with an empty line: two of them, one a direction. */
static void read_binary(struct parser *ps)
{
	struct phunk *h = add_hunk(ps->f);
	struct line l;

	ps->f->binary = true;
	while (next_line(ps, &l) && l.n)
		add_line(h, '+', l.s, l.n);
}

/* Digits alone; one that is too large stays too large. */
static bool read_number(const char **s, const char *end, unsigned long *n)
{
	const char *from = *s;

	for (*n = 0; *s < end && isdigit((unsigned char)**s); (*s)++)
		if (*n <= MAX_LINES)
			*n = *n * 10 + (unsigned long)(**s - '0');
	return *s > from;
}

static bool read_range(const char **s, const char *end, char sign,
		       unsigned long *start, unsigned long *n)
{
	while (*s < end && **s == ' ')
		(*s)++;
	if (*s >= end || *(*s)++ != sign || !read_number(s, end, start))
		return false;
	*n = 1;
	if (*s < end && **s == ',') {
		(*s)++;
		if (!read_number(s, end, n))
			return false;
	}
	return *s >= end || **s == ' ';
}

static void no_newline(struct pfile *f)
{
	struct phunk *h = f && f->n ? &f->v[f->n - 1] : NULL;

	if (h && h->n)
		h->v[h->n - 1].cut = true;
}

static int read_hunk(struct parser *ps, const struct line *head)
{
	unsigned long old, old_n, new, new_n;
	const char *s = head->s + 2, *end = head->s + head->n;
	struct phunk *h;
	struct line l;

	if (!read_range(&s, end, '-', &old, &old_n) ||
	    !read_range(&s, end, '+', &new, &new_n))
		return 0;
	if (old > MAX_LINES || old_n > MAX_LINES || new > MAX_LINES ||
	    new_n > MAX_LINES)
		return error_user("%s: damaged: no file has the lines of the hunk '%.*s' of %s",
				  ps->p->name, (int)(s - head->s), head->s,
				  ps->f->path);
	h = add_hunk(ps->f);
	h->old = (uint32_t)(old_n ? old : old + 1);
	h->old_n = (uint32_t)old_n;
	/* From here on, the numbers of the lines before the one to come. */
	old -= old_n > 0;
	new -= new_n > 0;
	while ((old_n || new_n) && next_line(ps, &l)) {
		/* Mailers cut the blank off an empty context line. */
		char sign = l.n ? *l.s : ' ';
		struct pline *to;

		if (sign == '\\') {
			no_newline(ps->f);
			continue;
		}
		if ((sign != ' ' && sign != '-' && sign != '+') ||
		    (sign != '+' && !old_n) || (sign != '-' && !new_n)) {
			ps->at = l.s;
			break;
		}
		to = add_line(h, sign, l.s + (l.n > 0), l.n - (l.n > 0));
		to->old = (uint32_t)(old += sign != '+');
		to->new = (uint32_t)(new += sign != '-');
		old_n -= sign != '+';
		new_n -= sign != '-';
	}
	if (old_n || new_n)
		return error_user("%s: damaged: the hunk '%.*s' of %s is not complete",
				  ps->p->name, (int)(s - head->s), head->s,
				  ps->f->path);
	return 0;
}

/* --- the whole --------------------------------------------------------- */

/* "--- " stands in messages, too: look whether a diff follows. */
static bool at_names(const struct parser *ps, struct line *to)
{
	struct parser ahead = *ps;
	struct line l, rest;

	return next_line(&ahead, &l) && after(&l, "+++ ", to) &&
	       next_line(&ahead, &l) && after(&l, "@@ -", &rest);
}

static void finish(struct pfile *f)
{
	if (f->kind == PFILE_DELETED && f->old_path[0]) {
		free(f->path);
		f->path = xstrdup(f->old_path);
	}
	if (f->kind == PFILE_NEW) {
		free(f->old_path);
		f->old_path = NULL;
		if (!f->mode)
			f->mode = 0100644;
	}
}

int ppatch_parse(struct ppatch *p)
{
	struct parser ps = { p->diff.buf, p->diff.buf + p->diff.len, p };
	struct line l, rest, to;
	int err = 0;

	while (!err && next_line(&ps, &l)) {
		if (after(&l, "diff --git ", &rest)) {
			names_of_header(&ps, &rest);
		} else if (after(&l, "--- ", &rest) && at_names(&ps, &to)) {
			names_of_hunks(&ps, &rest, &to);
			next_line(&ps, &l);
		} else if (ps.f && after(&l, "@@ -", &rest)) {
			ps.header = false;
			err = read_hunk(&ps, &l);
		} else if (ps.f && after(&l, "\\ ", &rest)) {
			no_newline(ps.f);
		} else if (ps.f && ps.header && ps.git &&
			   after(&l, "GIT binary patch", &rest)) {
			read_binary(&ps);
		} else if (ps.f && ps.header && ps.git) {
			header_line(&ps, &l);
		}
	}
	for (size_t i = 0; i < p->n; i++)
		finish(&p->v[i]);
	return err;
}

bool pfile_same_base(const struct pfile *a, const struct pfile *b)
{
	size_t n = a->base ? strlen(a->base) : 0;
	size_t m = b->base ? strlen(b->base) : 0;

	if (m < n)
		n = m;
	return n >= 7 && !strncmp(a->base, b->base, n);
}

struct pfile *ppatch_file(const struct ppatch *p, const char *path)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->v[i].path, path))
			return &p->v[i];
	return NULL;
}

static void pfile_release(struct pfile *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->v[i].v);
	free(f->v);
	free(f->path);
	free(f->old_path);
	free(f->base);
	memset(f, 0, sizeof(*f));
}

void ppatch_release(struct ppatch *p)
{
	for (size_t i = 0; i < p->n; i++)
		pfile_release(&p->v[i]);
	free(p->v);
	free(p->name);
	free(p->subject);
	free(p->body);
	free(p->author);
	free(p->date);
	strbuf_release(&p->diff);
	memset(p, 0, sizeof(*p));
}
