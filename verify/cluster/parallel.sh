#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# parallel.sh DIR LINUX PATCHES [OPTION...]: respin verify by GNU parallel over ssh.
#
# DIR, LINUX, PATCHES and respin are at the same place on all machines. DIR gets
# the plan, logs, stores, and verify.json. OPTIONs, such as --arch or --depth, are
# those of respin verify. Jobs of a machine that dies run on another one; the same
# command again does what is missing.
#	$HOSTS	the machines: "a,b,user@c"
#	$WORK	a folder on each machine's own disk (/var/tmp/respin-UID)
#	$RESPIN	the program (respin)

. "$(dirname "$0")/cluster.sh"

[ -n "${HOSTS:-}" ] || die "set HOSTS: \"a,b\""
plan "$@"
shift 3
# A machine that does not answer any more is given up after 30 seconds.
: "${PARALLEL_SSH:=ssh -o BatchMode=yes -o ServerAliveInterval=10 -o ServerAliveCountMax=3}"
export PARALLEL_SSH
seq "$jobs" | parallel -q --sshlogin "$HOSTS" -j1 --retries 4 --joblog "$dir/logs/jobs" \
	--results "$dir/logs/{}" env RESPIN="$RESPIN" ${WORK:+WORK="$WORK"} \
	"$here/job.sh" {} "$dir" "$@" "$linux" "$patches" >/dev/null || :
report "$@"
