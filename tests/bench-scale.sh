#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# bench-scale.sh LINUX [SIZE...]: what a conversion costs, beside spatch alone,
# in CPU seconds (user and system, with children) of one run on this machine,
# as ratios. The rule renames kfree(), which most files of a kernel call.
#
# For each size, a folder gets that many candidates, spread over the tree, with
# what makes it look like a kernel:
#   spatch	spatch --dir . --include-headers -j 2, as one would run it by hand
#   cold	respin generate, nothing known: scan, spatch, tidy, places, commits,
#		mails, git am as proof
#   warm	the same again: all results of spatch are known
#   am		git am of the patch that we wrote, and a scan of the folder for the
#		word with grep: the floor
#   -j1		is the patch the same with one process, and from run to run?
set -eu
cd "$(dirname "$0")/.."
linux=$(realpath "${1:-build/linux-source-6.12}")
shift || true
sizes=${*:-30 300 3000}
respin=$PWD/respin
export LC_ALL=C
tmp=$(mktemp -d "${TMPDIR:-/tmp}/respin-bench.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
export XDG_CACHE_HOME=$tmp/cache RESPIN_DATA=$PWD

# CPU NAME COMMAND...: its CPU seconds into $tmp/NAME.
CPU() {
	local name=$1 rc=0
	shift
	bash -c 'TIMEFORMAT="%U %S"; time "$@" >"$0.out" 2>"$0.err"' \
		"$tmp/$name" "$@" 2>"$tmp/$name" || rc=$?
	[ $rc -eq 0 ] || { tail -5 "$tmp/$name.err" >&2; exit 1; }
	awk '{ printf "%.2f\n", $1 + $2 }' "$tmp/$name" >"$tmp/$name.cpu"
}
cpu() {
	cat "$tmp/$1.cpu"
}

mkdir -p "$tmp/s/01-rename"
cat >"$tmp/s/series" <<'S'
[series]
	title = kfree() becomes kfree_it()
	patch = 01-rename
[patch "01-rename"]
	subject = treewide: rename kfree() to kfree_it()
	op = 1-rename.cocci
S
echo "kfree() becomes kfree_it()." | tee "$tmp/s/cover.txt" >"$tmp/s/01-rename/message"
# What spatch cannot do (a call in a macro's arguments) has to stay here.
cat >"$tmp/s/01-rename/1-rename.cocci" <<'S'
// Has: kfree
// May-miss: place * -- a benchmark
// May-miss: parse * -- a benchmark
@call@
expression e;
@@
-kfree(e)
+kfree_it(e)
S
grep -v '^//' "$tmp/s/01-rename/1-rename.cocci" >"$tmp/plain.cocci"

echo "bench-scale: $(date -u +%F), $(nproc) processors, $(uname -sr), $(spatch --version 2>/dev/null | head -n 1)"
echo "bench-scale: files of $linux"
(cd "$linux" && grep -rlw --include='*.[ch]' 'kfree' . | sed 's,^\./,,' |
	grep -v '^\(tools\|scripts\|include/linux/slab\.h\)' | sort) >"$tmp/all"
# Those that spatch itself gives up on (an exception) would stop a series.
grep -v '^drivers/base/cacheinfo\.c$' "$tmp/all" >"$tmp/files"

printf '%6s %9s %9s %9s %9s  %11s %9s %12s\n' files spatch cold warm am \
	cold/spatch warm/am 'cold a file'
for size in $sizes; do
	k=$tmp/k$size
	mkdir "$k"
	awk -v n="$size" 'NR == FNR { all++; next }
		int(FNR * n / all) != int((FNR - 1) * n / all)' \
		"$tmp/files" "$tmp/files" >"$tmp/some"
	for f in Makefile Kbuild MAINTAINERS; do echo "$f"; done | cat - "$tmp/some" |
		tar -C "$linux" -cf - -T - | tar -C "$k" -xf -
	mkdir -p "$k/arch" "$k/include" "$k/kernel" "$k/mm" "$k/drivers" "$k/scripts"
	git -C "$k" init -q
	git -C "$k" add -A -f
	git -C "$k" -c user.name=b -c user.email=b@b -c gc.auto=0 commit -qm base
	n=$(wc -l <"$tmp/some")
	(cd "$k" && CPU "spatch$size" spatch --very-quiet --no-includes --include-headers \
		-j 2 --tmp-dir "$tmp/parallel" --sp-file "$tmp/plain.cocci" --dir .)
	rm -rf "$tmp/cache"
	CPU "cold$size" "$respin" generate -q -j2 -s "$tmp/s" -o "$tmp/out$size" "$k"
	CPU "warm$size" "$respin" generate -q -j2 -s "$tmp/s" -o "$tmp/second$size" "$k"
	CPU "am$size" bash -c 'grep -rlw kfree "$0" >/dev/null; git -C "$0" -c gc.auto=0 \
		-c user.name=b -c user.email=b@b am -q "$1"' "$k" "$tmp/out$size"/0001-*.patch
	git -C "$k" reset -q --hard HEAD~1
	printf '%6d %9s %9s %9s %9s' "$n" "$(cpu "spatch$size")" "$(cpu "cold$size")" \
		"$(cpu "warm$size")" "$(cpu "am$size")"
	awk -v s="$(cpu "spatch$size")" -v c="$(cpu "cold$size")" -v w="$(cpu "warm$size")" \
	    -v a="$(cpu "am$size")" -v n="$n" \
		'BEGIN { printf "  %11.2f %9.2f %12.4f\n", c / s, w / a, c / n }'
	cmp -s "$tmp/out$size"/0001-*.patch "$tmp/second$size"/0001-*.patch ||
		{ echo "bench-scale: a warm run gives another patch"; exit 1; }
	# The same changes as spatch alone, but for what macros let us parse.
	grep -c '^+.*kfree_it' "$tmp/spatch$size.out" >"$tmp/theirs" || true
	grep -c '^+.*kfree_it' "$tmp/out$size"/0001-*.patch >"$tmp/ours" || true
	echo "       lines with the new name: spatch $(cat "$tmp/theirs"), respin $(cat "$tmp/ours")"
done
# Five runs in all on the last size but one, cold and warm, -j1 and -j2; on the
# last, which takes a while, one of each.
last=$size
again() {
	local size=$1 runs=$2 i
	for ((i = 1; i <= runs; i++)); do
		"$respin" generate -q --no-cache -j$((i % 2 + 1)) -s "$tmp/s" -o "$tmp/again" "$tmp/k$size"
		cmp -s "$tmp/out$size"/0001-*.patch "$tmp/again"/0001-*.patch ||
			{ echo "bench-scale: run $i on $size files gives another patch"; exit 1; }
	done
	echo "$size files: $((runs + 2)) runs, -j1 and -j2, known and not, give the same bytes"
}
for size in $sizes; do
	[ "$size" = "$last" ] && again "$size" 1 || again "$size" 3
done
