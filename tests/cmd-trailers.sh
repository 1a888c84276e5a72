#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# respin trailers: what people answer, which patch it is for, and where it is
# at the next respin.
. "$(dirname "$0")/lib.sh"

new_tree k
new_series s
s1='foo: take the object first in foo_map()'
s2='foo: rename foo_unmap_all() to foo_release()'
gen() {
	respin generate -s ./s -o out "$@" k
}
collect() {
	respin trailers -s ./s -o out "$@"
}

# id N [DIR]: the patch-id of a patch.
id() {
	git patch-id --stable <"$(echo "${2:-out}"/000"$1"-*)" | cut -d' ' -f1
}

# mail FROM ID PARENT SUBJECT: a mail with the text of stdin.
mail() {
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: %s\nDate: Wed, 8 Jan 2025 10:00:00 +0000\nMessage-ID: <%s>\n' \
		"$1" "$2"
	[ -z "$3" ] || printf 'In-Reply-To: <%s>\n' "$3"
	printf 'Subject: %s\n' "$4"
	[ -n "${plain_text-}" ] || printf '\n'
	cat
	printf '\n'
}

# sent DIR: its mails as they came from the list, with ids p0, p1, p2.
sent() {
	local f n=0
	for f in "$1"/*.patch; do
		sed -e "s/^From 0000.*/From mboxrd@z Thu Jan  1 00:00:00 1970/" \
		    -e "0,/^Subject:/s/^Subject:/Message-ID: <p$n@example.org>\n&/" "$f"
		n=$((n + 1))
	done
}

gen
exits 0 "the first version is generated"
check_not "without trailers, series.json has none" grep -q trailers out/respin/series.json
cp -R out v2

# --- collecting ------------------------------------------------------------

{
	sent out
	mail 'Jane Doe <jane@example.org>' r1@example.org p1@example.org \
		"Re: [PATCH v2 1/2] $s1" <<-'END'
	> foo_map() takes the length first.
	> Reviewed-by: Quoted Person <quoted@example.org>

	Nice.

	Reviewed-by: Jane Doe <jane@example.org>
	--
	Jane
	END
	plain_text=x mail '=?UTF-8?q?J=C3=B6rg?= <joerg@example.org>' r2@example.org \
		r1@example.org "Re: something else" <<-'END'
	Content-Type: text/plain; charset=UTF-8
	Content-Transfer-Encoding: base64

	SSB0ZXN0ZWQgdGhpcy4KClRlc3RlZC1ieTogSsO2cmcgPGpvZXJnQGV4YW1wbGUub3JnPiAjIG9u
	IGEgcm9jawo=
	END
	mail 'Max <max@example.org>' r3@example.org p0@example.org \
		"Re: [PATCH v2 0/2] give foo_map() the order of its neighbours" \
		<<<'Acked-by: Max <max@example.org>'
	mail 'Eve <eve@example.org>' r4@example.org p2@example.org \
		"Re: [PATCH v2 2/2] $s2" <<<'Reviewed-by: Max <max@example.org>'
	mail 'Eve <eve@example.org>' r5@example.org p2@example.org \
		"Re: [PATCH v2 2/2] $s2" <<<'Reviewed-by: me'
	mail 'Eve <eve@example.org>' r6@example.org nowhere@example.org \
		"Re: [PATCH v2 2/7] bar: something" <<<'Acked-by: Eve <eve@example.org>'
	mail 'Eve <eve@example.org>' r7@example.org p2@example.org \
		"Re: [PATCH v2 2/2] $s2" <<-'END'
	No.
	-- 
	Reviewed-by: Signature <sig@example.org>
	END
} >mbox
before=$(facts s)
collect -n mbox
exits 1 "-n: exit status 1, some are not taken"
is "$(facts s)" "$before" "-n: nothing is written"
collect mbox
exits 1 "exit status 1, some are not taken"
is "$(cat "$out")" " 01-swap-foo-map  Reviewed-by: Jane Doe <jane@example.org>
 01-swap-foo-map  Tested-by: Jörg <joerg@example.org> # on a rock
 01-swap-foo-map  Acked-by: Max <max@example.org>
 02-rename-unmap  Acked-by: Max <max@example.org>
  not taken: Reviewed-by: Max <max@example.org> (sent by somebody else; mbox, mail 7)
  not taken: Reviewed-by: me (not 'Name <address>'; mbox, mail 8)
  not taken: Acked-by: Eve <eve@example.org> (the series has no such patch; mbox, mail 9)
