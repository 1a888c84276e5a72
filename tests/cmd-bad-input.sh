#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Whatever is wrong with the command line, the tree or the series: one clear
# line on stderr, the exit code that the manual gives, nothing on the disk.
. "$(dirname "$0")/lib.sh"

new_tree k

# bad STATUS PATTERN NAME ARGUMENT...: respin ARGUMENT... fails so.
bad() {
	local want=$1 pattern=$2 name=$3 wrong before
	shift 3
	before=$(disk)
	respin "$@"
	complaint "$pattern"
	[ "$status" -eq "$want" ] || wrong="want exit status $want. $wrong"
	[ "$(disk)" = "$before" ] || wrong="the disk changed. $wrong"
	[ -z "$wrong" ]
	run_result $? "$name" "$wrong"
}

# --- the command line ------------------------------------------------------

respin
exits 129 "no command: exit status 129"
check "no command: the usage is printed, on stderr" grep -q '^usage: respin COMMAND' "$err"
bad 129 "no command 'xyzzy' \(see respin --help\)" "an unknown command" xyzzy
for help in --help -h help; do
	respin $help
	exits 0 "respin $help: exit status 0"
	prints '^usage: respin COMMAND' "respin $help: usage on stdout"
done
respin --version
prints '^respin [0-9]' "--version"
for c in generate status explain compare test; do
	respin $c --help
	exits 0 "$c --help: exit status 0"
	prints "^usage: respin $c " "$c --help: usage on stdout"
done
for c in generate status; do
	bad 129 "$c: give one kernel tree \(usage: " "$c: no tree" $c
	bad 129 "$c: give one kernel tree" "$c: two trees" $c -s "$swap" k k
	bad 129 "$c: unknown option --nonsense" "$c: an unknown option" $c --nonsense k
	bad 129 "$c: unknown option -Z" "$c: an unknown letter" $c -Z k
	bad 129 "$c: --base needs a value" "$c: an option without its value" $c k --base
	for j in 0 -1 x 1x '' 99999999999; do
		bad 129 "$c: --jobs must be at least 1" "$c: -j '$j'" $c -j "$j" -s "$swap" k
	done
done
bad 129 "no patch '09'" "--only of a patch that is not there" \
	generate -s "$swap" --only 09 k
bad 129 "no patch '0'" "--with of a patch that is not there" \
	generate -s "$swap" --with 0 k
bad 129 "explain: give FILE:LINE" "explain: no place" explain
bad 129 "explain: give FILE:LINE" "explain: no line" explain mm/foo.c
bad 129 "explain: give FILE:LINE" "explain: line 0" explain mm/foo.c:0
bad 128 "nothing in generated-patches/" "explain: no patches yet" explain mm/foo.c:1
bad 129 "test: give one series" "test: no series" test

# --- the tree --------------------------------------------------------------

bad 129 "no kernel tree at nowhere: No such file" "LINUX is not there" \
	generate -s "$swap" nowhere
bad 129 "no kernel tree at : " "LINUX is an empty name" generate -s "$swap" ""
bad 129 "k/Makefile is not a folder" "LINUX is a file" \
	generate -s "$swap" k/Makefile
mkdir empty
bad 129 "empty is not a Linux kernel tree \(no Makefile" "LINUX is an empty folder" \
	generate -s "$swap" empty
bad 129 "not a Linux kernel tree" "LINUX is a folder of the tree, not its top" \
	status -s "$swap" k/mm
git init -q unborn
bad 129 "no revision 'HEAD' in " "LINUX has no commit" generate -s "$swap" unborn
bad 129 "no revision 'v9.9' in .*: give an existing commit, tag or branch" "an unknown revision" \
	generate -s "$swap" --base v9.9 k
bad 129 "'HEAD\^\{tree\}' in .* is not a commit" "a revision that is no commit" \
	status -s "$swap" --base 'HEAD^{tree}' k
fill plain
bad 129 "plain is a plain folder, not a git repository: it has no revision 'HEAD'" \
	"--base on a plain folder" generate -s "$swap" --base HEAD plain
if can_deny; then
	chmod 0 plain
	before=$(disk)
	run deny "$RESPIN" generate -s "$swap" plain
	complains 128 'cannot read .*plain' "LINUX cannot be read"
	chmod 755 plain
	chmod 0 plain/arch/b
	run deny "$RESPIN" generate -s "$swap" plain
	complains 128 'cannot read .*plain/arch/b' "a folder of LINUX cannot be read"
	chmod 755 plain/arch/b
	chmod 0 plain/mm/foo.c
	run deny "$RESPIN" generate -s "$swap" plain
	complains 128 'cannot read .*mm/foo\.c' "a file of LINUX cannot be read"
	chmod 644 plain/mm/foo.c
