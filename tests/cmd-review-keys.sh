#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The page of respin review in a browser: keys that are pressed, what is remembered,
# and what axe-core says. tests/browser.py is the browser.
. "$(dirname "$0")/lib.sh"

if ! command -v chromium >/dev/null; then
	skip "keys, pressed" "no chromium here"
	finish
fi
review() { respin review "$@"; }
mkdir cocci
cp -R "$swap" cocci/swap-args
new_tree k
respin generate -q -s swap-args k
gen=generated-patches/linux-6.99.1
cp -R $gen differs
sed -i 's/^+\treturn foo_map/+\treturn foo_pam/' "differs/$(patches differs | head -n 1)"
review -q --against differs --html page.html --out $gen k

# does PAGE WANT NAME: what is said for the page on stdin has to print WANT. One
# browser does it all, at the end.
n=0
does() {
	n=$((n + 1))
	printf '%s\n' "$2" >want.$n
	printf '%s\n' "$3" >name.$n
	{
		printf 'echo =%s\nopen %s\n' $n "$1"
		cat
	} >>script
}

does page.html "#p01-f1-h1
true
#p01-f2-h1
#p01-f1-h1
#p02
#p01
#top
PRE" "keys: n and p go by hunks, j and k by patches, u to the top; the address follows" <<'END'
size 1000 500
press n
eval location.hash
eval document.querySelector("#p01-f1-h1").getBoundingClientRect().top >= document.querySelector("#p01-f1 > summary").getBoundingClientRect().bottom
press n
eval location.hash
press p
eval location.hash
press j
eval location.hash
press k
eval location.hash
press u
eval location.hash
press n
eval document.activeElement.tagName
END
does page.html "$(grep -c 'class="h" id=' page.html) hunks
none shut" "keys: n comes to every hunk, to the last" <<'END'
size 1600 1200
until (document.querySelectorAll("details.f, details.again").forEach(function (d) { d.open = true; }), window.ours = new Set(), true)
until (function () { for (var i = 0; i < 60; i++) { document.dispatchEvent(new KeyboardEvent("keydown", {key: "n"})); ours.add(location.hash); } return true; })()
eval ours.size + " hunks"
eval document.querySelectorAll("details.f:not([open])").length ? "shut" : "none shut"
END
does page.html "true true
seen true
seen true none
mark as seen false block" "keys: x marks a patch as seen, which the browser remembers" <<'END'
press j
press x
eval [document.querySelector("#p01").classList.contains("seen"), !document.querySelector("#p02").classList.contains("seen")].join(" ")
eval document.querySelector("#p01 h2 button").textContent + " " + document.querySelector("#p01 h2 button").getAttribute("aria-pressed")
reload
eval document.querySelector("#p01 h2 button").textContent + " " + document.querySelector("#p01 h2 button").getAttribute("aria-pressed") + " " + getComputedStyle(document.querySelector("#p01 .msg")).display
press x
eval document.querySelector("#p01 h2 button").textContent + " " + document.querySelector("#p01 h2 button").getAttribute("aria-pressed") + " " + getComputedStyle(document.querySelector("#p01 .msg")).display
END
# Where a hunk is, makes the browser lay out its file: of a thousand, few are asked.
does page.html "true
DIV true
true" "keys: a page of a thousand files is not laid out for n" <<'END'
until (function () { var f = document.querySelector("#p01-f1"); for (var i = 0; i < 1000; i++) { f.after(f.cloneNode(true)); } return true; })()
until (function () { ["getBoundingClientRect", "getClientRects"].forEach(function (name) { var old = Element.prototype[name]; Element.prototype[name] = function () { window.asked = (window.asked || 0) + 1; return old.call(this); }; }); return true; })()
eval (scrollTo(0, document.documentElement.scrollHeight / 2), window.from = scrollY) > 1000
press n
eval document.activeElement.parentElement.tagName + " " + (document.activeElement.getBoundingClientRect().top < innerHeight)
eval asked < 100
END
path=$(grep -o '<summary><h3>[^<]*' page.html | head -n 1 | sed 's/.*>//')
does page.html "true
> $path
true
TEXTAREA
> $path
false
true" "keys: r quotes the hunk for a reply, which is kept" <<'END'
eval document.querySelector("#reply").hidden
press n
press r
eval document.querySelector("#reply textarea").value.split("\n")[0]
eval document.querySelector("#reply textarea").value.split("\n").some(function (l) { return /^> [-+]\t?\S/.test(l); })
eval document.activeElement.tagName
reload
eval document.querySelector("#reply textarea").value.split("\n")[0]
eval document.querySelector("#reply").hidden
click #reply button:last-of-type
eval document.querySelector("#reply").hidden
END
does page.html "INPUT
true
$path
0
BODY
#p01-f1-h1" "keys: / filters files, Escape goes back to the page, and the keys work again" <<END
press /
eval document.activeElement.tagName
type ${path%/*}
eval document.querySelectorAll(".f[hidden]").length > 0
eval document.querySelector(".f:not([hidden]) h3").textContent
eval document.querySelectorAll("article:not([hidden]) > .f:not([hidden])").length - document.querySelectorAll(".f:not([hidden])").length
press Escape
eval document.activeElement.tagName
press n
eval location.hash
END
# Two patches, one of them compiled for one architecture.
does page.html "true
true true

false true

true false" "arch:NAME filters patches that it compiled, and files of others" <<'END'
eval document.querySelectorAll("article").length > 1
press /
type arch:here
eval document.querySelector("#p01").hidden === false && document.querySelector("#p02").hidden === false ? "true true" : "some are hidden"
eval document.querySelector("#p01").dataset.archs = "here", document.querySelector("#p02").dataset.archs = "there here", document.querySelector("#p02 h3").textContent = "arch/here/a.c", ""
type  
eval document.querySelector("#p01").hidden + " " + (document.querySelectorAll("#p02 .f:not([hidden])").length > 0)
press Escape
press /
eval document.querySelector("#find input").value = "", ""
type arch:there
eval document.querySelector("#p01").hidden + " " + !document.querySelector("#p02 .f").hidden
END
does page.html "true fixed
false
true
true
false" "keys: ? shows the keys, Escape hides them; m opens the lines around, o the rules" <<'END'
press ?
eval document.querySelector("#keys").classList.contains("over") + " " + getComputedStyle(document.querySelector("#keys")).position
press Escape
eval document.querySelector("#keys").classList.contains("over")
press n
press m
eval document.querySelector("#p01-f1-h1 .more").open
press o
eval document.querySelector("#p01-f1-h1 aside details").open
press m
eval document.querySelector("#p01-f1-h1 .more").open
END
does page.html "grid true
true
sbs true
false
true" "keys: s shows both sides where there is room, remembered; narrow: below each other" <<'END'
size 1500 900
press s
press n
until document.querySelector("#p01 .twin")
eval getComputedStyle(document.querySelector(".h pre:not(.x) > code")).display + " " + document.querySelector("#wide").getAttribute("aria-pressed")
eval (function () { var d = document.querySelector("#p01 .h del"), i = d.parentElement.querySelector("ins"), a = d.getBoundingClientRect(), b = i.getBoundingClientRect(); return a.top === b.top && a.right <= b.left; })()
reload
press n
until document.querySelector("#p01 .twin")
eval document.body.className + " " + (document.querySelectorAll("[id]").length === new Set([].map.call(document.querySelectorAll("[id]"), function (e) { return e.id; })).size)
size 700 900
eval [].some.call(document.querySelectorAll(".twin"), function (e) { return e.getClientRects().length; })
press n
press r
eval document.querySelector("#reply textarea").value.match(/^> /gm).length - 1 === document.querySelectorAll(location.hash + " pre:not(.x) > code > :not(.twin)").length
END
axe=${AXE:-$top/build/axe/node_modules/axe-core/axe.min.js}
if [ -f "$axe" ]; then
	does page.html "" "axe-core finds nothing, in light, dark, narrow and side by side" <<END
size 1500 900
axe $axe
media dark
axe $axe
media
press s
axe $axe
size 400 800
axe $axe
END
else
	skip "axe-core finds nothing" "no axe-core here: make axe, or AXE=FILE"
fi

"$top/tests/browser.py" <script >said 2>said.err
result $? "the browser does all of it" "$(grep -h '^broken' said)" "$(cat said.err)"
for i in $(seq $n); do
	is "$(sed -n "/^=$i\$/,/^=/p" said | grep -v '^=[0-9]')" "$(cat want.$i)" "$(cat name.$i)"
done

finish
