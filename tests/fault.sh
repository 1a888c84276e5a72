#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# fault.sh [-j JOB]... [-n SAMPLES] [SYSCALL...]: what can fail fails, one thing
# a run: system calls of respin (by strace), and of all that it starts.
# tests/fault-lib.sh says what must come out.
. "$(dirname "$0")/lib.sh"
. "$top/tests/fault-lib.sh"

samples=3
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

# A system call, and how it fails. Not close(2): one that strace fails leaves
# the file open, which no kernel does.
faults="read:EIO,EINTR,EISDIR pread64:EIO write:ENOSPC,EIO,EINTR pwrite64:ENOSPC,EIO
openat:EMFILE,EIO,ENOMEM,EACCES rename:EIO,ENOSPC renameat2:EIO unlink:EIO mkdir:ENOSPC,EIO
fsync:EIO fdatasync:EIO clone:EAGAIN,ENOMEM pipe2:EMFILE mmap:ENOMEM
getdents64:EIO newfstatat:EIO,ENOMEM lseek:EIO memfd_create:EMFILE,ENOMEM ftruncate:EIO
flock:EINTR,ENOLCK readlink:EIO access:EIO fchmod:EIO utimensat:EIO wait4:EINTR
rt_sigtimedwait:EINTR chdir:EIO execve:ENOENT,ENOMEM,EAGAIN dup2:EBUSY symlink:ENOSPC link:EIO
setpgid:EPERM prctl:EINVAL kill:EPERM"
[ $# -eq 0 ] || {
	all=$faults
	faults=
	for s; do
		for f in $all; do
			[ "${f%%:*}" != "$s" ] || faults="$faults $f"
		done
	done
}
calls=$(for f in $faults; do printf '%s,' "${f%%:*}"; done)

declare -A done_of refused_of
try() {
	disturbed "$@"
	result $? "$2: $how" "$wrong" "$(head -n 3 "$tmp/said")"
}

# count_calls LOG: lines "SYSCALL NUMBER".
count_calls() {
	sed -E 's/^([0-9]+ +)?([a-z0-9_]+)\(.*/\2/' "$1" | sort | uniq -c | awk '{ print $2, $1 }'
}

fixtures || { echo "Bail out! no fixtures"; exit 1; }
strace -o "$tmp/log" -e trace="${calls%,}" "$RESPIN" --version >/dev/null
count_calls "$tmp/log" >"$tmp/start.calls"
for name in $picked; do
	reference "$name"
	job "$name"
	begin
	go strace -o "$tmp/log" -e trace="${calls%,}"
	count_calls "$tmp/log" >"$tmp/calls"
	k=0
	for f in $faults; do
		call=${f%%:*}
		errnos=(${f#*:})
		IFS=, read -ra errnos <<<"${f#*:}"
		all=$(awk -v c="$call" '$1 == c { print $2 }' "$tmp/calls")
		first=$(awk -v c="$call" '$1 == c { print $2 }' "$tmp/start.calls")
		left=$((${all:-0} - ${first:-0}))
		n=$samples
		[ "$left" -ge "$n" ] || n=$left
		for ((i = 0; i < n; i++)); do
			k=$((k + 1))
			at=$((${first:-0} + 1 + (i * left + k % 3 * left / 3) / n % left))
			for more in "" +; do
				errno=${errnos[$((k % ${#errnos[@]}))]}
				case $errno$more in EINTR+ | EAGAIN+) continue ;; esac
				cannot=
				case $call$more in
				unlink* | getdents64* | newfstatat* | openat+) cannot=remove ;;
				write+) cannot=write ;;
				esac
				try "$name" "$name: $call $errno when=$at$more" strace -o /dev/null \
					-e trace="$call" -e inject="$call:error=$errno:when=$at$more"
			done
		done
	done
done
finish
