#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin verify --with, --make, --sparse: a second compiler beside the first,
# variables for make, another sparse.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

# A compiler that warns of what gcc does not: of any unit that says "odd".
mkdir bin
cat >bin/other-cc <<'EOF'
#!/bin/sh
for arg; do case $arg in *.c) last=$arg ;; esac; done
[ "$1" = --version ] && { echo "other-cc 7"; exit; }
case " $* " in
*" -E "*) ;;
*) grep -n odd "$last" | sed "s,^\([0-9]*\):.*,$last:\1:1: warning: this is odd [-Wodd]," >&2 ;;
esac
exec gcc "$@"
EOF
cat >bin/new-sparse <<'EOF'
#!/bin/sh
for arg; do case $arg in *.c) last=$arg ;; esac; done
[ "$1" = --version ] && { echo "v9"; exit; }
grep -n strange "$last" | sed "s,^\([0-9]*\):.*,$last:\1:1: warning: this is strange,"
EOF
chmod +x bin/*
PATH=$tmp/work/bin:$PATH
rm data/arch/far.conf
cat >>data/arch/here.conf <<'EOF'
[toolchain "other"]
	make = CC=other-cc
	compiler = other-cc
EOF
sed -i 's/^	gcc /	$(if $(filter other-cc,$(CC)),other-cc,gcc) $(WARN$(W)) /
	s/^flags :=/WARN1 := -Wconversion\n&/' k/Makefile
commit_all k "a compiler by name"
good=$(git -C k rev-parse HEAD)

sed -i 's/return foo_get(f);/int odd = foo_get(f);\n\n\treturn odd;/' k/mm/one.c
change "one: odd"
sed -i "s/return f->name\[0\];/short strange = f->count;\n\n\treturn strange;/" k/mm/two.c
change "two: strange"
series both

verify k both
exits 0 "the first compiler alone: exit status 0"
prints '^  here-def  .*  \+  \+  ' "nothing is new"
verify --with other --report r.json k both
exits 1 "with the other one: exit status 1"
prints '^  here-def  .*  \+  \+  ' "the first column is as before"
prints '^  here-def\+other  .*  w  \+  ' "the second compiler has a column of its own"
prints '  new: mm/one.c: .*this is odd' "and says what the first one does not"
prints '  again: respin verify .* --with other .* --arch here-def\+other' "the command finds the column again"
prints '2 of 2 configurations compiled' "both count"
verify --with other --arch here-def --report r.json k both
prints '^  here-def\+other  ' "the twin goes with its configuration"
verify_all --with other --arch here-def+other k both
prints_not '^  here-def  ' "or alone"
verify --with none k both
complains 129 'no architecture has a \[toolchain "none"\]' "a toolchain that there is not"

verify --make W=1 k both
exits 1 "--make W=1: exit status 1"
prints '^  here-def  .*  \+  w  ' "make is told, and the compiler warns"
prints 'Wconversion' "of what W=1 has it warn of"
prints '  again: respin verify .* --make W=1' "the command tells make the same"
verify --make W k both
complains 129 '\-\-make takes NAME=VALUE' "--make without a value"
verify --make ARCH=there k both
complains 129 '\-\-make takes NAME=VALUE' "--make of what verify sets itself"

verify --sparse bin/new-sparse k both
exits 1 "another sparse: exit status 1"
prints '^  here-def  .*  \+  w  ' "it is run"
prints '  sparse: mm/two.c: .*this is strange' "and heard"
# A build of git says the version of the last release.
sed 's/this is strange/this is odd/' bin/new-sparse >bin/git-sparse
chmod +x bin/git-sparse
verify --sparse bin/git-sparse k both
prints '  sparse: mm/two.c: .*this is odd' "another one with the same version is not taken for it"
verify --sparse none/sparse k both
complains 129 'sparse none/sparse: No such file' "a path that there is not"
verify --sparse no-such-sparse k both
complains 129 'there is no such program' "a program that there is not"

finish
