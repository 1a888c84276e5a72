#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# faults.sh [-l] [-n] LINUX [NAME...]: does respin verify find what is wrong
# with a series? On LINUX, for which generated-patches/ has the series, each
# fault below that is not slow (or only NAMEs) is put into one patch, the later
# patches are replayed upon it, and verify has to find it: at that patch, by the
# check that is meant, and blame no other patch. The untouched series is verified
# first, on the same configurations, and must not be blamed at all. TAP.
#
#	-l	list the faults, do nothing
#	-n	make the faulty series, and verify nothing
#
#	WORK	objects, kept for the next time (default build/faults)
#	STORE	results, kept as well (default: none are, all is compiled)
#	J	processes at a time (default: processors)
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/series-repo.sh
export LC_ALL=C GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@t
list="" dry=""
while getopts ln opt; do
	case $opt in
	l) list=1 ;;
	n) dry=1 ;;
	*) exit 129 ;;
	esac
done
shift $((OPTIND - 1))
linux=${1:-}
shift $(($# > 0))

# --- the faults ------------------------------------------------------------

# fault NAME PATCH CHECK CONFIGS PATTERN WHAT
#	PATCH	where it goes in, and has to be found
#	CHECK	error, warning (both the compiler's) or sparse
#	CONFIGS	the first shows it, the others must not
#	PATTERN	what a line of verify has to say (grep -E)
# Then seed_NAME edits the tree as of PATCH, and if there is an again_NAME,
# that edits the tree of the next patch: a fault that is mended there.
names=()
declare -A patch check configs pattern what
fault() {
	names+=("$1")
	patch[$1]=$2 check[$1]=$3 configs[$1]=$4 pattern[$1]=$5 what[$1]=$6
}

# edit FILE SED...: it has to change something.
edit() {
	local file=$tmp/k/$1
	shift
	sed -E "$@" "$file" >"$tmp/edited" || return
	if cmp -s "$file" "$tmp/edited"; then
		echo "sed $* changes nothing in ${file#"$tmp/k/"}"
		return 1
	fi
	cat "$tmp/edited" >"$file"
}

# take PATCH FILE...: FILE as PATCH leaves it in the untouched series.
take() {
	local from=$1
	shift
	git -C "$tmp/k" checkout -q "k$from" -- "$@"
}

# No patch touches motorola.c then, where the runs before had it touched: what
# they left of it in the source folder of verify must not be seen.
fault left_call 6 error m68k-multi \
	'arch/m68k/mm/motorola\.c: .*error: implicit declaration .*pagetable_pte_dtor' \
	"a call left behind in one architecture"
seed_left_call() {
	edit arch/m68k/mm/motorola.c \
		's/\bpagetable_dtor\(/pagetable_pte_dtor(/'
}

fault wrong_type 6 error m68k-sun3 \
	'mm/memory\.c: .*passing argument 1 of .pagetable_dtor. from incompatible pointer' \
	"a page where a ptdesc is meant, in a macro"
seed_wrong_type() {
	edit arch/m68k/include/asm/sun3_pgalloc.h \
		's/pagetable_dtor\(page_ptdesc\(pte\)\)/pagetable_dtor(pte)/'
}

fault missing_include 6 error "m68k-sun3 m68k-multi" \
	'error: implicit declaration of function .(pmd|pud|pte)_alloc' \
	"an include that only one configuration needs"
seed_missing_include() {
	edit arch/m68k/include/asm/sun3_pgalloc.h \
		'/#include <asm-generic\/pgalloc\.h>/d'
}

# It is missed in functions that no unit of this configuration calls, while it
# has nothing else to compile in this patch.
fault unseen_include 7 error m68k-m5475evb_mmu \
	'implicit declaration of function .flush_tlb_mm' \
	"an include that only functions need that nobody calls"
seed_unseen_include() {
	edit include/asm-generic/tlb.h '/#include <asm\/tlbflush\.h>/d'
}

# Patch 12 takes the last user of linux/swap.h from asm-generic/tlb.h, or so
# it seems to who has removed it from arm, arm64 and riscv. s390 is large: two
# that are run only when they are named.
fault swap_include 12 error "s390-defconfig m68k-m5475evb_mmu" \
	'implicit declaration of function .free_page_and_swap_cache' \
	"an include that is not for swapping alone"
seed_swap_include() {
	edit include/asm-generic/tlb.h '/#include <linux\/swap\.h>/d'
}

# With x86 it is gone from all architectures but one.
fault early_include 10 error s390-defconfig \
	'implicit declaration of function .free_page_and_swap_cache' \
	"the same, in a patch for another architecture"
seed_early_include() { seed_swap_include; }
slow=" swap_include early_include "

# Patch 6 takes functions away that nobody uses any more. This one has one
# user left, in a file that only a module is made of, and that has nothing to do
# with page tables.
fault removed_function 6 error m68k-multi \
	'fs/orangefs/file\.c: .*error: implicit declaration .*vm_flags_mod' \
	"a function is removed that a module still uses"
seed_removed_function() {
	edit include/linux/mm.h '/^static inline void vm_flags_mod\(/,/^}/d'
}

fault macro_backslash 6 error m68k-sun3 \
	'arch/m68k/include/asm/sun3_pgalloc\.h: .*error: ' \
	"a macro that is not continued"
seed_macro_backslash() {
	edit arch/m68k/include/asm/sun3_pgalloc.h \
		'/pagetable_dtor\(page_ptdesc/s/[[:space:]]*\\$//'
}

fault user_deref 6 sparse m68k-multi \
	'arch/m68k/mm/motorola\.c: .*dereference of noderef expression' \
	"a user pointer is read without get_user()"
seed_user_deref() {
	edit arch/m68k/mm/motorola.c \
		'/pagetable_dtor\(/i\		if (*(char __user *)table)'
}

fault context 6 sparse sparc-sparc32 \
	"arch/sparc/mm/srmmu\.c: .*context imbalance in 'pte_free'" \
	"a lock that is not given back"
seed_context() {
	edit arch/sparc/mm/srmmu.c \
		'/pagetable_dtor\(/{n;/spin_unlock\(/d}'
}

fault endian 6 sparse m68k-multi \
	'arch/m68k/mm/motorola\.c: .*invalid assignment: \|=' \
	"a number in the wrong byte order"
seed_endian() {
	edit arch/m68k/mm/motorola.c \
		's/(\bPD_MARKBITS \(dp\) \|= )mask;/\1cpu_to_le32(mask);/'
}

fault unused_variable 6 warning m68k-m5475evb_mmu \
	"warning: unused variable 'ptdesc'" \
	"a local variable that lost its last user"
seed_unused_variable() {
	edit arch/m68k/include/asm/mcf_pgalloc.h \
		'/^static inline void pte_free\(/,/^}/s/(pagetable_(dtor|free))\(ptdesc\)/\1(virt_to_ptdesc(pgtable))/'
}

# The generic header still calls what patch 6 takes away, and patch 7 mends
# it. In the end all is as it should be.
fault needs_next 6 error m68k-sun3 \
	'include/asm-generic/pgalloc\.h: .*error: implicit declaration .*pagetable_pte_dtor' \
	"a patch that only builds together with the next"
seed_needs_next() { take 5 include/asm-generic/pgalloc.h; }
again_needs_next() { take 6 include/asm-generic/pgalloc.h; }

fault stray_hunk 12 error m68k-sun3 \
	'include/asm-generic/pgalloc\.h: .*error: implicit declaration .*pagetable_dtor_free' \
	"a hunk of patch 13 in patch 12"
seed_stray_hunk() { take 13 include/asm-generic/pgalloc.h; }

# The compiler is given the same text before and after these, as far as code
# goes, on a configuration that has nothing to compile in that patch.
fault annotation 7 sparse m68k-sun3 \
	'mm/memory\.c: .*incorrect type in assignment \(different address spaces' \
	"a __user that is lost"
seed_annotation() {
	edit mm/memory.c 's/void __user \*uaddr;/void *uaddr;/'
}

fault comment 7 warning m68k-sun3 \
	'warning: "/\*" within comment' \
	"a comment in a comment"
seed_comment() {
	edit include/asm-generic/tlb.h \
		's,^ \*  Useful if your architecture,& (see arch/powerpc/*),'
}

fault undefined 2 warning m68k-sun3 \
	'warning: "CONFIG_PGTABLE_LEVEL" is not defined' \
	"an #if of what does not exist"
seed_undefined() {
	edit include/asm-generic/pgalloc.h \
		's/^(#if CONFIG_PGTABLE_LEVEL)S > 4/\1 > 4/'
}

# Defconfigs of the tree that no configuration of verify/arch is like.
seed_in() {	# seed_in FILE CONDITION: an error there before the last #endif
	edit "$1" "\$ s/.*/#if $2\nstatic inline int seeded(void) { return nowhere; }\n#endif\n&/"
}
nowhere='error: .nowhere. undeclared'

fault two_levels 6 error "sh-dreamcast sh-shx3" "$nowhere" \
	"two levels on an architecture with three"
seed_two_levels() { seed_in arch/sh/include/asm/pgalloc.h 'CONFIG_PGTABLE_LEVELS == 2'; }

fault uniprocessor 6 error "arm-multi_v5 arm-multi_v7" "$nowhere" \
	"a single processor"
seed_uniprocessor() { seed_in arch/arm/include/asm/tlb.h '!defined(CONFIG_SMP)'; }

fault three_levels 6 error "mips-decstation_64 mips-64r2el_va48" "$nowhere" \
	"three levels in 64 bit"
seed_three_levels() { seed_in arch/mips/include/asm/pgalloc.h 'CONFIG_PGTABLE_LEVELS == 3'; }

fault embedded 12 error "powerpc-44x-ebony powerpc-pmac32" "$nowhere" \
	"a family of processors"
seed_embedded() { seed_in arch/powerpc/include/asm/tlb.h 'defined(CONFIG_44x)'; }

# A unit that failed before fails with other words: "did you mean ...".
fault typo 6 error m68k-sun3 \
	'mm/memory\.c: .*error: implicit declaration .*pagetable_dtor_fre' \
	"a name like one that comes later"
seed_typo() {
	edit arch/m68k/include/asm/sun3_pgalloc.h \
		's/pagetable_dtor\(page_ptdesc/pagetable_dtor_fre(page_ptdesc/'
}

# These end at the tree of the untouched series: what is wrong with them is
# the order alone.
same_end=" needs_next stray_hunk "

# --- TAP -------------------------------------------------------------------

. tests/tap.sh
said() { sed 's/^/# /' "$@"; }

# --- making a series -------------------------------------------------------

# seeded NAME: the series with the fault, in $tmp/NAME.
seeded() {
	local name=$1 first=${patch[$1]} k

	git -C "$tmp/k" checkout -qf --detach "k$((first - 1))" || return
	for ((k = first; k <= last; k++)); do
		git -C "$tmp/k" cherry-pick -n "k$k" || return
		if ((k == first)); then
			"seed_$name" || return
		elif ((k == first + 1)) && declare -F "again_$name" >/dev/null; then
			"again_$name" || return
		fi
		git -C "$tmp/k" commit -qaC "k$k" || return
		# The fault is in, and later patches do not take it out.
		if ((k == first)); then
			! git -C "$tmp/k" diff --quiet "k$k" HEAD || return
		fi
	done
	case $same_end in
	*" $name "*) git -C "$tmp/k" diff --quiet "k$last" HEAD || return ;;
	*) ! git -C "$tmp/k" diff --quiet "k$last" HEAD || return ;;
	esac
	git -C "$tmp/k" format-patch -q --no-signature -o "$tmp/$name" k0 &&
		[ "$(find "$tmp/$name" -name '*.patch' | wc -l)" -eq "$last" ]
}

