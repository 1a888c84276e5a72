# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# cluster.sh: what slurm.sh and parallel.sh share. To be sourced. DIR, LINUX and
# PATCHES become absolute: jobs run elsewhere.
set -u

here=$(cd "$(dirname "$0")" && pwd)
RESPIN=${RESPIN:-respin}
export RESPIN

die() {
	echo "${0##*/}: $*" >&2
	exit 128
}

# plan ARGUMENT...: set dir, linux, patches and jobs; write the plan.
plan() {
	[ $# -ge 3 ] || { sed -n 's/^# \{0,1\}//; 3,/^$/p' "$0" >&2; exit 129; }
	mkdir -p "$1/stores" "$1/logs" || exit 128
	dir=$(cd "$1" && pwd)
	linux=$(cd "$2" && pwd) || exit 128
	patches=$3
	[ ! -e "$3" ] || patches=$(realpath "$3")
	shift 3
	"$RESPIN" verify --plan "$dir/plan.new" "$@" "$linux" "$patches" || exit
	if [ -e "$dir/plan" ] && ! cmp -s "$dir/plan" "$dir/plan.new"; then
		die "$dir is of another run: give a new folder"
	fi
	mv "$dir/plan.new" "$dir/plan"
	rm -f "$dir"/stores/*.done
	jobs=$(wc -l <"$dir/plan")
}

# report OPTION...: merge the stores, and print what one machine would have.
report() {
	missing=0 n=0
	while read -r job; do
		n=$((n + 1))
		[ ! -e "$dir/stores/$n.done" ] || continue
		echo "${0##*/}: job $n ($job) did not end; see $dir/logs. The last run does its part" >&2
		missing=$((missing + 1))
	done <"$dir/plan"
	rm -f "$dir/all.db"
	[ "$missing" -eq "$jobs" ] ||
		"$RESPIN" store merge "$dir/all.db" "$dir"/stores/*.db || exit
	"$RESPIN" verify --store "$dir/all.db" --work "${WORK:-/var/tmp/respin-$(id -u)}/report" \
		--report "$dir/verify.json" "$@" "$linux" "$patches"
}
