#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kill.sh [-n KILLS] [JOB...]: kill -9 of respin at random moments of its jobs
# (tests/fault-lib.sh). Afterwards none of its children lives, what is
# published is as it was, or complete; and the next run, with what the dead one
# kept, gives the undisturbed answer, and removes what the dead one left.
. "$(dirname "$0")/lib.sh"
. "$top/tests/fault-lib.sh"

kills=200
while getopts n: o; do
	case $o in
	n) kills=$OPTARG ;;
	*) exit 129 ;;
	esac
done
shift $((OPTIND - 1))
names=${*:-generate regenerate split review verify prove merge}
RANDOM=${RESPIN_SEED:-1}
no_kept
export RESPIN_SWEEP_AGE=-1

# children: processes that have the mark of this test in their environment.
children() {
	grep -lzs "^FAULT_MARK=$1\$" /proc/[0-9]*/environ 2>/dev/null |
		while IFS=/ read -r _ _ p _; do
			gone "$p" || echo "$p"
		done
}
none_left() {
	[ -z "$(children "$1")" ]
}

fixtures || { echo "Bail out! no fixtures"; exit 1; }
set -- $names
for name; do
	job "$name"
	reference "$name"
	begin
	from=$EPOCHREALTIME
	go env
	ms=$(awk -v a="$from" -v b="$EPOCHREALTIME" 'BEGIN { printf "%d", (b - a) * 1000 }')
	for ((i = 0; i < kills / $#; i++)); do
		mark=$name-$i-$$
		at=$((RANDOM % ms + 1))
		begin
		before=$(state)
		(cd "$tmp/run/work" && FAULT_MARK=$mark TMPDIR=$tmp/run/tmp XDG_CACHE_HOME=$tmp/run/cache \
			exec "$RESPIN" "${job[@]}") >"$out" 2>"$err" </dev/null &
		pid=$!
		sleep "$(printf '%d.%03d' $((at / 1000)) $((at % 1000)))"
		kill -KILL "$pid" 2>/dev/null
		{ wait "$pid"; ended=$?; } 2>/dev/null
		wrong=
		soon none_left "$mark" || wrong="these live: $(children "$mark"). "
		now=$(state)
		[ "$now" = "$before" ] || [ "$now" = "$(sed -n '/^PRAGMA/,$p; /^[0-9a-f]\{64\} \|^[^ ]* [fdl] /p' "$tmp/answer.$name")" ] ||
			wrong="${wrong}$writes is half written. "
		go env
		answer >"$tmp/answer"
		cmp -s "$tmp/answer" "$tmp/answer.$name" ||
			wrong="${wrong}the next run answers otherwise: $(diff "$tmp/answer.$name" "$tmp/answer" | head -n 12; head -n 3 "$err")"
		[ -z "$(left_over)" ] || wrong="${wrong}left: $(left_over | tr '\n' ' ')"
		[ ! -e "$tmp/run/work/store.db" ] || ! command -v sqlite3 >/dev/null ||
			[ "$(sqlite3 "$tmp/run/work/store.db" 'pragma integrity_check')" = ok ] ||
			wrong="${wrong}the store is damaged"
		[ -z "$wrong" ]
		result $? "$name: killed after $at of $ms ms (status $ended)" "$wrong"
	done
done
finish
