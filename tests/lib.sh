# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# lib.sh: what the command tests share. To be sourced, by bash:
#
#	. "$(dirname "$0")/lib.sh"
#	...
#	finish
#
# It makes a folder of this test's own ($tmp, gone at the end), goes there,
# and sees to it that nothing of the user's (HOME, git's configuration, a
# cache) is read or written. Every check prints one line of TAP.
#
#	$RESPIN		the program under test (default: ./respin of this source)
#	$swap		the series tests/series/swap-args
#	$kernel		the tree in tests/kernel
#	$TEST_BIN	a folder of the build, for tests
set -u

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
RESPIN=${RESPIN:-$top/respin}
TEST_BIN=${TEST_BIN:-$top/build/tests/bin}
swap=$top/tests/series/swap-args
kernel=$top/tests/kernel

if [ ! -x "$RESPIN" ]; then
	echo "Bail out! there is no program $RESPIN: run make"
	exit 1
fi
tmp=$(mktemp -d "${TMPDIR:-/tmp}/respin-test.XXXXXX") || exit 1
trap 'cd /; chmod -R u+rwx "$tmp" 2>/dev/null; rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP

for v in ${!GIT_*} ${!FAKE_*} ${!RESPIN_*} NO_COLOR SOURCE_DATE_EPOCH MAKEFLAGS \
	 MAKELEVEL MFLAGS; do
	unset "$v"
done
export LC_ALL=C TZ=UTC TERM=dumb
export HOME=$tmp/home XDG_CACHE_HOME=$tmp/cache XDG_CONFIG_HOME=$tmp/config
export TMPDIR=$tmp/tmp GIT_CONFIG_NOSYSTEM=1 RESPIN_DATA=$tmp/none
# Fakes and wrappers write where they like: cmd-jail.sh tests the jail.
export RESPIN_JAIL=no
mkdir -p "$tmp/none/cocci" "$tmp/none/verify"
ln -s "$top"/cocci/macros*.h "$tmp/none/cocci"
ln -s "$top/verify/kconfig" "$tmp/none/verify"
mkdir "$HOME" "$XDG_CACHE_HOME" "$XDG_CONFIG_HOME" "$TMPDIR" "$tmp/work"
# In a build with sanitizers: what libgit2 loses by way of pcre2 is not ours.
echo 'leak:libpcre2-8' >"$tmp/leaks"
export LSAN_OPTIONS=suppressions=$tmp/leaks:print_suppressions=0
cat >"$HOME/.gitconfig" <<'EOF'
[user]
	name = Test Author
	email = author@example.org
[init]
	defaultBranch = main
[maintenance]
	auto = false
EOF
# Commits made here have the same ids each time.
export GIT_AUTHOR_DATE='1700000000 +0100' GIT_COMMITTER_DATE='1700000000 +0100'
# What spatch made of the same bytes in another test is known: most tests need a
# series applied, and few are about spatch. no_kept forgets it.
mkdir "$XDG_CACHE_HOME/respin"
mkdir -p "${TEST_BIN%/*}"
ln -s "${TEST_BIN%/*}/spatch-kept.db" "$XDG_CACHE_HOME/respin/spatch-1.db"
no_kept() {
	rm -f "$XDG_CACHE_HOME"/respin/spatch-1.db*
}
FAKE_REAL_SPATCH=$(command -v spatch)
FAKE_REAL_GIT=$(command -v git)
export FAKE_REAL_SPATCH FAKE_REAL_GIT
cd "$tmp/work" || exit 1

# --- checks ----------------------------------------------------------------

count=0
failed=0

