#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin verify --solve: configurations for lines that none compiles, and proofs
# that there is none.
. "$(dirname "$0")/lib.sh"
. "$top/tests/solve-tree.sh"

verify() {
	respin verify --arch-data data/arch --checks none --store store.db --work work "$@"
}

# A driver that the default configuration does not have.
sed -i 's/return drv_debug(1);/return drv_debug(2);/; s/return 4;/return 5;/' k/drv/core.c
commit_all k "drv: other numbers"
verify --solve=no k HEAD~1..HEAD
exits 1 "without solving: exit status 1"
prints '^not compiled: patch 1 drv/core.c:6: #ifdef CONFIG_DEBUG' "the line is not compiled"
verify --report solved.json k HEAD~1..HEAD
exits 0 "solved: exit status 0"
prints '^  here-solved-1: plain_defconfig BUS=y DRIVER=y DEBUG=y$' "the options that show it, and no more"
prints '^  here-solved-1  .*  \+  ' "the patch passes there"
prints '^  solved: patch 1 drv/core.c:6: here-solved-1$' "which configuration shows a line"
prints_not '^not compiled:' "nothing is left"
prints_not '^  here-plain ' "a driver needs no other configuration"
is "$(python3 -c '
import json
r = json.load(open("solved.json"))
print(r["lines_solved"], [c["set"] for c in r["configurations"]])')" \
	"['patch 1 drv/core.c:6: here-solved-1', 'patch 1 drv/core.c:10: here-solved-1'] [['BUS=y', 'DRIVER=y', 'DEBUG=y']]" \
	"the report has lines and options"
mv solved.json first.json
verify --report solved.json k HEAD~1..HEAD
is "$(cat solved.json)" "$(cat first.json)" "once more: the same report"

# An option without an entry: no configuration can have it.
sed -i 's/return 3;/return 33;/' k/drv/core.c
commit_all k "drv: what nobody can compile"
verify k HEAD~1..HEAD
exits 0 "dead code: exit status 0"
prints '^  dead: patch 1 drv/core.c:8: .*drv/core.c:7: #elif defined\(CONFIG_NEVER\)' "the conditional is in the proof"
prints '^  dead: .*Kconfig:6: config NEVER' "the option, too"
prints_not 'dead: .*config (BUS|DRIVER|PLAIN)' "what does not matter is not"

# A header: a unit that includes it, and an option that nobody can set.
sed -i 's/return a + 1;/return a + 2;/' k/include/linux/drv.h
commit_all k "drv: a header"
verify k HEAD~1..HEAD
prints '^  here-solved-1: plain_defconfig BUS=y DRIVER=y$' "a header: the unit that includes it"
prints '^  solved: patch 1 include/linux/drv.h:9: here-solved-1$' "a promptless option follows"

# Another version of respin may build conf differently.
check "the solver's conf was built by this respin" test -s work/solve/kconfig.base
echo old >work/solve/kconfig.base
touch work/solve/kconfig/old
verify --store again.db k HEAD~1..HEAD
check "what another one built is removed" test ! -e work/solve/kconfig/old

# What belongs to the default configurations is compiled there first.
sed -i 's/return 1;/return 11;/' k/mm/one.c
sed -i 's/return 5;/return 6;/' k/drv/core.c
commit_all k "both"
verify k HEAD~1..HEAD
exits 0 "both: exit status 0"
prints '^  here-plain  .*  \+  ' "the default configuration"
prints '^  here-solved-1  .*  \+  ' "and a solved one for what it leaves"
verify --solve=only k HEAD~1..HEAD
prints_not '^  here-plain ' "--solve=only: no other"
verify --solve=x k HEAD~1..HEAD
complains 129 'solve is no, only, or a number' "a wrong --solve"

# An option that no Makefile has.
mkdir k/odd
printf 'int odd(void);\nint odd(void)\n{\n\treturn 1;\n}\n' >k/odd/odd.c
commit_all k "a file that nothing builds"
sed -i 's/return 1;/return 2;/' k/odd/odd.c
commit_all k "change it"
verify k HEAD~1..HEAD
exits 1 "a file that nothing builds: exit status 1"
prints '^not compiled: patch 1 odd/odd.c:4: .*not (decided|compile)' "it is not decided"

