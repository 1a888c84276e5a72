#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Another compiler: all of it and the unit tests build with clang, without a
# warning; and what it made works. In build/clang, out of the way.
. "$(dirname "$0")/lib.sh"

if ! command -v clang >/dev/null; then
	echo "1..0 # SKIP no clang: make check-ci brings it"
	exit 0
fi
run make -C "$top" --no-print-directory O=build/clang CC=clang DEV=1 all units
exits 0 "clang: it builds, with warnings as errors"
is "$(cat "$err")" "" "clang: nothing is said"
run "$top/build/clang/respin" test "$swap"
exits 0 "clang: the rule tests of a series pass"
finish
