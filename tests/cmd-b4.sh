#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin generate --b4: a branch that b4 prep takes over.
. "$(dirname "$0")/lib.sh"

new_tree k
base=$(git -C k rev-parse HEAD)
new_series s
cat >s/changes <<'END'
v2:
- foo_unmap_all() is renamed, too
END
cat >s/people <<'END'
To: "Doe, Jane" <jane@example.org>
Cc: Nuno Sá <nuno@example.org>
END
gen() {
	respin generate -s ./s "$@" k
}

gen -o plain
before=$(facts k)
gen -n --b4
exits 0 "-n --b4: exit status 0"
is "$(facts k)" "$before" "-n --b4: makes no branch"
gen -o out --b4
exits 0 "--b4: exit status 0"
prints '^branch: b4/s ' "it says which branch"
is "$(sed '/^From: /d; s/^Test Author (2)/respin (2)/' out/*.patch)" \
	"$(sed '/^From: /d' plain/*.patch)" "the patches are the same, but for whose they are"
is "$(git -C k rev-parse 'b4/s~3')" "$base" \
	"two patches and the cover letter on top of the base"
is "$(git -C k rev-parse 'b4/s~2^{tree}')" "$(git -C k rev-parse "$base^{tree}")" \
	"the cover letter is an empty commit"
is "$(git -C k show -s --format=%B b4/s~2 | sed -n '/^Link/,$p')" \
	'Link: https://example.org/foo/1
To: "Doe, Jane" <jane@example.org>
Cc: Nuno Sá <nuno@example.org>

---
Changes in v2:
- foo_unmap_all() is renamed, too

--- b4-submit-tracking ---
# This section is used internally by b4 prep for tracking purposes.
{
  "series": {
    "revision": 2,
    "change-id": "respin-s-'"$(printf 's\nauthor@example.org' | git hash-object --stdin | cut -c1-12)"'",
    "base-branch": null,
    "prefixes": []
  }
}' "which has To, Cc, what has changed, and the version for b4"
is "$(git -C k for-each-ref --format='%(refname)')" "refs/heads/b4/s
refs/heads/main" "nothing else is made"
is "$(git -C k symbolic-ref HEAD) $(git -C k status --porcelain)" \
	"refs/heads/main " "HEAD, index and work tree are as they were"
check_not "and the configuration" grep -q b4 k/.git/config

was=$(git -C k rev-parse b4/s)
gen -o again --b4
complains 128 'cannot make branch b4/s .*--force' "a branch that is there is refused"
is "$(git -C k rev-parse b4/s)" "$was" "and not moved"
gen -o again --b4 --force
exits 0 "--force moves it"
gen -o again --b4 --branch mine
check "--branch gives it another name" git -C k rev-parse -q --verify mine
SOURCE_DATE_EPOCH=1800000000 gen -q -o again --b4 --branch e1
SOURCE_DATE_EPOCH=1800000000 gen -q -o again --b4 --branch e2
is "$(git -C k rev-parse e1)" "$(git -C k rev-parse e2)" \
	"SOURCE_DATE_EPOCH: the same ids again"
git -C k branch -q -D e1 e2 mine
respin generate -s ./s --b4 -o bad "$kernel"
complains 129 -- '--b4 needs a git repository' "--b4 with a plain folder"
mkdir 'Odd  Series.' && cp -R s/. 'Odd  Series.'
respin generate -s "./Odd  Series." -q -o again --b4 k
check "the branch has a name that b4 would give it" \
	git -C k rev-parse -q --verify b4/odd-series

# --- b4 itself -------------------------------------------------------------

if ! command -v b4 >/dev/null || ! command -v git-filter-repo >/dev/null; then
	skip "b4 prep takes it over" "no b4 or git-filter-repo (Debian: b4)"
	finish
fi
git -C k checkout -q b4/s
in_k() {
	run sh -c 'cd k && exec "$@"' sh "$@"
}
in_k b4 --offline-mode prep --show-info
exits 0 "b4 prep knows the branch"
prints '^revision: 2$' "its version"
prints "^base-commit: $base$" "its base"
prints '^cover-subject: give foo_map\(\) the order' "its cover letter"
is "$(grep -c '^commit-' "$out")" 2 "two patches"
in_k b4 --offline-mode prep --force-revision 3
exits 0 "b4 prep changes the version"
in_k b4 --offline-mode prep --show-revision
check "and remembers it" grep -qx v3 "$err"
EDITOR='sed -i s/Nothing/NOTHING/' in_k b4 --offline-mode prep --edit-cover
exits 0 "b4 prep edits the cover letter"
in_k b4 --offline-mode prep --format-patch ../b4out
exits 0 "b4 prep writes the patches"
is "$(find b4out -name '*.patch' | wc -l)" 3 "three mails"
check "the cover letter is the edited one" grep -rq '^NOTHING changes' b4out
check "with the changes" grep -rqx 'Changes in v2:' b4out
check_not "and without b4's notes" grep -rq b4-submit-tracking b4out
for n in 1 2; do
	is "$(git patch-id --stable <"$(echo out/000$n-*)" | cut -d' ' -f1)" \
		"$(git patch-id --stable <"$(echo b4out/000$n-*)" | cut -d' ' -f1)" \
		"patch $n has the same patch-id"
done

finish
