#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin split into the same folder on later trees: which pieces are in, which
# are open, which are new; the history is never lost.
. "$(dirname "$0")/lib.sh"
. "$top/tests/split-lib.sh"

new_tree k
mkdir -p k/a k/b k/c k/d
for f in a/1.c a/2.c b/1.c c/1.c d/1.c; do
	printf 'int x = old_name;\nint y;\n' >k/$f
done
commit_all k "the tree"

# make_in: what is left to do in k, as in/.
make_in() {
	local now
	now=$(git -C k rev-parse HEAD)
	rm -rf in
	grep -lr '\<old_name\>' k/*/*.c | xargs sed -i 's/\<old_name\>/new_name/'
	git -C k commit -qam 'treewide: rename old_name'
	git -C k format-patch -q -o "$PWD/in" "$now"
	git -C k reset -q --hard "$now"
}
cut() {
	split --by directory --depth 1 --no-cc -o out k in
}
history() {
	sed -n '/^run:/p; /^piece:/p; /^state:/p' out/respin/burndown
}
id() {
	git -C k rev-parse HEAD
}

make_in
cut
exits 0 "the first run: exit status 0"
prints_not '^burndown:' "there is nothing to tell yet"
one=$(id)
is "$(cat out/respin/burndown)" "respin burndown 1
run: 1 linux-6.99.1 $one

patch: treewide: rename old_name
piece: directory a
mail: 0001-a-rename-old_name.patch
state: 1 open 2
left: a/1.c
left: a/2.c

patch: treewide: rename old_name
piece: directory b
mail: 0002-b-rename-old_name.patch
state: 1 open 1
left: b/1.c

patch: treewide: rename old_name
piece: directory c
mail: 0003-c-rename-old_name.patch
state: 1 open 1
left: c/1.c

patch: treewide: rename old_name
piece: directory d
mail: 0004-d-rename-old_name.patch
state: 1 open 1
left: d/1.c" "it has all pieces"
cp -R out first
cut
check "again on the same tree: the same bytes" same_files first out
prints_not '^burndown:' "... and still the first run"

# --- a later tree ----------------------------------------------------------

git -C k am -q "$PWD"/out/0002-* # b as it was mailed
sed -i 's/old_name/new_name/' k/a/1.c # a half of it
sed -i 's/int x = old_name/long x = new_name/' k/c/1.c # c otherwise
mkdir k/e
printf 'int x = old_name;\n' >k/e/1.c
commit_all k "what others did"
two=$(id)
make_in
cut
exits 0 "a later tree: exit status 0"
prints '^burndown: of 5 pieces, 2 in \(2 of them since the last run\), 2 open, 1 new$' "how many are in"
prints '^  in   b$' "as it was mailed"
prints '^  in   c$' "otherwise"
prints '^  open a: 1 of 2 files left$' "what is left"
prints '^  open d: 1 of 1 file left$' "what is open"
prints '^  new  e: 1 of 1 file left$' "what is new"
is "$(history)" "run: 1 linux-6.99.1 $one
run: 2 linux-6.99.1 $two
piece: directory a
state: 1 open 2
state: 2 open 1
piece: directory b
state: 1 open 1
state: 2 in
piece: directory c
state: 1 open 1
state: 2 in
piece: directory d
state: 1 open 1
state: 2 open 1
piece: directory e
state: 2 open 1" "the history"
check "which file is done" grep -qx 'done: a/1.c' out/respin/burndown
is "$(sed -n 's/^0[^:]*: //p' out/respin/split)" "a
d
e" "what is open is cut"
cp -R out second
cut
prints '^burndown: of 5 pieces, 2 in \(2 of them since the last run\), 2 open, 1 new$' \
	"again on the same tree: the same answer"
check "... and the same bytes" same_files second out

# --- what must not count as in ---------------------------------------------

# A patch that leaves d out, by mistake: d has the line still.
printf '\n' >>k/a/1.c
commit_all k "a line"
make_in
sed -i '/^diff --git a.d/,/^diff --git a.e/{/^diff --git a.e/!d}' in/0001-*
cut
exits 0 "a patch without a file: exit status 0"
prints '^  open d: 1 of 1 file left$' "a file that the patch forgot is open"
prints '^burndown: of 5 pieces, 2 in \(0 of them since the last run\), 3 open, 0 new$' "nothing is new"
prints_not '^  in ' "what was in before is no news"
# The name comes back.
sed -i 's/new_name/old_name/' k/b/1.c
commit_all k "revert b"
make_in
cut
prints '^  open b: 1 of 1 file left$' "what was in is open again"
is "$(history | sed -n '/directory b/,/piece/p')" "piece: directory b
state: 1 open 1
state: 2 in
state: 3 in
state: 4 open 1
piece: directory c" "... with its history"

# --- mistakes --------------------------------------------------------------

before=$(facts out)
cp in/0001-* late.patch
sed -i 's/int x/short x/' k/[abd]/*.c
commit_all k "does not apply any more"
split --by directory --depth 1 --no-cc -o out k late.patch
complains 1 'does not apply to linux-6\.99\.1 \(4 of 5 pieces are not in, as a/2.c shows: respin generate makes what is left\): ' \
	"patches that do not apply, and not all is in"
is "$(facts out)" "$before" "the folder stays"
git -C k reset -q --hard HEAD~1
cp out/respin/burndown good
for bad in '1s/1$/2/' '/^run: 2/d' '$s/^left/gone/' '/^state: 4/d' 's/state: 1 open 2/state: 1 open 0/' '/^piece/d'; do
	sed "$bad" good >out/respin/burndown
	before=$(facts out)
	cut
	complains 129 'out/respin/burndown:[0-9]*: not a line of a burndown' "a damaged history: $bad"
	is "$(facts out)" "$before" "... which stays"
done
head -c -1 good >out/respin/burndown
cut
complains 129 'burndown:[0-9]*: not a line' "a history that is cut off"
cp good out/respin/burndown

# --- cut otherwise, and all in ---------------------------------------------

split --by directory --depth 2 --no-cc -o out k in
split -q --by directory --depth 1 --no-cc -o out k in
exits 0 "cut again: exit status 0"
check "the history is there" grep -qx 'state: 3 in' out/respin/burndown
cp -R out open
git -C k am -q "$PWD"/out/000[1-9]*.patch
split --by directory --depth 1 --no-cc -o out k in
exits 0 "all in: exit status 0"
prints '^respin: all pieces are in linux-6\.99\.1' "all in: it says so"
prints '^burndown: of 5 pieces, 5 in \(4 of them since the last run\), 0 open, 0 new$' "all in: the burndown"
is "$(tail -n +2 out/respin/burndown | grep -c '^left: ')" 0 "all in: nothing is left"
check "all in: and the history is there" grep -qx 'state: 3 in' out/respin/burndown
check "all in: the patches stay" sh -c 'diff -r out open | grep -q burndown && [ "$(diff -rq out open | wc -l)" -eq 1 ]'
check "all in: no staging folder is left" test -z "$(ls -A . | grep out\\.)"
sed -i 's/int x = new_name;/long z = new_name + 1;/' k/[ab]/1.c
commit_all k "the lines move on"
split --by directory --depth 1 --no-cc -o out k in
exits 0 "all in, and changed since: exit status 0"
sed -i 's/long z = new_name/long z = old_name/' k/b/1.c
commit_all k "an old name in another line"
split --by directory --depth 1 --no-cc -o out k in
complains 1 '1 of 5 pieces are not in, as b/1.c shows' "a retired name in a line that no mail has"
git -C k reset -q --hard HEAD~1
split -q --by directory --depth 1 --no-cc -o out k in
exits 0 "all in, again: exit status 0"
says_nothing "all in: -q says nothing"
git -C k rm -qr d
commit_all k "no d any more"
split --by directory --depth 1 --no-cc -o out k in
exits 0 "a driver that is gone: exit status 0"
prints '^burndown: of 5 pieces, 5 in \(0 of them since the last run\), 0 open, 0 new$' "nothing is left of it"
finish
