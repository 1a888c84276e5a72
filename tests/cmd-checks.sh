#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The checks that come with respin, run by hand as verify runs them: leftovers
# on a tree of a few files, checkpatch with a checkpatch.pl that says what the
# test wants, proved with reports; and what they do with bad input.
. "$(dirname "$0")/lib.sh"
leftovers=$top/verify/checks/leftovers/run
checkpatch=$top/verify/checks/checkpatch/run

# --- a tree ----------------------------------------------------------------

mkdir -p base/include/linux base/mm base/arch/one base/arch/two base/tools base/Documentation
cat >base/include/linux/foo.h <<'END'
/* Of foo_old(), which is as good as any. */
static inline int foo_old(int a)
{
	return a;
}

static inline int
foo_split(int a,
	  int b)
{
	return a + b;
}

#define foo_macro(a) \
	(foo_old(a))

extern int foo_extern(int a);
END
cat >base/mm/foo.c <<'END'
#include <linux/foo.h>

static int init(void)
{
	return foo_old(1);
}

int __attribute__((cold)) foo_extern(int a)
{
	return foo_macro(a) + foo_split(a, init());
}
END
cat >base/mm/other.c <<'END'
/* Does init things. */
int other;
END
for a in one two; do
	cat >base/arch/$a/foo.h <<-'END'
	static inline void arch_foo(void)
	{
	}
	END
	echo "void use_$a(void) { arch_foo(); }" >base/arch/$a/use.c
done
echo 'config FOO' >base/mm/Kconfig
echo 'Nothing of it.' >base/Documentation/foo.rst
git init -q base && commit_all base "base"

# begin NAME: a copy of the tree to be changed, the current one. Then edit it;
# step makes a patch of the edits. The patches are in NAME.patches.
begin() {
	name=$1
	rm -rf "$name" "$name.patches"
	cp -R base "$name"
	mkdir "$name.patches"
}
step() {
	commit_all "$name" "$name: ${1:-change}"
}
edit() {
	local file=$1
	shift
	sed -i "$@" "$name/$file"
}

# left STATUS WANT WHAT: run the check; its output is WANT.
left() {
	git -C "$name" format-patch -q -o "../$name.patches" "$(git -C base rev-parse HEAD)"
	left_again "$@"
}
left_again() {
	run env RESPIN_LINUX="$tmp/work/$name" RESPIN_PATCHES="$tmp/work/$name.patches" \
		${series:+"RESPIN_SERIES=$series"} "$leftovers"
	[ "$status" -eq "$1" ] && [ "$(cat "$out")" = "$2" ] && [ ! -s "$err" ]
	run_result $? "leftovers: $3" "wanted $1: $2"
}
series=

rename() {
	sed -i 's/foo_old/foo_new/g' "$name"/include/linux/foo.h "$name"/mm/foo.c
}

# --- leftovers -------------------------------------------------------------

# With each awk that is here: gawk lets through what others do not.
for awk in gawk mawk original-awk; do
	command -v $awk >/dev/null || continue
	mkdir -p "$tmp/$awk" && ln -sf "$(command -v $awk)" "$tmp/$awk/awk"
	PATH=$tmp/$awk:$PATH

	begin clean
	rename
	step
	left 0 "none" "a function renamed everywhere ($awk)"

	begin planted
	rename
	echo 'int more(void) { return foo_old(2); }' >>planted/mm/other.c
	echo '	bl foo_old' >planted/arch/one/entry.S
	echo '	  Says foo_old, but not foo_older.' >>planted/mm/Kconfig
	echo 'See foo_old().' >>planted/Documentation/foo.rst
	step
	left 250 "Documentation/foo.rst:2: foo_old