else
	skip "LINUX cannot be read" "no way to do without root's rights here"
fi
rm -rf plain
cp -R k spare
cp -R k corrupt
rm -rf corrupt/.git/objects
mkdir corrupt/.git/objects
# Here libgit2 1.5 loses memory of its own.
ASAN_OPTIONS=detect_leaks=0 bad 129 "no revision 'HEAD'|cannot" "LINUX has lost its objects" \
	generate -s "$swap" corrupt

cp -R k unknown
git -C unknown config core.repositoryformatversion 1
git -C unknown config extensions.fromTheFuture true
bad 128 "cannot open the git repository unknown: .*fromthefuture" \
	"LINUX is a git repository of a kind that we do not know" \
	generate -s "$swap" unknown

# --- the series ------------------------------------------------------------

mkdir -p cocci/one cocci/two
bad 129 "no series 'three': cocci/three/series is not there \(there are: none\)" \
	"an unknown series, and there is none" generate -s three k
cp -R "$swap/." cocci/one
cp -R "$swap/." cocci/two
bad 129 "no series 'three': .*\(there are: one, two\)" \
	"an unknown series: those that there are get named" generate -s three k
bad 129 "several series: choose one with --series \(cocci: one two\)" \
	"no --series, and there are several" generate k
rm -rf cocci/two
respin status k
exits 1 "no --series, and there is one: it is taken"
prints '^respin: one v2' "no --series: it is named"
cp -R "$swap/." mine
respin status -s mine k
exits 1 "a folder without a slash, which is no series of cocci/: it is taken"
rm -rf mine cocci
# The program's own come last: those beside it, wherever it is called.
mkdir bare data data/cocci
cp "$RESPIN" bare/respin
run bare/respin generate k
complains 129 "no series in cocci/" "no --series, and there is none"
cp -R "$swap" data/cocci/one
cp -R "$swap" data/cocci/two
run env RESPIN_DATA="$PWD/data" bare/respin generate k
complains 129 "several series: .* \(.*/data/cocci: one two\)" "several in RESPIN_DATA: they are named"
cp -R data/cocci bare
rm -rf bare/cocci/two
run env -u RESPIN_DATA bare/respin status k
exits 1 "a series beside the program: exit status 1"
prints '^respin: one v2' "a series beside the program: it is taken"
rm -rf bare data
bad 129 "no series 'swap'.*" "a series folder that is not there" \
	status -s ./no/swap k

# spoil FILE OLD NEW: a fresh copy of the series in ./s, with a mistake.
spoil() {
	rm -rf s
	new_series s && swap_text "s/$1" "$2" "$3"
}
manifest() {
	spoil series "$1" "$2"
}

manifest '[series]' '[series'
bad 129 's/series:[0-9]*:? ' "manifest: a syntax error" generate -s ./s k
manifest 'version = 2' 'versoin = 2'
bad 129 "s/series:5: unknown key 'versoin' in \[series\]" \
	"manifest: an unknown key" generate -s ./s k
manifest 'subject = foo: drop' 'sbject = foo: drop'
bad 129 "s/series:28: unknown key 'sbject' in \[patch \"03-drop-compat\"\]" \
	"manifest: an unknown key of a patch" generate -s ./s k
manifest 'optional = true' 'optional = maybe'
bad 129 "s/series:29: optional is true or false, not 'maybe'" \
	"manifest: optional that is neither" generate -s ./s k
manifest 'optional = true' 'code = other'
bad 129 "s/series:29: code can only be 'same' .*not 'other'" \
	"manifest: code that is not 'same'" generate -s ./s k
manifest 'reason = trans' 'because = trans'
bad 129 "s/series:[0-9]+: unknown key 'because' in \[leftover\]" \
	"manifest: an unknown key of a leftover" generate -s ./s k
manifest 'reason = trans' '#'
bad 129 "leftover .*needs 'identifiers' and a 'reason'" \
	"manifest: a leftover without a reason" generate -s ./s k
manifest '[leftover "' '[leftovers "'
bad 129 "s/series:[0-9]+: unknown section \[leftovers" \
	"manifest: an unknown section" status -s ./s k
manifest 'version = 2' 'version = two'
bad 129 "s/series:5: version 'two' must be a number" \
	"manifest: a version that is none" status -s ./s k
