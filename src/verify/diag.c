// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "verify/diag.h"

/* "FILE:12:3: rest" or "FILE:12: rest": the rest, and the file's length. */
static const char *after_place(const char *line, size_t n, size_t *file)
{
	const char *p = line, *end = line + n;
	int numbers = 0;

	p = memchr(p, ':', n);
	if (!p || p == line)
		return NULL;
	*file = p - line;
	while (p < end && *p == ':') {
		const char *q = p + 1;

		while (q < end && isdigit((unsigned char)*q))
			q++;
		if (q == p + 1 || q == end || *q != ':')
			break;
		p = q;
		numbers++;
	}
	return numbers ? p + 1 + (p + 1 < end && p[1] == ' ') : NULL;
}

static bool kind_of(const char *rest, size_t n, bool *is_error)
{
	static const char *const kinds[] = {
		"error:", "fatal error:", "warning:", "sorry, unimplemented:",
		"internal compiler error:", "Error:", "Warning:",
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		size_t k = strlen(kinds[i]);

		if (n < k || strncmp(rest, kinds[i], k))
			continue;
		*is_error = strcmp(kinds[i], "warning:") &&
			    strcmp(kinds[i], "Warning:");
		return true;
	}
	return false;
}

/* The assembler may speak of what the compiler gave it: never the same name. */
static bool is_temporary(const char *file, size_t n)
{
	return n > 2 && !strncmp(file + n - 2, ".s", 2);
}

/* "FILE: In function 'f':" names what the next diagnostics are about. */
static void note_function(struct strbuf *function, const char *line, size_t n)
{
	const char *in = memmem(line, n, ": In function ", 14);
	const char *q = in ? memchr(in, '\'', line + n - in) : NULL;
	const char *end;

	if (!q)
		return;
	end = memchr(q + 1, '\'', line + n - q - 1);
	strbuf_clear(function);
	strbuf_add(function, q + 1, (end ?: line + n) - q - 1);
}

/* What else the compiler knows by a like name is not what it says. */
static size_t said(const char *text, size_t n)
{
	static const char mean[] = "; did you mean ";
	const char *cut = memmem(text, n, mean, strlen(mean));

	return cut ? (size_t)(cut - text) : n;
}

void diags_read(struct diags *d, const char *text, const char *root)
{
	struct strbuf function = STRBUF_INIT;
	size_t skip = root ? strlen(root) : 0;

	memset(d, 0, sizeof(*d));
	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "\n"), file;
		const char *rest = after_place(p, n, &file);
		bool is_error;

		if (rest && !is_temporary(p, file) &&
		    kind_of(rest, p + n - rest, &is_error)) {
			const char *name = p;

			if (root && file > skip && !strncmp(p, root, skip)) {
				name += skip + (p[skip] == '/');
				file -= name - p;
			}
			strvec_pushf(&d->v, "%.*s: %s%s%.*s", (int)file, name,
				     function.buf, function.len ? ": " : "",
				     (int)said(rest, p + n - rest), rest);
			d->errors += is_error;
		} else {
			if (memmem(p, n, ": At top level:", 15))
				strbuf_clear(&function);
			note_function(&function, p, n);
		}
		p += n + (p[n] == '\n');
	}
	strvec_sort(&d->v);
	strbuf_release(&function);
}

void diags_text(const struct diags *d, struct strbuf *out)
{
	for (size_t i = 0; i < d->v.n; i++)
		strbuf_addf(out, "%s\n", d->v.v[i]);
}

void diags_from_text(struct diags *d, const char *text)
{
	memset(d, 0, sizeof(*d));
	while (*text) {
		size_t n = strcspn(text, "\n");

		strvec_take(&d->v, xstrndup(text, n));
		d->errors += !strstr(d->v.v[d->v.n - 1], "warning:") &&
			     !strstr(d->v.v[d->v.n - 1], "Warning:");
		text += n + (text[n] == '\n');
	}
}

void diags_new(const struct diags *before, const struct diags *now,
	       struct strvec *out)
{
	size_t i = 0;

	for (size_t k = 0; k < now->v.n; k++) {
		while (i < before->v.n &&
		       strcmp(before->v.v[i], now->v.v[k]) < 0)
			i++;
		if (i < before->v.n && !strcmp(before->v.v[i], now->v.v[k]))
			i++;
		else
			strvec_push(out, now->v.v[k]);
	}
}

void diags_release(struct diags *d)
{
	strvec_release(&d->v);
	d->errors = 0;
}
