#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin review in the terminal: what it says and reads. The page has a test of
# its own.
. "$(dirname "$0")/lib.sh"

review() { respin review "$@"; }

# --- what was generated ----------------------------------------------------

mkdir cocci
cp -R "$swap" cocci/swap-args
new_tree k
review
complains 129 'nothing in generated-patches/: run respin generate first' "nothing generated yet"
respin generate -q -s swap-args k
gen=generated-patches/linux-6.99.1
review
exits 1 "not verified: exit status 1"
check "... and nothing on stderr" test ! -s "$err"
prints '^respin: swap-args v[0-9]+ on linux-6\.99\.1' "the series and the tree are named"
prints '^ 01  foo: take the object first.* +[0-9]+ files? +\+[0-9]+ +-[0-9]+ not verified$' "a line a patch"
prints '^ --  .*left out$' "a patch that was not asked for"
prints '^leftovers: 0, and [0-9]+ as stated' "leftovers"
prints '^not parsed: ' "what could not be parsed"
prints "^  respin verify --report $gen/respin/verify.json LINUX $gen\$" "how to verify"
prints '^proof: git am gives the same tree' "the proof"
check_not "80 columns, but for commands to be copied" \
	grep -qE '^.{81}' <(grep -v '^  respin verify' "$out")
prints_not "$(printf '\033')" "no colour where no terminal is"
cp "$out" first
review linux-6.99.1
check "by the name of the tree" cmp -s "$out" first
review k
check "by the kernel" cmp -s "$out" first
review --base HEAD k
check "... and its commit" cmp -s "$out" first
review $gen/
prints '^respin: swap-args' "by its folder"
review --out $gen
check "with --out, as for generate" cmp -s "$out" first
review -q
says_nothing "-q says nothing"
before=$(facts k $gen cocci)
review --html page.html
is "$(facts k $gen cocci)" "$before" "nothing but the page is written"
prints '^page: page\.html$' "the page is named"
if command -v script >/dev/null; then
	tty() { TERM=xterm run script -qec "$*" /dev/null; }
	PAGER='tee paged' tty "$RESPIN review"
	check "a terminal: through the pager" grep -q '^respin: swap-args' paged
	check "a terminal: in colour" grep -q "$(printf '\033\[')" paged
	NO_COLOR=1 PAGER='tee paged' tty "$RESPIN review"
	check_not "NO_COLOR" grep -q "$(printf '\033\[')" paged
	exits 1 "the exit status is not the pager's"
	PAGER=no-such-pager tty "$RESPIN review"
	prints '^respin: swap-args' "a pager that is not there is done without"
	PAGER=true tty "$RESPIN review"
	exits 1 "a pager that is left at once is no error"
else
	skip "a terminal" "no script here"
fi

# A line that somebody added by hand.
cp -R $gen edited
patch=$(patches edited | head -n 1)
sed -i 's/^+\treturn foo_map.*/& \/* by hand *\//' "edited/$patch"
review edited
prints_not 'no rule or edit made' "a line that only reads otherwise is still a rule's"
cp "edited/$patch" edited/0009-mine.patch
review edited
prints 'no step of the series made it' "a patch that no step made"
rm edited/respin/series.json edited/0009-mine.patch
review edited
exits 1 "patches without series.json"
prints 'no series\.json, which says what rule made each line' "... are told as such"
review --html other.html edited
check "... and make a page" grep -q '<article id="p01" ' other.html

# --- what was verified -----------------------------------------------------

mkdir v && cd v || exit 1
. "$top/tests/verify-tree.sh"
mkdir checks
sed -i 's/return f->count + 1;/return f->count + 2;/' k/mm/one.c
change 'one: count two'
sed -i 's/return f->name\[0\];/int unused;\n\n\treturn f->name[0];/' k/mm/two.c
change 'two: a warning'
sed -i 's/^}/\treturn nothing;\n}/' k/lib/three.c
printf '#ifdef NEVER\nint never;\n#endif\n' >>k/lib/three.c
change 'three: a failure'
series p
respin verify --arch-data data/arch --checks checks --work work --store store.db \
	--report p/respin/verify.json k p
