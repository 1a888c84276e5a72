#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin boot with an emulator that only says what a kernel would: each verdict,
# what is kept and what is not, and bad input. Real kernels: boot-long.sh.
. "$(dirname "$0")/lib.sh"
. "$top/tests/boot-tree.sh"

fault right ok
before=$(facts k)
boots --report right.json k right
exits 0 "a right series: exit status 0"
prints '^  here-board +ok +ok *$' "the base and the last patch are ok"
prints '^  far-board +-  no far-away-gcc \(apt-get install gcc-far-away\)$' "without a compiler: said"
prints '^not looked at: 1 machine$' "without a compiler: counted"
prints '^  here-board +1 processor; LOOKS; without UNKNOWN$' "which checks the kernels have"
is "$(facts k)" "$before" "the tree is as it was"
is "$(ls -A "$TMPDIR")" "" "nothing is left for scratch"
is "$(started)" 1 "kernels that are the same are run once"
check "the report is JSON" json_ok right.json
check "the report: a verdict" grep -q '"verdict": "ok"' right.json
check "the report: processors" grep -q '"processors": 1' right.json
check "the report: the rounds" grep -q '"peak": 95' right.json
check_not "the report: no times" grep -q seconds right.json
check_not "the report: no path of this machine" grep -q "$tmp" right.json
boots k right
exits 0 "again: exit status 0"
prints '^  here-board +ok +ok *$' "again: the same"
prints '^  here-board +1 processor; LOOKS; without UNKNOWN$' "again: with the checks"
is "$(started)" 0 "again: no kernel is run"
boots --again k right
is "$(started)" 2 "--again: both are run"
boots --arch here --json k right
exits 0 "--json: exit status 0"
check "--json: JSON" json_ok "$out"
check "--json: with times" grep -q '"seconds"' "$out"

# Measured twice, and not the same.
boots --arch here --store one.db k right
sed -i 's/95$/96/;s/ 95"/ 96"/' bin/emulator
boots --arch here --store two.db k right
respin store merge both.db one.db two.db
exits 0 "stores whose measurements differ are merged"
started >/dev/null
boots --arch here --store both.db --report both.json k right
is "$(started)" 0 "the merged store has them"
check "and they are those of the first one" grep -q '"peak": 95' both.json

fault lost leak
boots k lost
exits 1 "a leak: exit status 1"
prints '^  here-board +ok +leak \+1000 *$' "a leak: objects a round"
prints '^  leak \+1000: here-board, after patch 03: ' "a leak: where"
prints '^    a round: second \+1000$' "a leak: in which rounds"
prints 'after each pass: 100, 1100, 2100, 3100$' "a leak: the counter"
again=$(grep -o 'respin boot .* --patch 3$' "$out")
check "a leak: a command that shows it" test -n "$again"
run bash -c "${again/respin/$RESPIN}"
exits 1 "that command: exit status 1"
prints '^  leak \+1000: here-board' "that command shows it"
boots --all k lost
prints '^ +base +01 +02 +03 *$' "--all: a column for each patch"
prints '^  here-board +ok +ok +leak \+1000 +leak \+1000 *$' "--all: from which patch on"

# The page and the terminal say so beside all else, as long as it is of these patches.
boots --report lost/respin/boot.json --all k lost
respin verify -q --arch-data data/arch --checks none --work work --store store.db \
	--report lost/respin/verify.json k lost
respin review --html page.html lost
prints '^booted: here-board leak \+1000 after 02, here-board leak \+1000 after 03$' "review: the first line"
prints '^  2 ok, 2 leak; 1 machine not looked at; by respin boot' "review: what was booted"
prints '^  leak \+1000: here-board, after 02$' "review: the leak"
check "the page: the section" grep -q '<section id="booted">' page.html
check "the page: the matrix" grep -q '<a href="#booted" title="02 boot: leak, 1 machine">L</a>' page.html
check "the page: what was not booted" grep -q '1 machine</a> not booted' page.html
check "the page: the rounds" \
	grep -q '<tr><th scope="row">second<td class="P">0<td class="P">0<td class="F">+1000' page.html
cp -R lost other
sed -i 's|^+/. leak ./|+/* another */|' other/0002-*
respin review --html page.html other
prints '^  stale: other/respin/boot.json was written for other patches; run respin boot$' "review: stale"
prints_not '^booted:' "review: what is stale is no news"
rm -r other
boots --patch 1..2 --patch 0 k lost
prints '^  here-board +ok +ok +leak \+1000 *$' "--patch takes ranges"

