#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# slurm.sh DIR LINUX PATCHES [OPTION...]: respin verify as a job array of Slurm.
#
# DIR, LINUX and PATCHES are on a file system that all nodes have. DIR gets the
# plan, logs, stores, and verify.json. OPTIONs, such as --arch or --depth, are
# those of respin verify. Jobs of a node that dies are put into the queue again
# by Slurm; the same command again does what is missing.
#	$SBATCH	options of sbatch: "--partition=x --cpus-per-task=8"
#	$WORK	a folder on each node's own disk (/var/tmp/respin-UID)
#	$RESPIN	the program (respin)

. "$(dirname "$0")/cluster.sh"

plan "$@"
shift 3
# shellcheck disable=SC2086
sbatch --wait --requeue --open-mode=append --job-name=respin --array="1-$jobs" \
	--output="$dir/logs/%a" ${SBATCH:-} "$here/slurm-task.sh" "$here" "$dir" \
	"$@" "$linux" "$patches" || :
report "$@"
