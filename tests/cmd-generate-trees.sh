#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin generate on all kinds of trees: what is in already, what is not
# there, what is not a git repository; and that the same gives the same bytes.
. "$(dirname "$0")/lib.sh"

new_tree k
base=$(git -C k rev-parse HEAD)

gen() {
	respin generate -s "$swap" "$@"
}

# --- a tree that has it already --------------------------------------------

gen -o first k
git clone -q k done
git -C done am -q "$PWD"/first/000[12]*
gen -o nothing done
exits 0 "all in: exit status 0"
prints '^ --  foo: take .* already in +include/linux/foo\.h:13$' "01 is already in, and where that shows"
prints '^ --  foo: rename .* already in +include/linux/foo\.h:14$' "02 is already in, and where that shows"
prints '0 applied, 2 already in' "all in: it is summed up"
prints '^nothing was written' "all in: it says that nothing was written"
check_not "all in: and nothing is" test -e nothing
gen -o nothing --branch none done
exits 0 "all in, --branch: exit status 0"
check_not "all in, --branch: no branch" \
	git -C done rev-parse -q --verify refs/heads/none
cp -R first kept
gen -o kept done
check "all in: the patches of another run are kept" same_files first kept

git clone -q k partly
git -C partly am -q "$PWD"/first/0001*
gen -o part partly
exits 0 "partly in: exit status 0"
prints '^ --  foo: take .* already in' "partly in: 01 is already in, and no mail"
prints '^ 01  foo: rename .* applied' "partly in: 02 is applied, as the first mail"
check "... of that number" test -e part/0001-foo-rename-foo_unmap_all-to-foo_release.patch
is "$(patches part)" 0001-foo-rename-foo_unmap_all-to-foo_release.patch \
	"partly in: one patch file, numbered from 1"
check "partly in: the cover letter says what makes no patch, and why" \
	grep -A1 '^  foo: take the object first' part/0000-cover-letter.patch
check "partly in: and where that shows" \
	grep -q 'already in: include/linux/foo.h:13' part/0000-cover-letter.patch
git -C partly am -q "$PWD"/part/0001*
is "$(git -C partly rev-parse 'HEAD^{tree}')" \
	"$(git -C done rev-parse 'HEAD^{tree}')" \
	"partly in: the rest completes it"

# --- a tree that has no use for a part of it -------------------------------

new_tree without
sed -i '/foo_unmap_all/d' without/include/linux/foo.h
commit_all without "no foo_unmap_all()"
gen -o na without
complains 1 '[0-9]+ places still name what no patch that is applicable to this tree retires \(02-[a-z-]+ is not\): .*--only' \
	"not applicable, yet the word is there: a finding"
grep -lr foo_unmap_all without --exclude-dir=.git --exclude-dir=translations |
	xargs sed -i '/foo_unmap_all/d'
commit_all without "nor a word of it"
gen -o na without
exits 0 "not applicable: exit status 0"
prints '^ --  foo: rename .* not applicable' "not applicable: the patch"
prints '^       no .foo_unmap_all. in include/linux/foo\.h$' \
	"not applicable: it says what is missing"
check "not applicable: the cover letter names the step" \
	grep -q '^  foo: rename foo_unmap_all() to foo_release()' \
	na/0000-cover-letter.patch
check "not applicable: and why" \
	grep -q 'not applicable: no .foo_unmap_all. in include/linux/foo.h' \
	na/0000-cover-letter.patch
check "not applicable: series.json says why" \
	grep -A1 '"outcome": "not applicable"' na/respin/series.json

# --- kinds of trees --------------------------------------------------------

git clone -q --bare k bare.git
before=$(facts bare.git)
gen -o bare bare.git
exits 0 "a bare repository: exit status 0"
check "a bare repository: the same patches" same_files first bare
is "$(facts bare.git)" "$before" "a bare repository is as it was"

git -C k worktree add -q --detach "$PWD/beside" HEAD
gen -o worktree beside
exits 0 "a linked work tree: exit status 0"
check "a linked work tree: the same patches" same_files first worktree
git -C k worktree remove beside

