#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# "apply (git am)" of verify against git am on the whole tree: the same answer,
# whatever a patch does and where. AM_ALL=1 tries all cases, else one of four.
. "$(dirname "$0")/lib.sh"

fill k
mkdir -p k/dir/deep
printf 'one\ntwo\nthree\n' | tee k/file >k/dir/file
printf 'one\r\ntwo\r\nthree\r\n' >k/crlf
cp k/file k/dir/deep/file
cp k/file k/script && chmod +x k/script
ln -s dir k/linkdir
ln -s file k/linkfile
ln -s nowhere k/dangling
: >k/empty
printf 'one\ntwo\nthree' >k/cut
git init -q k && commit_all k base
mkdir -p checks/nothing
printf '[check]\n\tsummary = nothing\n\tscope = patch\n' >checks/nothing/info
printf '#!/bin/sh\necho fine\n' >checks/nothing/run && chmod +x checks/nothing/run

long=$(printf '%0300d' 7)
places=(file new dir dir/deep file/below dir/file/below linkdir linkdir/file
	linkdir/new linkfile linkfile/below dangling dangling/below script empty
	crlf cut dir/new/deep/down "$long" dir/file)

hunk='@@ -1,3 +1,3 @@
 one
-two
+2
 three'
# diff_of WHAT PATH: the diff, as somebody may write it.
diff_of() {
	local what=$1 p=$2
	echo "diff --git a/$p b/$p"
	case $what in
	create) printf 'new file mode 100644\n--- /dev/null\n+++ b/%s\n@@ -0,0 +1 @@\n+new\n' "$p" ;;
	create-link) printf 'new file mode 120000\n--- /dev/null\n+++ b/%s\n@@ -0,0 +1 @@\n+file\n\\ No newline at end of file\n' "$p" ;;
	change) printf -- '--- a/%s\n+++ b/%s\n%s\n' "$p" "$p" "$hunk" ;;
	delete) printf 'deleted file mode 100644\n--- a/%s\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-one\n-two\n-three\n' "$p" ;;
	mode) printf 'old mode 100644\nnew mode 100755\n' ;;
	retarget) printf 'index 0000000..1111111 120000\n--- a/%s\n+++ b/%s\n@@ -1 +1 @@\n-file\n\\ No newline at end of file\n+script\n\\ No newline at end of file\n' "$p" "$p" ;;
	esac
}
rename_to() {	# rename_to PATH: from dir/deep/file
	printf 'diff --git a/dir/deep/file b/%s\nsimilarity index 100%%\nrename from dir/deep/file\nrename to %s\n' "$1" "$1"
}
mail_of() {	# mail_of DIFF
	printf 'From: A <a@example.org>\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nSubject: case\n\nx\n---\n%s\n--\n2.39\n' "$1"
}

# answers DIFF NAME: do both say the same?
cp -R k real
head=$(git -C real rev-parse HEAD)
n=0
answers() {
	local theirs ours
	n=$((n + 1))
	[ -n "${AM_ALL:-}" ] || [ $((n % 4)) -eq 1 ] || return
	mail_of "$1" >case.patch
	if git -C real am -q --keep-cr "$PWD/case.patch" >am.log 2>&1; then
		theirs=yes
	else
		theirs=no
		git -C real am --abort >/dev/null 2>&1
	fi
	git -C real reset -q --hard "$head" && git -C real clean -qfdx
	respin verify --check nothing --checks checks --arch-data "$top/verify/arch" --work work --store db k case.patch
	case $status in
	0) ours=yes ;;
	1 | 129) ours=no ;;
	*) ours="exit status $status" ;;
	esac
	[ "$ours" = "$theirs" ]
	run_result $? "$2: $theirs" "git am says $theirs, respin says $ours" "$(cat am.log)"
}

for p in "${places[@]}"; do
	for what in create create-link change delete mode retarget; do
		answers "$(diff_of $what "$p")" "$what ${p:0:20}"
	done
	answers "$(rename_to "$p")" "rename to ${p:0:20}"
	# A second file of the same patch, that would apply.
	answers "$(diff_of create "$p")
$(diff_of change dir/file)" "create ${p:0:20} and change a file"
	# The first of two in one mail makes what the second is below.
	answers "$(diff_of create "$p")
$(diff_of create "$p/below")" "create ${p:0:20} and a file below it"
	answers "$(diff_of create-link "$p")
$(diff_of create "$p/below")" "a link ${p:0:20} and a file below it"
done

# After all these the work folder still serves a good patch.
mail_of "$(diff_of change file)" >good.patch
respin verify --check nothing --checks checks --arch-data "$top/verify/arch" --work work --store db k good.patch
exits 0 "a good patch after all that"
check "nothing was written through a link" git -C k diff --quiet HEAD

finish
