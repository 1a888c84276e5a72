// SPDX-License-Identifier: GPL-2.0-only
#include "send/owner.h"
#include "send/split-part.h"

/* The first DEPTH folders of PATH; "" for a file at the top. */
static char *folder_of(const char *path, int depth)
{
	const char *end = path, *slash = path;

	while (depth-- > 0 && (slash = strchr(slash, '/')))
		end = slash++;
	return xstrndup(path, end - path);
}

int split_keys(struct split *s, const struct maintainers *how)
{
	const struct strvec *paths = &s->co->touched;

	if (s->by == SPLIT_TREE)
		return owner_trees(how, paths, &s->keys);
	if (s->by == SPLIT_SECTION)
		return owner_sections(how, paths, &s->keys);
	for (size_t i = 0; i < paths->n; i++)
		strvec_take(&s->keys, folder_of(paths->v[i], s->depth));
	return 0;
}

/* The part of patch FROM for KEY; a new one if there is none. */
static size_t part_of(struct split *s, size_t from, const char *key)
{
	for (size_t i = s->n_parts; i-- > 0 && s->part[i].from == from;)
		if (!strcmp(s->part[i].key, key))
			return i;
	GROW(s->part, s->n_parts + 1, s->alloc_parts);
	s->part[s->n_parts] = (struct part){ from, key };
	return s->n_parts++;
}

static const char *key_of(const struct split *s, const char *path)
{
	ssize_t i = checkout_index(s->co, path);

	if (i < 0)
		BUG("%s is not among the touched files", path);
	return s->keys.v[i];
}

size_t split_part(const struct split *s, size_t from, const char *path)
{
	const char *key = key_of(s, path);

	for (size_t i = 0; i < s->n_parts; i++)
		if (s->part[i].from == from && !strcmp(s->part[i].key, key))
			return i;
	BUG("%s is in no part", path);
}

void split_parts(struct split *s, size_t k)
{
	const struct ppatch *p = &s->ps->v[k];
	bool rest = false;

	for (size_t i = 0; i < p->n; i++) {
		const char *key = key_of(s, p->v[i].path);

		if (*key)
			part_of(s, k + 1, key);
		rest = rest || !*key;
	}
	if (rest)
		part_of(s, k + 1, "");
}

bool split_alone(const struct split *s, size_t i)
{
	size_t from = s->v[i].from;

	return (!i || s->v[i - 1].from != from) &&
	       (i + 1 == s->n || s->v[i + 1].from != from);
}

const char *split_rest(const struct split *s)
{
	return s->by == SPLIT_FOLDER ? "the top folder" : "no section";
}
