#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# sound.sh [-p PREFIX] [-x SECTION]... A B | DIR: is the skipping of verify
# sound? A and B are two object files, or two folders of them. DIR is what
# respin verify --objects writes of a configuration: each DIR/K/same/UNIT.o, of
# which verify says that patch K leaves it as it is, is compared with
# DIR/K/parent/UNIT.o.
#
# Two objects are the same if they have the same sections (name, type, flags,
# size, contents), relocations and symbols. Left out are the numbers that the
# compiler puts behind the names of local symbols ("__key.49"), the names of
# files, and debug information. As numbers are left out, a relocation against
# a local symbol is compared by the place it points to, so that two variables
# that change roles are told apart.
#
#	-p	of the architecture's binutils, as in CROSS_COMPILE
#	-x	a section not to compare, contents and relocations
#
# Prints what differs, and "N compared, N differ". Exit status: 1 if anything
# differs, 128 if there is nothing to compare or it cannot be read.
set -u -o pipefail
export LC_ALL=C
prefix="" except=' '
usage() {
	echo "usage: sound.sh [-p PREFIX] [-x SECTION]... A B | DIR" >&2
	exit 129
}
while getopts p:x: opt; do
	case $opt in
	p) prefix=$OPTARG ;;
	x) except="$except$OPTARG " ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
tmp=$(mktemp -d "${TMPDIR:-/tmp}/respin-sound.XXXXXX") || exit 128
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP

die() {
	echo "sound.sh: $*" >&2
	exit 128
}

# --- one object ------------------------------------------------------------

