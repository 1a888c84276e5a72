# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# fault-lib.sh: the machine fails while respin runs. To be sourced after lib.sh.
#
# Whatever fails, there are two right ends: the answer of an undisturbed run,
# to the byte; or exit status 128 (130 if interrupted), a line that says what
# failed, and nothing half-written. And the next run, with all that the
# disturbed one kept, gives the undisturbed answer.
#
#	fixtures	make the trees, series and patches
#	jobs		the runs there are; job NAME sets $job to the command
#	reference NAME	run it undisturbed, and keep what it answers
#	disturbed NAME WHAT COMMAND...
#			run it with COMMAND before it, and judge: see there

jobs="generate regenerate split compare review trailers verify reverify prove reprove merge"

fixtures() {
	mkdir "$tmp/plain" "$tmp/start" && cd "$tmp/plain" || return
	new_tree k && new_series s
	"$RESPIN" generate -q -s ./s -o made k || return
	cp -R made other && sed -i 's/^+.*foo_map.*/& \/* more *\//' other/0001-*
	{
		cat made/0001-*
		printf '\nFrom mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Jane <jane@example.org>\nMessage-ID: <r@example.org>\nSubject: Re: [PATCH v2 1/2] foo: take the object first in foo_map()\n\nReviewed-by: Jane <jane@example.org>\n'
	} >mbox
	mkdir "$tmp/objects" && cd "$tmp/objects" || return
	. "$top/tests/prove-tree.sh" || return
	# Two stores, one of them to be added to: verify, and then prove.
	"$RESPIN" verify -q --arch-data data/arch --work work --store target.db \
		--arch here k right || return
	"$RESPIN" prove -q --arch-data data/arch --work work --store more.db \
		--arch here --rules rules k right >/dev/null
	rm -rf work
	cd "$tmp/work" || return
	for place in plain objects; do
		rm -rf "$tmp/cache" && mkdir "$tmp/cache"
		mkdir "$tmp/start/$place" &&
			cp -a "$tmp/$place" "$tmp/start/$place/work" &&
			mkdir "$tmp/start/$place/tmp" "$tmp/start/$place/cache"
	done
	rm -rf "$tmp/plain" "$tmp/objects"
}

# job NAME: $job, where it begins ($place), what it writes ($writes).
job() {
	writes=
	place=plain
	case $1 in
	generate) job=(generate -s ./s -o out -j2 k) writes=out ;;
	regenerate) job=(generate -s ./s -o made -j2 k) writes=made ;;
	split) job=(split --by directory -o pieces k made) writes=pieces ;;
	compare) job=(compare made other) ;;
	review) job=(review --html page.html --out made --against other --range-diff)
		writes=page.html ;;
	trailers) job=(trailers -s ./s -o made mbox) writes=s ;;
	verify | reverify)
		place=objects
		job=(verify --arch-data data/arch --work work --store store.db
		     --arch here --report report.json k right) ;;
	prove | reprove)
		place=objects
		job=(prove --arch-data data/arch --work work --store store.db
		     --arch here --rules rules --report report.json k right) ;;
	merge)
		place=objects
		job=(store merge target.db more.db) ;;
	esac
	case $1 in reverify | reprove) place=$1 ;; esac
}

# begin: the place as it was before the first run.
begin() {
	rm -rf "$tmp/run" && cp -a "$tmp/start/$place" "$tmp/run"
}

# go COMMAND...: the job, after these words.
go() {
	status=0
	(cd "$tmp/run/work" && TMPDIR=$tmp/run/tmp XDG_CACHE_HOME=$tmp/run/cache \
		exec timeout -k 1 "${limit:-60}" "$@" "$RESPIN" "${job[@]}") >"$out" 2>"$err" </dev/null || status=$?
}

# rows: what is in the store that merge adds to.
rows() {
	[ "${job[0]}" != store ] || sqlite3 "$tmp/run/work/target.db" .dump
}

# state: what the job may change, and that only as a whole.
state() {
	[ -z "$writes" ] || (cd "$tmp/run/work" && facts $writes 2>/dev/null)
	rows
}

# How long it took, and what it worked at, is no part of an answer.
answer() {
	echo "exit status $status"
	sed -E 's/(^| +)[0-9.]+ ?s\>//g; s/time$//; s/, [0-9]+ (compilers? started|of them new)$//; s/^(  here-def .*[^ 0-9]) +[0-9]+ *$/\1/' "$out"
	[ -z "$writes" ] || (cd "$tmp/run/work" && facts $writes)
	rows
}

