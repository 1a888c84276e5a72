#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# tests/run itself: what it must not take for a success.
. "$(dirname "$0")/lib.sh"

# script NAME: a test, from stdin.
script() {
	{ echo '#!/bin/sh'; cat; } >"$1"
	chmod +x "$1"
}
script good <<'S'
echo 1..2
echo ok 1 - one
echo ok 2 - two
S
script skips <<'S'
echo ok 1 - one
echo 'ok 2 - two # SKIP no such tool'
echo 1..2
S
script fails <<'S'
echo 1..2
echo not ok 1 - one
echo '# because'
echo ok 2 - two
exit 1
S
script no-plan <<'S'
echo ok 1 - one
S
script short-plan <<'S'
echo ok 1 - one
echo ok 2 - two
echo 1..1
S
script long-plan <<'S'
echo 1..3
echo ok 1 - one
S
script two-plans <<'S'
echo 1..1
echo ok 1 - one
echo 1..1
S
script disorder <<'S'
echo ok 1 - one
echo ok 3 - two
echo 1..2
S
script crash <<'S'
echo 1..1
echo ok 1 - one
kill -SEGV $$
S
script empty <<'S'
exit 0
S
script bail <<'S'
echo 'Bail out! no disk'
S
script hang <<'S'
echo 1..1
sleep 1000
S
script all-skipped <<'S'
echo '1..0 # SKIP nothing to test'
S

# sums STATUS LINE NAME TEST...: what tests/run says at the end.
sums() {
	local want=$1 line=$2 name=$3
	shift 3
	run "$top/tests/run" -j 2 "$@"
	[ "$status" -eq "$want" ] && [ "$(tail -n 1 "$out")" = "$line" ]
	run_result $? "$name" "want: $line"
}
sums 0 "2 passed, 0 failed" "all pass" good
is "$(wc -l <"$out")" 2 "one line a test, and the sum"
sums 0 "3 passed, 0 failed, 1 skipped" "one is skipped" good skips
prints 'two # SKIP no such tool' "with its reason"
sums 1 "3 passed, 1 failed" "one fails" ./good "$PWD/fails"
prints '^  not ok 1 - one' "it is shown"
prints '^  # because' "with its details"
prints_not '^ .*ok 2 - two' "what passed is not"
for bad in no-plan long-plan two-plans disorder crash; do
	run "$top/tests/run" $bad
	exits 1 "$bad: exit status 1"
	prints ', 1 failed$' "$bad: counts as a failure"
done
sums 1 "2 passed, 1 failed" "more tests than planned" short-plan
sums 1 "0 passed, 1 failed" "a test that prints nothing" empty
sums 1 "0 passed, 1 failed" "a test that gives up" bail
prints 'Bail out! no disk' "with its reason"
sums 1 "0 passed, 1 failed" "a test that is not there" nowhere
sums 1 "0 passed, 0 failed, 1 skipped" "nothing ran" all-skipped
LIMIT=1 sums 1 "2 passed, 2 failed" "a test that hangs" hang good
prints 'stopped after 1 s' "it is stopped"
sums 0 "7 passed, 0 failed" "the folder of a series" "$swap"

finish
