#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prove-long.sh LINUX: does respin prove see what is done to a real kernel? On
# LINUX, for which generated-patches/ has the series, one patch more is put upon
# it, which leaves out or doubles one call; prove has to say so, of the right
# level and way, at that patch. A patch that only renames must not be blamed.
# TAP.
#
#	WORK	objects, kept for the next time (default build/verify)
#	J	processes at a time (default: processors)
set -u
cd "$(dirname "$0")/.." || exit 2
export LC_ALL=C GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@t
linux=${1:?usage: prove-long.sh LINUX}
series=generated-patches/linux-$(make -s -C "$linux" kernelversion 2>/dev/null)

. tests/series-repo.sh
. tests/tap.sh
scratch prove
result() {
	ok "$1" "$2"
	[ "$1" -eq 0 ] || tail -n 40 "$tmp/log" 2>/dev/null | sed 's/^/# /'
}

series_repo "$linux" "$series" "$tmp/k" || exit 2
good=k$last

# prove_one CONFIG: HEAD's patch behind the series; what prove says is in $tmp/log.
prove_one() {
	rm -rf "$tmp/series"
	mkdir "$tmp/series"
	cp "$series"/0*.patch "$tmp/series"
	git -C "$tmp/k" format-patch -q -1 --start-number $((last + 1)) \
		-o "$tmp/series" HEAD
	rm -f "$tmp/series"/0000-*
	./respin prove --report "$tmp/out.json" -j "${J:-$(nproc)}" --work "${WORK:-build/verify}" \
		--store "$tmp/store.db" --rules cocci/pagetable-dtor/prove \
		--configs "${configs:-default}" --arch "$1" \
		--patch $((last + 1)) "$linux" "$tmp/series" \
		>"$tmp/log" 2>&1
}

# fault CONFIG WANT FILE SED: WANT is what prove has to say, 0: nothing.
fault() {
	local config=$1 want=$2 file=$3
	shift 3
	git -C "$tmp/k" reset -q --hard "$good"
	sed -i -E "$@" "$tmp/k/$file"
	if git -C "$tmp/k" diff --quiet; then
		result 1 "$file: sed $* changes nothing"
		return
	fi
	git -C "$tmp/k" commit -qam "a fault in $file"
	prove_one "$config"
	[ $? -le 1 ] || { result 1 "$config: $file: prove fails"; return; }
	if [ "$want" = 0 ]; then
		! grep -qE "from patch $((last + 1)) on" "$tmp/log" &&
			grep -q "^  $config  *[+k]  \." "$tmp/log"
		result $? "$config: $file: no harm, no blame"
	else
		grep -qE "^  $want, from patch $((last + 1)) on" "$tmp/log"
		result $? "$config: $file: $want"
	fi
}

h=include/asm-generic/pgalloc.h
fault m68k-multi 0 arch/m68k/mm/motorola.c 's/^(static|extern) /\1  /;1a /* Nothing. */'
fault m68k-multi 'leak: pte free' arch/m68k/mm/motorola.c '/pagetable_dtor\(/d'
fault m68k-multi 'double: pte free' arch/m68k/mm/motorola.c '/pagetable_dtor\(/s/.*/{&&}/'
fault m68k-multi 'double: pte free' arch/m68k/mm/motorola.c '/pagetable_pte_ctor\(/s/.*/;/'
fault arm64-defconfig 'double: pud free' $h '/pagetable_pud_ctor\(/d'
fault arm64-defconfig 'leak: pmd free' $h '/^static inline void pmd_free/,/^}/s/pagetable_dtor_free/pagetable_free/'
fault arm64-defconfig 'double: pmd free' $h '/^static inline void pmd_free/,/^}/s/^.*pagetable_dtor_free.*/	pagetable_dtor(ptdesc);\n&/'
# Where spinlocks are small, this constructor cannot fail.
early='/pagetable_pte_ctor\(ptdesc\)/,/return NULL/s/pagetable_free/pagetable_dtor_free/'
fault arm64-defconfig 0 $h "$early"
configs=exynos_defconfig fault arm-exynos 'double: pte make' $h "$early"
fault arm64-defconfig 'leak: pte free_tlb' include/asm-generic/tlb.h 's/pagetable_dtor_free\(/pagetable_free(/'
fault arm64-defconfig 'unproved: pte free' $h '/^static inline void pte_free\(/,/^}/s/^\{/{\n	if (mm->map_count)\n		return;/'
fault x86-i386 'leak: pte free_tlb' include/asm-generic/tlb.h 's/pagetable_dtor_free\(/pagetable_free(/'
fault x86-i386 'double: pte free_tlb' arch/x86/mm/pgtable.c '/^void ___pte_free_tlb/,/^}/s/^\{/{\n	pagetable_dtor(page_ptdesc(pte));/'
# Constructed twice, while the posted series does not do it at all.
fault s390-defconfig 'leak: pud crst_table_upgrade' arch/s390/mm/pgalloc.c '/^	+p4d_populate\(/s/^/		pagetable_pud_ctor(virt_to_ptdesc(__pgd));\n		pagetable_pud_ctor(virt_to_ptdesc(__pgd));\n/'
fault s390-defconfig 'unproved: p4d crst_table_upgrade' arch/s390/mm/pgalloc.c 's/^	+pgd_populate\(.*/		strange(mm, pgd, __pgd);/; s/^int crst_table_upgrade/void strange(void *mm, void *to, void *what);\n&/'

