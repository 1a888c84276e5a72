#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin verify: checks that are folders are run on each patch and on the
# series, kept, and shown; every finding's command finds it again; the report
# and what b4 reads say the same as the matrix.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

# new_check NAME SCOPE [LINE...]: a check whose run is the shell LINEs.
new_check() {
	local run=checks/$1/run
	mkdir -p "checks/$1"
	printf '[check]\n\tscope = %s\n\tsummary = test\n' "$2" >"checks/$1/info"
	shift 2
	printf '%s\n' '#!/bin/sh' "$@" >"$run"
	chmod +x "$run"
}
new_check plus patch 'n=$(grep -c "^+[^+]" "$RESPIN_PATCH")' \
	"echo ran >>'$tmp/ran'" 'echo "$n lines"' '[ "$n" -gt 2 ] && exit 250' 'exit 0'
new_check tree series 'cd "$RESPIN_LINUX" || exit 2' \
	'n=$(cat mm/*.c | grep -c total)' 'ls "$RESPIN_PATCHES" | wc -l' \
	'echo "$n times total"' '[ "$n" -gt 0 ] || exit 1'
new_check ids series 'echo "$RESPIN_IDS"'
new_check away patch 'echo ok'
printf '\ttools = far-away-tool\n\tpackages = far-away\n' >>checks/away/info

sed -i 's/\bcount\b/total/' k/include/linux/foo.h k/mm/one.c
change "rename count"
sed -i 's,^struct foo {,/* What is counted. */\nstruct foo {,' k/include/linux/foo.h
change "say what it is"
series right

all() {
	respin verify --arch-data data/arch --work work --store store.db \
		--checks checks "$@"
}
all k right
exits 1 "a check warns: exit status 1"
prints '^  plus  .* w  \+$' "a check of patches: a cell for each"
prints '^  tree  .* \+  the series: [0-9]+ times total$' "a check of the series: one cell, its summary"
all --json --check ids k right
is "$(sed -n 's/^ *"summary": "\([0-9a-f ]*\)",*$/\1/p' "$out")" \
	"$(sed -n 's/^ *"id": "\([0-9a-f]*\)",*$/\1/p' "$out" | paste -sd' ')" \
	"a check gets the ids that the report has"
all k right
prints '^  away  .* -  -$' "a check without its tool: not checked"
prints 'skipped: no far-away-tool \(apt-get install far-away\)' "a missing tool: what to install"
prints '^patch 01, plus: rename count' "a warning: at its patch"
prints '^checks: 3 passed, 1 warn, 0 fail, 2 not run' "checks are counted"
is "$(wc -l <"$tmp/ran")" 2 "the check ran for each patch"
again=$(sed -n 's/^  again: respin //p' "$out" | grep -e '--check plus')
is "${again##* --patch }" "1 --check plus --again" "the command names patch and check"
all k right
is "$(wc -l <"$tmp/ran")" 2 "again: what it said is known"
echo '# changed' >>checks/plus/run
all k right
is "$(wc -l <"$tmp/ran")" 4 "a check that changed runs again"
eval "respin $again"
exits 1 "its command: exit status 1"
prints '^  plus  .*  w *$' "its command: the same cell"
prints_not '^  here-def' "its command: no compiler"
is "$(wc -l <"$tmp/ran")" 5 "its command: it ran, for that patch"
all --check mars k right
complains 129 "no check 'mars'" "a check that does not exist"
all --arch here k right
exits 0 "--arch: configurations only"
prints_not '^  plus ' "--arch: no other check"

# A series brings checks of its own.
mkdir -p cocci/own/checks own
cp -r checks/tree cocci/own/checks/mine
cp right/* own/
echo '{"format": 1, "series": {"name": "own"}}' >own/series.json
all k own
prints '^  mine  .* the series: ' "a check of the series' own is run"
rm -r cocci

# --- reproducing -----------------------------------------------------------

sed -i 's/return foo_get(f);/return foo_get(\&f);/' k/mm/one.c
change "a wrong argument"
series wrong
all --report report.json k wrong
exits 1 "a warning of the compiler: exit status 1"
again=$(sed -n 's/^  again: respin //p' "$out" | grep -e '--arch')
is "${again##* wrong}" " --patch 1 --arch here-def --again --unit mm/one.c" \
	"its command names patch, configuration and unit"
eval "respin $again"
exits 1 "its command: exit status 1"
prints 'new: mm/one\.c: .*incompatible pointer type' "its command: the same finding"
prints '^.*mm/one\.c:5:.*warning' "its command: the compiler's own words, with the line"
prints '^  here-def .* w +1 ' "its command: that unit only"
all --arch here --unit mm/two.c --patch 1 k wrong
exits 0 "another unit: nothing found"
all --patch 7 k wrong
complains 129 'there is no patch 7: 1 apply' "no such patch"

check "--report: it is JSON" json_ok report.json
check "--report: has the finding" grep -q 'incompatible pointer type' report.json
check_not "--report: no times" grep -q seconds report.json
cp report.json one.json
all --report report.json k wrong
check "--report: the same bytes again" cmp -s one.json report.json
all --b4 k wrong
exits 1 "--b4: exit status 1"
check "--b4: it is JSON" json_ok "$out"
prints '"tool": "here-def"' "--b4: a configuration is a tool"
is "$(grep -c '"status": "warn"' "$out")" "$(grep -cE '"summary": "(1 patches fail|0 patches fail, 1 warn|not checked|no far)' "$out")" \
	"--b4: what was not checked is no pass"

# --- what cannot be reached ------------------------------------------------

# foo_unused() is in everybody's header and in nobody's code: of the units
# with the same files one is looked at, the others are not.
sed -i 's/f->count = 0;/f->count = 1;/' k/include/linux/foo.h
change "a function that nobody uses"
series unreached
verify --json --store new.db k unreached
exits 0 "a function that nobody uses: exit status 0"
prints '"unreached": 1,' "a function that nobody uses: one of two users is not looked at"
prints '"forced": 1,' "a function that nobody uses: compiled once all the same"
# Of a compiler that does not say which macros it used, the tree is asked.
mkdir -p bin data2
printf '#!/bin/sh\necho clang version 99\n' >bin/like-clang
chmod +x bin/like-clang
sed 's/compiler = gcc/compiler = like-clang/' data/arch/here.conf >data2/here.conf
like_clang() {
	PATH=$PWD/bin:$PATH respin verify --arch-data data2 --work work2 \
		--store clang.db --json k "$1"
}
like_clang unreached
prints '"compiler": "clang version 99"' "clang: it is taken for one"
prints '"unreached": 1,' "clang: one of two users is not looked at"
printf '#define foo_unused foo_unused\n' >>k/include/linux/other.h
git -C k add -A
git -C k commit -qm "a macro of that name"
macro=$(git -C k rev-parse HEAD)
sed -i 's/f->count = 0;/f->count = 1;/' k/include/linux/foo.h
change "a function that may be a macro"
git -C k format-patch -q -o "$PWD/maybe" "$macro"
PATH=$PWD/bin:$PATH respin verify --arch-data data2 --work work2 \
	--store clang.db --json --base "$macro" k maybe
prints '"unreached": 0,' "clang: of a name that is a macro somewhere, all are"
git -C k reset -q --hard "$good"
verify --no-skip --objects objects k unreached
check "--objects: at the patch" test -f objects/here-def/1/same/mm/two.o
check "--objects: at its parent" test -f objects/here-def/1/parent/mm/two.o

finish