# tools DIR: put into DIR a program for each tool that respin or gcc starts. It
# is the real one, but for number $FAULT_AT of all that are called $FAULT_TOOL,
# which does $FAULT: SIGNAME ends it so, a number is its exit status, and all
# else are arguments for strace.
tools() {
	local t
	mkdir "$1"
	for t in gcc git spatch sparse make cc1 as; do
		case $t in
		cc1) real=$(gcc -print-prog-name=cc1) ;;
		*) real=$(command -v "$t") ;;
		esac
		cat >"$1/$t" <<-END
			#!/bin/bash
			real=$real
			[ "\$FAULT_TOOL" = $t ] || exec \$real "\$@"
			exec 9>>"\$FAULT_DIR/calls"
			flock 9
			echo >&9
			n=\$(wc -l <"\$FAULT_DIR/calls")
			exec 9>&-
			[ "\$n" = "\$FAULT_AT" ] || [ "\$FAULT_AT" = all ] || exec \$real "\$@"
			case \$FAULT in
			SIG*) kill -s "\${FAULT#SIG}" \$\$ ;;
			[0-9]*) exit "\$FAULT" ;;
			*) exec strace -f -o /dev/null \$FAULT \$real "\$@" ;;
			esac
		END
		chmod +x "$1/$t"
	done
	# gcc looks there for cc1 and as.
	export FAULT_DIR=$tmp COMPILER_PATH=$1 PATH=$1:$PATH
	export FAULT_TOOL='' FAULT_AT=0 FAULT=''
}

reference() {
	job "$1"
	case $1 in
	reverify | reprove)
		job "${1#re}"
		begin
		go env
		rm -rf "$tmp/start/$1" "$tmp/run/work/report.json"
		cp -a "$tmp/run" "$tmp/start/$1"
		job "$1"
		;;
	esac
	begin
	go env
	answer >"$tmp/answer.$1"
}

# What is left beside the answer: nothing is to be. With $cannot=remove, what
# fails is what removing takes; the next run, a minute later, does it.
cannot=
left_over() {
	[ "$cannot" = remove ] || find "$tmp/run/tmp" "$tmp/run/work" \
		-mindepth 1 -maxdepth 2 \( -path "$tmp/run/tmp/*" -o \
		-name '.*.new' -o -name '.*.lock' -o -name '*.new.*' \) \
		! -path '*/.git/*'
	json=$tmp/run/work/report.json
	[ ! -s "$json" ] || json_ok "$json" || echo "report.json is no JSON"
}

# A cell of a table that passed, or a proof, where the answer has none.
claims() {
	grep -E '^  [a-z]+-[a-z]+ .*\+|proof: |0 cells fail|0 leaks|the same content' "$1" |
		sed -E 's/ +[0-9.]+ ?s\>//g'
}

# disturbed NAME WHAT COMMAND...: run job NAME after COMMAND, in place of the
# undisturbed. Sets $how to same, refused or, if it ended wrongly, to how; $wrong says it all.
disturbed() {
	local name=$1 before
	shift 2
	job "$name"
	begin
	before=$(state)
	go "$@"
	how=
	wrong=
	answer >"$tmp/answer"
	if [ "$status" -eq 128 ] || [ "$status" -eq 130 ]; then
		how=refused
		[ "$cannot" = write ] || grep -q '^respin: ' "$err" || wrong="status $status, and not a word. "
		[ "$(state)" = "$before" ] ||
			wrong="${wrong}exit status $status, but $writes is another. "
	elif cmp -s "$tmp/answer" "$tmp/answer.$name"; then
		how=same
	else
		how=other
		wrong="another answer: $(diff "$tmp/answer.$name" "$tmp/answer" | head -n 12). "
	fi
	[ -z "$(left_over)" ] || wrong="${wrong}left: $(left_over | tr '\n' ' '). "
	cp "$err" "$tmp/said"
	# What was kept there is what the run is for.
	[ "$name" != trailers ] || {
		rm -rf "$tmp/run/work/s"
		cp -a "$tmp/start/plain/work/s" "$tmp/run/work/s"
	}
	go env
	answer >"$tmp/answer"
	cmp -s "$tmp/answer" "$tmp/answer.$name" ||
		wrong="${wrong}the next run answers otherwise: $(diff "$tmp/answer.$name" "$tmp/answer" | head -n 12; head -n 3 "$err")"
	[ -z "$wrong" ]
}
