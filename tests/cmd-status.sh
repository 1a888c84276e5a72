#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin status: what the conditions say, without running a rule.
. "$(dirname "$0")/lib.sh"

new_tree k
respin generate -q -s "$swap" --with 03 -o out k
git clone -q k has_it
git -C has_it am -q "$PWD"/out/000[123]*
git clone -q k partly
git -C partly am -q "$PWD"/out/0001*

before=$(facts k)
respin status -s "$swap" k
exits 1 "something is open: exit status 1"
prints '^respin: swap-args v2 \(.*patches\) on linux-6\.99\.1 \([0-9a-f]{12}\)$' \
	"it says which series, and which tree"
prints '^ 01-.* open' "01 is open"
prints '^ 02-.* open' "02 is open"
prints '[23] open, 0 already in, 0 not applicable' "it is summed up"
is "$(cat "$err")" "" "nothing on stderr"
is "$(facts k)" "$before" "the tree is as it was"
is "$(ls -A . | tr '\n' ' ')" "has_it k out partly " "nothing is written here"
is "$(ls -A "$TMPDIR")" "" "nor for scratch"

fake segv respin status -s "$swap" k
exits 1 "no rule is run"

respin status -s "$swap" partly
exits 1 "partly in: exit status 1"
prints '^ 01-.* already in +include/linux/foo\.h:13' "partly in: 01 is, and where that shows"
prints '^ 02-.* open' "partly in: 02 is open"
respin status -s "$swap" has_it
exits 0 "all in: exit status 0"
prints '^ 02-.* already in +include/linux/foo\.h:12' "all in: and where that shows"
prints '0 open, [23] already in, 0 not applicable' "all in: it is summed up"
respin status -s "$swap" --base HEAD~1 has_it
exits 0 "--base HEAD~1: only the optional one is open: exit status 0"
respin status -s "$swap" --base HEAD~1 --with 03 has_it
exits 1 "--with 03: now it counts"
prints '^ 03-.* open' "--with 03: it is open"
respin status -s "$swap" --base HEAD~2 has_it
exits 1 "--base HEAD~2: exit status 1"

new_tree other
sed -i '/foo_map/d' other/include/linux/foo.h
commit_all other
respin status -s "$swap" other
check_not "80 columns" grep -q '^.\{81\}' "$out"
prints '^ 01-.* not applicable$' "not applicable: the patch"
prints '^       no .*foo_map\(unsigned long.* in include/linux/foo\.h$' \
	"not applicable: and what is missing"
fill plain
respin status -s "$swap" plain
exits 1 "a plain folder: exit status 1"

respin status -q -s "$swap" k
exits 1 "-q: exit status 1"
says_nothing "-q prints nothing"
respin status --json -s "$swap" partly
exits 1 "--json: exit status 1"
check "--json prints JSON" json_ok "$out"
prints '"name": "01-swap-foo-map"' "--json: names"
prints '"subject": "foo: take the object first in foo_map\(\)"' "--json: subjects"
prints '"status": "already in"' "--json: what is in"
prints '"why": "include/linux/foo\.h:13"' "--json: why"
prints '"status": "open"' "--json: what is open"

# --- a patch that needs what an earlier one brings ------------------------------

new_tree wait-tree
new_series wait
done=$(git config -f wait/series --get-all patch.01-swap-foo-map.done | grep -v '^!' | head -n 1)
git config -f wait/series --add patch.02-rename-unmap.needs "$done"
respin status -s ./wait wait-tree
prints '^ 02-.* waits for +01' "a patch that needs what an open one brings waits for it"
prints '^1 open, 0 already in, 0 not applicable, 1 waits for others' "... and is counted apart"
git config -f wait/series --add patch.02-rename-unmap.needs foo_no_such_thing
git config -f wait/series --unset patch.02-rename-unmap.needs 'foo_map'
respin status -s ./wait wait-tree
prints '(^ 02-.* not applicable +|^       )no .foo_no_such_thing' "one that needs what nobody brings does not"

finish
