#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# fault-tools.sh [-j JOB]... [-n SAMPLES] [TOOL...]: the tools that respin
# starts are killed, have no room, cannot read, are broken.
# tests/fault-lib.sh says what must come out.
. "$(dirname "$0")/lib.sh"
. "$top/tests/fault-lib.sh"

samples=2
picked=
while getopts j:n: o; do
	case $o in
	j) picked="$picked $OPTARG" ;;
	n) samples=$OPTARG ;;
	*) exit 129 ;;
	esac
done
shift $((OPTIND - 1))
picked=${picked:-$jobs}
names=${*:-gcc cc1 as git spatch sparse make}

ways=(SIGKILL SIGSEGV SIGXFSZ
      "-e trace=write -e inject=write:error=ENOSPC:when=1+"
      "-e trace=read -e inject=read:error=EIO:when=4+"
      "-e trace=openat -e inject=openat:error=EMFILE:when=5+"
      "-e trace=mmap -e inject=mmap:error=ENOMEM:when=20+"
      "-e trace=execve -e inject=execve:error=ENOENT:when=2+"
      "-e trace=%process -e inject=clone,vfork,clone3,fork:error=EAGAIN:when=1+"
      "-e trace=rename,unlink -e inject=rename,unlink:error=EIO:when=1+"
      "-e trace=newfstatat -e inject=newfstatat:error=EIO:when=6+"
      127)

no_kept
tools "$tmp/tools"
fixtures || { echo "Bail out! no fixtures"; exit 1; }
k=0
for name in $picked; do
	reference "$name"
	job "$name"
	for tool in $names; do
		: >"$tmp/calls"
		begin
		FAULT_TOOL=$tool go env
		calls=$(wc -l <"$tmp/calls")
		for ((i = 0; i < samples * (calls > 0); i++)); do
			for way in "${ways[@]}"; do
				# sparse takes it for the end of the file.
				[ "$tool $way" != "sparse ${ways[4]}" ] || continue
				k=$((k + 1))
				at=$((1 + (k * 7 + i * calls / samples) % calls))
				[ "$way" != 127 ] || at=all
				: >"$tmp/calls"
				disturbed "$name" x env FAULT_TOOL="$tool" FAULT_AT="$at" FAULT="$way"
				result $? "$name: $tool $at of $calls: $way: $how" "$wrong" "$(head -n 3 "$tmp/said")"
			done
		done
	done
done
finish
