#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin verify on patches that change what kbuild reads.
. "$(dirname "$0")/lib.sh"
. "$top/tests/kconfig-tree.sh"

mkdir none
verify() {
	respin verify --arch-data data/arch --checks none --store store.db --work work "$@"
}

# 1 brings a unit, with a warning; 2 sets an option; 3 changes nothing there;
# 4 gives the compiler another flag; 5 takes a unit away.
cat >k/mm/three.c <<'EOF'
#include <linux/foo.h>

long three(struct foo *f);

long three(struct foo *f)
{
	int unused;

	return foo_get(f);
}
EOF
sed -i 's,^units := .*,& mm/three.o,' k/Makefile
commit_all k "three: new"
echo CONFIG_WIDE=y >>k/arch/here/configs/plain_defconfig
commit_all k "plain: wide"
sed -i 's/return foo_get(f);/return foo_get(f) + 1;/' k/mm/two.c
commit_all k "two: add one"
sed -i 's/-Wextra$/& -Wconversion/; s/^flags :=/& -DFLAG/' k/Makefile
commit_all k "more warnings"
sed -i 's, mm/three.o,,' k/Makefile
git -C k rm -q mm/three.c
commit_all k "three: gone"

verify --report r.json k HEAD~5..HEAD
exits 1 "exit status 1: there is a warning"

# table WORK: the name of conf's expression table there, and its size in bytes, in hex.
table() {
	nm -S "$1/obj/kconfig/scripts/kconfig/conf" |
		sed -n 's/^[^ ]* 0*\([^ ]*\) . \(.*expr_hashtable\)$/\2 \1/p'
}
is "$(table work)" "respin_expr_hashtable 200000" "conf has our table of expressions"
prints '^  Makefile changes: configured again after the patch$' "the head says that it is configured again"
prints '^  here-plain  .*  w  \+  \+  \+  \.  ' "a new unit warns; others are compiled again"
prints "new: mm/three.c: .*unused variable" "the warning of the new unit"
prints '^kbuild: patch 01: now a unit: mm/three.c$' "a unit that comes"
prints '^kbuild: patch 02: now CONFIG_WIDE=y$' "an option that is set"
prints '^kbuild: patch 04: another command: mm/one.c$' "a command that changes"
prints '^kbuild: patch 05: no more a unit: mm/three.c$' "a unit that goes"
prints ' 0 compiled by no configuration' "lines of the new unit, and of the option, are compiled"
mv r.json first.json
rm -rf work
verify --report r.json k HEAD~5..HEAD
same_files r.json first.json
is "$(cat r.json)" "$(cat first.json)" "once more: the same report"
check "once more: nothing is configured" test ! -e work/obj/here-plain
verify --patch 3 k HEAD~5..HEAD
exits 0 "a patch behind two of these, alone: exit status 0"
prints '^  here-plain  .*  \+  ' "it is compiled as configured before it"
prints '^code: patch 03: functions: 1 changed' "and its code compared"

# A unit that the Makefile of another folder lists, as "../part/beside.o".
git -C k checkout -q HEAD~5
mkdir k/part
printf 'int beside(void);\nint beside(void)\n{\n\treturn 1;\n}\n' >k/part/beside.c
sed -i 's,^units := .*,& mm/../part/beside.o,; s,mkdir -p $(O)/mm,& $(O)/part,' k/Makefile
commit_all k "a unit from beside"
sed -i 's/return 1;/return 2;/' k/part/beside.c
commit_all k "beside: change it"
verify k HEAD~1..HEAD
exits 0 "a unit from beside: exit status 0"
prints '^  here-plain  .*  \+  ' "it is compiled"
prints '^1 changed lines of C, 0 compiled by no configuration' "by the name that the patch has for it"
git -C k checkout -q HEAD~2

# A unit that a header is made of: kbuild compiles it to assembly.
mkdir k/kernel
cat >k/kernel/bounds.c <<'EOF'
#include <linux/foo.h>

int main(void);

