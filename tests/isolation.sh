#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The rules that the source keeps: who includes what, what src/ knows of,
# how long files and functions are.
. "$(dirname "$0")/lib.sh"
cd "$top/src" || exit 1

# none NAME COMMAND...: COMMAND prints nothing.
none() {
	local name=$1 said
	shift
	said=$("$@" 2>&1)
	[ -z "$said" ]
	result $? "$name" "$said"
}

# includers HEADER ALLOWED...: files that include HEADER and are not ALLOWED.
includers() {
	local h=$1 f allowed
	shift
	grep -lE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]$h[>\"]" -- *.[ch] | while read -r f; do
		for allowed; do
			# shellcheck disable=SC2254
			case $f in $allowed) continue 2 ;; esac
		done
		echo "$f includes $h"
	done
}
none "only git-*.c includes git2.h" includers 'git2(/.*)?\.h' 'git-*.c'
none "only store.c includes sqlite3.h" includers 'sqlite3\.h' store.c

none "only objcode*.[ch] includes gelf.h" includers '(gelf|libelf|elf)\.h' 'objcode*.[ch]'

# What src/ must not know: the series' names, and any architecture.
knows() {
	grep -niE -e "$1" -- *.[ch]
}
for word in pagetable pte_ ptdesc tlb; do
	none "src/ says nothing of '$word'" knows "$word"
done
none "src/ names no architecture" knows \
	'(^|[^a-z0-9_])(arm|arm64|aarch64|csky|hexagon|loongarch|m68k|microblaze|mips|nios2|openrisc|parisc|powerpc|ppc64|riscv|s390x?|sparc(64)?|x86(_64)?|i386|xtensa)([^a-z0-9]|$)'
none "src/ names no series" grep -nF -e swap-args -e swap_args -- *.[ch]

# Who may include whom: main > commands > session > domain > adapters > base.
# What is not listed is of the domain.
layer() {
	case $1 in
	util | strbuf | strvec | clex | wordset | opt | tmpfile | json | html | version | shell | datadir) echo 0 ;;
	git-* | folder | proc | job | store | ppline) echo 1 ;;
	session) echo 3 ;;
	cmd | cmd-* | main) echo 4 ;;
	*) echo 2 ;;
	esac
}
upward() {
	local f h
	grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' -- *.[ch] |
	while IFS= read -r line; do
		f=${line%%:*}
		h=${line#*\"}
		h=${h%%\"*}
		[ "$(layer "${f%.*}")" -ge "$(layer "${h%.h}")" ] ||
			echo "$f includes $h, which is above it"
	done
}
none "files include downward only" upward
base_only() {
	local f h
	for f in util strbuf strvec clex wordset opt tmpfile json html shell datadir; do
		grep -hE '^#include "' "$f".[ch] 2>/dev/null | cut -d'"' -f2 |
		while read -r h; do
			[ "$(layer "${h%.h}")" -eq 0 ] || echo "$f includes $h"
		done
	done
}
none "base files include base headers only" base_only
none "the job runner and processes know nothing but the base" sh -c \
	'grep -nE "^#include \"" proc.[ch] job.[ch] | grep -vE "\"(proc|job|util|strbuf|strvec)\.h\""'
none "no shell: neither system() nor popen()" knows '(^|[^a-z_])(system|popen)[[:space:]]*\('
exits_below() {
	grep -nE '(^|[^a-z_])exit[[:space:]]*\(' -- *.c |
		grep -vE '^(main|cmd-[^:]*|util)\.c:'
}
none "no exit() below the commands" exits_below

# --- lengths ---------------------------------------------------------------

long_files() {
	wc -l -- *.c *.h | awk '$2 != "total" && $1 >= 500 { print $2 ": " $1 " lines" }'
}
none "every file has less than 500 lines" long_files

# In kernel style a function's { and } stand alone in column 0.
long_functions() {
	awk '
	FNR == 1 { open = 0 }
	/^[A-Za-z_].*\(/ && !open { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
	/^\{[ \t]*$/ { open = FNR }
	/^\}/ && open {
		if (FNR - open - 1 > 60)
			print FILENAME ":" open ": " name "() has " FNR - open - 1 " lines"
		open = 0
	}' *.c
}
none "every function has at most 60 lines" long_functions
none "no line is longer than 100 columns, options apart" sh -c \
	'expand -- *.c *.h | grep -nE "^.{101,}" | grep -vE "OPT_|error|strbuf_addf|die|printf|addstr|\"$|\"[,;)]" | cut -c1-120'
none "every file says its licence in its first line" sh -c \
	'for f in *.[ch]; do head -n 1 "$f" | grep -q "SPDX-License-Identifier: GPL-2.0-only" || echo "$f"; done'

# --- tests, too ------------------------------------------------------------

none "every test is on its own: finish is its last line" sh -c \
	'for f in ../tests/cmd-*.sh; do [ "$(tail -n 1 "$f")" = finish ] || echo "$f"; done'
none "every test can be run" sh -c \
	'for f in ../tests/cmd-*.sh ../tests/run; do [ -x "$f" ] || echo "$f"; done'

finish
