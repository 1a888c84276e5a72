#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin verify on a tree of five files whose Makefile answers as kbuild does:
# what is right passes, each seeded fault is found at its patch, results are
# kept, bad input is told.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

# Two patches that are right: a field renamed with its users, a comment.
sed -i 's/\bcount\b/total/' k/include/linux/foo.h k/mm/one.c
change "rename count"
sed -i 's,^struct foo {,/* What is counted. */\nstruct foo {,' k/include/linux/foo.h
change "say what it is"
series right

before=$(facts k)
verify_all k right
exits 0 "a right series: exit status 0"
prints '^  here-def  .*  \+  \.  ' "patch 1 was compiled, patch 2 changes no code"
prints '0 cells fail, 0 warn' "nothing failed"
prints ' 0 compiled by no configuration' "every changed line was compiled"
is "$(facts k)" "$before" "the tree is as it was"
is "$(ls -A "$TMPDIR")" "" "nothing is left for scratch"

# verify asks kbuild only for folders with units that matter: not lib/, which only
# names a changed function of mm/one.c, but a folder with a unit that includes mm/one.c.
cp -r k wide
mkdir wide/fs
echo 'int four(void) { return 4; }' >wide/fs/four.c
sed -i '/^units/s,$, fs/four.o,' wide/Makefile
commit_all wide "a folder that the patches do not reach"
verify --store wide.db --work wide.work wide right
exits 0 "four folders: exit status 0"
is "$(paste -sd' ' wide.work/obj/here-def.asked)" "mm/" "kbuild lists the folders of the units that matter"
check_not "kbuild does not list others" grep -q four wide.work/obj/here-def.units
printf '#include "../mm/one.c"\n\nint five(void)\n{\n\treturn foo_sum(0);\n}\n' >wide/fs/five.c
sed -i '/^units/s,$, fs/five.o,' wide/Makefile
commit_all wide "a unit that includes another"
verify --store wide1.db --work wide1.work wide right
is "$(paste -sd' ' wide1.work/obj/here-def.asked)" "fs/ lib/ mm/" "and those of a .c file that another includes"
prints '^  here-def  .*  \+  \.  +4 ' "all are looked at"
cp -r wide part
echo 'int level = 1;' >>part/mm/one.c
commit_all part "a level"
sed -i 's/^int level = 1;/long level = 1;/' part/mm/one.c
commit_all part "a longer level"
verify --store part.db --work part.work part HEAD~1..HEAD
prints '^  here-def  .*  \+  +2 ' "a variable of a .c file that another includes: both are compiled"
RESPIN_WITHOUT=folders verify --store wide2.db --work wide2.work wide right
check "RESPIN_WITHOUT=folders: it lists all" grep -q four wide2.work/obj/here-def.units
sed -i '/^%\/:/d' wide/Makefile
commit_all wide "cannot list a folder"
verify --store wide.db --work wide.work wide right
exits 0 "a tree that cannot list a folder: exit status 0"
check "a tree that cannot list a folder: all units are listed" grep -q four wide.work/obj/here-def.units
sed -i 's,^%.o:,fs/four.o:\n\tgcc -c -o $@ $(SRC)/fs/four.c -O2\n&,' wide/Makefile
commit_all wide "another form"
verify --store wide.db --work wide.work wide right
exits 1 "a command that is not understood: exit status 1"
prints 'make -n compiles fs/four\.c in a way that is not understood' "a command that is not understood: says so"
sed -i 's,gcc -c -o $@ $(SRC)/fs/four.c -O2,gcc $(flags) -include $(SRC)/lib/extra.c -c -o $@ $(SRC)/fs/four.c,' wide/Makefile
echo 'int extra;' >wide/lib/extra.c
commit_all wide "with a file of code before it"
verify --store wide.db --work wide.work wide right
exits 0 "a unit with -include FILE.c: exit status 0"
check "a unit with -include FILE.c: is known by its own name" grep -q -e '-include .*fs/four.c' wide.work/obj/here-def.units

mkdir fakes
cat >fakes/gcc <<'EOF'
#!/bin/sh
case $1 in --version) exec /usr/bin/gcc --version;; esac
echo ran >>"$GCC_LOG"
exec /usr/bin/gcc "$@"
EOF
chmod +x fakes/gcc
export GCC_LOG=$tmp/gcc.log
PATH=$PWD/fakes:$PATH verify k right
exits 0 "again: exit status 0"
check_not "again: no compiler runs, all of it is known" test -e "$GCC_LOG"
PATH=$PWD/fakes:$PATH verify --store other.db k right
check "another store: compilers run" test -s "$GCC_LOG"
echo '# by hand' >>work/obj/here-def/.config
verify --again k right
exits 0 "a configuration that somebody changed: exit status 0"
check_not "a configuration that somebody changed: made anew" grep -q 'by hand' work/obj/here-def/.config
exec 9>>work/lock
flock 9
verify k right
exits 128 "another run has the folder: exit status 128"
check "another run has the folder: says so" grep -q 'another run of respin uses .*--work' "$err"
exec 9>&-
verify --unit nosuch.c --unit mm/one.c k right
complains 129 '--unit nosuch\.c: none of the configurations compiles' "--unit: a file that is none"
verify --unit mm/one.c k right
exits 0 "--unit: one that is"
verify --no-skip --store third.db k right
exits 0 "--no-skip: the same verdict"
prints '^  here-def  .*  \+  \+  ' "--no-skip: patch 2 is compiled as well"
verify --json k right
exits 0 "--json: exit status 0"
check "--json: it is JSON" json_ok "$out"

