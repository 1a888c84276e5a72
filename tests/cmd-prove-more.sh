#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin prove: a function that is given an object, and that no unit which takes
# part defines, is found in the tree: in C it is followed, in assembly it only
# looks.
. "$(dirname "$0")/lib.sh"
. "$top/tests/prove-tree.sh"

# told CALL: the function that frees the object first calls CALL.
told() {
	git -C k reset -q --hard "$good"
	sed -i "s/^void foo_look(.*/&\nvoid far_note(struct foo *f);\nvoid far_more(struct foo *f);\nvoid far_call(struct foo *f, void (*fn)(struct foo *));\nvoid x(struct foo *f);/" k/include/linux/foo.h
	case $1 in
	*\(*) sed -i "s/^	foo_dtor(f);/	$1;\n&/" k/mm/two.c ;;
	*) sed -i "s/^	foo_dtor(f);/	$1(f);\n&/" k/mm/two.c ;;
	esac
	change "tell $1"
	rm -rf told
	series told
}
far() {
	cat >k/lib/three.c
	new_base "far"
}

told far_note
prove k told
exits 1 "nobody defines it: exit status 1"
prints '^  unproved: foo free, from patch 01 on' "unproved"
prints 'the object is given to far_note\(\), which is not known' "and why"

far <<'FAR'
#include <linux/foo.h>

int far_count;
void far_more(struct foo *f);
void far_note(struct foo *f);
static void hidden(struct foo *f)
{
	foo_look(f);
}

void far_note(struct foo *f)
{
	if (!f)
		hidden(f);
	far_count += f->count;
}
FAR
told far_note
prove k told
exits 0 "in C, in a unit that mentions nothing: exit status 0"
prints ' 0 unproved, 0 bad,' "followed"
prove k told
exits 0 "again: exit status 0"
prints ' 0 unproved, 0 bad,' "again: the same"
watch_gcc
PATH=$PWD/fakes:$PATH prove k told
check_not "again: nothing is compiled" test -e "$GCC_LOG"
PATH=$PWD/fakes:$PATH prove -j 1 --again k told
check "--again: it is" test -s "$GCC_LOG"
found=$(wc -l <"$GCC_LOG")
rm "$GCC_LOG"
cp -r rules named
sed -i 's,^	probe = .*,&\n	unit = lib/three.c,' named/rules
PATH=$PWD/fakes:$PATH prove -j 1 --again --rules named k told
exits 0 "in C, named by the rules: exit status 0"
is "$found" "$(wc -l <"$GCC_LOG")" "found: no more is compiled than that"

# What it calls is not there either; and that one gives the object back.
far <<'FAR'
#include <linux/foo.h>

void far_more(struct foo *f);
void far_note(struct foo *f);
void far_note(struct foo *f)
{
	far_more(f);
}
FAR
told far_note
cat >k/lib/four.c <<'FAR'
void far_back(void *f);
void far_more(void *f);
void far_more(void *f)
{
	far_back(f);
}
FAR
cat >k/lib/five.c <<'FAR'
#include <linux/foo.h>

void far_back(struct foo *f);
void far_back(struct foo *f)
{
	foo_put(f);
}
FAR
sed -i 's,^units := .*,& lib/four.o lib/five.o,' k/Makefile
new_base "far, and further"
told far_note
prove k told
exits 1 "two functions further: exit status 1"
prints '^  double: foo free, from patch 01 on' "freed there, and again"
prints ' lib/five\.c:[0-9]+: foo_put\(\)' "with the path"

# Another file's own function of that name is not meant.
sed -i 's/^void far_more(void \*f)$/static &/; s/^void far_more(void \*f);/static &/; s/static static/static/' k/lib/four.c
new_base "not for others"
told far_note
prove k told
prints 'the object is given to far_more\(\), which is not known' "a static function is not meant"

# A macro puts the name together.
made_by() {
	far <<FAR
#include <linux/foo.h>

#define DEFINE_FAR(what) \\
void far_##what(struct foo *f); \\
void far_##what(struct foo *f) \\
{ \\
	$1; \\
}
DEFINE_FAR(note)
FAR
	told far_note
	prove k told
}
made_by 'f->count++'
prints ' 0 unproved, 0 bad,' "a macro makes the name: followed"
made_by 'foo_put(f)'
prints '^  double: foo free, from patch 01 on' "a macro makes the name: freed there"

