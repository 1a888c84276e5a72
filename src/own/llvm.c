// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "own/llvm-int.h"

/* "p:32:32" in the layout of data: the size of an address. */
static void read_layout(struct lread *l, const char *line)
{
	const char *nl = line + strcspn(line, "\n"), *p;

	for (p = line; p < nl; p++)
		if ((*p == '-' || *p == '"') && starts_with(p + 1, "p:"))
			l->pointer = atoi(p + 3);
}

static int by_symbol(const void *a, const void *b)
{
	const struct lstring *x = a, *y = b;

	return strcmp(x->symbol, y->symbol);
}

/* "@.str = private constant [7 x i8] c\"respin:tables\\00\"" */
static void read_variable(struct lread *l, const char *line)
{
	const char *nl = line + strcspn(line, "\n"), *end = lex_name(line);
	const char *p = memmem(end, nl - end, "c\"" LLVM_FIELD,
			       strlen("c\"" LLVM_FIELD));
	size_t n = 0;

	strvec_push(&l->vars, lsymbol(l, line));
	if (!p)
		return;
	p += strlen("c\"" LLVM_FIELD);
	while (is_word(p[n]))
		n++;
	GROW(l->strings, l->n_strings + 1, l->alloc_strings);
	l->strings[l->n_strings++] = (struct lstring){
		gread_keep(&l->r, line, end - line), gread_keep(&l->r, p, n) };
}

/* An alias or a resolver of a function is one. */
static bool is_variable(const char *line)
{
	const char *p = lex_name(line), *nl = p + strcspn(p, "\n");

	return strncmp(p, " = ", 3) == 0 &&
	       !memmem(p, nl - p, " alias ", 7) &&
	       !memmem(p, nl - p, " ifunc ", 7);
}

/* What functions are read with stands behind them. */
static int read_module(struct lread *l, const char *text)
{
	int err = 0;

	while (*text && !err) {
		size_t n = strcspn(text, "\n");

		if (*text == '@' && is_variable(text))
			read_variable(l, text);
		else if (*text == '!' && isdigit((unsigned char)text[1]))
			err = lmeta_add(l, text);
		else if (starts_with(text, "target datalayout"))
			read_layout(l, text);
		text += n + (text[n] == '\n');
	}
	strvec_sort(&l->vars);
	strvec_uniq(&l->vars);
	if (l->n_strings)
		qsort(l->strings, l->n_strings, sizeof(*l->strings), by_symbol);
	lmeta_sort(l);
	return err;
}

/* Lines outside functions that say nothing of what is done. */
static bool no_function(const char *line)
{
	static const char *const KINDS[] = {
		"declare ", "target ", "source_filename", "module asm ",
		"attributes #", "uselistorder",
	};

	if (strchr(";@%$!^\n", *line) || !*line)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(KINDS); i++)
		if (starts_with(line, KINDS[i]))
			return true;
	return false;
}

static void lread_release(struct lread *l)
{
	free(l->meta);
	free(l->strings);
	free(l->names);
	free(l->hash);
	free(l->edges);
	free(l->phis);
	free(l->cells);
	strvec_release(&l->vars);
}

int llvm_read(struct gdump *g, const char *unit, const char *text,
	      const char *root)
{
	struct lread l = { .r = { .g = g, .root = root, .next = text },
			   .pointer = 64 };
	const char *line;
	int err;

	l.r.unit = gread_keep(&l.r, unit, strlen(unit));
	err = read_module(&l, text);
	while (!err && (line = gread_line(&l.r))) {
		if (starts_with(line, "define "))
			err = lfunc_read(&l, line);
		else if (!no_function(line))
			err = gread_odd(&l.r, "a line", line);
	}
	lread_release(&l);
	return err;
}
