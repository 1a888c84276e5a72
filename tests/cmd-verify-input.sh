#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What respin verify takes as PATCHES: a folder, an mbox, a file, a range.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

printf 'struct bits {\n\tint one;\n\tint two;\n\tint three;\n};\n' >k/include/linux/bits.h
sed -i '1a #include <linux/bits.h>' k/mm/two.c
commit_all k bits
good=$(git -C k rev-parse HEAD)

# Three patches that are right, with names that mails encode and fold.
sed -i 's/\bcount\b/total/' k/include/linux/foo.h k/mm/one.c
change "foo: rename count to total, with a subject that a mail folds into two lines"
sed -i 's,^struct foo {,/* What is counted. */\nstruct foo {,' k/include/linux/foo.h
change "foo: ändere nichts"
git -C k mv include/linux/bits.h include/linux/parts.h
sed -i 's,linux/bits,linux/parts,' k/mm/two.c
sed -i 's/three/four/' k/include/linux/parts.h
change "bits: call them parts"
git -C k tag end
series right
check "a rename is written as one" grep -q '^rename from include/linux/bits.h' right/0003*
git -C k format-patch -q --stdout "$good"..end >right.mbox
titles='foo: rename count to total, with a subject that a mail folds into two lines
foo: ändere nichts
bits: call them parts'

# subjects: the patches of the last run, which printed JSON.
subjects() {
	sed -n 's/^   "subject": "\(.*\)",\{0,1\}$/\1/p' "$out"
}
# takes NAME PATCHES [ARGUMENT...]: are they the three, and right?
takes() {
	local name=$1
	shift
	verify --json k "$@"
	exits 0 "$name: exit status 0"
	is "$(subjects)" "$titles" "$name: the three patches"
}
before=$(facts k)
takes "a folder" right
takes "an mbox" right.mbox
takes "a range" "$good"..end
check "a range: its beginning is the base" \
	test "$(cat work/src/.respin-base)" = "$good"

# A thread as lists have it: a cover letter, an answer with a diff in it.
git -C k format-patch -q --stdout --cover-letter --thread "$good"..end >thread.mbox
{
	sed '/^From .*2001$/{x;s/^/x/;/^xxx$/{x;Q};x}' thread.mbox
	echo 'From x@y Mon Sep 17 00:00:00 2001'
	echo 'From: X <x@y>'
	echo 'Subject: Re: [PATCH 1/3] foo: rename count'
	echo
	echo 'No, rather so:'
	echo
	git -C k diff "$good" end
	echo
	tac thread.mbox | sed '/^From .*2001$/{x;s/^/x/;/^xx$/{x;p;Q};x}' | tac
} >answered.mbox
is "$(grep -c '^Subject: ' answered.mbox)" 5 "a thread has a cover letter and an answer"
takes "a thread" answered.mbox
for how in --attach -U1 --no-renames --full-index; do
	git -C k format-patch -q --stdout $how "$good"..end >how.mbox
	takes "git format-patch $how" how.mbox
done
sed 's/$/\r/' right.mbox >crlf.mbox
takes "an mbox with CR LF" crlf.mbox

mkdir coded
for f in right/*; do
	{
		sed '/^$/Q' "$f"
		grep -q '^MIME-Version' "$f" || echo 'MIME-Version: 1.0'
		echo 'Content-Transfer-Encoding: base64'
		echo
		sed '1,/^$/d' "$f" | base64
	} | sed '/^Content-Transfer-Encoding: 8bit/d' >"coded/${f##*/}"
done
takes "mails in base64" coded

is "$(facts k)" "$before" "the tree is as it was"
is "$(ls -A "$TMPDIR")" "" "nothing is left for scratch"

# --- ranges ----------------------------------------------------------------

verify --json --base "$good" k "$good"..end~1
is "$(subjects)" "$(head -n 2 <<<"$titles")" "a range and a base"
git -C k checkout -q end
verify --json k end~2..
is "$(subjects)" "$(tail -n 2 <<<"$titles")" "a range to HEAD"
check "a range to HEAD: from its beginning" \
	test "$(cat work/src/.respin-base)" = "$(git -C k rev-parse end~2)"
git -C k checkout -q "$good"
verify --json k ..end
is "$(subjects)" "$titles" "a range from HEAD"
# Its name is that of a range, but it is there.
cp right.mbox a..b
takes "a file named as a range" a..b
# A file with CR LF of its own, which mails do not keep.
printf 'one\r\ntwo\r\n' >k/dos.txt
git -C k add dos.txt
change dos
printf 'one\r\nthree\r\n' >k/dos.txt
change 'dos: three'
verify k HEAD~..HEAD
exits 0 "a file with CR LF: exit status 0"
prints 'verify 1 patches' "a file with CR LF: the patch applies"
git -C k reset -q --hard "$good"

# --- files -----------------------------------------------------------------

