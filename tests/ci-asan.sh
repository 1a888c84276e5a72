#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The unit tests with the address and undefined behaviour sanitizers, in
# build/asan: one test each. make check-asan runs the command tests, too.
. "$(dirname "$0")/lib.sh"

run make -C "$top" --no-print-directory units-asan
exits 0 "sanitizers: the unit tests build"
cd "$top" || exit 1
for t in build/asan/tests/test-*; do
	[ -x "$t" ] || continue
	run "$t"
	name=${t##*/}
	[ "$status" -eq 0 ] && ! grep -qE 'Sanitizer|runtime error' "$err"
	result $? "sanitizers: $name" "exit status $status" "$(grep '^not ok' "$out")" \
		"$(tail -n 30 "$err")"
done
finish