manifest 'version = 2' 'version = 2x'
bad 129 "s/series:5: version '2x' must be a number" \
	"manifest: a version with something behind it" status -s ./s k
manifest 'patch = 03-drop-compat' '#'
bad 129 "s/series:[0-9]+: patch '03-drop-compat' has a section but no 'patch =' line" \
	"manifest: a section without a patch line" status -s ./s k
manifest 'patch = 03-drop-compat' 'patch = 04-more'
bad 129 "s/series.*04-more|03-drop-compat" \
	"manifest: a patch line without a section" status -s ./s k
manifest 'patch = 03-drop-compat' 'patch = 02-rename-unmap'
bad 129 "s/series:9: patch '02-rename-unmap' is listed twice" \
	"manifest: a patch that is listed twice" status -s ./s k
manifest 'title = ' '# title = '
bad 129 "s/series: \[series\] lacks a title" "manifest: no title" status -s ./s k
manifest 'subject = foo: drop' '# = foo: drop'
bad 129 "s/series:[0-9]+: patch '03-drop-compat' lacks a subject" \
	"manifest: no subject" status -s ./s k
manifest 'op = 1-drop.edit' '#'
bad 129 "s/series:[0-9]+: patch '03-drop-compat' lacks an operation" \
	"manifest: no operation" status -s ./s k
manifest 'done = !FOO_COMPAT' '#'
swap_text s/series 'needs = FOO_COMPAT' '# = FOO_COMPAT'
bad 129 "s/series:[0-9]+: patch '03-drop-compat' lacks a condition" \
	"manifest: no condition" status -s ./s k
manifest 'done = !FOO_COMPAT' 'done = !'
bad 129 "s/series:[0-9]+: '!' is not a condition" \
	"manifest: a condition without tokens" status -s ./s k
manifest 'op = 1-drop.edit' 'op = 1-drop.sed'
bad 129 "s/series.*'1-drop.sed' is neither a .cocci nor a .edit file" \
	"manifest: an operation of another kind" status -s ./s k
manifest 'op = 1-drop.edit' 'op = 2-drop.edit'
bad 129 "cannot read edit file ./s/03-drop-compat/2-drop.edit: No such file" \
	"an edit file that is not there" status -s ./s k
manifest 'op = 1-swap.cocci' 'op = 2-swap.cocci'
bad 129 "cannot read rule file ./s/01-swap-foo-map/2-swap.cocci: No such file" \
	"a rule file that is not there" status -s ./s k
manifest 'retires = FOO_COMPAT' 'retires = F'
bad 129 "s/series:[0-9]+: " "manifest: a retired word of one letter" status -s ./s k
rm s/02-rename-unmap/message
swap_text s/series 'retires = F' '#'
bad 129 "cannot read ./s/02-rename-unmap/message: .*\(write the body" \
	"a patch without a message" status -s ./s k
: >s/series
bad 129 "s/series: no patch in it" "manifest: empty" status -s ./s k

spoil 01-swap-foo-map/1-swap.cocci '// Has: foo_map' '//'
bad 129 "1-swap.cocci: needs '// Has: WORD" \
	"a rule without Has or Files" status -s ./s k
spoil 01-swap-foo-map/1-swap.cocci '// Has: foo_map' '// Has:'
bad 129 "1-swap.cocci:2: 'Has' needs a value" "Has without a word" status -s ./s k
spoil 01-swap-foo-map/1-swap.cocci '// Has: foo_map' '// Has: f'
bad 129 "1-swap.cocci:2: " "Has with a word of one letter" status -s ./s k
spoil 01-swap-foo-map/1-swap.cocci '// Has: foo_map' '// Has: foo_map
// May-miss: rule prototype'
bad 129 "1-swap.cocci:3: 'May-miss' needs a value.*-- REASON" \
	"May-miss without a reason" status -s ./s k
spoil 01-swap-foo-map/1-swap.cocci '// Has: foo_map' '// Has: foo_map
// May-miss: rule protoype -- mistyped'
bad 129 "1-swap.cocci: May-miss names rule 'protoype', which is not in the file" \
	"May-miss for a rule that is not there" status -s ./s k
: >s/01-swap-foo-map/1-swap.cocci
bad 129 "1-swap.cocci: no rule in it" "a rule file that is empty" status -s ./s k

spoil 03-drop-compat/1-drop.edit 'delete define' 'delte define'
bad 129 "^respin: ./s/03-drop-compat/1-drop.edit:2: .*delte" \
	"an edit with an unknown command" status -s ./s k
