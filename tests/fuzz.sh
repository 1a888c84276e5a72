#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# fuzz.sh SECONDS [TARGET...]: libFuzzer on each of tests/fuzz, or on those
# named, one after the other, as `make fuzz` has built them. What it comes up
# with stays in build/fuzz/work/TARGET, to go on from; what it finds is
# build/fuzz/found/TARGET-*. One line a target: executions, inputs, found.
# Exit status 1 if anything was found.
set -u

cd "$(dirname "$0")/.." || exit 1
seconds=${1:?give the seconds for each target}
shift
build=build/fuzz
if [ $# -eq 0 ]; then
	for c in tests/fuzz/*.c; do
		c=${c##*/}
		[ -x "$build/fuzz/${c%.c}" ] && set -- "$@" "${c%.c}"
	done
fi
bad=0
for t; do
	mkdir -p "$build/work/$t" "$build/found" "$build/log"
	log=$build/log/$t
	options=(-max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048
		 -max_len=65536 -close_fd_mask=2 -print_final_stats=1
		 -artifact_prefix="$build/found/$t-")
	[ -f "tests/fuzz/$t.dict" ] && options+=(-dict="tests/fuzz/$t.dict")
	"$build/fuzz/$t" "${options[@]}" "$build/work/$t" "tests/fuzz/corpus/$t" \
		>"$log" 2>&1
	status=$?
	awk -v t="$t" -v status="$status" '
		/stat::number_of_executed_units/ { runs = $2 }
		/stat::new_units_added/ { new = $2 }
		/SUMMARY: / { sub(/.*SUMMARY: /, ""); said = $0 }
		END { printf "%-8s %10d runs %6d new  %s\n", t, runs, new,
		      status ? said ? said : "exit status " status : "nothing found" }' "$log"
	[ "$status" -eq 0 ] || bad=1
done
exit "$bad"
