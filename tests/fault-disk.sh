#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# fault-disk.sh [JOB...]: the disk for scratch files is full, after more and
# more bytes; no file may get larger than some (ulimit -f).
# tests/fault-lib.sh says what must come out.
. "$(dirname "$0")/lib.sh"
. "$top/tests/fault-lib.sh"

names=${*:-$jobs}
no_kept
fixtures || { echo "Bail out! no fixtures"; exit 1; }
mkdir "$tmp/small"
# shellcheck disable=SC2016
small='mount -t tmpfs -o size="$0" none "$1" || exit 99
	export TMPDIR=$1
	shift
	exec "$@"'
unshare -rm sh -c "$small" 64k "$tmp/small" true 2>/dev/null
mounts=$?
for name in $names; do
	reference "$name"
	for blocks in 1 2 4 8 16 32 64; do
		disturbed "$name" x bash -c "ulimit -f $blocks; exec \"\$@\"" sh
		result $? "$name: ulimit -f $blocks: $how" "$wrong" "$(head -n 3 "$tmp/said")"
	done
	if [ "$mounts" -ne 0 ]; then
		skip "$name: TMPDIR is full" "no tmpfs of our own here (unshare -rm)"
		continue
	fi
	for size in 4 8 12 16 24 32 40 48 64 80 96 128 160 200 240 300 360 420 500 700 1000; do
		disturbed "$name" x unshare -rm sh -c "$small" "${size}k" "$tmp/small"
		result $? "$name: TMPDIR is full after $size KiB: $how" "$wrong" \
			"$(head -n 3 "$tmp/said")"
	done
done
finish
