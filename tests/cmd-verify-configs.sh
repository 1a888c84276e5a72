#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin verify --configs: all defconfigs of a tree, in classes.
. "$(dirname "$0")/lib.sh"
. "$top/tests/kconfig-tree.sh"

verify() {
	respin verify --arch-data data/arch --checks none --store store.db --work work "$@"
}

# Patch 1 changes what all compile alike; patch 2 breaks what only wide ones do.
mkdir none
sed -i 's/return foo_get(f);/return foo_get(f) + 1;/' k/mm/one.c
commit_all k "one: add one"
sed -i 's/return f->width;/return f->widht;/' k/include/linux/foo.h
commit_all k "foo: break what is wide"

verify k HEAD~2..HEAD
exits 1 "the default configuration: exit status 1"
prints '^  here-plain  .*  \+  \+  ' "it does not see what is broken"
prints '1 compiled by no configuration' "but says that it did not compile that line"

# A configuration is made by one reading of Kconfig, as make would make it.
check "conf made the configuration, not make" test -e work/obj/here-plain/conf.log
mkdir by-make
make -s -C k O="$PWD/by-make" plain_defconfig >by-make.log 2>&1
is "$(cat work/obj/here-plain/.config)" "$(cat by-make/.config)" "it is the same as by make"
RESPIN_WITHOUT=kconfig verify --store by-make.db --work by-make.work k HEAD~2..HEAD
check "RESPIN_WITHOUT=kconfig: by make" test ! -e by-make.work/obj/here-plain/conf.log
is "$(cat by-make.work/obj/here-plain/.config)" "$(cat by-make/.config)" "RESPIN_WITHOUT=kconfig: the same"
cp -r data bad
cat >>bad/arch/here.conf <<'EOF'
[config "set"]
	defconfig = noisy_defconfig
	set = MORE=y PLAIN=y
[config "broken"]
	defconfig = broken_defconfig
EOF
cp -r k broken
echo CONFIG_BROKEN=y >broken/arch/here/configs/broken_defconfig
commit_all broken "a defconfig that conf refuses"
git -C broken commit -q --allow-empty -m none
respin verify --arch-data bad/arch --checks none --store bad.db --work bad.work \
	--patch 1 broken HEAD~3..HEAD~1
exits 0 "a defconfig that conf refuses: exit status 0"
prints '^  here-broken  .*  -  ' "a defconfig that conf refuses: not checked"
prints 'no such configuration: the defconfig' "a defconfig that conf refuses: as make says it"
is "$(paste -sd' ' bad.work/obj/here-set/.config)" \
	"CONFIG_NOISY=y CONFIG_MORE=y CONFIG_PLAIN=y" \
	"options that are set come last, as Kconfig takes the last one of a choice"
check "conf made it, too" test -e bad.work/obj/here-set/conf.log

verify --configs all --report all.json k HEAD~2..HEAD
exits 1 "all defconfigs: exit status 1"
prints '^  here-plain  .*  \+  \+  ' "the first class"
prints '^  here-board-wide  .*  \+  F  ' "what is broken is found in another class"
prints '^here-plain stands for 1: noisy$' "an option that no patch sees makes no class"
prints '^here-board-wide stands for 2: wide, both$' "a target of make is a defconfig, too"
prints '^5 configurations in 2 classes, one of each compiled; 0 not checked; 1 cells fail' "the classes are counted"
prints '  again: respin verify .* --configs all .* --arch here-board-wide' "the command for a cell finds its configuration"
prints ' 0 compiled by no configuration' "every changed line was compiled"
is "$(python3 -c '
import json
for a in json.load(open("all.json"))["alike"]: print(a["config"], a["like"])')" \
	"here-noisy here-plain
here-wide here-board-wide
here-both here-board-wide" "the report says who stands for whom"
cp -r k sizes
sed -i 's/-fno-omit-frame-pointer/-Os/' sizes/Makefile
commit_all sizes "another way to optimise"
sed -i 's/return foo_get(f) + 1;/return foo_get(f) + 2;/' sizes/mm/one.c
commit_all sizes "one: add two"
verify --configs all sizes HEAD~1..HEAD
is "$(grep ' stands for ' "$out")" 'here-plain stands for 2: board-wide, both
here-noisy stands for 1: wide' "a flag that warnings depend on makes a class"
verify --configs classes k HEAD~2..HEAD
complains 129 '--configs is default, all, or a name: all finds the classes' "classes are what all finds"
verify --configs all --summary k HEAD~2..HEAD
prints '^built: 5 configurations in 2 classes, one of each compiled, on 1$' "the text for a cover letter counts them"
verify --configs all --plan - k HEAD~2..HEAD
is "$(awk '{ print $1 }' "$out" | sort | paste -sd' ')" "here-board-wide here-both here-noisy here-plain here-wide" "each of them is a job"
verify --configs all --arch here-noisy_defconfig --plan - k HEAD~2..HEAD
is "$(awk '{ print $1 }' "$out")" "here-noisy" "one is found by the name of its file, too"
verify --configs all --only-job here-noisy --store job.db k HEAD~2..HEAD
exits 0 "a job of one of them"
respin store merge merged.db job.db store.db
exits 0 "its results are merged with others"
respin verify --arch-data data/arch --checks none --store merged.db --work work2 --configs all --report all.json k HEAD~2..HEAD
prints '0 compilers started' "from the merged results, nothing is compiled"
mv all.json first.json
rm -rf work
verify --configs all --report all.json k HEAD~2..HEAD
exits 1 "once more: exit status 1"
is "$(cat all.json)" "$(cat first.json)" "once more: the same report"
check "once more: nothing is configured" test ! -e work/obj/here-noisy