4 new, 0 known, 3 not taken; kept in ./s" "it says what it found, and what not"
is "$(cat "$err")" "" "nothing on stderr"
is "$(cat s/trailers)" "Subject: $s1
Patch-id: $(id 1)
Reviewed-by: Jane Doe <jane@example.org>
Message-ID: <r1@example.org>
Tested-by: Jörg <joerg@example.org> # on a rock
Message-ID: <r2@example.org>
Acked-by: Max <max@example.org>
Message-ID: <r3@example.org>

Subject: $s2
Patch-id: $(id 2)
Acked-by: Max <max@example.org>
Message-ID: <r3@example.org>" "who and where is kept, by patch-id"
before=$(facts s)
collect -q mbox
exits 1 "once more: exit status 1"
says_nothing "-q says nothing"
collect mbox
prints '^0 new, 4 known, 3 not taken$' "what is known is not new"
is "$(facts s)" "$before" "and nothing is written"
# What a mail says below its diff is not another mail's diff.
{
	cat mbox
	mail 'Eve <eve@example.org>' r10@example.org '' "[PATCH v2 3/3] bar: evil" <<-'END'
	---
	diff --git a/x b/x
	--- a/x
	+++ b/x
	@@ -1 +1 @@
	-a
	+b

	From 0000000000000000000000000000000000000002
	diff --git a/y b/y
	--- a/y
	+++ b/y
	@@ -1 +1 @@
	-c
	+d
	END
} >evil
collect evil
prints '^0 new, 4 known, 3 not taken$' "a mail that names another one in its diff changes nothing"
is "$(facts s)" "$before" "and nothing is written for it"
mv s/trailers all

# The answers alone: what was generated has the patch-ids.
{
	mail 'Jane Doe <jane@example.org>' r1@example.org p1@example.org \
		"Re: [PATCH v2 1/2] $s1" <<<'Reviewed-by: Jane Doe <jane@example.org>'
	mail 'Max <max@example.org>' r3@example.org p0@example.org \
		"Re: [PATCH v2 0/2] give foo_map() the order of its neighbours" \
		<<<'Acked-by: Max <max@example.org>'
	mail 'Old <old@example.org>' r8@example.org p9@example.org \
		"Re: [PATCH 2/2] $s2" <<<'Acked-by: Old <old@example.org>'
} >answers
collect answers
exits 0 "answers alone: exit status 0"
prints '^ 02-rename-unmap  Acked-by: Old .* \(its patch is not in the mailbox\)$' \
	"an answer to another version: it says that its patch is not there"
is "$(grep -c "^Patch-id: $(id 1)$" s/trailers)" 1 \
	"answers alone: the patch-id is that of what was generated"
is "$(tail -n 3 s/trailers)" "Subject: $s2
Acked-by: Old <old@example.org>
Message-ID: <r8@example.org>" "but not for another version"
# Another series of the same version, cover letter and all.
{
	mail 'Bob <bob@example.org>' b0@example.org '' '[PATCH v2 0/1] bar: more of it' <<<'Bars.'
	mail 'Max <max@example.org>' r9@example.org b0@example.org \
		'Re: [PATCH v2 0/1] bar: more of it' <<<'Acked-by: Max <max@example.org>'
} >others
rm s/trailers
collect others
exits 1 "an answer to the cover letter of another series: exit status 1"
prints 'not taken: Acked-by: Max .*\(to a cover letter whose patches are not here' \
	"and it is not given to our patches"
check_not "... nor kept" test -e s/trailers
mv all s/trailers

# --- the next respin -------------------------------------------------------

