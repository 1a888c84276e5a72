#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin prove --with clang, on the tree of cmd-prove.sh: clang's column says
# what gcc's does, with the same place; what is odd is told.
. "$(dirname "$0")/lib.sh"
if ! command -v clang-19 >/dev/null; then
	echo "1..0 # SKIP clang-19 is not installed"
	exit 0
fi
. "$top/tests/prove-tree.sh"

cat >>data/arch/here.conf <<'EOF'
[toolchain "clang"]
	make = CC=clang-19
	compiler = clang-19
EOF
rm data/arch/far.conf
sed -i 's/^	gcc /	$(if $(filter clang-19,$(CC)),clang-19,gcc) /' k/Makefile
git -C k commit -qam "a compiler by name"
good=$(git -C k rev-parse HEAD)

both() {
	prove --with clang --report r.json "$@"
}
# The rows of both columns at every state: are they the same?
both_say() {
	is "$(python3 -c '
import json, sys
seen = {}
for c in json.load(open("r.json"))["configurations"]:
    seen[c["configuration"]] = [(s["state"], [(r["level"], r["way"], r["verdict"]) for r in s.get("rows", [])]) for s in c["states"]]
gcc, clang = seen["here-def"], seen["here-def+clang"]
print("equal" if gcc == clang and any(r for _, r in gcc) else "gcc %s\nclang %s" % (gcc, clang))')" equal \
		"$1: clang says what gcc does"
}
fault() {
	sed -i 's,^struct foo {,/* Before. */\n&,' k/include/linux/foo.h
	change "before"
	sed -i "$2" "$3"
	change "the fault"
	series "$1"
	both k "$1"
}

rm -rf right
sed -i 's/^	foo_dtor(f);/	foo_free_now(f);/; /^	foo_put(f);/d' k/mm/two.c
change "one function"
series right
both k right
exits 0 "a right series: exit status 0"
prints '^  here-def\+clang  +\+  \.  ' "a column of its own"
both_say "a right series"

fault lost '/foo_dtor(f);/d' k/mm/two.c
exits 1 "a destructor lost: exit status 1"
prints '^  here-def\+clang  +\+  \.  L' "a leak, at its patch"
both_say "a destructor lost"
prove --with clang --arch here-def+clang k lost
prints '^  leak: foo free, from patch 02 on' "clang alone: a leak"
prints ' mm/two\.c:5: foo_put\(\)' "clang alone: the place, by its line"
prints ' probe\.c:[0-9]+: foo_free\(\)' "clang alone: from the probe on"

fault twice 's/^	foo_dtor(f);/&\n&/' k/mm/two.c
prints '^  here-def\+clang  +\+  \.  D' "a destructor twice"
both_say "a destructor twice"
fault freed_twice 's/^	foo_put(f);/&\n&/' k/mm/two.c
both_say "freed twice"
fault no_ctor '/^		foo_ctor(f);/s/.*/		foo_look(f);/' k/include/linux/foo.h
prints 'given to foo_look\(\), which is not known' "given to a stranger: said"
both_say "given to a stranger"
fault stays 's/^	foo_dtor(f);/	if (foo_static)\n		return;\n&/' k/mm/two.c
both_say "kept without a reason"
fault broken 's/^	foo_put(f);/	foo_putt(f) +;/' k/mm/two.c
both_say "a unit that does not compile"
prove --with clang --arch here-def+clang k broken
prints 'mm/two\.c: error: ' "does not compile: with clang's error"

# A static function that is freed by, one that puts in what it finds.
cat >>k/mm/two.c <<'EOF'

struct foo *foo_root(void)
{
	return foo_get();
}

void foo_root_free(struct foo *root)
{
	foo_put(root);
}

static void foo_end(struct foo *f)
{
	foo_dtor(f);
	foo_put(f);
}

void foo_all(struct foo *f)
{
	foo_end(f->next);
}

int foo_grow(struct foo *tree)
{
	struct foo *top = foo_get(), *old = tree->next;

	if (!top)
		return -1;
	foo_ctor(old);
	foo_hang(top, old);
	tree->next = top;
	return 0;
}
EOF
sed -i 's/^void foo_count/void foo_hang(struct foo *up, struct foo *down);\n&/' k/include/linux/foo.h
git -C k commit -qam "grows"
grows=$(git -C k rev-parse HEAD)
cp -r rules put
sed -i 's/way = free way_free 1/&\n	tree = end foo_end 1\n	put = foo_hang 2\n	also = foo_grow\n	found = next root/' put/rules
cat >>put/rules <<'EOF'
[level "root"]
	make = foo_root
	way = free foo_root_free 1
EOF
sed -i '/^	foo_ctor(old);/d; /^static void foo_end/,/^}/{/foo_dtor/d}' k/mm/two.c
change "neither constructed nor destructed"
git -C k format-patch -q -o "$PWD/grown" "$grows"
git -C k reset -q --hard "$grows"
both --rules put --base "$grows" k grown
prints '^  double: foo foo_grow, from patch 01 on' "put in without a constructor: named"
prints '^  leak: foo end, from patch 01 on' "a static function of the tree: looked at"
both_say "functions of the tree"

finish
