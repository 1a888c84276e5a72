#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin generate: outcomes and what it says of them, the patches, options.
. "$(dirname "$0")/lib.sh"

new_tree k
base=$(git -C k rev-parse HEAD)

gen() {
	respin generate -s "$swap" "$@"
}

# am_tree OUT: apply what is in OUT on a clone of k at $base; the tree's id.
am_tree() {
	rm -rf clone
	git clone -q k clone && git -C clone reset -q --hard "${2:-$base}" &&
	git -C clone am -q "$PWD/$1"/000[1-9]-*.patch >/dev/null &&
	git -C clone rev-parse 'HEAD^{tree}'
}

# --- one run ---------------------------------------------------------------

before=$(facts k)
gen -o out k
exits 0 "generate: exit status 0"
prints '^respin: swap-args v2 \(2 patches\) on linux-6\.99\.1 \('"${base:0:12}"'\)' \
	"it says which series, for which tree, at which commit"
prints '^ 01 .* applied +4 files +\+7 +-7' "patch 01 is applied, with its counts"
prints '^ 02 .* applied +5 files +\+8 +-8' "patch 02 is applied, with its counts"
prints_not '^ 03 ' "an optional patch is not mentioned"
prints '2 applied, 0 already in, 0 not applicable; 6 files, \+15 -15' \
	"the counts are summed up"
prints 'leftovers: none \(1 stated exception\)' "a stated leftover is counted"
prints 'as stated: Documentation/translations/xx/mm/foo.rst:3: foo_unmap_all \(translations follow' \
	"and listed with its place and its reason"
prints '^proof: git am gives the same tree' "the proof is mentioned"
prints '^patches: out' "it says where the patches are"
prints_not 'work tree' "and nothing that it need not"
prints '^not signed off: --signoff' "and that nobody has signed it"
is "$(cat "$err")" "" "nothing on stderr"
is "$(facts k)" "$before" "the kernel tree is as it was, .git and all"
is "$(ls -A out)" "0000-cover-letter.patch
0001-foo-take-the-object-first-in-foo_map.patch
0002-foo-rename-foo_unmap_all-to-foo_release.patch
respin" "the files are what they should be"
is "$(ls -A out/respin)" series.json "what is no mail is in a folder of its own"
is "$(ls -A .)" "k
out" "no staging folder or lock is left beside it"
is "$(ls -A "$TMPDIR")" "" "no scratch folder is left"

# --- the patches -----------------------------------------------------------

gen -o with-branch --branch respin/swap k
exits 0 "--branch: exit status 0"
prints '^branch: respin/swap' "--branch: it says so"
is "$(sed '/^From: /d; s/^respin (2)/Test Author (2)/' out/*.patch)" "$(sed '/^From: /d' with-branch/*.patch)" \
	"--branch does not change the patches, but for the author's name"
is "$(git -C k log --format='%an <%ae> %cn <%ce>' -2 respin/swap | sort -u)" \
	"Test Author <author@example.org> Test Author <author@example.org>" \
	"--branch: the author is the user"
is "$(git -C k rev-parse 'respin/swap~2')" "$base" \
	"--branch: the branch is two commits on top of the base"
is "$(git -C k rev-parse HEAD) $(git -C k symbolic-ref HEAD)" \
	"$base refs/heads/main" "--branch: HEAD stays where it is"
is "$(git -C k status --porcelain)" "" "--branch: the work tree is not touched"
is "$(am_tree out)" "$(git -C k rev-parse 'respin/swap^{tree}')" \
	"git am of the patches on the base gives the tree of the run"
is "$(git -C clone log --format='%an <%ae>' -2 | sort -u)" \
	"respin <respin@localhost>" "the author is nobody, as nobody signed"
is "$(git -C clone log -1 --format=%B | tail -n 6)" "Made by respin from cocci/swap-args/02-rename-unmap:
  1-rename.cocci
  2-words.edit

Link: https://example.org/foo/1" "the message names the rules and has the link"
check "a short rule is shown in the message" \
	grep -q '^- foo_map(len, obj)' out/0001-*.patch
check "the swapped call is there" \
	grep -qF '+	return foo_map(foo_of(node), BOOT_LEN * (node + 1));' out/0001-*.patch
check "the documentation was edited" \
	grep -qF '+away at once, with foo_release().' out/0002-*.patch
check "the assembly was edited" grep -q '^+	call	foo_release$' out/0002-*.patch
is "$(cat out/*.patch | grep -c bar)" 0 "no other file is in it"
check_not "no trailer that nobody gave" \
	grep -rqE '^(Signed-off-by|Reviewed-by|Acked-by|Cc):' out