gen
exits 0 "with trailers: exit status 0"
prints '^trailers: 4 on 2 patches$' "it says how many"
prints_not 'different content|does not have' "and nothing to look at"
is "$(sed -n '/^Link:/,/^---/p' out/0001-*)" "Link: https://example.org/foo/1
Reviewed-by: Jane Doe <jane@example.org>
Tested-by: Jörg <joerg@example.org> # on a rock
Acked-by: Max <max@example.org>
---" "they are in the message, below the link"
is "$(id 1) $(id 2)" "$(id 1 v2) $(id 2 v2)" "the patch-ids are the same"
check "series.json has who" grep -q '"trailer": "Acked-by: Max <max@example.org>"' out/respin/series.json
check "and where" grep -q '"message-id": "<r3@example.org>"' out/respin/series.json
is "$(grep -c '"found_by": "patch-id"' out/respin/series.json)" 4 "and how they were found"
check "series.json is JSON" json_ok out/respin/series.json
cp -R out again
gen
check "the same bytes again" same_files out again
gen --signoff
is "$(grep -A1 '^Acked-by' out/0001-* | tail -n 1)" \
	"Signed-off-by: Test Author <author@example.org>" "--signoff comes last"

# Another content: the first patch finds one more place.
cat >>k/lib/bar.c <<'END'

int bar_more(struct foo *foo);

int bar_more(struct foo *foo)
{
	return foo_map(7, foo);
}
END
commit_all k "one more place"
gen
exits 0 "another content: exit status 0"
if [ "$(id 1)" = "$(id 1 v2)" ]; then
	skip "another content" "the tree does not bring one"
else
	prints '^  dropped, given for different content: 01 Reviewed-by: Jane Doe' \
		"another content: what was said of the old one is dropped, and named"
	prints '^trailers: 1 on 1 patch$' "and does not count"
	prints_not 'different content: 02' "but not of the patch that is the same"
	check_not "it is not in the patch" grep -q '^Reviewed-by: Jane Doe' out/0001-*
	is "$(grep -c '"dropped": true' out/respin/series.json)" 3 "series.json says so"
	is "$(grep -c '"found_by": "subject"' out/respin/series.json)" 3 \
		"series.json says that it was found by subject"
fi
# Another subject: the patch-id finds it.
sed -i 's/subject = foo: rename .*/subject = foo: let foo_unmap_all() be foo_release()/' s/series
gen
prints '^trailers: 1 on 1 patch$' "another subject: the patch-id finds it"
is "$(grep -c '^Acked-by: Max' out/0002-*)" 1 "... and the trailer is there"
prints_not 'does not have' "and it is not missed"
sed -i 's/subject = foo: let .*/subject = foo: let foo_unmap_all() go/; s/^Patch-id: ./Patch-id: 0/' \
	s/series s/trailers
gen
prints "^  trailers for a patch that the series does not have: foo: rename" \
	"neither: it says what it could not use"
exits 0 "exit status 0"

# --- what the series states --------------------------------------------------

rm -f s/trailers
new_series t
git config -f t/series patch.01-swap-foo-map.author 'Ada Writer <ada@example.org>'
for who in 'Signed-off-by: Ada Writer <ada@example.org>' \
	'Suggested-by: Sue <sue@example.org>' 'Acked-by: Max <max@example.org>'; do
	git config -f t/series --add patch.01-swap-foo-map.trailer "$who"
done
theirs() {
	respin generate -s ./t -o stated "$@" k
}
theirs
exits 0 "a stated author: exit status 0"
is "$(sed -n '2p' stated/0001-*) $(sed -n '2p' stated/0002-*)" \
	"From: Ada Writer <ada@example.org> From: respin <respin@localhost>" \
	"the author of a patch is who wrote it"
prints '^  dropped, given for different content: 01 Acked-by: Max' \
	"what is thought of content that is not known is dropped, and named"
is "$(sed -n '/^Link:/,/^---/p' stated/0001-*)" "Link: https://example.org/foo/1
Suggested-by: Sue <sue@example.org>
---" "who suggested it stays; nobody is signed for"
is "$(sed -n '/^Cc:/,/^$/p' stated/0001-*)" "Cc: Ada Writer <ada@example.org>,
    Max <max@example.org>,
    Sue <sue@example.org>" "the mail goes to who wrote it and who is in its trailers, dropped or not"