verify --json k right/0001*
exits 0 "a patch file: exit status 0"
is "$(subjects)" "$(head -n 1 <<<"$titles")" "a patch file: that patch"
git -C k diff "$good" end~2 >bare.diff
verify --json k bare.diff
exits 0 "a bare diff: exit status 0"
is "$(subjects)" bare.diff "a bare diff: named as its file"
(cd k && diff -u include/linux/foo.h - <<<'/* nothing */' |
	sed 's,^--- ,&old/,; s,^+++ -,+++ new/include/linux/foo.h,') >plain.diff
verify k plain.diff
exits 1 "what diff -u wrote, a fault in it: exit status 1"
prints '^patch 01 on here-def: plain.diff' "what diff -u wrote: found there"

# A patch verified before leaves nothing for the next one to see.
sed -i 's/return f->name\[0\];/return f->name[1];/' k/mm/two.c
change "another file"
series other
takes "the three on these sources" right
verify k other
exits 0 "other patches on the same sources: exit status 0"
check "other patches: earlier ones are undone" \
	cmp work/src/include/linux/foo.h k/include/linux/foo.h
check "other patches: what they removed is back" \
	cmp work/src/include/linux/bits.h k/include/linux/bits.h
check "other patches: what earlier ones made is gone" \
	test ! -e work/src/include/linux/parts.h

# --- what does not apply ---------------------------------------------------

# stops PATTERN NAME PATCHES: one patch fits, the next one, of that name, not.
stops() {
	verify k "$3"
	exits 1 "$2: exit status 1"
	prints 'verify 1 patches' "$2: the one before it is verified"
	prints "does not apply; the series ends here: $1\$" "$2: named as it was given"
	prints '^    patch failed: include/linux/foo\.h:[0-9]+; include/linux/foo\.h: patch does not apply$' \
		"$2: file and line, in git's words"
}
cp -r right stale
sed -i 's/^ \tint total;/ \tint totel;/' stale/0002*
stops 'stale/0002-foo-.*\.patch' "in a folder" stale
cat stale/* >stale.mbox
stops 'stale\.mbox, mail 2' "in an mbox" stale.mbox
verify --base end k right/0003*
prints '^    include/linux/bits\.h: does not exist in index' "a file that is not there: named"

# --- what is none ----------------------------------------------------------

# refused STATUS PATTERN NAME ARGUMENT...: one clear line, before any work.
refused() {
	local want=$1 pattern=$2 name=$3
	shift 3
	rm -rf work
	verify "$@"
	complains "$want" "$pattern" "$name"
	check "$name: nothing is copied" test ! -e work/src
}
mkdir empty
echo 'Dear all,' >text
: >nothing.mbox
sed '/^@@/,$d' right/0002* >cut.patch
printf -- '--- a/mm/one.c\n+++ b/mm/one.c\n@@ -1,3 +1,3 @@\n a\n-b\n' >damaged.diff
git -C k format-patch -q --stdout --cover-letter "$good"..end | sed '/^-- $/Q' >cover
mkdir plain
cp -r k/Makefile k/include k/mm k/lib k/scripts plain
refused 129 'no patches in the folder empty: it has no file \*\.patch' "an empty folder" k empty
refused 129 'cannot open none: No such file' "a file that is not there" k none
refused 129 'text is not a patch: it holds no diff' "a text" k text
refused 129 'nothing\.mbox is not a patch' "an empty mbox" k nothing.mbox
refused 129 'cover is not a patch' "a cover letter alone" k cover
refused 129 'damaged\.diff: damaged: the hunk' "a patch that is cut off" k damaged.diff
refused 129 'no patches in generated-patches/linux-6\.99: run respin generate first' \
	"no patches, and none generated" k
refused 129 'plain is a plain folder, not a git repository.*ranges need one' \
	"a range of a plain folder" plain "$good"..end
refused 129 "no revision 'nowhere' in .*/k" "a range from nowhere" k nowhere..end
refused 129 'unknown range in .*/k: ' "a range to nowhere" k "$good"..nowhere
refused 129 'the range end\.\.end of .*/k has no commits' "an empty range" k end..end
refused 129 'give a range with two dots' "a range with three dots" k "$good"...end
for path in ../../out /etc/out mm/../../out .git/out mm/./out; do
	printf 'diff --git a/x b/x\n--- /dev/null\n+++ "b/%s"\n@@ -0,0 +1 @@\n+x\n' \
		"$path" >evil.diff
	refused 129 "evil\.diff: '.*$path' in its diff is not a path" "the path $path" k evil.diff
done
printf -- '--- /dev/null\n+++ mm/new.c\n@@ -0,0 +1 @@\n+int x;\n' >noprefix.diff
sed -i '1i diff --git mm/new.c mm/new.c\nnew file mode 100644' noprefix.diff
refused 129 'noprefix\.diff: git am creates new\.c.*write paths with a/ and b/' \
	"a new file without a/ and b/" k noprefix.diff
verify plain right
exits 0 "patches for a plain folder"
is "$(ls -A "$TMPDIR")" "" "nothing is left for scratch"

finish