# A branch that could be fast-forwarded is no less somebody's.
git -C k branch -q behind
git -C k branch -q aside "$(git -C k commit-tree -m aside "$base^{tree}")"
for b in behind aside; do
	was=$(git -C k rev-parse $b)
	gen -o refused --branch $b k
	complains 128 "cannot make branch $b .*--force" \
		"--branch $b is refused: it is there"
	is "$(git -C k rev-parse $b)" "$was" "and it is not moved"
	check_not "and no patches are written" test -e refused
	gen -o again --branch $b --force k
	exits 0 "--branch $b --force: exit status 0"
	is "$(git -C k rev-parse $b)" "$(git -C k rev-parse respin/swap)" \
		"and it is moved"
	git -C k branch -q -D $b
done
gen -o refused --branch main --force k
complains 128 'cannot move branch main .*checked out' \
	"--branch --force: not if it is checked out"
gen -o refused --branch two..dots k
complains 129 "'two\.\.dots' is not a valid branch name" "--branch with a name that is none"
check_not "and no patches are written" test -e refused
GIT_DIR=/nowhere GIT_INDEX_FILE=/nowhere gen -o again --branch b2 k
exits 0 "--branch, with GIT_DIR in the environment: exit status 0"
is "$(git -C k rev-parse b2)" "$(git -C k rev-parse respin/swap)" \
	"and it is made in the tree"
git -C k branch -q -D b2 respin/swap
rm -rf again

cover=out/0000-cover-letter.patch
check "cover letter: subject" \
	grep -qx 'Subject: \[PATCH v2 0/2\] give foo_map() the order of its neighbours' $cover
check "cover letter: text" grep -q '^Nothing changes in what the code does' $cover
check "cover letter: diffstat" \
	grep -q '6 files changed, 15 insertions(+), 15 deletions(-)' $cover
check "cover letter: shortlog" grep -q '^respin (2):' $cover
check "cover letter: base-commit" grep -qx "base-commit: $base" $cover
check "cover letter: link" grep -qx 'Link: https://example.org/foo/1' $cover
check_not "cover letter: no blank left to fill in" grep -q '\*\*\*' $cover
is "$(grep -h '^Subject:' out/000[12]*)" \
	"Subject: [PATCH v2 1/2] foo: take the object first in foo_map()
Subject: [PATCH v2 2/2] foo: rename foo_unmap_all() to foo_release()" \
	"the patches are numbered, with the version of the series"

# --- who wrote it ----------------------------------------------------------

gen --signoff -o signed k
exits 0 "--signoff: exit status 0"
is "$(grep -hc '^Signed-off-by: Test Author <author@example.org>$' signed/000[12]*)" \
	"1
1" "--signoff adds one to each patch"
is "$(grep -h '^From: ' signed/*.patch | sort -u)" "From: Test Author <author@example.org>" \
	"and the mails are from who signed"
is "$(am_tree signed)" "$(am_tree out)" "and does not change the trees"
GIT_AUTHOR_NAME='An Author' GIT_AUTHOR_EMAIL=an@example.org \
	GIT_COMMITTER_NAME='A Committer' GIT_COMMITTER_EMAIL=com@example.org \
	gen --signoff -o signed k
is "$(grep -hE '^(From: |Signed-off)' signed/0001-*)" "From: An Author <an@example.org>
Signed-off-by: A Committer <com@example.org>" \
	"GIT_AUTHOR_* and GIT_COMMITTER_* go before the configuration"
is "$(grep -h '^From: ' signed/0000-*)" "From: A Committer <com@example.org>" \
	"and the cover letter is from who signed"
rm -rf signed
git config --global user.name 'Somebody Else'
git config --global user.email else@example.org
gen -o other k
check "another git identity: the same bytes" same_files out other
git config --global user.name 'Test Author'
git config --global user.email author@example.org
rm -rf other

mv "$HOME/.gitconfig" "$tmp/gitconfig"
if [ -n "$(git -C k config user.name)" ] || grep -qs 'name' /etc/gitconfig; then
	skip "no git identity" "this machine's /etc/gitconfig may have one"
else
	gen -o nobody k
	exits 0 "no git identity: exit status 0"
	check "no git identity: the same bytes" same_files out nobody
	gen --signoff -o nobody2 k
	complains 129 '^respin: --signoff needs .*user\.name' \
		"no git identity: --signoff is refused"
	check_not "and nothing is written" test -e nobody2
	rm -rf nobody