git clone -q -s k shared
git clone -q -s shared shared2
gen -o alternates shared2
exits 0 "a clone that has its objects elsewhere: exit status 0"
check "a clone that has its objects elsewhere: the same patches" \
	same_files first alternates

git clone -q k sparse
git -C sparse sparse-checkout set arch/a
git -C sparse config core.repositoryformatversion 1
gen -o cone sparse
exits 0 "a sparse checkout: exit status 0"
check "a sparse checkout: the same patches" same_files first cone
prints_not 'work tree' "a sparse checkout: what is not checked out is no change"

# git clone --depth: what is below the base is not there.
git clone -q k onemore
git -C onemore commit -q --allow-empty -m "one more"
git clone -q --depth 1 "file://$PWD/onemore" shallow
before=$(facts shallow)
gen -o depth shallow
exits 0 "a shallow clone: exit status 0"
is "$(facts shallow)" "$before" "a shallow clone is as it was"
gen -o depth --branch made shallow
exits 0 "a shallow clone, --branch: exit status 0"
is "$(git -C shallow log --format=%s made)" "foo: rename foo_unmap_all() to foo_release()
foo: take the object first in foo_map()
one more" "a shallow clone, --branch: the branch is on top"
check "a shallow clone is sound" git -C shallow fsck --strict

# What the patches must keep: a mode, a last line without its end; a link to
# a file is not that file.
new_tree modes
printf '%s' "$(cat modes/mm/foo.c)" >modes/mm/foo.c
chmod 755 modes/arch/a/mm/map.c
ln -s foo.c modes/mm/link.c
commit_all modes
gen -o modes-out --branch made modes
exits 0 "a mode, a missing line end, a link: exit status 0"
git -C modes am -q "$PWD"/modes-out/000[12]*
is "$(git -C modes rev-parse 'HEAD^{tree}')" "$(git -C modes rev-parse 'made^{tree}')" \
	"a mode, a missing line end, a link: git am gives the tree of the run"
is "$(git -C modes ls-tree made arch/a/mm/map.c mm/link.c | cut -c1-6 | tr '\n' ' ')" \
	"100755 120000 " "a mode is kept, a link is one"
is "$(tail -c 1 modes/mm/foo.c)" "}" "no line end is put at the end of a file"

fill "a plain folder"
before=$(facts "a plain folder")
gen -o plain "a plain folder"
exits 0 "a plain folder: exit status 0"
is "$(facts "a plain folder")" "$before" "a plain folder is as it was"
prints '^respin: .* on linux-6\.99\.1$' "a plain folder: named after its Makefile"
is "$(sed -n '/^diff/,/^-- /p' first/000[12]*)" "$(sed -n '/^diff/,/^-- /p' plain/000[12]*)" \
	"a plain folder: the same changes"
check "a plain folder: the cover letter says that it is no commit" \
	grep -q '^Base: the source package linux-6.99.1, not a git commit' \
	plain/0000-cover-letter.patch
check_not "a plain folder: no base-commit" grep -q '^base-commit' plain/0000-*
check "a plain folder: so does series.json" grep -q '"kind": "folder"' plain/respin/series.json
fill patched
check "a plain folder: patch takes the patches" \
	sh -c "cat plain/000[12]* | git -C patched apply --unsafe-paths"
is "$(facts patched | sed s,patched,X,)" \
	"$(rm -rf done/.git; facts done | sed s,done,X,)" \
	"a plain folder: which gives the same tree"
gen --branch x -n "a plain folder"
complains 129 '^respin: --branch needs a git repository' \
	"a plain folder: --branch is refused"

fill inside
(cd inside && "$RESPIN" generate -q -s "$swap" . && "$RESPIN" generate -q -s "$swap" .) \
	>"$out" 2>"$err"
status=$?
exits 0 "in a plain folder, twice: its own patches are no part of it"
check "the patches are in it, under generated-patches/" \
	test -e inside/generated-patches/linux-6.99.1/respin/series.json

