# SPDX-License-Identifier: GPL-2.0-only
# Which names does C define, and which does a series of patches stop to
# define? POSIX awk. By the look of a line, in kernel style: no parser.
#
#   -v mode=patches  input: patch files in order. Prints "NAME FOLDER" for each
#                    name whose definition went and did not come back: FOLDER is
#                    - if any file could have used it, else the one folder where
#                    it could be. "! MESSAGE" for a file that cannot be read so.
#   -v mode=files -v words=FILE  input: source files. Prints "NAME PATH local"
#                    or "NAME PATH global" for each name in FILE that is defined.

# A definition of NAME on SIDE: "-" or "+" of a patch, "=" of a file.
function define(side, name, is_local) {
	if (name in keyword)
		return
	if (side == "=") {
		if (name in wanted)
			print name, path, is_local ? "local" : "global"
	} else if (side == "+") {
		came[name] = number
	} else {
		went[name] = number
		where = is_local ? folder(path) : "-"
		if (!(name in place))
			place[name] = where
		else if (place[name] != where)
			place[name] = "-"
	}
}

function folder(p) {
	return sub(/\/[^\/]*$/, "", p) ? p : "."
}

# Words before a "(" that is in no other one. With the function come macros
# around it (__printf(1, 2)): these are defined elsewhere and harm nothing.
function names(side, text, is_local,	i, c, depth, word) {
	gsub(/"([^"\\]|\\.)*"/, "", text)
	depth = 0
	word = ""
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (c == "(") {
			if (!depth++ && word ~ /^[A-Za-z_]/)
				define(side, word, is_local)
			word = ""
		} else if (c == ")") {
			depth -= depth > 0
		} else if (c ~ /[A-Za-z0-9_]/) {
			if (!glued)
				word = ""
			word = word c
		} else if (c !~ /[ \t]/) {
			word = ""
		}
		glued = c ~ /[A-Za-z0-9_]/
	}
}

# The head of a function ends at "{", that of a declaration at ";". Heads that
# the hunk cuts off count, on either side.
function head_end(side, is_cut,	text, brace, semi) {
	text = head[side]
	gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, " ", text)
	sub(/\/\/.*/, "", text)
	brace = index(text, "{")
	semi = match(text, /[;=]/)
	if (semi && (!brace || semi < brace)) {
		delete head[side]
	} else if (brace || is_cut) {
		if (brace)
			text = substr(text, 1, brace - 1)
		names(side, text, in_c && text ~ /(^|[ \t])static[ \t]/)
		delete head[side]
	}
}

# One line of SIDE; STARTS: a definition that begins here is one of SIDE.
function feed(side, text, starts,	word) {
	sub(/\r$/, "", text)
	if (text ~ /^[ \t]*#/) {
		if (starts && text ~ /^[ \t]*#[ \t]*define[ \t]+[A-Za-z_]/) {
			sub(/^[ \t]*#[ \t]*define[ \t]+/, "", text)
			match(text, /^[A-Za-z0-9_]+/)
			define(side, substr(text, 1, RLENGTH), in_c)
		}
		return
	}
	if (in_asm) {
		if (starts && text ~ /^[ \t]*(SYM_[A-Z_]*START[A-Z_]*|ENTRY|WEAK)\([A-Za-z_]/) {
			sub(/^[^(]*\(/, "", text)
			match(text, /^[A-Za-z0-9_]+/)
			define(side, substr(text, 1, RLENGTH), 0)
		}
		return
	}
	# Of a macro's body, or of a comment's text: these look like anything.
	if (text ~ /\\$/ || text ~ /^[ \t]*$/ ||
	    (text ~ /\*\// && text !~ /\/\*/)) {
		delete head[side]
		return
	}
	if (side in head)
		head[side] = head[side] " " text
	else if (starts && text ~ /^[A-Za-z_].*\(/ && text !~ /^[A-Za-z_0-9]+:/)
		head[side] = text
	else
		return
	head_end(side, 0)
}

function set_path(p) {
	path = p
	in_c = p ~ /\.c$/
	in_asm = p ~ /\.S$/
	is_source = p ~ /\.[chS]$/
	delete head["-"]
	delete head["+"]
	delete head["="]
}

function hunk_end() {
	if ("-" in head)
		head_end("-", 1)
	if ("+" in head)
		head_end("+", 1)
	delete head["-"]
	delete head["+"]
}

function bad(why) {
	if (!(file in told))
		print "! " file ": " why
	told[file] = 1
}

function patch_end() {
	if (file != "" && (old > 0 || new > 0))
		bad("its last hunk is cut off")
	else if (file != "" && !diffs)
		bad("no diff in it")
	hunk_end()
}

function count(range) {
	return range ~ /,/ ? substr(range, index(range, ",") + 1) + 0 : 1
}

function name_of(line) {
	sub(/^(---|\+\+\+) /, "", line)
	sub(/\t.*/, "", line)
	sub(/\r$/, "", line)
	sub(/^[ab]\//, "", line)
	return line
}

function patch_line(	sign, text) {
	if (old > 0 || new > 0) {
		sign = substr($0, 1, 1)
		text = substr($0, 2)
		if (sign == "\\")
			return
		if (sign == "-") {
			old--
		} else if (sign == "+") {
			new--
		} else if (sign == " " || sign == "" || sign == "\r") {
			old--
			new--
		} else {
			bad("a hunk has a line that begins with '" sign "'")
			old = new = 0
			return
		}
		if (is_source && sign != "+")
			feed("-", text, sign == "-")
		if (is_source && sign != "-")
			feed("+", text, sign == "+")
		if (old <= 0 && new <= 0)
			hunk_end()
		return
	}
	if (!diffs && tolower($0) ~ /^content-transfer-encoding:.*(base64|quoted-printable)/)
		bad("its text is encoded for mail; save it with git format-patch")
	else if ($0 ~ /^diff --git /)
		diffs++
	else if ($0 ~ /^--- ./)
		before = name_of($0)
	else if ($0 ~ /^\+\+\+ ./)
		set_path(name_of($0) == "/dev/null" ? before : name_of($0))
	else if ($0 ~ /^@@ -[0-9,]+ \+[0-9,]+ @@/) {
		diffs++
		old = count($2)
		new = count($3)
	}
}

BEGIN {
	n = split("if while for switch return sizeof typeof __typeof__ defined do else case " \
		  "__attribute__ __asm__ asm _Static_assert static_assert", list, " ")
	for (i = 1; i <= n; i++)
		keyword[list[i]] = 1
	while (mode == "files" && (getline line <words) > 0) {
		split(line, f, " ")
		wanted[f[1]] = 1
	}
}

FNR == 1 && mode == "patches" {
	patch_end()
	number++
	file = FILENAME
	sub(/.*\//, "", file)
	diffs = old = new = 0
	set_path("")
}
FNR == 1 && mode == "files" {
	file = FILENAME
	sub(/^\.\//, "", file)
	set_path(file)
}

mode == "patches" { patch_line() }
mode == "files" { feed("=", $0, 1) }

END {
	if (mode != "patches")
		exit
	patch_end()
	for (name in went)
		if (!(name in came) || came[name] < went[name])
			print name, place[name]
}
