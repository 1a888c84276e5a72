#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The folder of verify follows from base to base: it holds what the base has,
# and is written anew only where that differs.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

verify() {
	respin verify --arch-data data/arch --arch here --checks none --store store.db --work work "$@"
}
# list DIR: its files, of which kind, and which may be executed.
list() {
	(cd "$1" && find . ! -type d ! -name '.respin-*' \( -perm -100 -type f \
		-printf '%p %y %l x\n' -o -printf '%p %y %l\n' \) | sort)
}
# holds NAME: does work/src match HEAD of k, modes included?
holds() {
	rm -rf want
	mkdir want
	git -C k archive HEAD | tar -x -C want
	list want >want.list
	list work/src >got.list
	check "$1: names, kinds and modes" diff want.list got.list
	check "$1: contents" diff -r --no-dereference -x '.respin-*' want work/src
}
# next NAME: commit k as a base and a patch on top, and verify the patch.
next() {
	commit_all k "$1"
	sed -i 's/return f->name\[0\];/return f->name[0] ;/; t; s/f->name\[0\] ;/f->name[0];/' k/mm/two.c
	commit_all k "patch: $1"
	verify k HEAD~1..HEAD
	exits 0 "$1: exit status 0"
}
inode() {
	stat -c %i "work/src/$1"
}

umask 022
mkdir -p k/many k/turns/dir
for i in $(seq 100); do
	echo "$i" >"k/many/$i"
done
echo file >k/turns/file
echo inner >k/turns/dir/inner
ln -s file k/turns/link
echo text >k/turns/plain
echo '#!/bin/sh' >k/turns/run
chmod +x k/turns/run
next "first"
holds "first"
kept=$(inode many/1)

echo changed >k/many/2
echo new >k/many/new
git -C k rm -q many/3
rm k/turns/file && mkdir k/turns/file && echo below >k/turns/file/below
git -C k rm -rq turns/dir && echo "now a file" >k/turns/dir
rm k/turns/link && echo "no link" >k/turns/link
rm k/turns/plain && ln -s dir k/turns/plain
chmod -x k/turns/run
printf '#!/bin/sh\n' >k/scripts/tool
chmod +x k/scripts/tool
next "many kinds of change"
holds "many kinds of change"
is "$(inode many/1)" "$kept" "a file that stays the same is not written again"

chmod +x k/turns/link k/many/4
git -C k checkout -q HEAD~3 -- many/3
next "modes, and a file comes back"
holds "modes, and a file comes back"

# A patch brings a file where the next base has a folder, and changes another.
echo brought >k/turns/new
sed -i 's/return f->count + 1;/return 1 + f->count;/' k/mm/one.c
commit_all k "brings a file"
verify k HEAD~1..HEAD
exits 0 "a patch brings a file: exit status 0"
check "the file is there" test -f work/src/turns/new
git -C k reset -q --hard HEAD~1
mkdir k/turns/new
echo below >k/turns/new/below
next "a folder where a patch had a file"
holds "a folder where a patch had a file"
is "$(inode many/1)" "$kept" "still the same file"

# After an interruption, or with a damaged list, all files are exported again.
echo again >k/many/5
rm work/src/.respin-base
echo spoiled >work/src/many/6
next "without a stamp"
holds "without a stamp"
echo more >k/many/5
printf 'f 00 many/6' >work/src/.respin-files
echo spoiled >work/src/many/7
next "a list that is cut off"
holds "a list that is cut off"

# So they are if most of the base differs.
for i in $(seq 100); do
	echo "other $i" >"k/many/$i"
done
kept=$(inode Makefile)
next "another tree"
holds "another tree"
check_not "it was exported anew" test "$(inode Makefile)" = "$kept"

# A folder without git.
export_plain() {
	rm -rf plain
	mkdir plain
	git -C k archive HEAD | tar -x -C plain
}
rm -rf work
export_plain
git -C k format-patch -q -1 --stdout HEAD >last.patch
(cd plain && patch -sRp1 <../last.patch)
verify plain last.patch
exits 0 "a plain folder: exit status 0"
echo plain >plain/many/9
rm plain/many/8
ln -s 9 plain/many/link
verify plain last.patch
exits 0 "a plain folder that changed: exit status 0"
(cd plain && patch -sp1 <../last.patch)
check "its files" diff -r --no-dereference -x '.respin-*' plain work/src
finish
