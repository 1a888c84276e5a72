#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# job.sh N DIR VERIFY...: line N of DIR/plan, on this machine. Objects and the
# store are written to $WORK, on a local disk; the store goes to DIR at the end,
# as a whole. See slurm.sh and parallel.sh.
set -u

n=$1 dir=$2
shift 2
job=$(sed -n "${n}p" "$dir/plan")
work=${WORK:-/var/tmp/respin-$(id -u)}
[ -n "$job" ] || { echo "job.sh: $dir/plan has no line $n" >&2; exit 128; }
mkdir -p "$work" || exit 128

# A folder that no other job on this machine uses: sources are copied there once.
i=1
while exec 9>"$work/$i.lock"; ! flock -n 9; do
	i=$((i + 1))
done

# What an earlier try has found, here or elsewhere, is not done again.
store=$work/$i.db
rm -f "$store" "$store-wal" "$store-shm"
if [ -e "$dir/stores/$n.db" ]; then
	cp "$dir/stores/$n.db" "$store" || exit 128
fi
${RESPIN:-respin} verify --only-job "$job" --store "$store" --work "$work/$i" \
	-j "${SLURM_CPUS_PER_TASK:-$(nproc)}" "$@"
status=$?
[ -e "$store" ] || exit $status
cp "$store" "$dir/stores/.$n.new" && mv "$dir/stores/.$n.new" "$dir/stores/$n.db" || exit 128
# 1: this configuration cannot be compiled. The last run shows it as not checked.
[ $status -le 1 ] || exit $status
: >"$dir/stores/$n.done"
