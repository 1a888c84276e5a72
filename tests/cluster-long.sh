#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# cluster-long.sh [LINUX [PATCHES]]: verify/cluster/slurm.sh and parallel.sh give
# the report of one machine, to the byte, with nodes that die in the middle: on a
# tiny kernel, and on LINUX with the configurations in CONFIGS. The nodes are this
# machine on loopback: slurmd with ports of their own, sshd with keys of the test.
#
#	CONFIGS	for LINUX (default "m68k-multi x86-x86_64")
#	UNITS	its --job-units (default 100, which cuts most of them)
#	TINY	no: only LINUX
linux=${1:+$(realpath "$1")} patches=${2:+$(realpath "$2")}
. "$(dirname "$0")/lib.sh"
. "$top/tests/cluster-nodes.sh"
. "$top/tests/verify-tree.sh"
trap 'slurm_stop; ssh_stop; cd /; chmod -R u+rwx "$tmp" 2>/dev/null; rm -rf "$tmp"' EXIT
PATH=$PATH:/usr/sbin:/sbin
job_wrapper
export RESPIN=$RESPIN WORK=$tmp/node-work
real=$RESPIN

for tool in slurmctld slurmd parallel sshd; do
	check "there is a $tool" command -v "$tool"
done

sed -i 's/\bcount\b/total/' k/include/linux/foo.h k/mm/one.c
change "rename count"
sed -i 's/^	return f->name\[0\];/	int left;\n\n&/' k/mm/two.c
change "an unused variable"
series bad
git -C k checkout -q "$good"
for name in near next; do
	sed "s/here/$name/" data/arch/here.conf >"data/arch/$name.conf"
done
mkdir data/none
options=(--arch-data "$PWD/data/arch" --checks "$PWD/data/none" --job-units 1)

# said: what was printed, but for times, and paths that are of the run.
said() {
	grep -E '^(  [a-z]|patch|not compiled|code|[0-9]+ )' "$out" |
		sed -E 's/ +[0-9]+s$//; s/ --(store|work) [^ ]+//g; s/(^|; )[0-9]+ s, .*//; /^  again/d; /^  list/d'
}

# started: how many compilers the last run started.
started() {
	sed -nE 's/^(.*; )?[0-9]+ s, ([0-9]+) compilers? started$/\2/p' "$out"
}

# alone: the report and text of one machine, with an empty store.
alone() {
	rm -rf alone
	mkdir alone
	run "$real" verify "${options[@]}" --store alone/store.db --work alone/work \
		--report alone/verify.json "$tree" "$series"
	alone=$status
	said >alone/text
	started=$(started)
}

# same NAME: is the last run, into DIR, what one machine does?
same() {
	exits "$alone" "$1: the exit status of one machine"
	check "$1: the report of one machine, to the byte" cmp alone/verify.json "$dir/verify.json"
	is "$(said)" "$(cat alone/text)" "$1: the text of one machine"
	check "$1: there is a text" grep -q 'cells fail' alone/text
	check "$1: hardly anything was left to compile ($(started), $started alone)" \
		test "$(started)" -le "${left:-2}"
	run "$real" store merge both.db alone/store.db "$dir/all.db"
	exits 0 "$1: each result is that of one machine"
	rm -f both.db*
}

# cluster SCRIPT DIR: run it with all that is set.
cluster() {
	dir=$2
	rm -rf "$dir" "$WORK" "$tmp"/slow/on-*
	run "$top/verify/cluster/$1.sh" "$dir" "$tree" "$series" "${options[@]}"
}

# with_death SCRIPT DIR KILL: likewise, and node 1 dies as soon as it has a job.
with_death() {
	dir=$2
	rm -rf "$dir" "$WORK" "$tmp"/slow/on-*
	RESPIN=$tmp/slow/respin "$top/verify/cluster/$1.sh" "$dir" "$tree" "$series" \
		"${options[@]}" >"$out" 2>"$err" </dev/null &
	running=$!
	soon test -e "$tmp/slow/on-n1"
	result $? "$2: node 1 has a job"
	$3 1
	wait "$running"
	status=$?
}

# On a kernel of three units, with each unit a job.
tiny() {
	local n
	tree=$PWD/k series=$PWD/bad
	alone
	check "one machine: there are findings" grep -q 'unused variable' alone/verify.json
	for n in 2 4; do
		slurm_start "$n"
		result $? "Slurm: $n nodes are idle" "$(sinfo 2>&1)" \
			"$(tail -n 3 "$nodes"/log/* 2>&1)"
		cluster slurm "$PWD/slurm-$n"
		same "Slurm, $n nodes"
		is "$(find "$dir/stores" -name '*.done' | wc -l)" "$(wc -l <"$dir/plan")" \
			"Slurm, $n nodes: all jobs ended"
		if [ "$n" -eq 2 ]; then
			with_death slurm "$PWD/slurm-death" slurm_kill
			same "Slurm, a node dies"
		fi
		slurm_stop
	done
	ssh_start 2
	result $? "ssh: 2 nodes answer" "$(tail -n 3 "$nodes"/ssh/log* 2>&1)"
	export HOSTS=n1,n2
	cluster parallel "$PWD/parallel"
	same "GNU parallel, 2 nodes"
	with_death parallel "$PWD/parallel-death" ssh_kill
	same "GNU parallel, a node dies"
	ssh_stop
}

# On LINUX, its configurations cut into parts as well.
real() {
	local c
	export RESPIN_DATA=$top
	tree=$linux
	series=${patches:-$top/generated-patches/linux-$(make -s -C "$linux" kernelversion)}
	options=(--checks "$PWD/data/none" --job-units "${UNITS:-100}")
	for c in ${CONFIGS:-m68k-multi x86-x86_64}; do
		options+=(--arch "$c")
	done
	alone
	# Which units stand for others is known when all parts are.
	left=$((started / 50 + 2))
	slurm_start 2
	cluster slurm "$PWD/real"
	echo "# jobs: $(tr '\n' ' ' <"$dir/plan")"
	cat "$dir"/logs/* | sed -n 's/^[^ ]*: [0-9]* units, /# &/p'
	same "a real kernel, Slurm, 2 nodes"
	slurm_stop
}

[ "${TINY:-}" = no ] || tiny
[ -z "$linux" ] || real
finish
