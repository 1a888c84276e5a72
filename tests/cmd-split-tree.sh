#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin split by tree, which is the default: who applies what; subjects, of
# which none is there twice; what the messages say.
. "$(dirname "$0")/lib.sh"
. "$top/tests/split-lib.sh"

new_tree k
mkdir -p k/drivers/net/phy k/drivers/net/wan k/drivers/usb k/drivers/hid/usb k/drivers/hid/pci \
	k/fs/ext4 k/fs/xfs k/net/core k/lib
for f in drivers/net/phy/p.c drivers/net/wan/w.c net/core/c.c drivers/usb/u.c drivers/usb/v.c \
	 drivers/hid/usb/h.c drivers/hid/pci/h.c fs/ext4/x.c fs/xfs/x.c lib/l.c; do
	printf 'int a = old_name;\n\nint c;\n' >k/$f
done
cat >k/MAINTAINERS <<'END'
List of maintainers
M: a person

EXT4 FILE SYSTEM
M:	Theo <theo@example.org>
L:	linux-ext4@example.org
F:	fs/ext4/

HID ON A BUS OF ITS OWN
M:	Hal <hal@example.org>
T:	git https://example.org/pub/scm/hal/hid.git for-next
F:	drivers/hid/pci/

HID
M:	Hilda <hilda@example.org>
T:	git git://example.org/pub/scm/hid/hid.git
F:	drivers/hid/

NETWORKING DRIVERS
M:	Nell <nell@example.org>
L:	netdev@example.org
T:	git git://example.org/pub/scm/netdev/net-next.git
T:	git git://example.org/pub/scm/netdev/net.git
F:	drivers/net/

NETWORKING PHY
M:	Phil <phil@example.org>
L:	phy@example.org
L:	netdev@example.org
F:	drivers/net/phy/

NETWORKING WITH A NAME THAT THE SCRIPT DOES NOT SHOW AS A WHOLE
M:	Nell <nell@example.org>
T:	git https://example.org/pub/scm/netdev/net
F:	net/

USB
M:	Ursula <ursula@example.org>
L:	everybody@example.org
T:	git git://example.org/pub/scm/main/all.git
F:	drivers/usb/

XFS
M:	Xenia <xenia@example.org>
T:	quilt http://example.org/xfs/hid.git/
F:	fs/xfs/

THE REST
M:	Linus <linus@example.org>
L:	everybody@example.org
T:	git git://example.org/pub/scm/main/all.git
F:	*
F:	*/
END
fake_maintainers k
commit_all k "the tree"
good=$(git -C k rev-parse HEAD)
sed -i s/old_name/new_name/ k/*/*/*.c k/*/*/*/*.c k/lib/l.c
commit_all k 'treewide: rename old_name to new_name

The name says what it is.
The second line says nothing.'
want=$(git -C k rev-parse 'HEAD^{tree}')
git -C k format-patch -q -o "$PWD/in" "$good"
git -C k reset -q --hard "$good"

split -o out k in
exits 0 "by tree: exit status 0"
prints '^respin: 1 patch, by tree: 7, ' "it is the default"
is "$(sed 's/^[^:]*: //' out/respin/split)" "hal/hid.git
hid/hid.git
netdev/net.git
USB
linux-ext4@example.org
xfs/hid.git
no section
lib/l.c" "trees; else a list; else a section; what THE REST has does not count"
is "$(grep -h '^diff' out/0003-* | sed 's/.* b.//')" "drivers/net/phy/p.c
drivers/net/wan/w.c
net/core/c.c" "a section without a tree: that of the more general one; git: and https: are one"
is "$(grep -h '^Subject:' out/000[1-9]* | sed 's/.*\] //')" "hid: pci: rename old_name to new_name
hid: usb: rename old_name to new_name
net: rename old_name to new_name
usb: rename old_name to new_name
ext4: rename old_name to new_name
xfs: rename old_name to new_name
treewide: rename old_name to new_name" "subjects"
is "$(sed '1,/^$/d; /^---$/,$d' out/0003-*)" "The name says what it is.
The second line says nothing.

This is the part of the treewide change for netdev/net.git." "the message says which part it is"
check "the rest, too" grep -qx 'This is the part of the treewide change for the files of no section\.' out/0007-*
is "$(sed -n '/^To:/,/^$/p' out/0001-*)" "To: Hal <hal@example.org>,
    Hilda <hilda@example.org>,
    Linus <linus@example.org>
Cc: everybody@example.org" "and goes to its people"
git -C k am -q "$PWD"/out/000[1-9]*.patch
is "$(git -C k rev-parse 'HEAD^{tree}')" "$want" \
	"git am gives the same tree"
git -C k reset -q --hard "$good"

# --- subjects --------------------------------------------------------------

cat >>k/MAINTAINERS <<'END'

USB GADGETS
M:	Gus <gus@example.org>
T:	git git://example.org/pub/scm/gus/gadget.git
F:	drivers/usb/v.c
END
commit_all k "one more tree"
split -q -o out k in
is "$(grep -h '^Subject:.*\] usb: ' out/*.patch | sed 's/.*\] //')" "usb: rename old_name to new_name
usb: gus/gadget: rename old_name to new_name" "two pieces of a folder have two subjects"
split -q --by maintainer -o out k in
exits 0 "by maintainer: exit status 0"
is "$(grep -h '^Subject:' out/*.patch | sort | uniq -d)" "" "no subject is there twice"
split -q --by directory --depth 3 -o out k in
is "$(grep -h '^Subject:' out/*.patch | sort | uniq -d)" "" "by directory, too"

# --- what is large ---------------------------------------------------------

for i in $(seq 120); do
	printf 'M:\tP%s <p%s@example.org>\n' "$i" "$i"
done >many
sed -i '/Nell/r many' k/MAINTAINERS
commit_all k "many people"
split -o out k in
prints '^  a patch goes to 12[0-9] people and lists: see respin split --by maintainer$' "many recipients"
prints '^to, cc: 2 to 12[0-9] a patch, ' "how many there are"
finish