# Nor is one of a unit that takes part for another reason.
cat >k/lib/four.c <<'FAR'
struct foo;
void far_note(struct foo *f);
static int seen;
static __attribute__((__noinline__)) void far_more(struct foo *f)
{
	seen += !!f;
}
void far_note(struct foo *f)
{
	far_more(f);
}
FAR
cat >k/lib/three.c <<'FAR'
int far_three;
FAR
cat >k/lib/six.c <<'FAR'
#include <linux/foo.h>

void far_more(struct foo *f);
void far_more(struct foo *f)
{
	foo_put(f);
}
FAR
sed -i 's,^units := .*,& lib/six.o,' k/Makefile
new_base "two of them"
told 'far_note(f); far_more(f)'
prove k told
prints '^  double: foo free, from patch 01 on' "the one that others can call is followed"
prints ' lib/six\.c:[0-9]+: foo_put\(\)' "there"
sed -i 's/far_more/far_other/' k/lib/six.c
new_base "none of them"

# assembly TEXT [CALL]: lib/leaf.S, which is compiled, and perhaps has far_more().
keep=$good
assembly() {
	good=$keep
	git -C k reset -q --hard "$good"
	printf '%b' "$1" >k/lib/leaf.S
	sed -i 's,^units := .*,& lib/leaf.o,' k/Makefile
	printf 'lib/leaf.o:\n\tgcc $(flags) -c -o $@ $(SRC)/lib/leaf.S\n' >>k/Makefile
	[ -z "${other:-}" ] || printf '%b' "$other" >k/lib/other.S
	[ -z "${header:-}" ] || printf '%b' "$header" >k/lib/made.h
	new_base "assembly"
	told "${2:-far_more}"
	prove k told
}
# patched TEXT: one patch makes lib/leaf.S this, and another one calls far_more().
patched() {
	git -C k reset -q --hard "$good"
	printf '%b' "$1" >k/lib/leaf.S
	change "other assembly"
	sed -i "s/^void foo_look(.*/&\nvoid far_more(struct foo *f);/" k/include/linux/foo.h
	sed -i "s/^	foo_dtor(f);/	far_more(f);\n&/" k/mm/two.c
	change "tell far_more()"
	rm -rf told
	series told
	prove k told
}
not_sure='the object is given to far_more\(\), which is not known'
for text in 'ENTRY(far_more)\n\tret\n' ' SYM_FUNC_START( far_more)\n' \
	'\t.globl far_more\nfar_more:\n\tret\n' '_GLOBAL(far_more, 2)\n' \
	'ENTRY(far_more)\n\tb far_too\n.Lx:\tldr r0, =foo\n'; do
	assembly "$text"
	prints ' 0 unproved, 0 bad,' "assembly only looks: $text"
done
for text in 'ENTRY(far_more)\n\tbl foo_put\n' 'EXPORT_SYMBOL(far_more)\n' \
	'\tcall(far_more)\n\tbl far_more\n' 'ENTRY(far_more_of_it)\n' \
	'/* far_more: looks */\n' 'ENTRY(far_more)\n\tb foo_free_later\n' \
	'TRAP(far_more)\n' 'ENTRY(far_more)\nENTRY(far_too)\n\tb foo_free_later\n' \
	'ENTRY(far_more)\n\tbeq .Lx\n.Lx:\tb foo_free_later\n' \
	'ENTRY(far_more)\n\tmovw r0, #:lower16:x\n\tb foo_free_later\n' \
	'ENTRY(far_more)\n\tALTERNATIVE "jmp foo_free_later", ""\n' \
	'\tnop # far_more: looks\n' '#include "foo.h"\nENTRY(far_more)\n'; do
	assembly "$text"
	prints "$not_sure" "not sure: $text"
