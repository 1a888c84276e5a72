// SPDX-License-Identifier: GPL-2.0-only
/*
 * Only what has been the same in scripts/kconfig for long is used: the menu
 * tree, symbols, properties and expressions.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lkc.h"
#include "dump.h"

/* What was printed already: the number of each symbol and expression. */
struct seen {
	const void *what;
	unsigned int id;
};

static struct seen *table;
static size_t table_size, table_used;
static unsigned int last_id;
static unsigned long lines;
static FILE *to;

static struct seen *slot(const void *what)
{
	size_t i = ((uintptr_t)what >> 4) * 0x9e3779b97f4a7c15ULL % table_size;

	while (table[i].what && table[i].what != what)
		i = (i + 1) % table_size;
	return &table[i];
}

static void grow(void)
{
	struct seen *old = table;
	size_t n = table_size;

	table_size = n ? 2 * n : 1 << 16;
	table = calloc(table_size, sizeof(*table));
	if (!table) {
		fprintf(stderr, "query: out of memory\n");
		exit(1);
	}
	for (size_t i = 0; i < n; i++)
		if (old[i].what)
			*slot(old[i].what) = old[i];
	free(old);
}

static unsigned int known(const void *what)
{
	return table_size ? slot(what)->id : 0;
}

static unsigned int note(const void *what)
{
	struct seen *s;

	if (2 * (table_used + 1) > table_size)
		grow();
	s = slot(what);
	s->what = what;
	s->id = ++last_id;
	table_used++;
	return last_id;
}

static void text(const char *s)
{
	for (; *s; s++) {
		unsigned char c = *s;

		if (isgraph(c) && c != '%')
			putc(c, to);
		else
			fprintf(to, "%%%02X", c);
	}
}

static void end_line(void)
{
	putc('\n', to);
	lines++;
}

static char type_of(const struct symbol *sym)
{
	switch (sym->type) {
	case S_BOOLEAN:
		return sym->name ? 'b' : 'c';
	case S_TRISTATE:
		return sym->name ? 't' : 'c';
	case S_INT:
		return 'i';
	case S_HEX:
		return 'h';
	case S_STRING:
		return 's';
	default:
		return sym->name ? 'u' : 'c';
	}
}

/* MENU: the entry of the symbol, or NULL. */
static unsigned int symbol_line(const struct symbol *sym, const struct menu *menu)
{
	unsigned int id = known(sym);

	if (id)
		return id;
	id = note(sym);
	if (sym->flags & SYMBOL_CONST) {
		fprintf(to, "K %u ", id);
	} else {
		fprintf(to, "S %u %c ", id, type_of(sym));
		text(menu && menu->filename ? menu->filename : "-");
		fprintf(to, " %d ", menu ? menu->lineno : 0);
	}
	text(sym->name ? sym->name : "-");
	end_line();
	return id;
}

static char op_of(const struct expr *e)
{
	switch (e->type) {
	case E_OR:
		return '|';
	case E_AND:
		return '&';
	case E_NOT:
		return '!';
	case E_SYMBOL:
		return 's';
	case E_EQUAL:
		return '=';
	case E_UNEQUAL:
		return '#';
	case E_LTH:
		return '<';
	case E_LEQ:
		return '{';
	case E_GTH:
		return '>';
	case E_GEQ:
		return '}';
	default:
		return '?';
	}
}

static unsigned int expr_line(const struct expr *e)
{
	unsigned int a, b = 0, id;
	char op;

	if (!e)
		return 0;
	id = known(e);
	if (id)
		return id;
	op = op_of(e);
	if (strchr("|&!", op)) {
		a = expr_line(e->left.expr);
		b = op == '!' ? 0 : expr_line(e->right.expr);
	} else {
		a = symbol_line(e->left.sym, NULL);
		b = op == 's' ? 0 : symbol_line(e->right.sym, NULL);
	}
	id = note(e);
	fprintf(to, "E %u %c %u %u", id, op, a, b);
	end_line();
	return id;
}

static void expr_of(char what, unsigned int id, const struct expr *e)
{
	unsigned int x = expr_line(e);

	if (!e)
		return;
	fprintf(to, "%c %u %u", what, id, x);
	end_line();
}

static void property_line(const struct property *p, unsigned int id)
{
	unsigned int cond, a, b;

	if (p->type != P_PROMPT && p->type != P_MENU && p->type != P_DEFAULT &&
	    p->type != P_RANGE)
		return;
	cond = expr_line(p->visible.expr);
	if (p->type == P_DEFAULT) {
		a = expr_line(p->expr);
		fprintf(to, "D %u %u %u", id, cond, a);
	} else if (p->type == P_RANGE) {
		a = symbol_line(p->expr->left.sym, NULL);
		b = symbol_line(p->expr->right.sym, NULL);
		fprintf(to, "L %u %u %u %u", id, cond, a, b);
	} else if (p->text) {
		fprintf(to, "P %u %u", id, cond);
	} else {
		return;
	}
	end_line();
}

static struct menu *next_menu(struct menu *m)
{
	if (m->list)
		return m->list;
	while (m && !m->next)
		m = m->parent;
	return m ? m->next : NULL;
}

static void choice_line(struct menu *choice)
{
	fprintf(to, "C %u", known(choice->sym));
	for (struct menu *m = choice->list; m; m = m->next)
		if (m->sym && known(m->sym))
			fprintf(to, " %u", known(m->sym));
	end_line();
}

/* Which architecture Makefiles are about. */
static void variables(void)
{
	static const char *const names[] = { "ARCH", "SRCARCH", "BITS" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (!value || !*value)
			continue;
		fprintf(to, "A %s ", names[i]);
		text(value);
		end_line();
	}
}

int kconfig_dump(FILE *out)
{
	struct menu *m;

	to = out;
	variables();
	/* First the entries: an expression does not know where they are. */
	for (m = &rootmenu; m; m = next_menu(m))
		if (m->sym)
			symbol_line(m->sym, m);
	for (m = &rootmenu; m; m = next_menu(m)) {
		struct symbol *sym = m->sym;
		unsigned int id = sym ? known(sym) : 0;

		/* A symbol with several entries is printed once. */
		if (!sym || (sym->flags & SYMBOL_CHECK))
			continue;
		sym->flags |= SYMBOL_CHECK;
		for (struct property *p = sym->prop; p; p = p->next)
			property_line(p, id);
		expr_of('V', id, sym->dir_dep.expr);
		expr_of('R', id, sym->rev_dep.expr);
		expr_of('I', id, sym->implied.expr);
		if (type_of(sym) == 'c')
			choice_line(m);
	}
	for (m = &rootmenu; m; m = next_menu(m))
		if (m->sym)
			m->sym->flags &= ~SYMBOL_CHECK;
	if (modules_sym && known(modules_sym)) {
		fprintf(to, "M %u", known(modules_sym));
		end_line();
	}
	fprintf(to, "T %lu\n", lines);
	return fflush(to) || ferror(to) ? -1 : 0;
}
