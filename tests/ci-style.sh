#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The kernel's checkpatch.pl on our C: one test a folder. CHECKPATCH is the
# script; make check-ci and check-style take it from the kernel's source.
. "$(dirname "$0")/lib.sh"

checkpatch=${CHECKPATCH:-$top/build/checkpatch/scripts/checkpatch.pl}
if [ ! -f "$checkpatch" ]; then
	echo "1..0 # SKIP no checkpatch.pl: make check-style brings it"
	exit 0
fi

# What does not fit a program in user space, or texts.
ignore=
without() {
	ignore=$ignore${ignore:+,}$1
}
without PREFER_DEFINED_ATTRIBUTE_MACRO	# linux/compiler_attributes.h is not here
without ENOSYS		# of a system call that this kernel lacks, as it is meant
without SYMBOLIC_PERMS	# bits of st_mode are tested, no mode is given
without UNNECESSARY_ELSE	# it takes a break in a chain of else if for one
without FUNCTION_ARGUMENTS	# it does not know char (*ids)[41]
without SPLIT_STRING	# SQL, usage and programs that tests compile are many lines
without STRING_FRAGMENTS	# the same
without MISSING_SPACE	# the same: what is split is no message
without QUOTED_WHITESPACE_BEFORE_NEWLINE	# texts of files, in tests
without EMBEDDED_FUNCTION_NAME	# "set" and "note" are words before they are functions
without STATIC_CONST_CHAR_ARRAY	# arrays that C libraries want as char *[]
without BLOCK_COMMENT_STYLE	# a comment behind a field goes on below itself

cd "$top" || exit 1
style() {
	perl "$checkpatch" --no-tree --no-summary --terse --show-types -f \
		--max-line-length=100 --ignore "$ignore" "$@"
}
# The perl of a folder takes seconds: as many at a time as there are processors.
export -f style
export checkpatch ignore
folders=(src/* tests/unit tests/tools)
printf '%s\n' "${folders[@]}" | xargs -P "$(nproc)" -I{} bash -c '
	shopt -s nullglob
	n=${1//\//-}
	style "$1"/*.[ch] >"$2/$n.style" 2>&1
	echo $? >"$2/$n.rc"' style {} "$tmp"
for f in "${folders[@]}"; do
	n=$tmp/${f//\//-}
	[ "$(cat "$n.rc")" -eq 0 ] && [ ! -s "$n.style" ]
	result $? "checkpatch: $f" "$(cat "$n.style")"
done
finish
