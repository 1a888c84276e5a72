#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# split-long.sh LINUX [PATCHES]: does LINUX build after each piece that split makes
# of PATCHES (default: those that generated-patches/ has for it)? Splits them and
# compiles after each piece what it touches, on two architectures, with all modules:
# a piece that needs a later one, or breaks what one before it has done, fails. TAP.
#
#	PIECES	how many, from the first one on (default: all)
#	DEFCONFIG	what to make of both architectures (default allmodconfig, which
#			takes hours)
#	WORK	pieces and objects, kept for the next time (default build/split)
#	SPLIT	more for respin split, such as "--by maintainer"
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/tap.sh
linux=${1:-}
if ! [ -f "$linux/Makefile" ]; then
	echo "usage: tests/split-long.sh LINUX [PATCHES]" >&2
	exit 129
fi
patches=${2:-generated-patches/linux-$(make -s -C "$linux" kernelversion 2>/dev/null)}
work=${WORK:-build/split}
mkdir -p "$work/arch" "$work/none" || exit 2

# The architectures, as verify/arch has them, with one configuration: all modules,
# without what makes compiling slow and finds nothing here.
for arch in x86 arm64; do
	{
		sed '/^\[config/,$d' verify/arch/$arch.conf
		printf '[config "split"]\n\tdefconfig = %s\n' "${DEFCONFIG:-allmodconfig}"
		printf '\tset = DEBUG_INFO_NONE=y KASAN=n UBSAN=n GCOV_KERNEL=n GCC_PLUGINS=n MODULE_SIG=n\n'
		printf '\twhy = "all drivers"\n'
	} >"$work/arch/$arch.conf"
done

pieces=$work/pieces
rm -rf "$pieces"
# shellcheck disable=SC2086 # several options
./respin split -q --no-cc ${SPLIT:-} -o "$pieces" "$linux" "$patches"
ok $? "split: the pieces give the same tree"
if [ -n "${PIECES:-}" ]; then
	find "$pieces" -name '[0-9]*.patch' | sort | tail -n "+$((PIECES + 2))" | xargs -r rm
fi
find "$pieces" -name '[0-9]*.patch' ! -name '0000-*' | sort >"$work/list"
! sed -n 's/^Subject: \[[^]]*\] //p' $(cat "$work/list") | sort | uniq -d | grep -q .
ok $? "no subject twice"

./respin verify -q --arch-data "$work/arch" --solve no --checks "$work/none" --work "$work/work" \
	--store "$work/verify.db" --report "$work/report.json" "$linux" "$pieces" \
	>"$work/log" 2>&1
[ $? -le 1 ]
ok $? "verify comes to its end"
# PIECE CONFIG WHAT, one line for each cell with a failure, or what was not compiled.
python3 - "$work/report.json" >"$work/cells" <<'END'
import json, sys
r = json.load(open(sys.argv[1]))
for c in r["configurations"]:
    if c["result"] != "compiled":
        print("not", c["config"], c["result"], c.get("why", ""))
    for cell in c.get("cells", []):
        print("cell", cell["patch"], c["config"], cell["status"], cell.get("compiled", 0),
              *cell.get("failures", [])[:1])
END
! grep '^not' "$work/cells" && [ "$(awk '$1 == "cell" { print $3 }' "$work/cells" | sort -u | wc -l)" -eq 2 ]
ok $? "both architectures are compiled"
i=0
while read -r piece; do
	i=$((i + 1))
	# What is for other architectures only shows nothing, and counts for nothing.
	if ! grep -E "^cell $i [^ ]+ [a-z]+ [1-9]" "$work/cells" >"$work/units"; then
		echo "# no unit of it is compiled here: $(basename "$piece")"
		continue
	fi
	! grep ' fail ' "$work/units" && [ "$(grep -c "^cell $i " "$work/cells")" -eq 2 ]
	ok $? "$(awk -v i=$i '$1 == "cell" && $2 == i { printf "%s: %s units  ", $3, $5 }' "$work/cells")$(basename "$piece")"
done <"$work/list"
awk '$1 == "cell" { n += $5 } END { exit n == 0 }' "$work/cells"
ok $? "units were compiled: $(awk '$1 == "cell" { n += $5 } END { print n + 0 }' "$work/cells")"
tap_end
