#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin prove on a tree of a few files: objects that are made with a
# constructor, gathered, freed. A series that moves the destructor is proved,
# one that loses it or calls it twice is told, with the path; what cannot be
# told is unproved; bad input is told.
. "$(dirname "$0")/lib.sh"
. "$top/tests/prove-tree.sh"

before=$(facts k)
prove k right
exits 0 "a right series: exit status 0"
prints '^  here-def  +\+  \.  \.  ' "proved, and as before"
prints '9 verdicts|3 verdicts|6 verdicts' "verdicts are counted"
prints ' 0 unproved, 0 bad,' "nothing is wrong"
is "$(facts k)" "$before" "the tree is as it was"
is "$(ls -A "$TMPDIR")" "" "nothing is left for scratch"

watch_gcc
PATH=$PWD/fakes:$PATH prove k right
exits 0 "again: exit status 0"
check_not "again: nothing is compiled" test -e "$GCC_LOG"
PATH=$PWD/fakes:$PATH prove -j 1 --again k right
check "--again: it is" test -s "$GCC_LOG"
# One process at a time: two may start with the same new declaration. The probe and two
# units; the one that the first patch changes. The second one only moves lines.
is "$(wc -l <"$GCC_LOG")" 4 "a unit with the same code is not compiled again"

sed -i '/^static inline void foo_free_now/,/^}/{/foo_dtor/d}' k/include/linux/foo.h
change "no destructor"
sed -i 's,^struct foo {,/*\n * What\n * is counted.\n */\n&,' k/include/linux/foo.h
change "move"
put=$(grep -n '^	foo_put(f);' k/include/linux/foo.h | cut -d: -f1)
series moving
rm "$GCC_LOG"
PATH=$PWD/fakes:$PATH prove -j 1 --again --report moving.json k moving
exits 1 "a destructor lost in a header: exit status 1"
is "$(wc -l <"$GCC_LOG")" 5 "its lines moved: nothing is compiled again"
check "before that, the path has the old line" grep -q "foo\.h:$((put - 4))\"" moving.json
check "and then the new one" grep -q "foo\.h:$put\"" moving.json

# What no unit uses is not in any dump, but the compiler reads it.
sed -i 's,^#endif,static inline int foo_bad(void)\n{\n\treturn nothing_there;\n}\n\n&,' k/include/linux/foo.h
change "what is not there"
series unread
prove --again k unread
exits 1 "an error in a function that nobody calls: exit status 1"
prints 'nothing_there' "it is told"
git -C k am -q "$PWD"/moving/*
prove --no-patches --report fresh.json k
is "$(grep '"at"' moving.json | tail -n 2)" "$(grep '"at"' fresh.json | tail -n 2)" \
	"as if it were compiled"
git -C k reset -q --hard "$good"

# Each fault in the second of three patches; the third is innocent.
fault() {
	sed -i 's,^struct foo {,/* Before. */\n&,' k/include/linux/foo.h
	change "before"
	sed -i "$2" "$3"
	change "the fault"
	sed -i 's,Before,After,' k/include/linux/foo.h
	change "after"
	series "$1"
	prove k "$1"
}
fault lost '/foo_dtor(f);/d' k/mm/two.c
exits 1 "a destructor lost: exit status 1"
prints '^  here-def  +\+  \.  L  \.' "a leak, at its patch"
prints '^  leak: foo free, from patch 02 on' "a leak: named"
prints 'acquired 1 times and released 0 times' "a leak: the counts"
prints '^    with FOO=y FOO_LEVELS=3 BAR=n$' "a leak: the options that decide"
prints ' mm/two\.c:[0-9]+: foo_put\(\)' "a leak: the path"
prints ' probe\.c:[0-9]+: foo_free\(\)' "a leak: from the probe on"
again=$(grep -o 'respin prove .* --patch 2$' "$out")
check "a leak: a command that shows it" test -n "$again"
run bash -c "${again/respin/$RESPIN}"
exits 1 "that command: exit status 1"
prints '^  leak: foo free, from patch 02 on' "that command shows it"

