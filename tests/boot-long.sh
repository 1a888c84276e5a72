#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# boot-long.sh LINUX: does respin boot see on real kernels what they do not give
# back? The series as posted leaks on arm without LPAE, and with the patches of
# --fixes it does not; x86_64 was right all the time. LINUX is one that leaks:
# 6.12. Kernels take an hour. TAP.
#
#	WORK	objects, kept for the next time (default build/verify)
#	J	processes at a time (default: processors)
#	LIGHT	(empty: kernels with all checks) default --light
set -u
cd "$(dirname "$0")/.." || exit 2
export LC_ALL=C
linux=${1:?usage: boot-long.sh LINUX}

. tests/tap.sh
scratch boot
result() {
	ok "$1" "$2"
	[ "$1" -eq 0 ] || tail -n 40 "$tmp/log" 2>/dev/null | sed 's/^/# /'
}

# boot MACHINE SERIES: what boot says is in $tmp/log.
boot() {
	./respin boot ${LIGHT---light} -j "${J:-$(nproc)}" --work "${WORK:-build/verify}" \
		--store "$tmp/store.db" --arch "$1" "$linux" "$2" >"$tmp/log" 2>&1
	status=$?
}

# prints PATTERN NAME
prints() {
	grep -qE -e "$1" "$tmp/log"
	result $? "$2"
}

for fixes in "" --fixes; do
	./respin generate -q $fixes --out "$tmp/posted$fixes" "$linux" >"$tmp/log" 2>&1
	result $? "generate $fixes"
done

boot arm-v7 "$tmp/posted"
[ "$status" -eq 1 ]
result $? "arm, as posted: exit status 1"
prints '^  arm-v7 +ok +leak \+[0-9]+ *$' "arm, as posted: leaks after the last patch, not at the base"
tables=$(sed -n 's/^    a round: spread +\([0-9]*\).*/\1/p' "$tmp/log")
[ "${tables:-0}" -ge 900 ] && [ "${tables:-0}" -le 1100 ]
result $? "arm, as posted: each table of a round that makes 1,000: ${tables:-none}"

boot arm-v7 "$tmp/posted--fixes"
[ "$status" -eq 0 ]
result $? "arm, mended: exit status 0"
prints '^  arm-v7 +ok +ok *$' "arm, mended: ok"

boot x86-x86_64 "$tmp/posted"
[ "$status" -eq 0 ]
result $? "x86_64: exit status 0"
prints '^  x86-x86_64 +ok +ok *$' "x86_64: ok"

tap_end
