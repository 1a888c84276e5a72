#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What a rule converts, found by tokens: no place is missed in silence. And
# what spatch made of a file is known the next time.
. "$(dirname "$0")/lib.sh"

# A series of one rule, which converts old(), on a tree with many kinds of it.
mkdir -p s/01-new
cat >s/series <<'S'
[series]
	title = old() becomes new()
	patch = 01-new
[patch "01-new"]
	subject = lib: call new() where old() was called
S
echo "Call new() in place of old()." >s/01-new/message
cp s/01-new/message s/cover.txt
git config -f s/series patch.01-new.op 1-new.cocci
# rule [HEADER-LINE...]: the rule, which does not match old() in a condition.
rule() {
	printf '// Has: old\n' >s/01-new/1-new.cocci
	[ $# -eq 0 ] || printf '%s\n' "$@" >>s/01-new/1-new.cocci
	cat >>s/01-new/1-new.cocci <<'S'
@call@
expression e;
@@
-old(e);
+new(e);
S
}
rule
new_tree k
cat >k/lib/half.c <<'S'
/* old(0) is talked of. */
int first(int x)
{
	old(x);
	pr("old(x)");
	return 0;
}

int second(int x)
{
	old(x + 1);
	if (old(x))
		return 1;
	return 0;
}
S
cat >k/lib/odd.c <<'S'
int fine(int x)
{
	old(x);
	return 0;
}

int odd(int x)
{
	BEGIN_OF(x) { old(3) } END OF ( ;
	return ) 1;
}
S
cat >k/lib/macro.h <<'S'
#define WRAP(x) do { if (old(x)) stop(); } while (0)
S
commit_all k
gen() {
	respin generate -s ./s -o out "$@" k
}

gen
exits 1 "places that stay are an error"
said() {
	grep -qE -e "$1" "$err"
	run_result $? "$2" "stderr does not match: $1"
}
said 'lib/half\.c:12: old left in second: .*1-new\.cocci did not match it' \
	"a file converted in half: the place is named, with its function"
said 'lib/odd\.c:9: old left in odd: spatch cannot parse that .*stops at line 9: BEGIN_OF' \
	"so is one in a function that is not parsed"
said 'lib/macro\.h:1: old left in a macro' "and one in a macro"
is "$(grep -c 'lib/half\.c:' "$err")" 1 "comments and strings are no places"
is "$(grep -c 'to settle this' "$err")" 3 "each says what would settle it"
is "$(grep -oE 'May-miss: [a-z]+' "$err" | sort | uniq -c | tr -s ' ' | tr '\n' ';')" \
	" 1 May-miss: parse; 2 May-miss: place;" "... with the key to state"
check_not "nothing was written" test -e out
prints '1-new|failed' "the patch has failed"
gen -n -d
prints '1-new\.cocci: 3 candidates \(3 known\), 3 of 6 places converted, 1 of 4 functions not parsed' \
	"-d: what a failed run found out is known to the next"

rule '// May-miss: parse lib/odd.c:odd -- nobody can read it' \
     '// May-miss: place lib/half.c:second -- its value is needed' \
     '// May-miss: place lib/macro.h -- see 2.edit'
gen -d
exits 0 "stated, they may stay"
prints '\(3 known\)' "a header that changed costs no run of spatch"
prints 'place left, as stated: lib/half\.c:12: old in second, no rule matches \(its value is needed\)' \
	"a stated place is printed"
prints 'place left, as stated: lib/odd\.c:9: old in odd, not parsed \(nobody can read it\)' \
	"so is one that was not parsed"
prints '^functions parsed: 75\.00 % of 4' "how many functions were parsed"
prints '^places: 6 found, 3 converted, 3 left as stated, 2 in comments and strings$' \
	"the counts"
check "series.json has them" grep -A8 '"places_left"' out/respin/series.json
is "$(grep -cE '"why": "(not parsed|in a macro|no rule matches)"' out/respin/series.json)" 3 \
	"... each with why"

rule '// May-miss: parse lib/odd.c:fine -- another function' \
     '// May-miss: place lib/half.c:first -- another function' \
     '// May-miss: place lib/macro.h -- so be it'
gen
exits 1 "what is stated of another function does not count"
is "$(grep -c ' left in ' "$err")" 2 "... for either"

rule '// Not: lib/o* lib/half.c -- not ours' '// May-miss: place *.h -- so be it' \
     '// May-miss: rule call -- it is for the others' '// May-miss: file *.h -- likewise'
mkdir -p k/mm && printf 'void third(int x)\n{\n\told(x);\n}\n' >k/mm/third.c
commit_all k
gen -d
exits 0 "Not: leaves files out"
prints '1-new\.cocci: 2 candidates' "... so that they are no candidates"
prints 'place left, as stated: lib/half\.c:12: old in second, excluded \(not ours\)' \
	"... and their places are listed"
rule '// Not: lib/odd.c'
gen
complains 129 "Not is 'PATHSPEC \.\.\. -- REASON'" "Not: needs a reason"

# --- Place: ------------------------------------------------------------------

rule '// Place: old ( x )' '// May-miss: file *.h -- it has none' \
     '// May-miss: place lib/*:* -- x'
rule '// Place: old|older ( x ) ;' '// May-miss: file *.h -- it has none'
gen
exits 0 "Place: tells which places have to go: the others may stay"
prints '^places: 3 found, 3 converted, 0 left' "... and they are what is counted"
rule '// Place:'
gen
complains 129 "'// Place:?' needs a value|'Place' needs a value" "Place: needs tokens"

# --- macros -------------------------------------------------------------------

# A guard that cocci/macros.h knows, and a loop that only this tree has.
cat >k/lib/guarded.c <<'S'
int guarded(int x)
{
	scoped_guard(mutex, &m)
		old(x);
	return 0;
}

int looped(int x)
{
	EVERY_ONE(item, &list)
		old(x), old(item);
	EVERY_ONE(item, &list) {
		old(x);
	}
	return 0;
}
S
cat >k/include/linux/every.h <<'S'
#define EVERY_ONE(pos, head) for (pos = (head)->first; pos; pos = pos->next)
S
commit_all k
cat >s/01-new/1-new.cocci <<'S'
// Files: lib/guarded.c
// Has: old
@call@
expression e;
@@
-old(e)
+new(e)
S
gen -d
exits 0 "macros: of cocci/macros.h, and of the tree"
prints '4 of 4 places converted' "... all places are found in what they head"
prints '^functions parsed: 100\.00 % of 2' "... and all functions are parsed"
prints '^places: 4 found, 4 converted, 0 left as stated' \
	"... and they are counted"
gen -d
prints 'guarded|\(1 known\)' "... which is known the next time"
check "the loop keeps its name" grep -q '^[[:space:]]*EVERY_ONE(item, &list)' out/0001-*.patch
sed -i 's/^-old(e)/-EVERY_ONE(e, old)/' s/01-new/1-new.cocci
gen -d
exits 1 "a rule about a macro itself: it is no macro then"
git -C k rm -q lib/guarded.c && commit_all k

# --- what goes with a declaration ---------------------------------------------

cat >k/lib/held.c <<'S'
int held(int x)
{
	int *p __free(kfree) = NULL;

	p = old(x);
	return *p;
}
S
commit_all k
cat >s/01-new/1-new.cocci <<'S'
// Files: lib/held.c
// Has: old
@call@
type T;
identifier p;
expression e;
@@
-T p = NULL;
-p = old(e);
+T p = new(e);
S
gen
exits 1 "an attribute that goes with a declaration is an error"
said 'lib/held\.c:[0-9]+: __free is gone, with the code that .*1-new\.cocci replaces; to settle this, .*May-miss: attribute' \
	"... which names it"
sed -i 's,^// Has: old,&\n// May-miss: attribute lib/* -- it has no use there,' s/01-new/1-new.cocci
gen
exits 0 "stated, it may go"
git -C k rm -q lib/held.c && commit_all k

# --- what is known -----------------------------------------------------------

rule '// May-miss: parse * -- x' '// May-miss: place * -- x'
new_kept=$XDG_CACHE_HOME/respin
no_kept
gen -d
prints_not 'known' "nothing is known at first"
cp -R out kept
gen -d
prints '1-new\.cocci: 4 candidates \(4 known\)' "then all is"
check "... with the same patches" same_files kept out
gen -d --no-cache
prints_not 'known' "--no-cache does without"
check "... with the same patches" same_files kept out
echo "/* more */" >>k/lib/half.c
commit_all k
gen -d
prints '\(3 known\)' "a file that changed is not known"
sed -i 's/new(e)/newer(e)/' s/01-new/1-new.cocci
gen -d
prints_not 'known' "nor is any with another rule"
rule '// May-miss: parse * -- x' '// May-miss: place * -- x'
for how in garbage empty; do
	case $how in
	garbage) head -c 3000 "$RESPIN" >"$new_kept/spatch-1.db" ;;
	empty) : >"$new_kept/spatch-1.db" ;;
	esac
	gen
	exits 0 "a database that is $how does no harm"
