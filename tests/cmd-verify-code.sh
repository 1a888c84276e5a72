#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin verify tells which functions' machine code a patch changes, and fails
# one that claims to change none; skipping makes no difference to that.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

# A function whose lines are in its code, and one in a section that is named.
cat >>k/mm/one.c <<'EOF'
int foo_warn(const char *file, int line, int x);
int lines(int x);
int start(int x);

int lines(int x)
{
	return foo_warn(__FILE__, __LINE__, x);
}

__attribute__((section(".init.text"))) int start(int x)
{
	return lines(x) + 1;
}

static __attribute__((noinline)) int helper(int x)
{
	return lines(x) * 3;
}

int user(int x);
int user(int x)
{
	return helper(x) + helper(x + 1);
}
EOF
git -C k commit -qam "more functions"
good=$(git -C k rev-parse HEAD)

# --- what it says ----------------------------------------------------------

sed -i 's/f->count + 1/f->count + 2/' k/mm/one.c
change "a constant"
sed -i '1i int early(int x);\nint early(int x) { return x + 40; }\n' k/mm/one.c
change "a function more, and all lines move"
sed -i 's/\bcount\b/total/' k/include/linux/foo.h k/mm/one.c
change "a field has another name"
sed -i 's|\bhelper\b|assistant|g' k/mm/one.c
change "a function has another name"
sed -i 's/^	int count;$/	long more;\n&/; s/^	int total;$/	long more;\n&/' k/include/linux/foo.h
change "a field is elsewhere"
series mixed

verify -d --report mixed.json k mixed
exits 0 "changed code is no fault of a patch that claims nothing"
prints '^code: patch 01: functions: 1 changed, on 1 of 1 configurations$' "a constant: one function"
prints '^  here-def changed mm/one\.c: foo_sum$' "a constant: named"
prints '^code: patch 02: functions: 1 added, on' "another function, and lines that move: that is all"
prints '^  here-def added mm/one\.c: early$' "another function: named"
prints '^code: patch 03: no function changes \(2 units compared\)$' \
	"a field with another name is no change of code"
prints '^code: patch 04: functions: 1 moved, on' "a renamed function: no caller changes"
prints '^  here-def moved mm/one\.c: assistant, from mm/one\.c: helper$' "a renamed function: from where"
prints '^code: patch 05: functions: 3 changed, on' "a field that moves: who reads it"
prints '^  here-def changed mm/two\.c: two$' "a field that moves: in another unit, too"
verify k mixed
prints '^  list them: .* -d$' "without -d: how to have them listed"
prints_not 'foo_sum' "without -d: no list"
check "the report has them" grep -q '"mm/one.c: foo_sum"' mixed.json

functions() {
	grep -E "^(code:|  here-def (changed|added|removed|moved|unknown) )" "$out" |
		grep -v "no function changes"
}
verify -d k mixed
functions >skipped
verify -d --no-skip --store third.db k mixed
functions >all
is "$(cat all)" "$(cat skipped)" "--no-skip: the same functions"
check "--no-skip: there are some" test -s all
verify -d --patch 5 --unit mm/two.c --again k mixed
prints '^  here-def changed mm/two\.c: two$' "one unit of one patch, again: the same"

# A store that has verdicts, as older versions kept them, and no functions.
sqlite=$(command -v sqlite3)
if [ -n "$sqlite" ]; then
	sqlite3 third.db "delete from texts where kind = 'code-1'"
	verify -d --store third.db k mixed
	is "$(functions)" "$(cat skipped)" "without kept functions: found again"
else
	skip "without kept functions: found again" "no sqlite3"
fi

# --- what a series claims --------------------------------------------------

# claims DIR N...: a series.json by which these patches change no code.
claims() {
	local dir=$1 f n=0 sep=
	mkdir -p "$dir/respin"
	shift
	{
		printf '{ "format": 1, "series": { "name": "none" }, "patches": ['
		for f in "$dir"/*.patch; do
			n=$((n + 1))
			printf '%s{ "name": "p%d", "file": "%s"' "$sep" "$n" "${f##*/}"
			case " $* " in *" $n "*) printf ', "code": "same"' ;; esac
			printf ' }'
			sep=', '
		done
		printf '] }\n'
	} >"$dir/respin/series.json"
}

claims mixed 3 4
verify k mixed
exits 0 "claims that hold: exit status 0"
prints '^code: patch 03: no function changes, as the series says \(' \
	"a claim that holds: said"
echo '{ "format": 1' >mixed/respin/series.json
verify k mixed
complains 129 'mixed/respin/series\.json, line 2: ' "a claim that cannot be read is not one less"
claims mixed 1 2 3 4 5
verify k mixed
exits 1 "claims that do not: exit status 1"
prints '  F  F  [.+]  \+  F ' "claims that do not: these cells fail, and no others"
prints '^patch 01 on here-def: a constant' "a false claim: the patch"
prints '^  code: changed mm/one\.c: foo_sum$' "a false claim: the function"
prints '^  code: added mm/one\.c: early$' "a function more is a change"
again=$(sed -n 's/^  again: respin //p' "$out" | head -n 1)
is "${again##*--patch 1}" ' --arch here-def --again --unit mm/one.c' \
	"a false claim: the command that finds it again"
eval "respin $again"
exits 1 "that command: exit status 1"
prints '^  code: changed mm/one\.c: foo_sum$' "that command: the same function"
verify --json k mixed
check "--json: it is JSON" json_ok "$out"
check "--json: says the claim" grep -q '"claimed_same": true' "$out"

# --- in the review ---------------------------------------------------------

verify --report mixed/verify.json k mixed
respin review mixed
exits 1 "review: a claim that does not hold needs a look"
prints '^  code of patch 01: 1 changed, on 1 of 1 configurations; the series says none$' \
	"review: one line a patch"
prints '^  code of patch 03: no function changes, as the series says$' "review: a claim that holds"
prints '^    changed mm/one\.c: foo_sum$' "review: what breaks the claim"
respin review -q --html page.html mixed
check "page: a list that is folded" grep -q '<details><summary>Machine code: 1 changed, on 1 of 1' page.html
check "page: the configuration and its functions" \
	grep -qzF $'<p>here-def</p>\n<pre>changed mm/one.c: foo_sum' page.html
check "page: the claim is found" grep -q 'the series says that no function changes' page.html

finish