# Only what differs from what was compiled last is compiled, in another run, of
# another series, and beside another folder that shares the source, too.
mkdir mended
cp lost/0001-* lost/0003-* mended
git -C k am -q "$PWD"/lost/0001-* && says fine && change "no fault"
git -C k format-patch -q -1 --start-number 2 -o "$PWD/mended" HEAD
git -C k reset -q --hard "$good"
boots --again --arch here --patch 3 k lost
made >/dev/null
boots --again --arch here --patch 3 k lost
is "$(made)" "" "the same state again: nothing is compiled"
boots --again --arch here --patch 3 k mended
is "$(made)" "one " "another series: what differs is compiled"
sed 's/"board"/"other"/' data/boot/here.conf | tail -n +4 >>data/boot/here.conf
boots --again --arch here-other --patch 3 k lost
made >/dev/null
boots --again --arch here-other --patch 0 k lost
made >/dev/null
boots --again --arch here-board --patch 3 k lost
is "$(made)" "one " "a folder beside it: what differs is compiled"
boots --again --arch here-other --patch 3 k lost
is "$(made)" "one two " "the folder beside it is not misled by the times"
prints '^  here-other +leak' "the folder beside it: the verdict"
sed -i '/"other"/,$d' data/boot/here.conf

# verdict WHAT CELL NAME: after the fault, the cell of the last patch.
verdict() {
	git -C k reset -q --hard "$good"
	rm -rf series
	fault series "$1"
	boots --arch here --timeout 20 k series
	exits 1 "$3: exit status 1"
	prints "^  here-board +ok +$2 *\$" "$3: the verdict"
}
verdict double 'double -2' "a counter that falls"
verdict bug bug "a complaint"
prints '^    \| BUG: Bad state in process$' "a complaint: its line"
prints '^    \|  its reason$' "a complaint: what follows"
verdict leak_bug 'leak \+5' "a leak and a complaint"
prints '^    \| BUG: lost$' "a leak and a complaint: both"
verdict failed bug "a round that fails"
prints '^    failed 2 second 9$' "a round that fails: which"
verdict unread 'did not boot' "a counter that cannot be read"
prints 'counter cannot be read' "a counter that cannot be read: said"
verdict few 'did not boot' "too few rounds"
prints 'too few rounds' "too few rounds: said"
verdict early 'did not boot' "it ends without the mark"
prints '^    ended early, after round 3 second$' "without the mark: where"
verdict nothing 'did not boot' "the emulator fails"
prints 'its last line: some firmware$' "the emulator fails: what it said"
verdict panic bug "a panic"
prints '^    \| Kernel panic - not syncing: no memory$' "a panic: said"
verdict escape bug "bytes that a terminal would obey"
check_not "none reaches the terminal" grep -q "$(printf '\033')" "$out"


git -C k reset -q --hard "$good"
rm -rf series
fault series off
boots --arch here k series
exits 0 "a machine that nothing can turn off: what ends init then is no fault"
fault series stays
boots --arch here k series
exits 0 "an emulator that stays: is ended after the mark"

started >/dev/null
for what in hang mute; do
	git -C k reset -q --hard "$good"
	rm -rf series
	fault series $what
	boots --arch here --timeout 1 k series
	exits 1 "$what: exit status 1"
	case $what in
	hang) prints '^  here-board +ok +timed out *$' "hang: the verdict" ;;
	mute) prints '^  here-board +ok +did not boot *$' "mute: the verdict" ;;
	esac
	prints '^    still ran at its time limit' "$what: said"
	started >/dev/null
	boots --arch here --timeout 1 k series
	is "$(started)" 1 "$what: is no answer, and run again"
done

git -C k reset -q --hard "$good"
rm -rf series
fault series killed
boots --arch here k series
complains 128 '1 kernel is not booted, because a tool failed; run the same command again' "a killed emulator: exit status 128"
prints '^  here-board +ok +tool failed *$' "a killed emulator: is no verdict on the kernel"

# --- what cannot be built ----------------------------------------------------

git -C k reset -q --hard "$good"
echo '#error "broken here"' >>k/mm/one.c
change "broken"
series broken
boots --arch here k broken
exits 1 "a kernel that does not compile: exit status 1"
prints '^  here-board +ok +not built *$' "does not compile: the verdict"
prints '^    image: \$src/mm/one.c:.*error: .*broken here' "does not compile: why"
sed -i 's/^image: .*/image: ;/' k/Makefile
change "no image"
series none
boots --arch here --again k none
prints '^  here-board +ok +not built *$' "make leaves no image: the verdict"

cp -r data/boot data/bad
echo 'int main(void) { return nobody; }' >data/bad/init/init.c
boots --boot-data data/bad --arch here k right
exits 1 "init does not compile: exit status 1"
prints '^  here-board +not built +not built *$' "init does not compile: the verdict"
prints "init: .*init.c:1:.* error: .*nobody" "init does not compile: why"
rm -r data/bad

