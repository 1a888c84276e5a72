# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# verify-series.sh: series made by hand in the git tree k, for the tests of
# verify. To be sourced after lib.sh, with $good the commit they begin at.

# change MESSAGE: a commit of what was edited in k.
change() { commit_all k "$1"; }
# new_base MESSAGE: a commit of that, at which series begin from now on.
new_base() {
	change "$1"
	good=$(git -C k rev-parse HEAD)
}
# series NAME: patches of all since the base, and back to the base.
series() {
	git -C k format-patch -q -o "$PWD/$1" "$good"
	git -C k reset -q --hard "$good"
}
