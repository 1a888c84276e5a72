#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# A series that takes patches and operations from a series beside it.
. "$(dirname "$0")/lib.sh"

new_tree k
mkdir cocci
new_series cocci/one

# two: 01 is one's as a whole. 02 is its own, with one's rule and one's edit.
make_two() {
	rm -rf cocci/two
	mkdir -p cocci/two/02-rename
	cat >cocci/two/series <<'EOT'
[series]
	title = the next version
	version = 3
	patch = 01-swap
	patch = 02-rename

[patch "01-swap"]
	from = ../one/01-swap-foo-map

[patch "02-rename"]
	subject = foo: foo_unmap_all() is foo_release()
	done = foo_release(struct foo in include/linux/foo.h
	needs = foo_unmap_all in include/linux/foo.h
	retires = foo_unmap_all
	op = ../one/02-rename-unmap/1-rename.cocci
	op = 2-more.edit

[leftover "Documentation/translations/*"]
	identifiers = foo_unmap_all
	reason = translations follow the English text in their own time
EOT
	echo "Because that is what it does." >cocci/two/02-rename/message
	cp cocci/one/02-rename-unmap/2-words.edit cocci/two/02-rename/2-more.edit
}
make_two
respin generate -q -s one -o out1 k
exits 0 "the series that has them: exit status 0"
respin generate -s two -o out2 k
exits 0 "the series that takes them: exit status 0"
prints '^ 01  foo: take the object first' "a patch has the subject that it has there"
prints '^ 02  foo: foo_unmap_all\(\) is foo_release\(\)' "a patch of its own has its own"

# diffs DIR: what its patches change.
diffs() {
	sed -n '/^diff --git/,/^-- $/p' "$1"/0001-* "$1"/0002-*
}
is "$(diffs out2)" "$(diffs out1)" "both make the same changes"
is "$(sed -n '/^Made by/,/^$/p' out2/0001-*)" \
	"$(sed -n '/^Made by/,/^$/p' out1/0001-*)" \
	"the message names the folder that has the rule"
is "$(sed -n '/^Made by/,/^---/p' out2/0002-* | grep -v '^---')" "Made by respin from cocci:
  one/02-rename-unmap/1-rename.cocci
  two/02-rename/2-more.edit" "operations of two series are named with theirs"
is "$(grep -c '"from": "one/0' out2/respin/series.json) $(grep -c '"from"' out1/respin/series.json)" \
	"2 0" "series.json tells whose an operation is"
respin explain -o out2 mm/foo.c:4
prints '^  cocci/one/01-swap-foo-map/1-swap\.cocci \(rules' "explain: a patch that was taken"
respin explain -o out2 arch/b/kernel/entry.S:6
prints '^  cocci/two/02-rename/2-more\.edit:4' "explain: an operation of its own"
respin review --html page.html out2
exits 1 "review: not verified"
grep -qE '<h4 id="p01-r1">(<a [^>]*>)?cocci/one/01-swap-foo-map/1-swap.cocci(</a>)?</h4>' page.html &&
	! grep -q 'does not exist here' page.html
run_result $? "review: the page shows the rules of both"

# It reads the same from elsewhere, and by another name of the folder.
respin generate -q -s "$PWD/cocci/two" -o out3 k
check "by the absolute name of its folder: the same output" same_files out2 out3
cd cocci/two || exit 1
respin status -s ./. ../../k
exits 1 "by the name ./. of its folder: exit status 1"
prints '^2 open' "... and both patches are open"
cd ../.. || exit 1

# --- rule tests ------------------------------------------------------------

mkdir -p cocci/two/02-rename/tests
cp -R cocci/one/02-rename-unmap/tests/1-rename cocci/two/02-rename/tests
cp -R cocci/one/02-rename-unmap/tests/2-words cocci/two/02-rename/tests/2-more
respin test two
exits 0 "test: exit status 0"
prints '^ok [0-9]+ - 01-swap/1-swap$' "test: a patch that was taken brings its tests"
prints '^ok [0-9]+ - 02-rename/1-rename$' "test: an operation that was taken is tested here"
rm -r cocci/two/02-rename/tests/1-rename
respin test two
exits 1 "test: an operation that was taken needs a case here: exit status 1"
prints '^not ok [0-9]+ - 02-rename/1-rename\.cocci$' "test: it is named"

# --- mistakes --------------------------------------------------------------

# two OLD NEW: a fresh cocci/two, with a mistake in its manifest.
two() {
	make_two
	swap_text cocci/two/series "$1" "$2"
}
# refused PATTERN NAME
refused() {
	respin status -s two k
	complains 129 "$1" "$2"
}
two '../one/01-swap-foo-map' '../one/01-no'
refused "cocci/two/series:8: there is no patch '01-no' in cocci/one/series" "no such patch"
two '../one/01-swap-foo-map' '../none/01-swap-foo-map'
refused "cocci/two/series:8: patch '01-swap' is from none/01.*: cannot read cocci/none/series: No such file" \
	"no such series"
for from in one/01-swap-foo-map ../one ../one/01-swap-foo-map/x ../../one/01-swap-foo-map \
	    ../one/../one/01 ../../x /etc/passwd ../one/ '.././/x' ''; do
	two 'from = ../one/01-swap-foo-map' "from = $from"
	refused "cocci/two/series:8: 'from = .*' is not ../SERIES/PATCH" "from = $from"
done
two 'from = ../one/01-swap-foo-map' 'from = ../one/01-swap-foo-map
	subject = mine'
refused "cocci/two/series:8: patch '01-swap' is from one/01-swap-foo-map: its section can say nothing else" \
	"a patch that was taken, and a subject"
two 'from = ../one/01-swap-foo-map' 'from = ../one/01-swap-foo-map
	op = ../one/02-rename-unmap/2-words.edit'
refused "can say nothing else" "a patch that was taken, and an operation"
for op in ../one/02-rename-unmap ../one/02-rename-unmap/x/1.edit ../../x/y/z.edit \
	  ../one/../one/1-x.edit ../../../etc/passwd /etc/x.edit; do
	two 'op = 2-more.edit' "op = $op"
	refused "cocci/two/series:[0-9]+: '02-rename/.*' is not a file in the series' folder, nor ../SERIES/PATCH/FILE" \
		"op = $op"
done
two '02-rename-unmap/1-rename.cocci' '02-rename-unmap/9-no.cocci'
refused "cannot read rule file cocci/one/02-rename-unmap/9-no.cocci: No such file" "no such rule"
two 'op = 2-more.edit' 'op = ../one/02-rename-unmap/9-no.edit'
refused "cannot read edit file cocci/one/02-rename-unmap/9-no.edit: No such file" "no such edit"
two 'op = 2-more.edit' 'op = 1-rename.cocci'
cp cocci/one/02-rename-unmap/1-rename.cocci cocci/two/02-rename
refused "cocci/two/series: patch '02-rename' has two files called '1-rename.cocci'" \
	"two operations of the same name"

# Two series that take from each other, and one that takes from itself.
make_two
cp -R cocci/one one.kept
swap_text cocci/one/series '[patch "01-swap-foo-map"]' '[patch "01-swap-foo-map"]
	from = ../two/01-swap
[patch "04-rest"]'
swap_text cocci/one/series 'patch = 01-swap-foo-map' 'patch = 01-swap-foo-map
	patch = 04-rest'
refused "cocci/two/series:8: one/01-swap-foo-map is itself from two/01-swap: name that one" "a circle"
rm -r cocci/one && mv one.kept cocci/one
two '../one/01-swap-foo-map' '../two/01-swap'
refused "two/01-swap is itself from two/01-swap" "a patch from itself"
make_two
swap_text cocci/one/series 'version = 2' 'versoin = 2'
refused "cocci/one/series:5: unknown key 'versoin'" "a mistake in the other manifest"
swap_text cocci/one/series 'versoin = 2' 'version = 2'

# No links: neither the other series nor a file of it.
mv cocci/one elsewhere
ln -s ../elsewhere cocci/one
refused "cannot read cocci/one/series: (it is a link|Not a directory)" "the other series is a link"
rm cocci/one && mv elsewhere cocci/one
mv cocci/one/01-swap-foo-map/1-swap.cocci rule
ln -s "$PWD/rule" cocci/one/01-swap-foo-map/1-swap.cocci
refused "cannot read rule file cocci/one/01-swap-foo-map/1-swap.cocci: it is a link" \
	"its rule is a link"
rm cocci/one/01-swap-foo-map/1-swap.cocci && mv rule cocci/one/01-swap-foo-map/1-swap.cocci

# Trust goes by the series that a rule belongs to.
cat >>cocci/one/02-rename-unmap/1-rename.cocci <<'EOT'

@script:python@
@@
print("hello")
EOT
respin generate -n -s two k
complains 129 "cocci/one/02-rename-unmap/1-rename.cocci:[0-9]+: this rule runs a script.*trustSeries cocci/one$" \
	"a rule that was taken runs a script"
git config --file "$HOME/.gitconfig" respin.trustSeries "$PWD/cocci/two"
respin generate -n -s two k
complains 129 "this rule runs a script" "the series that takes it is trusted: that is not enough"
git config --file "$HOME/.gitconfig" respin.trustSeries "$PWD/cocci/one"
respin generate -n -s two k
! grep -q 'this rule runs a script' "$err"
run_result $? "the series that it belongs to is trusted"

finish
