#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin generate: nothing is missed in silence. And the scan cache.
. "$(dirname "$0")/lib.sh"

new_tree k
respin generate -q -s "$swap" -o out k
cp -R out kept

# miss PATTERN NAME [ARGUMENT...]: generate fails with a finding that says
# PATTERN, in one line, and leaves the disk as it was.
miss() {
	local pattern=$1 name=$2 before wrong
	shift 2
	before=$(disk)
	respin generate -s "$swap" -o out "$@"
	complaint "$pattern"
	[ "$status" -eq 1 ] || wrong="want exit status 1. $wrong"
	[ "$(disk)" = "$before" ] || wrong="the disk changed. $wrong"
	[ -z "$wrong" ]
	run_result $? "$name" "$wrong"
	watched=
}

# --- leftovers -------------------------------------------------------------

new_tree left
echo 'See foo_unmap_all() and foo_unmap_all().' >left/README
printf '\n\n/* foo_unmap_all */\n' >>left/mm/Makefile
commit_all left
miss '^respin: 3 places still name what the series retires: .*state the exception in .*/series' \
	"unstated leftovers are an error" left
new_tree one
echo 'See foo_unmap_all().' >one/README
commit_all one
respin generate -s "$swap" -o out one
prints_not '^proof' "a leftover: no proof is claimed"
grep -q '^ *left: README:1: foo_unmap_all' "$out" "$err"
run_result $? "a leftover is named with its place"
check "the old patches are kept" same_files out kept
respin generate -q -s "$swap" -o out one
exits 1 "-q: a leftover is an error all the same"
new_series stated
cat >>stated/series <<'S'
[leftover "README"]
	identifiers = foo_unmap_all
	reason = it tells of the past
S
respin generate -s ./stated -o stated-out one
exits 0 "a stated leftover is none"
prints 'as stated: README:1: foo_unmap_all \(it tells of the past\)' \
	"but is listed, with its reason"
prints '2 stated exceptions' "and counted"
check "and recorded" grep -q '"reason": "it tells of the past"' \
	stated-out/respin/series.json
echo "foo_unmap_all_now my_foo_unmap_all" >one/README
commit_all one
respin generate -q -s "$swap" -o parts one
exits 0 "a part of a longer word is no leftover"

# --- rules that find nothing -----------------------------------------------

new_tree k2
printf '/* foo_map() is not called here. */\nint baz;\n' >k2/lib/baz.c
commit_all k2
miss 'patch 01-swap-foo-map: .*1-swap\.cocci found nothing in lib/baz\.c \(expected a match: foo_map occurs in line 1\)' \
	"a candidate that the rule leaves alone is an error" k2
new_series may
swap_text may/01-swap-foo-map/1-swap.cocci '// Has: foo_map' '// Has: foo_map
// May-miss: file lib/* -- only talk of it'
respin generate -s ./may -o may-out -d k2
exits 0 "May-miss: file allows it"
prints 'in lib/baz\.c \(unchanged' "and -d shows it"
check "and series.json has it" grep -A1 '"unchanged"' may-out/respin/series.json

new_series absent
cat >>absent/01-swap-foo-map/1-swap.cocci <<'S'

@absent@
@@
- foo_absent()
+ foo_present()
S
miss '1-swap\.cocci:[0-9]+: rule absent found nothing in its 4 candidate files' \
	"a rule that never hits is an error" -s ./absent k
swap_text absent/01-swap-foo-map/1-swap.cocci '// Has: foo_map' '// Has: foo_map
// May-miss: rule absent -- some trees have no foo_absent()'
respin generate -s ./absent -o absent-out -d k
exits 0 "May-miss: rule allows it"
prints 'absent +0 hits \(may miss: some trees have no foo_absent' "and -d shows it"

new_series none
swap_text none/01-swap-foo-map/1-swap.cocci '// Has: foo_map' '// Has: foo_map  foo_nowhere'
miss '1-swap\.cocci has no candidate file' "no candidate is an error" -s ./none k
swap_text none/01-swap-foo-map/1-swap.cocci 'foo_nowhere' 'foo_nowhere
// May-miss: all -- nobody uses it'
miss '.done = foo_map\(struct foo .*. does not hold after its operations' \
	"a patch that does not do what it is for is an error" -s ./none k