ln -s k link
gen -o symlink link/
check "a symbolic link to a tree: the same patches" same_files first symlink
cp -R k next
echo -next-20250107 >next/localversion-next
commit_all next next
gen next
prints '^patches: generated-patches/next-20250107' \
	"linux-next: the folder is named after its date"
check "and is there" test -e generated-patches/next-20250107/respin/series.json

# --- commits and work trees ------------------------------------------------

git -C k tag v6.99.1
echo "# later" >>k/mm/Makefile
sed -i 's/^SUBLEVEL.*/SUBLEVEL = 2/' k/Makefile
commit_all k later
for rev in v6.99.1 HEAD~1 "$base" "${base:0:10}"; do
	gen --base "$rev" -o base k
	check "--base $rev: the same patches as with it checked out" \
		same_files first base
done
gen -n k
prints 'linux-6\.99\.2 \('"$(git -C k rev-parse --short=12 HEAD)" \
	"without --base, HEAD counts"
git -C k tag -a -m annotated annotated v6.99.1
gen --base annotated -o base k
check "--base an annotated tag" same_files first base

# Untracked files, and files with another time, are no change.
touch -d '2001-01-01' k/mm/foo.c
echo "foo_unmap_all" >k/untracked.c
gen -o clean k
prints_not 'work tree' "an untracked file and a new time are no change of the work tree"
rm k/untracked.c
git -C k reset -q --hard
for how in changed staged deleted; do
	case $how in
	changed | staged) echo "int x = foo_map(1, 2);" >>k/mm/foo.c ;;
	deleted) rm k/mm/foo.c ;;
	esac
	[ $how != staged ] || git -C k add mm/foo.c
	before=$(facts k)
	gen -o dirty k
	exits 0 "a file $how: exit status 0"
	prints 'work tree differs from HEAD' "a file $how: it is noted"
	check "a file $how: HEAD counts" same_files clean dirty
	is "$(facts k)" "$before" "a file $how: the tree is as it was"
	git -C k reset -q --hard
done

# --- the same bytes --------------------------------------------------------

gen -o j1 -j1 --base "$base" k
gen -o j4 -j4 --base "$base" k
check "-j1 and -j4 give the same bytes" same_files j1 j4
check "so do two runs" same_files first j1
mkdir elsewhere
(cd elsewhere && umask 077 && mkdir t &&
 TMPDIR=$PWD/t TZ=Asia/Tokyo LANG=de_DE.UTF-8 LC_ALL= GIT_DIR=/nowhere \
	GIT_INDEX_FILE=/nowhere GIT_PAGER=false \
	"$RESPIN" generate -q -s "$swap" --base "$base" -o ../away ../k) \
	>"$out" 2>"$err"
status=$?
exits 0 "another folder, time zone, environment: exit status 0"
check "another folder, time zone, environment: the same bytes" \
	same_files first away
cp "$HOME/.gitconfig" "$tmp/gitconfig"
while read -r key value; do
	git config --global "$key" "$value"
done <<'CONFIG'
diff.noprefix true
diff.mnemonicPrefix true
diff.context 7
diff.algorithm histogram
diff.renames copies
diff.external false
core.abbrev 40
core.autocrlf true
core.hooksPath /nowhere
color.ui always
format.thread deep
format.attach true
format.numbered false
format.signature mine
format.suffix .txt
format.subjectPrefix MINE
format.coverFromDescription subject
format.to somebody@example.org
format.signOff true
format.outputDirectory /nowhere
commit.gpgSign true
am.threeWay true
am.keepcr true
apply.whitespace error-all
i18n.commitEncoding latin1
i18n.logOutputEncoding latin1
CONFIG
gen --base "$base" -o config k
exits 0 "any git configuration: exit status 0"
check "any git configuration: the same bytes" same_files first config
cp "$tmp/gitconfig" "$HOME/.gitconfig"

# Published as a whole: what an older run left there is gone.
cp -R first old
echo old >old/0009-old.patch
gen --base "$base" -o old/ k
check "the old patches are replaced as a whole" same_files first old

finish
