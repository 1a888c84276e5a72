#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The order of the pieces that respin split makes: a tree that compiles after
# each of them, where the order of the files does not; what cannot be parted.
. "$(dirname "$0")/lib.sh"
. "$top/tests/split-lib.sh"

# builds TREE: does each file compile, and all of them link?
builds() {
	(cd "$1" && gcc -Werror=implicit-function-declaration -Iinclude -o ../prog ./*/*.c)
}

# states NAME MAIL...: how the tree does after each of the patches, in STATES.
states() {
	local mail said=
	git -C k checkout -q --detach "$good"
	for mail; do
		git -C k am -q "$PWD/$mail" || said="$said does-not-apply"
		if builds k >"$tmp/cc" 2>&1; then said="$said ok"; else said="$said FAILS"; fi
	done
	states=${said# }
	git -C k checkout -q -f main
	git -C k reset -q --hard "$good"
}

# cut: the last commit becomes in/, and is cut by folder to out/.
cut_last() {
	git -C k format-patch -q -o "$PWD/in" -1
	git -C k reset -q --hard HEAD~1
	good=$(git -C k rev-parse HEAD)
	split --by directory --depth 1 --no-cc -o out k in
	rm -rf in
}
pieces() {
	sed -n 's/^0[^:]*: //p' out/respin/split
}

new_tree k
rm -rf k/mm k/include k/arch
mkdir -p k/include k/a k/m k/z
cat >k/include/api.h <<'END'
#ifndef API_H
#define API_H
#define OLD_MACRO(x) ((x) + 1)
struct box {
	int size;
};
/* old_call() is what all use. */
int old_call(struct box *b);
int two_args(struct box *b, int n);
#endif
END
cat >k/m/core.c <<'END'
#include "api.h"
int old_call(struct box *b)
{
	return b->size;
}
int two_args(struct box *b, int n)
{
	return b->size + n;
}
END
for d in a z; do
	cat >k/$d/user.c <<END
#include "api.h"
static int helper(int x)
{
	return x;
}
int use_$d(struct box *b)
{
	return helper(old_call(b)) + OLD_MACRO(1) + two_args(b, 1);
}
END
done
echo 'int main(void) { return 0; }' >k/z/main.c
commit_all k "the tree"
check "the tree compiles" builds k

# --- what is added, what is removed ----------------------------------------

sed -i 's/old_call/new_call/; s/OLD_MACRO/NEW_MACRO/' k/*/*.[ch]
sed -i '/define NEW_MACRO/i #define OLD_MACRO(x) NEW_MACRO(x)' k/include/api.h
sed -i '/^int new_call/i int old_call(struct box *b);' k/include/api.h
printf 'int old_call(struct box *b)\n{\n\treturn new_call(b);\n}\n' >>k/m/core.c
commit_all k 'treewide: add new_call()'
cut_last
exits 0 "a name that is added: exit status 0"
is "$(pieces)" "include
m
a
z" "the piece that adds it comes first"
states out/0*[1-9]-*.patch
is "$states" "ok ok ok ok" "the tree compiles after each piece"
states out/*-a-*.patch out/*-include-*.patch out/*-m-*.patch out/*-z-*.patch
is "$states" "FAILS FAILS ok ok" "in the order of the files it does not"
# From now on the tree has both names.
git -C k am -q "$PWD"/out/000[1-9]*.patch
sed -i '/old_call(struct box \*b);/d; /define OLD_MACRO/d' k/include/api.h
printf 'int old_too(struct box *b)\n{\n\treturn old_call(b) + OLD_MACRO(1);\n}\n' >>k/z/user.c
sed -i 's/^int new_call/int old_call(struct box *b);\n#define OLD_MACRO(x) ((x) + 1)\n&/' k/include/api.h
commit_all k "one more user"
check "the tree compiles" builds k
sed -i 's/old_call(b) + OLD_MACRO/new_call(b) + NEW_MACRO/' k/z/user.c
sed -i '/old_call/d; /OLD_MACRO/d' k/include/api.h
sed -i '/^int old_call/,$d' k/m/core.c
commit_all k 'treewide: remove old_call()'
cut_last
is "$(pieces)" "z
include
m" "what removes a name comes behind those that stop using it"
states out/000[1-9]*.patch
is "$states" "ok ok ok" "the tree compiles after each piece"
states out/*-include-*.patch out/*-m-*.patch out/*-z-*.patch
is "$states" "FAILS FAILS ok" "in the order of the files it does not"

# --- what cannot be parted -------------------------------------------------

git -C k am -q "$PWD"/out/000[1-9]*.patch
sed -i 's/\<size\>/bytes/' k/include/api.h k/m/core.c
sed -i 's/helper/help/' k/[az]/user.c
commit_all k 'treewide: rename size to bytes'
cut_last
exits 0 "a member with another name: exit status 0"
is "$(pieces)" "a
include + m
z" "who needs each other is one piece; a static function is nobody else's"
prints '^  one piece: include \+ m: each needs the others \(bytes, size\)$' "it says which, and why"
is "$(sed -n 's/^Subject: .*\] //p' out/0002-*)" "treewide: rename size to bytes" \
	"what cannot be parted keeps the subject"
check "so does the message" grep -qx 'This is the part of the treewide change for include + m\.' out/0002-*
states out/000[1-9]*.patch
is "$states" "ok ok ok" "the tree compiles after each piece"

git -C k am -q "$PWD"/out/000[1-9]*.patch
sed -i 's/two_args(struct box \*b, int n)/two_args(int n, struct box *b)/; s/two_args(b, 1)/two_args(1, b)/' \
	k/*/*.[ch]
printf '/* no code */\n' >>k/z/main.c
mkdir k/y
printf 'int y;\n' >k/y/y.c
commit_all k 'treewide: swap the arguments of two_args()'
cut_last
is "$(pieces)" "a + include + m + z
y" "so is who changes parameters, and who changes the calls"
prints '^  one piece: a \+ include \+ m \+ z: each needs the others \(two_args\)$' "it says which"
states out/000[1-9]*.patch
is "$states" "ok ok" "the tree compiles after each piece"

# A body that moves is there once; a macro may be there twice for a while.
git -C k am -q "$PWD"/out/000[1-9]*.patch
printf 'static inline int twice(int x)\n{\n\treturn 2 * x;\n}\n#define THRICE(x) (3 * (x))\n' >k/a/twice.h
printf '#include "../a/twice.h"\n#include "../m/twice.h"\nint y = THRICE(2);\nint f(void)\n{\n\treturn twice(2);\n}\n' >k/y/y.c
: >k/m/twice.h
commit_all k "a header"
check "the tree compiles" builds k
git -C k mv a/twice.h m/twice.h -f
: >k/a/twice.h
commit_all k 'treewide: move twice()'
git -C k format-patch -q --no-renames -o "$PWD/in" -1
git -C k reset -q --hard HEAD~1
good=$(git -C k rev-parse HEAD)
split --by directory --depth 1 --no-cc -o out k in
is "$(pieces)" "a + m" "a body that moves"
rm -rf in
sed -i '/THRICE/d' k/a/twice.h
printf '#define THRICE(x) (3 * (x))\n' >>k/m/twice.h
commit_all k 'treewide: move THRICE()'
cut_last
is "$(pieces)" "m
a" "a macro that moves is added first"
states out/000[1-9]*.patch
is "$states" "ok ok" "the tree compiles after each piece"

# A static function that becomes everybody's.
git -C k am -q "$PWD"/out/000[1-9]*.patch
printf 'static int half(int x)\n{\n\treturn x / 2;\n}\nint h(void)\n{\n\treturn half(2);\n}\n' >k/y/h.c
sed -i '1i #include "api.h"' k/y/h.c
printf 'static int third(int x)\n{\n\treturn x / 3;\n}\n' >k/a/t.c
sed -i '1i #include "api.h"' k/a/t.c
commit_all k "static functions"
sed -i '/^static/,/^}/d' k/y/h.c
sed -i '/^static/,/^}/d' k/a/t.c
sed -i '/^#endif/i static inline int half(int x)\n{\n\treturn x / 2;\n}\nint third(long x);' k/include/api.h
printf 'int z;\n' >k/z/z.c
commit_all k 'treewide: give half() to all'
cut_last
is "$(pieces)" "a
include + y
z" "who gives up a static name goes together with the new one, or before it"
states out/000[1-9]*.patch
is "$states" "ok ok ok" "the tree compiles after each piece"

# --- a series --------------------------------------------------------------

sed -i 's/\<THRICE\>/TIMES3/' k/y/y.c
printf '#define TIMES3(x) THRICE(x)\n' >>k/m/twice.h
commit_all k 'treewide: add TIMES3()'
sed -i '$a /* no code */' k/a/user.c k/z/user.c
commit_all k 'treewide: say so'
git -C k format-patch -q -o "$PWD/in" -2
git -C k reset -q --hard HEAD~2
split --by directory --depth 1 --no-cc -o out k in
is "$(pieces)" "m
y
a
z" "the pieces of the second patch are behind those of the first"
# A body for all who have none of their own: m/twice.h has it then, unless the macro
# says that a/twice.h does. Nobody says so of four().
rm -rf k in out
new_tree k
rm -rf k/mm k/include k/arch
mkdir -p k/a k/m k/y
printf '#define HAVE_TWICE\nstatic inline int twice(int x)\n{\n\treturn 2 * x;\n}\nstatic inline int four(int x)\n{\n\treturn 4 * x;\n}\n' >k/a/twice.h
printf '#define M_TWICE\n' >k/m/twice.h
printf '#include "../a/twice.h"\n#include "../m/twice.h"\nint f(void)\n{\n\treturn twice(2) + four(2);\n}\nint main(void)\n{\n\treturn f();\n}\n' >k/y/y.c
commit_all k "an own one"
printf '#ifndef HAVE_TWICE\nstatic inline int twice(int x)\n{\n\treturn x + x;\n}\n#endif\n' >>k/m/twice.h
sed -i '/HAVE_TWICE/d; /twice/,/^}/d' k/a/twice.h
commit_all k 'treewide: a twice() for all'
cut_last
is "$(pieces)" "m
a" "a body that can be somebody's own is added first"
states out/000[1-9]*.patch
is "$states" "ok ok" "the tree compiles after each piece"
git -C k am -q "$PWD"/out/000[1-9]*.patch
printf '#ifndef HAVE_FOUR\nstatic inline int four(int x)\n{\n\treturn 4 * x;\n}\n#endif\n' >>k/m/twice.h
sed -i '/four/,/^}/d' k/a/twice.h
commit_all k 'treewide: a four() for all'
cut_last
is "$(pieces)" "a + m" "a body that nobody says is somebody's own"

finish