done
no_kept

# --- a rule that spatch does not take ---------------------------------------

echo "-old(" >>s/01-new/1-new.cocci
mkdir bin
cat >bin/spatch <<S
#!/bin/sh
echo x >>"$tmp/starts"
exec "$FAKE_REAL_SPATCH" "\$@"
S
chmod +x bin/spatch
: >"$tmp/starts"
PATH=$PWD/bin:$PATH gen -j2
exits 1 "a rule that does not parse is an error"
said "spatch does not take \./s/01-new/1-new\.cocci: .*parse error" "... in one line"
[ "$(wc -l <"$tmp/starts")" -le 3 ]
result $? "... after one process a job, whatever the number of files" "$(wc -l <"$tmp/starts")"

# --- no condition ------------------------------------------------------------

no_kept
rule '// May-miss: parse * -- x' '// May-miss: place *:second -- x' '// May-miss: place *.h -- x'
respin status -s ./s k
exits 1 "a conversion needs no condition: there are places, so it is open"
prints '^ 01-new .* open' "... says status"
gen
git -C k am -q "$PWD"/out/0001-*.patch
respin status -s ./s k
prints '^ 01-new .* open' "... with stated places, only a run of the rules tells"
gen
prints '0 applied, 1 already in' "... which says that it is in"
rule '// Place: nowhere_at_all'
gen
prints '0 applied, 1 already in' "a place that is nowhere: already in"
sed -i '/^\/\/ Place/d; s/^-old(e);/ old(e);/' s/01-new/1-new.cocci
gen
complains 129 "patch '01-new' lacks a condition .*and no rule of it has a place" \
	"a rule without places needs one"

finish
