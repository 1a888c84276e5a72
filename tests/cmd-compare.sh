#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin compare: our patches with others, as folder, mbox, file and range.
. "$(dirname "$0")/lib.sh"

# A repository with three commits on top of its base, and their patches.
git init -q repo
cd repo || exit 1
mkdir mm
for f in a b c; do
	printf 'int before_%s;\n\n/*\n * About %s.\n */\nint %s(int x)\n{\n\tif (x)\n\t\treturn 0;\n\tlock(x);\n\treturn x + 1;\n}\n\nint behind_%s;\n' \
		$f $f $f $f >mm/$f.c
done
printf 'All about it.\n' >notes.rst
git add .
git commit -qm base
git tag base
sed -i 's/lock(x)/unlock(x)/' mm/a.c mm/b.c
git commit -qam 'mm: a, b: unlock

Because.'
sed -i 's/return x + 1/return twice(x, 1)/' mm/c.c
git commit -qam 'mm: c: return twice, which is a subject so long that it is folded in a mail'
printf 'And an end.\n' >>notes.rst
git commit -qam 'notes: ämend'
cd ..
git -C repo format-patch -q --cover-letter -v2 -o "$PWD/ref" base
rm ref/*cover*
git -C repo format-patch -q --cover-letter --zero-commit --no-signature -o "$PWD/ours" base
git -C repo format-patch -q --stdout base >ref.mbox

# edit DIR SED FILE...: a copy of ours as DIR, with FILEs (patterns) changed.
edit() {
	local dir=$1 change=$2 f
	shift 2
	rm -rf "$dir"
	cp -r ours "$dir"
	for f; do
		# shellcheck disable=SC2086
		sed -i "$change" "$dir"/$f
	done
}

# --- the same --------------------------------------------------------------

respin compare ours ref
exits 0 "what git format-patch writes: exit status 0"
prints '^respin: ours: ours \(3 patches\)$' "it says what ours is"
prints '^ +theirs: ref \(3 patches\)$' "and what it is compared with"
prints '^  01  01  mm: a, b: unlock +identical +2 files$' "a patch is identical"
prints '^  02  02  mm: c: return twice, which is a subject \.\. +identical +1 file$' \
	"a long subject is cut"
prints '^  03  03  notes: ämend +identical' "an encoded one is read"
prints '^same content: 3 identical$' "it is summed up"
check_not "no line is too long" sh -c "LC_ALL=C.UTF-8 grep -E '^.{81}' '$out' || exit 1"
is "$(cat "$err")" "" "nothing on stderr"

respin compare ours ref.mbox
exits 0 "with an mbox"
prints '^same content: 3 identical$' "with an mbox: all are"
respin compare --repo repo ours base..HEAD
exits 0 "with a range"
prints '^same content: 3 identical$' "with a range: all are"
respin compare --repo repo base..HEAD base..main
exits 0 "two ranges"
respin compare ours/0002* ref/*0002*
exits 0 "two patch files"
git -C repo diff base base~0 -- >/dev/null
git -C repo diff HEAD~3 HEAD~2 >bare.diff
respin compare bare.diff ours/0001*
exits 0 "a bare diff"
prints 'paired by content, 100% alike; theirs: mm: a, b: unlock' \
	"a bare diff: it says why it is compared"
respin compare ours/0001* ours/0002*
exits 1 "two patches that have nothing in common"
prints 'paired as the only ones; theirs: mm: c' "nothing in common: compared all the same"
for how in -U0 -U1 -U30 --patience '--full-index --no-prefix' --attach \
	   '--zero-commit -k' --thread; do
	# shellcheck disable=SC2086
	git -C repo format-patch -q --stdout $how base >how.mbox
	respin compare ours how.mbox
	exits 0 "git format-patch $how"
done
sed 's/$/\r/' ref.mbox >crlf.mbox
respin compare ours crlf.mbox
exits 0 "an mbox with CR LF"
prints '^same content: 3 identical$' "an mbox with CR LF: all are"
git config --file "$HOME/.gitconfig" diff.noprefix true
git config --file "$HOME/.gitconfig" diff.context 9
git config --file "$HOME/.gitconfig" format.coverLetter true
git config --file "$HOME/.gitconfig" format.attach true
git config --file "$HOME/.gitconfig" format.outputDirectory elsewhere
respin compare --repo repo ours base..HEAD
exits 0 "what the user has configured does not matter"
rm "$HOME/.gitconfig"
git config --file "$HOME/.gitconfig" user.name "Test Author"
git config --file "$HOME/.gitconfig" user.email author@example.org

respin compare -q ours ref
exits 0 "--quiet: exit status"
says_nothing "--quiet: nothing else"

# --- layout ----------------------------------------------------------------

edit other 's/^+\treturn twice(x, 1);/+\treturn twice(x,\n+\t\t     1);/; s/^@@ -8,7 +8,7/@@ -8,7 +8,8/' '0002*'
respin compare ours other
exits 0 "another layout: exit status 0"
prints '^  02  02 .* same tokens +1 file$' "another layout: same tokens"
prints '^same content: 2 identical, 1 same tokens$' "another layout: summed up"
edit other 's:^+\treturn twice(x, 1);:+\treturn twice(x, /* once */ 1);:' '0002*'
respin compare ours other
exits 0 "another comment: exit status 0"
prints '^  02  02 .* same tokens' "another comment: same tokens"
edit other 's:^+And an end\.:+And  an end.:' '0003*'
respin compare ours other
exits 0 "white space in a text: exit status 0"
prints '^  03  03 .* same tokens' "white space in a text: same tokens"

