#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# A spatch or a git that is missing, old, broken, killed, or does not end;
# and a disk that is full.
. "$(dirname "$0")/lib.sh"

new_tree k
respin generate -q -s "$swap" -o out k
cp -R out kept
check "the patches are there" test -f out/respin/series.json

# broken MODE STATUS PATTERN NAME [ARGUMENT...]: with this fake, generate
# fails so, in one line, and leaves the disk as it was.
broken() {
	local mode=$1 want=$2 pattern=$3 name=$4 before wrong
	shift 4
	before=$(disk)
	fake "$mode" respin generate -s "$swap" -o out "$@" k
	complaint "$pattern"
	[ "$status" -eq "$want" ] || wrong="want exit status $want. $wrong"
	[ "$(disk)" = "$before" ] || wrong="the disk changed. $wrong"
	[ -z "$wrong" ]
	run_result $? "$name" "$wrong"
}

# --- spatch ----------------------------------------------------------------

# All that is on PATH, one of them apart.
mkdir "$tmp/bin"
IFS=:
for d in $PATH; do
	ln -s "$d"/* "$tmp/bin" 2>/dev/null
done
unset IFS
rm "$tmp/bin/spatch"
before=$(disk)
run env PATH="$tmp/bin" "$RESPIN" generate -s "$swap" -o out k
complains 128 'spatch is not installed: apt-get install coccinelle' "spatch is missing"
is "$(disk)" "$before" "and nothing changed on the disk"
run env PATH="$tmp/bin" "$RESPIN" status -s "$swap" k
exits 1 "status does without spatch"
run env PATH="$tmp/bin" "$RESPIN" test "$swap"
complains 128 'spatch is not installed' "test does not"

broken old 128 'spatch is version 1\.0; respin needs 1\.1 or later' "spatch is too old"
for how in garbage mute failing crashing; do
	broken $how 128 'spatch --version does not print what Coccinelle prints' \
		"spatch --version: $how"
done
broken exit1 1 'spatch on .* exited with status 1' "spatch exits with 1"
broken segv 128 'spatch on .* was killed by signal 11' "spatch crashes"
broken killed 128 'spatch on .* was killed by signal 9' "spatch is killed"
broken exn 1 'spatch on .* failed: EXN: Failure' "spatch complains of itself, and exits with 0"
broken half-segv 128 'spatch on .* was killed by signal 11' \
	"spatch crashes half way through a file"
broken half-exit1 128 'spatch on .* exited with status 1: it said nothing' \
	"spatch fails half way through a file"
FAKE_ON=mm/foo.c broken segv 128 'spatch on mm/foo\.c with .*1-swap\.cocci was killed' \
	"spatch crashes on one file of four: it is named, and the rule"
FAKE_ON=mm/foo.c broken hang 128 'spatch on mm/foo\.c .* timed out after 1 s' \
	"spatch does not end, and takes no SIGTERM: --timeout" --timeout 1
# shellcheck disable=SC2046
check "its processes are gone" soon gone $(cat "$tmp/pids")
check "after all this, the old patches are kept" same_files out kept

# --- other versions

broken devel 128 'spatch is 1\.1\.1-00335-gabcdef, a development version that misses matches' \
	"a version that is known to be wrong is refused by name"
rm -rf out2
fake slow respin generate -q -s "$swap" -o out2 k
exits 0 "one that is known to be slow is taken"
complains 0 'warning: spatch 1\.2\.0 is several times slower' "... with a warning"
rm -f "$tmp/starts"
fake later respin generate -q -s "$swap" -o out2 k
exits 0 "one that takes names from file to file"
is "$(wc -l <"$tmp/starts")" 7 "... gets a process for each of its seven candidates"
check "... with the same patches" same_patches out out2

# What a process says of its files must fit: else each has one of its own.
rm -rf out2
fake shuffle respin generate -q -s "$swap" -o out2 k
exits 0 "spatch names other files than it got: each is done alone"
check "... with the same patches" same_files out out2
rm -rf out2

# --- git -------------------------------------------------------------------

# broken_git MODE STATUS PATTERN NAME
broken_git() {
	FAKE_GIT=$1 broken real "$2" "$3" "$4"
}
broken_git write-fails 128 'cannot write the patches: cannot do that today' \
	"git format-patch fails"
broken_git am-fails 1 'proof failed: git am does not apply 0001-.*: patch does not apply' \
	"git am fails: no proof, no patches"
broken_git am-wrong 1 'proof failed: git am of the patch file for 01-swap-foo-map does not give the tree' \
	"git am gives another tree: no proof, no patches"
rm "$tmp/bin/git"
ln -sf "$(command -v spatch)" "$tmp/bin/spatch"
before=$(disk)
run env PATH="$tmp/bin" "$RESPIN" generate -s "$swap" -o out k
complains 128 'git .*(No such file|not installed)' "git is missing"
is "$(disk)" "$before" "and nothing changed on the disk"

# --- a full disk -----------------------------------------------------------

# A file system of our own, in a mount namespace that ends with the command.
full() {
	local size=$1
	shift
	mkdir -p "$tmp/small"
	# shellcheck disable=SC2016
	unshare -rm sh -c 'mount -t tmpfs -o size="$0" none "$1" || exit 99
		shift
		"$@"' "$size" "$tmp/small" "$@"
}
full 64k true 2>/dev/null
if [ $? -ne 0 ]; then
	skip "the disk is full" "no tmpfs of our own here (unshare -rm)"
else
	before=$(disk)
	for size in 4k 8k 12k; do
		run full $size "$RESPIN" generate -s "$swap" -o "$tmp/small/out" k
		complains 128 'cannot write|disk|space' "the disk for the patches is full: $size"
	done
	run full 8k sh -c '"$@"; s=$?; ls -A "$0" >&3; exit $s' "$tmp/small" \
		"$RESPIN" generate -q -s "$swap" -o "$tmp/small/out" k 3>"$tmp/left"
	is "$(cat "$tmp/left")" "" "and nothing is left on it"
	# spatch needs room, too.
	no_kept
	for size in 4k 16k 64k 128k 192k 256k; do
		run full $size env TMPDIR="$tmp/small" \
			"$RESPIN" generate -s "$swap" -o out k
		# A finding, if it was spatch that found it full.
		[ "$status" -eq 1 ] && status=128
		complains 128 'cannot|space|disk' "the disk for scratch files is full: $size"
	done
	is "$(disk)" "$before" "nothing changed on the other disk"
	run full 16M env TMPDIR="$tmp/small" "$RESPIN" generate -q -s "$swap" -o out k
	exits 0 "a small disk for scratch files will do: 16M"
	is "$(cat "$err")" "" "and nothing is said"
	run full 4k sh -c 'head -c 4096 /dev/zero >"$XDG_CACHE_HOME/fill"; exec "$@"' \
		sh env XDG_CACHE_HOME="$tmp/small" "$RESPIN" generate -q -s "$swap" -o out k
	exits 0 "the disk for the cache is full: exit status 0"
fi
rm -rf "$tmp/small"

finish
