#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin prove of patches that say nothing of rules, and on all defconfigs.
. "$(dirname "$0")/lib.sh"
. "$top/tests/kconfig-tree.sh"

cat >k/include/linux/ref.h <<'T'
struct ref { int n; };
struct ref *ref_take(struct ref *r);
void ref_drop(struct ref *r);
T
cat >k/mm/two.c <<'T'
#include <linux/ref.h>

int two(struct ref *r);

int two(struct ref *r)
{
	struct ref *mine = ref_take(r);
	int n;

	if (!mine)
		return -1;
	n = mine->n;
#ifdef CONFIG_WIDE
	if (n > 2)
		n = 2;
#endif
	ref_drop(mine);
	return n;
}
T
commit_all k "two: counts"
sed -i 's/^		n = 2;/		return 2;/' k/mm/two.c
commit_all k "two: forget where it is wide"
mkdir -p verify/kinds/ref cocci/other/prove
cat >verify/kinds/ref/rules <<'T'
[own]
	source = ref_take
	release = ref_drop 1 null
[level "ref"]
	within = mm/*.c
T
sed 's,mm/,drv/,' verify/kinds/ref/rules >cocci/other/prove/rules

prove() {
	respin prove --arch-data data/arch --work work --store store.db "$@"
}

prove k HEAD~1..HEAD
exits 0 "a range: the rules that fit are found, and the configuration sees nothing"
prints ', by verify/kinds/ref/rules$' "they are named"
prints '^1 calls in the tree acquire or release: 1 on a path that prove followed' "a call behind a directive is one"
prove --rules ref k HEAD~1..HEAD
prints ', by verify/kinds/ref/rules$' "rules by name"
prove --rules nothing k HEAD~1..HEAD
complains 129 '^respin: there is no nothing: --rules takes a folder, or a name in verify/kinds$' \
	"no such rules: says so"

prove --configs all k HEAD~1..HEAD
exits 1 "all defconfigs: exit status 1"
prints '^  here-board-wide  .*  \+  L' "what one of these has is found"
prints '^  here-plain  .*  \+  \.' "beside the others"
is "$(grep -c '^  here-' "$out")" 5 "each of them is proved"
prove --configs nope_defconfig k HEAD~1..HEAD
complains 129 "no configuration or defconfig 'nope_defconfig'" "no such defconfig: says so"
prove --configs board/wide_defconfig k HEAD~1..HEAD
exits 1 "one of them by name"
is "$(grep -c '^  here-' "$out")" 1 "it alone"

# One of each class that verify found.
mkdir mine none
git -C k format-patch -q -o "$PWD/mine" HEAD~1..HEAD
mkdir mine/respin
echo '{"format": 1, "series": {"name": "mine"}}' >mine/respin/series.json
git -C k checkout -q HEAD~1
prove --configs classes k mine
complains 129 'mine/respin/verify\.json: verify has not been run for these patches; run respin verify --configs all to find the classes$' \
	"no classes are known: says so"
respin verify --arch-data data/arch --checks none --store store.db --work work --solve no \
	--configs all k mine
prove --configs classes k mine
exits 1 "one of each class: exit status 1"
is "$(sed -n 's/^  \(here-[a-z-]*\) .*/\1/p' "$out" | paste -sd' ')" "here-plain here-board-wide" "those that verify compiled"
check "the report is beside the patches" test -e mine/respin/prove.json
# The configurations that verify made for these patches lie beside them.
printf '[config "here-solved-1"]\n\tdefconfig = plain_defconfig\n\tset = WIDE=y\n' \
	>mine/respin/configs.conf
prove k mine
exits 1 "solved: exit status 1"
prints '^  here-solved-1  .*  \+  ' "solved: it is proved, too"
prove --arch here-solved-1 k mine
is "$(grep -c '^  here-' "$out")" 1 "solved: it alone, with --arch"
printf '\tcompiler = ./cc\n' >>mine/respin/configs.conf
prove k mine
complains 129 'mine/respin/configs\.conf: \[config "here-solved-1"\] does not fit verify/arch/; remove the file and run respin verify again$' \
	"solved: an unknown compiler is refused"
rm mine/respin/configs.conf

sed -i 's/forget where/Forget where/' mine/*.patch
prove --configs classes k mine
complains 129 'mine/respin/verify\.json is for other patches; ' "classes of other patches: says so"

cp -r cocci/other cocci/both
cp verify/kinds/ref/rules cocci/both/prove/rules
prove k mine
complains 129 'the rules of cocci/both/prove and verify/kinds/ref fit these patches: give one of them with --rules DIR$' \
	"two that fit: says so"
rm -r cocci/both verify/kinds/ref
prove k mine
complains 129 'no rules for prove fit the files of these patches: give some with --rules DIR$' \
	"none that fits: says so"

finish