# --- seeded faults ---------------------------------------------------------

sed -i 's/return foo_get(f);/return foo_get(\&f);/' k/mm/one.c
change "a wrong argument"
series wrong
verify k wrong
exits 1 "a wrong argument type: exit status 1"
prints '^patch 01 on here-def: a wrong argument' "a wrong argument type: found at its patch"
prints 'new: mm/one\.c: .*incompatible pointer type' "a wrong argument type: with the compiler's words"

sed -i '/^int foo_sum/,/^}/d' k/mm/one.c
sed -i 's/^int foo_sum.*//' k/include/linux/foo.h
change "two things at once"
sed -i 's/foo_sum/foo_total/' k/lib/three.c
change "the other half"
series removed
verify k removed
prints '2 patches' "a function that another file declares itself: looked at"

sed -i 's/foo_get(struct/foo_read(struct/' k/include/linux/foo.h
change "needs the next"
sed -i 's/foo_get/foo_read/' k/mm/one.c
change "the next"
series half
verify k half
exits 1 "a patch that builds only with the next: exit status 1"
prints '^patch 01 on here-def: needs the next' "only with the next: found at the first"
prints_not '^patch 02 ' "only with the next: the second is not blamed"
prints 'mm/one\.c' "only with the next: the unit is named"

# An old warning behind the error of a patch is no news at the patch that mends it.
sed -i 's/^	return foo_get(f);/	int old;\n\n&/' k/mm/one.c
git -C k commit -qam "an old warning"
old=$(git -C k rev-parse HEAD)
sed -i '1i #error not now' k/mm/one.c
change "an error"
sed -i 1d k/mm/one.c
change "mended"
git -C k format-patch -q -o "$PWD/mended" "$old"
verify --base "$old" k mended
prints '^patch 01 on here-def: an error' "an error and its mending: the first is blamed"
prints_not '^patch 02 ' "an error and its mending: the second is not"
git -C k reset -q --hard "$good"

sed -i 's/f->count = 0;/f->cuont = 0;/' k/include/linux/foo.h
change "an error nobody uses"
series unused
verify k unused
exits 1 "an error in an inline function that no unit uses: exit status 1"
prints '  F  ' "an unused inline function: the patch fails"
prints "no member named 'cuont'" "an unused inline function: with the reason"

sed -i 's/^int two.*/int two(struct foo foo_user *f)/' k/mm/two.c
change "an address space"
series space
if command -v sparse >/dev/null; then
	verify k space
	exits 1 "a new sparse warning: exit status 1"
	prints 'sparse: mm/two\.c: .*dereference of noderef' "a new sparse warning: shown as sparse's"
else
	skip "a new sparse warning" "sparse is not installed"
	skip "a new sparse warning: shown" "sparse is not installed"
fi

sed -i 's/^	return f->name\[0\];/	int left;\n\n&/' k/mm/two.c
change "an unused variable"
series warning
verify k warning
exits 1 "a new compiler warning: exit status 1"
prints '  w  ' "a new compiler warning: the cell says so"
prints 'unused variable' "a new compiler warning: with its text"

# What the compiler is given does not change by these three.
sed -i 's|^struct foo {|/* See mm/*.c and others. */\n&|' k/include/linux/foo.h
change "a comment in a comment"
series comment
verify k comment
exits 1 "a warning of the preprocessor: exit status 1"
prints 'new: mm/one\.c: .*"/\*" within comment' "a warning of the preprocessor: shown"
sed -i 's,^struct foo {,#if CONFIG_NEVR\n#endif\n&,' k/include/linux/foo.h
sed -i 's,^flags := ,&-Wundef ,' k/Makefile
git -C k commit -qam "a condition on nothing"
series undefined
verify k undefined
exits 1 "a Makefile that a patch touches: its commands count"
prints 'Makefile changes: configured again after the patch' "a Makefile that a patch touches: said"
prints 'new: .*CONFIG_NEVR.*Wundef' "a Makefile that a patch touches: what a new flag warns of"
if command -v sparse >/dev/null; then
	sed -i 's/^#define foo_user.*/#ifdef __CHECKER__\n&\n#else\n#define foo_user\n#endif/' \
		k/include/linux/foo.h
	git -C k commit -qam "an annotation that only sparse sees"
	noted=$(git -C k rev-parse HEAD)
	sed -i 's/^int two.*/int two(struct foo foo_user *f)/' k/mm/two.c
	change "a wrong annotation"
	git -C k format-patch -q -o "$PWD/annotated" "$noted"
	verify --base "$noted" k annotated
	exits 1 "what only sparse sees: exit status 1"
	prints 'sparse: mm/two\.c: .*dereference of noderef' "what only sparse sees: found"
	git -C k reset -q --hard "$good"
