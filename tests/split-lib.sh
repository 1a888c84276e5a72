# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# split-lib.sh: what the tests of respin split share. To be sourced behind
# lib.sh.

split() { # (not the one of coreutils)
	respin split "$@"
}

# fake_maintainers TREE: a get_maintainer.pl. As the kernel's: sections by how
# deep their pattern is.
fake_maintainers() {
	mkdir -p "$1/scripts"
	cat >"$1/scripts/get_maintainer.pl" <<'END'
use strict;
my $path = grep { $_ eq "-f" } @ARGV;
my @files = ($ARGV[-1]);
die "no file\n" unless -f $files[0];
if (!$path) {
	open(my $p, "<", $ARGV[-1]) or die;
	@files = map { m@^diff --git a/(\S+)@ ? $1 : () } <$p>;
}
open(my $m, "<", "MAINTAINERS") or die;
local $/ = "";
my %hit;
while (my $section = <$m>) {
	for my $pattern ($section =~ /^F:\s*(\S+)/mg) {
		my $rest = $pattern =~ /^\*/;
		for my $f (@files) {
			next unless $rest || index($f, $pattern) == 0;
			$hit{$section} = $rest ? -1 : length($pattern);
		}
	}
}
for my $section (sort { $hit{$b} <=> $hit{$a} } keys %hit) {
	my ($name) = split(/\n/, $section);
	print "$name\n" if $path;
	next if $path;
	print "$1 (maintainer:$name)\n" while $section =~ /^M:\s*(.*)/mg;
	print "$1 (open list:$name)\n" while $section =~ /^L:\s*(.*)/mg;
}
END
}
