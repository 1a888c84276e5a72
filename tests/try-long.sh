#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# try-long.sh LINUX [PART...]: respin try beside the kernel's own coccicheck, with
# ten of the scripts in scripts/coccinelle, in patch mode, on parts of a tree.
#
# Prints, for each script: files and lines (+ and -) that coccicheck changes, the
# same of respin, how many of these lines only one of the two has, and seconds of
# CPU. A line that only coccicheck has fails the test, unless respin names the
# place, or the file, in what it prints. J: processes (default 1).
. "$(dirname "$0")/lib.sh"
linux=$(cd "$top" && realpath "${1:?usage: try-long.sh LINUX [PART...]}") || exit 1
shift
[ $# -gt 0 ] || set -- mm fs/ext4 kernel/bpf drivers/scsi/lpfc drivers/scsi/qla2xxx \
	drivers/scsi/bnx2fc drivers/net/ethernet/broadcom/bnx2x drivers/net/can
scripts='api/alloc/zalloc-simple api/err_cast api/kfree_sensitive api/memdup
	api/platform_get_irq api/string_choices free/ifnullfree misc/array_size
	misc/struct_size misc/swap'
cd "$tmp/work" || exit 1

# changes DIFF: its lines with + and -, each with its file; blank ones are spatch's
# own affair, and so is their number.
changes() {
	awk '/^--- / { next }
		/^\+\+\+ / { f = $2; sub(/^[ab]\//, "", f); next }
		/^[-+]/ { gsub(/[ \t]+/, " "); if ($0 !~ /^[-+] ?$/) print f ": " $0 }' "$1" | sort
}

cpu() {
	awk '{ s += $1 } END { printf "%.0f", s }' "$1"
}

printf '# %-24s %14s %14s %6s %6s %7s %7s\n' script coccicheck respin 'only c' \
	'only r' 'CPU c' 'CPU r'
TIMEFORMAT='%U'
for s in $scripts; do
	rule=scripts/coccinelle/$s.cocci
	: >c.failed >theirs.diff >ours.diff >c.time >r.time
	for part; do
		# As make coccicheck M=PART does it; spatch starts a shell for diff.
		(cd "$linux" && time srctree=. KBUILD_EXTMOD="./$part" MODE=patch \
			LINUXINCLUDE= COCCI="$rule" J="${J:-1}" SPFLAGS= \
			bash scripts/coccicheck 2>"$tmp/c.err") >>theirs.diff 2>>c.time ||
			echo "coccicheck fails on $part: $(tail -n 1 "$tmp/c.err")" >>c.failed
	done
	files=()
	for part; do files+=(--files "$part"); done
	{ time "$RESPIN" try "$linux/$rule" "$linux" "${files[@]}" -j "${J:-1}" \
		--allow-scripts --no-cache -d -o ours.diff >said 2>r.err; } 2>r.time
	changes theirs.diff >c
	changes ours.diff >r
	comm -23 c r >only-c
	comm -13 c r >only-r
	printf '# %-24s %5s %8s %5s %8s %6s %6s %7s %7s\n' "$s" \
		"$(cut -d: -f1 c | sort -u | wc -l)" "$(wc -l <c)" \
		"$(cut -d: -f1 r | sort -u | wc -l)" "$(wc -l <r)" \
		"$(wc -l <only-c)" "$(wc -l <only-r)" "$(cpu c.time)" "$(cpu r.time)"
	cut -d: -f1 only-c | sort -u | while read -r f; do
		grep -qF "$f" r.err || grep -qE "(left|not parsed): $f:" said ||
			grep "^$f: " only-c
	done >silent
	[ ! -s silent ] && [ -s said ] && [ ! -s c.failed ]
	result $? "$s: no change of coccicheck's is missed in silence" \
		"$(cat c.failed silent r.err)"
	sed 's/^/# only respin: /' only-r | head -n "${SHOW:-6}"
	sed 's/^/# only coccicheck: /' only-c | head -n "${SHOW:-6}"
done
finish