fi

printf '\n#ifdef CONFIG_NEVER\nint never(void)\n{\n\treturn 1;\n}\n#endif\n' >>k/mm/two.c
change "hidden code"
series hidden
verify --report hidden.json k hidden
exits 0 "a line that these do not compile: with --arch, no failure"
prints '^not compiled here: 4 changed lines; others may compile them \(run without --arch\)$' \
	"a line that these do not compile: with --arch, counted"
check "a line that these do not compile: the report did not look for any" \
	grep -q '"lines_looked_for": false' hidden.json
check_not "a line that these do not compile: not in the report" grep -q NEVER hidden.json
verify_all k hidden
exits 1 "a line that nothing compiles: exit status 1"
prints 'not compiled: patch 1 mm/two\.c:[0-9]+: #ifdef CONFIG_NEVER; set NEVER=y$' \
	"a line that nothing compiles: named, with what hides it"

sed -i 's/^struct foo {/#define FOO_NOBODY 1\n&/' k/include/linux/foo.h
printf '#ifndef GUARD_H\n#define GUARD_H\n#include <linux/foo.h>\n#endif\n' >k/include/linux/only.h
sed -i 's,^#include.*,#include <linux/only.h>,' k/mm/one.c
git -C k add include
change "a macro that nobody uses"
sed -i 's/^#define GUARD_H/&\n#define ONLY_NOBODY/' k/include/linux/only.h
change "one in a file that has nothing else"
series nobody
verify_all k nobody
exits 0 "a macro that nobody uses: no finding"
prints 'no known user: patch 1 include/linux/foo.h:[0-9]+: FOO_NOBODY, a macro' \
	"a macro that nobody uses: told"
prints 'no known user: patch 2 include/linux/only.h:3: ONLY_NOBODY' \
	"a macro in a file that gives no code: told"
prints ' 0 compiled by no configuration, [1-9] in macros' "counted apart"

# A warning that is there before is the tree's own.
sed -i 's/^	return f->name\[0\];/	int left;\n\n&/' k/mm/two.c
git -C k commit -qam "an old warning"
old=$(git -C k rev-parse HEAD)
sed -i 's/return f->name\[0\];/return f->name[1];/' k/mm/two.c
change "another line"
git -C k format-patch -q -o "$PWD/olds" "$old"
git -C k reset -q --hard "$old"
verify k olds
exits 0 "a warning that was there before is not the patch's"
git -C k reset -q --hard "$good"

# --- what cannot be done ---------------------------------------------------

respin verify --arch-data data/arch --work work --store store.db k right
prints '^    skipped: no far-away-gcc \(apt-get install gcc-far-away\)' \
	"no compiler: skipped, and what to install"
prints '1 of 2 configurations compiled, 1 not checked' "no compiler: counted as skipped"

cp -r right stale
sed -i 's/^-	int count;/-	int coount;/' stale/0001*
verify k stale
exits 1 "a patch that does not apply: exit status 1"
prints 'does not apply.*stale/0001' "a patch that does not apply: named"
prints 'patch failed: include/linux/foo\.h:' "a patch that does not apply: file and line"

verify k none
complains 129 'cannot open none: No such file' "no such folder"
if command -v script >/dev/null; then
	TERM=xterm run script -qec \
		"$RESPIN verify --arch-data data/arch --work work --store store.db k right" /dev/null
	prints "$(printf 'apply .*  \033\[32m\+\033\[m')" "on a terminal, cells have colours"
	NO_COLOR=1 TERM=xterm run script -qec \
		"$RESPIN verify --arch-data data/arch --work work --store store.db k right" /dev/null
	prints_not "$(printf '\033\[32m')" "... unless NO_COLOR is set"
else
	skip "on a terminal" "no script(1) here"
fi
respin verify --arch-data data/arch --work work --store store.db --arch mars k right
complains 129 "no architecture or configuration 'mars'" "no such architecture"
verify right right
complains 129 'not a Linux kernel tree' "not a kernel"
verify --depth deep k right
complains 129 'depth is quick or full' "no such depth"
echo 'this is not a database, though it is long enough' >bad.db
respin verify --arch-data data/arch --work work --store bad.db --arch here k right
complains 128 'bad\.db' "a damaged store"
is "$(cat bad.db)" 'this is not a database, though it is long enough' \
	"a damaged store is left as it is"
echo '[toolchain]' >data/arch/odd.conf
verify k right
complains 129 'odd\.conf: needs' "an architecture file that lacks keys"
rm data/arch/odd.conf

finish
