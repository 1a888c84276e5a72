#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# bench-cluster.sh LINUX [PATCHES]: what respin verify takes on 1 to 16 nodes. This
# machine is one: so each job of the plan is run here, one after the other, with an
# empty store, and its CPU seconds (user and system, with children) are replayed:
# jobs go in the order of the plan to the node that is free first, as Slurm and GNU
# parallel do it. The floor is the longest job, and what the last run takes: merging,
# and the report. A node's cores divide all of these alike.
#
#	ARCHS	only these architectures or configurations
#	UNITS	--job-units (default: respin's)
#	WORK	objects (default build/bench-cluster)
#	DIR	stores and times, kept: a job that has its time is not run again
#		(default build/bench-cluster.jobs)
set -u
cd "$(dirname "$0")/.." || exit 2
export LC_ALL=C
linux=${1:?usage: bench-cluster.sh LINUX [PATCHES]}
patches=${2:-generated-patches/linux-$(make -s -C "$linux" kernelversion)}
work=${WORK:-build/bench-cluster} dir=${DIR:-build/bench-cluster.jobs}
respin=${RESPIN:-./respin}
mkdir -p "$dir" && cp "$respin" "$dir/respin" || exit 2
options=(--checks "$dir/none")
mkdir -p "$dir/none"
for a in ${ARCHS:-}; do
	options+=(--arch "$a")
done
[ -z "${UNITS:-}" ] || options+=(--job-units "$UNITS")

# cpu FILE COMMAND...: its CPU seconds into FILE.
cpu() {
	local file=$1 status TIMEFORMAT='%U %S'
	shift
	{ time "$@" >>"$dir/log" 2>&1 </dev/null; } 2>"$file.new"
	status=$?
	awk 'END { print $1 + $2 }' "$file.new" >"$file"
	rm -f "$file.new"
	return $status
}

cpu "$dir/plan.time" "$dir/respin" verify --plan "$dir/plan" "${options[@]}" \
	"$linux" "$patches" || exit 2
n=0
while read -r job; do
	n=$((n + 1))
	[ ! -s "$dir/$n.time" ] || [ "$(cat "$dir/$n.job")" != "$job" ] || continue
	rm -f "$dir/$n".*
	cpu "$dir/$n.time" "$dir/respin" verify --only-job "$job" --store "$dir/$n.db" \
		--work "$work" "${options[@]}" "$linux" "$patches"
	# 1: it cannot be compiled here, and costs what that costs.
	[ $? -le 1 ] || { echo "job $job gave no answer: see $dir/log" >&2; exit 1; }
	echo "$job" >"$dir/$n.job"
	rm -rf "${work:?}"/obj
done <"$dir/plan"
rm -f "$dir"/all.db*
cpu "$dir/merge.time" "$dir/respin" store merge "$dir/all.db" "$dir"/[0-9]*.db || exit 2
cpu "$dir/report.time" "$dir/respin" verify --store "$dir/all.db" --work "$work" \
	"${options[@]}" "$linux" "$patches"
[ $? -le 1 ] || exit 2
tail -n 2 "$dir/log" | grep started

end=$(cat "$dir"/plan.time "$dir"/merge.time "$dir"/report.time | awk '{ s += $1 } END { print s }')
echo "plan, merge, report: $(cat "$dir"/plan.time "$dir"/merge.time "$dir"/report.time | tr '\n' ' ')CPU s"
for i in $(seq "$n"); do
	echo "$(cat "$dir/$i.time") $(cat "$dir/$i.job")"
done | awk -v end="$end" '
	{ time[NR] = $1; all += $1; if ($1 > most) { most = $1; name = $2 } }
	END {
		printf "%d jobs, %.0f CPU s; the longest, %s: %.0f; floor %.0f\n", NR, all, name, most, most + end
		print "| nodes | CPU s until the report | to one node |"
		print "|---|---|---|"
		for (nodes = 1; nodes <= 16; nodes *= 2) {
			delete busy
			last = 0
			for (i = 1; i <= NR; i++) {
				free = 1
				for (k = 2; k <= nodes; k++)
					if (busy[k] < busy[free])
						free = k
				busy[free] += time[i]
				if (busy[free] > last)
					last = busy[free]
			}
			if (nodes == 1)
				one = last + end
			printf "| %d | %.0f | %.2f |\n", nodes, last + end, (last + end) / one
		}
	}'
