#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Trees, series and mails that are made to do harm: nothing of theirs runs,
# nothing outside our own folders is read, written or removed.
. "$(dirname "$0")/lib.sh"

new_tree k
new_series s

# --- names in the tree -----------------------------------------------------

# A name that a shell would run, or spatch take for an option.
odd='x$(touch ${HOME}pwn)`touch ${HOME}pwn`y;touch pwn.c'
cp k/mm/foo.c "k/mm/$odd"
cp k/mm/foo.c k/mm/-o.c
cp k/mm/foo.c "k/mm/two words.c"
commit_all k odd
respin generate -s ./s -o out k
exits 0 "names that a shell would run: exit status 0"
check_not "nothing ran" sh -c 'ls -A "$HOME"pwn* pwn* 2>/dev/null | grep .'
for f in "$odd" -o.c "two words.c"; do
	check "$f was changed like any other" grep -qF -- "mm/$f" out/series.json out/respin/series.json
done
git -C k rm -q --cached -r mm && git -C k add -A && rm -rf out

# A tree object may hold names that git would never write.
blob=$(git -C k hash-object -w k/Makefile 2>/dev/null || git -C k hash-object -w Makefile)
hostile() {	# hostile NAME: a commit whose tree has that entry too
	{
		git -C k cat-file tree HEAD^{tree}
		printf '100644 %s\0' "$1"
		printf '%s' "$blob" | sed 's/../\\x&/g' | xargs -0 printf
	} >tree.raw
	t=$(git -C k hash-object -t tree --literally -w --stdin <tree.raw)
	git -C k commit-tree -m hostile "$t" </dev/null
}
for name in .. . a/../../b; do
	c=$(hostile "$name")
	watched=k before=$(disk)
	respin generate -n -s ./s -b "$c" k
	complains 128 "has a file named '.*', which no checkout can contain" "a tree with '$name'"
	is "$(disk)" "$before" "... nothing was written"
done
watched=

# EXTRAVERSION names the folder that patches go to.
fill esc
sed -i 's#^EXTRAVERSION.*#EXTRAVERSION = /../../../escaped#' esc/Makefile
grep -q escaped esc/Makefile || echo 'EXTRAVERSION = /../../../escaped' >>esc/Makefile
respin generate -s ./s esc
exits 0 "EXTRAVERSION with slashes: exit status 0"
check "its slashes are none" test -d generated-patches/linux-6.99.1_.._.._.._escaped
rm -rf generated-patches

# --- names in a series -----------------------------------------------------

echo secret >"$tmp/secret"
spoil() {	# spoil FILE OLD NEW
	rm -rf s
	new_series s
	swap_text "s/$1" "$2" "$3"
}
spoil series 'op = 1-swap.cocci' 'op = ../../../secret.cocci'
respin status -s ./s k
complains 129 "series:[0-9]+: '.*secret.cocci' is not a file in the series' folder" "op = ../.."
rm -rf s; new_series s
rm s/01-swap-foo-map/message && ln -s "$tmp/secret" s/01-swap-foo-map/message
respin status -s ./s k
complains 129 "message: it is a link, or behind one" "a message that is a link"
rm -rf s; new_series s
mv s/01-swap-foo-map elsewhere && ln -s ../elsewhere s/01-swap-foo-map
respin status -s ./s k
complains 129 "it is a link, or behind one|Not a directory" "a patch's folder that is a link"
rm -rf elsewhere s; new_series s
ln -sf "$tmp/secret" s/cover.txt
respin status -s ./s k
complains 129 "cover.txt: it is a link" "a cover letter that is a link"
rm -rf s; new_series s
title=$(git config --file s/series series.title)
git config --file s/series series.title "$title
Bcc: everybody@example.org"
respin status -s ./s k
complains 129 "series:[0-9]+: the value of 'title' has a control character" "a title that is two headers"
rm -rf s; new_series s
printf '[include]\n\tpath = %s\n' "$tmp/secret" >>s/series
respin status -s ./s k
complains 129 "the file includes another one" "a manifest that includes another file"

# --- code in rules ---------------------------------------------------------

rm -rf s; new_series s
printf '\n@initialize:python@\n@@\nopen("%s/ran", "w")\n' "$tmp" >>s/01-swap-foo-map/1-swap.cocci
for how in "generate -n" "generate -o out" "test"; do
	case $how in
	test) respin test ./s ;;
	*) respin $how -s ./s k ;;
	esac
	complains 129 "1-swap.cocci:[0-9]+: this rule runs a script.*--trust-series" "a script in a rule: $how"
done
check_not "... did not run" test -e "$tmp/ran"
# Debian's spatch starts without Python's library, and then cannot run it.
started() {
	[ "$status" -eq 0 ] || grep -q 'unable to find the Python library' "$err"
	run_result $? "$1"
}
respin status -s ./s k
exits 1 "status runs no rule"
respin generate -n --trust-series -s ./s k
started "--trust-series: it runs"
rm -f "$tmp/ran"
git config --file "$HOME/.gitconfig" respin.trustSeries "$PWD/s"
respin generate -n -s ./s k
started "respin.trustSeries of the user: it runs"
git config --file "$HOME/.gitconfig" --unset respin.trustSeries
git -C k config respin.trustSeries '*'
respin generate -n -s ./s k
complains 129 "this rule runs a script" "respin.trustSeries of the tree does not count"
git -C k config --unset respin.trustSeries
rm -rf s; new_series s

