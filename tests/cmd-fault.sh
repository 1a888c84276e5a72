#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# A machine that fails: some of what tests/fault.sh and tests/fault-tools.sh do
# at length. tests/fault-lib.sh says what must come out.
. "$(dirname "$0")/lib.sh"
. "$top/tests/fault-lib.sh"

# The sanitizers' search for leaks cannot work in a process that strace traces.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
no_kept
if ! strace -o /dev/null -e trace=fsync -e inject=fsync:error=EIO true 2>/dev/null; then
	echo "1..0 # SKIP strace cannot trace here (not installed, or ptrace is refused)"
	exit 0
fi
tools "$tmp/tools"
fixtures || { echo "Bail out! no fixtures"; exit 1; }

# fails JOB SYSCALL ERRNO WHEN...: respin's own calls.
fails() {
	local name=$1 call=$2 errno=$3 at
	shift 3
	for at; do
		disturbed "$name" x strace -o /dev/null -e trace="$call" \
			-e inject="$call:error=$errno:when=$at"
		result $? "$name: $call $errno when=$at: $how" "$wrong" \
			"$(head -n 3 "$tmp/said")"
	done
}

# ends JOB TOOL NUMBER WAY: what it starts.
ends() {
	: >"$tmp/calls"
	disturbed "$1" x env FAULT_TOOL="$2" FAULT_AT="$3" FAULT="$4"
	result $? "$1: $2 $3: $4: $how" "$wrong" "$(head -n 3 "$tmp/said")"
}
full="-e trace=write -e inject=write:error=ENOSPC:when=1+"
blind="-e trace=read -e inject=read:error=EIO:when=4+"

reference compare
fails compare read EIO 30 90
fails compare openat EMFILE 40
fails compare getdents64 EIO 1
fails compare memfd_create ENOMEM 2
fails compare clone EAGAIN 3
fails compare flock ENOLCK 2
ends compare git 2 SIGKILL
ends compare git 3 "$full"
ends compare git all 127

reference trailers
fails trailers openat EIO 43
fails trailers rename ENOSPC 1
fails trailers fsync EIO 1
cannot=write fails trailers write ENOSPC 5+
ends trailers git 4 SIGSEGV

reference generate
fails generate renameat2 EIO 1
fails generate pipe2 EMFILE 4
fails generate mkdir ENOSPC 4
fails generate clone EAGAIN 8
ends generate spatch 3 SIGKILL
ends generate git 5 "$full"

reference verify
fails verify pwrite64 ENOSPC 8+
fails verify fsync EIO 2
ends verify cc1 all 127
ends verify as 2 127
ends verify as 2 "$full"
ends verify gcc 4 SIGKILL
ends verify make 2 "$blind"
ends verify git 6 "$blind"
ends verify sparse 2 SIGSEGV

reference prove
fails prove openat EIO 60
ends prove cc1 3 SIGKILL
ends prove cc1 5 "$blind"

finish
