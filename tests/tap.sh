# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# tap.sh: results of the long tests, on stdout. To be sourced.
n=0 failed=0

scratch() {	# scratch NAME: the folder $tmp, until the script ends
	tmp=$(mktemp -d "${TMPDIR:-/tmp}/respin-$1.XXXXXX") || exit 2
	trap 'rm -rf "$tmp"' EXIT
	trap 'exit 130' INT TERM HUP
}

ok() {	# ok STATUS NAME
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		failed=$((failed + 1))
	fi
}

# The plan, and the sum; for the end. Returns whether all passed.
tap_end() {
	echo "1..$n"
	echo "$((n - failed)) passed, $failed failed"
	[ "$failed" -eq 0 ]
}
