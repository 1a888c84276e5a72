#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What respin verify prints for other programs and for a cover letter: JUnit, JSON,
# b4's list, --summary; with findings, with what was not checked, and with nothing.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

# A parser that is not ours, for each form.
xml_ok() {
	if command -v xmllint >/dev/null; then
		xmllint --noout --nonet "$1"
	else
		python3 -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' "$1"
	fi
}

new_check() {
	mkdir -p "checks/$1"
	printf '[check]\n\tscope = %s\n\tsummary = test\n%s' "$2" "$4" >"checks/$1/info"
	printf '#!/bin/sh\n%s\n' "$3" >"checks/$1/run"
	chmod +x "checks/$1/run"
}
# It says what XML has no form for, and what is not UTF-8.
new_check odd patch 'printf "<a> & \"b\" \001 \033[1m \377 ]]>\n\nodd & <odd>\n"; exit 1' ''
new_check whole series 'echo all of it' ''
new_check lacking patch 'echo no' $'\ttools = far-away-tool\n'

sed -i 's/\bcount\b/total/' k/include/linux/foo.h k/mm/one.c
change 'rename "count" & <others>'
sed -i 's/^	return f->name\[0\];/	int left;\n\n&/' k/mm/two.c
change "an unused variable"
sed -i 's/return foo_get(f);/return f->nosuch;/' k/mm/one.c
change "an error"
sed -i 's,^struct foo {,/* What is counted. */\n&,' k/include/linux/foo.h
change "a comment"
series bad

# --- JUnit ------------------------------------------------------------------

verify_all --checks checks --junit junit.xml k bad
exits 1 "--junit: exit status as without"
prints '^  here-def .* \+  w  F  \. ' "--junit: the matrix is printed, too"
check "--junit: it is XML" xml_ok junit.xml
has() {
	check "--junit: $2" grep -qE -e "$1" junit.xml
}
case_of() {
	sed -n "/<testcase classname=\"$1\" name=\"$2/{p;/\/>/b;:a;n;p;/<\/testcase>/!ba}" junit.xml
}
is "$(grep -c '<testcase ' junit.xml)" 19 "--junit: one test case a patch of each configuration and check, and two"
has '^<testsuites name="respin verify" tests="19" failures="6" errors="0" skipped="9">$' "their counts"
has '^ <testsuite name="here-def" tests="4" failures="2" errors="0" skipped="1">$' "those of a configuration"
is "$(case_of here-def 01)" '  <testcase classname="here-def" name="01 rename &quot;count&quot; &amp; &lt;others&gt;"/>' \
	"--junit: a cell that passes, and its subject"
case_of here-def 02 >case
check "--junit: a warning has its type" grep -q '<failure type="warn" message="0 units fail, 1 new warnings' case
check "--junit: a warning has the compiler's words" grep -q '>new: mm/two.c: .*unused variable' case
check "--junit: a warning has a command" grep -q '^again: respin verify .* --patch 2 --arch here-def' case
check "--junit: an error is a failure" grep -q '<failure type="fail" message="1 units fail' <(case_of here-def 03)
check "--junit: nothing to compile is no pass" grep -q '<skipped message="nothing to compile"></skipped>' <(case_of here-def 04)
check "--junit: without a compiler it is no pass" \
	grep -q '<skipped message="not checked (no-compiler): no far-away-gcc (apt-get install gcc-far-away)">' <(case_of far-def 01)
check "--junit: a check that fails" grep -q '<failure type="fail" message="odd &amp; &lt;odd&gt;">&lt;a&gt; &amp; ' <(case_of odd 01)
check "--junit: a check of the series" grep -q 'name="the series"/>' <(case_of whole '')
check "--junit: a check without its tool" grep -q '<skipped message="no far-away-tool' <(case_of lacking 01)
check_not "--junit: no path of this machine" grep -qF "$tmp" junit.xml
cp junit.xml first.xml
verify_all --checks checks --junit junit.xml -q k bad
check "--junit: the same bytes again" cmp first.xml junit.xml

# --- b4, JSON ---------------------------------------------------------------

