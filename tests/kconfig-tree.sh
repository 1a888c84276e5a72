# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# kconfig-tree.sh: a tree with several defconfigs, whose Makefile and
# scripts/kconfig answer as the kernel's do: conf takes a defconfig as it is. To
# be sourced after lib.sh.
#
#	k		the tree, a git repository with one commit
#	data/arch	one architecture, here, with the configuration plain
#
# Of the defconfigs, plain and noisy differ in what no patch sees, and wide has
# CONFIG_WIDE; make puts both_defconfig together.

mkdir -p k/include/linux k/mm k/scripts/kconfig k/scripts/include k/arch/here/configs/board data/arch
cat >k/Makefile <<'EOF'
VERSION = 6
PATCHLEVEL = 99
SUBLEVEL = 0
EXTRAVERSION =
SRC := $(CURDIR)
export srctree := $(SRC)
units := mm/one.o mm/two.o
flags := -I$(SRC)/include -I$(O)/include -include $(O)/include/generated/autoconf.h \
	-O2 -Wall -Wextra
# A flag of those that have it.
noisy = $(shell grep -sq CONFIG_NOISY=y $(O)/.config && echo -fno-omit-frame-pointer)
conf := $(O)/scripts/kconfig/conf
help:
	@echo plain_defconfig
$(conf):
	@mkdir -p $(O)/scripts/kconfig
	@cd $(O)/scripts/kconfig && gcc -c $(SRC)/scripts/kconfig/conf.c \
		-I$(SRC)/scripts/include $(SRC)/scripts/kconfig/parse.c \
		$(SRC)/scripts/kconfig/expr.c && gcc -o conf conf.o parse.o expr.o
olddefconfig: $(conf)
	@cd $(O) && scripts/kconfig/conf --olddefconfig Kconfig
.PHONY: both_defconfig
both_defconfig: $(conf)
	@cd $(O) && cat $(SRC)/arch/here/configs/plain_defconfig \
		$(SRC)/arch/here/configs/board/wide_defconfig >.config
%_defconfig: $(conf)
	@cd $(O) && scripts/kconfig/conf --defconfig=arch/here/configs/$@ Kconfig
$(O)/scripts/tool: $(SRC)/scripts/tool.in
	@mkdir -p $(@D) && touch $@ && echo $(notdir $(O)) >>$(O)/../built
prepare: $(O)/scripts/tool
	@mkdir -p $(O)/mm $(O)/include/generated
	@sed -n 's/^\(CONFIG_[A-Z]*\)=y/#define \1 1/p' $(O)/.config \
		>$(O)/include/generated/autoconf.h
vmlinux: $(units)
modules:
# By folder, as "make mm/".
.SECONDEXPANSION:
any := %
%/: $$(filter $$@$$(any),$(units)) ;
%.o:
	gcc $(flags) $(noisy) -c -o $@ $(SRC)/$*.c
	sparse $(flags) -Waddress-space $(SRC)/$*.c
EOF
echo 1 >k/scripts/tool.in
# Enough files that one file is a small part of the tree.
mkdir k/many
for i in $(seq 60); do
	echo "$i" >"k/many/$i"
done
echo 'void conf_parse(const char *name);' >k/scripts/kconfig/lkc.h
cat >k/scripts/include/hash.h <<'EOF'
#ifndef HASH_H
#define HASH_H
static inline unsigned int hash_ptr(const void *p)
{
	return (unsigned int)(unsigned long)p;
}
#endif
EOF
cat >k/scripts/kconfig/internal.h <<'EOF'
#ifndef INTERNAL_H
#define INTERNAL_H
#define EXPR_HASHSIZE (1U << 4)
extern void *expr_hashtable[EXPR_HASHSIZE];
void expr_add(const void *e);
#endif
EOF
cat >k/scripts/kconfig/expr.c <<'EOF'
#include <hash.h>
#include "internal.h"

void *expr_hashtable[EXPR_HASHSIZE];

void expr_add(const void *e)
{
	expr_hashtable[hash_ptr(e) % EXPR_HASHSIZE] = (void *)e;
}
EOF
cat >k/scripts/kconfig/parse.c <<'EOF'
#include "lkc.h"
#include "internal.h"

void conf_parse(const char *name)
{
	expr_add(name);
}
EOF
cat >k/scripts/kconfig/conf.c <<'EOF'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lkc.h"

static char text[4096];

int main(int argc, char **argv)
{
	const char *out = getenv("KCONFIG_CONFIG") ?: ".config";
	char in[4096];
	size_t n;
	FILE *f;

	conf_parse(argv[argc - 1]);
	if (!strncmp(argv[1], "--defconfig=", 12))
		snprintf(in, sizeof(in), "%s/%s", getenv("srctree"),
			 argv[1] + 12);
	else
		snprintf(in, sizeof(in), "%s", out);
	f = fopen(in, "r");
	if (!f)
		return !!strncmp(argv[1], "--old", 5);
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	if (strstr(text, "CONFIG_BROKEN=y"))
		return 1;
	if (!strcmp(argv[1], "--syncconfig"))
		out = getenv("KCONFIG_AUTOCONFIG") ?: "auto.conf";
	f = fopen(out, "w");
	return !f || fwrite(text, 1, n, f) != n || fclose(f);
}
EOF
cat >k/include/linux/foo.h <<'EOF'
#ifndef FOO_H
#define FOO_H

struct foo {
	int count;
#ifdef CONFIG_NOISY
	int noise;
#endif
#ifdef CONFIG_WIDE
	long width;
#endif
};

static inline long foo_get(struct foo *f)
{
#ifdef CONFIG_WIDE
	return f->width;
#else
	return f->count;
#endif
}

long one(struct foo *f);
long two(struct foo *f);

#endif
EOF
for unit in one two; do
	cat >k/mm/$unit.c <<EOF
#include <linux/foo.h>

long $unit(struct foo *f)
{
	return foo_get(f);
}
EOF
done
echo CONFIG_PLAIN=y >k/arch/here/configs/plain_defconfig
printf 'CONFIG_PLAIN=y\nCONFIG_NOISY=y\n' >k/arch/here/configs/noisy_defconfig
printf 'CONFIG_WIDE=y\nCONFIG_NOISY=y\n' >k/arch/here/configs/wide_defconfig
echo CONFIG_WIDE=y >k/arch/here/configs/board/wide_defconfig
cat >data/arch/here.conf <<'EOF'
[arch]
	name = here
[toolchain]
	make = ARCH=here
	compiler = gcc
[config "plain"]
	defconfig = plain_defconfig
	why = default
EOF
git init -q k
commit_all k base