fault twice 's/^	foo_dtor(f);/&\n&/' k/mm/two.c
exits 1 "a destructor twice: exit status 1"
prints '^  double: foo free, from patch 02 on' "twice: named"
prints 'released 2 times' "twice: the counts"
fault freed_twice 's/^	foo_put(f);/&\n&/' k/mm/two.c
prints '^  double: foo free, from patch 02 on' "freed twice: named"
fault no_ctor '/^		foo_ctor(f);/s/.*/		foo_look(f);/' k/include/linux/foo.h
prints '^  unproved: foo make, from patch 02 on' "given to a stranger: unproved"
prints 'given to foo_look\(\), which is not known' "given to a stranger: said"
fault stays 's/^	foo_dtor(f);/	if (foo_static)\n		return;\n&/' k/mm/two.c
prints 'not freed on this path, and no reason is stated' "kept without a reason: unproved"
cat >>rules/rules <<'EOF'
[kept "some are static"]
	in = mm/two.c
EOF
prove k stays
exits 0 "kept for a stated reason: no finding"
prints '^  here-def  +\+  \.  k' "kept for a stated reason: shown"
prove -d k stays
prints '^    some are static' "-d: with the reason"
printf '#include <linux/foo.h>\n\nvoid foo_free(struct foo *f, int later)\n{\n\tfoo_free_later(f);\n}\n' >k/mm/one.c
printf '#include <linux/foo.h>\n\nvoid foo_free_later(struct foo *f)\n{\n\tif (foo_static)\n\t\tfoo_count(2);\n}\n' >k/mm/two.c
change "never freed"
series never
prove k never
exits 1 "kept on every path: exit status 1"
prints '^  unproved: foo free, from patch 01 on' "kept on every path: unproved"
prints '^    each path that was found keeps it: some are static' "kept on every path: said"
git -C k reset -q --hard "$good"
sed -i '/^\[kept/,$d' rules/rules

# A function of the tree that frees one.
cp -r rules tree
sed -i 's/way = free way_free 1/&\n	tree = end foo_end 1\n	tree = gone foo_gone 1/' tree/rules
printf '\nstatic void foo_end(struct foo *f)\n{\n\tfoo_dtor(f);\n\tfoo_put(f);\n}\n\nvoid foo_all(struct foo *f)\n{\n\tfoo_end(f->next);\n}\n' >>k/mm/two.c
git -C k commit -qam "ends"
ends=$(git -C k rev-parse HEAD)
sed -i '/^static void foo_end/,/^}/{/foo_dtor/d}' k/mm/two.c
change "the end without a destructor"
git -C k format-patch -q -o "$PWD/ended" "$ends"
prove --rules tree --base "$ends" k ended
exits 1 "a function of the tree: exit status 1"
prints '^  leak: foo end, from patch 01 on' "a function of the tree, static: looked at"
prints_not 'gone' "one that is not there is no way"
git -C k reset -q --hard "$good"

# One of another level is put where those of this one are.
cat >>k/mm/two.c <<'EOF'

struct foo *foo_root(void)
{
	return foo_get();
}

