#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What seeded faults on the real series (faults.sh) showed that respin verify
# misses, or blames on the wrong patch, each in a tree of a few files: faults
# in what a skipped unit does not hand to the code generator, what sparse and
# the preprocessor see and the digest does not, a patch that mends what another
# broke, and a source folder that another series was verified in.
. "$(dirname "$0")/lib.sh"

mkdir -p k/include/linux k/mm k/scripts data/arch
cat >k/Makefile <<'END'
VERSION = 6
PATCHLEVEL = 99
SUBLEVEL = 0
EXTRAVERSION =
SRC := $(CURDIR)
units := mm/one.o mm/two.o
flags := -I$(SRC)/include -O2 -Wall -Wextra -Wundef -Wno-unused-parameter -Werror=implicit-function-declaration
defconfig olddefconfig prepare:
	@mkdir -p $(O)/mm && touch $(O)/.config
vmlinux: $(units)
modules:
%.o:
	gcc $(flags) -c -o $@ $(SRC)/$*.c
	sparse $(flags) -D__CHECKER__ -Waddress-space $(SRC)/$*.c
END
cat >k/include/linux/low.h <<'END'
#ifndef LOW_H
#define LOW_H

static inline int low(int a)
{
	return a + 2;
}

#endif
END
cat >k/include/linux/foo.h <<'END'
#ifndef FOO_H
#define FOO_H

#include <linux/low.h>

#ifdef __CHECKER__
#define foo_user __attribute__((noderef, address_space(1)))
#define foo_takes(l) __attribute__((context(l, 0, 1)))
#else
#define foo_user
#define foo_takes(l)
#endif

struct foo {
	int count;
};

#define MANY(x) \
	((x) + 1)

static inline int foo_get(struct foo *f)
{
	return f->count;
}

static inline int nobody_calls(int a)
{
	return low(a);
}

int one(struct foo *f);
int two(const char foo_user *p, struct foo *f);

#endif
END
cat >k/mm/one.c <<'END'
#include <linux/foo.h>

int one(struct foo *f)
{
	int n = foo_get(f);

	if (n > 3)
		n++;
	n += MANY(2);
	return n;
}

extern void take(int *l) foo_takes(l);
extern void old_warnings(int *l, struct foo *f);
void old_warnings(int *l, struct foo *f)
{
	int two[2] = { 0, foo_get(f) };

	take(l);
	f->count = two[3];
}
END
cat >k/mm/two.c <<'END'
#include <linux/foo.h>

int two(const char foo_user *p, struct foo *f)
{
	const char foo_user *q = p;
	const char *old = p;

	return q == p && old && foo_get(f);
}
END
cat >data/arch/here.conf <<'END'
[arch]
	name = here
[toolchain]
	make = ARCH=here
	compiler = gcc
[config "def"]
	defconfig = defconfig
END
git init -q k
commit_all k base
good=$(git -C k rev-parse HEAD)

. "$top/tests/verify-series.sh"
# verify NAME [WORK]: the series, in a folder of its own if not WORK.
verify() {
	respin verify --arch-data data/arch --work "${2:-work-$1}" \
		--store "${2:-work-$1}.db" --arch here k "$1"
}

# missed WHAT PATTERN: what is edited in k is one patch, and of code that the
# compiler need not be asked about. It is to be told all the same.
missed() {
	local name=${1// /_}
	change "$1"
	series "$name"
	verify "$name"
	prints "$2" "$1: told"
	prints "^patch 01 on here-def: " "$1: at its patch"
}

# --- code that nothing of the unit reaches ---------------------------------

sed -i '/include <linux\/low.h>/d' k/include/linux/foo.h
missed "an include less" 'new: .*nobody_calls: error: implicit declaration'
sed -i '/^static inline int low/,/^}/d' k/include/linux/low.h
missed "a function less" 'new: .*nobody_calls: error: implicit declaration'
sed -i -e '/include <linux\/low.h>/d' -e 's,^int one,#include <linux/low.h>\n&,' k/include/linux/foo.h
missed "an include too late" 'new: .*nobody_calls: error: implicit declaration'

# --- what is no code -------------------------------------------------------

if command -v sparse >/dev/null; then
	sed -i 's/const char foo_user \*q/const char *q/' k/mm/two.c
	missed "an annotation less" 'sparse: mm/two\.c: .*different address spaces'
else
	skip "an annotation less" "sparse is not installed"
fi
sed -i 's,^struct foo {,/* See mm/*.c */\n&,' k/include/linux/foo.h
missed "a comment in a comment" 'new: .*within comment'
sed -i 's,^struct foo {,#if CONFIG_NOWHERE > 4\n#endif\n&,' k/include/linux/foo.h
missed "an if of nothing" 'new: .*"CONFIG_NOWHERE" is not defined'
sed -i 's,define MANY(x) \\,& ,' k/include/linux/foo.h
missed "a space behind a backslash" 'new: .*backslash and newline separated by space'
sed -i 's,^struct foo {,#define FOO_H 1\n&,' k/include/linux/foo.h
missed "another definition of a macro" 'new: .*"FOO_H" redefined'
sed -i 's,^struct foo {,#warning do not use\n&,' k/include/linux/foo.h
missed "a warning directive" 'new: .*#warning do not use'
sed -i 's/^	n += MANY/	&/' k/mm/one.c
missed "misleading indentation" 'new: mm/one\.c: .*does not guard'

# --- who is to blame -------------------------------------------------------

# The warnings of old_warnings() come late, not of a unit with an error in it.
sed -i 's/foo_get(struct/foo_read(struct/' k/include/linux/foo.h
change "breaks"
sed -i 's/foo_get(/foo_read(/' k/mm/*.c
change "mends"
series mended
verify mended
prints '^patch 01 on here-def: breaks' "a patch that breaks: blamed"
prints_not '^patch 02 ' "a patch that mends: not blamed for the warnings that are back"

sed -i '/int n/s/foo_get(f)/foo_gets(f)/' k/mm/one.c
change "a name like a later one"
sed -i '/^int one/i static inline int foo_gets2(struct foo *f)\n{\n	return f->count;\n}\n' k/include/linux/foo.h
sed -i 's/n += MANY/n += foo_gets2(f) + MANY/' k/mm/one.c
change "the later one"
series words
verify words
prints '^patch 01 on here-def' "an error: blamed on the patch that brings it"
prints_not '^patch 02 ' "an error with other words: not blamed on the patch that changes those"

# --- the source folder -----------------------------------------------------

# The first series changes two files, the second one of them.
sed -i 's/foo_get/foo_read/' k/include/linux/foo.h k/mm/*.c
change "a rename"
series first
sed -i 's/foo_get/foo_read/' k/include/linux/foo.h k/mm/two.c
change "half a rename"
series second
verify first work
exits 0 "a rename: fine"
verify second work
exits 1 "half a rename, where a whole one was verified before: exit status 1"
prints 'fails: mm/one\.c' "half a rename: the other unit fails"

finish
