# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# cluster-nodes.sh: machines of a cluster that are all this one, on loopback, for
# tests/cluster-long.sh. To be sourced after lib.sh.
#
#	slurm_start N	slurmctld and N slurmd; SLURM_CONF is set
#	slurm_kill I	node I dies, with what it runs
#	slurm_stop
#	ssh_start N	N sshd, "n1" to "nN"; PARALLEL_SSH is set
#	ssh_kill I, ssh_stop
#	job_wrapper	make $tmp/slow/respin, which waits before a job, and notes in
#			$tmp/slow/on-NODE that one runs

nodes=$tmp/nodes
port=$((20000 + $$ % 20000))

# family PID...: these processes and all below them.
family() {
	local p
	for p; do
		echo "$p"
		# shellcheck disable=SC2046
		family $(cat "/proc/$p/task/$p/children" 2>/dev/null)
	done
}

# marked TEXT: the processes with TEXT in their environment, which is ours alone.
marked() {
	local p
	for p in /proc/[0-9]*; do
		tr '\0' '\n' 2>/dev/null <"$p/environ" | grep -qxF -e "$1" &&
			echo "${p#/proc/}"
	done
}

# end PID...: at once, and wait until they are gone.
end() {
	[ $# -eq 0 ] || kill -KILL "$@" 2>/dev/null
	soon gone "$@"
}

slurm_start() {
	local n=$1 i
	mkdir -p "$nodes/state" "$nodes/log"
	export SLURM_CONF=$nodes/slurm.conf
	cat >"$SLURM_CONF" <<-EOF2
	ClusterName=respin
	SlurmctldHost=$(hostname)(127.0.0.1)
	SlurmctldPort=$port
	AuthType=auth/none
	CredType=cred/none
	SlurmUser=$(id -un)
	SlurmdUser=$(id -un)
	StateSaveLocation=$nodes/state
	SlurmdSpoolDir=$nodes/spool.%n
	SlurmctldPidFile=$nodes/slurmctld.pid
	SlurmdPidFile=$nodes/slurmd.%n.pid
	SlurmctldLogFile=$nodes/log/slurmctld
	SlurmdLogFile=$nodes/log/slurmd.%n
	ProctrackType=proctrack/linuxproc
	TaskPlugin=task/none
	MpiDefault=none
	SelectType=select/cons_tres
	SelectTypeParameters=CR_CPU
	SchedulerType=sched/builtin
	SlurmdParameters=config_overrides
	SlurmdTimeout=6
	MessageTimeout=5
	KillWait=2
	ReturnToService=2
	MailProg=/bin/true
	NodeName=n[1-$n] NodeHostname=$(hostname) NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + n))] CPUs=1 State=UNKNOWN
	PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
	EOF2
	slurmctld -D >"$nodes/log/out" 2>&1 &
	slurmctld=$!
	disown
	for ((i = 1; i <= n; i++)); do
		mkdir -p "$nodes/spool.n$i"
		slurmd -D -N "n$i" >"$nodes/log/out.$i" 2>&1 &
		slurmd[i]=$!
		disown
	done
	soon slurm_idle "$n"
}

slurm_idle() {
	[ "$(sinfo -h -N -t idle -o %N | sort -u | wc -l)" -eq "$1" ]
}

slurm_kill() {
	# shellcheck disable=SC2046
	end $(family "${slurmd[$1]}") $(marked "SLURMD_NODENAME=n$1")
}

slurm_stop() {
	local i
	[ -n "${slurmctld:-}" ] || return 0
	for i in "${!slurmd[@]}"; do
		slurm_kill "$i"
	done
	end "$slurmctld"
	unset slurmctld slurmd
}

ssh_start() {
	local n=$1 i
	mkdir -p "$nodes/ssh"
	[ -d /run/sshd ] || mkdir /run/sshd
	ssh-keygen -q -t ed25519 -N '' -f "$nodes/ssh/key"
	ssh-keygen -q -t ed25519 -N '' -f "$nodes/ssh/host"
	for ((i = 1; i <= n; i++)); do
		cat >"$nodes/ssh/sshd.$i" <<-EOF2
		ListenAddress 127.0.0.1
		Port $((port + 100 + i))
		HostKey $nodes/ssh/host
		AuthorizedKeysFile $nodes/ssh/key.pub
		StrictModes no
		UsePAM no
		PidFile none
		SetEnv SSH_NODE=n$i
		EOF2
		cat >>"$nodes/ssh/config" <<-EOF2
		Host n$i
			HostName 127.0.0.1
			Port $((port + 100 + i))
			IdentityFile $nodes/ssh/key
			UserKnownHostsFile /dev/null
			StrictHostKeyChecking no
			LogLevel ERROR
		EOF2
		"$(command -v sshd)" -D -e -f "$nodes/ssh/sshd.$i" >"$nodes/ssh/log.$i" 2>&1 &
		sshd[i]=$!
		disown
	done
	export PARALLEL_SSH="ssh -F $nodes/ssh/config -o BatchMode=yes -o ConnectTimeout=5 -o ServerAliveInterval=5"
	for ((i = 1; i <= n; i++)); do
		soon $PARALLEL_SSH "n$i" true || return 1
	done
}

ssh_kill() {
	# shellcheck disable=SC2046
	end $(family "${sshd[$1]}") $(marked "SSH_NODE=n$1")
}

ssh_stop() {
	local i
	for i in "${!sshd[@]}"; do
		ssh_kill "$i"
	done
	unset sshd
}

job_wrapper() {
	mkdir -p "$tmp/slow"
	cat >"$tmp/slow/respin" <<-EOF2
	#!/bin/sh
	case \$* in *--only-job*)
		: >"$tmp/slow/on-\${SLURMD_NODENAME:-\$SSH_NODE}"
		sleep 2
		;;
	esac
	exec "$RESPIN" "\$@"
	EOF2
	chmod +x "$tmp/slow/respin"
}
