#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin verify on patches that touch assembly.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

cat >k/mm/copy.S <<'EOF'
#include <linux/copy.h>
	.globl copy
copy:
	.byte COPY
	.globl other
other:
	.byte 7
EOF
cat >k/mm/still.S <<'EOF'
#include <linux/copy.h>
	.byte COPY
EOF
echo '#define COPY 1' >k/include/linux/copy.h
sed -i 's,^units := .*,& mm/copy.o mm/still.o,' k/Makefile
cat >>k/Makefile <<'EOF'
mm/copy.o mm/still.o: %.o:
	gcc -D__ASSEMBLY__ $(flags) -c -o $@ $(SRC)/$*.S
EOF
commit_all k "assembly"
good=$(git -C k rev-parse HEAD)

sed -i 's/^	.globl copy$/\n&/' k/mm/copy.S
change "a blank line"
sed -i 's/\.byte COPY/.byte COPY, 2/' k/mm/copy.S
change "another byte"
sed -i 's/\.byte 7/.bite 7/' k/mm/copy.S
change "a word that is none"
series asm
verify -d --report r.json k asm
exits 1 "assembly that is wrong: exit status 1"
prints '^  here-def  .*  \.  \+  F  ' "a blank line is the same, another byte is assembled, an error fails"
prints '  fails: mm/copy\.S' "which file"
prints '  new: mm/copy\.S: mm/copy\.S: Error: .*bite' "what the assembler says"
check_not "what no patch touches is not looked at" grep -q still.S r.json
verify --depth full k asm
exits 1 "full depth: exit status 1"
prints '^  here-def  .*  \.  \+  F  ' "full depth: the same"
finish
