#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# long.sh [LINUX...]: what make check is too short for: real kernels. Without
# arguments, Debian's 6.12. For each tree: generate, git am in a full checkout
# of the files, checkpatch --strict, leftovers by an independent grep, the
# series already in on its own result, the same bytes twice. TAP.
set -u
cd "$(dirname "$0")/.." || exit 2
export LC_ALL=C
tmp=$(mktemp -d "${TMPDIR:-/tmp}/respin-long.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
. tests/tap.sh
say() { echo "# $*"; }

words='pagetable_(pte|pmd|pud|p4d)_dtor|pmd_ptlock_free|pagetable_pte_dtor_free'

one_tree() {
	local linux=$1 out=$tmp/out out2=$tmp/out2 rc
	local errors=0 warnings=0 checks=0 line

	rm -rf "$out" "$out2" "$tmp/am"
	./respin generate -s pagetable-dtor -o "$out" "$linux" >"$tmp/log" 2>&1
	ok $? "$linux: generate"
	sed 's/^/# /' "$tmp/log"
	if ! [ -d "$out" ]; then
		grep -q ' 0 applied' "$tmp/log" || grep -q '^0 applied' "$tmp/log"
		ok $? "$linux: nothing to apply, and it says so"
		return
	fi
	./respin generate -q -j 1 --no-cache -s pagetable-dtor -o "$out2" "$linux" &&
		diff -r "$out" "$out2" >/dev/null
	ok $? "$linux: the same bytes with one job, cold"

	# The touched files in a repository of their own, by git alone.
	mkdir "$tmp/am"
	git -C "$tmp/am" init -q
	sed -n 's,^--- a/,,p' "$out"/0*.patch | sort -u |
		tar -C "$linux" -cf - -T - | tar -C "$tmp/am" -xf -
	git -C "$tmp/am" add -A -f
	git -C "$tmp/am" -c user.name=t -c user.email=t@t commit -qm base
	git -C "$tmp/am" -c user.name=t -c user.email=t@t am -q \
		$(ls "$out"/0*.patch | grep -v /0000-) >"$tmp/log" 2>&1
	ok $? "$linux: git am takes every patch"
	! grep -rnwE "$words" "$tmp/am" --exclude-dir=.git >"$tmp/log"
	ok $? "$linux: no retired identifier is left in a touched file"
	(cd "$linux" && grep -rlwE "$words" --include='*.[chS]' \
		--include='*.rst' --include='*.txt' .) | sed 's,^\./,,' |
		while read -r f; do [ -e "$tmp/am/$f" ] || echo "$f"; done >"$tmp/log"
	[ "$(grep -vc translations/ "$tmp/log")" -eq 0 ]
	ok $? "$linux: no other file names one, translations apart"

	for p in "$out"/0*.patch; do
		case $p in */0000-*) continue;; esac
		line=$(RESPIN_LINUX=$(realpath "$linux") RESPIN_PATCH=$p \
			verify/checks/checkpatch/run | tail -n 1)
		set -- $line
		errors=$((errors + $1)) warnings=$((warnings + $3))
		checks=$((checks + $5))
	done
	say "checkpatch --strict: $errors errors, $warnings warnings, $checks checks"
	[ $errors -eq 0 ] && [ $warnings -le 5 ] && [ $checks -le 7 ]
	ok $? "$linux: checkpatch: no errors, at most 5 warnings and 7 checks"

	# The whole tree with the series applied, as a git tree if it is one.
	if git -C "$linux" rev-parse --git-dir >/dev/null 2>&1 &&
	   [ "$(git -C "$linux" rev-parse --show-toplevel)" = "$(realpath "$linux")" ]; then
		git clone -q --bare --shared "$linux" "$tmp/bare.git"
		./respin generate -q -s pagetable-dtor -o "$out2" \
			--base "$(git -C "$linux" rev-parse HEAD)" \
			--branch respun "$tmp/bare.git"
		ok $? "$linux: a branch in a bare clone"
		./respin generate -s pagetable-dtor -o "$tmp/again" \
			--base respun "$tmp/bare.git" >"$tmp/log" 2>&1
		rc=$?
		rm -rf "$tmp/bare.git"
	else
		cp -a --reflink=auto "$linux" "$tmp/copy"
		(cd "$tmp/am" && git ls-files -z | xargs -0 cp --parents -t "$tmp/copy")
		./respin generate -s pagetable-dtor -o "$tmp/again" \
			"$tmp/copy" >"$tmp/log" 2>&1
		rc=$?
		rm -rf "$tmp/copy"
	fi
	sed 's/^/# /' "$tmp/log"
	[ $rc -eq 0 ] && grep -q '^0 applied' "$tmp/log" &&
		! grep -q 'failed' "$tmp/log" && ! [ -e "$tmp/again" ]
	ok $? "$linux: on its own result there is nothing to do"
}

[ $# -gt 0 ] || set -- build/linux-source-6.12
for t; do one_tree "$t"; done
tap_end
