// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <limits.h>

#include "kbuild/ksym.h"

/* Kernels have about 20,000 symbols and 50,000 expressions. */
#define MAX_NUMBER 4000000

/* The fields of a line. */
struct fields {
	char *v[8];
	size_t n;
	char *rest;		/* behind the last of them; "" if nothing is */
};

static void cut(struct fields *f, char *line)
{
	f->n = 0;
	while (f->n < ARRAY_SIZE(f->v) && *line) {
		f->v[f->n++] = line;
		line += strcspn(line, " ");
		if (*line)
			*line++ = 0;
	}
	f->rest = line;
}

static bool number(const char *s, unsigned long max, unsigned long *to)
{
	char *end;

	if (!isdigit((unsigned char)*s))
		return false;
	*to = strtoul(s, &end, 10);
	return !*end && *to <= max;
}

static char *unescape(const char *s)
{
	char *out = xmalloc(strlen(s) + 1), *p = out;

	for (; *s; s++) {
		unsigned int c;

		if (*s == '%' && sscanf(s, "%%%2X", &c) == 1 && c && s[2]) {
			*p++ = (char)c;
			s += 2;
		} else {
			*p++ = *s;
		}
	}
	*p = 0;
	return out;
}

/* A new number: all those before it are taken, or gaps. */
static bool new_id(struct ksyms *ks, const char *s, kid *id)
{
	unsigned long x;
	size_t was = ks->alloc, was_e = ks->alloc_exprs;

	if (!number(s, MAX_NUMBER, &x) || x < ks->n || !x)
		return false;
	GROW(ks->syms, x + 1, ks->alloc);
	GROW(ks->exprs, x + 1, ks->alloc_exprs);
	memset(ks->syms + was, 0, (ks->alloc - was) * sizeof(*ks->syms));
	memset(ks->exprs + was_e, 0,
	       (ks->alloc_exprs - was_e) * sizeof(*ks->exprs));
	ks->n = x + 1;
	*id = (kid)x;
	return true;
}

static bool is_expr(const struct ksyms *ks, const char *s, bool may_be_none,
		    kid *id)
{
	unsigned long x;

	if (!number(s, ks->n ? ks->n - 1 : 0, &x))
		return false;
	*id = (kid)x;
	return x ? ks->exprs[x].op != 0 : may_be_none;
}

static bool is_sym(const struct ksyms *ks, const char *s, kid *id)
{
	unsigned long x;

	if (!number(s, ks->n ? ks->n - 1 : 0, &x))
		return false;
	*id = (kid)x;
	return x && ks->syms[x].type;
}

/* Symbols of one file mostly follow each other. */
static char *file_name(struct ksyms *ks, const char *s)
{
	char *name;

	if (!strcmp(s, "-"))
		return NULL;
	if (ks->files.n && !strcmp(ks->files.v[ks->files.n - 1], s))
		return ks->files.v[ks->files.n - 1];
	name = unescape(s);
	strvec_take(&ks->files, name);
	return name;
}

static bool take_symbol(struct ksyms *ks, const struct fields *f)
{
	unsigned long line;
	struct ksym *s;
	kid id;

	if (f->n != 6 || *f->rest || f->v[2][1] ||
	    !strchr("btihsuc", f->v[2][0]) || !number(f->v[4], INT32_MAX, &line) ||
	    !new_id(ks, f->v[1], &id))
		return false;
	s = &ks->syms[id];
	s->type = f->v[2][0];
	s->file = file_name(ks, f->v[3]);
	s->line = (int)line;
	s->name = unescape(f->v[5]);
	return true;
}

static bool take_constant(struct ksyms *ks, const struct fields *f)
{
	kid id;

	/* The empty text leaves no field. */
	if (f->n < 2 || f->n > 3 || *f->rest || !new_id(ks, f->v[1], &id))
		return false;
	ks->syms[id].type = 'k';
	ks->syms[id].name = unescape(f->n == 3 ? f->v[2] : "");
	return true;
}

static bool take_expr(struct ksyms *ks, const struct fields *f)
{
	kid id, a, b = 0;
	char op = f->n == 5 ? f->v[2][0] : 0;

	if (!op || f->v[2][1] || *f->rest)
		return false;
	if (strchr("&|!", op)) {
		if (!is_expr(ks, f->v[3], false, &a) ||
		    (op != '!' && !is_expr(ks, f->v[4], false, &b)))
			return false;
	} else if (!strchr("s=#<{>}", op) || !is_sym(ks, f->v[3], &a) ||
		   (op != 's' && !is_sym(ks, f->v[4], &b))) {
		return false;
	}
	if (!new_id(ks, f->v[1], &id))
		return false;
	ks->exprs[id] = (struct kexpr){ op, a, b };
	return true;
}

static void add_prop(struct ksyms *ks, kid sym, const struct kprop *p)
{
	uint32_t *at = &ks->syms[sym].props;

	if (!ks->n_props)
		ks->n_props = 1;
	GROW(ks->props, ks->n_props + 1, ks->alloc_props);
	while (*at)
		at = &ks->props[*at].next;
	*at = (uint32_t)ks->n_props;
	ks->props[ks->n_props++] = *p;
	ks->syms[sym].prompt |= p->kind == 'P';
}

