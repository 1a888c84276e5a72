#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin split: one mechanical patch, cut by maintainer and by folder; the
# pieces are mails that git am takes, and give the same tree.
. "$(dirname "$0")/lib.sh"
. "$top/tests/split-lib.sh"

# --- a tree, and a series of two patches -----------------------------------

new_tree k
mkdir -p k/scripts k/drivers/net/phy k/drivers/net/eth k/drivers/usb k/fs/ext4
for f in drivers/net/phy/p.c drivers/net/eth/e.c drivers/usb/u.c fs/ext4/x.c fs/open.c; do
	printf 'int a = old_name;\n\nint c;\n' >k/$f
done
printf 'old_name\n' >k/notes
# What git am looks at, and no patch touches.
echo '*.c diff=cpp' >k/.gitattributes
cat >k/MAINTAINERS <<'END'
EXT4 FILE SYSTEM
M:	Theo <theo@example.org>
F:	fs/ext4/

NETWORKING
M:	Nell <nell@example.org>
L:	netdev@example.org
F:	drivers/net/

NETWORKING PHY
M:	Phil <phil@example.org>
F:	drivers/net/phy/

USB
M:	Ursula <ursula@example.org>
F:	drivers/usb/
F:	include/linux/foo.h

THE REST
M:	Linus <linus@example.org>
F:	*
F:	*/
END
fake_maintainers k
commit_all k "the tree"
# What the subjects of the past look like.
for s in 'net: phy: one' 'net: phy: p: two' 'treewide: three' 'net: phy: four'; do
	echo "/* $s */" >>k/drivers/net/phy/p.c
	commit_all k "$s"
done
good=$(git -C k rev-parse HEAD)
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org
sed -i s/old_name/new_name/ k/drivers/*/*.c k/drivers/net/*/*.c k/fs/*.c k/fs/*/*.c k/notes
git -C k mv drivers/usb/u.c drivers/usb/v.c
printf 'int new_name;\n' >k/drivers/net/eth/new.c
commit_all k 'treewide: rename old_name to new_name

The name says what it is: even in: here.

Link: https://example.org/x
Reviewed-by: Rita <rita@example.org>
Signed-off-by: Ada <ada@example.org>'
sed -i 's/int c;/int d;/' k/fs/ext4/x.c
commit_all k 'ext4: rename c to d'
sed -i 's/int c;/int d;/' k/fs/open.c k/drivers/net/eth/e.c
chmod +x k/drivers/net/eth/e.c
git -C k rm -q drivers/net/eth/new.c
commit_all k 'treewide: rename c to d, too'
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
want=$(git -C k rev-parse 'HEAD^{tree}')
git -C k format-patch -q -M -v3 --cover-letter -o "$PWD/in" "$good"
sed -i 's/\*\*\* SUBJECT HERE \*\*\*/rename what is old/; s/\*\*\* BLURB HERE \*\*\*/Two names go.\n\nChanges in v3:\n- none/' in/v3-0000-*
git -C k reset -q --hard "$good"

# same_tree DIR NAME: does git am of DIR give the tree that was wanted?
same_tree() {
	git -C k checkout -q --detach "$good" &&
	git -C k am -q "$PWD/$1"/000[1-9]*.patch "$PWD/$1"/001*.patch >"$tmp/am" 2>&1
	is "$(git -C k rev-parse 'HEAD^{tree}')" "$want" "$2"
	git -C k am --abort 2>/dev/null
	git -C k checkout -q -f main
}
shopt -s nullglob

# --- by maintainer ---------------------------------------------------------

before=$(facts k in)
split --by maintainer -o out k in
exits 0 "by maintainer: exit status 0"
is "$(facts k in)" "$before" "neither the tree nor the patches are touched"
is "$(ls -A "$TMPDIR")" "" "no scratch folder is left"
check "no staging folder is left" test "$(ls -A .)" = "$(printf 'in\nk\nout')"
is "$(grep -h '^Subject:' out/*.patch)" \
	"Subject: [PATCH v3 0/8] rename what is old
