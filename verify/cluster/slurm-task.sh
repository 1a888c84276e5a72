#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# slurm-task.sh HERE DIR VERIFY...: a task of the array of slurm.sh. Slurm runs a
# copy of this file, which has to be told where the others are.
here=$1
shift
exec "$here/job.sh" "$SLURM_ARRAY_TASK_ID" "$@"
