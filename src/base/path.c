// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "base/path.h"

static bool is_up(const char *s, size_t n)
{
	return n == 2 && s[0] == '.' && s[1] == '.';
}

/* Take "./", "//" and "x/../" out of PATH, in place. */
static void path_tidy(char *path)
{
	size_t n = 0, from = path[0] == '/';

	for (char *s = path + from, *e; *s; s = *e ? e + 1 : e) {
		size_t k;

		e = s + strcspn(s, "/");
		k = e - s;
		if (!k || (k == 1 && *s == '.'))
			continue;
		if (is_up(s, k)) {
			size_t up = n;

			while (up && path[from + up - 1] != '/')
				up--;
			if (n && !is_up(path + from + up, n - up)) {
				n = up ? up - 1 : 0;
				continue;
			}
		}
		if (n)
			path[from + n++] = '/';
		memmove(path + from + n, s, k);
		n += k;
	}
	path[from + n] = 0;
}

char *path_below(const char *path, const char *root)
{
	char *p = xstrdup(path), *r;
	size_t n;

	path_tidy(p);
	if (!root || !*root)
		return p;
	r = xstrdup(root);
	path_tidy(r);
	n = strlen(r);
	if (!strncmp(p, r, n) && n && (p[n] == '/' || r[n - 1] == '/'))
		memmove(p, p + n + (p[n] == '/'), strlen(p + n) + 1 - (p[n] == '/'));
	free(r);
	return p;
}

bool path_is_inside(const char *path)
{
	for (const char *p = path;; p++) {
		size_t n = strcspn(p, "/");

		if (!n || (n == 1 && *p == '.') ||
		    (n == 2 && !memcmp(p, "..", 2)))
			return false;
		p += n;
		if (!*p)
			return true;
	}
}

static bool in_name(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("._-+~@", c));
}

/* The one of V that is named at P, as a whole, or NULL. */
static const struct path_name *named(const char *p, const struct path_name *v,
				     size_t n)
{
	const struct path_name *best = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < n; i++) {
		size_t len = v[i].dir ? strlen(v[i].dir) : 0;

		if (len > longest && !strncmp(p, v[i].dir, len) &&
		    !in_name(p[len])) {
			longest = len;
			best = &v[i];
		}
	}
	return best;
}

void path_neutral(const char *text, const struct path_name *v, size_t n,
		  struct strbuf *out)
{
	bool inside = false;	/* a path that began further left */

	for (const char *p = text; *p;) {
		const struct path_name *found = *p == '/' && !inside ?
						named(p, v, n) : NULL;

		if (found) {
			strbuf_addstr(out, found->name);
			p += strlen(found->dir);
			inside = true;
			continue;
		}
		inside = *p == '/' || (inside && in_name(*p));
		strbuf_addch(out, *p++);
	}
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

size_t path_dir(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

size_t path_common(const char *a, const char *b)
{
	size_t n = 0, last = 0, end = path_dir(a);

	for (; n < end && a[n] == b[n]; n++)
		if (a[n] == '/')
			last = n;
	return n == end && (!n || b[n] == '/') ? n : last;
}
