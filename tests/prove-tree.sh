# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# prove-tree.sh: the tree of verify-tree.sh with objects that are made with a
# constructor, gathered, freed; and rules for them, for tests of respin prove.
# To be sourced after lib.sh.
#
#	rules		what to prove
#	right		a series that moves the destructor, and is right

. "$top/tests/verify-tree.sh"

cat >k/include/linux/foo.h <<'EOF'
#ifndef FOO_H
#define FOO_H

#define NULL ((void *)0)

struct foo {
	int count;
	struct foo *next;
};

extern int foo_static;

struct foo *foo_get(void);
void foo_put(struct foo *f);
void foo_count(int n);
void foo_look(struct foo *f);

static inline void foo_ctor(struct foo *f)
{
	f->count = 1;
	foo_count(1);
}

static inline void foo_dtor(struct foo *f)
{
	f->count = 0;
	foo_count(-1);
}

static inline struct foo *foo_make(void)
{
	struct foo *f = foo_get();

	if (f)
		foo_ctor(f);
	return f;
}

static inline void foo_free_now(struct foo *f)
{
	foo_dtor(f);
	foo_put(f);
}

void foo_free(struct foo *f, int later);
void foo_free_later(struct foo *f);

#endif
EOF
cat >k/mm/one.c <<'EOF'
#include <linux/foo.h>

void foo_free(struct foo *f, int later)
{
	if (later)
		foo_free_later(f);
	else
		foo_free_now(f);
}
EOF
cat >k/mm/two.c <<'EOF'
#include <linux/foo.h>

void foo_free_later(struct foo *f)
{
	foo_dtor(f);
	foo_put(f);
}
EOF
sed -i 's/ && touch .*/; printf "CONFIG_FOO=y\\nCONFIG_FOO_LEVELS=3\\n\\043 CONFIG_BAR is not set\\n" >$(O)\/.config/' k/Makefile
git -C k commit -qam "objects"
good=$(git -C k rev-parse HEAD)

mkdir rules
cat >rules/probe.c <<'EOF'
#include <linux/foo.h>

struct foo *way_make(void);
void way_free(struct foo *f, int later);
void way_other(struct foo *f);

__attribute__((__noipa__)) struct foo *way_make(void)
{
	return foo_make();
}

__attribute__((__noipa__)) void way_free(struct foo *f, int later)
{
	foo_free(f, later);
}

extern int no_other;
extern int no_bar;
EOF
cat >rules/rules <<'EOF'
[own]
	probe = probe.c
	in = mm/one.c
	unit = mm/*.c
	acquire = foo_ctor 1
	release = foo_dtor 1
	free = foo_put 1
	source = foo_get
	option = FOO FOO_LEVELS
	option = BAR
[level "foo"]
	make = way_make
	way = free way_free 1
	way = other way_other 1 no_other
[level "bar"]
	make = bar_make
	absent = no_bar
	way = free bar_free 1
EOF

prove() {
	respin prove --arch-data data/arch --work work --store store.db \
		--arch here --rules rules "$@"
}

# watch_gcc: a gcc in fakes/ that notes in $GCC_LOG when it compiles.
watch_gcc() {
	mkdir fakes
	cat >fakes/gcc <<'EOF'
#!/bin/sh
case "$*" in *-fdump-tree*) echo ran >>"$GCC_LOG";; esac
exec /usr/bin/gcc "$@"
EOF
	chmod +x fakes/gcc
	export GCC_LOG=$tmp/gcc.log
}

# Right: one function for both, the destructor in another file.
sed -i 's/^	foo_dtor(f);/	foo_free_now(f);/; /^	foo_put(f);/d' k/mm/two.c
change "one function"
sed -i 's,^struct foo {,/* What is counted. */\n&,' k/include/linux/foo.h
change "say what it is"
series right
