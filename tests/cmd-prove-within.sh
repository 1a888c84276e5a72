#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin prove and objects that a function has for a while: what it gets, it gives
# back, returns or hands on. Rules for these need no probe.
. "$(dirname "$0")/lib.sh"
. "$top/tests/prove-tree.sh"

sed -i 's,^units := .*,& drv/a.o drv/lib.o drv/old.o,' k/Makefile
mkdir k/drv kind
cat >k/include/linux/ref.h <<'T'
#ifndef REF_H
#define REF_H

#define NULL ((void *)0)

struct ref {
	struct ref *next;
	int n;
};

struct ref *ref_take(struct ref *r);
void ref_drop(struct ref *r);
struct ref *ref_named(const char *name);
int ref_number(const struct ref *r);
int ref_use(struct ref *r);

#endif
T
# What the others do is found out from the library.
cat >k/drv/lib.c <<'T'
#include <linux/ref.h>

extern struct ref *all;

struct ref *ref_named(const char *name)
{
	struct ref *r;

	for (r = all; r; r = r->next)
		if (r->n == name[0] && ref_take(r))
			break;
	return r;
}
T
cat >k/drv/a.c <<'T'
#include <linux/ref.h>

int numbers(void);
int used(void);
struct ref *found(void);

int numbers(void)
{
	struct ref *r = ref_named("a");
	int n;

	if (!r)
		return -1;
	n = ref_number(r);
	ref_drop(r);
	return n;
}

int used(void)
{
	struct ref *r = ref_named("b");

	return r ? ref_use(r) : 0;
}

struct ref *found(void)
{
	return ref_named("c");
}
T
cat >k/drv/old.c <<'T'
int old(void);

int old(void)
{
	return 0;
}
T
echo 'int never;' >k/drv/never.c
git -C k add -A
git -C k commit -qm "references"
good=$(git -C k rev-parse HEAD)
cat >kind/rules <<'T'
[own]
	unit = drv/lib.c
	source = ref_take
	acquire = ref_take 1 null
	alias = ref_take 1
	release = ref_drop 1 null
[level "ref"]
	within = drv/*.c
[kept "it is for ever"]
	in = drv/old.c
T

kind() {
	respin prove --arch-data data/arch --work work --store store.db \
		--arch here --rules kind "$@"
}

kind --no-patches --report base.json k
exits 0 "each is given back, returned or handed on: exit status 0"
prints '^  4 files take part' "the files of the level, without a probe"
prints '^  here-def  +k  ' "one is handed on: kept"
prints '^none of these configurations compile 1 of the files that take part: drv/never\.c$' "a file that none compiles is named"
rows=$(python3 -c 'import json
for r in json.load(open("base.json"))["configurations"][0]["states"][0]["rows"]:
    print(r["level"], r["way"], r["verdict"])')
is "$(sort <<<"$rows")" 'ref drv/a.c: found() ok
ref drv/a.c: numbers() ok
ref drv/a.c: used() kept
ref drv/lib.c: ref_named() ok' "a verdict for each function that gets one"

# fault NAME SED: it is the second of two patches.
fault() {
	sed -i 's,^int numbers(void);,/* Before. */\n&,' k/drv/a.c
	change "before"
	sed -i "$2" k/drv/a.c
	change "the fault"
	series "$1"
	kind k "$1"
}

fault forgotten 's/^	n = ref_number(r);/&\n	if (n < 0)\n		return n;/'
exits 1 "an early return: exit status 1"
prints '^  here-def  +k  \.  L' "a leak, at its patch"
prints '^  leak: ref drv/a\.c: numbers\(\), from patch 02 on' "named"
prints 'ref_take\(\) gives one: neither given back nor handed on' "with what happens"
prints 'drv/lib\.c:[0-9]+: ref_take\(\)' "and where it is from"

fault twice 's/^	ref_drop(r);/&\n	ref_drop(r);/'
exits 1 "given back twice: exit status 1"
prints '^  double: ref drv/a\.c: numbers\(\), from patch 02 on' "named"

fault stale 's/^	return ref_named("c");/	struct ref *r = ref_named("c");\n\n	ref_drop(r);\n	return r;/'
exits 1 "given back and returned: exit status 1"
prints 'given back, and returned as well' "named"

fault unasked 's/^	if (!r)$/	if (!r \&\& ref_number(r))/'
exits 0 "NULL for what takes NULL: no fault"
fault unlooked 's/^	n = ref_number(r);/	n = r->n;/; s/^	if (!r)$/	if (!r \&\& ref_use(r))/'
exits 1 "NULL that is looked into: exit status 1"
prints '^  unchecked: ref drv/a\.c: numbers\(\), from patch 02 on' "named"

fault broken '$a #error "not yet"'
exits 1 "a unit that does not compile: exit status 1"
prints '^  here-def  +k  \.  \?' "unproved from there on"
prints '^  unproved: ref drv/a\.c, from patch 02 on' "that unit"
prints 'error: #error "not yet"' "with the compiler's words"
kind --report broken.json k broken
is "$(python3 -c 'import json
for r in json.load(open("broken.json"))["configurations"][0]["states"][2]["rows"]:
    print(r["way"], r["verdict"])' | sort)" 'drv/a.c unproved
drv/lib.c: ref_named() ok' "the others are judged without it"

fault bytes '$a #error "\xff"'
exits 1 "an error that is not UTF-8: exit status 1"
prints '^  unproved: ref drv/a\.c, from patch 02 on' "it is a row as well"

# One more file is no fault of others.
cat >k/drv/old.c <<'T'
#include <linux/ref.h>

int old(void);

int old(void)
{
	struct ref *r = ref_named("o");

	return r ? ref_number(r) : 0;
}
T
change "for ever"
series reason
kind -d k reason
exits 0 "a stated reason: exit status 0"
prints '^  kept: ref drv/old\.c: old\(\)' "listed"
prints 'it is for ever' "with the reason"

# Rules that say what cannot be.
while IFS='|' read -r sed want; do
	cp -r kind bad
	sed -i "$sed" bad/rules
	respin prove --arch-data data/arch --work work --store store.db \
		--arch here --rules bad --no-patches k
	complains 129 "bad/rules: $want" "$sed: says so"
	rm -r bad
done <<'T'
/source/d|level ref has within, so .own. needs source = FUNCTION
s,^	within.*,&\n	make = x,|level ref needs make = FUNCTION and a way, or within = FILES
s,^.own.,&\n	in = mm/one.c,|no level needs the probe
T
cp -r kind none
sed -i 's,within = .*,within = drv/never.c,' none/rules
respin prove --arch-data data/arch --work work --store store.db --arch here --rules none --no-patches k
exits 1 "files that no configuration has: exit status 1"
prints '^  here-def +-  this configuration compiles none of the files' "says so"

finish
