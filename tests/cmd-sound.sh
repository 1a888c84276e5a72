#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# tests/sound.sh, which compares objects for the proof of verify's skipping:
# what is the same is the same, each kind of difference is told.
. "$(dirname "$0")/lib.sh"

sound() { run "$top/tests/sound.sh" "$@"; }

# object NAME [FLAG...]: NAME.o from the C on stdin.
object() {
	local name=$1
	shift
	mkdir -p "$(dirname "$name.o")"
	cat >"$name.c"
	gcc -O2 -fno-common "$@" -c -o "$name.o" "$name.c"
}

# code [NUMBER [LINES]]: two statics of one name, in two functions, which gcc
# gives numbers. In a kernel these depend on what else was seen, here on NUMBER.
code() {
	cat <<-END
	struct lock { int a; };
	extern void take(struct lock *);
	${2:-}
	void one(void)
	{
		static struct lock key asm("key.${1:-0}") = { 1 };
		take(&key);
	}
	void two(void)
	{
		static struct lock key asm("key.$((${1:-0} + 1))") = { 2 };
		take(&key);
	}
	END
}

object a < <(code)
object b < <(code 49)
names() { nm "$1" | awk '{ print $NF }' | sort; }
check_not "two objects whose names differ" diff <(names a.o) <(names b.o)
sound a.o a.o
exits 0 "an object and itself"
sound a.o b.o
exits 0 "other numbers behind the names of local statics: the same"
prints '^1 compared, 0 differ$' "the last line says how many"
object debug/a -g < <(code)
object debug/b -g < <(code 7 $'\n\n\n')
check_not "two objects whose debug information differs" cmp debug/a.o debug/b.o
sound debug/a.o debug/b.o
exits 0 "other debug information and another file name: the same"

# differ SED WHAT NAME [FLAG...]: code that SED edited is not the same any more,
# because of WHAT.
differ() {
	local why=$2 name=$3
	object c "${@:4}" < <(code | sed "$1")
	sound a.o c.o
	exits 1 "$name: told apart"
	prints "^differs: a\\.o c\\.o: .*$why" "$name: and how"
}
differ 's/= { 2 }/= { 3 }/' 'contents \.data' "another value"
differ 's/take(&key)/take(\&key + 1)/' 'reloc \.text' "another addend"
differ 's/\<take\>/give/' 'symbol give' "another function called"
differ '$a void (*ptr)(void) = two;' 'section \.data' "another section"
differ '' 'contents \.text' "other code" -O1
differ 's/\<two\>/second/' 'symbol second' "another name"
differ '/^void two/i __attribute__((weak))' 'symbol two' "another binding"
differ '/^void two/i __attribute__((visibility("hidden")))' 'symbol two' "another visibility"

# Numbers are left out of names: two that change roles are told apart still.
roles() {
	cat <<-END
	extern void take(int *);
	void one(int x)
	{
		{
			static int v;
			take(&v + x);
			$1
		}
		{
			static int v;
			$2
			take(&v);
		}
	}
	END
}
object r1 < <(roles 'take(&v);' '')
object r2 < <(roles '' 'take(&v);')
sound r1.o r2.o
exits 1 "two statics that change roles: told apart"
sound -x .text -x .eh_frame r1.o r2.o
exits 0 "a section that is left out: not compared"

# --- folders ---------------------------------------------------------------

object x/lib/u < <(code)
object y/lib/u < <(code 49)
object x/v < <(code)
object y/v < <(code)
sound x y
exits 0 "two folders: the same"
prints '^2 compared, 0 differ$' "two folders: all of it compared"
object y/v < <(code | sed 's/= { 2 }/= { 3 }/')
sound x y
exits 1 "two folders: one object differs"
prints '^differs: v\.o: contents \.data$' "two folders: it is named"
prints '^2 compared, 1 differ$' "two folders: the others are compared as well"
rm y/v.o
sound x y
prints '^differs: v\.o: there is only one$' "two folders: one is missing"

object conf/6/parent/mm/u < <(code)
object conf/6/same/mm/u < <(code 49)
object conf/7/parent/mm/u < <(code)
object conf/7/same/mm/u < <(code)
object conf/7/parent/mm/compiled < <(code | sed 's/= { 2 }/= { 3 }/')
sound conf
exits 0 "a configuration: all that is said to be the same is"
prints '^2 compared, 0 differ$' "a configuration: what was compiled is not compared"
object conf/7/same/mm/u < <(code | sed 's/= { 2 }/= { 3 }/')
sound conf
exits 1 "a configuration: one is not the same"
prints '^differs: 7: mm/u\.o: contents \.data$' "a configuration: patch and unit are named"
rm conf/7/parent/mm/u.o
sound conf
prints '^differs: 7: mm/u\.o: there is only one$' "a configuration: no parent to compare with"

# --- what cannot be done ---------------------------------------------------

mkdir empty
for args in "empty empty" "empty" "none" "a.o none" "a.o x"; do
	# shellcheck disable=SC2086
	sound $args
	exits 128 "nothing to compare: $args"
done
echo 'not an object' >bad.o
sound a.o bad.o
exits 128 "not an object file"
sound -p no-such-arch- a.o b.o
exits 128 "no such binutils"
sound
exits 129 "no arguments"

finish
