// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "report/verdict.h"

static const char *const WORDS[] = {
	"none", "ok", "kept", "unproved", "leak", "double",
};

const char *prove_word(enum prove_verdict v)
{
	return WORDS[v];
}

enum prove_verdict prove_verdict(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(WORDS); i++)
		if (!strcmp(word, WORDS[i]))
			return i;
	return PROVE_UNPROVED;
}

bool prove_row_alike(const json_t *a, const json_t *b)
{
	if (!a || !b)
		return a == b;
	return !strcmp(jstr(a, "verdict"), jstr(b, "verdict")) &&
	       !strcmp(jstr(a, "why"), jstr(b, "why"));
}

enum prove_verdict prove_worst(const json_t *rows)
{
	enum prove_verdict worst = PROVE_NONE;
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		enum prove_verdict v = prove_verdict(jstr(row, "verdict"));

		if (v > worst)
			worst = v;
	}
	return worst;
}

void prove_options_alike(const json_t *const *v, size_t n, struct strbuf *out)
{
	const char *name;
	json_t *value;

	json_object_foreach(n ? (json_t *)v[0] : NULL, name, value) {
		bool same = json_is_string(value);

		for (size_t i = 1; i < n && same; i++)
			same = json_equal(json_object_get(v[i], name), value);
		if (same)
			strbuf_addf(out, "%s%s=%s", out->len ? " " : "", name,
				    json_string_value(value));
	}
}