fi
mv "$tmp/gitconfig" "$HOME/.gitconfig"

# --- asked to print less, or in another form -------------------------------

gen -q -o quiet k
exits 0 "-q: exit status 0"
says_nothing "-q prints nothing"
check "-q writes the same" same_files out quiet
before=$(disk)
gen -n k
exits 0 "-n: exit status 0"
prints '^nothing was written \(dry run\)' "-n says that nothing was written"
prints '^proof: ' "-n proves the patches all the same"
is "$(disk)" "$before" "-n writes nothing"
gen -n --branch dry k
exits 0 "-n --branch: exit status 0"
check_not "-n --branch makes no branch" \
	git -C k rev-parse --quiet --verify refs/heads/dry
gen -n -d k
prints '1-swap\.cocci: 4 candidates' "-d: candidates are counted"
prints '^ +call +4 hits' "-d: hits are counted, by rule"
prints '^ +in arch/b/mm/map\.c$' "-d: candidates are named"
gen -n --diff k
prints '^\+int foo_release\(struct foo \*foo\);$' "--diff prints the patches"

gen --json -o json k
exits 0 "--json: exit status 0"
check "--json prints JSON, nothing else" json_ok "$out"
prints '"seconds": ' "--json has the times"
check "--json writes the same" same_files out json

# --- series.json -----------------------------------------------------------

record=out/respin/series.json
check "series.json is JSON" json_ok $record
for fact in '"format": 1' '"name": "swap-args"' '"version": 2' \
	    '"name": "linux-6.99.1"' '"kind": "git"' "\"base-commit\": \"$base\"" \
	    '"proven": true' '"unread": \[\]' '"parse_errors": \[\]' \
	    '"spatch": "[0-9]+\.[0-9]+' '"outcome": "left out"' \
	    '"file": "0002-foo-rename-foo_unmap_all-to-foo_release.patch"' \
	    '"path": "Documentation/translations/xx/mm/foo.rst"' \
	    '"reason": "translations follow the English text in their own time"' \
	    '"6\+1 02-rename-unmap 2-words.edit:4"'; do
	check "series.json has $fact" grep -qE "$fact" $record
done
check_not "series.json has no times" grep -q seconds $record
is "$(grep -c '"outcome": "applied"' $record)" 2 "series.json: two are applied"
is "$(grep -A1 '"name": "call"' $record | grep hits | tr -dc '0-9\n')" "4
2" "series.json: hits of the rules named 'call'"

new_series claim
swap_text claim/series 'retires = foo' 'code = same
	retires = foo'
respin generate -s ./claim -o claimed k
is "$(grep -c '"code": "same"' claimed/respin/series.json)" 1 \
	"code = same: series.json says it of that patch"

# --- a choice of patches ---------------------------------------------------

gen --with 03 -o with k
exits 0 "--with: exit status 0"
prints '^ 03 .* applied +1 file +\+0 +-2' "--with 03 adds the optional patch"
is "$(patches with | wc -l)" 3 "--with: three patch files"
gen --with 03-drop-compat -o with2 k
check "--with takes the name, too" same_files with with2
gen --only 02 -o only k
exits 0 "--only: exit status 0"
is "$(patches only)" 0001-foo-rename-foo_unmap_all-to-foo_release.patch \
	"--only 02: one patch file"
prints_not '^ 0[23] ' "--only: the others are not mentioned"
check "--only: it applies alone" am_tree only
gen --only 01 -n k
exits 0 "--only 01: what 02 retires is no leftover"

# --- reports of an earlier run ------------------------------------------------

new_tree kept-tree
respin generate -q -s "$swap" -o reports kept-tree
for f in verify.json configs.conf prove.json review.html; do echo "{}" >reports/respin/$f; done
respin generate -s "$swap" -o reports kept-tree
exits 0 "a second run over reports"
is "$(ls reports/respin | tr '\n' ' ')" "configs.conf prove.json review.html series.json verify.json " \
	"... keeps what verify, prove and review have made of the same patches"
echo "int more;" >>kept-tree/mm/foo.c
commit_all kept-tree
sed -i 's/foo->users++;/foo->users += 1;/' kept-tree/mm/foo.c
commit_all kept-tree
respin generate -s "$swap" -o reports kept-tree
is "$(ls reports/respin | tr '\n' ' ')" "configs.conf prove.json series.json verify.json " \
	"of other patches, it keeps the reports, which name theirs, but not the page"
prints 'the old review\.html is gone' "... and says so"

finish