valid() {
	check "$1: it is JSON" python3 -c 'import json, sys
def once(pairs):
    d = dict(pairs)
    assert len(d) == len(pairs)
    return d
json.load(open(sys.argv[1], encoding="utf-8"), object_pairs_hook=once)' "$out"
}
b4_form() {
	check "$1: what b4 asks for" python3 -c 'import json, sys
for r in json.load(open(sys.argv[1])):
    assert sorted(r) == ["details", "status", "summary", "tool", "url"], r
    assert all(isinstance(v, str) for v in r.values()), r
    assert r["status"] in ("success", "pass", "warn", "fail"), r' "$out"
}
verify_all --checks checks --b4 k bad
exits 1 "--b4: exit status 1"
valid "--b4"
b4_form "--b4"
prints '"tool": "odd"' "--b4: a check whose words are not UTF-8 is not lost"
verify_all --checks checks --json k bad
valid "--json"
prints '"result": "no-compiler"' "--json: what was not checked"
prints '"sparse": "' "--json: the version of sparse"

# --- a cover letter ---------------------------------------------------------

verify_all --checks checks --summary k bad
exits 1 "--summary: exit status 1"
prints "^respin verify: 4 patches on .*, commit ${good:0:12}\$" "--summary: of what"
check "--summary: what was built, and the compiler" grep -qE \
	'^built: 1 configuration on 1 architecture, each patch against its parent; gcc [0-9.]+$' \
	<(sed ':a;N;$!ba;s/\n  */ /g' "$out")
prints '^fails: patch 03 on here-def$' "--summary: what fails"
prints '^warns: patch 02 on here-def$' "--summary: what warns"
prints '^not checked: far-def \(no-compiler\)$' "--summary: what was not checked"
prints '^odd: 0 passed, 0 warn, 4 fail, 0 not run$' "--summary: a check"
prints '^whole: pass: all of it$' "--summary: a check of the series"
prints '^lacking: 0 passed, 0 warn, 0 fail, 4 not run$' "--summary: a check that did not run"
prints '^changed lines of C: [0-9]+, [0-9]+ compiled by no configuration$' "--summary: lines"
check_not "--summary: no line is too long for a mail" grep -qE '.{73}' "$out"

# --- no patch that applies, no configuration, none asked for ---------------

mkdir none
sed -i 's/\bcount\b/total/' k/include/linux/foo.h
change "another base"
other=$(git -C k rev-parse HEAD)
git -C k checkout -q "$good"
for form in --b4 --json --summary "--junit junit.xml -q"; do
	# shellcheck disable=SC2086
	verify_all --checks none --base "$other" $form k bad
	exits 1 "$form, no patch applies: exit status 1"
	case $form in
	--b4) valid "--b4, no patch applies"; b4_form "--b4, no patch applies"
	      prints '"status": "fail"' "--b4, no patch applies: a failure" ;;
	--json) valid "--json, no patch applies" ;;
	--summary) prints '^does not apply: ' "--summary, no patch applies: said" ;;
	*) check "--junit, no patch applies: it is XML" xml_ok junit.xml
	   check "--junit, no patch applies: a failure" grep -q 'classname="apply".*>$' junit.xml
	   check "--junit, no patch applies: git's words" grep -q '<failure type="fail" message="bad/0001' junit.xml ;;
	esac
done
mkdir empty
for form in --b4 --json --summary "--junit junit.xml -q"; do
	# shellcheck disable=SC2086
	respin verify --arch-data empty --checks none --work work --store store.db $form k bad
	exits 0 "$form, no configuration: exit status 0"
	case $form in
	--b4) valid "--b4, no configuration"; b4_form "--b4, no configuration" ;;
	--json) valid "--json, no configuration" ;;
	--summary) prints '^built: nothing$' "--summary, no configuration: nothing was built" ;;
	*) check "--junit, no configuration: it is XML" xml_ok junit.xml ;;
	esac
done
verify --checks none --patch 1 --summary k bad
exits 0 "--summary of one patch: exit status 0"
prints '^new errors, warnings: none$' "--summary of one patch: nothing new"
prints_not '^changed lines' "--summary of one patch: lines were not looked for"
verify_all --arch far --checks none k bad
exits 1 "--arch of one that cannot be compiled: exit status 1"
verify --junit /proc/nosuch/junit.xml k bad
exits 128 "--junit: a file that cannot be written"

finish