# --- verifying -------------------------------------------------------------

# verify FOLDER CONFIG...: its status in $status, what it said in $tmp/log,
# what it found in $tmp/found: PATCH CONFIG KIND TEXT.
verify() {
	local folder=$1 c args=()
	shift
	for c; do args+=(--arch "$c"); done
	status=0
	./respin verify -j "$jobs" --work "$work" \
		--store "${STORE:-$tmp/verify.db}" "${args[@]}" "$linux" "$folder" \
		>"$tmp/log" 2>&1 || status=$?
	awk '
	/^patch [0-9]+ on [^ ]+: / {
		patch = $2 + 0
		config = substr($4, 1, length($4) - 1)
		print patch, config, "blamed"
	}
	/^  (fails|new|sparse): / {
		kind = substr($1, 1, length($1) - 1)
		sub(/^  [a-z]+: /, "")
		print patch, config, kind, $0
	}' "$tmp/log" >"$tmp/found"
}

# lines PATCH CONFIG KIND: the texts of that kind.
lines() {
	sed -n "s/^$1 $2 $3 //p" "$tmp/found"
}

# found NAME: is it as NAME has it? Prints the line that says so.
found() {
	local k=${patch[$1]} c=${configs[$1]%% *} kind=new letter=F line

	case ${check[$1]} in
	warning) letter=w ;;
	sparse) letter=w kind=sparse ;;
	esac
	line=$(lines "$k" "$c" "$kind" | grep -m 1 -E -e "${pattern[$1]}") || return
	echo "$line"
	[ "$(cell "$k" "$c")" = "$letter" ] || return
	# Sparse alone, or the compiler: a warning is no error as well.
	[ $kind != sparse ] || [ -z "$(lines "$k" "$c" new)" ] || return
	[ $letter != F ] || [ -n "$(lines "$k" "$c" fails)" ]
}