# Every member compiled by itself says what the one that stands for it says.
for config in noisy wide both; do
	verify --configs here-$config --report $config.json k HEAD~2..HEAD
done
is "$(python3 -c '
import json
def cells(c): return [(k["status"], k["failures"]) for k in c["cells"]]
all = json.load(open("all.json"))
by = {c["config"]: cells(c) for c in all["configurations"]}
for a in all["alike"]:
    own = json.load(open(a["config"][5:] + ".json"))["configurations"]
    print(a["config"], len(own) == 1 and cells(own[0]) == by[a["like"]])')" \
	"here-noisy True
here-wide True
here-both True" "each member compiled by itself: the same cells"

# What kbuild compiles for itself, one folder lends to the next.
respin verify --arch-data data/arch --checks none --store tools.db --work tools -j 1 --configs all k HEAD~2..HEAD
is "$(wc -l <tools/obj/built)" 1 "kbuild's tools are built once"
# One base lends its tools to the next, except those whose source changed.
git -C k checkout -qb next
sed -i 's/return /return  /' k/mm/two.c
commit_all k "mm: another base"
sed -i 's/return  /return /' k/mm/two.c
commit_all k "mm: a patch"
tools() {
	respin verify --arch-data data/arch --checks none --store tools.db --work tools -j 1 --configs all k HEAD~1..HEAD
}
tools
exits 0 "another base: exit status 0"
is "$(wc -l <tools/obj/built)" 1 "another base reuses them"
echo 2 >k/scripts/tool.in
commit_all k "tool: two"
sed -i 's/return /return  /' k/mm/two.c
commit_all k "mm: a patch"
tools
is "$(wc -l <tools/obj/built)" 2 "where their source changes, they are built again, once"
tools
is "$(wc -l <tools/obj/built)" 2 "and that is kept"
git -C k checkout -q -
RESPIN_WITHOUT=tools respin verify --arch-data data/arch --checks none --store without.db --work without -j 1 --configs all k HEAD~2..HEAD
is "$(wc -l <without/obj/built)" 5 "or in each folder"
# This kernel's make does not do that; a real one finds it done.
check "what conf knows is not left to make" test -s tools/obj/here-plain/auto.conf
RESPIN_WITHOUT=sync respin verify --arch-data data/arch --checks none --store unsynced.db --work unsynced -j 1 --arch here-plain k HEAD~2..HEAD
check "or it is" test -s unsynced/obj/here-plain/.config -a ! -e unsynced/obj/here-plain/auto.conf

# Another patch on the same base: the lists of units are known, and no unit is
# named, so that some are tried for the header.
git -C k checkout -qb another HEAD~2
sed -i 's/^	int count;/&\n	int more;/' k/include/linux/foo.h
commit_all k "foo: more"
verify --configs all k HEAD~1..HEAD
exits 0 "another patch on the same base: exit status 0"
prints '^5 configurations in [1-5] class' "its classes are found as well"
git -C k checkout -q -

verify --configs wide_defconfig k HEAD~2..HEAD
prints '^  here-wide  .*  \+  F  ' "one defconfig, by the name of its target"
verify --arch here-wide k HEAD~2..HEAD
prints '^  here-wide  .*  \+  F  ' "--arch takes a defconfig as well"
prints_not '^  here-plain' "and only that"
verify --configs no_defconfig k HEAD~2..HEAD
complains 129 "no configuration or defconfig 'no_defconfig'" "a defconfig that there is not"
verify --configs all --arch here-nothing k HEAD~2..HEAD
complains 129 "no architecture or configuration 'here-nothing'" "an --arch that there is not"
respin verify --configs all --arch nowhere --work early --store early.db \
	--arch-data data/arch k HEAD~2..HEAD
complains 129 "no architecture or configuration 'nowhere'" "an architecture that there is not"
check_not "... before anything is copied" test -e early
cp -r k plain
git -C plain checkout -q HEAD~2
rm -r plain/scripts
commit_all plain "no Kconfig"
echo >>plain/mm/one.c
commit_all plain "a blank line"
verify --configs all plain HEAD~1..HEAD
complains 129 'has no scripts/kconfig' "a tree without Kconfig"

# A defconfig that is wrong at the base is named, and is nobody's fault.
git -C k checkout -q HEAD~2
echo CONFIG_BROKEN=y >k/arch/here/configs/broken_defconfig
commit_all k "a defconfig that conf does not take"
sed -i 's/return foo_get(f);/return foo_get(f) + 1;/' k/mm/one.c
commit_all k "one: add one"
verify --configs all k HEAD~1..HEAD
exits 0 "a defconfig that conf does not take: exit status 0"
prints '^  here-broken  .*  -' "it is not checked"
prints '1 not checked' "and counted as such"

finish
