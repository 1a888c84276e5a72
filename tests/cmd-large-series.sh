#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The rule tests of the large series: conversions of a whole tree.
. "$(dirname "$0")/lib.sh"

for s in timer-delete hrtimer-setup kmalloc-obj; do
	check "$s: its rule tests" "$RESPIN" test "$top/cocci/$s"
done
finish
