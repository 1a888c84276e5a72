#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The page of respin review: all markup is ours, every link has its place,
# nothing is fetched, whatever patches, rules and reports hold.
. "$(dirname "$0")/lib.sh"

review() { respin review "$@"; }
mkdir cocci
cp -R "$swap" cocci/swap-args
new_tree k
respin generate -q -s swap-args k
gen=generated-patches/linux-6.99.1
cp -R $gen differs
sed -i 's/^+\treturn foo_map/+\treturn foo_pam/' "differs/$(patches differs | head -n 1)"
cp -R $gen stale
cat >stale/verify.json <<'J'
{ "format": 1, "tree": "linux-6.99.1", "command": "respin verify k", "lines_looked_for": true,
  "lines_solved": [ "patch 1 mm/foo.c:7: x86-solved-1" ],
  "lines_dead": [ "patch 1 mm/foo.c:9: mm/foo.c:8: #ifdef CONFIG_NOT; nothing has NOT" ],
  "patches": [ { "subject": "foo: take the object first in foo_map()", "name": "1", "id": "0" } ],
  "checks": [ { "check": "words", "patch": 1, "status": "pass", "summary": "fine", "details": "" },
    { "check": "all", "patch": 0, "status": "warn", "summary": "so so", "details": "one\ntwo\n" } ],
  "configurations": [ { "config": "a", "result": "compiled", "compiler": "gcc", "in_part": true,
    "cells": [ { "patch": 1, "status": "pass", "units": 3, "compiled": 2 } ] },
    { "config": "b", "result": "no-compiler", "why": "no gcc" } ] }
J
cat >stale/prove.json <<'J'
{ "format": 1, "tree": "linux-6.99.1", "command": "respin prove k", "patches": [ { "id": "0" } ],
  "configurations": [ { "configuration": "a", "compiler": "gcc", "states": [
    { "state": 0, "rows": [ { "level": "foo", "way": "free", "verdict": "unproved", "why": "who knows" } ] },
    { "state": 1, "rows": [ { "level": "foo", "way": "free", "verdict": "leak", "why": "lost", "path": [
      { "at": "mm/foo.c:1", "what": "foo_free()" }, { "at": "mm/foo.c:2", "what": "foo_put()", "depth": 1 },
      { "at": "mm/foo.c:3", "what": "if x" } ] } ] } ] },
    { "configuration": "b", "not_looked_at": "no gcc" } ] }
J
mkdir other
cp $gen/0001-*.patch other
review -q --html other.html other
mkdir odd
cp $gen/0001-*.patch odd
echo '{ "format": 1, "patches": [ {}, {"ops": [{}, {"steps": [{}]}], "changes": [{}, {"added": ["0+0 x", "9+2147483647 x"]}]} ], "leftovers": [{}] }' >odd/series.json
echo '{"format":1,"configurations":[{},{"cells":[{"patch":2},{"patch":1,"failures":[""]},{"patch":1}]}],"checks":[{}],"patches":[{},{}],"lines_not_compiled":["patch","patch 1 ","patch 1 mm/foo.c:x"]}' >odd/verify.json
echo '{"format":1,"patches":[{}],"configurations":[{},{"states":[{"state":0,"rows":[{},{"path":[{"depth":9},{"depth":9},{}]}]},{"state":1}]},{"states":[{"state":1,"rows":[{"verdict":"leak"}]},{"state":0}]}]}' >odd/prove.json
review -q --html odd.html odd

# --- the page --------------------------------------------------------------

# A patch, a series, a rule and a report that would rather be something else.
evil='<script>document.title="owned"</script><img src=http://127.0.0.1:9/x onerror=alert(1)>"'"'"
mkdir -p evil cocci/evil/01-x
cat >evil/0001-x.patch <<P
From: "$evil" <a@b.example>
Subject: [PATCH 1/1] </h2>$evil

</pre>$evil
Link: https://x.example/a?b=1&c$evil
--></style><base href=http://127.0.0.1:9/>
---
diff --git a/d/$evil.c b/d/$evil.c
--- a/d/$evil.c
+++ b/d/$evil.c
@@ -1,2 +1,3 @@ </code>$evil
 </code></pre>$evil