# result STATUS NAME [LINE...]: one line of TAP, and LINEs if it failed.
result() {
	local status=$1 name=$2
	shift 2
	count=$((count + 1))
	if [ "$status" -eq 0 ]; then
		echo "ok $count - $name"
		return 0
	fi
	failed=$((failed + 1))
	echo "not ok $count - $name"
	[ $# -eq 0 ] || printf '%s\n' "$@" | head -n 40 | sed 's/^/# /'
	return 1
}

# skip NAME REASON
skip() {
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# check NAME COMMAND...: does the command succeed?
check() {
	local name=$1 said
	shift
	said=$("$@" 2>&1)
	result $? "$name" "failed: $*" "$said"
}

# check_not NAME COMMAND...: does it fail, as a test fails (status 1)?
check_not() {
	local name=$1 said
	shift
	said=$("$@" 2>&1)
	[ $? -eq 1 ]
	result $? "$name" "should have failed: $*" "$said"
}

# is GOT WANT NAME: are the texts the same?
is() {
	[ "$1" = "$2" ]
	result $? "$3" "wanted (<), got (>):" \
		"$(diff <(printf '%s\n' "$2") <(printf '%s\n' "$1"))"
}

# finish: the plan. The last line of a test.
finish() {
	echo "1..$count"
	[ "$failed" -eq 0 ]
	exit
}

# --- running ---------------------------------------------------------------

# run COMMAND...: its exit status is $status, what it printed in $out, $err.
out=$tmp/stdout
err=$tmp/stderr
status=
run() {
	status=0
	"$@" >"$out" 2>"$err" </dev/null || status=$?
}

respin() {
	run "$RESPIN" "$@"
}

# run_result STATUS NAME [LINE...]: as result, with what the last run said. That
# is put together only for a failure: thousands of checks pass.
run_result() {
	if [ "$1" -eq 0 ]; then
		result "$@"
	else
		result "$@" "exit status $status" \
			"$(sed 's/^/stdout: /' "$out")" "$(sed 's/^/stderr: /' "$err")"
	fi
}

# exits STATUS NAME
exits() {
	[ "$status" -eq "$1" ]
	run_result $? "$2" "want exit status $1"
}

# prints PATTERN NAME: does a line of stdout match? (grep -E)
prints() {
	grep -qE -e "$1" "$out"
	run_result $? "$2" "no line of stdout matches: $1"
}

# prints_not PATTERN NAME
prints_not() {
	! grep -qE -e "$1" "$out"
	run_result $? "$2" "a line of stdout matches: $1"
}

# says_nothing NAME: nothing on stdout, nothing on stderr.
says_nothing() {
	[ ! -s "$out" ] && [ ! -s "$err" ]
	run_result $? "$1"
}

# The line that generate adds when a patch failed.
nothing_written='^respin: nothing was written; respin generate -n -d shows'

# complaint PATTERN: is stderr one line that says so? A finding of generate
# may add that nothing was written, and lists leftovers before. What is wrong
# is in $wrong, or nothing is.
complaint() {
	local line said="" lines=0
	while IFS= read -r line || [ -n "$line" ]; do
		[[ $line =~ $nothing_written ||
		   $line =~ ^'  left'(', as stated')?': ' ]] && continue
		lines=$((lines + 1))
		said=$line
	done <"$err"
	wrong=
	if [ "$lines" -ne 1 ]; then
		wrong="want one line on stderr, got $lines"
	elif ! [[ $said =~ ^'respin: '[^\ ] ]]; then
		wrong="stderr does not begin with 'respin: '"
	elif ! [[ $said =~ $1 ]]; then
		wrong="stderr does not match: $1"
	elif [[ $said =~ [[:cntrl:]] ]]; then
		wrong="stderr has control characters"
	fi
}

# complains STATUS PATTERN NAME: one clear line on stderr, and this status.
complains() {
	local wrong
	complaint "$2"
	[ "$status" -eq "$1" ] || wrong="want exit status $1. $wrong"
	[ -z "$wrong" ]
	run_result $? "$3" "$wrong"
}

# --- trees and folders -----------------------------------------------------

# fill DIR: a copy of the tiny kernel, without git.
fill() {
	mkdir -p "$1" && cp -R "$kernel/." "$1"
}

# commit_all DIR [MESSAGE]
commit_all() {
	git -C "$1" add -A &&
	git -C "$1" -c gc.auto=0 commit -q -m "${2:-a commit}"
}

# new_tree DIR: a git repository with the tiny kernel as its one commit.
new_tree() {
	fill "$1" && git init -q "$1" && commit_all "$1" "tiny kernel"
}

# new_series DIR: a copy of the series, to be spoilt.
new_series() {
	mkdir -p "$1" && cp -R "$swap/." "$1"
}

# swap_text FILE OLD NEW: replace a literal text (one line), which is there.
swap_text() {
	local text
	text=$(cat "$1"; echo x)
	text=${text%x}
	case $text in
	*"$2"*) printf '%s' "${text//"$2"/"$3"}" >"$1" ;;
	*) echo "# $1 does not hold '$2'"; return 1 ;;
	esac
}

