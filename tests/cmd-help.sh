#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What the program says of itself: help, manual pages, completion, suggestions;
# and a reader of its output that goes.
. "$(dirname "$0")/lib.sh"

commands=$("$RESPIN" --list-commands)
check "there are commands" test "$(wc -w <<<"$commands")" -gt 10

# --- help ------------------------------------------------------------------

respin version
exits 0 "version: a command"
prints '^respin [0-9].*, jail: ' "... and what it prints"
respin --help
for c in $commands; do
	check "$c is in the list" grep -q "^  $c " "$out"
done
is "$(awk 'length > 80' "$out")" "" "respin --help: 80 columns"
respin verfy
complains 129 "no command 'verfy' \(did you mean 'verify'\? see respin --help\)" \
	"a mistyped command"
respin xyzzy
complains 129 "no command 'xyzzy' \(see respin --help\)" "a word like none"
respin help verfy
complains 129 "no command 'verfy' \(did you mean 'verify'" "help for it"
respin verify --confgis all k
complains 129 "unknown option --confgis \(did you mean --configs\? see" \
	"a mistyped option"
respin verify --xyzzy k
complains 129 "unknown option --xyzzy \(see respin verify --help\)" \
	"an option like none"

for c in $commands; do
	respin $c --help
	is "$(awk 'length > 80' "$out")" "" "$c --help: 80 columns"
	cp "$out" helped
	respin help $c
	is "$(cat "$out")" "$(cat helped)" "help $c: the same"
	check "$c --help says -h" grep -q '^  -h, --help  *print this$' "$out"
done

# --- manual pages and completion -------------------------------------------

for c in $commands; do
	respin --man-page $c
	exits 0 "$c: a manual page"
	cp "$out" page
	check "... its name" grep -qx ".Nm respin-$c" page
	respin $c --completion-helper
	n=$(grep -c '^--[a-z0-9-]*\( [^	]*\)*	[^ ]' "$out")
	is "$n" "$(wc -l <"$out")" "$c: an option a line, with what it does"
	is "$(grep -c '^\.It Fl' page)" "$n" "... and each is in the page"
	if command -v groff >/dev/null; then
		is "$(groff -mandoc -ww -z page 2>&1)" "" "... which groff takes"
	fi
done
respin --man-page verfy
complains 129 "no command 'verfy'" "a page of none"

# complete WORD...: what bash offers for the last one.
complete_words() {
	PATH=$(dirname "$RESPIN"):$PATH bash -c '
		. "$1/completion/respin.bash"
		shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_respin
		printf "%s\n" "${COMPREPLY[@]}"' complete "$top" "$@" | tr '\n' ' '
}
is "$(complete_words respin ver)" "verify version " "bash: commands"
is "$(complete_words respin help sp)" "split " "bash: help of one"
is "$(complete_words respin verify --de)" "--depth " "bash: options"
is "$(complete_words respin verify --depth '')" "quick full " "bash: values"
is "$(complete_words respin verify --store '')" " " "bash: files are bash's"

# --- a reader that goes ----------------------------------------------------

for c in --help "verify --help" "status -s $swap $kernel" \
	 "generate -s $swap -o patches $kernel"; do
	# shellcheck disable=SC2086
	"$RESPIN" $c >/dev/null 2>&1
	want=$?
	rm -rf patches
	{ "$RESPIN" $c 2>"$err"; echo $? >code; } | :
	is "$(cat code) $(cat "$err")" "$want " "nobody reads respin ${c%% *}"
done
check "and the patches are written" test -s patches/respin/series.json
finish