int main(void)
{
	struct foo f = { 0 };

	__asm__ volatile("\n.ascii \"->FOO_SIZE %0 sizeof(struct foo)\"" : : "i" (sizeof(struct foo)));
	return foo_get(&f);
}
EOF
sed -i 's,^prepare: .*,&\n\t@mkdir -p $(O)/kernel\n\t@echo "savedcmd_kernel/bounds.s := gcc $(flags) -S -o kernel/bounds.s $(SRC)/kernel/bounds.c" >$(O)/kernel/.bounds.s.cmd,' k/Makefile
commit_all k "bounds.c: new"
sed -i 's/return f->count;/return f->count + 1;/' k/include/linux/foo.h
commit_all k "foo.h: what it returns"
sed -i 's/^struct foo {/&\n\tlong more;/' k/include/linux/foo.h
commit_all k "struct foo: larger"
verify --patch 1 k HEAD~2..HEAD
exits 0 "a unit that makes a header, whose code changes: exit status 0"
prints '^  here-plain  .*  \+  ' "the header stays as it is"
verify --patch 2 --report r.json k HEAD~2..HEAD
exits 1 "one whose header changes: exit status 1"
prints "new: kernel/bounds\.c: the header made from it changes \('FOO_SIZE [$]16 .*' was 'FOO_SIZE [$]4 .*'\), but units are compiled with the one of the base$" \
	"it is said how"
mv r.json first.json
verify --patch 2 --report r.json k HEAD~2..HEAD
is "$(cat r.json)" "$(cat first.json)" "once more, from the store: the same report"
sed -i 's/sizeof(struct foo)));/sizeof(struct foo) + 1));/' k/kernel/bounds.c
commit_all k "bounds.c: change it"
sed -i 's/^flags :=/& -DFLAG/' k/Makefile
commit_all k "another flag"
verify k HEAD~2..HEAD
exits 0 "one that changes, or whose command does: exit status 0"
prints '^  here-plain  .*  \+  \+  ' "it is compiled before and after"
git -C k checkout -q HEAD~4
# As kernels of before 4.13 have it, and one that makes nothing.
sed -i 's/\\n\.ascii \\"->FOO_SIZE %0 sizeof(struct foo)\\"/\\n->FOO_SIZE %0/' k/kernel/bounds.c
check "an old bounds.c" grep -q FOO_SIZE.%0\" k/kernel/bounds.c
commit_all k "bounds.c: no .ascii"
sed -i 's/^struct foo {/&\n\tlong more;/' k/include/linux/foo.h
commit_all k "struct foo: larger"
verify k HEAD~1..HEAD
prints "new: kernel/bounds\.c: the header made from it changes \('FOO_SIZE [$]16' was 'FOO_SIZE [$]4'\)" \
	"lines without .ascii"
git -C k checkout -q HEAD~1
sed -i '/__asm__/d' k/kernel/bounds.c
commit_all k "bounds.c: nothing"
sed -i 's/^struct foo {/&\n\tlong more;/; s/return f->count;/return f->count + 1;/' k/include/linux/foo.h
commit_all k "struct foo: larger"
verify k HEAD~1..HEAD
prints "new: kernel/bounds\.c: the header made from it may change, but " "without any, nothing is known of the header"
git -C k checkout -q HEAD~4

# A patch that kbuild cannot take fails; nothing is known of what follows.
echo 'prepare: none-such' >>k/Makefile
commit_all k "break the Makefile"
sed -i 's/return foo_get(f);/return foo_get(f) + 1;/' k/mm/two.c
commit_all k "two: add one"
verify k HEAD~2..HEAD
exits 1 "a Makefile that is broken: exit status 1"
prints '^  here-plain  .*  F  -  ' "the patch fails, the next one is not checked"
prints '  fails: kbuild: prepare: ' "and kbuild says why"

# All defconfigs: what kbuild makes of a patch is asked of each.
git -C k checkout -q HEAD~2
echo CONFIG_NOISY=y >>k/arch/here/configs/plain_defconfig
commit_all k "plain: noisy"
verify --configs all k HEAD~1..HEAD
prints '^5 of 5 configurations compiled' "no configuration stands for another one"

git clone -q k other
sed -i 's/expr_add(name);/expr_hashtable[0] = (void *)name;/' other/scripts/kconfig/parse.c
commit_all other "another user of the table"
sed -i 's/$/ /' other/mm/two.c
commit_all other "two: blanks"
respin verify --arch-data data/arch --checks none --store other.db --work other.work other HEAD~1..HEAD
is "$(table other.work)" "expr_hashtable 80" "a tree that does not allow that has its own"
check "and is configured" test -s other.work/obj/here-plain/.config

finish
