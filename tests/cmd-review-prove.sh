#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin review on what respin prove found: in the terminal and on the page; a
# report that is stale, missing, damaged or hostile.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

review() { respin review "$@"; }

# --- as prove leaves it ------------------------------------------------------

cat >k/include/linux/foo.h <<'H'
struct foo {
	int count;
};
struct foo *foo_get(void);
void foo_put(struct foo *f);
void foo_ctor(struct foo *f);
void foo_dtor(struct foo *f);
void foo_free(struct foo *f);
H
cat >k/mm/one.c <<'C'
#include <linux/foo.h>
void foo_free(struct foo *f)
{
	foo_dtor(f);
	foo_put(f);
}
C
echo >k/mm/two.c
printf '\nvoid foo_dtor(void *f);\nvoid drop(void *f);\nvoid drop(void *f)\n{\n\tfoo_dtor(f);\n}\n' >>k/lib/three.c
git -C k commit -qam objects
good=$(git -C k rev-parse HEAD)
mkdir -p cocci/s/prove
cat >cocci/s/prove/probe.c <<'C'
#include <linux/foo.h>
struct foo *way_make(void);
void way_free(struct foo *f);
__attribute__((__noipa__)) struct foo *way_make(void)
{
	struct foo *f = foo_get();
	if (f)
		foo_ctor(f);
	return f;
}
__attribute__((__noipa__)) void way_free(struct foo *f)
{
	foo_free(f);
}
C
cat >cocci/s/prove/rules <<'R'
[own]
	probe = probe.c
	in = mm/one.c
	unit = mm/*.c
	acquire = foo_ctor 1
	release = foo_dtor 1
	free = foo_put 1
	source = foo_get
	option = SMP
[level "foo"]
	make = way_make
	way = free way_free 1
R
sed -i '1i/* Before. */' k/mm/one.c
change 'one: a comment'
sed -i '/foo_dtor/d' k/mm/one.c
change 'one: lose it'
sed -i 's/Before/After/' k/mm/one.c
change 'one: another comment'
series p
mkdir p/respin
cat >p/respin/series.json <<J
{ "format": 1, "series": { "name": "s", "title": "S", "version": 1 },
  "tree": { "name": "linux-6.99", "base-commit": "$good" }, "patches": [] }
J
review --html not.html p
prints '^Proved$' "rules, and no report: said"
prints '^  not run \(respin prove\): there is no p/respin/prove\.json$' "... and what to run"
check "... on the page, too" grep -q '<li>not proved: there is no <code>p/respin/prove\.json' not.html
mv cocci/s/prove kept
review --html none.html p
prints_not 'Proved' "no rules: nothing is said"
check_not "... on the page, either" grep -q 'id="proved"' none.html
mv kept cocci/s/prove

respin prove --arch-data data/arch --work work --store store.db k p
exits 1 "prove finds it"
json=p/respin/prove.json
check "its report names patches by content" \
	grep -qE '^   "id": "[0-9a-f]{40}"' $json
review --html page.html p
exits 1 "a leak: exit status 1"
check "... and nothing on stderr" test ! -s "$err"
prints '^  8 verdicts on 1 of 2 configurations: 6 ok, 0 kept as stated, 0 unproved, 2$' "verdicts are counted"
prints '^1 of 3 patches bring[s]? faults: 02 \(1 leak, on here-def\)' "the first line says which patch brings a fault"
prints '^ 02 .* 1L ' "and so does the line of the patch"
prints '^  bad; these are of 1 leak' "a fault counts once, whatever the states"
prints '^  - far-def: ' "what was not looked at is named"
prints '^  L foo free, from patch 02 on: freed, acquired 1 times' "the leak, and its patch"
prints '^      here-def$' "... its configurations"
prints '^      with SMP=n$' "... the options that they have alike"
prints '^  calls on no path that prove followed: 1; prove lists them$' "... calls that no path comes by"
prints '^    again: respin prove .* k p --arch here-def --patch 2$' "... and the command that shows it"
prints_not 'stale' "nothing is stale"
check_not "80 columns, but for commands to be copied" \
	grep -qE '^.{81}' <(grep -vE 'again:|^  respin verify' "$out")
check "the cell: a leak that a patch brought" \
	grep -qF '<td class="F"><a href="#w2-c2" title="here-def, foo free: leak, changed by patch 2">L*</a>' page.html