-/* </i>$evil */
+"</u>$evil" $(printf '\033[31m\342\200\256')
+#define X '</em>$evil
P
printf '%s\n' "// </i>$evil" "@x@" "@@" "-</del>$evil" "+</ins>$evil" >cocci/evil/01-x/1-x.cocci
q=${evil//\"/\\\"}
cat >evil/series.json <<J
{ "format": 1, "series": { "name": "evil", "title": "$q", "version": 1 },
  "tree": { "name": "$q", "base-commit": "$q" }, "tools": { "respin": "$q", "spatch": "$q" },
  "patches": [ { "name": "01-x", "subject": "$q", "outcome": "$q", "file": "0001-x.patch",
    "ops": [ { "name": "1-x.cocci", "candidates": [ "$q" ], "unchanged": [ "$q" ],
      "steps": [ { "name": "$q", "hits": 1, "may_miss": "$q" } ] } ],
    "changes": [ { "path": "d/$q.c", "added": [ "2+1 1-x.cocci" ], "removed": [ "2+1 $q" ] } ] },
    { "name": "../../x", "subject": "$q", "outcome": "not applicable", "why": "$q",
      "ops": [ { "name": "../../../etc/passwd" } ] } ],
  "leftovers": [ { "path": "$q", "line": 1, "word": "$q", "reason": "$q" } ],
  "parse_errors": [ { "patch": "$q", "op": "$q", "path": "$q", "from": 1, "to": 2, "holds": "$q" } ],
  "unread": [ "$q" ] }
J
cat >evil/verify.json <<J
{ "format": 1, "tree": "$q", "commit": "$q", "command": "$q", "does_not_apply": "$q", "why": "$q",
  "patches": [ { "subject": "</h2>$q", "name": "$q", "id": "$q" } ],
  "checks": [ { "check": "$q", "patch": 1, "status": "fail", "summary": "$q", "details": "</pre>$q" } ],
  "configurations": [ { "config": "$q", "result": "compiled", "compiler": "$q", "not_set": [ "$q" ],
    "cells": [ { "patch": 1, "status": "fail", "failures": [ "$q" ], "warnings": [ "$q" ], "sparse": [ "$q" ],
      "code": { "units": 2, "claimed_same": true, "changed": [ "$q" ], "added": [ "</pre>$q" ],
        "removed": [ "$q" ], "moved": [ "</details>$q" ], "unknown": [ "$q" ] } } ] },
    { "config": "b", "result": "$q", "why": "$q" } ],
  "lines_looked_for": true, "lines_not_compiled": [ "patch 1 $q:1: $q" ] }
J
row="{ \"level\": \"$q\", \"way\": \"</a>$q\", \"verdict\": \"leak\", \"why\": \"</p>$q\", \"paths\": 2, \"path\": [ { \"at\": \"</code>$q\", \"what\": \"</ul>$q\" } ] }"
cat >evil/prove.json <<J
{ "format": 1, "tree": "$q", "base": "$q", "command": "$q", "patches": [ { "id": "$q" } ],
  "configurations": [ { "configuration": "$q", "compiler": "</td>$q", "states": [ { "state": 0, "rows": [ $row ] }, { "state": 1, "rows": [ ] } ] },
    { "configuration": "</summary>$q", "states": [ { "state": 0, "rows": [ ] }, { "state": 1, "rows": [ $row ] } ] },
    { "configuration": "</th>$q", "not_looked_at": "</table>$q" } ] }
J
review --against evil --html evil.html evil
exits 1 "hostile input: a page is made"
check_not "... and nothing reaches the terminal as a command" grep -q "$(printf '\033')" "$out"
check "the rule is there, as text" grep -q '<del>-&lt;/del&gt;&lt;script&gt;' evil.html
check "what turns text around is written out" grep -q '&lt;U+202E&gt;' evil.html
check_not "no rule is read from elsewhere" grep -q 'root:' evil.html

review -q --against differs --html page.html --out $gen k
review -q --html stale.html stale
# All markup is ours, and is made of these elements and attributes.
foreign() {
	sed -e '/^<style>/,/^<\/style>/d' -e '/^<script>/,/^<\/script>/d' "$1" |
		grep -oE '<[^>]*>?' | sort -u | grep -vE '^<(/?(!DOCTYPE html|html lang="en"|html|head|body|title|header|main|nav|section|article|aside|details|summary|h[1-4]|p|ul|li|dl|dt|dd|div|span|small|table|thead|tbody|caption|tr|th|td|pre|code|kbd|a|b|i|u|s|em|ins|del|mark|label|input|textarea)|meta [^<>]*|[a-z0-9]+( (id|class|href|title|tabindex|colspan|scope|data-subject|data-archs|role|type|placeholder|rows)="[^"<>]*"| open| hidden)+)>$'
}
# Links lead to what is there, once; nothing leads outside, but to files beside the
# page and to web pages that the mails name.
dangling() {
	grep -oE ' id="[^"]*"' "$1" | sed 's/ id="//; s/"$//' | sort >ids
	uniq -d ids | sed 's/^/twice: /'
	grep -oE ' href="[^"]*"' "$1" | sed 's/ href="//; s/"$//' | sort -u >hrefs
	grep -v '^#' hrefs | while read -r to; do
		case $to in
		https://*) grep -qF "${to//&amp;/&}" "$gen"/*.patch evil/*.patch || echo "$to" ;;
		*) [ -f "$to" ] || echo "$to" ;;
		esac
	done
	comm -23 <(sed -n 's/^#//p' hrefs | sort -u) <(sort -u ids)
	grep -oE ' (src|srcset|action|style|on[a-z]+)="[^"]*"' "$1"
	sed -n '/^<style>/,/^<\/style>/p' "$1" | grep -E 'url\(|@import'
}
# The policy lets in what it is meant to: "WHAT-src 'sha256-DIGEST'".
digest() {
	sed -n "/<$2>/,/<\\/$2>/p" "$1" | sed "s/^<$2>//; /^<\\/$2>/d" |
		sha256sum | cut -c1-64 | sed 's/../\\x&/g' >bytes
	# shellcheck disable=SC2059
	printf "$(cat bytes)" | base64 -w0
}
for page in page.html evil.html stale.html other.html odd.html; do
	is "$(foreign $page)" "" "$page: all markup is ours"
	is "$(dangling $page)" "" "$page: every link has its place, once, and none leads outside"
