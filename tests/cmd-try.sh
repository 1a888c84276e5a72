#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin try: an ordinary semantic patch, without a series.
. "$(dirname "$0")/lib.sh"

new_tree k
cat >k/lib/a.c <<'S'
/* old(0) is talked of. */
int first(struct x *x)
{
	old(x);
	if (x)
		drop(x);
	return 0;
}

int second(struct x *x)
{
	return old(x) && x;
}

int odd(int x)
{
	BEGIN_OF(x) { old(3) } END OF ( ;
	return ) 1;
}
S
cat >k/mm/b.c <<'S'
void third(struct x *x)
{
	if (x)
		drop(x);
	older(x);
}
S
commit_all k
cat >old.cocci <<'S'
@@
expression e;
@@
-old(e);
+new(e);
S
# As the kernel's own: four modes, an odd header, scripts for two of them.
cat >drop.cocci <<'S'
// SPDX-License-Identifier: GPL-2.0-only
/// drop() takes NULL
///
// Confidence: High
//  Options:
// Requires: 1.0.4

virtual patch, context
virtual org
virtual report

@r1 depends on patch@
expression e;
@@
-if (e)
 	drop(e);

@r2 depends on !patch@
expression e;
position p;
@@
*if (e)
*	drop@p(e);

@script:python depends on org@
p << r2.p;
@@
print("* TODO in line %s" % p[0].line)

@script:python depends on report && !org@
p << r2.p;
@@
print("%s:%s: NULL is fine" % (p[0].file, p[0].line))
S

said() {
	grep -qE -e "$1" "$err"
	run_result $? "$2" "stderr does not match: $1"
}
before=$(facts k)

# --- a rule without a header -----------------------------------------------

respin try old.cocci k
exits 1 "places that stay: 1"
prints '^1 candidate of 7 C files( \(1 known\))?; 1 changed, \+1 -1;' \
	"candidates are the files that hold what the rule matches"
prints '^places: 3 found, 1 converted, 2 left   functions parsed: 66\.67 % of 3' \
	"places are what the rule removes"
prints '^  left: lib/a\.c:12: old in second: no rule matches$' "each that is left is named"
prints '^  left: lib/a\.c:17: old in odd: not parsed$' "with the reason"
respin try old.cocci k --diff -q
prints '^\+	new\(x\);' "--diff prints the diff"
prints_not candidate "-q prints nothing else"
cp "$out" diff
respin try old.cocci k -o there.diff
check "-o writes the same" cmp diff there.diff
prints '^diff: there\.diff$' "and says so"
respin try old.cocci k -o there.diff -j1 --no-cache
check "with one process, and without the cache" cmp diff there.diff
mkdir plain && cp -R k/. plain && rm -rf plain/.git
respin try old.cocci plain -q --diff
check "on a plain folder" cmp diff "$out"
(cd k && git apply --check ../diff)
result $? "git apply takes it"
respin try old.cocci k -d
prints '^         in lib/a\.c$' "-d shows the candidates"
prints '\(1 known\)' "a second run runs no spatch"
respin try old.cocci k --files mm --files lib/bar.c
complains 1 'old\.cocci has no candidate' "--files: a folder, and a file"
prints '^0 candidates of 3 C files' "only these are looked at"
respin try old.cocci k --files nowhere
complains 129 'names no C file' "--files that names nothing"
printf '@@\nexpression e;\n@@\n-e == 0\n+!e\n' >null.cocci
respin try null.cocci k
exits 1 "a rule that may match in any file"
said 'warning: spatch names no word' "says so, and what it costs"
prints '^7 candidates of 7 C files' "and reads them all"
{ echo '// Has: third'; cat old.cocci; } >has.cocci
respin try has.cocci k
complains 1 'matches nothing in its 1 candidate$' "a header chooses the candidates"
printf '// Place: drop ( x ) ;\n@@\n@@\n-drop(x);\n+f(x);\n' >place.cocci
respin try place.cocci k
exits 0 "nothing left"
prints '^places: 2 found, 2 converted, 0 left' "Place: counts the places"

# --- modes -----------------------------------------------------------------

respin try drop.cocci k --diff
exits 0 "a script of the kernel's kind"
prints '^-	if \(x\)$' "the mode is patch"
prints '2 changed, \+2 -4' "in both files"
prints '2 scripts of other modes left out' "without any script"
respin try drop.cocci k --mode context
exits 0 "context"
prints '^--- a/lib/a\.c$' "a diff, as git has it"
prints '^\+\+\+ b/mm/b\.c$' "with its names"
prints '^-		drop\(x\);$' "of what the rule marks"
respin try drop.cocci k --mode report
complains 129 'drop\.cocci:30: this rule runs a script .* --allow-scripts' \
	"report runs a script: that needs leave"
respin try drop.cocci k --mode report --allow-scripts -j2
if grep -q 'unable to find the Python library' "$err"; then
	skip "scripts" "spatch finds no Python here"
else
	exits 0 "report"
	prints '^lib/a\.c:6: NULL is fine$' "what the script prints"
	prints '^mm/b\.c:4: NULL is fine$' "of each file"
	prints 'something to say of 2' "and of how many"
	cp "$out" two
	respin try drop.cocci k --mode report --trust-series -j1 -q
	is "$(cat "$out")" "$(grep NULL two)" "in the same order with one process"
	respin try drop.cocci k --mode org --allow-scripts -q -o org
	is "$(cat org)" "$(printf '* TODO in line %s\n' 6 4)" "org, into a file"
