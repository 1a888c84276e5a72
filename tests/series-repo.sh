# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# series-repo.sh: for tests that put faults into a series for a real kernel. To
# be sourced.

# series_repo LINUX SERIES DIR: the files that the patches in SERIES touch, in a
# new repository DIR: tag k0 is LINUX, kN has the first N patches on it. $last is
# how many there are. Fails where a patch does not apply.
series_repo() {
	local linux=$1 series=$2 dir=$3 p

	mkdir "$dir" && git -C "$dir" init -q || return
	sed -n 's,^--- a/,,p' "$series"/0*.patch | sort -u |
		tar -C "$linux" -cf - -T - | tar -C "$dir" -xf - || return
	git -C "$dir" config user.name t
	git -C "$dir" config user.email t@t
	git -C "$dir" add -A -f && git -C "$dir" commit -qm base &&
		git -C "$dir" tag k0 || return
	last=0
	for p in "$series"/0*.patch; do
		case $p in */0000-*) continue ;; esac
		last=$((last + 1))
		git -C "$dir" am -q "$(realpath "$p")" &&
			git -C "$dir" tag "k$last" || return
	done
}
