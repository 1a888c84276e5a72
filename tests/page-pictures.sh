#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# page-pictures.sh PAGE DIR: pictures of a page of respin review, to be looked at: wide,
# narrow, dark, side by side, and as it is printed. They go to DIR.
set -eu
if ! [ -f "${1:-}" ] || [ -z "${2:-}" ]; then
	echo "usage: tests/page-pictures.sh PAGE DIR" >&2
	exit 129
fi
mkdir -p "$2"
page=$(realpath "$1") dir=$(realpath "$2")
"$(dirname "$0")/browser.py" <<END
open $page
size 1280 900
shot $dir/wide.png
press n
press n
press o
press m
shot $dir/wide-hunk.png
media dark
shot $dir/dark-hunk.png
open $page
media dark
shot $dir/dark.png
open $page
size 1680 1000
press j
press j
press s
press n
shot $dir/sides.png
press s
open $page
size 400 860
shot $dir/narrow.png
press j
shot $dir/narrow-patch.png
press n
shot $dir/narrow-hunk.png
open $page
pdf $dir/print.pdf
END
if command -v pdftoppm >/dev/null; then
	pdftoppm -r 70 -png -f 1 -l 4 "$dir/print.pdf" "$dir/print"
else
	echo "page-pictures.sh: no pdftoppm (Debian: poppler-utils): see $dir/print.pdf" >&2
fi
ls "$dir"