Subject: [PATCH v3 1/8] net: eth: rename old_name to new_name
Subject: [PATCH v3 2/8] net: phy: rename old_name to new_name
Subject: [PATCH v3 3/8] usb: rename old_name to new_name
Subject: [PATCH v3 4/8] ext4: rename old_name to new_name
Subject: [PATCH v3 5/8] treewide: rename old_name to new_name
Subject: [PATCH v3 6/8] ext4: rename c to d
Subject: [PATCH v3 7/8] net: eth: rename c to d, too
Subject: [PATCH v3 8/8] treewide: rename c to d, too" \
	"subjects: the prefix of the history, else of the folder; the version; the order"
prints '^respin: 3 patches, by maintainer: 8, ' "it says how many"
prints '^  0002-net-phy-.*: NETWORKING PHY$' "which piece is of what"
prints '^  of no section: fs/open\.c$' "files without a section are listed"
prints '^  of no section: notes$' "... each of them"
prints '^proof: git am gives the same tree' "it is proven"
prints '^patches: out ' "it says where they are"
same_tree out "git am of the pieces gives the same tree"
is "$(sed '1,/^$/d; /^---$/,$d' out/0004-*)" "The name says what it is: even in: here.

This is the part of the treewide change for EXT4 FILE SYSTEM.

Link: https://example.org/x
Reviewed-by: Rita <rita@example.org>
Signed-off-by: Ada <ada@example.org>" "message and trailers are kept, with a line about the part"
check "so is the author" grep -qx 'From: Ada <ada@example.org>' out/0004-*
is "$(grep -h '^Date:' out/0001-*)" "$(grep -h '^Date:' in/v3-0001-*)" "and the date"
is "$(sed -n '/^To:/,/^$/p' out/0003-*)" "To: Linus <linus@example.org>,
    Ursula <ursula@example.org>" "each piece goes to its maintainers"
check "the cover letter to all" sh -c "grep -q nell@ out/0000-* && grep -q theo@ out/0000-*"
is "$(sed '1,/^$/d; /^Ada/q' out/0000-*)" "Two names go.

Changes in v3:
- none

Ada (8):" "the cover letter has its text, and a new shortlog"
check "and the base" grep -qx "base-commit: $good" out/0000-*
check "a rename is in one piece" sh -c \
	"grep -q 'drivers/usb/u.c' out/0003-* && grep -q 'drivers/usb/v.c' out/0003-*"
if [ -x "$(git --exec-path)/git-send-email" ]; then
	check "git send-email takes the folder" git -C k -c sendemail.confirm=never \
		send-email --dry-run --quiet --from='A <a@example.org>' --no-validate "$PWD/out"
else
	skip "git send-email takes the folder" "no git send-email (Debian: git-email)"