done
for what in style script; do
	is "$(grep -o "$what-src 'sha256-[^']*'" page.html)" "$what-src 'sha256-$(digest page.html $what)'" \
		"the policy knows the $what"
done
check "... and lets nothing else in" grep -q "Content-Security-Policy\" content=\"default-src 'none'; " page.html
check "a line that verify solved" grep -q '<code>patch 1 mm/foo.c:7: x86-solved-1</code>' stale.html
check "... and one that is dead, with its proof" \
	grep -q '<code>patch 1 mm/foo.c:9: .*nothing has NOT</code>' stale.html
check "rules stand beside what they made" grep -q '<details><summary><b></b>1-swap.cocci</summary>' page.html
for id in p01 p01-f1 'p01-f1-n[0-9]*' 'p01-f1-o[0-9]*'; do
	check "an anchor #$id" grep -q " id=\"$id\"" page.html
done
# --- links and the lines around ----------------------------------------------

check "a link to each patch" grep -q "href=\"$gen/0001-foo-take-the-object-first-in-foo_map.patch\"" page.html
check "... and to its rules" grep -q 'href="cocci/swap-args/01-swap-foo-map/1-swap.cocci"' page.html
is "$(grep -c '<a href="https://example.org/foo/1">thread</a>' page.html)" 2 "... and to the thread, once a patch"
check "a web page that a message names is a link, up to what is no part of it" \
	grep -q '<a href="https://x.example/a?b=1">https://x.example/a?b=1</a>&amp;c&lt;script' evil.html
mkdir -p elsewhere
(cd elsewhere && respin review -q --html page.html "../$gen")
check_not "no link goes through folders that are nothing to do with it" \
	grep -qE 'href="(\.\.|/)' elsewhere/page.html
