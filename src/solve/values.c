// SPDX-License-Identifier: GPL-2.0-only
#include "base/strbuf.h"
#include "solve/values.h"

int values_read(struct values *vs, const char *path)
{
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, path);
	char *p = text.buf, *line;

	memset(vs, 0, sizeof(*vs));
	while (!err && (line = strsep(&p, "\n")))
		if (starts_with(line, "CONFIG_") && strchr(line, '='))
			strvec_push(&vs->v, line + strlen("CONFIG_"));
	strvec_sort(&vs->v);
	strbuf_release(&text);
	return err;
}

void values_release(struct values *vs)
{
	strvec_release(&vs->v);
}

/* Names hold no character that is smaller than '0', and '=' is greater. */
static int compare_name(const char *entry, const char *name, size_t n)
{
	size_t k = strcspn(entry, "=");
	int d = strncmp(entry, name, k < n ? k : n);

	if (d)
		return d;
	/* As strcmp() sorts "AB=" and "A=": by the byte behind the shorter. */
	if (k == n)
		return 0;
	return k < n ? '=' - (unsigned char)name[k] :
		       (unsigned char)entry[n] - '=';
}

const char *values_get(const struct values *vs, const char *name, size_t n)
{
	size_t lo = 0, hi = vs->v.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int d = compare_name(vs->v.v[mid], name, n);

		if (!d)
			return vs->v.v[mid] + n + 1;
		if (d < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

static bool is_truth(const char *value)
{
	return !strcmp(value, "y") || !strcmp(value, "m");
}

/* Of a number or text: none that its rules speak of? */
static bool is_other(const struct values *vs, const char *option, size_t n)
{
	char *name = xstrndup(option, n);
	kid id = vs->kf ? ksym_find(vs->kf->ks, name) : 0;
	const struct kdomain *d;
	bool other = true;

	if (id && vs->kf->domain[id]) {
		d = &vs->kf->domains[vs->kf->domain[id] - 1];
		for (size_t i = 0; i < d->v.n && other; i++) {
			char *var = xstrfmt("CONFIG_%s==%s", name, d->v.v[i]);

			other = !values_of((void *)vs, var);
			free(var);
		}
	}
	free(name);
	return other;
}

bool values_of(void *data, const char *name)
{
	const struct values *vs = data;
	const char *more, *value, *option;
	long long a, b;
	size_t n;

	option = kname_cut(name, &n, &more);
	if (!option)
		return false;
	value = values_get(vs, option, n);
	if (!*more)
		return value && !strcmp(value, "y");
	if (!strcmp(more, "=m"))
		return value && !strcmp(value, "m");
	if (!strcmp(more, "?"))
		return value && !is_truth(value);
	if (!strcmp(more, "==other"))
		return is_other(vs, option, n);
	/* What has no value counts as 0 and as the empty text. */
	if (!value)
		value = more[strlen(more) - 1] == '"' ? "\"\"" : "0";
	if (!strcmp(value, "y"))
		value = "1";
	if (*more == '<')
		return knumber(value, &a) && knumber(more + 1, &b) && a < b;
	if (knumber(value, &a) && knumber(more + 2, &b))
		return a == b;
	return !strcmp(value, more + 2);
}
