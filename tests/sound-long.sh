#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# sound-long.sh LINUX [CONFIG...]: is what verify skips the same? For patches
# that most units read a header of, every unit is compiled at the patch and at
# its parent, and where verify says that the code is the same, the objects are
# compared by tests/sound.sh. TAP.
#
# __LINE__ is 1 for this: code that moved to another line says so in tables of
# BUG() and in messages, and verify does not count that.
#
#	PATCHES	which (default "2 6 13")
#	WORK	objects, kept for the next time (default build/sound)
set -u
cd "$(dirname "$0")/.." || exit 2
linux=${1:?usage: sound-long.sh LINUX [CONFIG...]}
shift
[ $# -gt 0 ] || set -- m68k-multi x86-x86_64
series=generated-patches/linux-$(make -s -C "$linux" kernelversion 2>/dev/null)
work=${WORK:-build/sound}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/respin-sound.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP

# The same architectures with one flag more.
mkdir "$tmp/arch"
for f in verify/arch/*.conf; do
	sed '/^\[toolchain\]/a\	kcflags = -D__LINE__=1 -Wno-builtin-macro-redefined' \
		"$f" >"$tmp/arch/${f##*/}"
done
prefix_of() {
	sed -n 's/.*CROSS_COMPILE=\([^ ]*\).*/\1/p' "verify/arch/${1%%-*}.conf" | head -n 1
}

n=0 failed=0
for config; do
	for k in ${PATCHES:-2 6 13}; do
		rm -rf "$tmp/objects"
		./respin verify --arch-data "$tmp/arch" --work "$work" \
			--store "$tmp/store.db" --no-skip --objects "$tmp/objects" \
			--arch "$config" --patch "$k" "$linux" "$series" >"$tmp/log" 2>&1
		rc=$?
		n=$((n + 1))
		# A patch that no unit of this architecture reads.
		if [ $rc -le 1 ] && [ ! -d "$tmp/objects/$config" ] &&
			grep -q ', 0 compiled' "$tmp/log"; then
			echo "ok $n - $config, patch $k: no unit reads what it changes"
			continue
		fi
		said=$(tests/sound.sh -p "$(prefix_of "$config")" \
			"$tmp/objects/$config" 2>&1)
		if [ $? -eq 0 ] && [ $rc -le 1 ]; then
			echo "ok $n - $config, patch $k: ${said##*$'\n'}"
		else
			echo "not ok $n - $config, patch $k"
			failed=$((failed + 1))
			printf '%s\n' "$said" | tail -n 20 | sed 's/^/# /'
			tail -n 5 "$tmp/log" | sed 's/^/# /'
		fi
	done
done
echo "1..$n"
echo "$((n - failed)) passed, $failed failed"
[ $failed -eq 0 ]