check "the head of the page says which patch brings a fault" \
	grep -q '<p class="truth"><b class="F">1 of 3 patches brings faults: 02 (1 leak' page.html
check "the table of patches shows it first" \
	grep -q '<a class="F" href="#proved" title="leaks">1L</a> ' page.html
respin verify --arch-data data/arch --work work --store store.db --arch here --report v.json k p
review --verify v.json --html both.html p
check "the matrix has it beside what was compiled" \
	grep -q '<th scope="row">prove<td class="P">+<td class="F"><a href="#proved"' both.html
check "what is right opens nothing" grep -qF '<td class="P">+<td class="F">' page.html
check "not looked at: a row of its own" grep -qE '<th scope="row">far-def<td class="S" colspan="2">-' page.html
check "findings come first, with anchors" \
	grep -qF '<li id="v1"><b class="F">L</b> <a href="#w2-c2">foo free</a>, <a href="#p02">from patch 02 on</a>' page.html
sed -n '/<div id="w2-c2">/,/<\/div>/p' page.html >evidence
check "evidence: before the patch" grep -q '>+</b> in the tree, until patch 02: ok' evidence
check "evidence: from it on" grep -q '>from patch 02 on</a>: leak, freed, acquired 1 times' evidence
check "evidence: the options" grep -qF '<small>with SMP=n</small>' evidence
check "calls that no path comes by are listed" grep -qF '<li><code>lib/three.c:13: foo_dtor()</code>' page.html
check "evidence: counts" grep -q '1 path; this path acquires 0 times, releases 0 times, frees 1 times' evidence
check "evidence: the path, set in" grep -q '<ul><li><code>mm/one\.c:[0-9]*</code> foo_put()' evidence
check "evidence: the command" grep -q -- '<code>respin prove .* --arch here-def --patch 2</code>' evidence
# links PAGE: links that lead nowhere, and places that are there twice.
links() {
	grep -oE ' id="[^"]*"' "$1" | sed 's/ id="//; s/"$//' | sort >places
	uniq -d places
	comm -23 <(grep -oE ' href="#[^"]*"' "$1" | sed 's/ href="#//; s/"$//' | sort -u) <(sort -u places)
}
is "$(links page.html)" "" "every link has its place, once"
sed -n '/<article id="p02" /,/<details/p' page.html >patch
check "the patch's section has a line" grep -qF '<a href="#w2-c2">foo free</a>: leak, ok before, on here-def' patch
check_not "... no other patch's" grep -q 'w2-c2' <(sed -n '/<article id="p03" /,/<details/p' page.html)
check "what needs a look has it" grep -qF '#w2-c2' <(sed -n '/id="look"/,/<\/section>/p' page.html)
review -q --html again.html p
check "the same input gives the same page" cmp -s page.html again.html

# --- where there is nothing to prove -----------------------------------------

cp -R p without
python3 - without/respin/prove.json <<'P'
import json, sys
d = json.load(open(sys.argv[1]))
c = [c for c in d["configurations"] if c["configuration"] == "far-def"][0]
c["nothing_to_prove"] = c.pop("not_looked_at")
json.dump(d, open(sys.argv[1], "w"))
P
review --html without.html without
prints '^  8 verdicts on 1 of 1 configurations: ' "nothing to prove there: it is not missing"
prints '^    far-def: no far-away-gcc' "... and why is said"
check "... on the page, too" grep -qE '<th scope="row">far-def<td colspan="2"><td class="note">no far-away-gcc' without.html

# --- of other patches --------------------------------------------------------

