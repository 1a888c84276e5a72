#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# foreign.sh: does respin find a configuration for lines that are not ours? Cut
# what differs between two kernels by file, take some of these by lot, and have
# "respin verify --solve=only" compile each, as a patch on a tree that has all of
# NEW but this file.
#
#	tests/foreign.sh OLD NEW REV [COUNT [SEED [FOLDER...]]]
#
# OLD is a kernel tree in a folder, NEW a git repository, REV a commit there. One
# line for each patch: lines compiled or proved dead, lines left, seconds of
# processor time and of the clock, and the file. At the end, the sum. Nothing of
# the kernels stays but what is in build/foreign.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
old=$(cd "$1" && pwd) new=$(cd "$2" && pwd) rev=$3
count=${4:-40} seed=${5:-1}
shift $(($# < 5 ? $# : 5))
[ $# -gt 0 ] || set -- mm arch drivers kernel fs
out=${FOREIGN_OUT:-$top/build/foreign}
export GIT_AUTHOR_DATE='1700000000 +0000' GIT_COMMITTER_DATE='1700000000 +0000'
export GIT_AUTHOR_NAME=foreign GIT_AUTHOR_EMAIL=foreign@example.org
export GIT_COMMITTER_NAME=foreign GIT_COMMITTER_EMAIL=foreign@example.org

if [ -z "${FOREIGN_KEEP:-}" ]; then
rm -rf "$out/repo"
mkdir -p "$out"
git clone -q --shared --bare "$new" "$out/repo" || exit 1
cd "$out/repo" || exit 1
tree=$(git rev-parse "$rev^{tree}") || exit 1

# C files that both have, and that differ; as many of each folder.
lot() {
	git ls-tree -r "$tree" -- "$1/" | grep -E '\.[ch]$' |
		while read -r _ _ blob path; do
			[ -f "$old/$path" ] || continue
			echo "$blob $path"
		done >all
	sed 's/^[^ ]* //' all | (cd "$old" && git hash-object --no-filters --stdin-paths) |
		paste -d' ' - all | awk '$1 != $2 { print $3 }' |
		while read -r path; do
			echo "$(printf '%s %s' "$seed" "$path" | sha1sum | cut -c1-16) $path"
		done | sort | sed 's/^[^ ]* //' | head -n "$2"
}
each=$(((count + $# - 1) / $#))
for folder; do
	lot "$folder" "$each"
done | head -n "$count" >"$out/files"

# Commits: NEW with the file of OLD, and NEW.
export GIT_INDEX_FILE=$out/index
n=0
while read -r path; do
	n=$((n + 1))
	git read-tree "$tree"
	blob=$(git hash-object -w --no-filters "$old/$path")
	git update-index --cacheinfo "100644,$blob,$path"
	base=$(git commit-tree -m 'the base' "$(git write-tree)")
	tip=$(git commit-tree -p "$base" -m "foreign: $path" "$tree")
	git update-ref "refs/heads/f$n" "$tip"
	echo "$n $base $tip $path"
done <"$out/files" >"$out/list"
unset GIT_INDEX_FILE
fi

[ -z "${FOREIGN_DRY:-}" ] || exit 0
mkdir -p "$out/work"
TIMEFORMAT='%U %S %R'
failed=0
while read -r n base tip path; do
	[ -z "${FOREIGN_ONLY:-}" ] || [ "$FOREIGN_ONLY" = "$n" ] || continue
	# Forget the results, but keep the sources and kbuild's tools of the previous
	# base, as anyone who works on a series would.
	rm -f "$out/store.db"*
	{ time nice "${RESPIN:-$top/respin}" verify --solve=only -j 2 --work "$out/work" \
		--store "$out/store.db" --checks "$out/none" --report "$out/$n.json" \
		"$out/repo" "$base..$tip" >"$out/$n.log" 2>&1; } 2>"$out/time"
	status=$?
	# What respin could not do is no patch of which nothing is left.
	if [ $status -gt 1 ]; then
		echo "$n failed with status $status: $(tail -n 1 "$out/$n.log")"
		rm -f "$out/$n.sum"
		failed=$((failed + 1))
		continue
	fi
	awk -v path="$path" -v n="$n" -v out="$out/$n.log" '
	FILENAME != out { t = $1 + $2; wall = $3; next }
	/changed lines of C/ { changed = $1 }
	/^not compiled:/ { left++ }
	/^no known user:/ { macros++ }
	/^dead:/ { dead++ }
	END { printf "%s %d changed, %d dead, %d left, %d in macros, %.1f CPU s, %.1f s %s\n",
		n, changed, dead, left, macros, t, wall, path }' \
		"$out/time" "$out/$n.log" | tee "$out/$n.sum"
done <"$out/list"
cat "$out"/*.sum | awk '
	{ changed += $2; dead += $4; left += $6; macros += $8; cpu[NR] = $11; wall[NR] = $14 }
	END {
		asort_n = NR
		for (i = 1; i <= NR; i++)
			for (j = i + 1; j <= NR; j++) {
				if (cpu[j] < cpu[i]) { t = cpu[i]; cpu[i] = cpu[j]; cpu[j] = t }
				if (wall[j] < wall[i]) { t = wall[i]; wall[i] = wall[j]; wall[j] = t }
			}
		m = int((NR + 1) / 2)
		printf "%d patches, %d changed lines: %d dead, %d left, %d in macros: %.2f %% compiled or dead; median %.1f CPU s, %.1f s; worst %.1f CPU s, %.1f s\n",
			NR, changed, dead, left, macros,
			changed ? 100 * (changed - left - macros) / changed : 0,
			cpu[m], wall[m], cpu[NR], wall[NR]
	}'
[ $failed -eq 0 ] || { echo "$failed patches could not be looked at"; exit 1; }
