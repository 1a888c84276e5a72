#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin new: the folder of a series, from semantic patches.
. "$(dirname "$0")/lib.sh"

new_tree k
cat >k/lib/a.c <<'S'
static const char text[] = "old";

int first(struct x *x)
{
	old(x);
	return one(two(x));
}

int second(struct x *x)
{
	int a = 1;

	old(x);
	/* that is all */
	return a;
}
S
cat >k/mm/b.c <<'S'
struct ops ops = {
	.drop = old,
};

void third(struct x *x)
{
	if (x)
		drop(x);
}
S
commit_all k
printf '@@\n@@\n-old\n+new_name\n (...)\n' >old.cocci
cat >parts.cocci <<'S'
/// Use three() where it does the same.
//
// Confidence: High

virtual patch
virtual report

@depends on patch@
expression e;
@@
-one(two(e))
+three(e)

@other depends on patch@
expression e;
@@
-four(five(e))
+six(e)

@r depends on report@
expression e;
position p;
@@
 one@p(two(e))

@script:python depends on report@
p << r.p;
@@
print("here")
S
cat >drop.cocci <<'S'
@@
expression e;
@@
-if (e)
 	drop(e);
S

# --- one rule, and a tree --------------------------------------------------

respin new rename old.cocci k
exits 0 "a series from a rule"
prints '^cocci/rename: 1 patch$' "its folder"
prints '^  01-old/1-old\.cocci: lib: convert old\(\) to new_name\(\)$' \
	"a subject from the words"
prints 'candidates: the files with old$' "the candidates"
prints 'changes 1 file, \+2 -2; rule test: made$' "what it does to the tree"
prints 'only renames.*words old=new_name$' "that an edit would do"
is "$(cat cocci/rename/01-old/message)" "$(printf 'old() becomes new_name().\n\nConvert all callers.')" \
	"a message in words"
is "$(head -n 3 cocci/rename/01-old/1-old.cocci)" \
	"$(printf '/// old() becomes new_name().\n// Has: old\n@r1@')" \
	"a header, and a name for the rule"
is "$(cat cocci/rename/01-old/tests/1-old/before/lib/a.c)" \
	"$(sed -n '3,7p' k/lib/a.c)" "a rule test of the smallest function"
respin test rename
exits 0 "which passes"
check_not "no word is retired that is left" grep -q retires cocci/rename/series
respin generate -s rename -o out k
exits 1 "generate takes the series as it is"
grep -q 'mm/b\.c:2: old left' "$err"
run_result $? "and names the place that the rule leaves"
rm k/mm/b.c && commit_all k
rm k/lib/a.c && git -C k checkout -q lib/a.c
sed -i 1d k/lib/a.c && commit_all k
respin new gone old.cocci k
exits 0 "where all places go"
is "$(git config -f cocci/gone/series patch.01-old.retires)" old "the word is retired"
respin generate -s gone -o out k
exits 0 "generate makes the series"
prints '^proof: git am' "with its proof"
git -C k reset -q --hard HEAD~2
before=$(facts k)

# --- more rules ------------------------------------------------------------

respin new more parts.cocci drop.cocci k
exits 0 "two rules"
prints '^cocci/more: 2 patches$' "are two patches"
is "$(git config -f cocci/more/series patch.01-parts.subject)" \
	"lib: use three() where it does the same" "a subject from the summary"
is "$(grep -E '^// (Place|May|Opt)' cocci/more/01-parts/1-parts.cocci | sort)" \
	"$(printf '%s\n' '// May-miss: rule other -- linux-6.99.1 has nothing for it' \
		'// Options: -D patch' '// Place: four ( five (' '// Place: one ( two (')" \
	"places are what goes, as far as it is certain"
check_not "scripts of other modes are left out" grep -q python cocci/more/01-parts/1-parts.cocci
is "$(git config -f cocci/more/series patch.02-drop.needs)" drop \
	"a rule without places gets a condition"
respin test more
exits 0 "the rule tests pass"
respin generate -s more -o out k
exits 0 "generate makes the series"
respin new one parts.cocci drop.cocci k --one-patch --dir x/one
exits 0 "--one-patch, --dir"
is "$(git config -f x/one/series --get-all patch.01-one.op | tr '\n' ' ')" \
	"1-parts.cocci 2-drop.cocci " "both rules in one patch"
respin test ./x/one
exits 0 "with its rule tests"
respin new lonely old.cocci
exits 0 "without a tree"
prints 'rule test: none; name a kernel tree' "no rule test"
is "$(git config -f cocci/lonely/series patch.01-old.subject)" \
	"treewide: convert old() to new_name()" "treewide"
respin new part old.cocci k --files lib
check "--files goes into the header" grep -qx '// Files: lib/\*\.c lib/\*\.h' cocci/part/01-old/1-old.cocci

# --- what cannot be --------------------------------------------------------

made=$(facts cocci x)
respin new rename old.cocci k
complains 129 'cocci/rename is there already' "an existing folder"
for name in a/b ../x .hidden -- ' ' ''; do
	respin new -- "$name" old.cocci k
	exits 129 "the name '$name'"
done
respin new broken old.cocci nosuch.cocci k
complains 129 'cannot read rule file nosuch\.cocci' "no such rule"
printf '@@\n@@\n-f(((\n+g(\n' >bad.cocci
respin new broken old.cocci bad.cocci k
complains 129 'spatch does not take bad\.cocci' "a rule that does not parse"
printf '@@\nexpression e;\n@@\n-e == 0\n+!e\n' >null.cocci
respin new broken null.cocci k
complains 129 "spatch names no word .* write '// Has: WORD" "a rule that may match anywhere"
printf '@@\n@@\n*drop(...)\n' >star.cocci
respin new broken star.cocci k
complains 129 'changes nothing' "a rule that changes nothing"
printf '@initialize:python@\n@@\nx = 1\n@@\n@@\n-old\n+new\n' >script.cocci
respin new broken script.cocci k
complains 129 'script\.cocci:1: this rule runs a script' "a script"
respin new broken old.cocci lib
exits 129 "no kernel"
respin new broken
complains 129 'give a name, and a rule file' "no rule"
: >file
respin new broken old.cocci k --dir file/x
exits 128 "a folder that cannot be"
is "$(facts cocci x)" "$made" "nothing of this has made or changed a folder"
check "nor left one behind" test -z "$(find . -name '.*.new' -o -name '.*.lock')"
is "$(facts k)" "$before" "nor touched the tree"
finish
