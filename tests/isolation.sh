#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The rules that the source keeps: which libraries show where, what src/ knows
# of, how long files and functions are. Who may call whom: layout.sh.
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
	grep -lE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]$h[>\"]" -- */*.[ch] | while read -r f; do
		for allowed; do
			# shellcheck disable=SC2254
			case $f in $allowed) continue 2 ;; esac
		done
		echo "$f includes $h"
	done
}
none "only git/ includes git2.h" includers 'git2(/.*)?\.h' 'git/*.c'
none "only the store, its merge and gen/kept.c include sqlite3.h" includers 'sqlite3\.h' states/store-int.h gen/kept.c
none "only objcode/ includes gelf.h" includers '(gelf|libelf|elf)\.h' 'objcode/*.[ch]'

# What src/ must not know: the series' names, and any architecture.
knows() {
	grep -niE -e "$1" -- */*.[ch]
}
for word in pagetable pte_ ptdesc tlb; do
	none "src/ says nothing of '$word'" knows "$word"
done
none "src/ names no architecture" knows \
	'(^|[^a-z0-9_])(arm|arm64|aarch64|csky|hexagon|loongarch|m68k|microblaze|mips|nios2|openrisc|parisc|powerpc|ppc64|riscv|s390x?|sparc(64)?|x86(_64)?|i386|xtensa)([^a-z0-9]|$)'
none "src/ names no series" grep -nF -e swap-args -e swap_args -- */*.[ch]

none "the job runner and processes know nothing but the base" sh -c \
	'grep -nE "^#include \"" base/proc.[ch] base/job.[ch] | grep -vE "\"base/(proc|guard|job|util|strbuf|strvec)\.h\""'
none "no shell: neither system() nor popen()" knows '(^|[^a-z_])(system|popen)[[:space:]]*\('
exits_below() {
	grep -nE '(^|[^a-z_])exit[[:space:]]*\(' -- */*.c |
		grep -vE '^(cmd/[^:]*|base/util)\.c:'
}
none "no exit() below the commands" exits_below

# --- lengths ---------------------------------------------------------------

long_files() {
	wc -l -- */*.[ch] | awk '$2 != "total" && $1 >= 800 { print $2 ": " $1 " lines" }'
}
none "every file has less than 800 lines" long_files

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
	}' */*.c
}
none "every function has at most 60 lines" long_functions
none "no line is longer than 100 columns, options apart" sh -c \
	'expand -- */*.[ch] | grep -nE "^.{101,}" | grep -vE "OPT_|error|strbuf_addf|die|printf|addstr|\"$|\"[,;)]" | cut -c1-120'
none "every file says its licence in its first line" sh -c \
	'for f in */*.[ch]; do head -n 1 "$f" | grep -q "SPDX-License-Identifier: GPL-2.0-only" || echo "$f"; done'

# --- tests, too ------------------------------------------------------------

none "every test is on its own: finish is its last line" sh -c \
	'for f in ../tests/cmd-*.sh; do [ "$(tail -n 1 "$f")" = finish ] || echo "$f"; done'
none "every test can be run" sh -c \
	'for f in ../tests/cmd-*.sh ../tests/run; do [ -x "$f" ] || echo "$f"; done'

finish
