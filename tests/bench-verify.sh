#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# bench-verify.sh LINUX [CONFIG [PATCH]]: what skipping saves: one patch on one
# configuration, verified with it and without, each from an empty store, the
# objects prepared before; and the same again with all of it known. Then what
# a first run costs in CPU seconds, objects and all, and what it costs without
# one reading of Kconfig for all (kconfig), with another one by make in each
# folder (sync), with each make asking the compiler what it takes (tries), and
# each reading of Kconfig running its tests (tests; a run before fills that cache), with
# a list of all units instead of folders (folders), with all users of a changed
# header (names). One run on this machine, as ratios.
set -eu
cd "$(dirname "$0")/.."
linux=$(realpath "${1:-build/linux-source-6.12}")
config=${2:-m68k-multi} patch=${3:-6}
series=generated-patches/linux-$(make -s -C "$linux" kernelversion 2>/dev/null)
tmp=$(mktemp -d "${TMPDIR:-/tmp}/respin-bench.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
run() {
	local name=$1 store=$2 rc=0
	shift 2
	./respin verify --store "$tmp/$store.db" --arch "$config" --json "$@" \
		"$linux" "$series" >"$tmp/$name" || rc=$?
	[ $rc -le 1 ] || exit $rc
}
echo "bench: verify, $config, patch $patch of $series, $(nproc) processors, $(date -u +%F)"
run warmup warmup --patch "$patch"
run skip skip --patch "$patch"
run known skip --patch "$patch"
run all all --patch "$patch" --no-skip
# The configuration's own seconds: without reading the tree.
number() { sed -n "s/^ *\"$2\": \([0-9.]*\),*$/\1/p" "$tmp/$1" | head -n 1; }
for name in all skip known; do
	echo "$name $(grep -m1 -A200 '"configurations"' "$tmp/$name" |
		sed -n 's/^   "seconds": \([0-9.]*\),*$/\1/p' | head -n 1) $(number "$name" compiled)"
done | awk '
	{ t[$1] = $2; c[$1] = $3 }
	END {
		printf "without skipping  %7.1f s  %4d units compiled   1.00\n", t["all"], c["all"]
		printf "with              %7.1f s  %4d                  %.2f\n", t["skip"], c["skip"], t["skip"] / t["all"]
		printf "all of it known   %7.1f s                        %.3f\n", t["known"], t["known"] / t["all"]
	}'

# first NAME WHAT: the CPU seconds of a first run without WHAT.
first() {
	local TIMEFORMAT='%U %S' out
	out=$({ time RESPIN_WITHOUT="$2" run "$1" "first-$1" --patch "$patch" \
		--work "$tmp/work-$1"; } 2>&1 | tail -n 1)
	rm -rf "$tmp/work-$1"
	echo "$1 $out"
}
{
	first answers "" >&2
	first as-it-is ""
	first kconfig kconfig
	first folders folders
	first names names
	first sync sync
	first tries tries
	first tests tests
	first ccache ccache
	first all-of-them "kconfig folders names sync tries tests ccache"
} | awk '
	NR == 1 { base = $2 + $3; printf "first run         %7.1f CPU s                      1.00\n", base; next }
	{ printf "  without %-12s %5.1f CPU s                  %.2f\n", $1, $2 + $3, ($2 + $3) / base }'
