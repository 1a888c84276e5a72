#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Ctrl-C, SIGTERM, kill -9, and two runs at once: what is there stays as it
# was, nothing is left behind, and the next run works.
. "$(dirname "$0")/lib.sh"

new_tree k
respin generate -q -s "$swap" -o out k
cp -R out kept
check "the patches are there" test -f out/respin/series.json
# Something to do on top, so that a run that went through would show.
echo "/* later */" >>k/mm/foo.c
commit_all k

# begin COMMAND...: in the background, $pid; wait until a fake has started.
# An interactive shell does not ignore SIGINT for what it starts; nor here.
begin() {
	rm -f "$tmp/started" "$tmp/go" "$tmp/pids"
	env --default-signal=INT "$@" >"$out" 2>"$err" </dev/null &
	pid=$!
	soon test -e "$tmp/started" || echo "# the fake did not start"
}

# ended: wait for $pid; its exit status is $status.
ended() {
	status=0
	wait "$pid" || status=$?
}

start_fake() {
	no_kept
	FAKE_DIR=$tmp PATH=$top/tests/fakes:$PATH begin "$@"
}

before=$(disk)
# stops SIGNAL NAME: the run that has begun ends at once and cleanly.
stops() {
	local from=$SECONDS
	kill -s "$1" "$pid"
	ended
	exits 130 "$2: exit status 130"
	check "$2: within some seconds" test $((SECONDS - from)) -lt 8
	complains 130 '^respin: interrupted; nothing was written' "$2: it says so, in one line"
	# shellcheck disable=SC2046
	check "$2: no child is left" soon gone $(cat "$tmp/pids")
	is "$(disk)" "$before" "$2: no scratch, no staging folder, no lock; the old patches are there"
}

for sig in INT TERM HUP; do
	mode=wait
	[ $sig != INT ] || mode=hang
	FAKE_SPATCH=$mode start_fake "$RESPIN" generate -s "$swap" -o out -j2 k
	stops $sig "SIG$sig while spatch runs"
done
FAKE_GIT=am-hangs start_fake "$RESPIN" generate -s "$swap" -o out k
stops INT "SIGINT while git runs"
FAKE_SPATCH=hang start_fake "$RESPIN" generate -s "$swap" --branch b k
kill -INT "$pid"
kill -INT "$pid"
stops INT "SIGINT three times"
check_not "an interrupted run makes no branch" git -C k rev-parse -q --verify refs/heads/b
FAKE_SPATCH=hang start_fake "$RESPIN" test "$swap"
kill -INT "$pid"
ended
exits 130 "test, SIGINT: exit status 130"
# shellcheck disable=SC2046
check "test, SIGINT: no child is left" soon gone $(cat "$tmp/pids")
is "$(disk)" "$before" "test, SIGINT: nothing is left on the disk"

# --- kill -9 ---------------------------------------------------------------

FAKE_SPATCH=hang start_fake "$RESPIN" generate -s "$swap" -o out -j1 k
kill -KILL "$pid"
{ ended; } 2>/dev/null
is "$status" 137 "kill -9 kills"
# shellcheck disable=SC2046
kill -KILL $(cat "$tmp/pids") 2>/dev/null	# orphans now, and ours
check "kill -9: the old patches are there" same_files out kept
check "kill -9: a staging folder is left, or a lock" \
	sh -c 'ls -d .out.*'
echo "half" >.out.new/0001-half.patch
respin generate -q -s "$swap" -o out k
exits 0 "the next run: exit status 0"
is "$(cat "$err")" "" "the next run has nothing to say"
is "$(ls -A .)" "k
kept
out" "the next run takes away what was left beside the patches"
check_not "the next run does not publish what was half made" \
	grep -rq half out
check "the next run is complete" test "$(patches out | wc -l)" = 2
rm -rf "$TMPDIR"/respin.*

# --- two at once -----------------------------------------------------------

respin generate -q -s "$swap" -o kept2 k
FAKE_SPATCH=wait start_fake "$RESPIN" generate -q -s "$swap" -o out k
first=$pid
rm -f out.marker
respin generate -s "$swap" -o out k
complains 128 'another respin is writing out; wait for it, or give another folder' \
	"two at once on one folder: the second is refused"
respin generate -q -s "$swap" -o other k
exits 0 "two at once on two folders: the second is done"
respin generate -q -s "$swap" -n -o out k
exits 0 "a dry run needs no folder"
: >"$tmp/go"
pid=$first
ended
exits 0 "two at once: the first is done"
check "two at once: the first has all its patches" same_files out kept2
is "$(ls -A .)" "k
kept
kept2
other
out" "two at once: no lock is left"
is "$(ls -A "$TMPDIR")" "" "no scratch folder is left"

# --- nothing to see for a while ------------------------------------------------

if command -v script >/dev/null; then
	new_tree slow
	rm -f "$tmp/go" "$tmp/started" "$tmp/pids"
	(sleep 4; : >"$tmp/go") &
	TERM=xterm run fake wait script -qec "$RESPIN generate -s $swap -o slow-out slow" /dev/null
	wait
	prints ' \(2 s\)' "a step that takes its time: the seconds count"
	check "... and it ends well" test -s slow-out/respin/series.json
else
	skip "the seconds count" "no script(1) here"
fi

finish