review p
exits 1 "verified, with findings: exit status 1"
prints '^ 01  one: count two .* 1- 1\+$' "passed, and not checked for lack of a compiler"
prints '^ 02  .* 1w 1-$' "a warning"
prints '^ 03  .* 1F 1-$' "a failure"
prints '^  1 of 2 configurations compiled, by respin verify' "how much, and by what"
prints '^  - far-def: ' "what was not checked is named"
prints '^  w patch 02 on here-def$' "the cell that warns"
prints '^    again: respin verify .* --patch 2 --arch here-def --again --unit mm/two\.c$' "how to see it again"
prints 'unused variable' "what the compiler said"
prints '^  changed lines that nothing compiled: 1$' "lines that nothing compiled"
prints '^    patch 3 lib/three\.c:[0-9]+: ' "... by place"
prints_not 'stale' "nothing is stale"
review -q --html page.html p
cell() { grep -o "<td class=\"$1\"><a href=\"#e$2-c[0-9]*\" title=\"[^\"]*\">$3</a>" page.html; }
is "$(cell P 01 + | grep -c here-def)$(cell W 02 w | grep -c here-def)$(cell F 03 F | grep -c here-def)$(cell S 01 - | grep -c far-def)" \
	1111 "cells of the page, by class and symbol"
check "evidence has the command" grep -q -e '--patch 3 --arch here-def --again --unit lib/three.c' page.html
check "a line that nothing compiled is marked" \
	grep -q '<ins class="nc" title="compiled by no configuration: [^"]*"><a id="p03-f1-n' page.html

cp -R p signed
sed -i -e 's/^From: .*/From: Else <else@example.org>/' -e '0,/^---$/s//\
Acked-by: Max <max@example.org>\
[Else: made anew]\
Signed-off-by: Else <else@example.org>\
---\
a note/' signed/0002-*.patch
review signed
prints_not 'stale' "the author, trailers and notes do not make a report stale"
prints '^ 02  .* 1w' "... and what it says counts"
sed -i 's/^a note$/--- a\/lib\/one.c\n+++ b\/lib\/one.c/' signed/0002-*.patch
review signed
prints '^    patch 02 has changed since$' "but a diff among the notes does"
sed -i 's/^+\tint unused;/+\tint not_used;/' p/0002-*.patch
review p
exits 1 "a report of other patches: exit status 1"
prints 'stale: p/respin/verify\.json was written for other patches' "it is stale"
prints '^    patch 02 has changed since$' "which patch changed"
prints '^    patch 03 was verified on top of other patches$' "... and which stands on it"
prints_not '^    patch 01 ' "the one before is not stale"
prints '^ 01  .* 1\+$' "... and counts"
prints '^ 02  .* 2\?$' "a stale one does not count"
review -q --html page.html p
check "the page says so" grep -q '<td class="O"><a href="#e02-c[0-9]*" title="[^"]*: stale">?</a>' page.html
rm p/0001-*.patch
review p
prints '^    patch 02 was verified on top of other patches$' "a patch less: the others stand elsewhere"
mv p/respin/verify.json p
review p
prints '^  1 of 2 configurations compiled' "a report that an earlier respin left beside the patches"
mv p/verify.json p/respin
cp p/respin/verify.json elsewhere.json
sed -i 's/"subject": "one: count two"/"subject": "none"/' elsewhere.json
review --verify elsewhere.json p
exits 1 "a report that stands elsewhere"
review --verify nowhere.json p
complains 128 'nowhere\.json' "a report that is not there"
for text in '{' '[]' '{"format": 2}' '{"format": 1}'; do
	echo "$text" >p/respin/verify.json
	review p
	complains 129 'p/respin/verify\.json' "a report that is none: $text"