review -q --html $gen/respin/page.html $gen
check "a page beside the patches leads up to them" grep -q 'href="../0001-' $gen/respin/page.html
rm $gen/respin/page.html
check "lines around hunks, from the kernel" grep -q '<dt>lines around hunks<dd>up to 20 on each side, from linux-6.99.1$' page.html
review -q --html without.html $gen
check_not "... and none without it" grep -q 'class="more"' without.html
# The same bytes with a "+" or a " " before each line, as diff -U would have them.
is "$(python3 - page.html k mm/foo.c <<'END'
import html, re, subprocess, sys
page, tree, path = sys.argv[1:]
text = open(f"{tree}/{path}").read().split("\n")
# Of the first patch, where the old lines are those of the tree.
first = open(page).read().split('<article id="p02"')[0]
f = re.search(r"<h3>%s</h3>.*?\n</details>\n(?=<details class=.f|</article>)" % re.escape(path), first, re.S)
n = 0
for m in re.finditer(r'class="x" tabindex="0"><code><span>(.*?)</span><span>(.*?)</span></code>', f[0], re.S):
    shown = html.unescape(re.sub("<[^>]*>", "", m[2])).split("\n")[:-1]
    for numbers, line in zip(m[1].split("\n"), shown, strict=False):
        n += 1
        if text[int(numbers.split()[0]) - 1] != line:
            print("not so:", numbers, line)
print(n > 0)
END
)" True "... which are those of the file, with their numbers"
cp -R k moved && sed -i '1i /* one line more */' moved/mm/foo.c && commit_all moved more
review -q --html moved.html --out $gen moved
check "a file whose lines are not where the patch says has none" \
	grep -qE '; none for [12] files?, which the patches do not fit there$' moved.html
check_not "... and shows none" grep -q 'one line more' moved.html
review --out $gen nothing-here
exits 129 "--out with a kernel that is not there: wrong usage"
review -q --against differs --html again.html --out $gen k
check "the same input gives the same page" cmp -s page.html again.html
if command -v xmllint >/dev/null; then
	# libxml2 knows HTML 4.
	for page in page.html evil.html stale.html; do
		is "$(xmllint --html --noout $page 2>&1 | grep 'error :' |
			grep -vE 'Tag (article|header|main|nav|section|details|summary|aside|mark) invalid')" \
			"" "$page: well-formed, says xmllint"
	done
else
	skip "well-formed" "no xmllint here"
fi

# --- in a browser ----------------------------------------------------------

# What the browser asks its maker for is not ours, and does not get out.
browse() {
	timeout 100 chromium --headless --no-sandbox --disable-gpu --no-first-run \
		--disable-background-networking --disable-component-update \
		--disable-sync --disable-default-apps \
		--host-resolver-rules='MAP * ~NOTFOUND' --user-data-dir="$tmp/chromium" \
		--log-net-log="$tmp/net.json" --dump-dom "file://$PWD/$1" \
		>dom 2>"$tmp/chromium.log" </dev/null
}
if command -v chromium >/dev/null; then
	for page in page.html evil.html; do
		browse $page
		check "$page: the browser opens it" grep -q '<section id="made">' dom
		check "$page: its own script runs" grep -q '<p id="keys">' dom
		is "$(grep -oE '<p id="find"( hidden)?|aria-pressed="[a-z]*"|<section id="reply"( hidden[^>]*)?' dom | sort -u)" \
			'<p id="find"
<section id="reply" hidden=""
aria-pressed="false"' "$page: a filter, marks, and no reply yet"
		check "$page: commands can be copied" grep -qE '</code><button type="button" class="copy">copy</button>' dom
		is "$(grep -o '<script' dom | wc -l) $(grep -cE '<(img|base)' dom)" "1 0" \
			"$page: no script but its own, no element of others"
		check_not "$page: the title is ours" grep -q '<title>owned' dom
		is "$(grep -oE '"url":"(https?|ftp|wss?):[^"]*"' "$tmp/net.json" |
			grep -vE '//[a-z0-9-]+\.google(apis)?\.com/' | sort -u)" "" \
			"$page: nothing is fetched"
	done
else
	skip "in a browser" "no chromium here"
fi

finish