fi
mkdir nopy
cat >nopy/spatch <<S
#!/bin/sh
case "\$*" in
*--file-groups*)
	echo "Py.find_library: unable to find the Python library [x]" >&2
	exit 255 ;;
esac
exec $(command -v spatch) "\$@"
S
chmod +x nopy/spatch
PATH=$PWD/nopy:$PATH COCCINELLE_HOME=/usr/lib/coccinelle \
	run "$RESPIN" try drop.cocci k --mode report --allow-scripts
complains 128 'drop\.cocci:30: spatch is unable to find the Python library .*: apt-get install' \
	"a spatch without Python"
respin try old.cocci k --mode report
complains 129 "has no mode 'report': it has no modes" "a mode that it has not"
respin try drop.cocci k --mode odd
complains 129 "not 'odd'" "a mode that there is not"
sed '/^virtual/d; s/depends on patch/depends on nothing/' drop.cocci >marks.cocci
printf '@@\n@@\n*drop(...)\n' >star.cocci
respin try star.cocci k
exits 0 "a rule with stars only is a context"
prints '^-		drop\(x\);$' "and marks"
printf 'virtual big\n@depends on big@\n@@\n-drop\n+drop_big\n (...)\n' >big.cocci
respin try big.cocci k -D big
exits 0 "-D turns on a virtual rule"
respin try big.cocci k
complains 129 'no rule that can match: does it need a virtual one' \
	"which is off without it"
respin try big.cocci k -D small
complains 129 'declares no virtual rule of that name' "-D of a name that it has not"
printf '// Requires: 99.1\n@@\n@@\n-a\n+b\n' >new.cocci
respin try new.cocci k
complains 128 'requires spatch 99\.1 or later; this is' "a rule for a later spatch"

# --- headers ---------------------------------------------------------------

new_tree h
mkdir -p h/include/asm-generic h/drivers/x
echo 'struct near { unsigned int m; };' >h/drivers/x/near.h
echo 'struct over { unsigned int m; };' >h/drivers/over.h
printf '#include "t2.h"\nstruct t { unsigned int m; };\n' >h/include/linux/t.h
echo 'struct t2 { unsigned int m; };' >h/include/linux/t2.h
echo 'struct io { unsigned int m; };' >h/include/asm-generic/io.h
cat >h/drivers/x/odd.h <<'S'
int odd(int x)
{
	BEGIN_OF(x) { check(3) } END OF ( ;
	return ) 1;
}
S
cat >h/drivers/x/a.c <<'S'
#include <linux/t.h>
#include <asm/io.h>
#include "near.h"
#include "../over.h"
#include "odd.h"

void f(struct t *t, struct t2 *t2, struct io *io, struct near *n, struct over *o)
{
	check(t->m);
	check(t2->m);
	check(io->m);
	check(n->m);
	check(o->m);
}
S
commit_all h
plain_h() {
	rm -rf hp && cp -R h hp && rm -rf hp/.git
}
plain_h
for o in all:'t io n o' recursive:'t t2 io n o' local:'n o'; do
	printf '// Options: --%s-includes\n@@\nunsigned int e;\n@@\n-check(e)\n+good(e)\n' \
		"${o%%:*}" >inc.cocci
	want=$(for w in ${o#*:}; do printf '+	good(%s->m);\n' "$w"; done)
	respin try inc.cocci h -q --diff
	is "$(grep '^+	' "$out")" "$want" "--${o%%:*}-includes: the types that it knows"
	respin try inc.cocci hp -q --diff
	is "$(grep '^+	' "$out")" "$want" "in a plain folder, too"
done
respin try inc.cocci h
prints '^  left: drivers/x/a\.c:9: check in f: no rule matches' \
	"what cannot be parsed in a header is not in the file"
prints '\([12] known\)' "nothing has changed"
sed -i 's/unsigned int/long/' h/drivers/x/near.h && commit_all h
respin try inc.cocci h -q --diff
is "$(grep '^+	' "$out")" '+	good(o->m);' "a header that changes counts"

# --- what cannot be --------------------------------------------------------

respin try nosuch.cocci k
complains 129 'cannot read rule file nosuch\.cocci' "no such file"
respin try lib k
complains 129 'cannot read rule file lib' "no file at all"
echo 'words' >words.cocci
respin try words.cocci k
complains 129 'words\.cocci: no rule in it' "no rule in it"
printf '@@\n@@\n-f(((\n+g(\n' >bad.cocci
respin try bad.cocci k
complains 129 'spatch does not take bad\.cocci: .*parse error' "a rule that does not parse"
printf '@@\n@@\n f(...)\n' >nothing.cocci
respin try nothing.cocci k
complains 129 'changes nothing' "a rule that changes nothing"
printf '@initialize:ocaml@\n@@\nlet x = 1\n@@\n@@\n-a\n+b\n' >ocaml.cocci
respin try ocaml.cocci k
complains 129 'ocaml\.cocci:1: this rule runs a script' "OCaml"
printf '// Options: --sp-file x\n@@\n@@\n-a\n+b\n' >option.cocci
respin try option.cocci k
complains 129 "option --sp-file may not be set" "an option that may not be"
respin try old.cocci "$tmp/work"
complains 129 'kernel' "LINUX is no kernel"
respin try old.cocci
complains 129 'one rule file and one kernel tree' "no tree"
respin try old.cocci k -o nowhere/x
complains 129 'there is no folder nowhere' "-o into a folder that is not there"
fake hang respin try old.cocci k --timeout 1
exits 128 "a spatch that hangs"
is "$(facts k)" "$before" "nothing of this has touched the tree"
finish
