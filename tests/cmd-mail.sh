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

# sends DIR: git send-email --dry-run on the folder DIR, in $sent.
sent=$tmp/sent
sends() {
	git -C k -c sendemail.confirm=never send-email --dry-run --quiet \
		--from='Test Author <author@example.org>' \
		--to=list@example.org --no-validate --suppress-cc=self \
		"$PWD/$1" >"$sent" 2>&1 </dev/null
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
complains 129 "s/changes does not mention v3: add a line 'v3:'" \
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
	"sed -n '/(Käthe)/,\$p' $cover | grep -q '^respin (2):'"
is "$(grep -c '^Content-Type: text/plain; charset=UTF-8$' $cover)" 1 \
	"a cover letter that is not ASCII says what it is in"
is "$(grep -h '^Subject:' out/*.patch)" \
	"Subject: [PATCH v3 0/2] give foo_map() the order of its neighbours
Subject: [PATCH v3 1/2] foo: take the object first in foo_map()
Subject: [PATCH v3 2/2] foo: rename foo_unmap_all() to foo_release()" \
	"every mail has the version"
check "the patches do not say what has changed" \
	sh -c '! grep -q "^Changes in" out/000[12]-*'

# --- git am and git send-email, of the same folder --------------------------

# What the cover letter must not do: stop git am, or stay at home. The one of v3
# has a "---" as well, so that to git am it is a patch.
git clone -q k am-all
am_all() {	# am_all WHAT FILE...: git am them all, cover letter first
	local what=$1
	shift
	git -C am-all reset -q --hard origin/HEAD
	git -C am-all am -q "$@" >am.log 2>&1
	result $? "$what" "$(cat am.log)"
	is "$(git -C am-all log --format=%s origin/HEAD..)" \
		"foo: rename foo_unmap_all() to foo_release()
foo: take the object first in foo_map()" "... two commits, of the two patches"
	git -C am-all am --abort >/dev/null 2>&1
}
am_all "git am DIR/*.patch passes over the cover letter" "$PWD"/out/*.patch
am_all "... with --3way" -3 "$PWD"/out/*.patch
cat out/*.patch >out.mbox
am_all "... in a mailbox" "$PWD/out.mbox"
sed '/^From:Mail/d' $cover >seen.patch
git -C am-all reset -q --hard origin/HEAD
run git -C am-all am -q --empty=drop "$PWD/seen.patch"
exits 128 "without its line git am stops at the cover letter, even with --empty=drop"
git -C am-all am --abort >/dev/null 2>&1
# posts FILE...: mail them to the folder posted/.
cat >post <<'END'
#!/bin/sh
cat >"$POSTED/$(find "$POSTED" -type f | wc -l)"
END
chmod +x post
posts() {
	rm -rf posted && mkdir posted
	POSTED=$PWD/posted git -C k -c sendemail.confirm=never send-email --quiet \
		--from='Test Author <author@example.org>' --to=list@example.org \
		--no-validate --suppress-cc=all --smtp-server="$PWD/post" \
		"$@" >"$sent" 2>&1 </dev/null
}
if has_sender; then
	for what in "out/*.patch" out; do
		# shellcheck disable=SC2086 # the glob is what is tried
		posts ${what/out/$PWD/out}
		result $? "git send-email ${what/out/DIR}" "$(cat "$sent")"
		is "$(grep -h '^Subject:' posted/*)" "$(grep -h '^Subject:' out/*.patch)" \
			"... mails the cover letter and the patches"
		check_not "... without the line for git am" grep -rqi 'internal data' posted
		is "$(sed '/^$/q' posted/0 | grep -i '^from *:')" \
			"From: Test Author <author@example.org>" "... from one author"
	done
	for mail in posted/*; do
		printf 'From x Thu Jan  1 00:00:00 1970\n' && cat "$mail"
	done >posted.mbox
	if command -v b4 >/dev/null; then
		mkdir b4out
		run sh -c 'cd am-all && b4 --offline-mode am -m ../posted.mbox -o ../b4out'
		exits 0 "b4 am takes what was mailed"
		check "... with its cover letter" grep -q '^Nothing changes in what' b4out/*.cover
		am_all "... for git am" "$PWD"/b4out/*.mbx
	else
		skip "b4 am takes what was mailed" "no b4 here"
	fi

	mine -o signed --signoff
	sends signed
	result $? "git send-email takes it" "$(cat "$sent")"
	is "$(grep -c '^Dry-Sent' "$sent")" 3 "three mails"
	echo '{}' >signed/respin/verify.json
	sends signed
	result $? "and with a report of verify, too" "$(cat "$sent")"
else
	skip "git send-email takes it" "no git send-email (Debian: git-email)"
fi

while read -r want text; do
	printf '%b' "$text" >s/changes
	mine -o bad
	complains 129 "s/changes:$want" "changes: ${text@Q}"
done <<'END'
1:.*no.version:.begin.with v4 is next\n
4:.*v3.occurs.twice v3:\nx\n\nv3:\ny\n
2:.*v2.and.later v3:\nv1:\n
3:.*would.end v3:\n- a\n---\n
END
check_not "and nothing is written" test -e bad
printf 'v3:\r\n- a\r\n' >s/changes
mine -o crlf
exits 0 "changes: a file with CR LF does no harm"
check_not "and its CRs are not mailed" grep -q "$(printf '\r')" crlf/0000-cover-letter.patch
printf 'v3:\r\n- a\r\n---\r\n' >s/changes
mine -o bad
complains 129 "s/changes:3: .*would end" "changes: the line that would end them, with CR LF"
rm s/changes
sed -i 's/title = .*/title = für foo_map() die Reihenfolge der Nachbarn nehmen/' s/series
mine -o title
is "$(git mailinfo -k /dev/null /dev/null <title/0000-cover-letter.patch | grep ^Subject)" \
	"Subject: [PATCH v3 0/2] für foo_map() die Reihenfolge der Nachbarn nehmen" \
	"a title that is not ASCII comes out right"
check "in ASCII" sh -c '! grep "^Subject:" title/0000* | grep -q "[^ -~]"'
sed -i 's/title = .*/title = give foo_map() the order/' s/series

# --- credit ------------------------------------------------------------------

# Two stated tags. One tree has no checkpatch.pl, that of the other knows one tag.
cp -R s credit
sed -i '/^\[patch "01-/a\	trailer = Originally-by: Ann (Acme) <ann@example.org>\n\ttrailer = Suggested-by: Max <max@example.org>' credit/series
below() {
	sed -n '/^Link:/,/^---$/p' "$1"/0001-*
}
respin generate -q -s ./credit -o tags k
is "$(below tags)" "Link: https://example.org/foo/1
Originally-by: Ann (Acme) <ann@example.org>
Suggested-by: Max <max@example.org>
---" "stated credit is a trailer"
cp -R k tagtree && mkdir -p tagtree/scripts
echo 'our $signature_tags = qr{(?xi: Signed-off-by:| Suggested-by: )};' >tagtree/scripts/checkpatch.pl
commit_all tagtree "it has a checkpatch.pl"
respin generate -q -s ./credit --no-cc --signoff -o tagged tagtree
is "$(below tagged)" "Link: https://example.org/foo/1
[Originally-by: Ann (Acme) <ann@example.org>]
Suggested-by: Max <max@example.org>
Signed-off-by: Test Author <author@example.org>
---" "... or a note, if the tree's checkpatch.pl does not know the tag"

# --- subjects --------------------------------------------------------------

subjects() {
	sed -n 's/^Subject: \(\[[^]]*\]\).*/\1/p' "$1"/0*.patch | paste -sd ' '
}
mine -o sub -v 7
is "$(subjects sub)" "[PATCH v7 0/2] [PATCH v7 1/2] [PATCH v7 2/2]" "-v N: version N"
check "... in series.json, too" grep -q '"version": 7' sub/respin/series.json
mine -o sub -v 1 --rfc
is "$(subjects sub)" "[RFC PATCH 0/2] [RFC PATCH 1/2] [RFC PATCH 2/2]" "--rfc, and a first version"
mine -o sub --rfc --subject-prefix 'PATCH mm-new'
is "$(subjects sub)" "[RFC PATCH mm-new v3 0/2] [RFC PATCH mm-new v3 1/2] [RFC PATCH mm-new v3 2/2]" \
	"--subject-prefix: as git format-patch has it"
for bad in 'a]b' '' ' x' $'a\nb' 'ü'; do
	mine -o bad --subject-prefix "$bad"
	exits 129 "--subject-prefix ${bad@Q}: wrong usage"
done

# --- what made it ------------------------------------------------------------

is "$(sed -n '/^---$/,/^ [a-z]/p' sub/0002-* | sed '$d; s/^$/./' | head -n 12)" "---
What made this patch:
.
  cocci/s/02-rename-unmap/1-rename.cocci:
.
$(head -n 7 s/02-rename-unmap/1-rename.cocci | sed 's/^./    &/; s/^$/./')" \
	"the rules are below the marker, each line indented"
check "... and the edits" grep -q '^  cocci/s/02-rename-unmap/2-words.edit:$' sub/0002-*
check_not "a short rule is in the message, and nowhere else" grep -q '^What made' sub/0001-*
check "... there" grep -q '^// <smpl>$' sub/0001-*
git clone -q k am
git -C am am -q "$PWD"/sub/000[12]-*
result $? "git am takes them"
check_not "and drops what is below the marker" sh -c \
	"git -C am log -2 --format=%B | grep -q 'What made'"
cp -R s long
for ((i = 0; i < 200; i++)); do
	echo "// diff --git a/x b/x, Käthe $i"
done >>long/02-rename-unmap/1-rename.cocci
respin generate -s ./long -o long-out k
exits 0 "a long rule: exit status 0"
prints '^proof: ' "... git am takes it"
check "... it is cut, and that is said" grep -qE '^    \[[0-9]+ more lines in that file\]$' long-out/0002-*
is "$(grep -c '^Content-Type: text/plain; charset=UTF-8$' long-out/0002-*)" 1 \
	"a rule that is not ASCII: the mail says what it is in"

# --- what is known -----------------------------------------------------------

mkdir noarch nochecks
mine -o known
check_not "not verified: the cover letter says nothing of it" grep -q '^respin verify:' known/0000-*
respin verify --arch-data noarch --checks nochecks --report known/respin/verify.json k known
mine -o known --signoff
prints '^the cover letter says what verify and prove found' "verified: generate says so"
is "$(grep -A1 '^respin verify: 2 patches on ' known/0000-* | tail -n 1)" "built: nothing" \
	"and the cover letter what was found, of the same patches signed off"
sed -i '0,/"id": "./s//&0/' known/respin/verify.json
mine -o known
check_not "a report of another patch is not quoted" grep -q '^respin verify:' known/0000-*

# --- to and cc -------------------------------------------------------------

mine -o nobody
exits 0 "no get_maintainer.pl: exit status 0"
prints '^to, cc: the tree has no get_maintainer.pl; 0 on' \
	"and it says so"
check_not "and nobody is addressed" grep -qE '^(To|Cc):' nobody/0*
mine -o bad --cc
complains 128 'no To and Cc: .*/k has no scripts/get_maintainer\.pl' \
	"--cc: that is an error"
check_not "and nothing is written" test -e bad
mine -o quiet --no-cc
prints_not '^to, cc' "--no-cc: it says nothing of it"

# It names who MAINTAINERS names for mm/, lists what it was run with.
mkdir k/scripts
cat >k/scripts/get_maintainer.pl <<'END'
use strict;
die "what is this?\n" unless -f $ARGV[-1] && -f "MAINTAINERS" && !-e ".git";
die "no folder\n" unless -d "mm";
open(my $p, "<", $ARGV[-1]) or die;
my $docs = grep { m@^diff --git a/Documentation/@ } <$p>;
open(my $m, "<", "MAINTAINERS") or die;
while (<$m>) {
	print "$1 (maintainer:FOO (BAR))\n" if /^M:\s*(.*)/;
	print "$1 (odd fixer:FOO,reviewer:BAR)\n" if /^O:\s*(.*)/;
	print "$1 (reviewer:FOO)\n" if /^R:\s*(.*)/;
	print "$1 (open list:FOO)\n" if /^L:\s*(.*)/;
}
print "docs\@example.org (moderated list:DOCUMENTATION)\n" if $docs;
END
cat >k/MAINTAINERS <<'END'
FOO MAPPING
M:	"Nobody, Esq." <nobody@example.org>
R:	Nuno Sá <nuno@example.org>
O:	Odd Fixer <odd@example.org>
L:	foo@lists.example.org
F:	mm

ELSEWHERE
M:	Somebody Else <else@example.org>
F:	drivers/
END
commit_all k "a script"
before=$(facts k)
mine -o out
exits 0 "get_maintainer.pl: exit status 0"
prints '^to, cc: 4 to 5 a patch, 5 on the cover letter$' "it says how many"
is "$(facts k)" "$before" "the kernel tree is as it was"
is "$(ls -A "$TMPDIR")" "" "no scratch folder is left"
who='To: "Nobody, Esq." <nobody@example.org>,
    Odd Fixer <odd@example.org>'
cc='    foo@lists.example.org,
    =?UTF-8?q?Nuno_S=C3=A1?= <nuno@example.org>'
is "$(sed -n '/^To:/,/^$/p' out/0001-*)" "$who
Cc: ${cc#    }" "maintainers are in To, reviewers and lists in Cc"
is "$(sed -n '/^To:/,/^$/p' out/0002-*)" "$who
Cc: docs@example.org,
$cc" "each patch has its own"
is "$(sed -n '/^To:/,/^$/p' $cover)" "$who
Cc: docs@example.org,
$cc" "the cover letter has all"
check_not "what MAINTAINERS has for others is not in it" grep -rq else@ out
rm -f out/respin/verify.json
mine -o again
check "the same bytes again" same_files out again

# What it said is kept: perl is started for what is not known.
mkdir counting
cat >counting/perl <<'END'
#!/bin/sh
echo >>"$COUNT"
PATH=${PATH#*:} exec perl "$@"
END
chmod +x counting/perl
export COUNT=$tmp/count
# asked N NAME [OPTION...]: how often is it, for a series that comes out as OUT?
asked() {
	local n=$1 name=$2
	shift 2
	: >"$COUNT"
	PATH=$PWD/counting:$PATH mine -o again "$@"
	is "$(wc -l <"$COUNT")" "$n" "$name"
}
asked 0 "what is known is not asked for again"
check "... and is the same" same_files out again
asked 2 "--no-cache: it is" --no-cache
check "... and the same" same_files out again
for f in "$XDG_CACHE_HOME"/respin/maintainers/*; do
	sed -i s/nobody@/anybody@/ "$f"
	break
done
asked 1 "a cache that was changed is not believed"
grep -q '^respin: warning: .*/maintainers/.* is damaged and ignored' "$err"
result $? "... and that is said" "$(cat "$err")"
check "... and the people are right" same_files out again
sed -i 's/^L:.*foo@/&new-/; s/foo@new-/new-foo@/' k/MAINTAINERS
commit_all k "another list"
asked 2 "another section about the files: it is asked again"
check "... and right" grep -q new-foo@ again/0001*
sed -i '/^ELSEWHERE/,$ s/else@/other@/' k/MAINTAINERS
commit_all k "elsewhere"
asked 0 "a section about others: it is not"
echo '# another script' >>k/scripts/get_maintainer.pl
commit_all k "another script"
asked 2 "another script: it is asked"
git -C k reset -q --hard HEAD~3
asked 0 "back again: both are known"
check "... and the same" same_files out again
echo '--nonsense' >"$HOME/.get_maintainer.conf"
git clone -q --bare k bare
respin generate -s ./s -o again bare
check "a bare repository: the same bytes" same_files out again
rm "$HOME/.get_maintainer.conf"
mkdir folder && git -C k archive HEAD | tar -C folder -xf -
respin generate -s ./s -o plainfolder folder
is "$(sed -n '/^To:/,/^$/p' plainfolder/0000-*)" \
	"$(sed -n '/^To:/,/^$/p' $cover)" "a plain folder: the same people"
if has_sender; then
	mine -o signed --signoff
	sends signed
	result $? "git send-email takes it" "$(cat "$sent")"
	is "$(git -C k -c sendemail.confirm=never send-email --dry-run \
		--from='Test Author <author@example.org>' --no-validate \
		--suppress-cc=self "$PWD"/signed/0002-* 2>&1 </dev/null | grep -c '^RCPT TO:<')" 5 \
		"without --to it goes to everybody that the mail names"
else
	skip "git send-email takes To and Cc" "no git send-email (Debian: git-email)"
fi

cat >s/people <<'END'
# whom to ask, too
To: Max <max@example.org>
cc: J. Doe <j@example.org>
Not: nobody@example.org
END
echo 'Cc: more@example.org' >more
mine -o out --cc-file more
is "$(sed -n '/^To:/,/^$/p' out/0001-*)" 'To: Max <max@example.org>,
    Odd Fixer <odd@example.org>
Cc: foo@lists.example.org,
    "J. Doe" <j@example.org>,
    more@example.org,
'"${cc##*,?}" "people and --cc-file add to it, and leave out"
printf 'To: a@b\n\177ELF\2\1\1\0\0\0' >binary
mine -o bad --cc-file binary
complains 129 'binary is not a list of people: it is not text' "--cc-file: a binary"
printf '\033[31m\001red\n' >binary
mine -o bad --cc-file binary
complains 129 'binary:1: ' "--cc-file: what a terminal would obey"
mine -o bad --cc-file nowhere
complains 129 'there is no file nowhere' "--cc-file: a file that is not there"
mine -o bad --cc-file more --no-cc
exits 129 "--cc-file with --no-cc: wrong usage"
for text in 'Max <max@example.org>' 'To: Max' 'To: a@b, c@d' 'Cc: Max <max@example.org' 'Bcc: a@b'; do
	echo "$text" >more
	mine -o bad --cc-file more
	complains 129 "more:1: .*To:, Cc: or Not:" "people: $text"
done
rm s/people

echo 'die "cannot read the stars\n";' >k/scripts/get_maintainer.pl
commit_all k "a broken script"
mine -o bad
complains 128 'perl scripts/get_maintainer.pl exited with status [0-9]+ on 000[12]-.*: cannot read the stars \(give --no-cc' \
	"get_maintainer.pl fails: that is an error"
check_not "and nothing is written" test -e bad
mine -o done --no-cc
exits 0 "--no-cc does without"
mkdir noperl
IFS=: read -ra dirs <<<"$PATH"
for d in "${dirs[@]}"; do
	ln -sn "$d"/* noperl 2>/dev/null
done
rm noperl/perl*
PATH=$PWD/noperl mine -o bad
complains 128 'no To and Cc: perl .*(not|cannot)' "no perl: that is an error"
git -C k rm -q MAINTAINERS && echo 'die "MAINTAINERS not found\n" unless -f "MAINTAINERS";' \
	>k/scripts/get_maintainer.pl && commit_all k "no file"
mine -o bad
complains 128 'MAINTAINERS not found' "a tree without MAINTAINERS: what the script says"

finish
