# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# boot-tree.sh: the tree of verify-tree.sh, which makes an image as well, and an
# emulator that does what a comment in that image says, for tests of respin boot.
# To be sourced after lib.sh.
#
#	data/boot	machines: here, and far, which has no compiler
#	emulator	in $PATH; adds a line to $EMULATOR_LOG for each kernel
#
#	boots ARG...	respin boot
#	says WHAT	the image of k does that from now on
#	made		print which units were compiled since it was asked last
#	started		print how many kernels were run since it was asked last
#	fault NAME WHAT	a series of three patches; after the second one, the image
#			does that

. "$top/tests/verify-tree.sh"

cat >k/scripts/config <<'EOF'
#!/bin/sh
# As the kernel's: --file FILE --keep-case, then -u NAME --set-val NAME VALUE...
file=$2
shift 3
echo "# made by hand" >"$file"
while [ $# -ge 5 ]; do
	[ "$5" = n ] || [ "$4" = UNKNOWN ] || echo "CONFIG_$4=$5" >>"$file"
	shift 5
done
EOF
chmod +x k/scripts/config
cat >>k/Makefile <<'EOF'
allnoconfig: defconfig ;
image: $(O)/image ;
$(O)/image: $(O)/one.made $(O)/two.made
	@cat $(SRC)/mm/one.c $(O)/boot.init $(O)/boot.list >$(O)/image
$(O)/%.made: $(SRC)/mm/%.c $(SRC)/include/linux/foo.h
	@gcc $(flags) -c -o $(O)/mm/$*.o $(SRC)/mm/$*.c
	@echo $* >>$(O)/../made
	@touch $@
EOF
says() {
	sed -i '/^\/\* boot:/d' k/mm/one.c
	echo "/* boot: $1 */" >>k/mm/one.c
}
says ok
git -C k add -A
git -C k commit -qm "an image"
good=$(git -C k rev-parse HEAD)

mkdir -p data/boot/init bin
echo 'int main(void) { return 0; }' >data/boot/init/init.c
cat >data/boot/common.conf <<'EOF'
[common]
	set = EXPERT=y INITRAMFS_SOURCE=\"boot.list\"
	check = LOOKS UNKNOWN
	cmdline = quiet
	seconds = 60
	bad = BUG:
	bad = Kernel panic
EOF
cat >data/boot/here.conf <<'EOF'
[emulator]
	program = emulator
	packages = emulator-package
[machine "board"]
	set = BOARD=y
	target = image
	image = image
	args = -machine board
	cmdline = console=one
EOF
cat >data/boot/far.conf <<'EOF'
[emulator]
	program = emulator
[machine "board"]
	target = image
	image = image
EOF
cat >bin/emulator <<'EOF'
#!/bin/bash
if [ "$1" = --version ]; then
	echo "emulator 1.0"
	exit
fi
echo "$*" >>"$EMULATOR_LOG"
while [ "$1" != -kernel ]; do
	shift
done
what=$(sed -n 's/.*boot: \(.*\) \*\/.*/\1/p' "$2")
# rounds STEP: two kinds, where the second one adds STEP.
rounds() {
	local pass level=100
	echo "[    1.0] respin: processors 1"
	echo "[    1.0] respin: base 7"
	for pass in 0 1 2 3; do
		printf '[    2.%d][    T1] respin: round %d first %d 90\r\n' "$pass" "$pass" "$level"
		[ "$pass" = 0 ] || level=$((level + $1))
		echo "respin: round $pass second $level 95"
	done
}
done_() { echo "<6>[    9.9] respin: done"; }
echo "some firmware"
case $what in
ok | fine) rounds 0; done_ ;;
leak) rounds 1000; done_ ;;
double) rounds -2; done_ ;;
bug) rounds 0; echo "[    3.0] BUG: Bad state in process"; echo "[    3.1]  its reason"; done_ ;;
leak_bug) rounds 5; echo "[    3.0] BUG: lost"; done_ ;;
failed) rounds 0; echo "respin: failed 2 second 9"; done_ ;;
unread) rounds 0; echo "respin: round 4 first -1 -1"; done_ ;;
few) echo "respin: base 7"; echo "respin: round 0 first 7 9"; done_ ;;
hang) echo "respin: base 7"; echo "respin: round 0 first 7 9"; exec sleep 1000 ;;
mute) exec sleep 1000 ;;
stays) rounds 0; done_; exec sleep 1000 ;;
off) rounds 0; done_; echo "Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000000" ;;
panic) echo "Kernel panic - not syncing: no memory"; exec sleep 1000 ;;
early) rounds 0; exit 1 ;;
nothing) exit 1 ;;
killed) kill -9 $$ ;;
long) rounds 0; : >"$EMULATOR_LOG.runs"; exec sleep 1000 ;;
escape) printf 'respin: base 7\n\033[2JBUG: \033]0;title\007\n' ;;
esac
EOF
chmod +x bin/emulator
export EMULATOR_LOG=$tmp/emulator.log
PATH=$PWD/bin:$PATH

boots() {
	respin boot --arch-data data/arch --boot-data data/boot --work work --store store.db "$@"
}

made() {
	sort work/obj/boot/made 2>/dev/null | tr '\n' ' '
	rm -f work/obj/boot/made
}

started() {
	local n=0
	[ ! -e "$EMULATOR_LOG" ] || n=$(wc -l <"$EMULATOR_LOG")
	rm -f "$EMULATOR_LOG"
	echo "$n"
}

fault() {
	sed -i 's,^struct foo {,/* Before. */\n&,' k/include/linux/foo.h
	change "before"
	says "$2"
	echo "/* $2 */" >>k/lib/three.c
	change "the fault"
	sed -i 's,Before,After,' k/include/linux/foo.h
	change "after"
	series "$1"
}