done
for text in '{"format":1,"configurations":[]}' '{"format":1,"configurations":[{"cells":[{"patch":2},{"patch":1,"failures":[]},{"patch":1}]}],"checks":[{}],"patches":[{},{}],"lines_not_compiled":["patch","patch 1 ","patch 1 mm/two.c:x"]}'; do
	echo "$text" >p/respin/verify.json
	review --html odd.html p
	exits 1 "a strange report does no harm"
done
wrong() {
	echo "$1" >"$file"
	review "${file%%/*}"
	complains 129 "^respin: ${file//./\\.}: $2 \\(respin " "not as it must be: $2"
}
file=p/respin/verify.json
wrong '{"format":1,"configurations":[1]}' 'configurations\[0\]: not an object'
wrong '{"format":1,"configurations":[{"cells":[{"patch":-1}]}]}' 'configurations\[0\]\.cells\[0\]\.patch: below zero'
wrong '{"format":1,"configurations":[{"cells":[{"patch":99}]}],"patches":[{}]}' 'configurations\[0\]\.cells\[0\]\.patch: there are 1 patches'
wrong '{"format":1,"configurations":[{"cells":[{"patch":1,"failures":[7]}]}]}' 'configurations\[0\]\.cells\[0\]\.failures\[0\]: not a string'
wrong '{"format":1,"configurations":[],"checks":[{},3]}' 'checks\[1\]: not an object'
wrong '{"format":1,"configurations":[],"checks":[{"patch":1}]}' 'checks\[0\]\.patch: there are 0 patches'
wrong '{"format":1,"configurations":[],"patches":"x"}' 'patches: not a list'
wrong '{"format":1}' 'configurations: missing'
wrong '{"format":"1","configurations":[]}' 'no number "format"'
rm p/respin/verify.json
cd .. || exit 1

# --- another series --------------------------------------------------------

review --against $gen
prints '^same content: [0-9]+ identical$' "against itself: identical"
review --against edited
prints '^ 01  01  .* same tokens$' "a comment more: the same tokens"
cp -R $gen differs
sed -i 's/^+\treturn foo_map/+\treturn foo_pam/' "differs/$patch"
review --against differs --html page.html
prints '^ 01  01  .* different' "other content"
prints '^ +theirs .*foo_pam' "... is shown"
prints '^not the same: ' "... and summed up"
check "the page has it, too" grep -q 'foo_pam' page.html
# git range-diff, on commits made of what the patches show.
review --against $gen --range-diff
is "$(grep -cE '^[12]:  [0-9a-f]{7} = [12]:  [0-9a-f]{7} ' "$out")" 2 "range-diff: the same"
cp -R $gen reworded
sed -i 's/^Every function of foo /Each function of foo /' "reworded/$patch"
review --against reworded --range-diff --html page.html
prints '^    \+    Every function of foo ' "range-diff: another message"
prints '^1:  [0-9a-f]{7} ! 1:' "... of the first patch"
prints '^2:  [0-9a-f]{7} = 2:' "... and no other"
check "the page has it, too" grep -q '^    +    Every function of foo' page.html
cp -R $gen torn
sed -i 's/^ int foo_unmap_all.*/ int torn;/; s/^-int foo_unmap_all.*/-int torn;/' torn/0002-*.patch
review --against torn --range-diff
complains 1 'no range-diff: torn/0002-.* does not fit on the patches before it' \
	"range-diff: patches that are no series"
prints '^ 01  01  .* identical' "... all else is said"
review --range-diff
complains 129 'range-diff needs --against' "range-diff of what?"
git init -q files
seq 40 >files/a
seq 50 80 >files/b
printf 'no end' >files/end
printf 'a\0b' >files/bin
commit_all files base
sed -i '3s/^/x/;30s/$/x/' files/a && seq 5 >files/new && commit_all files 'a, and a new one'
git -C files mv b 'c d' && sed -i 10d 'files/c d' && printf ' now' >>files/end && commit_all files 'a new name'
git -C files rm -q new && sed -i '/^6$/d;31d' files/a && chmod +x files/a && printf 'c\0' >files/bin &&
	commit_all files 'one goes'