# --- different -------------------------------------------------------------

edit other 's/^+\treturn twice(x, 1);/+\treturn twice(x, 2);/' '0002*'
respin compare ours other
exits 1 "one token: exit status 1"
prints '^  02  02 .* different +1 of 1 files$' "one token: different"
prints '^ +mm/c\.c: different$' "one token: which file"
prints '^ +ours +\+ +11: return twice\(x, 1\);$' "one token: ours"
prints '^ +theirs +\+ +11: return twice\(x, 2\);$' "one token: theirs"
prints '^not the same: 2 identical, 1 different$' "one token: summed up"
prints_not 'mm/a\.c' "one token: nothing else is told"

edit other 's/^-\tlock(x);/ \tlock(x);/; s/^+\tunlock(x);/+\tunlock(x);/; s/^@@ -7,7 +7,7/@@ -7,7 +7,8/' '0001*'
respin compare ours other
exits 1 "a line that stays: exit status 1"
prints '^  01  01 .* different +2 of 2 files$' "a line that stays: in two files"
prints '^ +ours +- +10: lock\(x\);$' "a line that stays: which"

git -C repo checkout -q -b moved base
sed -i '/lock(x);/d; s/^\tif (x)$/\tlock(x);\n&/' repo/mm/a.c
git -C repo commit -qam 'mm: move it'
git -C repo checkout -q -b moved2 base
sed -i '/lock(x);/d; s/^int behind/lock(x);\n&/' repo/mm/a.c
git -C repo commit -qam 'mm: move it'
respin compare --repo repo base..moved base..moved2
exits 1 "a line at another place: exit status 1"
prints 'the same change at another place' "a line at another place: it says so"
prints '^ +(behind|before): ' "a line at another place: it says beside what"

# --- one-sided -------------------------------------------------------------

cp -r ours fewer
rm fewer/0002*
respin compare ours fewer
exits 1 "a patch is missing: exit status 1"
prints '^  02  --  mm: c: return twice.* only ours +1 file$' "a patch is missing: ours alone"
prints '^  03  02  notes' "a patch is missing: the others are paired"
respin compare fewer ours
exits 1 "a patch more: exit status 1"
prints '^  --  02  mm: c: return twice.* only theirs' "a patch more: theirs alone"
prints '^not the same: 2 identical, 1 only theirs$' "a patch more: summed up"

edit other '/^diff --git a\/mm\/b/,/^-- /d' '0001*'
respin compare ours other
exits 1 "a file is missing: exit status 1"
prints '^  01  01 .* different +1 of 2 files$' "a file is missing: how many"
prints '^ +mm/b\.c: only ours$' "a file is missing: which"

edit other 's/^Subject: .*/Subject: [PATCH] renamed/' '0001*'
respin compare ours other
exits 0 "another subject: exit status 0"
prints '^ +paired by content, 100% alike; theirs: renamed$' \
	"another subject: it says how they were paired"

# --- as a whole ------------------------------------------------------------

git -C repo format-patch -q --stdout base..main~2 >part.mbox
git -C repo diff base main~1 >squashed.diff
git -C repo checkout -q -b apart base
for f in c b a; do
	git -C repo checkout -q main mm/$f.c
	git -C repo commit -qm "mm: $f: its part"
done
printf 'And an end.\n' >>repo/notes.rst
git -C repo commit -qam 'notes: the end'
git -C repo checkout -q main
respin compare --repo repo ours base..apart
exits 1 "cut otherwise: exit status 1"
prints '^not the same: ' "cut otherwise: not the same patches"
prints '^as a whole: same content: identical, 4 files$' "cut otherwise: the same as a whole"
prints '^only the cut into patches differs: after the last patch, both have made the same changes$' \
	"cut otherwise: it says so"
