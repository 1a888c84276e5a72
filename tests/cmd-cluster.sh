#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Results are the same on each machine: keys and rows hold no path of it.
. "$(dirname "$0")/lib.sh"
. "$top/tests/verify-tree.sh"

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
ran verify --work "else/a longer name" --report two.json else/where/k bad
exits 1 "elsewhere: exit status 1"
is "$compilers" 0 "elsewhere: no compiler runs, all of it is known"
is "$(grep -v '"command"' two.json)" "$(grep -v '"command"' one.json)" "elsewhere: the same report"
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

finish