# What readelf -S, -s and -r print, as lines without offsets into the file,
# indexes and order of symbols: "section ...", "symbol ...", "reloc ...".
read -r -d '' canonical <<'AWK'
function left_out(name) {
	return name ~ /^\.(debug|zdebug|line|stab)/ || index(except, " " name " ")
}
# The name of a local symbol without what the compiler numbers.
function plain(name) {
	while (sub(/\.[0-9]+$/, "", name))
		;
	if (name ~ /^\.L/)
		sub(/[0-9]+$/, "", name)
	return name
}
function number(hex,	i, n) {
	n = 0
	hex = tolower(hex)
	for (i = 1; i <= length(hex); i++)
		n = n * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
	return n
}
# "  [ 3] .name TYPE ADDRESS OFFSET SIZE ES FLAGS LINK INFO ALIGN"
part == "sections" && /^  \[ *[0-9]+\] / {
	line = $0
	sub(/^  \[ */, "", line)
	i = line + 0
	sub(/^[0-9]+\] /, "", line)
	n = split(line, f, " ")
	# The flags may be empty, so count from the end for what is behind.
	if (n < 9 || f[2] == "NULL")
		next
	name[i] = f[1]
	if (f[2] ~ /^(SYMTAB|STRTAB|RELA?|SYMTAB_SHNDX|GROUP)$/ || left_out(f[1]))
		next
	print "section", f[1], f[2], f[5], f[6], (n > 9 ? f[7] : "-"), f[n]
	next
}
# "   Num: VALUE SIZE TYPE BIND VIS [OTHER] NDX NAME"
part == "symbols" && $1 ~ /^[0-9]+:$/ {
	i = $1 + 0
	rest = $0
	other = match(rest, /\[[^]]*\]/) ? substr(rest, RSTART, RLENGTH) : ""
	sub(/\[[^]]*\]/, "", rest)
	n = split(rest, f, " ")
	where = f[7] in name ? name[f[7]] : f[7]
	called = n > 7 ? f[8] : ""
	if (f[4] == "SECTION")
		called = where
	else if (f[5] == "LOCAL")
		called = plain(called)
	what[i] = called "@" where "+" f[2] ":" f[3]
	if (i && f[4] != "FILE" && !left_out(where))
		print "symbol", what[i], f[4], f[5], f[6], other
	next
}
part == "relocs" && /^Relocation section '/ {
	target = $0
	sub(/^Relocation section '\.rela?/, "", target)
	sub(/'.*/, "", target)
	hide = left_out(target)
	next
}
# "OFFSET INFO TYPE [VALUE NAME [+ ADDEND]]": INFO's upper part is the symbol.
part == "relocs" && $1 ~ /^[0-9a-f]+$/ && NF > 2 {
	if (hide)
		next
	s = number(substr($2, 1, length($2) > 8 ? length($2) - 8 : 6))
	add = ""
	if (s && NF > 4 && $(NF - 1) ~ /^[-+]$/)
		add = $(NF - 1) $NF
	else if (!s)
		for (i = 4; i <= NF; i++)
			add = add " " $i
	print "reloc", target "+" $1, $3, s ? what[s] : "", add
	next
}
# Types 2 and 3 of a relocation of 64 bit MIPS.
part == "relocs" && /^ +Type[23]: / && !hide { print "reloc", $0 }
AWK

# And what objdump -s prints, as "contents ...".
read -r -d '' contents <<'AWK'
/^Contents of section / {
	s = $4
	sub(/:$/, "", s)
	hide = s ~ /^\.(debug|zdebug|line|stab|group$)/ || index(except, " " s " ")
	next
}
s != "" && !hide { print "contents", s, $0 }
AWK

# describe OBJECT FILE: those lines to FILE.
describe() {
	local o=$1
	"${prefix}readelf" -S -W "$o" >"$tmp/sections" 2>"$tmp/err" &&
		"${prefix}readelf" -s -W "$o" >"$tmp/symbols" 2>>"$tmp/err" &&
		"${prefix}readelf" -r -W "$o" >"$tmp/relocs" 2>>"$tmp/err" &&
		"${prefix}objdump" -s "$o" >"$tmp/contents" 2>>"$tmp/err" ||
		die "$o: $(head -n 1 "$tmp/err")"
	awk -v except="$except" "$canonical" part=sections "$tmp/sections" \
		part=symbols "$tmp/symbols" part=relocs "$tmp/relocs" |
		sort >"$2" &&
	awk -v except="$except" "$contents" "$tmp/contents" >>"$2" ||
		die "$o: awk failed"
	# What was not understood is not the same, nor different.
	grep -q '^section ' "$2" && grep -q '^symbol ' "$2" ||
		die "$o: no sections, or no symbols"
}

# --- comparing -------------------------------------------------------------

compared=0 differ=0

# differs NAME WHY
differs() {
	differ=$((differ + 1))
	echo "differs: $1: $2"
}

# compare NAME A B
compare() {
	compared=$((compared + 1))
	if ! [ -f "$2" ] || ! [ -f "$3" ]; then
		differs "$1" "there is only one"
		return
	fi
	cmp -s "$2" "$3" && return
	describe "$2" "$tmp/a"
	describe "$3" "$tmp/b"
	cmp -s "$tmp/a" "$tmp/b" && return
	differs "$1" "$(diff "$tmp/a" "$tmp/b" | awk '
		/^[<>] / {
			sub(/[+@].*/, "", $3)
			w = $2 " " $3
			if (!seen[w]++)
				all = all (all == "" ? "" : ", ") w
		}
		END { print all }')"
}

# objects DIR: names of all objects below.
objects() {
	(cd "$1" && find . -name '*.o' -type f | sed 's,^\./,,' | sort)
}

folders() {
	local o
	while IFS= read -r o; do
		compare "$o" "$1/$o" "$2/$o"
	done < <({ objects "$1"; objects "$2"; } | sort -u)
}

# The parent of what was compiled anew is there as well, and not compared.
configuration() {
	local same k o
	for same in "$1"/*/same; do
		[ -d "$same" ] || die "$1 has no K/same: see verify --objects"
		k=${same%/same}
		while IFS= read -r o; do
			compare "${k##*/}: $o" "$k/parent/$o" "$same/$o"
		done < <(objects "$same")
	done
}

command -v "${prefix}readelf" >/dev/null &&
	command -v "${prefix}objdump" >/dev/null ||
	die "no ${prefix}readelf or ${prefix}objdump (binutils)"
case $# in
1)
	[ -d "$1" ] || die "no such folder: $1"
	configuration "$1"
	;;
2)
	if [ -d "$1" ] && [ -d "$2" ]; then
		folders "$1" "$2"
	else
		[ -f "$1" ] && [ -f "$2" ] || die "not two files, nor two folders: $1 $2"
		compare "$1 $2" "$1" "$2"
	fi
	;;
*) usage ;;
esac
[ $compared -gt 0 ] || die "there is nothing to compare"
echo "$compared compared, $differ differ"
[ $differ -eq 0 ]
