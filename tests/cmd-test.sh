#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin test: the rule tests of a series, and what it finds wrong with them.
. "$(dirname "$0")/lib.sh"

before=$(disk)
respin test "$swap"
exits 0 "all pass: exit status 0"
prints '^ok 1 - 01-swap-foo-map/1-swap$' "a case is one line of TAP"
prints '^ok [0-9]+ - 02-rename-unmap/patch$' "a whole patch is a case"
prints '^1\.\.[1-9][0-9]*$' "there is a plan"
prints '^[1-9][0-9]* passed, 0 failed$' "it is summed up"
is "$(tail -n 1 "$out" | cut -d' ' -f1)" "$(grep -c '^ok' "$out")" "with the right number"
is "$(cat "$err")" "" "nothing on stderr"
is "$(disk)" "$before" "nothing is left on the disk"
respin test --only 02 "$swap"
exits 0 "--only: exit status 0"
is "$(grep -c '^ok .* - 02' "$out") $(grep -c '^ok' "$out")" "3 3" "--only runs the cases of one patch"

# spoil: a fresh copy of the series in ./s; failing PATTERN NAME: its tests
# fail, with exit status 1, and say PATTERN.
spoil() {
	rm -rf s
	new_series s
}
failing() {
	respin test ./s
	exits 1 "$2: exit status 1"
	prints "$1" "$2: it says what"
	prints '^[0-9]+ passed, [1-9][0-9]* failed$' "$2: it is counted"
}
after=s/01-swap-foo-map/tests/1-swap/after/mm/user.c
spoil
swap_text $after 'return -1' 'return -2'
failing '^not ok 1 - 01-swap-foo-map/1-swap$' "another result"
prints '^# ?.*wanted \(-\) and got \(\+\)' "another result: the difference is shown"
grep -q 'return -2' "$out"
run_result $? "another result: with its lines"
is "$(grep -cvE '^(#|ok |not ok |1\.\.|[0-9]+ passed)' "$out")" 0 \
	"another result: what is printed is TAP"
spoil
rm -r s/01-swap-foo-map/tests/1-swap/after
failing '^# .*no after/ tree' "no after/"
spoil
rm -r s/01-swap-foo-map/tests/1-swap/before
failing '^not ok 1 - 01-swap-foo-map/1-swap$' "no before/"
spoil
echo 'int x;' >s/01-swap-foo-map/tests/1-swap/after/mm/more.c
failing '(mm/more\.c is not in before/|before/ has 1 files?, after/ 2)' "a file more after"
spoil
mv s/01-swap-foo-map/tests/1-swap s/01-swap-foo-map/tests/2-swap
failing "^# .*named after no operation" "a case named after nothing"
spoil
rm -r s/02-rename-unmap/tests/2-words s/02-rename-unmap/tests/patch
failing '^not ok [0-9]+ - 02-rename-unmap/2-words\.edit$' "an operation without a case"
spoil
sed -i 's/foo_map/foo_nap/' s/03-drop-compat/tests/patch/*/include/linux/foo.h
swap_text s/series 'done = !FOO_COMPAT' 'done = !FOO_COMPAT
	done = !_H in include/linux/foo.h
	done = !struct foo in include/linux/foo.h'
failing '^not ok [0-9]+ - 03-drop-compat/patch' "a patch that would not know itself again"
grep -q "'done = !struct foo in .* does not hold" "$out" "$err"
run_result $? "a patch that would not know itself again: why"
spoil
rm -rf s/0*/tests
respin test ./s
exits 1 "no cases at all: exit status 1"

respin test ./nowhere
complains 129 "no series 'nowhere'" "a series that is not there"
spoil
swap_text s/series 'version = 2' 'vers = 2'
respin test ./s
complains 129 "s/series:5: unknown key 'vers'" "a manifest with a mistake"
fake segv respin test --only 01 ./s
exits 129 "a mistake comes before a spatch that crashes"
spoil
fake segv respin test --only 01 ./s
exits 1 "a spatch that crashes: exit status 1"
grep -q 'killed by signal 11' "$out" "$err"
run_result $? "a spatch that crashes: it says so"

finish