# A header that no text is seen to include is not dead for that.
printf '#ifndef LOST_H\n#define LOST_H\nint lost(int a);\n#endif\n' >k/odd/lost.h
commit_all k "a header without users"
sed -i 's/int lost(int a);/int lost(long a);/' k/odd/lost.h
commit_all k "change that"
verify k HEAD~1..HEAD
prints '^not compiled: patch 1 odd/lost.h:3: ' "a header without users is not compiled"
prints_not '^  dead:' "and not called dead"

# A unit in a folder whose Makefile is a part of the one above.
mkdir k/drv/sub
echo 'PARTS := deep.o' >k/drv/sub/Makefile
echo 'drv-y += sub/deep.o' >>k/drv/Makefile
sed -i 's|^units :=.*|& $(if $(filter 1,$(call on,DRIVER)),drv/sub/deep.o)|' k/Makefile
sed -i 's|mkdir -p $(O)/mm|mkdir -p $(O)/drv/sub $(O)/mm|' k/Makefile
printf 'int deep(void);\nint deep(void)\n{\n\treturn 1;\n}\n' >k/drv/sub/deep.c
commit_all k "drv: deep"
sed -i 's/return 1;/return 2;/' k/drv/sub/deep.c
commit_all k "drv: deeper"
verify k HEAD~1..HEAD
exits 0 "a part of another Makefile: exit status 0"
prints '^  solved: patch 1 drv/sub/deep.c:4: here-solved-1$' "its unit is found"
is "$(cat work/obj/here-solved-1.asked)" "drv/" "kbuild is asked for the folder that builds it"

# A file that another one includes on a condition, and a header's header.
echo 'config PARTED shown if BUS' >>k/Kconfig
echo 'config NESTED shown if BUS' >>k/Kconfig
sed -i '1i #ifdef CONFIG_PARTED\n#include "part.c"\n#endif' k/drv/core.c
printf '#ifdef CONFIG_NESTED\n#include <linux/nest.h>\n#endif\n' >>k/include/linux/drv.h
printf 'int part(void);\nint part(void)\n{\n\treturn 1;\n}\n' >k/drv/part.c
printf 'static inline int nest(void)\n{\n\treturn 1;\n}\n' >k/include/linux/nest.h
commit_all k "drv: parts"
sed -i 's/return 1;/return 2;/' k/drv/part.c k/include/linux/nest.h
commit_all k "drv: other parts"
verify k HEAD~1..HEAD
exits 0 "conditions of #includes: exit status 0"
prints '^  here-solved-1: plain_defconfig BUS=y DRIVER=y PARTED=y NESTED=y$' "are options to set"
prints '^  solved: patch 1 drv/part.c:4: here-solved-1$' "of a .c file that is included"
prints '^  solved: patch 1 include/linux/nest.h:3: here-solved-1$' "of a header's header"

# A header whose name another folder has, too, and a unit of it is always built.
for d in mm drv; do
	printf 'static inline int same_%s(void)\n{\n\treturn 1;\n}\n' $d >k/$d/same.h
done
sed -i '1i #include "same.h"' k/mm/one.c
sed -i '1i #include "same.h"' k/drv/core.c
commit_all k "same.h, twice"
sed -i 's/return 1;/return 2;/' k/drv/same.h
commit_all k "drv: same.h"
verify --solve=only k HEAD~1..HEAD
exits 0 "a name in two folders: exit status 0"
prints '^  here-solved-1: plain_defconfig BUS=y DRIVER=y$' "the unit beside it is built"

# An option that only another compiler of the architecture has.
sed -i 's/^	while (f && fgets(line, sizeof(line), f)) {/&\
		if (!strncmp(line, "config ODD ", 11) \&\& !getenv("OTHER"))\
			continue;/' k/scripts/kconfig/parse.c
