#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What makes a series a mail: what has changed since the last version, and
# that git send-email takes the patches as they are.
. "$(dirname "$0")/lib.sh"

new_tree k
new_series s
mine() {
	respin generate -s ./s "$@" k
}
cover=out/0000-cover-letter.patch

# sends DIR: git send-email --dry-run on the patches of DIR, in $sent.
sent=$tmp/sent
sends() {
	git -C k -c sendemail.confirm=never send-email --dry-run --quiet \
		--from='Test Author <author@example.org>' \
		--to=list@example.org --no-validate --suppress-cc=self \
		"$PWD/$1"/*.patch >"$sent" 2>&1 </dev/null
}
has_sender() {
	[ -x "$(git --exec-path)/git-send-email" ]
}

# --- changes ---------------------------------------------------------------

mine -o plain
check_not "no file 'changes': no marker in the cover letter" \
	grep -qx -e '---' plain/0000-cover-letter.patch

cat >s/changes <<'END'
# What is new. This line is not for the mail.
v2:
- foo_unmap_all() is renamed, too
  (Käthe)

Changes in v3:
END
mine -o out
complains 129 's/changes:6: changes in v3, but the manifest says version = 2' \
	"changes: a version to come is refused"
sed -i '$d' s/changes
sed -i 's/version = 2/version = 3/' s/series
mine -o out
complains 129 "s/changes says nothing of v3: add a line 'v3:'" \
	"changes: nothing of this version is refused"
cat - s/changes >new <<'END'
v3:
- rebased

END
mv new s/changes
mine -o out
exits 0 "changes: exit status 0"
is "$(sed -n '/^---$/,/^---$/p' $cover)" "---
Changes in v3:
- rebased

Changes in v2:
- foo_unmap_all() is renamed, too
  (Käthe)
---" "changes: they are below the marker, the newest first, as in the file"
check "the text is above" sh -c \
	"sed -n '1,/^---\$/p' $cover | grep -q '^Nothing changes in what the code does'"
check "the shortlog below" sh -c \
	"sed -n '/(Käthe)/,\$p' $cover | grep -q '^Test Author (2):'"
is "$(grep -c '^Content-Type: text/plain; charset=UTF-8$' $cover)" 1 \
	"a cover letter that is not ASCII says what it is in"
is "$(grep -h '^Subject:' out/*.patch)" \
	"Subject: [PATCH v3 0/2] give foo_map() the order of its neighbours
Subject: [PATCH v3 1/2] foo: take the object first in foo_map()
Subject: [PATCH v3 2/2] foo: rename foo_unmap_all() to foo_release()" \
	"every mail has the version"
check "the patches do not say what has changed" \
	sh -c '! grep -q "^Changes in" out/000[12]-*'
if has_sender; then
	sends out
	result $? "git send-email takes it" "$(cat "$sent")"
	is "$(grep -c '^Dry-Sent' "$sent")" 3 "three mails"
else
	skip "git send-email takes it" "no git send-email (Debian: git-email)"
fi

while read -r want text; do
	printf '%b' "$text" >s/changes
	mine -o bad
	complains 129 "s/changes:$want" "changes: ${text@Q}"
done <<'END'
1:.*no.version:.begin.with v4 is next\n
4:.*v3.is.there.twice v3:\nx\n\nv3:\ny\n
2:.*v2.and.later v3:\nv1:\n
3:.*would.end v3:\n- a\n---\n
END
check_not "and nothing is written" test -e bad
printf 'v3:\r\n- a\r\n' >s/changes
mine -o crlf
exits 0 "changes: a file with CR LF does no harm"
rm s/changes
sed -i 's/title = .*/title = für foo_map() die Reihenfolge der Nachbarn nehmen/' s/series
mine -o title
is "$(git mailinfo -k /dev/null /dev/null <title/0000-cover-letter.patch | grep ^Subject)" \
	"Subject: [PATCH v3 0/2] für foo_map() die Reihenfolge der Nachbarn nehmen" \
	"a title that is not ASCII comes out right"
check "in ASCII" sh -c '! grep "^Subject:" title/0000* | grep -q "[^ -~]"'

finish
