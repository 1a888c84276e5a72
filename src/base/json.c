// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"

const char *jstr(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s ? s : "";
}

long jlong(const json_t *o, const char *key)
{
	json_int_t n = json_integer_value(json_object_get(o, key));

	return n < 0 ? 0 : n > INT32_MAX ? INT32_MAX : (long)n;
}

json_t *jtext(const char *s)
{
	json_t *j = json_string(s ?: "");
	char *copy;

	if (j)
		return j;
	copy = xstrdup(s);
	for (char *p = copy; *p; p++)
		if ((unsigned char)*p > 127)
			*p = '?';
	j = json_string(copy);
	free(copy);
	return j;
}

json_t *jstrings(const struct strvec *v)
{
	json_t *a = json_array();

	for (size_t i = 0; i < v->n; i++)
		json_array_append_new(a, json_string(v->v[i]) ?:
				      json_string("(not UTF-8)"));
	return a;
}