cp -R p changed
sed -i 's/another comment/a third comment/' changed/0003-*.patch
review --html stale.html changed
prints 'stale: changed/respin/prove\.json was written for other patches' "a patch changed: stale"
prints '^    patch 03 has changed: ' "... which"
prints '^  L foo free, from patch 02 on: ' "what is said of states before it holds"
check "the page: cells of after it are marked" grep -q '<td class="O"><a [^>]*, stale, changed by patch 2">(L\*)</a>' stale.html
check "... also those that are right" grep -qF '<td class="O">(+)' stale.html
check "... the patch before it has its line" grep -q 'leak, ok before' stale.html
check "... and what needs a look says so" grep -q '<li><b class="O">( )</b> stale: ' stale.html
is "$(links stale.html)" "" "... every link has its place"
sed -i 's/^+\(.*\)Before/+\1Early/' changed/0001-*.patch
review --html stale.html changed
prints '^  L foo free, from patch 02 on \(stale\): ' "the first one changed: all behind is stale"
check_not "... no patch has a line" grep -q 'leak, ok before' stale.html
cp -R p less
rm less/0003-*.patch
review less
prints '^    the report is for 3 patches, and there are 2 now$' "a patch less: stale"
sed "s/$good/0000/" $json >elsewhere.json
review --prove elsewhere.json p
prints '^    the report is for linux-6\.99 0000, the series for linux-6\.99$' "--prove, of another base: stale"
sed -E 's/"id": "[0-9a-f]{40}"/"id": ""/' $json >early.json
review --prove early.json p
exits 1 "a report that names files only"
prints 'stale: early\.json' "... is not known to be of these patches"

# --- made by hand ------------------------------------------------------------

sed -n '/"patches": \[/,/^ \],/p' $json >ids
# state STATE VERDICT [KEYS]: one state with one row; report STATES...: for x.
state() {
	echo "{ \"state\": $1, \"rows\": [ { \"level\": \"a\", \"way\": \"b\", \"verdict\": \"$2\", \"paths\": 1${3:+, $3} } ] }"
}
report() {
	local IFS=,
	echo "{ \"format\": 1, \"tree\": \"linux-6.99\", \"base\": \"$good\", \"command\": \"respin prove k p\","
	cat ids
	echo "\"configurations\": [ { \"configuration\": \"x\", \"states\": [ $* ] },"
	echo "{ \"configuration\": \"y\", \"states\": [ $* ] } ] }"
}
shown() { grep -o "<a href=\"#w1-c[0-9]*\" title=\"$1, a b: [^\"]*\">[^<]*</a>" hand.html; }
report "$(state 0 ok)" "$(state 1 ok)" "$(state 2 ok)" "$(state 3 ok)" >$json
review -q --html hand.html p
is "$(grep -c '<td class="P">+' hand.html)" 2 "all right: plain cells"
prints_not ' [LD?] a b' "... and no finding"
report "$(state 0 unproved '"why": "who knows"')" '{ "state": 1 }' "$(state 2 kept '"why": "it stays"')" '{ "state": 3 }' >$json
review --html hand.html p
is "$(shown y)" '<a href="#w1-c1" title="y, a b: kept, changed by patch 2">k*</a>' "configurations that are alike share evidence"
prints '^  unproved: 1$' "unproved: counted"
prints '^  \? a b, in the tree, until patch 02: who knows$' "... and told"
check "kept: the command shows it" grep -q -- '--arch x --patch 2 -d</code>' hand.html
report "$(state 0 double '"why": "twice"')" '{ "state": 1 }' '{ "state": 2 }' "$(state 3 none)" >$json
review --html hand.html p
prints '^  D a b, in the tree, until patch 03: twice$' "the tree's own, and until when"
is "$(shown x)" '<a href="#w1-c1" title="x, a b: none, changed by patch 3">*</a>' "none any more, by a patch"
report "$(state 0 what)" '{ "state": 1 }' '{ "state": 2 }' '{ "state": 3 }' >$json
review p
prints '^  unproved: 1$' "a verdict that is none is no proof"
report "$(state 0 ok)" '{ "state": 1 }' '{ "state": 3 }' >$json
review p
prints '^  - x: the report does not say all of it$' "a state that is not there was not looked at"
steps=
for depth in 0 1 99 2147483647; do
	steps="$steps, { \"at\": \"f.c:1\", \"what\": \"step\", \"depth\": $depth }"
done
report "$(state 0 leak "\"why\": \"w\", \"path\": [ {}, {}$steps$steps$steps ]")" '{ "state": 1 }' '{ "state": 2 }' '{ "state": 3 }' >$json
review -q --html hand.html p
is "$(grep -o '<ul' hand.html | wc -l)" "$(grep -o '</ul' hand.html | wc -l)" "steps of any depth: lists are closed"

# --- what is none ------------------------------------------------------------