# cell PATCH CONFIG: its letter in the table of verify.
cell() {
	awk -v k="$1" -v c="$2" '$1 == c { print $(k + 1); exit }' "$tmp/log"
}

# only NAME: is nobody else blamed?
only() {
	[ "$(sed -n 's/ blamed$//p' "$tmp/found")" = \
		"${patch[$1]} ${configs[$1]%% *}" ]
}

# skipped: a configuration that has no compiler here.
skipped() {
	grep -qE '^    skipped: ' "$tmp/log"
}

clean_run() {
	local c said=""
	verify "$series" "$@"
	if skipped; then
		said=" # SKIP some: $(grep -E '^    skipped: ' "$tmp/log" | tr -s ' \n' ' ')"
	fi
	[ "$status" -le 1 ] && ! [ -s "$tmp/found" ] &&
		grep -q '; 0 cells fail, 0 warn$' "$tmp/log"
	ok $? "the untouched series: no patch is blamed on $*$said"
	[ ! -s "$tmp/found" ] || said "$tmp/found"
	[ "$status" -le 1 ] || said "$tmp/log"
}

# --- one fault -------------------------------------------------------------

table=()
one_fault() {
	local name=$1 line rc=0 why=""

	verify "$tmp/$name" ${configs[$name]}
	if skipped; then
		n=$((n + 1))
		echo "ok $n - $name: ${what[$name]} # SKIP no compiler for ${configs[$name]}"
		return
	fi
	line=$(found "$name") || { rc=1 why="not found as it should be"; }
	# The status alone says little: lines that these configurations do not
	# compile make it 1 as well.
	[ "$status" -eq 1 ] || { rc=1 why="exit status $status"; }
	only "$name" || { rc=1 why="${why:+$why, }blamed: $(sed -n \
		's/ blamed$//p' "$tmp/found" | tr '\n' ',')"; }
	ok $rc "$name: ${what[$name]}"
	if [ $rc -ne 0 ]; then
		echo "# $why"
		said "$tmp/found" | cut -c 1-200 | head -n 40
		[ "$status" -le 1 ] || said "$tmp/log"
	fi
	[ $rc -eq 0 ] || line="${line:+NOT ALONE: }${line:-MISSED}"
	table+=("$(printf '%-16s %2s  %-18s %-8s %s' "$name" "${patch[$name]}" \
		"${configs[$name]%% *}" "${check[$name]}" "$line")")
}

