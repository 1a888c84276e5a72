#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin prove and what nobody hands over: objects that are found in an entry and
# freed, in units that the rules do not name; what fails and is not looked at;
# sizes that do not agree.
. "$(dirname "$0")/lib.sh"
. "$top/tests/prove-tree.sh"

# lib/slots.c, which no pattern of the rules names, mentions the destructor
# through a macro and a function of headers. lib/four.c mentions nothing.
sed -i 's,^units := .*,& lib/slots.o lib/four.o,' k/Makefile
cat >k/include/linux/slot.h <<'T'
#ifndef SLOT_H
#define SLOT_H

#include <linux/foo.h>

typedef struct {
	unsigned long v;
} slot_t;

#define SLOT_USED 1
#define foo_drop(f) foo_free_now(f)

static inline struct foo *slot_foo(slot_t s)
{
	return (struct foo *)(s.v & ~63ul);
}

int slot_fill(slot_t *s);
void slot_clear(slot_t *s);
void slots_clear(slot_t *s, int n);

#endif
T
cat >k/lib/slots.c <<'T'
#include <linux/slot.h>

int slot_fill(slot_t *s)
{
	struct foo *f = foo_make();

	if (!f)
		return -1;
	s->v = (unsigned long)f | SLOT_USED;
	return 0;
}

void slot_clear(slot_t *s)
{
	struct foo *f = slot_foo(*s);

	s->v = 0;
	foo_drop(f);
}

void slots_clear(slot_t *s, int n)
{
	for (int i = 0; i < n; i++, s++) {
		struct foo *f;

		if (!(s->v & SLOT_USED))
			continue;
		f = slot_foo(*s);
		foo_look(f);
		foo_drop(f);
		s->v = 0;
	}
}
T
cat >k/lib/four.c <<'T'
int four(int n);

int four(int n)
{
	return n + 4;
}
T
git -C k add -A
git -C k commit -qm "slots"
good=$(git -C k rev-parse HEAD)
sed -i 's,^\[level "foo"\],&\n\tentry = slot_t,' rules/rules