void foo_root_free(struct foo *root)
{
	foo_put(root);
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
sed -i '/^	foo_ctor(old);/d' k/mm/two.c
change "not constructed"
git -C k format-patch -q -o "$PWD/grown" "$grows"
git -C k reset -q --hard "$grows"
cp -r rules put
sed -i 's/way = free way_free 1/&\n	put = foo_hang 2\n	also = foo_grow nobody\n	found = next root/' put/rules
cat >>put/rules <<'EOF'
[level "root"]
	make = foo_root
	way = free foo_root_free 1
EOF
prove --rules put --base "$grows" k grown
exits 1 "put in without a constructor: exit status 1"
prints '^  here-def  +\+  D' "put in with one: proved"
prints '^  double: foo foo_grow, from patch 01 on' "put in without: named"
prints 'foo_grow\(\) puts in one that is acquired 0 times' "put in without: the counts"
prints_not 'nobody' "a function that is not there puts nothing in"
sed -i 's/found = next root/found = elsewhere root/' put/rules
prove --rules put --base "$grows" k grown
prints '^  unproved: foo foo_grow, in the tree, until patch 01$' "nothing is found there: unproved"
sed -i '/found = /d' put/rules
mv k/mm/two.c two.c
sed '/^	struct foo \*top/s/foo_get()/(void *)0/; /^	if (!top)/,/return -1/d' two.c >k/mm/two.c
change "nothing is made"
git -C k format-patch -q -o "$PWD/nothing" "$grows"
prove --rules put --base "$grows" k nothing
prints '^  unproved: foo foo_grow, from patch 01 on' "puts in what it did not make: unproved"
prints 'no path of it calls foo_hang\(\) with one that it made' "puts in what it did not make: said"
git -C k reset -q --hard "$good"

# Broken at one patch: nothing is claimed there.
fault broken 's/^	foo_put(f);/	foo_putt(f) +;/' k/mm/two.c
exits 1 "a unit that does not compile: exit status 1"
prints '^  unproved: foo free, from patch 02 on' "does not compile: unproved"
prints 'mm/two\.c: error: ' "does not compile: with the error"

# The tree's own is no failure of the patches.
sed -i '/foo_dtor(f);/d' k/mm/two.c
git -C k commit -qam "a leak before"
old=$(git -C k rev-parse HEAD)
sed -i 's,^struct foo {,/* More. */\n&,' k/include/linux/foo.h
change "innocent"
git -C k format-patch -q -o "$PWD/innocent" "$old"
prove --base "$old" k innocent
exits 0 "what was wrong before: no failure"
prints '^  leak: foo free, in the tree and after every patch' "what was wrong before: told"
git -C k reset -q --hard "$good"

prove --json k lost
exits 1 "--json: the same exit status"
check "--json: it is JSON, with the verdict" \
	python3 -c 'import json,sys; d = json.load(open(sys.argv[1])); assert d["configurations"][0]["options"]["BAR"] == "n"; assert d["findings"][0]["options"] == "FOO=y FOO_LEVELS=3 BAR=n"; assert d["findings"][0]["verdict"] == "leak" and d["findings"][0]["first"] == 2 and d["verdicts"]["leak"] == 2' "$out"
prove --report report.json k lost
check "--report: written" grep -q '"verdict": "leak"' report.json
prove -q k right
says_nothing "-q: nothing to say"

# --- what was not looked at --------------------------------------------------

respin prove --arch-data data/arch --work work --store store.db --arch far \
	--rules rules k right
exits 1 "no compiler: exit status 1"
prints '^  far-def  +-  ' "no compiler: shown as not looked at"
prints '^not looked at: 1 configuration$' "no compiler: counted"

cp -r rules needs
sed -i 's/^	option = BAR/&\n	needs = BAR/' needs/rules
for time in first second; do
	prove --rules needs k lost
	exits 0 "what the rules need is off, $time time: exit status 0"
	prints '^  here-def  +nothing to prove: BAR is off' "what the rules need is off, $time time: said"
	prints '^0 verdicts on 0 of 0 configurations' "what the rules need is off, $time time: counted"
done

# The tree alone.
prove -n k
exits 0 "without patches: exit status 0"
prints '^respin: prove without patches linux-6\.99' "without patches: said"
prints '^2 verdicts on 1 of 1 configurations: 2 ok' "without patches: proved"

# Calls that no path comes by.
cat >>k/lib/three.c <<'EOF'

struct foo;
extern void foo_dtor(struct foo *f);
void foo_drop(struct foo *f);
void foo_drop(struct foo *f)
{
	/* foo_dtor(f) comes first. */
	foo_dtor(f);
}
EOF
sed -i 's/^struct foo \*foo_get/#define foo_end(f) foo_dtor(f)\n&/' k/include/linux/foo.h
git -C k commit -qam "others"
respin prove --arch-data data/arch --work work --store store.db --rules rules -n k
prints '^5 calls in the tree acquire or release: 3 on a path that prove followed, 1 in macros, 1 on no path:$' "calls that no path comes by: counted"
prints '^  lib/three\.c:15: foo_dtor\(\)$' "calls that no path comes by: named"
sed -i 's/foo_put(f)/foo_count(2);\n	foo_dtor(f);\n	&/' k/include/linux/foo.h
change "twice"
git -C k format-patch -q -o "$PWD/places" HEAD^
git -C k reset -q --hard HEAD^
respin prove --arch-data data/arch --work work --store store.db --rules rules \
	--report report.json k places
prints '^6 calls in the tree acquire or release: 4 on a path' "calls are those after the last patch"
check "calls that no path comes by: in the report" \
	python3 -c 'import json; p = json.load(open("report.json"))["places"]; assert p["on_no_path"] == ["lib/three.c:15: foo_dtor()"] and len(p["on_a_path"]) == 4 and p["in_macros"] == 1'
prove -n k
prints_not 'calls in the tree' "with --arch, calls are not counted"
git -C k reset -q --hard "$good"

# --- bad input ---------------------------------------------------------------

refused() {
	local want=$1 name=$2
	shift 2
	prove "$@"
	exits 129 "$name: exit status 129"
	is "$(grep -c . "$err")" 1 "$name: one line"
	check "$name: says so" grep -qE "$want" "$err"
}
respin prove --arch-data data/arch --work work --store store.db --arch here k right
exits 129 "patches of nobody's series: exit status 129"
check "patches of nobody's series: says what to do" grep -q -- '--rules DIR' "$err"
refused 'there is no nowhere' "no such rules" --rules nowhere k right
refused 'there is no patch 7' "no such patch" --patch 7 k right
refused 'takes --rules DIR, and neither patches' "no patches and patches" --no-patches k right
bad() {
	rm -rf bad
	cp -r rules bad
	sed -i "$3" bad/rules
	refused "$1" "$2" --rules bad k right
}
bad "bad/rules:[0-9]+: there is no 'fre'" "a key that is none" 's/free = foo_put/fre = foo_put/'
bad 'say which argument' "no argument" 's/release = .*/release = foo_dtor/'
bad 'cannot read the probe' "no probe" 's/probe = .*/probe = none.c/'
bad 'needs make = FUNCTION' "a level without a way in" '/make = way_make/d'
bad 'bad/rules:[0-9]+: way: ' "a way without an argument" 's/way_free 1/way_free/'
bad 'tree: give the way.s name, its function, the argument that is the object$' "a tree's function with one word more" 's/way_free 1/&\n	tree = end foo_end 1 no_end/'
bad 'needs probe = FILE' "no unit" '/in = /d'
bad 'needs = BAR requires option = BAR' "what is needed is no option" 's/option = BAR/needs = BAR/'
bad 'needs put = FUNCTION' "also without put" 's/way_free 1/&\n	also = foo_free/'
bad 'put: give the function' "put without an argument" 's/way_free 1/&\n	put = foo_hang/'
bad 'found: give the field' "found without a level" 's/way_free 1/&\n	found = next/'
bad 'found = next root: there is no such level' "found in a level that is none" 's/way_free 1/&\n	found = next root/'
sed 's/way_free 1/gone 1/' rules/rules >bad/rules
cp rules/probe.c bad
prove --rules bad k right
exits 1 "a function that the probe lacks: exit status 1"
prints 'gone\(\) is not there' "a function that the probe lacks: unproved"
echo 'int x = ;' >>bad/probe.c
prove --rules bad k right
exits 1 "a probe that does not compile: exit status 1"
prints 'the probe: error: ' "a probe that does not compile: said"

# A clone that lacks a header that no unit needs.
git -C k reset -q --hard
echo '#define FOO_TABLES 5' >k/include/linux/tables.h
git -C k add -A
git -C k commit -qm "tables"
id=$(git -C k rev-parse HEAD:include/linux/tables.h)
rm -f "k/.git/objects/${id:0:2}/${id:2}" k/include/linux/tables.h
prove --no-patches k
exits 0 "a header is missing: exit status 0"
check "a header is missing: named" grep -q 'warning: the base lacks the content of 1 file (include/linux/tables\.h)' "$err"
prints '^  here-def  +[+k]  ' "a header is missing: the rest is proved"

finish