new_series edit
swap_text edit/02-rename-unmap/2-words.edit foo_unmap_all= foo_no_such=
miss 'edit 2-words\.edit:4 \(words\) found nothing in Documentation/mm/foo\.rst' \
	"an edit that finds nothing is an error" -s ./edit k
swap_text edit/02-rename-unmap/2-words.edit 'has foo_unmap_all' 'has foo_nowhere'
miss 'edit 2-words\.edit:4 has no candidate file' \
	"an edit without a candidate is an error" -s ./edit k

new_tree odd
cat >odd/lib/odd.c <<'S'
int fine(struct foo *f)
{
	return foo_map(1, f);
}

int odd(struct foo *f)
{
	BEGIN_OF(x) { foo_map(2, f) } END OF ( ;
	return ) foo_map(3, f);
}
S
commit_all odd
miss 'spatch cannot parse lib/odd\.c:[0-9]+-[0-9]+, which holds foo_map' \
	"a function that spatch cannot parse, and that matters, is an error" odd
sed -i 's/foo_map([23], f)/something()/' odd/lib/odd.c
commit_all odd
respin generate -s "$swap" -o odd-out odd
exits 0 "one that does not matter is none"
prints 'not parsed: 1 place' "but is counted"
check "and recorded" grep -q '"path": "lib/odd.c"' odd-out/respin/series.json

respin generate -s ./absent -k -n --only 02 --only 01 odd
exits 0 "--only twice: both"
swap_text absent/01-swap-foo-map/1-swap.cocci '// May-miss: rule absent' '// Not: rule absent'
respin generate -s ./absent -k -n k
exits 1 "-k: exit status 1"
prints '^ 02 ' "-k goes on after a failure"
respin generate -s ./absent -n k
prints_not '^ 02 ' "without -k it does not"
check "after all this, the old patches are kept" same_files out kept

# --- the scan cache --------------------------------------------------------

rm -rf "$XDG_CACHE_HOME/respin"
gen() {
	rm -rf cached
	respin generate -s "$swap" -o cached "$@" k
}
gen
cache=$(echo "$XDG_CACHE_HOME"/respin/scan-*)
check "a scan leaves a cache" test -f "$cache"
cp "$cache" "$tmp/good"
gen
check "with it, the result is the same" same_files kept cached
is "$(ls "$XDG_CACHE_HOME/respin")" "${cache##*/}
spatch-1.db" "and beside it is only what spatch made"
# Note in it that no file has any word: rules find fewer candidates.
{
	head -c 14 "$cache"
	for ((at = 14; at < $(wc -c <"$cache"); at += 21)); do
		tail -c +$((at + 1)) "$cache" | head -c 20
		printf '\0'
	done
} >"$tmp/lie"
cp "$tmp/lie" "$cache"
gen -n -d
prints '1-swap\.cocci: 1 candidate' "the cache is read: a false one is believed"
gen --no-cache
check "--no-cache does not read it" same_files kept cached
check "nor write it" cmp -s "$tmp/lie" "$cache"
echo "/* new */" >>k/arch/a/mm/map.c
commit_all k
gen -n -d
prints '1-swap\.cocci: 2 candidates' "a file that changed is looked at again"
git -C k reset -q --hard HEAD~1
for how in empty garbage short; do
	case $how in
	empty) : >"$cache" ;;
	garbage) head -c 300 "$RESPIN" >"$cache" ;;
	short) head -c 100 "$tmp/lie" >"$cache" ;;
	esac
	gen
	check "a cache that is $how is ignored" same_files kept cached
	is "$(cat "$err")" "" "and not worth a word"
	check "and replaced" cmp -s "$cache" "$tmp/good"
done
rm -rf "$XDG_CACHE_HOME/respin"
: >"$XDG_CACHE_HOME/respin"
gen
exits 0 "a cache that cannot be written: exit status 0"
is "$(grep -c 'warning: cannot write the scan cache' "$err")" 1 "and a warning"
is "$(grep -c 'warning: cannot open .*spatch-1.db: .*the next run will be slower' "$err")" 1 "and one of spatch's results"
check "and the same patches" same_files kept cached
rm "$XDG_CACHE_HOME/respin"
XDG_CACHE_HOME=relative gen
check "XDG_CACHE_HOME is a relative path: ~/.cache is taken" \
	test -d "$HOME/.cache/respin"

finish
