#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# race-long.sh LINUX: the use after free that the series exists for, on x86_64.
# LINUX is a tree that has the series and PT_RECLAIM: 6.14. The first patch only
# delays walkers inside the race window. The second reverts the series on x86:
# locks are freed at once, tables later. KASAN must report the second, and nothing
# before it. TAP.
#
#	WORK	objects, kept for the next time (default build/verify)
#	WALKS	how often a round frees tables under a walker (default 2000)
set -u
cd "$(dirname "$0")/.." || exit 2
export LC_ALL=C GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
linux=${1:?usage: race-long.sh LINUX}
. tests/tap.sh
scratch race

# edit SUBJECT FILE PROGRAM [FILE PROGRAM]...: a patch; each program of sed has to
# change its file.
edit() {
	local subject=$1
	shift
	while [ $# -gt 0 ]; do
		cp "$tmp/k/$1" "$tmp/before" && sed -i -E "$2" "$tmp/k/$1" &&
			! cmp -s "$tmp/before" "$tmp/k/$1"
		ok $? "$subject: $1 changes"
		shift 2
	done
	record "$subject"
}

record() {
	git -C "$tmp/k" -c user.name=race -c user.email=race@example.org \
		commit -qam "$1" || exit 2
}

files="mm/pgtable-generic.c include/asm-generic/tlb.h arch/x86/mm/pgtable.c"
for f in $files; do
	mkdir -p "$tmp/k/${f%/*}" && cp "$linux/$f" "$tmp/k/$f" || exit 2
done
git init -q "$tmp/k"
git -C "$tmp/k" add .
record base
edit "x86: slow walkers" mm/pgtable-generic.c \
	'/^pte_t \*__pte_offset_map_lock/,/^}/s/^\tptl = pte_lockptr.*/&\n\tfor (int i = 0; i < 200; i++)\n\t\tcpu_relax();/'
edit "x86: free locks at once" include/asm-generic/tlb.h \
	'/^static inline void __tlb_remove_table/,/^}/s/pagetable_dtor_free/pagetable_free/' \
	arch/x86/mm/pgtable.c \
	'/^void ___p.*_free_tlb/,/^}/s/^\tparavirt_tlb_remove_table\(tlb, (.*)\);/\tpagetable_dtor(\1);\n&/'
git -C "$tmp/k" format-patch -q -o "$tmp/patches" HEAD~2 || exit 2
# The edits do not fit this tree: booting it would prove nothing.
[ "$failed" -eq 0 ] || { tap_end; exit 1; }

# DEBUG_SPINLOCK: the lock does not fit into struct page any more.
cp -r verify/boot "$tmp/boot"
cat >>"$tmp/boot/x86.conf" <<END

[machine "race"]
	set = NR_CPUS=4 64BIT=y HYPERVISOR_GUEST=y PARAVIRT=y PT_RECLAIM=y
	set = SERIAL_8250=y SERIAL_8250_CONSOLE=y KASAN=y DEBUG_SPINLOCK=y
	cflags = -no-pie -mstackrealign -DWALKS=${WALKS:-2000}
	target = bzImage
	image = arch/x86/boot/bzImage
	args = -machine q35 -cpu max -smp 3,sockets=3 -m 1024 -serial stdio
	cmdline = console=ttyS0
	why = "PT_RECLAIM, locks that are not in struct page"
	seconds = 3600
END
./respin boot --light --all --boot-data "$tmp/boot" --arch x86-race \
	--work "${WORK:-build/verify}" --store "$tmp/store.db" \
	--report "$tmp/boot.json" "$linux" "$tmp/patches" >"$tmp/log" 2>&1
[ $? -eq 1 ]
ok $? "boot: exit status 1"
grep -qE '^  x86-race +ok +ok +bug' "$tmp/log"
ok $? "ok at the base and with slow walkers, a bug without the series"
grep -q 'KASAN: slab-use-after-free in .*spin_lock' "$tmp/log"
ok $? "a spinlock is used after free"
sed 's/^/# /' "$tmp/log"
tap_end
