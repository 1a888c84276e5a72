#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# bench.sh LINUX: respin generate on a git tree, beside what one would do
# without it, in one run on this machine, as ratios (absolute times on a
# shared machine say little):
#   cold, warm   ours, without and with the scan cache
#   (a) spatch   spatch --dir . --include-headers -j N, once a step, with the
#                first rule file of the step, each cut off at $LIMIT seconds:
#                a lower bound, since most steps have several rule files, and
#                need edits as well
#   (b) git am   of the patches that we wrote, on a checkout of the files they
#                touch: the floor
set -eu
cd "$(dirname "$0")/.."
linux=$(realpath "${1:-build/linux-source-6.12}")
export LC_ALL=C
tmp=$(mktemp -d "${TMPDIR:-/tmp}/respin-bench.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
export XDG_CACHE_HOME=$tmp/cache
jobs=$(nproc)
LIMIT=${LIMIT:-60}
# TIME NAME COMMAND...: wall seconds into $tmp/NAME.
TIME() {
	local name=$1 rc=0
	shift
	/usr/bin/env bash -c 'TIMEFORMAT=%R; time "$@" >/dev/null 2>"$0.err"' \
		"$tmp/$name" "$@" 2>"$tmp/$name" || rc=$?
	[ $rc -eq 0 ] || [ $rc -eq 124 ] || { cat "$tmp/$name.err" >&2; exit 1; }
}
echo "bench: $(date -u +%F), $jobs processors, $(uname -sr), $(spatch --version 2>/dev/null | head -n 1)"
echo "bench: tree $linux"
TIME cold ./respin generate -q -s pagetable-dtor -o "$tmp/out" "$linux"
TIME warm ./respin generate -q -s pagetable-dtor -o "$tmp/out" "$linux"
./respin generate --json -n -s pagetable-dtor "$linux" >"$tmp/json"

: >"$tmp/spatch.all"
for d in cocci/pagetable-dtor/[0-9]*/; do
	rule=$(ls "$d"*.cocci 2>/dev/null | head -n 1)
	[ -n "$rule" ] || continue
	case $d in */16-*) continue;; esac
	rule=$(realpath "$rule")
	# Cut off, it leaves the folders of -j behind: not in the user's tree.
	(cd "$linux" && TIME spatch timeout "$LIMIT" spatch --very-quiet --no-includes --include-headers \
		-j "$jobs" --tmp-dir "$tmp/parallel" --sp-file "$rule" --dir .)
	cat "$tmp/spatch" >>"$tmp/spatch.all"
done

mkdir "$tmp/am"
git -C "$tmp/am" init -q
sed -n 's,^--- a/,,p' "$tmp"/out/0*.patch | sort -u |
	tar -C "$linux" -cf - -T - | tar -C "$tmp/am" -xf -
git -C "$tmp/am" add -A -f
git -C "$tmp/am" -c user.name=b -c user.email=b@b commit -qm base
# shellcheck disable=SC2046
TIME am.time git -C "$tmp/am" -c user.name=b -c user.email=b@b am -q \
	$(ls "$tmp"/out/0*.patch | grep -v /0000-)

awk -v limit="$LIMIT" -v cold="$(cat "$tmp/cold")" -v warm="$(cat "$tmp/warm")" \
    -v am="$(cat "$tmp/am.time")" '
	{ sp += $1; n++; cut += $1 >= limit }
	END {
		printf "ours, cold scan cache   %6.1f s   1.00\n", cold
		printf "ours, warm              %6.1f s   %.2f of cold\n", warm, warm / cold
		printf "(a) spatch --dir, %2d x  %6.1f s   ours cold is %.3f of it, warm %.3f", n, sp, cold / sp, warm / sp
		printf cut ? " (%d cut off: at most that)\n" : "\n", cut
		if (am > 0)
			printf "(b) git am, the floor   %6.1f s   ours cold is %.0f times it, warm %.0f\n", am, cold / am, warm / am
	}' "$tmp/spatch.all"
echo "where the warm time goes, seconds:"
awk -F'[:,]' '
	/^   "name"/ { gsub(/[ "]/, "", $2); name = $2 }
	/^   "seconds"/ { printf "  %-36s %5.2f\n", name, $2; all += $2 }
	END { printf "  %-36s %5.2f\n", "all patches", all }' "$tmp/json"