check_not "... the other patch's does not" grep -q '^Cc:' stated/0002-*
check "... the cover letter's does" grep -q '^Cc: Ada Writer' stated/0000-*
theirs --signoff
is "$(sed -n '/^Link:/,/^---/p' stated/0001-*)" "Link: https://example.org/foo/1
Signed-off-by: Ada Writer <ada@example.org>
Suggested-by: Sue <sue@example.org>
[Test Author: made anew for linux-6.99.1 with respin]
Signed-off-by: Test Author <author@example.org>
---" "--signoff: who signed before stays, the user passes it on and says how"
is "$(sed -n 2p stated/0000-*)" "From: Test Author <author@example.org>" \
	"the cover letter is from the user"
git config -f t/series patch.01-swap-foo-map.patch-id "$(id 1 stated)"
theirs
prints '^trailers: 1 on 1 patch$' "of this very content it is kept"
is "$(grep -c '^Acked-by: Max' stated/0001-*)" 1 "and is in the message"
GIT_COMMITTER_NAME='Ada Writer' GIT_COMMITTER_EMAIL=ada@example.org theirs --signoff
is "$(grep -A1 -E '^(Suggested|Acked)-by' stated/0001-*)" "Suggested-by: Sue <sue@example.org>
Acked-by: Max <max@example.org>
Signed-off-by: Ada Writer <ada@example.org>" "who signed it before signs once"
while read -r key value; do
	cp t/series good
	git config -f t/series "patch.02-rename-unmap.$key" "$value"
	theirs
	complains 129 "t/series:[0-9]+: .*(not an author|not a trailer|40 hex)" "$key = $value"
	mv good t/series
done <<'END'
author Ada
author Ada <ada>
author Ada <ada@example.org> and more
author <ada@example.org>
trailer Acked-by: Ada
trailer Acked by: Ada <ada@example.org>
trailer nothing
patch-id 12
END

# --- bad input -------------------------------------------------------------

while read -r want text; do
	printf '%b' "$text" >s/trailers
	gen
	complains 129 "s/trailers:$want" "trailers: ${text@Q}"
done <<'END'
1:.*begins.with Reviewed-by: A <a@b>\n
2:.*40.hex Subject: x\nPatch-id: 12\n
2:.*no.trailer Subject: x\nSigned-off-by: A <a@b>\n
2:.*no.trailer Subject: x\nReviewed-by: A\n
2:.*below Subject: x\nMessage-ID: <a@b>\n
END
printf '# kept by hand\n\nSubject: %s\n# note\nReviewed-by: A <a@b.org>\n' "$s1" >s/trailers
collect answers
is "$(head -n 5 s/trailers)" "# kept by hand

Subject: $s1
# note
Reviewed-by: A <a@b.org>" "what stands there is not touched"
collect nowhere
complains 129 "cannot open the mailbox nowhere" "a mailbox that is not there"
: >empty
collect empty
complains 129 "empty is not a mailbox" "an empty mailbox"
respin trailers -s ./s
exits 129 "no mailbox: wrong usage"
mkfifo pipe
run timeout 20 "$RESPIN" trailers -s ./s -o out pipe
complains 129 "cannot open the mailbox pipe: it is not a regular file" "a pipe that nobody writes to"
mkdir -p piped/cur && mkfifo piped/cur/1:2,S
run timeout 20 "$RESPIN" trailers -s ./s -o out piped
complains 129 "piped/cur/1:2,S: it is not a regular file" "one in a maildir"
mkdir nothing
collect nothing
complains 129 "nothing is not a mailbox" "a folder that is no maildir"
mkdir -p maildir/cur maildir/new maildir/tmp
mail 'Zoe <zoe@example.org>' z@example.org '' "Re: [PATCH v2 1/2] $s1" \
	<<<'Tested-by: Zoe <zoe@example.org>' | sed 1d >maildir/cur/1:2,S
collect maildir
prints 'Tested-by: Zoe' "a maildir"
collect maildir/cur/1:2,S
prints '^0 new, 1 known' "a single mail"

finish
