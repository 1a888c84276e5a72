#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The floors of src/: who may include and call whom. HACKING.md says what each
# folder is about. A folder takes only what its line names: a folder, or one
# header of it. So nothing goes up, and nothing goes sideways.
. "$(dirname "$0")/lib.sh"

cat >floors <<'T'
base
git base
objcode base
own base
logic base
csrc base logic git/diff.h
kbuild base logic git/config.h
patch base git
chash base csrc
solve base logic csrc kbuild
series base csrc git/config.h
report base patch objcode
states base git patch kbuild report
gen base csrc git series
compare base csrc git patch
send base git csrc patch series gen states report
verify base csrc git chash objcode kbuild solve states report
prove base csrc git chash own kbuild states report
boot base git kbuild states report
review base csrc objcode patch compare report
cmd base git objcode own logic csrc kbuild patch chash solve series report states gen compare send verify prove boot review
T

# Lines "FOLDER/FILE HEADER" of all includes of ours.
(cd "$top/src" && grep -H '^#include "' -- */*.[ch]) |
	sed -E 's/^([^:]*):#include "([^"]*)".*/\1 \2/' >includes

# Lines "FILE SYMBOL" of what each object defines (D) and asks for (U).
obj=${RESPIN_OBJ:-$top/build/obj}
(cd "$top/src" && ls -- */*.c) | sed 's/c$/o/' >objects
(cd "$obj" && xargs nm -A -- <"$OLDPWD/objects") >nm
awk '
	{ file = $1; sub(/:.*/, "", file) }
	$(NF - 1) == "U" { print "U", file, $NF }
	$(NF - 1) ~ /^[TDBRVWC]$/ { print "D", file, $NF }' nm >symbols

# Calls across files: "CALLER CALLEE SYMBOL".
awk '$1 == "D" { at[$3] = $2 } $1 == "U" { uses[$2 " " $3] }
	END { for (u in uses) {
		split(u, p, " ")
		if (p[2] in at)
			print p[1], at[p[2]], p[2]
	} }' symbols | sort >calls

# judge: lines "FROM TO WHAT" from stdin that the table does not allow.
judge() {
	awk 'NR == FNR { for (i = 2; i <= NF; i++) may[$1, $i]; known[$1]; next }
	{
		from = $1; to = $2
		sub(/\/.*/, "", from); sub(/\/.*/, "", to)
		if (!(from in known) || (from != to && !((from, to) in may) &&
		    !((from, $2) in may) && !((from, $3) in may)))
			print
	}' floors -
}

[ "$(wc -l <includes)" -gt 300 ] && [ "$(wc -l <calls)" -gt 300 ]
result $? "includes and calls were found" "$(wc -l includes calls)"

judge <includes >bad
is "$(cat bad)" "" "each include goes down, as the table has it"

# What git/config.c defines is what git/config.h hands out.
awk '{ h = $2; sub(/\.o$/, ".h", h); print $1, $2, h }' calls | judge |
	awk 'NR == FNR { what[$1, $2] = what[$1, $2] " " $3; next }
	{ print $1, $2 ":" what[$1, $2] }' calls - | sort -u >bad
is "$(cat bad)" "" "each call goes down, as the table has it"

awk '{ from = $1; to = $2; sub(/\/.*/, "", from); sub(/\/.*/, "", to) }
	from != to && $2 ~ /[\/-]int\.h$/' includes >bad
is "$(cat bad)" "" "no folder includes another's int.h"

awk '$2 !~ /\//' includes >bad
is "$(cat bad)" "" "includes are written from src/"

(cd "$top/src" && find . -maxdepth 1 -type f) >bad
is "$(cat bad)" "" "each file is in a folder"

# Files that call each other, round about: take away again and again those
# that call none of the rest, or are called by none.
awk '$1 != $2 && $1 !~ /^own\// { if (!(($1, $2) in e)) { e[$1, $2]; n++ } }
	END {
		do {
			before = n
			for (k in out) delete out[k]
			for (k in into) delete into[k]
			for (k in e) { split(k, p, SUBSEP); out[p[1]]++; into[p[2]]++ }
			for (k in e) {
				split(k, p, SUBSEP)
				if (!into[p[1]] || !out[p[2]]) { delete e[k]; n-- }
			}
		} while (n != before)
		for (k in e) { split(k, p, SUBSEP); print p[1], "->", p[2] }
	}' calls | sort >bad
is "$(cat bad)" "" "no call circles between files but inside own/"

# A name stands for one thing: no static function has the name of one that
# all may call.
awk '$1 == "D" { print $3 }' symbols | sort >global
awk '$(NF - 1) == "t" { print $NF }' nm |
	grep -v '\.' | sort -u >static
is "$(uniq -d global)" "" "no name is defined twice for all"
is "$(comm -12 static <(uniq global))" "" "no static function is named as one that all may call"

finish