static bool take_prop(struct ksyms *ks, const struct fields *f)
{
	struct kprop p = { .kind = f->v[0][0] };
	size_t n = p.kind == 'P' ? 3 : p.kind == 'D' ? 4 : 5;
	kid sym;

	if (f->n != n || *f->rest || !is_sym(ks, f->v[1], &sym) ||
	    !is_expr(ks, f->v[2], true, &p.cond))
		return false;
	if (p.kind == 'D' && !is_expr(ks, f->v[3], false, &p.a))
		return false;
	if (p.kind == 'L' &&
	    (!is_sym(ks, f->v[3], &p.a) || !is_sym(ks, f->v[4], &p.b)))
		return false;
	add_prop(ks, sym, &p);
	return true;
}

static bool take_dep(struct ksyms *ks, const struct fields *f)
{
	kid sym, e;

	if (f->n != 3 || *f->rest || !is_sym(ks, f->v[1], &sym) ||
	    !is_expr(ks, f->v[2], false, &e))
		return false;
	if (*f->v[0] == 'V')
		ks->syms[sym].depends = e;
	else if (*f->v[0] == 'R')
		ks->syms[sym].selected = e;
	else
		ks->syms[sym].implied = e;
	return true;
}

/* A choice has more members than a line here has fields. */
static bool take_choice(struct ksyms *ks, char *line)
{
	struct ksym *c = NULL;
	char *word = strsep(&line, " ");
	kid id = 0;

	while ((word = strsep(&line, " "))) {
		kid sym;

		if (!is_sym(ks, word, &sym))
			return false;
		if (!c) {
			c = &ks->syms[sym];
			id = sym;
			if (c->n_members)
				return false;
			c->members = (uint32_t)ks->n_members;
			continue;
		}
		GROW(ks->members, ks->n_members + 1, ks->alloc_members);
		ks->members[ks->n_members++] = sym;
		c->n_members++;
		ks->syms[sym].choice = id;
	}
	return c != NULL;
}

static bool take_line(struct ksyms *ks, char *line)
{
	struct fields f;
	char *value;

	if (*line == 'C')
		return take_choice(ks, line);
	cut(&f, line);
	if (!f.n || f.v[0][1])
		return false;
	switch (f.v[0][0]) {
	case 'S':
		return take_symbol(ks, &f);
	case 'K':
		return take_constant(ks, &f);
	case 'E':
		return take_expr(ks, &f);
	case 'P':
	case 'D':
	case 'L':
		return take_prop(ks, &f);
	case 'V':
	case 'R':
	case 'I':
		return take_dep(ks, &f);
	case 'M':
		return f.n == 2 && is_sym(ks, f.v[1], &ks->modules);
	case 'A':
		if (f.n != 3)
			return false;
		value = unescape(f.v[2]);
		strvec_pushf(&ks->vars, "%s=%s", f.v[1], value);
		free(value);
		return true;
	}
	return false;
}

static const struct ksyms *sorting;

static int by_name(const void *a, const void *b)
{
	return strcmp(sorting->syms[*(const kid *)a].name,
		      sorting->syms[*(const kid *)b].name);
}

static void index_names(struct ksyms *ks)
{
	ks->by_name = xcalloc(ks->n + 1, sizeof(*ks->by_name));
	for (size_t i = 1; i < ks->n; i++)
		if (ks->syms[i].type && !strchr("ck", ks->syms[i].type))
			ks->by_name[ks->n_named++] = (kid)i;
	sorting = ks;
	qsort(ks->by_name, ks->n_named, sizeof(*ks->by_name), by_name);
}

int ksyms_read(struct ksyms *ks, char *text, const char *path)
{
	unsigned long lines = 0, said;
	char *line;

	memset(ks, 0, sizeof(*ks));
	while ((line = strsep(&text, "\n")) && *line != 'T') {
		lines++;
		if (!take_line(ks, line))
			return error("%s:%lu: not what verify/kconfig/dump.c writes",
				     path, lines);
	}
	if (!line || line[1] != ' ' || !number(line + 2, ULONG_MAX, &said) ||
	    said != lines)
		return error("%s ends too early", path);
	index_names(ks);
	return 0;
}

void ksyms_release(struct ksyms *ks)
{
	for (size_t i = 0; i < ks->n; i++)
		free(ks->syms[i].name);
	free(ks->syms);
	free(ks->exprs);
	free(ks->props);
	free(ks->members);
	free(ks->by_name);
	strvec_release(&ks->files);
	strvec_release(&ks->vars);
	memset(ks, 0, sizeof(*ks));
}

kid ksym_find(const struct ksyms *ks, const char *name)
{
	size_t lo = 0, hi = ks->n_named;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int d = strcmp(ks->syms[ks->by_name[mid]].name, name);

		if (!d)
			return ks->by_name[mid];
		if (d < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return 0;
}

const char *ksyms_var(const struct ksyms *ks, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < ks->vars.n; i++)
		if (!strncmp(ks->vars.v[i], name, n) && ks->vars.v[i][n] == '=')
			return ks->vars.v[i] + n + 1;
	return NULL;
}