echo 'config ODD shown' >>k/Kconfig
sed -i 's|^units :=.*|& $(if $(filter 1,$(call on,ODD)),drv/odd.o)|' k/Makefile
echo 'obj-$(CONFIG_ODD) += odd.o' >>k/drv/Makefile
printf 'int odd(void);\nint odd(void)\n{\n\treturn 1;\n}\n' >k/drv/odd.c
mkdir -p more/arch
cp data/arch/here.conf more/arch
printf '[toolchain "other"]\n\tmake = OTHER=1\n\tcompiler = gcc\n' >>more/arch/here.conf
commit_all k "an odd option"
sed -i 's/return 1;/return 2;/' k/drv/odd.c
commit_all k "drv: odd"
# This kernel's make does not build conf again for parse.c.
rm -r work/solve
verify k HEAD~1..HEAD
exits 0 "no other compiler: exit status 0"
prints '^  dead: patch 1 drv/odd.c:4: ' "dead, as it is here"
prints_not '^  solved:' "nothing is solved"
other() {
	respin verify --arch-data more/arch --checks none --store other.db --work other "$@"
}
other k HEAD~1..HEAD
exits 0 "the other compiler: exit status 0"
prints '^  here-solved-1: plain_defconfig BUS=y ODD=y, compiled by other$' "it is named"
prints '^  solved: patch 1 drv/odd.c:4: here-solved-1$' "the line is compiled"
other k HEAD~1..HEAD
prints '^  here-solved-1: plain_defconfig BUS=y ODD=y, compiled by other$' "once more: the same"
prints '^  here-solved-1  .*  \+  ' "the same cell"

# An architecture whose Kconfig files cannot be read here: that answer is kept,
# unless a tool ran out of memory.
mkdir -p two/arch
cp data/arch/here.conf two/arch
sed 's/here$/there/; s/compiler = .*/compiler = none-such-gcc/' \
	data/arch/here.conf >two/arch/there.conf
cp -r k/arch/here k/arch/there
sed -i '/^void conf_parse(const char \*name)$/,/^}/ s/^{$/{\
	if (getenv("ARCH") \&\& !strcmp(getenv("ARCH"), "there")) {\
		FILE *asked = fopen(getenv("ASKED") ?: "asked", "a");\
		fputs("asked\\n", asked);\
		fclose(asked);\
		fputs(getenv("SAYS") ?: "no compiler", stderr);\
		exit(1);\
	}/' k/scripts/kconfig/parse.c
commit_all k "there: no Kconfig"
sed -i 's/return 33;/return 34;/' k/drv/core.c
commit_all k "drv: dead"
export ASKED=$PWD/asked SAYS
two() {
	respin verify --arch-data two/arch --checks none --store two.db --work two.work "$@"
}
SAYS="out of memory"
two --solve=only k HEAD~1..HEAD
prints 'there-.*: its Kconfig files cannot be read' "Kconfig files that cannot be read are named"
SAYS="no compiler"
two --solve=only k HEAD~1..HEAD
is "$(wc -l <asked)" 2 "for want of memory: asked again"
two --solve=only k HEAD~1..HEAD
prints 'there-.*: its Kconfig files cannot be read' "once more: the same words"
is "$(wc -l <asked)" 2 "for want of a compiler: not asked again"

# Of many lines, how many; the report has each.
for i in 1 2 3 4 5 6; do
	printf 'int many%s(void);\nint many%s(void) { return %s; }\n' $i $i $i >>k/drv/core.c
done
commit_all k "drv: many lines"
verify --report many.json k HEAD~1..HEAD
exits 0 "many lines: exit status 0"
prints '^  solved: patch 1 drv/core\.c: 12 lines from [0-9]+ to [0-9]+: here-solved-1$' "many lines: counted"
is "$(python3 -c 'import json; print(len(json.load(open("many.json"))["lines_solved"]))')" 12 "many lines: each in the report"

# Without the tree's Kconfig, everything is as without solving.
git -C k rm -rq scripts/kconfig
commit_all k "no Kconfig"
sed -i 's/return 6;/return 7;/' k/drv/core.c
commit_all k "drv: again"
verify k HEAD~1..HEAD
exits 1 "no Kconfig: exit status 1"
prints '^not compiled: patch 1 drv/core.c:14' "the line is named"
finish
