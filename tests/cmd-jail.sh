#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The jail: what make, compilers, spatch and scripts of the tree may not do.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

unset RESPIN_JAIL
respin --version
exits 0 "--version: exit status 0"
prints '^respin [0-9.]+, jail: (bubblewrap|none \(.*\))$' "it says whether there is a jail"
RESPIN_JAIL=maybe respin --version
complains 129 "RESPIN_JAIL is yes or no, not 'maybe'" "RESPIN_JAIL=maybe is refused"
RESPIN_JAIL=no respin --version
prints 'jail: none \(RESPIN_JAIL=no\)' "RESPIN_JAIL=no: there is none"
mkdir none
for t in git true; do ln -s "$(command -v $t)" none/$t; done
PATH=$PWD/none RESPIN_JAIL=yes respin --version
complains 128 'RESPIN_JAIL=yes, and there is none \(apt-get install bubblewrap\)' \
	"RESPIN_JAIL=yes without bubblewrap"

if ! bwrap --ro-bind / / --unshare-net true 2>/dev/null; then
	skip "make writes outside" "no bubblewrap, or it may not make a jail"
	finish
fi
export RESPIN_JAIL=yes

# A Makefile, a patched one, that writes where it should not.
outside=$tmp/outside
mkdir "$outside"
sed -i 's/\bcount\b/total/' k/include/linux/foo.h k/mm/one.c
change "rename count"
series right
verify k right
exits 0 "verify in the jail: exit status 0"
prints '^  here-def  .*  \+  ' "... and it compiles"
cp -R k k2
rm -rf k2/.git
sed -i "s,^defconfig olddefconfig prepare:,&\\n\\t-@echo pwned >$outside/file; echo pwned >\$(HOME)/pwned; exec 3<>/dev/tcp/127.0.0.1/1 2>/dev/null," k2/Makefile
git init -q k2 && commit_all k2 base
verify --work work2 --store db2 k2 right
check_not "make writes nothing outside" test -e "$outside/file"
check_not "... nor in HOME" test -e "$HOME/pwned"
RESPIN_JAIL=no verify --work work3 --store db3 k2 right
check "without a jail it does" test -e "$outside/file"
rm -f "$outside/file"
is "$(grep -c . <"$out")" "$(verify --work work2 --store db2 k2 right; grep -c . <"$out")" \
	"the answer is the same"

# A script in a rule that the user trusts, and one of the tree.
new_tree t
new_series s
no_kept
respin generate -s ./s -o jailed t
exits 0 "generate in the jail: exit status 0"
no_kept
RESPIN_JAIL=no respin generate -s ./s -o free t
check "... makes the same patches" same_files jailed free
printf '\n@initialize:python@\n@@\nopen("%s/file", "w")\n' "$outside" >>s/01-swap-foo-map/1-swap.cocci
respin generate -n --trust-series -s ./s t
check_not "a script in a rule writes nothing outside" test -e "$outside/file"
rm -rf s && new_series s
mkdir -p t/scripts
cat >t/scripts/get_maintainer.pl <<EOF
#!/usr/bin/perl
open(F, '>', '$outside/file');
print "A <a\@example.org> (maintainer:X)\n";
EOF
commit_all t script
respin generate -n -s ./s t
exits 0 "get_maintainer.pl in the jail: exit status 0"
check_not "... writes nothing outside" test -e "$outside/file"

finish