echo 90 >>'files/c d' && : >files/empty && commit_all files 'at the end'
git -C files format-patch -q -o "$PWD/files.p" HEAD~4
review --range-diff --against HEAD~4..HEAD --repo files files.p
is "$(grep -oE '^[1-4-]:  [0-9a-f-]{7} . [1-4-]: ' "$out" | cut -c1,12- | tr -d '\n')" \
	"1 = 1: 2 = 2: 3 = 3: 4 = 4: " "range-diff: files made, renamed, removed, without end"

review --against no/such
complains 129 'no/such' "a reference that is not there"
echo nothing >none.mbox
review --against none.mbox
complains 129 'none\.mbox' "a reference that is none"
review --against a..b
complains 129 '^respin: a\.\.b is a range of commits: .*--repo' "a range without a repository"
git -C k am -q "$PWD/$gen"/000[1-9]*.patch
review --against HEAD~2..HEAD k
prints '^same content: [0-9]+ identical$' "a range of the kernel"
git -C k reset -q --hard HEAD~2
review --against nothing..HEAD --repo k
[ "$status" -eq 129 ] || [ "$status" -eq 128 ]
run_result $? "a range that is not there"

# --- bad input -------------------------------------------------------------

review no-such-tree
complains 129 'there is no no-such-tree: run respin generate first' "a tree that is not there"
mkdir -p other/k
printf 'VERSION = 5\nPATCHLEVEL = 1\n' >other/k/Makefile
review other/k
complains 129 'there is no generated-patches/linux-5\.1: run respin generate first' \
	"a kernel that nothing was generated for"
review first
complains 129 'first is not a folder' "a file"
mkdir empty
review empty
complains 129 'empty' "a folder without patches"
review a b
complains 129 'give one tree' "two of them"
cp -R $gen broken
echo '{ "format": 1' >broken/respin/series.json
review broken
complains 129 'broken/respin/series\.json, line [0-9]+: ' "a series.json that is cut off"
echo '{ "format": 99 }' >broken/respin/series.json
review broken
complains 129 'written by another version of respin' "a series.json of another format"
for text in '[]' '7'; do
	echo "$text" >broken/respin/series.json
	review broken
	exits 129 "a series.json that is none: $text"
done
for text in '{ "format": 1 }' '{ "format": 1, "patches": [ {}, {"ops": [{}, {"steps": [{}]}], "changes": [{}, {"added": ["1+1 x", "0+0 y"]}]} ], "leftovers": [{}] }'; do
	echo "$text" >broken/respin/series.json
	review --html odd.html broken
	exits 1 "a strange series.json does no harm"
done
file=broken/respin/series.json
wrong '{"format":1,"patches":[1]}' 'patches\[0\]: not an object'
wrong '{"format":1,"patches":[{"ops":[2]}]}' 'patches\[0\]\.ops\[0\]: not an object'
wrong '{"format":1,"patches":[{"ops":[{"steps":3}]}]}' 'patches\[0\]\.ops\[0\]\.steps: not a list'
wrong '{"format":1,"patches":[{"changes":[{"added":[5]}]}]}' 'patches\[0\]\.changes\[0\]\.added\[0\]: not a string'
for span in x 1+1 '-1+-5 x' '1+99999999999 x'; do
	wrong '{"format":1,"patches":[{"changes":[{"added":["'"$span"'"]}]}]}' 'lines are not as in "12\+3 1-rename\.cocci"'
done
wrong '{"format":1,"leftovers":[6]}' 'leftovers\[0\]: not an object'
review --html no/such/folder/page.html
complains 128 'cannot write no/such/folder/page\.html' "a page that cannot be written"

finish