makers() {	# which way of out.json has other makers in one state than before?
	python3 - "$tmp/out.json" <<-'E'
	import json, sys
	rows = {}
	for state in json.load(open(sys.argv[1]))["configurations"][0]["states"]:
	    for row in state.get("rows", ()):
	        way, makers = (row["level"], row["way"]), row.get("makers")
	        if makers and rows.get(way) and rows[way] != makers:
	            print("other makers of", *way)
	            sys.exit()
	        rows[way] = makers
	E
}

# Each call that prove has been on is left out, on the configurations of its
# architecture, or on these: it must not say what it said before. Where nobody is
# known to free a table, it can only say who makes those that may be freed somewhere.
site() {
	local file=${1%%:*} line=${1#*:} config word log=""
	line=${line%%:*}
	git -C "$tmp/k" reset -q --hard "$good"
	# The repository has what the series touches.
	if [ ! -e "$tmp/k/$file" ]; then
		mkdir -p "$tmp/k/${file%/*}" && cp "$linux/$file" "$tmp/k/$file" &&
			git -C "$tmp/k" add -f "$file" &&
			git -C "$tmp/k" commit -qm "$file, as it is"
	fi
	perl -i -pe "s/\\bpagetable_\\w+tor(\\((?:[^()]++|(?1))*\\))/((void)0, 1)/ if \$. == $line" "$tmp/k/$file"
	git -C "$tmp/k" commit -qam "without $1" || { result 1 "$1: cannot be left out"; return; }
	for config in $2; do
		prove_one "$config"
		[ $? -le 1 ] || { result 1 "$config: without $1: prove fails"; return; }
		word=$(sed -nE "s/^  (leak|double): .* from patch $((last + 1)) on.*/\\1/p" "$tmp/log" | head -n 1)
		[ -n "$word" ] || word=$(makers)
		[ -z "$word" ] || { result 0 "$config: without $1: $word"; return; }
		log=$log$(cat "$tmp/log")
	done
	echo "$log" >"$tmp/log"
	result 1 "without $1"
}

# What is unproved anyway proves nothing here.
python3 -c 'import json, sys
for p in json.load(open(sys.argv[1]))["places"]["on_a_path"]: print(p)' "$series/respin/prove.json" |
	grep -v '^arch/sparc/mm/srmmu\.c:' >"$tmp/sites"
result $((!$(wc -l <"$tmp/sites"))) "$(wc -l <"$tmp/sites") calls that prove has been on"
while read -r place; do
	case $place in
	arch/*)
		arch=${place#arch/}
		arch=${arch%%/*}
		on=$(sed -n 's/^\[config "\(.*\)"\]/\1/p' "verify/arch/$arch.conf" | sed "s/^/$arch-/") ;;
	*) on="arm64-defconfig x86-x86_64 m68k-sun3" ;;
	esac
	site "$place" "$on"
done <"$tmp/sites"

tap_end