spoil 03-drop-compat/1-drop.edit 'delete define FOO_COMPAT' 'delete defin FOO_COMPAT'
bad 129 "1-drop.edit:2: .*defin" "an edit with an unknown region" status -s ./s k
spoil 03-drop-compat/1-drop.edit 'delete define FOO_COMPAT' 'delete define'
bad 129 "1-drop.edit:2: " "an edit that ends too early" status -s ./s k
spoil 03-drop-compat/1-drop.edit 'delete define FOO_COMPAT' 'delete line "FOO'
bad 129 "1-drop.edit:2: " "an edit with a quote that is not closed" status -s ./s k
: >s/03-drop-compat/1-drop.edit
bad 129 "1-drop.edit: " "an edit file that is empty" status -s ./s k

# Rules are spatch's to read: what it finds wrong comes up when they are run.
spoil 01-swap-foo-map/1-swap.cocci '+ foo_map(obj, len)' '+ foo_map(obj, len'
bad 1 "^respin: patch 01-swap-foo-map: .*1-swap.cocci.*: .*parse error.*line 1[0-9]" \
	"a rule that does not parse" generate -s ./s k
spoil 01-swap-foo-map/1-swap.cocci '// Has: foo_map' '// Has: foo_map
// Options: --no-such-option'
bad 129 "1-swap.cocci:[0-9]*: .*--no-such-option" \
	"an option that a rule may not set" generate -s ./s k

# --- the output ------------------------------------------------------------

echo mine >file
bad 128 "file is not a folder; give another one with --out" "--out is a file" \
	generate -s "$swap" -o file k
bad 128 "cannot write to file/out: Not a directory" "the parent of --out is a file" \
	generate -s "$swap" -o file/out k
bad 128 "cannot write|cannot make|/dev/null" "the parent of --out is a device" \
	generate -s "$swap" -o /dev/null/out k
mkdir mine
echo precious >mine/thesis.txt
bad 128 "mine.*--out" "--out is a folder that holds something else" \
	generate -s "$swap" -o mine k
bad 128 "k.*--out" "--out is the kernel tree" generate -s "$swap" -o k k
bad 128 "--out|cannot" "--out is this folder" generate -s "$swap" -o . k
bad 128 "--out|cannot" "--out is the folder above" generate -s "$swap" -o k/.. k
rm -rf k
mv spare k
mkdir folder
respin generate -q -s "$swap" -o folder k
exits 0 "--out is an empty folder: exit status 0"
check "and it is filled" test -f folder/respin/series.json
cp -R folder earlier
mv earlier/respin/series.json earlier
rmdir earlier/respin
echo old >earlier/verify.json
respin generate -q -s "$swap" -o earlier k
exits 0 "--out is what an earlier respin made, its files beside the patches"
is "$(cat earlier/respin/verify.json)" old "what verify found is kept, where it belongs"
rm earlier/respin/verify.json
check "and nothing else of that is left" same_files folder earlier
rm -rf earlier
rm -rf folder
if can_deny; then
	mkdir locked
	chmod 555 locked
	before=$(disk)
	run deny "$RESPIN" generate -s "$swap" -o locked/out k
	complains 128 'cannot write to locked/.*: Permission denied' \
		"--out cannot be made"
	is "$(disk)" "$before" "and nothing is left on the disk"
	chmod 755 locked
else
	skip "--out cannot be made" "no way to do without root's rights here"
fi
TMPDIR=$tmp/nowhere bad 128 "cannot make a scratch folder in .*nowhere: .*TMPDIR" \
	"TMPDIR is not there" generate -s "$swap" k
if [ -c /dev/full ]; then
	for c in "generate -n" "status" "--help" "generate --help"; do
		# shellcheck disable=SC2086
		case $c in
		*help) "$RESPIN" $c >/dev/full 2>"$err" ;;
		*) "$RESPIN" $c -s "$swap" k >/dev/full 2>"$err" ;;
		esac
		status=$?
		: >"$out"
		exits 128 "stdout is full: respin $c fails"
	done
	for c in "" --json; do
		"$RESPIN" generate $c -s "$swap" -o unread k >/dev/full 2>"$err"
		status=$?
		complains 128 'cannot write to standard output; nothing was written' \
			"stdout is full: generate $c says so"
		check_not "... and nothing was written" test -e unread
	done
else
	skip "stdout is full" "no /dev/full here"
fi

finish
