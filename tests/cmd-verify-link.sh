#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin verify --depth full: vmlinux is linked at each patch, of the objects
# that changed and those that did not; what only linking shows is found at its
# patch, and a link that failed before is nobody's fault.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

# A Makefile that really makes: objects by their sources and the header.
cat >k/Makefile <<'EOF2'
VERSION = 6
PATCHLEVEL = 99
SUBLEVEL = 0
EXTRAVERSION =
SRC := $(CURDIR)
units := $(O)/mm/one.o $(O)/mm/two.o $(O)/lib/three.o
flags := -I$(SRC)/include -O2 -Wall -Wextra -Wno-unused-parameter
defconfig olddefconfig prepare:
	@mkdir -p $(O)/mm $(O)/lib && touch $(O)/.config
vmlinux: $(O)/vmlinux
$(O)/vmlinux: $(units)
	ld -o $@ -e one $^
modules:
$(O)/%.o: $(SRC)/%.c $(SRC)/include/linux/foo.h
	@test -z "$(LOG)" || echo $@ >>"$(LOG)"
	gcc $(flags) -c -o $@ $(SRC)/$*.c
EOF2
new_base "a Makefile that makes"
export LOG=$tmp/made

# A patch that changes what one unit does, and nothing that others see.
another_letter() {
	sed -i 's/return f->name\[0\];/return f->name[1];/' k/mm/two.c
	change "another letter"
}

sed -i 's/\bcount\b/total/' k/include/linux/foo.h k/mm/one.c
change "rename count"
another_letter
sed -i 's,^struct foo {,/* What is counted. */\nstruct foo {,' k/include/linux/foo.h
change "say what it is"
series right
verify --depth full k right
exits 0 "it links at each patch: exit status 0"
check "vmlinux was made" test -f work/obj/here-def/vmlinux
# The struct that patch 1 changes is in both; three.c knows nothing of it.
is "$(sed 's,.*/,,' "$tmp/made" | sort | uniq -c | awk '{ print $2, $1 }')" \
	"one.o 2
three.o 1
two.o 3" "objects were made when their code changed"
rm "$tmp/made"
verify --depth full k right
exits 0 "again: exit status 0"
check_not "again: nothing is made" test -e "$tmp/made"
verify --depth full --report right/verify.json k right
respin review --html right.html right
check "there is a page" grep -q 'here-def' right.html
check_not "it does not say that vmlinux is missing" grep -q 'has no vmlinux' right.html

# The caller has a declaration of its own: it compiles, and does not link.
sed -i '/^int foo_sum/,/^}/d' k/mm/one.c
change "remove foo_sum"
another_letter
series removed
verify k removed
exits 0 "quick does not link"
verify --depth full k removed
exits 1 "a function that is gone: exit status 1"
prints '^  here-def +F  \+ ' "a function that is gone: its patch fails, the next does not"
prints "^  new: vmlinux: undefined reference to .foo_sum'" "a function that is gone: named"
prints '^  fails: vmlinux$' "a function that is gone: the link is what fails"

sed -i 's/foo_sum/foo_total/g' k/lib/three.c
new_base "an old fault"
another_letter
series broken
verify --depth full k broken
exits 0 "a tree that does not link is not the patch's fault"
prints '; 1 were broken before|1 were broken before' "a tree that does not link: counted"
prints "^    the base has no vmlinux, so no patch was linked: undefined reference to .foo_total'" "a tree that does not link: said, and why"
verify --depth full k broken
prints "^    the base has no vmlinux" "a tree that does not link: said again, from the store"

# The page says so, where it is so.
verify --depth full --report broken/verify.json k broken
respin review --html broken.html broken
check "the page says that the base does not link" grep -q 'the base has no vmlinux, so no patch was linked: undefined reference' broken.html

# Two errors at the base. Which one make meets first, and whether another job runs
# then, is chance: no patch may be blamed for that.
sed -i 's/^int foo_sum.*/int broken = ;\n&/; $a int also_broken = ;' k/lib/three.c k/mm/one.c
new_base "more old faults"
another_letter
series worse
verify --depth full k worse
exits 0 "a tree with two errors: exit status 0"
prints "^    the base has no vmlinux, so no patch was linked: .*error: " "a tree with two errors: one is named"
prints_not '^  new: vmlinux' "a tree with two errors: the patch says nothing new"

finish