# --- main ------------------------------------------------------------------

if [ -n "$list" ]; then
	for f in "${names[@]}"; do
		printf '%-16s patch %2s, %s on %s: %s\n' "$f" "${patch[$f]}" \
			"${check[$f]}" "${configs[$f]}" "${what[$f]}"
	done
	exit 0
fi
if ! [ -f "$linux/Makefile" ]; then
	echo "usage: tests/faults.sh [-l] [-n] LINUX [NAME...]" >&2
	exit 129
fi
for f; do
	[ -n "${patch[$f]:-}" ] || { echo "no fault '$f': see -l" >&2; exit 129; }
done
if [ $# -eq 0 ]; then
	for f in "${names[@]}"; do
		case $slow in *" $f "*) ;; *) set -- "$@" "$f" ;; esac
	done
fi
series=generated-patches/linux-$(make -s -C "$linux" kernelversion 2>/dev/null)
if ! [ -d "$series" ]; then
	echo "no $series: run respin generate first" >&2
	exit 128
fi
work=${WORK:-build/faults} jobs=${J:-$(nproc)}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/respin-faults.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP
mkdir -p "$work"

series_repo "$linux" "$series" "$tmp/k" >"$tmp/log" 2>&1 || { cat "$tmp/log"; echo "Bail out!"; exit 1; }
sound=()
for f; do
	if seeded "$f" >"$tmp/log" 2>&1; then
		sound+=("$f")
	else
		ok 1 "$f: goes into the series"
		said "$tmp/log"
	fi
done
ok $((${#sound[@]} != $#)) "$# faults go into the series, and it is $last patches"
if [ -z "$dry" ]; then
	all=$(for f in "${sound[@]}"; do printf '%s\n' ${configs[$f]}; done | sort -u)
	# shellcheck disable=SC2086
	clean_run $all
	for f in "${sound[@]}"; do one_fault "$f"; done
	printf '# %-16s %2s  %-18s %-8s %s\n' fault patch configuration check "what verify printed"
	[ ${#table[@]} -eq 0 ] || printf '# %.160s\n' "${table[@]}"
fi
tap_end
