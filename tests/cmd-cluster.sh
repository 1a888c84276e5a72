#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Results are the same on each machine: keys and rows hold no path of it. A run
# that is cut into jobs, whose stores are merged, is the run of one machine.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

# A third unit that the patches may affect.
printf '#include <linux/foo.h>\n\nint three(struct foo *f);\n\nint three(struct foo *f)\n{\n\treturn foo_sum(f);\n}\n' >k/lib/three.c
commit_all k "lib: three includes foo.h"
good=$(git -C k rev-parse HEAD)

sed -i 's/\bcount\b/total/' k/include/linux/foo.h k/mm/one.c
change "rename count"
sed -i 's/^	return f->name\[0\];/	int left;\n\n&/' k/mm/two.c
change "an unused variable"
sed -i 's/return foo_get(f);/return foo_gat(f);/' k/mm/one.c
change "an error"
series bad
git -C k checkout -q "$good"

mkdir fakes
cat >fakes/gcc <<'EOS'
#!/bin/sh
case $1 in --version) exec /usr/bin/gcc --version;; esac
echo ran >>"$GCC_LOG"
exec /usr/bin/gcc "$@"
EOS
chmod +x fakes/gcc
export GCC_LOG=$tmp/gcc.log
# ran COMMAND...: how many compilers does it start?
ran() {
	rm -f "$GCC_LOG"
	PATH=$PWD/fakes:$PATH "$@"
	compilers=$(cat "$GCC_LOG" 2>/dev/null | wc -l)
}

# --- another place --------------------------------------------------------

ran verify --report one.json k bad
exits 1 "here: exit status 1"
check "here: compilers run" test "$compilers" -gt 5
mkdir -p "else/where"
git clone -q k else/where/k
ran verify --work "else/another" --report two.json else/where/k bad
exits 1 "elsewhere: exit status 1"
is "$compilers" 0 "elsewhere: no compiler runs, all of it is known"
sed 's/"command": ".*/"command": x/' one.json >one.text
sed 's/"command": ".*/"command": x/' two.json >two.text
is "$(cat two.text)" "$(cat one.text)" "elsewhere: the same report, but for the tree's relative path"
check "a report has findings" grep -q "unused variable" one.json
check_not "a report has no path of this machine" grep -qF "$tmp" one.json

git -C k archive --prefix=plain/ "$good" | tar -x
cp -r plain else/where/
touch -d '2020-01-01' plain/mm/one.c
ran verify --store plain.db --report one.json plain bad
check "a plain folder: compilers run" test "$compilers" -gt 5
ran verify --store plain.db --work work3 --report two.json else/where/plain bad
is "$compilers" 0 "a plain folder elsewhere: no compiler runs"
is "$(grep -v '"command"' two.json)" "$(grep -v '"command"' one.json)" "a plain folder: the same report"
mv else/where/plain/mm/two.c else/where/plain/mm/twp.c
sed -i 's,mm/two,mm/twp,' else/where/plain/Makefile
ran verify --store plain.db --work work3 else/where/plain bad
check "a plain folder with another name in it is another" test "$compilers" -gt 0


# --- what is printed for another machine ------------------------------------

respin verify --arch-data "$PWD/data/arch" --work work --store store.db --arch here \
	--report three.json "$PWD/k" "$PWD/bad"
prints "^  again: respin verify .*$PWD/k " "on the terminal: the command for this machine"
command=$(sed -n 's/^ *"command": "\(.*\)",$/\1/p' three.json | sed 's/\\"/"/g')
is "$command" "respin verify --base $good --arch-data \"\$ARCH_DATA\" \"\$LINUX\" \"\$PATCHES\"" \
	"in the report: variables for paths of this machine, and the base"
LINUX=$PWD/else/where/k PATCHES=$PWD/bad ARCH_DATA=$PWD/data/arch
eval "respin ${command#respin} --patch 2 --arch here-def --again --unit mm/two.c --work work4 --store 4.db"
exits 1 "the command of a report, elsewhere: exit status 1"
prints 'mm/two.c:.*unused variable' "the command of a report, elsewhere: the same finding"

# --- jobs -------------------------------------------------------------------

cat >data/arch/near.conf <<'EOS'
[arch]
	name = near
[toolchain]
	make = ARCH=near
	compiler = gcc
[config "one"]
	defconfig = defconfig
EOS
verify_all --arch here --arch near --plan - k bad
exits 0 "--plan: exit status 0"
is "$(cat "$out")" 'here-def
near-one' "--plan: a job for each configuration"
verify_all --job-units 1 --plan plan k bad
is "$(cat plan)" 'far-def:1/3
far-def:2/3
far-def:3/3
here-def:1/3
here-def:2/3
here-def:3/3
near-one:1/3
near-one:2/3
near-one:3/3' "--plan --job-units: parts of the units"
check_not "--plan: makes no store" test -e no/store.db
verify_all --store no/store.db --work no/work --plan - k bad
check_not "--plan: makes no store, no work folder" test -e no
verify_all --job-units 1 --depth full --plan - k bad
is "$(grep -c : "$out")" 0 "--plan --depth full: what is linked is one job"

