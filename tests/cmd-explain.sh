#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin explain: which rule made a line.
. "$(dirname "$0")/lib.sh"

new_tree k
respin generate -q -s "$swap" --with 03 --branch result -o out k
git -C k checkout -q result

respin explain -o out mm/foo.c:4
exits 0 "a line of the tree: exit status 0"
is "$(cat "$out")" "patch 01-swap-foo-map: foo: take the object first in foo_map()
  in 0001-foo-take-the-object-first-in-foo_map.patch
  cocci/swap-args/01-swap-foo-map/1-swap.cocci (rules with hits: prototype, definition, call)" \
	"it names the patch, its file, the rule file and the rules"
respin explain -o out arch/b/kernel/entry.S:6
prints 'cocci/swap-args/02-rename-unmap/2-words\.edit:4' "an edit is named with its line"
respin explain --out out/ mm/foo.c:1
complains 1 'mm/foo\.c:1 is not a line of the series' "a line that was there before"
respin explain -o out mm/foo.c:10000
complains 1 'mm/foo\.c:10000 is not a line of the series' "a line that is not there"
respin explain -o out lib/bar.c:1
complains 1 'the series does not change lib/bar\.c' "a file that the series leaves alone"
respin explain -o out no/such.c:1
complains 1 'the series does not change no/such\.c' "a file that is not there"

# Every line that the series changed is explained, and no other is: of the
# last tree, by git's own account of which commit made a line ...
wrong=
for f in $(git -C k diff --name-only main result); do
	n=0
	while read -r commit _; do
		n=$((n + 1))
		respin explain -o out "$f:$n"
		want=0
		git -C k merge-base --is-ancestor "$commit" main && want=1
		[ "$status" -eq $want ] || wrong="$wrong $f:$n"
		subject=$(git -C k log -1 --format=%s "$commit")
		[ $want -eq 1 ] || grep -qF ": $subject" "$out" || wrong="$wrong $f:$n(which)"
	done < <(git -C k blame -s -l --root result -- "$f")
done
is "$wrong" "" "every line of the last tree is explained as git blame has it"
# ... and in the patch files.
wrong=
for p in out/000[123]*.patch; do
	n=0
	hunk=
	while IFS= read -r line; do
		n=$((n + 1))
		case $line in
		'diff --git'*) hunk= ;;
		'@@ '*) hunk=1; continue ;;
		'-- ') hunk= ;;
		esac
		want=1
		case $line in
		[-+]*) [ -z "$hunk" ] || want=0 ;;
		esac
		[ $want -eq 0 ] || [ $((n % 9)) -eq 0 ] || continue
		respin explain -o out "$p:$n"
		[ "$status" -eq $want ] || wrong="$wrong $p:$n"
		[ $want -eq 1 ] || grep -q "  in ${p#out/}" "$out" || wrong="$wrong $p:$n(which)"
	done <"$p"
done
is "$wrong" "" "every + and - line of the patch files is explained, no other"
respin explain -o out 0001-no-such.patch:20
complains 1 '0001-no-such\.patch:20 is not an added' "a patch file that is not there"

# Without --out, the newest.
git -C k checkout -q main
respin generate -q -s "$swap" k
respin explain include/linux/foo.h:13
exits 0 "without --out, generated-patches/ is looked at"
mkdir -p generated-patches/linux-0/respin
cp generated-patches/linux-6.99.1/respin/series.json generated-patches/linux-0/respin
sed -i s/foo_map/old_map/ generated-patches/linux-0/respin/series.json
touch -d 2001-01-01 generated-patches/linux-0/respin/series.json
respin explain include/linux/foo.h:13
prints 'first in foo_map' "the newest folder is taken"

# Earlier, series.json was beside the patches.
cp -R generated-patches/linux-6.99.1 old
mv old/respin/series.json old && rmdir old/respin
respin explain -o old include/linux/foo.h:13
prints 'first in foo_map' "a folder that an earlier respin made"

respin explain -o nowhere mm/foo.c:4
complains 128 'nowhere/respin/series\.json: .*run respin generate first' "a folder that is not there"
mkdir -p bad/respin
echo '{ "format": 1' >bad/respin/series.json
respin explain -o bad mm/foo.c:4
complains 128 'bad/respin/series\.json, line [0-9]+: ' "a series.json that is cut off"
echo '{ "format": 99 }' >bad/respin/series.json
respin explain -o bad mm/foo.c:4
complains 128 'written by another version of respin' "a series.json of another format"
for text in '[]' '{ "format": 1 }' '{ "format": 1, "lines": [ 1 ], "patches": "x" }' \
	    '{ "format": 1, "lines": { "mm/foo.c": [ 7, "x", "4+1", "4+1 none 1.cocci" ] } }'; do
	echo "$text" >bad/respin/series.json
	respin explain -o bad mm/foo.c:4
	[ "$status" -le 129 ]
	run_result $? "a strange series.json does no harm: $text"
done

finish
