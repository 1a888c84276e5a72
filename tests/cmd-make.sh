#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What the Makefile passes on. It is run in a copy, with a respin and a
# scripts/need that only note how they were called.
. "$(dirname "$0")/lib.sh"

if ! command -v make >/dev/null; then
	echo "1..0 # SKIP no make here"
	exit 0
fi
mkdir -p front/build/obj front/scripts
cp "$top/Makefile" front
for f in respin scripts/need; do
	cat >front/$f <<-'S'
	#!/bin/sh
	{ printf '%s' "${0##*/}"; for a; do printf ' [%s]' "$a"; done; echo; } >>"$NOTES"
	exit ${EXIT:-0}
	S
	chmod +x front/$f
done
touch -d 2001-01-01 front/Makefile
touch front/build/.packages
cat >front/build/flags.mk <<'M'
LIB_CFLAGS :=
LIB_LIBS :=
M
export NOTES=$tmp/notes
# What the make that runs this test was told is in the environment.
unset T O V J DEV LINUX BASE OUT ARCH DEPTH AGAINST SERIES

# front TARGET [NAME=VALUE...]: make, in the copy; $notes is what was called.
front() {
	: >"$NOTES"
	run make -C front --no-print-directory -o respin "$@"
	notes=$(cat "$NOTES")
}

front series LINUX=/k/linux SERIES=swap-args J=3
exits 0 "make series: exit status 0"
is "$notes" "respin [generate] [-j] [3] [--series] [swap-args] [/k/linux]" \
	"make series LINUX= SERIES="
is "$(cat "$out" "$err")" "" "make series adds nothing to what respin prints"
front series LINUX=/k/linux J=3
is "$notes" "respin [generate] [-j] [3] [--series] [pagetable-dtor] [/k/linux]" \
	"make series: the series is pagetable-dtor if nothing is said"
front series LINUX=/k/linux SERIES=s BASE=next-20250107 OUT=/tmp/o J=1
is "$notes" "respin [generate] [-j] [1] [--series] [s] [--base] [next-20250107] [--out] [/tmp/o] [/k/linux]" \
	"make series BASE= OUT="
front series "LINUX=/my kernels/linux's" "SERIES=a b" "BASE=v1 2" "OUT=o u t" J=1
is "$notes" "respin [generate] [-j] [1] [--series] [a b] [--base] [v1 2] [--out] [o u t] [/my kernels/linux's]" \
	"make series: blanks and quotes in names"
front series LINUX=/k/linux SERIES=s J=1 GENERATE_FLAGS='--signoff -n'
is "$notes" "respin [generate] [-j] [1] [--series] [s] [--signoff] [-n] [/k/linux]" \
	"make series GENERATE_FLAGS="
LINUX=/from/environment front series SERIES=s J=1
is "$notes" "respin [generate] [-j] [1] [--series] [s] [/from/environment]" \
	"make series: LINUX of the environment"
front series LINUX=/k/linux SERIES=s
check "make series: as many jobs as processors" \
	test "$notes" = "respin [generate] [-j] [$(nproc)] [--series] [s] [/k/linux]"
for code in 1 128 129 130; do
	EXIT=$code front series LINUX=/k SERIES=s
	exits 2 "make series fails if respin exits with $code"
done

front status LINUX=/k/linux SERIES=s BASE=v1
is "$notes" "respin [status] [--series] [s] [--base] [v1] [/k/linux]" "make status"
EXIT=1 front status LINUX=/k/linux SERIES=s
exits 0 "make status: that something is open is no failure"
EXIT=128 front status LINUX=/k/linux SERIES=s
exits 2 "make status: anything else is"

front review
is "$notes" "respin [review] [--html] [build/review.html]" "make review"
front review "LINUX=/my kernels/linux's" BASE=v1 AGAINST=a..b REVIEW_FLAGS=-q
is "$notes" "respin [review] [--html] [build/review.html] [--against] [a..b] [--range-diff] [--repo] [/my kernels/linux's] [--base] [v1] [-q] [/my kernels/linux's]" \
	"make review LINUX= BASE= AGAINST= REVIEW_FLAGS="
front review OUT=o AGAINST=/posted.mbox
is "$notes" "respin [review] [--html] [build/review.html] [--against] [/posted.mbox] [--range-diff] [--out] [o]" \
	"make review OUT="
EXIT=1 front review
exits 0 "make review: that something needs a look is no failure"
EXIT=128 front review
exits 2 "make review: anything else is"

front -n series SERIES=s
grep -q 'tar .*-xf .*/usr/src/linux-source-' "$out"
run_result $? "make series without LINUX: Debian's kernel source"
mkdir -p front/build
# Unpacked once: with the mark in place it is not unpacked again.
unpacked=$(grep -o 'build/linux-source-[0-9.]*/.unpacked' "$out" | head -n 1)
if [ -n "$unpacked" ]; then
	mkdir -p "front/${unpacked%/.unpacked}"
	touch "front/$unpacked"
	front series SERIES=s J=1
	is "$notes" "respin [generate] [-j] [1] [--series] [s] [${unpacked%/.unpacked}]" \
		"make series without LINUX: unpacked only once"
else
	skip "unpacked only once" "no .unpacked in what make would do"
fi

# Tests are chosen by a part of their path. "run" stands in for tests/run.
mkdir -p front/tests/unit
cp front/respin front/tests/run
touch front/tests/cmd-here.sh front/tests/cmd-there.sh
chosen() {
	grep '^run ' <<<"$notes"
}
fixed="[tests/isolation.sh] [tests/harness.sh]"
front check
is "$(chosen)" "run [tests/cmd-here.sh] [tests/cmd-there.sh] $fixed" \
	"make check: every test"
front check T=cmd-here
is "$(chosen)" "run [tests/cmd-here.sh]" "make check T=: those whose path holds it"
front check T="harness md-th"
is "$(chosen)" "run [tests/cmd-there.sh] [tests/harness.sh]" "make check T= with two parts"
front check T=nowhere
exits 2 "make check T=: nothing of that name is a failure"
is "$notes" "" "make check T=: nothing of that name: nothing runs"
grep -q "no test's path holds: nowhere" "$err"
run_result $? "make check T=: nothing of that name: it says so"
EXIT=1 front check
exits 2 "make check fails if a test does"

front help
exits 0 "make help: exit status 0"
missing=
for target in $(sed -n 's/^\.PHONY: //p' "$top/Makefile") compile_commands.json tags; do
	grep -qE "(^  |; )$target( |:|\$)" "$out" || missing="$missing $target"
done
is "$missing" "" "make help: every target is listed"

finish