# one_machine NAME: what verify says on one machine with an empty store.
# said: the text of the last run, but for times and processes.
said() {
	sed -E 's/ +[0-9]+s$//; s/ --(store|work) [^ ]+//g; s/; [0-9]+ s, .*//; s/^report: .*//' "$out"
}
all() {
	verify_all --checks data/none "$@" k bad
}
mkdir data/none
ran all --store whole.db --report whole.json
whole=$(said)
echo "# one machine: $compilers compilers"
check "one machine: findings" grep -q 'unused variable' whole.json

# cluster NAME UNITS: the same by jobs, each in its own work folder and store.
cluster() {
	local n=0 job rc=0
	mkdir -p "$1"
	verify_all --job-units "$2" --plan "$1/plan" k bad
	while read -r job; do
		n=$((n + 1))
		verify_all --job-units "$2" --only-job "$job" --store "$1/$n.db" \
			--work "$1/work-$n" k bad
		case $job:$status in
		far*:1 | near*:0 | here*:0) ;;
		*) rc=1; echo "# $job: exit status $status"; cat "$out" "$err" ;;
		esac
	done <"$1/plan"
	result $rc "$1: each job ends as it should"
	respin store merge "$1/all.db" "$1"/[0-9]*.db
	exits 0 "$1: the stores are merged"
	ran all --store "$1/all.db" --report "$1/all.json" --work "$1/last"
	check "$1: the same bytes as of one machine" cmp whole.json "$1/all.json"
	is "$(said)" "$whole" "$1: the same text"
}
cluster jobs 10000
is "$compilers" 0 "whole configurations: nothing is left to compile"
cluster parts 1
echo "# parts: $compilers compilers were left"
check "parts of configurations: little is left to compile" test "$compilers" -le 2

# A job that is killed while compilers run: what it has written is whole.
cat >fakes/gcc <<'EOS'
#!/bin/sh
case $1 in --version) exec /usr/bin/gcc --version;; esac
case $* in *" -c "*)
	: >"$GCC_LOG"
	exec sleep 60 ;;
esac
exec /usr/bin/gcc "$@"
EOS
rm -f "$GCC_LOG"
PATH=$PWD/fakes:$PATH "$RESPIN" verify --arch-data data/arch --only-job here-def \
	--store jobs/killed.db --work jobs/killed k bad >/dev/null 2>&1 &
killed=$!
disown
soon test -e "$GCC_LOG"
kill -KILL "$killed"
soon gone "$killed"
mkdir half
mv jobs/2.db half/whole.db
respin store merge half/all.db jobs/[0-9].db jobs/killed.db
exits 0 "a killed job: its store is merged"
cat >fakes/gcc <<'EOS'
#!/bin/sh
case $1 in --version) exec /usr/bin/gcc --version;; esac
echo ran >>"$GCC_LOG"
exec /usr/bin/gcc "$@"
EOS
ran all --store half/all.db --report half/all.json --work half/work
check "a killed job: the same bytes as of one machine" cmp whole.json half/all.json
is "$(said)" "$whole" "a killed job: the same text"
check "a killed job: what it had written is known" test "$compilers" -lt 15
check "a killed job: the rest was compiled" test "$compilers" -gt 0
respin store merge half/both.db half/all.db half/whole.db
exits 0 "a killed job: its results are those of a whole one"

verify_all --only-job 5 --job-units 1 --store 5.db --work work5 k bad
prints '^here-def:2/3: 1 units, [0-9]+ processes, [0-9]+ s$' "--only-job: a number of the plan"
for job in 13 0 -1 here-def:4/3 mars ''; do
	verify_all --only-job "$job" --job-units 1 --store 5.db --work work5 k bad
	complains 129 'the plan has 9 jobs' "--only-job '$job': there is none"
done
run "$RESPIN" verify --arch-data data/arch --only-job 1 k bad
exits 129 "--only-job without a store: exit status 129"

# --- merging ----------------------------------------------------------------

respin store merge
exits 129 "store merge without stores: exit status 129"
respin store split a b
exits 129 "store split: exit status 129"
respin store merge new.db jobs/1.db nosuch.db
complains 128 'cannot read nosuch\.db' "store merge: a store that is not there"
check_not "store merge: nothing is made" test -e new.db
cp jobs/all.db odd.db
if command -v sqlite3 >/dev/null; then
	sqlite3 odd.db "UPDATE cc SET diags = 'x'"
	respin store merge new.db jobs/all.db odd.db
	complains 128 'odd\.db are damaged' "store merge: a row that somebody changed"
else
	skip "store merge: a row that somebody changed" "no sqlite3"
fi
# A compiler that says something else each time it is asked.
cat >fakes/gcc <<'EOS'
#!/bin/sh
case $* in *" -c "*) echo "one.c:1:1: warning: number $$" >&2;; esac
exec /usr/bin/gcc "$@"
EOS
for n in 1 2; do
	PATH=$PWD/fakes:$PATH verify --store odd$n.db --work odd k bad
done
respin store merge new.db odd1.db odd2.db
complains 128 "odd2\.db has another result than new\.db .*: cc, key [0-9a-f]{12}, unit mm/.*, differs in 'diags'" \
	"store merge: a compiler that is not deterministic"
check_not "store merge: nothing is made of that" test -e new.db

finish
