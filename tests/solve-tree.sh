# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# solve-tree.sh: a tree with options, of which the default configuration has one,
# for tests of the configurations that verify works out. Its scripts/kconfig is
# ours: it knows "config NAME [shown | hidden] [if NAME]" a line, of bools, and has
# the structures of the kernel's. To be sourced after lib.sh.
#
#	k		the tree, a git repository with one commit
#	data/arch	here

mkdir -p k/scripts/kconfig k/arch/here/configs k/drv k/mm k/include/linux data/arch none
cat >k/Kconfig <<'END'
config PLAIN shown
config BUS shown
config DRIVER shown if BUS
config DEBUG shown if DRIVER
config EXTRA hidden if DRIVER
config NEVER shown if NOWHERE
END
cat >k/Makefile <<'END'
VERSION = 6
PATCHLEVEL = 99
SUBLEVEL = 0
EXTRAVERSION =
SRC := $(CURDIR)
export srctree := $(SRC)
export SRCARCH := here
on = $(shell grep -c '^CONFIG_$(1)=y' $(O)/.config)
units := mm/one.o $(if $(filter 1,$(call on,DRIVER)),drv/core.o)
flags := -I$(SRC)/include -include $(O)/include/generated/autoconf.h -O2 -Wall
conf := $(O)/scripts/kconfig/conf
obj-y += mm/
obj-$(CONFIG_BUS) += drv/
$(conf):
	@mkdir -p $(O)/scripts/kconfig
	@cd $(O)/scripts/kconfig && gcc -c $(SRC)/scripts/kconfig/conf.c \
		$(SRC)/scripts/kconfig/parse.c && gcc -o conf conf.o parse.o
olddefconfig: $(conf)
	@cd $(O) && scripts/kconfig/conf --olddefconfig $(SRC)/Kconfig
%_defconfig: $(conf)
	@cd $(O) && scripts/kconfig/conf --defconfig=arch/here/configs/$@ $(SRC)/Kconfig
prepare:
	@mkdir -p $(O)/mm $(O)/drv $(O)/include/generated
	@sed -n 's/^\(CONFIG_[A-Z]*\)=y/#define \1 1/p' $(O)/.config \
		>$(O)/include/generated/autoconf.h
vmlinux: $(units)
modules:
.SECONDEXPANSION:
any := %
%/: $$(filter $$@$$(any),$(units)) ;
%.o:
	gcc $(flags) -c -o $@ $(SRC)/$*.c
	sparse $(flags) -Waddress-space $(SRC)/$*.c
