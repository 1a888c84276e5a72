# SPDX-License-Identifier: GPL-2.0-only
# judge.awk -v words=F -v defs=F -v stated=F HITS: of grep's PATH:LINE:TEXT, those
# that no definition explains, as PATH:LINE: NAME; the last line is a summary.

# The architecture whose headers a file of arch/ sees, "" elsewhere.
function arch(path,	part) {
	if (split(path, part, "/") < 3 || part[1] != "arch")
		return ""
	return part[2] == "um" ? "x86" : part[2]
}

# Can a file at PATH mean a definition of NAME that is still there?
function defined(name, path) {
	if ((name, path) in here || name in everywhere)
		return 1
	if (path ~ /^tools\//)
		return (name in in_tools) || (name in in_arch)
	if (arch(path) != "")
		return (name, arch(path)) in in_arch_of
	return name in in_arch
}

# A static name without "_" is a word of English in other folders.
function elsewhere(name, path,	dir) {
	dir = place[name]
	return dir != "-" && name !~ /_/ && dir != "." && index(path, dir "/") != 1
}

function read_files(	line, f, a) {
	while ((getline line <words) > 0) {
		split(line, f, " ")
		place[f[1]] = f[2]
	}
	while ((getline line <defs) > 0) {
		split(line, f, " ")
		a = arch(f[2])
		if (f[3] == "local")
			here[f[1], f[2]] = 1
		else if (f[2] ~ /^tools\//)
			in_tools[f[1]] = 1
		else if (a != "")
			in_arch[f[1]] = in_arch_of[f[1], a] = 1
		else
			everywhere[f[1]] = 1
	}
	while ((getline line <stated) > 0) {
		match(line, / [^ ]*$/)
		allowed[substr(line, 1, RSTART - 1), substr(line, RSTART + 1)] = 1
	}
}

BEGIN { read_files() }

{
	if (!match($0, /:[0-9]+:/)) {
		print "not understood: " $0
		broken = 1
		next
	}
	path = substr($0, 1, RSTART - 1)
	line = substr($0, RSTART + 1, RLENGTH - 2)
	n = split(substr($0, RSTART + RLENGTH), word, /[^A-Za-z0-9_]+/)
	for (i = 1; i <= n; i++) {
		name = word[i]
		if (!(name in place) || (path, line, name) in seen)
			continue
		seen[path, line, name] = 1
		if (defined(name, path) || elsewhere(name, path))
			continue
		if ((path, name) in allowed) {
			excused++
			continue
		}
		print path ":" line ": " name
		left++
		if (!(name in counted)) {
			counted[name] = 1
			names++
		}
	}
}

END {
	if (left)
		printf "%d %s of %d removed %s left", left, left == 1 ? "mention" : "mentions",
			names, names == 1 ? "name" : "names"
	else
		printf "none"
	printf excused ? " (%d stated)\n" : "\n", excused
	exit broken ? 2 : left ? 250 : 0
}