review --prove nowhere.json p
complains 128 'nowhere\.json' "a report that is not there"
for text in '' '{' '[]' '{"format": 1}' '{"format": 2, "patches": [], "configurations": []}' '{"format": 1, "patches": [], "configurations": 3}'; do
	echo "$text" >$json
	review p
	complains 129 'p/respin/prove\.json' "a report that is none: $text"
done
for text in '{"format":1,"patches":[],"configurations":[]}' '{"format":1,"patches":[{}],"configurations":[{},{"states":[{}]},{"states":[{"state":0,"rows":[{},{}]}]},{"states":[{"state":1,"rows":[{"level":"3","verdict":"leak","path":[]}]}]}]}'; do
	echo "$text" >$json
	review --html odd.html p
	exits 1 "a strange report does no harm"
done
# Among them what wrote behind the states that there are.
wrong() {
	echo "{\"format\":1,\"patches\":[{}],\"configurations\":[$1]}" >$json
	review p
	complains 129 "^respin: p/respin/prove\.json: configurations\[0\]$2 \(respin prove writes it\)" "not as it must be: $2"
}
states() { wrong "{\"states\":[$1]}" "\\.states\\[0\\]$2"; }
wrong 1 ': not an object'
wrong '{"options":3}' '\.options: not an object'
states 1 ': not an object'
states '{"state":99,"rows":[]}' '\.state: there are 1 patches'
states '{"state":-1,"rows":[]}' '\.state: below zero'
states '{"state":1e3}' '\.state: not a whole number'
states '{"state":9223372036854775807}' '\.state: too big a number'
states '{"rows":3}' '\.rows: not a list'
states '{"rows":[1]}' '\.rows\[0\]: not an object'
states '{"rows":[{"level":3}]}' '\.rows\[0\]\.level: not a string'
states '{"rows":[{"path":{}}]}' '\.rows\[0\]\.path: not a list'
states '{"rows":[{"path":[7]}]}' '\.rows\[0\]\.path\[0\]: not an object'
states '{"rows":[{"path":[{"depth":-5}]}]}' '\.rows\[0\]\.path\[0\]\.depth: below zero'
echo '{"format":1,"patches":["x"],"configurations":[]}' >$json
review p
complains 129 'prove\.json: patches\[0\]: not an object' "a report that names files only"
echo '{"format":1,"patches":[],"configurations":[],"places":{"on_no_path":[7]}}' >$json
review p
complains 129 'prove\.json: places\.on_no_path\[0\]: not a string' "a place that is none"
python3 -c '
import json
row = lambda i: {"level": "l%d" % i, "way": "w", "verdict": "ok"}
print(json.dumps({"format": 1, "patches": [], "configurations": [{"states": [{"state": 0, "rows": [row(i) for i in range(40000)]}]}]}))' >$json
review p
complains 129 'more configurations, levels and ways than possible' "too much of it"

# The checks on markup are those of cmd-review-page.sh; this adds a report.
evil='<script>alert(1)</script></details></table>\"'"'"' \u001b[31m\u202e'
row="{ \"level\": \"$evil\", \"way\": \"$evil\", \"verdict\": \"leak\", \"why\": \"$evil\", \"paths\": 1, \"path\": [ { \"at\": \"$evil\", \"what\": \"$evil\" } ] }"
cat >$json <<J
{ "format": 1, "tree": "$evil", "base": "$evil", "command": "$evil", "patches": [ { "id": "$evil" } ],
  "places": { "on_no_path": [ "$evil" ] },
  "configurations": [ { "configuration": "$evil", "compiler": "$evil", "options": { "$evil": "$evil", "N": 7 }, "states": [ { "state": 0, "rows": [ $row ] } ] },
    { "configuration": "$evil", "compiler": "$evil", "states": [ { "state": 0, "rows": [] }, { "state": 1, "rows": [ $row ] } ] },
    { "configuration": "b", "not_looked_at": "$evil" } ] }
J
review --html evil.html p
exits 1 "hostile: a page is made"
check_not "... nothing reaches the terminal as a command" grep -q "$(printf '\033')" "$out"
is "$(grep -o '<script' evil.html | wc -l)" 1 "... no script but the page's own"
check "... it is there, as text" grep -q '&lt;script&gt;alert(1)&lt;/script&gt;' evil.html
check "... what turns text around is written out" grep -q '&lt;U+202E&gt;' evil.html

finish
