// SPDX-License-Identifier: GPL-2.0-only
#include "gen/batch-int.h"

/* Where spatch puts a tree beside that of --patch. */
#define NOTHING "/tmp/nothing/"

static bool in_path(char c)
{
	return is_word(c) || (c && strchr("/._+,-", c));
}

static struct unit *unit_called(struct batch *b, const struct group *g,
				const char *name, size_t n)
{
	for (size_t i = 0; i < g->n; i++) {
		struct unit *u = &b->units[g->v[i]];

		if (strlen(u->name) == n && !memcmp(u->name, name, n))
			return u;
	}
	return NULL;
}

/* The first file that LINE, N bytes, names, or NULL. */
static struct unit *unit_in(struct batch *b, const struct group *g,
			    const char *line, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = i, end;
		struct unit *u;

		while (k < n && in_path(line[k]))
			k++;
		for (end = k; end > i && strchr(".,-", line[end - 1]);)
			end--;
		u = end > i ? unit_called(b, g, line + i, end - i) : NULL;
		if (u)
			return u;
		i = k;
	}
	return NULL;
}

/* A line of spatch's diff, as git has it. */
static void add_line(struct unit *u, const char *line, size_t n)
{
	static const char plus[] = "+++ " NOTHING, minus[] = "--- ";
	size_t k = strlen(u->name);

	if (starts_with(line, "diff -u") && memmem(line, n, NOTHING,
						   strlen(NOTHING)))
		return;
	if (starts_with(line, plus) && n == strlen(plus) + k)
		strbuf_addf(&u->told, "+++ b/%s\n", u->path);
	else if (starts_with(line, minus) && n == strlen(minus) + k &&
		 !memcmp(line + strlen(minus), u->name, k))
		strbuf_addf(&u->told, "--- a/%s\n", u->path);
	else
		strbuf_addf(&u->told, "%.*s\n", (int)n, line);
}

void told_take(struct batch *b, const struct group *g,
	       const struct strbuf *said)
{
	struct unit *u = &b->units[g->v[0]];

	for (const char *p = said->buf; *p;) {
		size_t n = strcspn(p, "\n");

		u = unit_in(b, g, p, n) ?: u;
		if (u->state == UNIT_DONE)
			add_line(u, p, n);
		p += n + (p[n] == '\n');
	}
}