arch/one/entry.S:1: foo_old
mm/Kconfig:2: foo_old
mm/other.c:3: foo_old
4 mentions of 1 removed name left" "code, assembly, Kconfig and documentation ($awk)"

	begin stated
	rename
	echo 'See foo_old().' >>stated/Documentation/foo.rst
	echo 'Or foo_old() here.' >stated/Documentation/bar.rst
	step
	mkdir -p with.json/respin
	cat >with.json/respin/series.json <<-'END'
	{
	 "leftovers": [
	  {
	   "path": "Documentation/foo.rst",
	   "line": 2,
	   "word": "foo_old",
	   "reason": "a \"quoted\" one, with ] and }"
	  },
	  {
	   "path": "Documentation/bar.rst",
	   "line": 1,
	   "word": "foo_old"
	  }
	 ],
	 "lines": {"leftovers": "none"}
	}
	END
	series=$tmp/work/with.json
	left 250 "Documentation/bar.rst:1: foo_old
1 mention of 1 removed name left (1 stated)" "what has a reason is excused, the rest not ($awk)"
	rm stated/Documentation/bar.rst
	tr -d '\n' <with.json/respin/series.json >with.json/series.json
	rm -r with.json/respin
	left_again 0 "none (1 stated)" "a series.json in one line, beside the patches ($awk)"
	series=

	begin shapes
	edit include/linux/foo.h -e '/^foo_split/,/^}/d' -e '/^static inline int$/d' \
		-e '/define foo_macro/,+1d' -e '/foo_extern/d'
	step
	left 250 "mm/foo.c:10: foo_macro
mm/foo.c:10: foo_split
2 mentions of 2 removed names left" "a head of three lines, a macro of two; no declaration ($awk)"

	begin moved
	sed -n '/^static inline int foo_old/,/^}/p' base/include/linux/foo.h >moved/include/linux/bar.h
	edit include/linux/foo.h '/^static inline int foo_old/,/^}/d'
	edit mm/foo.c 's/foo_extern(int a)/foo_extern(long a)/'
	step
	left 0 "none (no definition goes)" "moved to another file, or with other arguments ($awk)"

	begin back
	edit include/linux/foo.h '/define foo_macro/,+1d'
	step one
	echo '#define foo_macro(a) (a)' >>back/include/linux/foo.h
	echo '#define foo_short 1' >>back/include/linux/foo.h
	echo 'int n = foo_short;' >>back/mm/other.c
	step two
	edit include/linux/foo.h '/foo_short/d'
	step three
	left 250 "mm/other.c:3: foo_short
1 mention of 1 removed name left" "of three patches, the last that defines it counts ($awk)"

	begin arches
	rm arches/arch/one/foo.h
	step
	left 250 "arch/one/use.c:1: arch_foo
1 mention of 1 removed name left" "another architecture's definition is no excuse ($awk)"
	echo 'static inline void arch_foo(void) { }' >arches/include/linux/arch.h
	left_again 0 "none" "a generic definition is one ($awk)"
	mv arches/include/linux/arch.h arches/tools/arch.h
	left_again 250 "arch/one/use.c:1: arch_foo
1 mention of 1 removed name left" "one in tools/ is not ($awk)"
	rm arches/tools/arch.h
	printf '%s\n' 'extern void arch_foo(void);' 'static inline void more(void)' '{' '}' \
		>arches/include/linux/arch.h
	left_again 250 "arch/one/use.c:1: arch_foo
1 mention of 1 removed name left" "a declaration is no definition ($awk)"
	rm arches/include/linux/arch.h
	echo 'void arch_foo(void);' >>arches/arch/one/use.c
	echo 'static void arch_foo(void) { }' >arches/mm/own.c
	left_again 250 "arch/one/use.c:1: arch_foo
arch/one/use.c:2: arch_foo
2 mentions of 1 removed name left" "nor is another file's static function ($awk)"

	begin local
	edit mm/foo.c -e '/^static int init/,/^}/d' -e 's/, init()/, 0/'
	echo 'They init it.' >>local/Documentation/foo.rst
	step
	left 250 "mm/other.c:1: init
