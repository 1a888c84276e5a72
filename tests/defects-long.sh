#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# defects-long.sh LINUX [NAME]: does respin prove find real defects? Each entry
# of tests/defects/list is a patch that brings one back. prove has to say so of
# that patch, on that configuration, and must not blame LINUX as it is, which
# has to be a tree in which all of them are mended (7.2). With NAME, only entries
# whose name or configuration holds it. TAP.
#
#	WORK	objects, kept for the next time (default build/verify)
#	J	processes at a time (default: processors)
set -u
cd "$(dirname "$0")/.." || exit 2
export LC_ALL=C GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
linux=${1:?usage: defects-long.sh LINUX [NAME]}
only=${2:-}
. tests/tap.sh
scratch defects

# begin, change FILE EDIT: the patch in $tmp/series.
begin() {
	rm -rf "$tmp/series" "$tmp/a" "$tmp/b"
	mkdir "$tmp/series" "$tmp/a" "$tmp/b"
	sed 's/^X//' >"$tmp/series/0001-defect.patch" <<T
XFrom: A Tester <t@example.org>
XSubject: [PATCH] mm: $name
X
X$name
X
XSigned-off-by: A Tester <t@example.org>
X---
T
	changed=0
}

change() {
	mkdir -p "$tmp/a/$(dirname "$1")" "$tmp/b/$(dirname "$1")"
	cp "$linux/$1" "$tmp/a/$1" || return
	sed -E "$2" "$tmp/a/$1" >"$tmp/b/$1"
	cmp -s "$tmp/a/$1" "$tmp/b/$1" && return
	changed=1
	(cd "$tmp" && diff -u "a/$1" "b/$1") >>"$tmp/series/0001-defect.patch"
}

# solve: as "respin verify" does it: find the configuration that compiles the lines.
solve() {
	local good
	mkdir -p "$tmp/series/respin"
	echo '{"format": 1, "series": {"name": "defect"}}' >"$tmp/series/respin/series.json"
	./respin verify -j "${J:-$(nproc)}" --work "${WORK:-build/verify}" \
		--store "$tmp/store.db" --solve=only --checks none \
		"$linux" "$tmp/series" >"$tmp/solved" 2>&1
	grep -q "config \"$config\"" "$tmp/series/respin/configs.conf"
	good=$?
	ok $good "$config: verify makes it"
	[ $good = 0 ] || sed 's/^/# /' "$tmp/solved" | tail -n 40
}

# judge: what prove says of the patch, and of the tree without it.
judge() {
	local good
	if [ "$changed" = 0 ]; then
		ok 1 "$config: $name: the edit changes nothing in this tree"
		return
	fi
	case $config in *-solved-*) solve ;; esac
	./respin prove -j "${J:-$(nproc)}" --work "${WORK:-build/verify}" \
		--store "$tmp/store.db" --rules cocci/pagetable-dtor/prove \
		--report "$tmp/report.json" --arch "$config" "$linux" "$tmp/series" \
		>"$tmp/log" 2>&1
	grep -qE "^  $want, from patch 01 on" "$tmp/log"
	good=$?
	ok $good "$config: $name"
	[ $good = 0 ] || sed 's/^/# /' "$tmp/log" | head -n 40
	grep -E '^  (leak|double|size|unchecked|unproved): .*in the tree' "$tmp/log" |
		grep -vE "^  ${but:-nothing but that}, in the tree" >"$tmp/else"
	grep -qE "^  $config  *[+k?USLAD]  " "$tmp/log" && [ ! -s "$tmp/else" ]
	ok $? "$config: nothing is wrong without it${but:+ but what docs/findings.md says}"
	sed 's/^/# /' "$tmp/else"
}

entry() {
	[ -n "$name" ] || return 0
	case "$name $config" in *"$only"*) judge ;; esac
	name='' but=''
}

name='' config='' want='' but='' file='' changed=0
while IFS=$'\t' read -r key value; do
	case $key in
	\#*) ;;
	'') entry ;;
	name) name=$value; begin ;;
	config) config=$value ;;
	want) want=$value ;;
	but) but=$value ;;
	file) file=$value ;;
	edit) change "$file" "$value" ;;
	*) echo "tests/defects/list: what is '$key'?" >&2; exit 2 ;;
	esac
done <tests/defects/list
entry
[ "$n" -gt 0 ] || { echo "no entry is called '$only'" >&2; exit 2; }
tap_end
