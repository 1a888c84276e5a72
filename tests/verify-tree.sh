# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# verify-tree.sh: a tree of five files whose Makefile answers as kbuild does,
# for tests of respin verify. To be sourced after lib.sh.
#
#	k		the tree, a git repository with one commit
#	$good		that commit
#	data/arch	architectures: here, and far, which has no compiler

mkdir -p k/include/linux k/mm k/lib k/scripts data/arch
cat >k/Makefile <<'EOF'
VERSION = 6
PATCHLEVEL = 99
SUBLEVEL = 0
EXTRAVERSION =
SRC := $(CURDIR)
units := mm/one.o mm/two.o lib/three.o
flags := -I$(SRC)/include -O2 -Wall -Wextra -Wno-unused-parameter
defconfig olddefconfig prepare:
	@mkdir -p $(O)/mm $(O)/lib && touch $(O)/.config
vmlinux: $(units)
modules:
# By folder, as "make mm/".
.SECONDEXPANSION:
any := %
%/: $$(filter $$@$$(any),$(units)) ;
%.o:
	gcc $(flags) -c -o $@ $(SRC)/$*.c
	sparse $(flags) -Waddress-space $(SRC)/$*.c
EOF
cat >k/include/linux/foo.h <<'EOF'
#ifndef FOO_H
#define FOO_H

struct foo {
	int count;
	char *name;
};

#define foo_user __attribute__((noderef, address_space(1)))

static inline int foo_get(struct foo *f)
{
	return f->count;
}

static inline void foo_unused(struct foo *f)
{
	f->count = 0;
}

int foo_sum(struct foo *f);
int one(struct foo *f);

#endif
EOF
cat >k/mm/one.c <<'EOF'
#include <linux/foo.h>

int one(struct foo *f)
{
	return foo_get(f);
}

int foo_sum(struct foo *f)
{
	return f->count + 1;
}
EOF
cat >k/mm/two.c <<'EOF'
#include <linux/foo.h>

int two(struct foo *f)
{
	return f->name[0];
}
EOF
cat >k/lib/three.c <<'EOF'
int foo_sum(void *f);
int three(void *f);

int three(void *f)
{
	return foo_sum(f);
}
EOF
cat >data/arch/here.conf <<'EOF'
[arch]
	name = here
[toolchain]
	make = ARCH=here
	compiler = gcc
[config "def"]
	defconfig = defconfig
	why = default
EOF
cat >data/arch/far.conf <<'EOF'
[arch]
	name = far
[toolchain]
	make = ARCH=far
	compiler = far-away-gcc
	packages = gcc-far-away
[config "def"]
	defconfig = defconfig
EOF
git init -q k
commit_all k base
good=$(git -C k rev-parse HEAD)

. "$top/tests/verify-series.sh"

verify_all() {
	respin verify --arch-data data/arch --work work --store store.db "$@"
}

verify() {
	verify_all --arch here "$@"
}
