// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "send/owner.h"

/* --- MAINTAINERS ------------------------------------------------------- */

struct section {
	char *name;
	struct strvec trees, lists;	/* addresses, as tree_address() has them */
};

struct sections {
	struct section *v;
	size_t n, alloc;
};

static void sections_release(struct sections *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->v[i].name);
		strvec_release(&s->v[i].trees);
		strvec_release(&s->v[i].lists);
	}
	free(s->v);
}

/* The word (N bytes) without the protocol, "/" and ".git" at its ends. */
static char *tree_address(const char *s, size_t n)
{
	const char *colon = memchr(s, ':', n);
	char *to;

	if (colon && (size_t)(colon - s) + 3 < n && starts_with(colon, "://")) {
		n -= colon + 3 - s;
		s = colon + 3;
	}
	while (n && s[n - 1] == '/')
		n--;
	to = xstrndup(s, n);
	if (ends_with(to, ".git"))
		to[n - 4] = '\0';
	return to;
}

/* Its value is "git ADDRESS [BRANCH]", "quilt ADDRESS" or "ADDRESS (remark)". */
static void add_value(struct section *to, char tag, const char *s, size_t n)
{
	size_t len;

	for (; n && isspace((unsigned char)*s); s++)
		n--;
	len = strcspn(s, " \t\r\n");
	if (tag == 'T' && len < n) {
		size_t skip = len + strspn(s + len, " \t");

		if (skip < n) {
			s += skip;
			len = strcspn(s, " \t\r\n");
		}
	}
	if (tag == 'T' && len)
		strvec_take(&to->trees, tree_address(s, len));
	else if (tag == 'L' && len)
		strvec_take(&to->lists, xstrndup(s, len));
}

/* A heading is the line without a tag before lines that have one. */
static void sections_parse(struct sections *all, const char *text)
{
	const char *head = NULL;
	size_t head_len = 0;

	for (const char *s = text; *s;) {
		size_t n = strcspn(s, "\n");
		bool tagged = *s >= 'A' && *s <= 'Z' && s[1] == ':';

		if (tagged && head) {
			GROW(all->v, all->n + 1, all->alloc);
			all->v[all->n++] = (struct section){
				.name = xstrndup(head, head_len),
			};
			head = NULL;
		}
		if (tagged && all->n) {
			add_value(&all->v[all->n - 1], *s, s + 2, n - 2);
		} else if (!tagged && strspn(s, " \t\r") < n) {
			head = s;
			for (head_len = n; isspace((unsigned char)s[head_len - 1]);)
				head_len--;
		}
		s += n + (s[n] == '\n');
	}
}

static int sections_read(struct sections *all, const struct tree *t)
{
	const struct tree_file *f = tree_find(t, "MAINTAINERS");
	struct strbuf text = STRBUF_INIT;
	struct tree_reader reader;
	int err = f ? tree_reader_init(&reader, t) : 0;

	if (f && !err) {
		if (tree_read(&reader, f, &text))
			err = error("cannot read MAINTAINERS of %s", t->path);
		tree_reader_release(&reader);
	}
	if (!err)
		sections_parse(all, text.buf);
	strbuf_release(&text);
	return err;
}

/* The script cuts long names and puts dots behind them. */
static bool is_named(const struct section *s, const char *name, size_t n)
{
	if (n > 3 && !strncmp(name + n - 3, "...", 3) &&
	    !strncmp(s->name, name, n - 3))
		return true;
	return strlen(s->name) == n && !strncmp(s->name, name, n);
}

static const struct section *find(const struct sections *all,
				  const char *name, size_t n)
{
	for (size_t i = 0; i < all->n; i++)
		if (is_named(&all->v[i], name, n))
			return &all->v[i];
	return NULL;
}

/* --- which of them ----------------------------------------------------- */

static size_t count_tree(const struct sections *all, const char *tree)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += strvec_has(&all->v[i].trees, tree);
	return n;
}

/* The first of V that is not THE REST's; with ALL, the most common one. */
static const char *pick(const struct strvec *v, const struct strvec *rest,
			const struct sections *all)
{
	const char *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < v->n; i++) {
		size_t n = all ? count_tree(all, v->v[i]) : !best;

		if (n > most && !(rest && strvec_has(rest, v->v[i]))) {
			best = v->v[i];
			most = n;
		}
	}
	return best;
}

/* The owner by the sections in NAMES, one on each line; NULL: the first. */
static const char *owner_of(const struct sections *all, const char *names,
			    bool *is_tree)
{
	const struct section *rest = find(all, "THE REST", 8);
	const char *list = NULL, *tree = NULL;

	for (const char *s = names; *s && !tree;) {
		size_t n = strcspn(s, "\n");
		const struct section *at = find(all, s, n);

		if (at)
			tree = pick(&at->trees, rest ? &rest->trees : NULL, all);
		if (at && !list)
			list = pick(&at->lists, rest ? &rest->lists : NULL,
				    NULL);
		s += n + (s[n] == '\n');
	}
	*is_tree = tree;
	return tree ? tree : list;
}

static char *first_line(const char *s)
{
	return xstrndup(s, strcspn(s, "\n"));
}

/* --- names for people -------------------------------------------------- */

/* The last two parts of an address. */
static const char *tail(const char *address)
{
	const char *s = strrchr(address, '/');

	while (s && s > address && s[-1] != '/')
		s--;
	return s ? s : address;
}

/* OUT[i] is an address where TREES says so; does another end like it? */
static bool is_ambiguous(const struct strvec *all, const bool *trees, size_t i)
{
	for (size_t k = 0; k < all->n; k++)
		if (trees[k] && strcmp(all->v[k], all->v[i]) &&
		    !strcmp(tail(all->v[k]), tail(all->v[i])))
			return true;
	return false;
}

static void shorten(const struct strvec *owners, const bool *trees,
		    struct strvec *out)
{
	for (size_t i = 0; i < owners->n; i++) {
		const char *s = owners->v[i];

		if (!trees[i])
			strvec_push(out, s);
		else
			strvec_pushf(out, "%s.git",
				     is_ambiguous(owners, trees, i) ? s : tail(s));
	}
}

int owner_trees(const struct maintainers *m, const struct strvec *paths,
		struct strvec *out)
{
	struct strvec names = STRVEC_INIT, owners = STRVEC_INIT;
	bool *trees = xcalloc(paths->n + 1, sizeof(*trees));
	struct sections all = { 0 };
	int err = sections_read(&all, m->t);

	if (!err)
		err = maintainers_sections(m, paths, &names);
	for (size_t i = 0; i < names.n && !err; i++) {
		const char *owner = owner_of(&all, names.v[i], &trees[i]);

		strvec_take(&owners, owner ? xstrdup(owner) :
			    first_line(names.v[i]));
	}
	if (!err)
		shorten(&owners, trees, out);
	sections_release(&all);
	strvec_release(&names);
	strvec_release(&owners);
	free(trees);
	return err;
}

int owner_sections(const struct maintainers *m, const struct strvec *paths,
		   struct strvec *out)
{
	struct strvec names = STRVEC_INIT;
	int err = maintainers_sections(m, paths, &names);

	for (size_t i = 0; i < names.n && !err; i++)
		strvec_take(out, first_line(names.v[i]));
	strvec_release(&names);
	return err;
}
