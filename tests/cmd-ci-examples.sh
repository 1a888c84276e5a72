#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The examples in docs/ci are YAML, and their commands do what they are for: here, on
# a tiny kernel, with the compilers of this machine and without installing anything.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

if ! python3 -c 'import yaml' 2>/dev/null; then
	skip "the examples" "no python3-yaml"
	finish
fi

sed -i 's/\bcount\b/total/' k/include/linux/foo.h k/mm/one.c
change "rename count"
base=$good fine=$(git -C k rev-parse HEAD)
sed -i 's/^	return f->name\[0\];/	int left;\n\n&/' k/mm/two.c
change "an unused variable"
head=$(git -C k rev-parse HEAD)
git -C k checkout -q "$base"

# steps FILE: the commands that call respin, as the CI system would run them.
cat >steps.py <<'EOS'
import sys, yaml
doc = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))
if "jobs" in doc:
	steps = [s for j in doc["jobs"].values() for s in j["steps"]]
	for s in steps:
		assert ("run" in s) != ("uses" in s), s
	runs = [s["run"] for s in steps if "run" in s]
	kept = [s["with"]["path"] for s in steps if s.get("uses", "").startswith("actions/cache@")]
else:
	job = doc["verify"]
	assert all(isinstance(l, str) for l in job["before_script"] + job["script"])
	runs = ["\n".join(job["script"])]
	kept = job["cache"]["paths"]
	assert job["artifacts"]["reports"]["junit"] == "results/junit.xml"
assert kept == [".respin"], kept
mine = [r for r in runs if '"$RESPIN"' in r]
assert len(mine) == 1, runs
print(mine[0])
EOS

# What they call, with data of this tree in place of the kernel's architectures.
mkdir bin
cat >bin/respin <<EOS
#!/bin/sh
shift
for a; do
	shift
	case \$a in
	x86-* | arm64-* | riscv-*) a=here-def ;;
	x86) a=here ;;
	/tmp/respin) a=$tmp/ci-work ;;
	esac
	set -- "\$@" "\$a"
done
exec "$RESPIN" verify --arch-data "$PWD/data/arch" --checks "$PWD/none" "\$@"
EOS
chmod +x bin/respin
mkdir none
cat >bin/gcc <<'EOS'
#!/bin/sh
case $1 in --version) exec /usr/bin/gcc --version;; esac
echo ran >>"$GCC_LOG"
exec /usr/bin/gcc "$@"
EOS
chmod +x bin/gcc
export GCC_LOG=$tmp/gcc.log

for system in github gitlab; do
	run python3 steps.py "$top/docs/ci/$system.yml"
	exits 0 "$system: it is YAML, and keeps the store"
	cp "$out" steps.sh
	rm -rf tree "$GCC_LOG" "$tmp/ci-work"
	git clone -q k tree
	one() {
		(cd tree && BASE=$1 HEAD=$2 ARCH=x86 RESPIN=$tmp/work/bin/respin \
			STORE=$PWD/.respin/verify.db PATH=$tmp/work/bin:$PATH \
			bash -e ../steps.sh) >"$out" 2>"$err"
		status=$?
	}
	one "$base" "$fine"
	exits 0 "$system: a commit that is right passes"
	one "$base" "$head"
	exits 1 "$system: a warning fails the job"
	check "$system: the results for the system" grep -q 'unused variable' tree/results/junit.xml
	check "$system: the report" json_ok tree/results/verify.json
	check "$system: compilers ran" test -s "$GCC_LOG"
	rm -rf "$GCC_LOG" tree/results "$tmp/ci-work"
	one "$base" "$head"
	exits 1 "$system: the same again"
	check_not "$system: what the store has is not compiled again" test -e "$GCC_LOG"
	check "$system: the results are there again" grep -q 'unused variable' tree/results/junit.xml
done
finish
