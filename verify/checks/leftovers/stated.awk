# SPDX-License-Identifier: GPL-2.0-only
# From a series.json: "PATH WORD" of each leftover that has a reason. By tokens,
# so that the layout of the JSON does not matter.
{ json = json $0 " " }

function unquote(token) {
	return token ~ /^"/ ? substr(token, 2, length(token) - 2) : ""
}

END {
	if (!match(json, /"leftovers"[ \t]*:[ \t]*\[/))
		exit
	json = substr(json, RSTART + RLENGTH)
	while (match(json, /"([^"\\]|\\.)*"|[]{}]|[0-9a-z][0-9a-z.+-]*/)) {
		token = substr(json, RSTART, RLENGTH)
		json = substr(json, RSTART + RLENGTH)
		if (token == "]")
			exit
		if (token == "{") {
			key = value["path"] = value["word"] = value["reason"] = ""
		} else if (token == "}") {
			if (value["path"] != "" && value["word"] != "" && value["reason"] != "")
				print value["path"], value["word"]
		} else if (key == "") {
			key = unquote(token)
		} else {
			value[key] = unquote(token)
			key = ""
		}
	}
}