fi
respin compare out in
exits 1 "compare with the uncut patches: they are not the same"
prints '^as a whole: same content: identical, 7 files$' "... but as a whole"
prints '^only the cut into patches differs: ' "... only the cut is another"
respin compare --whole out in
exits 0 "compare --whole: the same"
respin compare --whole in out
exits 0 "compare --whole, the other way: the same"
split --by maintainer -o again k in
check "the same bytes again" same_files out again
cat in/*.patch >mbox
split -q --by maintainer -o frombox k mbox
exits 0 "an mbox: exit status 0"
says_nothing "-q: says nothing"
is "$(cd frombox && ls)" "$(cd out && ls)" "and gives the same patches"
split -o out k out/0004-*
exits 0 "what split made is replaced, as a whole"
is "$(patches out)" 0001-ext4-rename-old_name-to-new_name.patch \
	"a patch of one piece keeps its subject"

# --- by directory ----------------------------------------------------------

git -C k rm -q scripts/get_maintainer.pl
commit_all k "no script"
split --by directory -o dirs k in
exits 0 "by directory: exit status 0"
prints '^to, cc: the tree has no get_maintainer.pl' "without get_maintainer.pl: nobody"
is "$(grep -h '^Subject:' dirs/*.patch | sed 1d | sed "s/.*8\] //")" \
	"net: phy: rename old_name to new_name
usb: rename old_name to new_name
ext4: rename old_name to new_name
fs: rename old_name to new_name
treewide: rename old_name to new_name
ext4: rename c to d
net: phy: rename c to d, too
fs: rename c to d, too" "the prefix of what they had, two folders of a path"
same_tree dirs "git am gives the same tree"
split --by=directory --depth 1 -o one k in
is "$(sed -n 's/^[^:]*: //p' one/respin/split | sort -u)" "drivers
fs
notes
the top folder" "--depth 1"
same_tree one "git am gives the same tree"
mkdir plain && git -C k archive HEAD | tar -C plain -xf -
split --by directory -o fromplain plain in
exits 0 "a plain folder: exit status 0"
check "its folders are the prefixes" \
	grep -q '^Subject: .* net: rename old_name' fromplain/0001-*
same_tree fromplain "git am gives the same tree"
is "$(grep -h ' mode 100' fromplain/000* | sort)" "$(grep -h ' mode 100' dirs/000* | sort)" \
	"with the same changes of modes"

# --- what respin generated -------------------------------------------------

respin generate -q -s "$swap" k
split --by directory k
exits 0 "without PATCHES: what generate wrote"
prints '^patches: generated-patches/linux-6\.99\.1-by-directory ' "... and where it goes"
respin review
prints '^respin: swap-args' "what was generated is still the newest"

# --- mistakes --------------------------------------------------------------

before=$(facts .)
bad() {
	local want=$1 pattern=$2 name=$3
	shift 3
	split "$@"
	complains "$want" "$pattern" "$name"
	is "$(facts .)" "$before" "... and nothing is written"
}
bad 129 'give a kernel tree' "no tree"
bad 129 'by is tree, maintainer or directory' "--by something else" --by file k in
bad 129 '(depth|--depth)' "--depth with maintainers" --depth 2 k in
bad 129 'depth' "--depth 0" --by directory --depth 0 k in
bad 128 'k has no scripts/get_maintainer\.pl: give --by directory' "no script" -o new k in
bad 129 'cannot open nowhere' "patches that are not there" --by directory -o new k nowhere
bad 129 'notes' "no patch" --by directory -o new k k/notes
bad 128 'holds other files \(it has no respin/split\)' "a folder of somebody's" --by directory -o in k in
bad 129 'no kernel tree at nowhere' "a tree that is not there" --by directory -o new nowhere in
bad 129 'no file none' "--cc-file that is not there" --by directory --cc-file none -o new k in
mkdir late && cp in/v3-0003* late
before=$(facts .)
bad 1 'v3-0003-.*does not apply to linux-6\.99\.1: .*fs/ext4/|v3-0003-.*does not apply' \
	"a patch that does not apply" --by directory -o new k late
sed 's,fs/ext4/x.c,../x.c,g' in/v3-0002* >out.patch
before=$(facts .)
bad 129 "is not a path in a kernel tree" "a path out of the tree" --by directory -o new k out.patch

# --- cover letters that cannot be read ---------------------------------------

cp -R in odd
printf 'From: A <a@example.org>\nSubject: [PATCH v3 0/2] odd\nMIME-Version: 1.0\nContent-Type: text/plain; charset=x-none\n\nb\344\n' \
	>odd/v3-0000-cover-letter.patch
split --by directory -o of-odd k odd
exits 0 "a cover letter in a character set that nobody knows"
: >odd/v3-0000-cover-letter.patch
before=$(facts .)
bad 129 'v3-0000-cover-letter.patch is not a mailbox' "a cover letter of nothing" --by directory -o new k odd
finish
