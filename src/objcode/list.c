// SPDX-License-Identifier: GPL-2.0-only
#include "base/strbuf.h"
#include "objcode/list.h"
#include "base/hash.h"

struct codefn *codelist_add(struct codelist *l, const char *name)
{
	struct codefn *f;

	GROW(l->v, l->n + 1, l->alloc);
	f = &l->v[l->n++];
	*f = (struct codefn){ .name = xstrdup(name), .shape = xstrdup(""),
			      .refs = xstrdup(""), .layout = xstrdup(""),
			      .why = xstrdup("") };
	return f;
}

static void release_fn(struct codefn *f)
{
	free(f->name);
	free(f->shape);
	free(f->refs);
	free(f->layout);
	free(f->why);
	memset(f, 0, sizeof(*f));
}

void codelist_release(struct codelist *l)
{
	for (size_t i = 0; i < l->n; i++)
		release_fn(&l->v[i]);
	free(l->v);
	free(l->why);
	memset(l, 0, sizeof(*l));
}

void code_ref(struct strbuf *out, const char *name)
{
	char *hex = hash_hex(name, strlen(name));

	strbuf_add(out, hex, CODE_REF);
	free(hex);
}

static int by_name(const void *a, const void *b)
{
	const struct codefn *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	if (!c)
		c = strcmp(x->shape, y->shape);
	return c ?: strcmp(x->refs, y->refs);
}

static void append(char **to, const char *s)
{
	char *all = xstrfmt("%s%s", *to, s);

	free(*to);
	*to = all;
}

static void join(struct codefn *to, const struct codefn *f)
{
	char *both = xstrfmt("%s %s", to->shape, f->shape);

	free(to->shape);
	to->shape = hash_hex(both, strlen(both));
	free(both);
	append(&to->refs, f->refs);
	append(&to->layout, f->layout);
	if (!*to->why)
		append(&to->why, f->why);
	to->size += f->size;
}

void codelist_sort(struct codelist *l)
{
	size_t n = 0;

	if (l->n)
		qsort(l->v, l->n, sizeof(*l->v), by_name);
	for (size_t i = 0; i < l->n; i++) {
		if (n && !strcmp(l->v[n - 1].name, l->v[i].name)) {
			join(&l->v[n - 1], &l->v[i]);
			release_fn(&l->v[i]);
		} else {
			l->v[n++] = l->v[i];
		}
	}
	l->n = n;
}

/* --- as text ----------------------------------------------------------- */

static const char *or_dash(const char *s)
{
	return *s ? s : "-";
}

/* The last line tells a list that is whole from one that is cut off. */
void codelist_text(const struct codelist *l, struct strbuf *out)
{
	if (l->why) {
		strbuf_addf(out, "none %s\n", l->why);
		return;
	}
	strbuf_addf(out, "functions%s\n", l->lines ? " lines" : "");
	for (size_t i = 0; i < l->n; i++) {
		const struct codefn *f = &l->v[i];

		strbuf_addf(out, "%zu %s %s %s %s", f->size,
			    or_dash(*f->why ? "" : f->shape),
			    or_dash(f->refs), or_dash(f->layout), f->name);
		strbuf_addf(out, *f->why ? " %s\n" : "\n", f->why);
	}
	strbuf_addf(out, "end %zu\n", l->n);
}

/* The word at *P, "" for "-"; *P goes behind it and the blank. */
static char *word(const char **p)
{
	size_t n = strcspn(*p, " \n");
	char *w = n == 1 && **p == '-' ? xstrdup("") : xstrndup(*p, n);

	*p += n + ((*p)[n] == ' ');
	return w;
}

/* N of them, or any number of groups of N. */
static bool is_hex(const char *s, size_t n)
{
	size_t len = strspn(s, "0123456789abcdef");

	return !s[len] && !(len % n);
}

/* One line, up to its end, from *P on. */
static bool parse_function(struct codefn *f, const char **p)
{
	char *end;

	if (**p < '0' || **p > '9')
		return false;
	f->size = strtoul(*p, &end, 10);
	if (*end != ' ')
		return false;
	*p = end + 1;
	f->shape = word(p);
	f->refs = word(p);
	f->layout = word(p);
	f->name = xstrndup(*p, strcspn(*p, " \n"));
	*p += strlen(f->name);
	*p += **p == ' ';
	f->why = xstrndup(*p, strcspn(*p, "\n"));
	*p += strlen(f->why);
	return *f->name && is_hex(f->shape, 1) && is_hex(f->refs, CODE_REF) &&
	       is_hex(f->layout, CODE_REF) && !*f->shape == !!*f->why &&
	       *(*p)++ == '\n';
}

static bool parse_list(struct codelist *l, const char *p)
{
	char end[32];

	l->lines = starts_with(p, "functions lines\n");
	if (!l->lines && !starts_with(p, "functions\n"))
		return false;
	p = strchr(p, '\n') + 1;
	while (!starts_with(p, "end ")) {
		GROW(l->v, l->n + 1, l->alloc);
		memset(&l->v[l->n], 0, sizeof(*l->v));
		if (!parse_function(&l->v[l->n++], &p))
			return false;
		/* By name, each once: codediff_unit() goes by it. */
		if (l->n > 1 &&
		    strcmp(l->v[l->n - 2].name, l->v[l->n - 1].name) >= 0)
			return false;
	}
	snprintf(end, sizeof(end), "end %zu\n", l->n);
	return !strcmp(p, end);
}

int codelist_parse(struct codelist *l, const char *text)
{
	size_t n = strlen(text);

	memset(l, 0, sizeof(*l));
	if (starts_with(text, "none ") && n > 6 && text[n - 1] == '\n') {
		l->why = xstrndup(text + 5, n - 6);
		return 0;
	}
	if (parse_list(l, text))
		return 0;
	codelist_release(l);
	l->why = xstrdup("what is stored is no list");
	return -1;
}
