#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# bench-series.sh SERIES LINUX: what a large series converts on a tree, as respin
# counts it, and as tests/count-places.py does, which shares nothing with it:
# on the tree, and on the files that the patches touch with the patches applied.
set -eu
cd "$(dirname "$0")/.."
series=$1
linux=$(realpath "$2")
export LC_ALL=C RESPIN_DATA=$PWD
tmp=$(mktemp -d "${TMPDIR:-/tmp}/respin-bench.XXXXXX")
trap 'rm -rf "$tmp"' EXIT

echo "== $series on $(basename "$linux"): $(date -u +%F), $(spatch --version 2>/dev/null | head -n 1)"
rc=0
bash -c 'TIMEFORMAT="CPU %U + %S s, %R s by the clock"; time "$@"' x \
	./respin generate -k --no-cc -s "$series" -o "$tmp/out" "$linux" \
	>"$tmp/said" 2>"$tmp/err" || rc=$?
grep -E '^ [0-9]|applied,|^places|not parsed|^proof|place left' "$tmp/said" |
	sed 's/^  place left, as stated/  left/' | cut -c1-150 |
	awk '/^  left/ { if (++n > 40) next } { print } END { if (n > 40) print "  ... and " n - 40 " more" }'
grep -E '^CPU|^respin: patch' "$tmp/err" | head -n 30
[ $rc -eq 0 ] || { echo "generate: exit status $rc"; exit 1; }

echo "-- by tokens, before (places, files, form):"
tests/count-places.py "$series" "$linux" | tee "$tmp/before" | sed 's/^/   /'
mkdir "$tmp/after"
sed -n 's,^--- a/,,p' "$tmp"/out/0*.patch | sort -u >"$tmp/files"
tar -C "$linux" -cf - -T "$tmp/files" | tar -C "$tmp/after" -xf -
git -C "$tmp/after" init -q
for p in "$tmp"/out/0*.patch; do
	case $p in */0000-*) continue;; esac
	git -C "$tmp/after" apply "$p"
done
echo "-- in the $(wc -l <"$tmp/files") files that the patches touch, before:"
tar -C "$linux" -cf - -T "$tmp/files" | (mkdir "$tmp/touched" && tar -C "$tmp/touched" -xf -)
tests/count-places.py "$series" "$tmp/touched" | sed 's/^/   /'
echo "-- in the same, after:"
tests/count-places.py "$series" "$tmp/after" | sed 's/^/   /'