1 mention of 1 removed name left" "a static word of English counts in its folder only ($awk)"
	PATH=${PATH#*:}
done

# --- leftovers: bad input --------------------------------------------------

begin bad
rename
step
left 0 "none" "before it is spoilt"
good=$(echo bad.patches/*.patch)
cp "$good" kept.patch
: >bad.patches/0000-cover.patch
left_again 0 "none" "a cover letter is no patch"
: >bad.patches/0002-x.patch
left_again 2 "0002-x.patch: empty, or cannot be read" "an empty patch"
echo "Subject: x" >bad.patches/0002-x.patch
left_again 2 "0002-x.patch: no diff in it" "a patch without a diff"
sed '1,/^$/s/^Subject:/Content-Transfer-Encoding: base64\n&/' kept.patch >bad.patches/0002-x.patch
left_again 2 "0002-x.patch: its text is encoded for mail; save it with git format-patch" \
	"a patch that is encoded"
sed '/^ {/,$d' kept.patch >bad.patches/0002-x.patch
left_again 2 "0002-x.patch: its last hunk is cut off" "a patch that is cut off"
sed 's/^ {/{/' kept.patch >bad.patches/0002-x.patch
left_again 2 "0002-x.patch: a hunk has a line that begins with '{'" "a patch that is mangled"
rm bad.patches/*
left_again 2 "no patches in $tmp/work/bad.patches" "no patches"
rm -r bad.patches
left_again 2 "RESPIN_PATCHES is no folder: '$tmp/work/bad.patches'" "no folder of patches"
mkdir bad.patches && cp kept.patch bad.patches
rm -rf bad
left_again 2 "RESPIN_LINUX is no folder: '$tmp/work/bad'" "no tree"
run "$leftovers"
exits 2 "leftovers: told nothing"
prints "^RESPIN_LINUX is no folder: ''" "leftovers: and says so"
is "$(ls "$TMPDIR")" "" "leftovers: no scratch files are left"

# --- checkpatch ------------------------------------------------------------

mkdir -p cp/scripts
cp kept.patch one.patch
# pl STATUS LINE...: a checkpatch.pl that reads its patch and says so.
pl() {
	local rc=$1
	shift
	{
		echo 'my @patch = <STDIN>; die "no patch\n" if !@patch;'
		[ $# -eq 0 ] || printf 'print "%s\\n";\n' "$@"
		echo "print \"args: @ARGV\\n\" if \$ENV{SHOW}; exit $rc;"
	} >cp/scripts/checkpatch.pl
}
judges() {
	run env RESPIN_LINUX="$tmp/work/cp" RESPIN_PATCH="$tmp/work/one.patch" "$checkpatch"
	[ "$status" -eq "$1" ] && [ "$(tail -n 1 "$out")" = "$2" ]
	run_result $? "checkpatch: $3" "wanted $1: $2"
}
pl 0
judges 0 "0 errors, 0 warnings, 0 checks" "clean"
pl 1 "-:3: WARNING:LONG_LINE: too long" "-:4: CHECK:SPACING: a space"
judges 250 "0 errors, 1 warnings, 1 checks" "warnings"
prints '^3: WARNING:LONG_LINE: too long$' "checkpatch: and they are shown"
pl 1 "-:3: WARNING:LONG_LINE: too long" "-:4: ERROR:CODE: no"
judges 1 "1 errors, 1 warnings, 0 checks" "errors"
pl 1
judges 2 "checkpatch.pl ended with status 1" "broken, with nothing found"
pl 255 "-:3: WARNING:LONG_LINE: too long"
judges 2 "checkpatch.pl ended with status 255" "broken half-way"
prints 'WARNING:LONG_LINE' "checkpatch: and what it said is shown"
SHOW=1
export SHOW
pl 1 "-:1: ERROR:X: x"
judges 1 "1 errors, 0 warnings, 0 checks" "without a sign-off"
prints "^args: --root=$tmp/work/cp .*--no-signoff" "checkpatch: none is asked for"
sed -i '1,/^$/s/^Subject:/Signed-off-by: Somebody <s@example.org>\n&/' one.patch
judges 1 "1 errors, 0 warnings, 0 checks" "with a sign-off"
prints_not "--no-signoff" "checkpatch: it is checked"
unset SHOW
: >one.patch
judges 2 "RESPIN_PATCH is no file with a patch: '$tmp/work/one.patch'" "an empty patch"
rm one.patch
judges 2 "RESPIN_PATCH is no file with a patch: '$tmp/work/one.patch'" "no patch"
rm cp/scripts/checkpatch.pl
judges 2 "no scripts/checkpatch.pl in '$tmp/work/cp'" "a tree without it"
is "$(ls "$TMPDIR")" "" "checkpatch: no scratch files are left"

# --- proved: what a report of prove says of these patches -------------------

proved=$top/cocci/pagetable-dtor/checks/proved/run
mkdir -p proved/respin
now="1a 2b"
# report NOT-LOOKED-AT FINDING...: a report, as prove writes it.
report() {
	local missed=$1 id ids=
	shift
	for id in $now; do
		ids=$ids,$(printf '{"id":"%s"}' "$id")
	done
	printf '{"format":1,"patches":[%s],"findings":[%s],"verdicts":{"not_looked_at":%d}}\n' \
		"${ids#,}" "$(IFS=,; echo "$*")" "$missed" >proved/respin/prove.json
}
finding() {
	printf '{"verdict":"%s","first":%d,"last":2,"level":"pte","way":"free","why":"so","configurations":["one","two"]}' "$@"
}
says() {
	run env RESPIN_SERIES="$tmp/work/proved" RESPIN_IDS="$now" "$proved"
	[ "$status" -eq "$1" ] && [ "$(tail -n 1 "$out")" = "$2" ]
	run_result $? "proved: $3" "wanted $1: $2"
}
says 250 "not proved: run respin prove" "never run"
report 0
says 0 "0 faults, 0 unproved, 0 configurations not looked at" "all of it"
report 0 "$(finding kept 0)"
says 0 "0 faults, 0 unproved, 0 configurations not looked at" "kept as stated"
report 0 "$(finding leak 0)"
says 0 "0 faults, 0 unproved, 0 configurations not looked at" "the tree's own"
prints '^leak: pte free, in the tree: so$' "proved: the tree's own is shown"
report 0 "$(finding leak 2)" "$(finding unproved 0)"
says 1 "1 faults, 1 unproved, 0 configurations not looked at" "a patch leaks"
prints '^leak: pte free, from patch 02 on: so$' "proved: a patch leaks: which"
prints '^  one two$' "proved: a patch leaks: where"
report 0 "$(finding leak 1 | sed 's/"last":2/"last":1/')"
says 1 "1 faults, 0 unproved, 0 configurations not looked at" "a later patch mends it"
prints '^leak: pte free, from patch 01 on, until patch 02: so$' "proved: a later patch mends it: which"
report 0 "$(finding unproved 1)"
says 250 "0 faults, 1 unproved, 0 configurations not looked at" "unproved"
report 3
says 250 "0 faults, 0 unproved, 3 configurations not looked at" "not looked at"
now="1a 3c"
says 250 "not proved: the patches have changed since; run respin prove again" "other patches"
echo '{' >proved/respin/prove.json
says 2 "$tmp/work/proved/respin/prove.json is no report of respin prove" "no report"
run env -u RESPIN_SERIES RESPIN_IDS="$now" "$proved"
exits 250 "proved: a range of commits"

# --- what they say of themselves -------------------------------------------

for d in "$top"/verify/checks/*/ "$top"/cocci/*/checks/*/; do
	n=$(basename "$d")
	check "$n: run can be executed" test -x "$d/run"
	check "$n: info has a summary" git config --file "$d/info" --get check.summary
	check "$n: info has a scope" git config --file "$d/info" --get check.scope '^(patch|series)$'
done

finish