prints_not ': only (ours|theirs)$' "cut otherwise: no file is called different"
respin compare --whole --repo repo ours base..apart
exits 0 "--whole, cut otherwise: exit status 0"
prints_not '^  01 ' "--whole: no patches"
respin compare --whole -q --repo repo base..apart ours
exits 0 "--whole --quiet: exit status 0"
says_nothing "--whole --quiet: nothing else"
respin compare --whole ours ref
exits 0 "--whole, the same patches"
respin compare --whole ours part.mbox
exits 1 "--whole, patches missing: exit status 1"
prints '^ +mm/c\.c: only ours$' "--whole, patches missing: which files"
prints '^as a whole: not the same: 2 of 4 files$' "--whole, patches missing: how many"
respin compare --whole squashed.diff ours
exits 1 "--whole, squashed, and one missing: exit status 1"
prints '^as a whole: not the same: 1 of 4 files$' "--whole, squashed, and one missing: how many"
edit other 's/^+\treturn twice(x, 1);/+\treturn twice(x, 2);/' '0002*'
respin compare --whole --repo repo other base..apart
exits 1 "--whole, one token: exit status 1"
prints '^ +theirs +\+ +11: return twice\(x, 1\);$' "--whole, one token: which"
edit other 's/^ int before_a;/ int other_a;/' '0001*'
cp other/0001* again.patch
cat ours/0001* again.patch >twice.mbox
respin compare --whole twice.mbox ours
exits 129 "--whole, a patch does not fit: exit status 129"
is "$(grep -c 'twice\.mbox, mail 2 does not fit on the patches before it' "$err")" 1 \
	"--whole, a patch does not fit: which"
respin compare twice.mbox ours
exits 1 "a patch does not fit: compared without"
prints_not '^as a whole' "a patch does not fit: nothing is said of the whole"

# --- JSON ------------------------------------------------------------------

edit other 's/^+\treturn twice(x, 1);/+\treturn twice(x, 2);/' '0002*'
respin compare --json ours other
exits 1 "--json: exit status 1"
if command -v python3 >/dev/null; then
	check "--json: it is what it says" python3 - "$out" <<-'END'
	import json, sys
	j = json.load(open(sys.argv[1]))
	assert j["same"] is False and j["counts"]["identical"] == 2
	assert j["whole"]["same"] is False and len(j["whole"]["files"]) == 4
	p = j["patches"][1]
	assert p["verdict"] == "different" and p["paired_by"] == "subject"
	f = p["files"][0]
	assert f["path"] == "mm/c.c" and f["theirs"]["line"] == 11
	assert f["ours"] == {"line": 11, "sign": "+", "text": "\treturn twice(x, 1);"}
	END
else
	skip "--json: it is what it says" "no python3"
fi

# --- the newest of generated-patches/ --------------------------------------

respin compare ref
exits 128 "nothing was generated: exit status 128"
mkdir -p generated-patches
cp -r fewer generated-patches/old
touch -d '1 hour ago' generated-patches/old/series.json
cp -r ours generated-patches/new
mkdir generated-patches/new/respin
touch generated-patches/new/respin/series.json
respin compare ref
exits 0 "without OURS: exit status"
prints '^respin: ours: generated-patches/new ' "without OURS: the newest"

# --- mistakes --------------------------------------------------------------

# refused STATUS PATTERN NAME ARGUMENT...: one line on stderr that matches.
refused() {
	local want=$1 pattern=$2 name=$3
	shift 3
	respin compare "$@"
	exits "$want" "$name: exit status $want"
	is "$(wc -l <"$err") $(grep -cE "$pattern" "$err") $(wc -c <"$out")" \
		"1 1 0" "$name: one clear line ($(cat "$err"))"
}
mkdir empty
echo 'Dear all,' >text
sed '20q' ours/0001* >cut.patch
refused 129 'cannot open nowhere: No such file' "no such folder" ours nowhere
refused 129 'no patches in the folder empty' "an empty folder" ours empty
refused 129 'text is not a patch' "not a patch" ours text
refused 129 'cut\.patch: damaged: the hunk' "a patch that is cut off" ours cut.patch
refused 129 'name its repository with --repo' "a range without --repo" ours base..HEAD
refused 129 'unknown range in repo:.*base\.\.none' "a bad range" --repo repo ours base..none
refused 129 'has no commits' "an empty range" --repo repo ours base..base
refused 129 'empty is not a git repository' "--repo is none" --repo empty ours base..HEAD
refused 129 'name what to compare with' "no arguments"
refused 129 'name what to compare with' "too many arguments" a b c
is "$(ls -A "$TMPDIR")" "" "no scratch is left"

finish