# facts DIR...: names, types, modes and contents of all that is there.
facts() {
	find "$@" -printf '%p %y %m %l\n' -type f -exec sha256sum {} + 2>/dev/null | sort
}

# Folders that a run which fails must leave as they were: where it is run,
# and that for scratch files. $watched adds more.
watched=
disk() {
	facts "$tmp/work" "$TMPDIR" $watched
}

# patches DIR: names of the patch files, without the cover letter.
patches() {
	(cd "$1" && ls -- *.patch | grep -v '^0000-')
}

# same_files A B: the same names and bytes?
same_files() {
	diff -r "$1" "$2"
}

# same_patches A B: likewise, of the patch files?
same_patches() {
	diff -r -x respin "$1" "$2"
}

# json_ok FILE: is it one JSON value, by the grammar, and nothing more?
json_ok() {
	tr -d '\n' <"$1" | awk '
	function fail() { bad = 1; s = ""; return 0 }
	function eat(re) {
		if (!match(s, "^(" re ")"))
			return 0
		s = substr(s, RLENGTH + 1)
		return 1
	}
	function ws() { eat("[ \t\r]*") }
	function string() {
		return eat("\"([^\"\\\\]|\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]))*\"")
	}
	function list(end, pairs) {
		ws()
		if (eat(end))
			return 1
		do {
			ws()
			if (pairs) {
				if (!string())
					return fail()
				ws()
				if (!eat(":"))
					return fail()
			}
			if (!value())
				return fail()
			ws()
		} while (!bad && eat(","))
		return eat(end) ? 1 : fail()
	}
	function value() {
		ws()
		if (eat("[{]"))
			return list("[}]", 1)
		if (eat("\\["))
			return list("\\]", 0)
		if (string())
			return 1
		return eat("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?|true|false|null")
	}
	{ s = $0; n++ }
	END {
		good = n == 1 && value()
		ws()
		exit !(good && !bad && s == "")
	}'
}

# --- fakes and children ----------------------------------------------------

# fake MODE COMMAND...: with tests/fakes/spatch in place of spatch.
fake() {
	local mode=$1
	shift
	no_kept
	FAKE_SPATCH=$mode FAKE_DIR=$tmp PATH=$top/tests/fakes:$PATH "$@"
	no_kept
}

# fake_git MODE COMMAND...: with tests/fakes/git in place of git.
fake_git() {
	local mode=$1
	shift
	FAKE_GIT=$mode FAKE_DIR=$tmp PATH=$top/tests/fakes:$PATH "$@"
}

# soon COMMAND...: wait until it succeeds, 15 seconds at most.
soon() {
	local i
	for ((i = 0; i < 300; i++)); do
		"$@" >/dev/null 2>&1 && return 0
		sleep 0.05
	done
	return 1
}

# gone PID...: has each of these processes ended? (A zombie has.)
gone() {
	local p state
	for p; do
		read -r _ _ state _ 2>/dev/null <"/proc/$p/stat" || continue
		[ "$state" = Z ] || return 1
	done
	return 0
}

# deny COMMAND...: run it so that permissions count, even for root.
deny_how=unknown
deny() {
	if [ "$deny_how" = root ]; then
		setpriv --bounding-set=-all --inh-caps=-all "$@"
	else
		"$@"
	fi
}

# can_deny: is there a way to do that?
can_deny() {
	if [ "$(id -u)" -eq 0 ]; then
		deny_how=root
	else
		deny_how=user
	fi
	: >"$tmp/denied" && chmod 0 "$tmp/denied"
	! deny cat "$tmp/denied" >/dev/null 2>&1 && deny true 2>/dev/null
}