END
echo 'obj-y += one.o' >k/mm/Makefile
printf 'obj-$(CONFIG_DRIVER) += drv.o\ndrv-y := core.o\n' >k/drv/Makefile
echo CONFIG_PLAIN=y >k/arch/here/configs/plain_defconfig
cat >k/scripts/config <<'END'
#!/bin/sh
file=$2
shift 3
while [ $# -gt 0 ]; do
	sed -i "/^CONFIG_$2=/d" "$file"
	echo "CONFIG_$4=$5" >>"$file"
	shift 5
done
END
chmod +x k/scripts/config
cat >k/scripts/kconfig/lkc.h <<'END'
#ifndef LKC_H
#define LKC_H

enum symbol_type { S_UNKNOWN, S_BOOLEAN, S_TRISTATE, S_INT, S_HEX, S_STRING };
enum expr_type {
	E_NONE, E_OR, E_AND, E_NOT, E_EQUAL, E_UNEQUAL, E_LTH, E_LEQ, E_GTH,
	E_GEQ, E_SYMBOL, E_RANGE
};
enum prop_type { P_UNKNOWN, P_PROMPT, P_COMMENT, P_MENU, P_DEFAULT, P_RANGE };
#define SYMBOL_CONST 1
#define SYMBOL_CHECK 8
struct expr;
struct symbol;
struct expr_value { struct expr *expr; };
struct expr {
	enum expr_type type;
	union { struct expr *expr; struct symbol *sym; } left, right;
};
struct property {
	struct property *next;
	enum prop_type type;
	const char *text;
	struct expr_value visible;
	struct expr *expr;
};
struct symbol {
	char *name;
	enum symbol_type type;
	int flags, set;
	struct property *prop;
	struct expr_value dir_dep, rev_dep, implied;
};
struct menu {
	struct menu *next, *parent, *list;
	struct symbol *sym;
	const char *filename;
	int lineno;
};
extern struct menu rootmenu;
extern struct symbol *modules_sym;
void conf_parse(const char *name);
#endif
END
cat >k/scripts/kconfig/parse.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lkc.h"

struct menu rootmenu;
struct symbol *modules_sym;

static struct symbol *find(const char *name)
{
	struct symbol *s;

	for (struct menu *m = rootmenu.list; m; m = m->next)
		if (!strcmp(m->sym->name, name))
			return m->sym;
	s = calloc(1, sizeof(*s));
	s->name = strdup(name);
	return s;
}

void conf_parse(const char *name)
{
	char line[256], sym[64], how[16], dep[64];
	struct menu **at = &rootmenu.list;
	FILE *f = fopen(name, "r");
	int number = 0;

	while (f && fgets(line, sizeof(line), f)) {
		int n = sscanf(line, "config %63s %15s if %63s", sym, how, dep);
		struct menu *m = calloc(1, sizeof(*m));
		struct expr *e = NULL;
		struct property *p = calloc(1, sizeof(*p));

		number++;
		if (n < 2)
			continue;
		if (n == 3) {
			e = calloc(1, sizeof(*e));
			e->type = E_SYMBOL;
			e->left.sym = find(dep);
		}
		m->filename = "Kconfig";
		m->lineno = number;
		m->parent = &rootmenu;
		m->sym = find(sym);
		m->sym->type = S_BOOLEAN;
		m->sym->dir_dep.expr = e;
		m->sym->prop = p;
		p->visible.expr = e;
		p->type = P_PROMPT;
		p->text = sym[0] ? strdup(sym) : "";
		/* Not shown: on where what it depends on is. */
		if (!strcmp(how, "hidden")) {
			p->type = P_DEFAULT;
			p->text = NULL;
			p->expr = e;
		}
		*at = m;
		at = &m->next;
	}
	if (f)
		fclose(f);
}
END
cat >k/scripts/kconfig/conf.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lkc.h"

int main(int argc, char **argv)
{
	const char *out = getenv("KCONFIG_CONFIG") ? getenv("KCONFIG_CONFIG") :
			  ".config";
	char in[4096], line[256];
	FILE *f;

	conf_parse(argv[argc - 1]);
	snprintf(in, sizeof(in), "%s", out);
	if (!strncmp(argv[1], "--defconfig=", 12) && argv[1][12] == '/')
		snprintf(in, sizeof(in), "%s", argv[1] + 12);
	else if (!strncmp(argv[1], "--defconfig=", 12))
		snprintf(in, sizeof(in), "%s/%s", getenv("srctree"),
			 argv[1] + 12);
	f = fopen(in, "r");
	while (f && fgets(line, sizeof(line), f))
		for (struct menu *m = rootmenu.list; m; m = m->next) {
			size_t n = strlen(m->sym->name);

			if (!strncmp(line, "CONFIG_", 7) &&
			    !strncmp(line + 7, m->sym->name, n) &&
			    line[7 + n] == '=')
				m->sym->set = line[8 + n] == 'y';
		}
	if (f)
		fclose(f);
	f = fopen(out, "w");
	/* What a symbol depends on is before it. */
	for (struct menu *m = rootmenu.list; f && m; m = m->next) {
		struct expr *e = m->sym->dir_dep.expr;

		if (m->sym->prop->type == P_DEFAULT)
			m->sym->set = 1;
		m->sym->set = m->sym->set && (!e || e->left.sym->set);
		if (m->sym->set)
			fprintf(f, "CONFIG_%s=y\n", m->sym->name);
	}
	return !f || fclose(f);
}
END
cat >k/mm/one.c <<'END'
int one(void);

int one(void)
{
	return 1;
}
END
cat >k/drv/core.c <<'END'
#include <linux/drv.h>

int core(void)
{
#ifdef CONFIG_DEBUG
	return drv_debug(1);
#elif defined(CONFIG_NEVER)
	return 3;
#endif
	return 4;
}
END
cat >k/include/linux/drv.h <<'END'
#ifndef DRV_H
#define DRV_H

int core(void);

static inline int drv_debug(int a)
{
#ifdef CONFIG_EXTRA
	return a + 1;
#else
	return a;
#endif
}

#endif
END
cat >data/arch/here.conf <<'END'
[arch]
	name = here
[toolchain]
	make = ARCH=here
	compiler = gcc
[config "plain"]
	defconfig = plain_defconfig
	why = default
END
git init -q k
commit_all k base
