#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# classes-long.sh LINUX [ARCH...]: is a configuration that another one stands for
# really like it? Groups the defconfigs of each ARCH (default: openrisc and m68k)
# of LINUX, for which generated-patches/ has the series; then compiles each member
# by itself: it has to say what the one that stands for it says. TAP.
#
#	WORK	objects, kept for the next time (default build/classes)
#	STORE	results (default: none are kept)
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/tap.sh
scratch classes
linux=${1:-}
shift
[ $# -gt 0 ] || set -- openrisc m68k
if ! [ -f "$linux/Makefile" ]; then
	echo "usage: tests/classes-long.sh LINUX [ARCH...]" >&2
	exit 129
fi
series=generated-patches/linux-$(make -s -C "$linux" kernelversion 2>/dev/null)
work=${WORK:-build/classes}

verify() {	# verify REPORT ARGUMENT...
	local report=$1
	shift
	./respin verify -q --work "$work" --store "${STORE:-$tmp/verify.db}" \
		--report "$report" "$@" "$linux" "$series" >"$tmp/log" 2>&1
	[ $? -le 1 ]
}

# differ MEMBER LIKE: the cells of MEMBER, alone in its report, that differ.
differ() {
	python3 - "$tmp/arch.json" "$tmp/one.json" "$1" "$2" <<'EOF'
import json, sys
def cells(report, name):
    found = [c for c in json.load(open(report))["configurations"] if c["config"] == name]
    return [{k: c[k] for k in ("patch", "failures", "warnings", "sparse")}
            for c in found[0]["cells"]] if found else None
a, b = cells(sys.argv[1], sys.argv[4]), cells(sys.argv[2], sys.argv[3])
if a is None or b is None or len(a) != len(b):
    print("not compiled")
else:
    for x, y in zip(a, b):
        if x != y:
            print(x, y)
EOF
}

for arch; do
	verify "$tmp/arch.json" --configs all --arch "$arch"
	ok $? "$arch: all defconfigs are verified"
	[ -s "$tmp/arch.json" ] || sed 's/^/# /' "$tmp/log"
	python3 -c '
import json, sys
for a in json.load(open(sys.argv[1]))["alike"]: print(a["config"], a["like"])' \
		"$tmp/arch.json" >"$tmp/alike"
	[ -s "$tmp/alike" ]
	ok $? "$arch: some of them stand for others ($(wc -l <"$tmp/alike"))"
	while read -r member like; do
		echo "not verified" >"$tmp/differ"
		verify "$tmp/one.json" --arch "$member" &&
			differ "$member" "$like" >"$tmp/differ" 2>&1
		! [ -s "$tmp/differ" ]
		ok $? "$member is like $like"
		sed 's/^/# /' "$tmp/differ"
	done <"$tmp/alike"
done
tap_end