sed -i 's,^int slot_fill,/* Filled once. */\n&,' k/include/linux/slot.h
change "say when"
series fine
prove --report fine.json k fine
exits 0 "found and freed: exit status 0"
prints '^  3 files take part by what they mention' "the unit is found, and those of mm"
prints '^  here-def  +\+  \.  ' "proved"
has=$(python3 -c 'import json
for r in json.load(open("fine.json"))["configurations"][0]["states"][0]["rows"]:
    print(r["level"], r["way"], r["verdict"])')
is "$(grep -c '^foo slots\?_clear() ok$' <<<"$has")" 2 "each function that finds one has a verdict"

# fault NAME SED FILE [OPTION]: it is the second of two patches.
fault() {
	sed -i 's,^int slot_fill,/* Before. */\n&,' k/include/linux/slot.h
	change "before"
	sed -i "$2" "$3"
	change "the fault"
	series "$1"
	prove ${4:+"$4"} k "$1"
}

fault bare 's/foo_drop(f);/foo_put(f);/' k/lib/slots.c
exits 1 "freed without the destructor: exit status 1"
prints '^  leak: foo slot_clear\(\), from patch 02 on' "a leak, in the function that found it"
prints '^  leak: foo slots_clear\(\), from patch 02 on' "and in a loop"
prints 'released 0 times; those that are put in are acquired 1 times \(1: slot_fill\(\), way_make\(\)\)' "with what the others do"
prints ' lib/slots\.c:[0-9]+: found in ' "and where it was found"

fault uncounted 's/= foo_make()/= foo_get()/' k/lib/slots.c
exits 1 "one of two that make some makes others, which fitted: exit status 1"
prints '^  double: foo slot_clear\(\), from patch 02 on' "at its patch"
prints 'released 1 times; those of slot_fill\(\) are acquired 0 times, and fitted before the patch \(0: slot_fill\(\); 1: way_make\(\)\)' "and why"

# two_ways GET: some of those that slot_fill() puts in are acquired once, those of
# GET never.
two_ways() {
	sed -i "s/= foo_make()/= flag_other ? $1 : foo_make()/; s/^int slot_fill/extern int flag_other;\n&/" k/lib/slots.c
	new_base "two ways"
}

# Who frees them releases none.
cp k/lib/slots.c slots.c
two_ways 'foo_get()'
fault unlike 's/foo_drop(f);/foo_put(f);/' k/lib/slots.c
exits 1 "of two that may be there, the other one is freed from now on: exit status 1"
prints '^  leak: foo slot_clear\(\), from patch 02 on' "a leak, at that patch"
prints 'released 0 times; those of (slot_fill|way_make)\(\) are acquired 1 times, and fitted before the patch' "and what was before"
fault alike 's/foo_look(f);/foo_look(f); foo_look(f);/' k/lib/slots.c
exits 0 "nothing changes for them: no fault"
# A function that makes some appears, and that is no reason.
fault unlike 's/foo_drop(f);/foo_put(f);/; s/^void slot_clear/int slot_new(slot_t *s);\nint slot_new(slot_t *s)\n{\n	return slot_fill(s);\n}\n&/' k/lib/slots.c
exits 1 "one more function that makes some: exit status 1"
prints '^  leak: foo slot_clear\(\), from patch 02 on' "a leak, too"
# A function that made two kinds now makes only the kind that did not fit before.
fault fewer 's/: foo_make()/: foo_get()/' k/lib/slots.c
exits 1 "of two kinds, the one that fitted is not made any more: exit status 1"
prints '^  double: foo slot_clear\(\), from patch 02 on' "at its patch"
prints '\(0: slot_fill\(\); 1: way_make\(\)\)' "with what is made"

# Others are made, and there is a function for them: who gets which is not known.
cat >>k/lib/slots.c <<'T'

void slot_clear_bare(slot_t *s);

void slot_clear_bare(slot_t *s)
{
	struct foo *f = slot_foo(*s);

	s->v = 0;
	foo_put(f);
}
T
new_base "bare"
fault fewer 's/: foo_make()/: foo_get()/' k/lib/slots.c -d
exits 0 "others are made, and one function releases as many: no fault"
prints '^  kept: foo slot_clear\(\), in the tree and after every patch' "kept, as before"
# But not if who releases changes, and not who makes.
fault unlike '/^void slots_clear/,/^}/s/foo_drop(f);/foo_put(f);/' k/lib/slots.c
exits 1 "one function releases less, and nobody makes others: exit status 1"
prints '^  leak: foo slots_clear\(\), from patch 02 on' "a leak"
prints_not 'foo slot_clear(_bare)?\(\), from patch 02 on' "and nothing of the others"
cp slots.c k/lib/slots.c
two_ways 'foo_get()'

# Three functions make some. If one of two of a kind makes others, that is said.
cat >>k/lib/slots.c <<'T'

int slot_other(slot_t *s);

int slot_other(slot_t *s)
{
	struct foo *f = foo_make();

	if (!f)
		return -1;
	s->v = (unsigned long)f;
	return 0;
}
T
new_base "three ways"
fault third '/^int slot_other.*[^;]$/,/^}/s/foo_make()/foo_get()/' k/lib/slots.c
exits 1 "one of three functions makes others, which fitted: exit status 1"
prints '^  double: foo slot_clear\(\), from patch 02 on' "at its patch"
prints 'those of slot_other\(\) are acquired 0 times, and fitted before the patch \(0: slot_fill\(\), slot_other\(\); 1: slot_fill\(\), way_make\(\)\)' "with all functions"
sed -i '/^int slot_other.*[^;]$/,/^}/s/foo_make()/foo_get()/' k/lib/slots.c
change "the fault"
sed -i 's,^struct foo \*foo_get(void);,&\nvoid foo_later(void);,' k/include/linux/foo.h
change "later"
sed -i '/^int slot_other.*[^;]$/,/^}/s/foo_get()/foo_make()/' k/lib/slots.c
change "mended"
series later
prove k later
exits 1 "and two patches after it: exit status 1"
prints '^  here-def  +k  D  \.  k' "the first changes nothing, the second mends it"
prints '^  double: foo slot_clear\(\), from patch 01 on, until patch 03' "at these patches"
cp slots.c k/lib/slots.c
new_base "one way"

fault twice 's/^	foo_drop(f);/&\n	foo_dtor(f);/' k/lib/slots.c
exits 1 "released twice: exit status 1"
prints '^  double: foo slot_clear\(\), from patch 02 on' "named"

# Two units have a static function of one name.
for unit in slots four; do
	[ $unit = slots ] || sed -i '1i #include <linux/slot.h>' k/lib/four.c
	cat >>k/lib/$unit.c <<T

void ${unit}_end(slot_t *s);

static __attribute__((noinline)) void end(slot_t *s)
{
	foo_drop(slot_foo(*s));
	s->v = 0;
}

void ${unit}_end(slot_t *s)
{
	end(s);
}
T
done
new_base "of one name"
fault names '/^static.* void end/,/^}/s/foo_drop(/foo_put(/' k/lib/four.c
exits 1 "the one of two of a name: exit status 1"
prints '^  leak: foo lib/four\.c: end\(\), from patch 02 on' "a leak, with the unit"
prints_not 'slots\.c: end\(\), from patch' "and nothing of the other one"
git -C k checkout -q HEAD~1 lib/four.c
cp slots.c k/lib/slots.c
new_base "no names"

# Kept in an array meanwhile, by a function that makes another one before.
sed -i 's,^	entry = slot_t,&\n	entry = struct foo *,' rules/rules
cat >>k/lib/slots.c <<'T'

static void row_clear(struct foo *row[], int n)
{
	for (int i = 0; i < n; i++)
		if (row[i])
			foo_drop(row[i]);
}

static __attribute__((noinline)) int row_fill(struct foo *row[], int n)
{
	int failed = 0;

	for (int i = 0; i < n; i++) {
		row[i] = foo_make();
		failed |= !row[i];
	}
	if (failed)
		row_clear(row, n);
	return failed;
}

struct foo *slot_row(int n);

struct foo *slot_row(int n)
{
	struct foo *first = foo_get(), *row[8] = { 0 };

	if (!first || row_fill(row, 8)) {
		foo_put(first);
		return (struct foo *)0;
	}
	if (n > 7) {
		row_clear(row, 8);
		foo_put(first);
		return (struct foo *)0;
	}
	for (int i = 0; i < 8; i++)
		foo_look(row[i]);
	return first;
}
T
new_base "in an array"
sed -i 's,^int slot_fill,/* Filled once. */\n&,' k/include/linux/slot.h
change "say when"
series rows
prove --report rows.json k rows
exits 0 "found in an array: exit status 0"
has=$(python3 -c 'import json
for r in json.load(open("rows.json"))["configurations"][0]["states"][0]["rows"]:
    print(r["level"], r["way"], r["verdict"])')
check "found in an array, and freed: proved" grep -q '^foo \(row_clear\|row_fill\|slot_row\)() ok$' <<<"$has"
fault row '/^static void row_clear/,/^}/s/foo_drop(row/foo_put(row/' k/lib/slots.c
exits 1 "found in an array and freed without the destructor: exit status 1"
prints '^  leak: foo (row_clear|row_fill|slot_row)\(\), from patch 02 on' "a leak, at its place"
sed -i '/entry = struct foo/d' rules/rules
cp slots.c k/lib/slots.c
new_base "no array"

# What fails is not looked at.
fault unchecked 's/^	if (f)$/	if (f || foo_static)/' k/include/linux/foo.h
exits 1 "a failed allocation is used: exit status 1"
prints '^  here-def  +\+  \.  U' "unchecked, at its patch"
prints '^  unchecked: foo make, from patch 02 on' "named"
prints 'foo_get\(\) gives nothing' "with what failed"
prints ', where nothing was made|foo_ctor\(\) of what was not made' "and where it is used"

# What was freed is used.
fault stale 's/^	foo_put(f);/&\n	f->count = 2;/' k/include/linux/foo.h
exits 1 "used after it was freed: exit status 1"
prints '^  here-def  +\+  \.  A' "after, at its patch"
prints '^  after: foo free, from patch 02 on' "named"
prints '^  after: foo slot_clear\(\), from patch 02 on' "and where one is found"
prints ': used after it was freed \(include/linux/foo\.h:[0-9]+\)' "with the place"

# Sizes: what is made as one of size 2 is freed as one of size 1.
sed -i 's/^struct foo \*foo_get(void);/&\nstruct foo *foo_get_sized(int order);\nvoid foo_put_sized(struct foo *f, int order);/' k/include/linux/foo.h
sed -i 's/= foo_get();/= foo_get_sized(2);/' k/include/linux/foo.h
sed -i 's/^	foo_put(f);/	foo_put_sized(f, 2);/' k/include/linux/foo.h k/mm/two.c
new_base "sizes"
sed -i 's/^	source = foo_get$/	source = foo_get_sized 1/; s/^	free = foo_put 1/	free = foo_put_sized 1 2/' rules/rules
fault sized 's/foo_put_sized(f, 2)/foo_put_sized(f, 1)/' k/mm/two.c
exits 1 "sizes that do not agree: exit status 1"
prints '^  size: foo free, from patch 02 on' "named"
prints 'made as one of size 2, freed as one of size 1' "with both sizes"

# Boot memory goes elsewhere, as a number of pages. It is as large as what is
# freed: the flag only says where it came from.
sed -i 's/^void foo_put_sized.*/&\nvoid foo_aside(struct foo *f, int pages);/' k/include/linux/foo.h
sed -i '/^void slot_clear/,/^}/s/^	foo_drop(f);/	if (f->count \& 4)\n		foo_aside(f, 4);\n	else\n&/' k/lib/slots.c
new_base "aside"
sed -i 's/^	source = foo_get_sized 1/&\n	pages = foo_aside 1 2/' rules/rules
fault aside 's/foo_aside(f, 4)/foo_aside(f, 512)/' k/lib/slots.c
exits 1 "two sizes of one that is found: exit status 1"
prints '^  size: foo slot_clear\(\), from patch 02 on' "named"
prints 'freed with size 2; where the test before goes the other way, the size is 9 \(lib/slots\.c:[0-9]+\)' "with both sizes, and the place"

# With two ways to make one, a row about sizes must not be taken for one about
# how often an object is released.
two_ways 'foo_get_sized(2)'
fault aside 's/foo_aside(f, 4)/foo_aside(f, 512)/' k/lib/slots.c
exits 1 "two ways: exit status 1"
prints '^  size: foo slot_clear\(\), from patch 02 on' "two ways: still a size"
prints_not '^  (leak|double): foo slot_clear' "two ways: and nothing else"

# Rules that say what cannot be.
while read -r bad; do
	cp -r rules bad
	sed -i "s/^	free = foo_put.*/	$bad/" bad/rules
	respin prove --arch-data data/arch --work work --store store.db \
		--arch here --rules bad k fine
	complains 129 "bad/rules:[0-9]+: " "$bad: the line is named"
	rm -r bad
done <<'T'
free = foo_put 1 often
free = foo_put 1 0
free = foo_put 1 2 3
acquire = foo_ctor 1 shared
release = foo_dtor 1 2
pages = foo_put 1
pages = foo_put 1 only
T

finish