done
other='ENTRY(far_more)\n\tb foo_put\n'
assembly 'ENTRY(far_more)\n\tret\n'
prints ' 0 unproved, 0 bad,' "a file that is not compiled says nothing"
other='ENTRY(far_more)\n\tret\n'
assembly 'ENTRY(far_less)\n\tret\n'
prints "$not_sure" "neither does an innocent one"
other=

# A macro makes the name.
make_it='.macro make name, insn\nENTRY(\t\\name )\n\t\\insn\n.endm\n'
for text in "${make_it}make far_more, ret\n" \
	'.macro make bits:req\nSYM_FUNC_START(far_\\bits)\n.endm\n\tmake more\n'; do
	assembly "$text"
	prints ' 0 unproved, 0 bad,' "a macro makes it: $text"
done
for text in "$make_it" "${make_it}make far_most, ret\n" \
	"${make_it}make far_more, \"b foo_put\"\n" \
	'.macro make name\nENTRY(\\name)\n\tb foo_put\n.endm\nmake far_more\n' \
	'.macro make name, op\nENTRY(\\name)\n\tb foo_\\op\n.endm\nmake far_more, put\n' \
	'#include "none.h"\nENTRY(far_more)\n'; do
	assembly "$text"
	prints "$not_sure" "not sure: $text"
done
header=$make_it
assembly '#include "made.h"\nmake far_more, ret\n'
prints ' 0 unproved, 0 bad,' "a macro of a header beside it"
header="${make_it}\tb foo_put\n"
assembly '#include "made.h"\nmake far_more, ret\n'
prints "$not_sure" "not sure: the header calls"
header=$make_it
assembly '#include "made.h"\n/* macro */\nmake far_more, ret\n'
patched '#include "made.h"\n/* macro */\nmake far_more, ret\n\tb foo_put\n'
prints "$not_sure" "a file that a patch changes, and a macro from elsewhere"
header=

# What the patches make of a file in assembly is not known.
assembly 'ENTRY(far_more)\n\tret\n'
patched 'ENTRY(far_more)\n\tb foo_put\n'
prints "$not_sure" "a file that a patch changes"

# It may call what it is handed, and must not get what is gone.
assembly 'ENTRY(far_more)\n\tret\n' 'far_more(f); far_call(f, foo_put)'
prints 'far_call' "what is not there"
assembly 'ENTRY(far_call)\n\tbr r1\n' 'far_call(f, foo_put)'
prints 'the object is given to far_call\(\), which is not known' "a function is handed over"
git -C k reset -q --hard "$keep"
assembly 'ENTRY(far_more)\n\tret\n'
git -C k reset -q --hard "$good"
sed -i "s/^void foo_look(.*/&\nvoid far_more(struct foo *f);/" k/include/linux/foo.h
sed -i "s/^	foo_put(f);/&\n	far_more(f);/" k/mm/two.c
change "tell too late"
rm -rf told
series told
prove k told
prints 'far_more\(\), in assembly, is given what was freed' "given when it is gone"

# A pointer may lead to a static function of another unit.
good=$keep
git -C k reset -q --hard "$good"
sed -i "s/^void foo_look(.*/&\nextern struct far_ops { void (*put)(struct foo *f); } far_ops;/" k/include/linux/foo.h
sed -i 's/^	foo_put(f);/	far_ops.put(f);/' k/mm/two.c
cat >k/mm/ops.c <<'FAR'
#include <linux/foo.h>

void far_once(struct foo *f);
void far_once(struct foo *f)
{
	foo_put(f);
}
static void far_twice(struct foo *f)
{
	foo_put(f);
	foo_put(f);
}
struct far_ops far_ops = { .put = far_twice };
FAR
sed -i 's,^units := .*,& mm/ops.o,' k/Makefile
commit_all k "a pointer"
cp -r rules pointed
sed -i 's/^	option = BAR/&\n	instead = far_ops.put 1 far_once far_twice/' pointed/rules
respin prove --arch-data data/arch --work work --store store.db --arch here \
	--rules pointed --no-patches k
prints '^  double: foo free' "a static function by a pointer"

# A name that no scan takes.
assembly 'ENTRY(far_more)\n\tret\n' 'x(f)'
prints 'the object is given to x\(\), which is not known' "a name of one letter"
finish