# --- what is no file -------------------------------------------------------

mkfifo pipe
respin generate -s ./s -o fine k
# pipe_is NAME COMMAND...: no wait, one line, and the exit code of an error.
pipe_is() {
	local name=$1
	shift
	run timeout 20 "$RESPIN" "$@"
	[ "$status" -ge 128 ] && [ "$status" -ne 137 ] &&
		grep -qE 'pipe|/(series|message|changes|people|trailers|cover.txt|x.conf)' "$err" &&
		! grep -q 'Invalid argument' "$err"
	run_result $? "a pipe that nobody writes to: $name"
}
mkdir pipes && mkfifo pipes/x.conf
pipe_is "the tree" generate -s ./s pipe
pipe_is "the output" generate -s ./s -o pipe k
pipe_is "compare: ours" compare pipe fine
pipe_is "compare: theirs" compare fine pipe
pipe_is "split: patches" split --by directory -o sp k pipe
pipe_is "split: people" split --by directory -o sp --cc-file pipe k fine
pipe_is "generate: people" generate -n -s ./s --cc-file pipe k
pipe_is "a mailbox" trailers -s ./s pipe
pipe_is "review: verify.json" review --verify pipe --out fine
pipe_is "review: prove.json" review --prove pipe --out fine
pipe_is "review: the page" review --html pipe --out fine
pipe_is "verify: the store" verify --store pipe --work w --arch-data "$top/verify/arch" k fine
pipe_is "verify: architectures" verify --arch-data pipes --work w --store db k fine
pipe_is "verify: checks" verify --checks pipe --work w --store db --arch-data "$top/verify/arch" k fine
pipe_is "prove: rules" prove --rules pipe --work w --store db --arch-data "$top/verify/arch" k fine
for f in series changes people trailers cover.txt 01-swap-foo-map/message; do
	rm -rf p && new_series p && rm -f p/$f && mkfifo p/$f
	pipe_is "a series' ${f##*/}" generate -n -s ./p k
done

# --- what a terminal would obey --------------------------------------------

# no_escape NAME: the last run printed nothing that a terminal obeys.
no_escape() {
	! cat "$out" "$err" | LC_ALL=C grep -q "[$(printf '\001-\010\013-\037\177')]"
	run_result $? "$1"
}
esc=$(printf '\033]0;pwned\007')
bidi=$(printf '\342\200\256')
fill named
sed -i "s#^EXTRAVERSION.*#EXTRAVERSION = $esc#" named/Makefile
respin generate -n -s ./s named
no_escape "EXTRAVERSION with an escape sequence"
respin generate -n -s ./s "k$esc"
no_escape "a path that is not there"
complains 129 'no kernel tree at k\^\[\]0;pwned\^G' "... which is shown"
respin generate -s ./s -o esc-out k
cp -r esc-out esc-patches
sed -i "s/^Subject: \(.*\)/Subject: \1 $esc$bidi/" esc-patches/0001-*.patch
respin compare esc-patches esc-out
no_escape "a subject with an escape sequence: compare"
respin review --out esc-patches
no_escape "... review"
prints_not "$bidi" "... a turn of the direction is shown, too"
respin split k esc-patches --out esc-split
no_escape "... split"

# --- repositories that cannot be read --------------------------------------

if git init -q --object-format=sha256 s256 2>"$err"; then
	fill s256 && commit_all s256
	respin generate -n -s ./s s256
	complains 128 "s256: .*respin does not read SHA-256 repositories; give a plain folder" "ids by SHA-256"
else
	skip "ids by SHA-256" "this git has none"
fi
git clone -q --depth 1 "file://$PWD/k" shallow
respin generate -n -s ./s shallow
exits 0 "a shallow clone"
git -C k config uploadpack.allowFilter true
git clone -q --filter=blob:none --no-checkout "file://$PWD/k" partial 2>"$err"
respin generate -n -s ./s partial
complains 128 "cannot read Makefile of .*: a partial clone lacks it" "a partial clone"
cp -r k damaged
object=damaged/.git/objects/$(git -C damaged rev-parse HEAD^{tree} | sed 's#^..#&/#')
chmod u+w "$object" && : >"$object"
respin generate -n -s ./s damaged
complains 128 "cannot list HEAD of .*damaged: " "a tree object that is empty"

# --- what is there stays ---------------------------------------------------

respin generate -s ./s -o out k
ln -s elsewhere.html link.html
respin review --html link.html --out out
check "a link stays a link" test -L link.html
check "... and what it names is written" test -s elsewhere.html
chmod 600 elsewhere.html
respin review --html link.html --out out
is "$(stat -c %a elsewhere.html)" 600 "a file keeps its mode"
if [ -w /dev/null ]; then
	respin review --html /dev/null --out out
	check "a device stays a device" test -c /dev/null
fi

finish