sed 's/program = emulator/program = no-such-emulator/' data/boot/here.conf >here.conf
mv here.conf data/boot/here.conf
boots --again k right
exits 0 "no emulator: exit status 0 where nobody asked for it"
prints '^  here-board +-  no no-such-emulator \(apt-get install emulator-package\)$' "no emulator: said"
boots --arch here k right
exits 1 "no emulator: exit status 1 with --arch"
sed -i 's/no-such-emulator/emulator/' data/boot/here.conf
printf '[machine "toaster"]\n\twithout = nobody emulates one\n' >>data/boot/here.conf
boots k right
prints '^  here-toaster +-  nobody emulates one$' "a machine that there is not: why"
exits 0 "a machine that there is not: exit status 0"
mv data/boot/far.conf far.conf
boots k right
prints '^  far-none +-  no .*far.conf says how to boot one$' "an architecture without a file: said"
mv far.conf data/boot/far.conf
sed -i 's/args = .*/& -smp 2,sockets=2/' data/boot/here.conf
boots --arch here-board k right
prints '^  here-board +1 OF 2 PROCESSORS; LOOKS' "a processor that does not run: said"
sed -i 's/ -smp .*/ -smp sockets=2,cpus=1/' data/boot/here.conf
boots --arch here-board k right
prints '^  here-board +1 processor; LOOKS' "as many as there are"
sed -i 's/BOARD=y/BOARD=y UNKNOWN=y MISSING=n/;s/check = LOOKS UNKNOWN/check = LOOKS/' data/boot/*.conf
boots --arch here-board k right
prints 'DID NOT HOLD: UNKNOWN=y$' "an option that does not hold: said"
git -C k checkout -q "$good"

boots --no-patches --arch here-board k
exits 0 "--no-patches: exit status 0"
prints '^  here-board +ok *$' "--no-patches: the tree"

# --- interrupted -------------------------------------------------------------

git -C k reset -q --hard "$good"
rm -rf series
fault series long
rm -f "$EMULATOR_LOG.runs"
"$RESPIN" boot --arch-data data/arch --boot-data data/boot --work work --store store.db \
	--arch here-board k series >"$out" 2>"$err" </dev/null &
pid=$!
soon test -e "$EMULATOR_LOG.runs"
emulators=$(pgrep -P "$pid")
kill -INT "$pid"
wait "$pid"
status=$?
complains 130 'interrupted; the same command continues from here' "interrupted: exit status 130"
check "interrupted: no emulator is left" soon gone $emulators
is "$(ls -A "$TMPDIR")" "" "interrupted: nothing is left for scratch"
started >/dev/null
git -C k reset -q --hard "$good"

# --- bad input -----------------------------------------------------------------

boots
complains 129 'give a kernel tree' "no tree"
boots k right more
complains 129 'give a kernel tree' "too many arguments"
boots none
complains 129 'none' "a tree that is not there"
boots --arch nobody k right
complains 129 "no architecture or machine 'nobody'" "no such machine"
for p in x 9 4 2..1 1..x .. 1.. -1; do
	boots "--patch=$p" k right
	complains 129 'give K or A..B, from 0 \(the base\) to 3' "--patch $p"
done
boots --patch 1 --all k right
complains 129 '\-\-patch or --all' "--patch and --all"
boots --no-patches k right
complains 129 'no-patches takes neither' "--no-patches and patches"
# bad_data FILE TEXT PATTERN NAME
bad_data() {
	rm -rf data/bad
	cp -r data/boot data/bad
	printf "$2" >>"data/bad/$1"
	boots --boot-data data/bad k right
	complains 129 "$3" "$4"
}
bad_data here.conf '[machine "board"]\n\tunknown = 1\n' 'here.conf:[0-9]+: unknown key' "an unknown key"
bad_data here.conf '[common]\n\tset = A=y\n' 'here.conf:[0-9]+: unknown key' "a key of another file"
bad_data here.conf '[machine "board"]\n\tseconds = 0\n' 'not a value' "no seconds"
bad_data here.conf '[machine "board"]\n\tseconds = 1x\n' 'not a value' "seconds that are no number"
bad_data here.conf '[machine "new"]\n\tset = A=y\n' 'needs emulator, target and image, or without' "half a machine"
bad_data common.conf '[machine "board"]\n\tset = A=y\n' 'common.conf:[0-9]+: unknown key' "a machine in the common file"
rm data/bad/common.conf
boots --boot-data data/bad k right
complains 129 'common.conf' "no common file"
rm -rf data/bad/init
cp data/boot/common.conf data/bad
sed -i '/machine "board"/,$d' data/bad/here.conf
cp -r data/boot/init data/bad
boots --boot-data data/bad k right
complains 129 'there is no \[machine\]' "no machine"
rm -rf data/bad/init
boots --boot-data data/bad k right
complains 128 'cannot read .*/init' "no init"

finish
