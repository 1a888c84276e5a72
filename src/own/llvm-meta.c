// SPDX-License-Identifier: GPL-2.0-only
#include "own/llvm-int.h"

/* Debug information leads from one node to another: so many times at most. */
#define DEEP 64

/* "!12 = distinct !DILocation(line: 3, ...)" */
int lmeta_add(struct lread *l, const char *line)
{
	char *end;
	unsigned long id = strtoul(line + 1, &end, 10);

	if (strncmp(end, " = ", 3))
		return gread_odd(&l->r, "metadata", line);
	end += 3;
	if (starts_with(end, "distinct "))
		end += strlen("distinct ");
	GROW(l->meta, l->n_meta + 1, l->alloc_meta);
	l->meta[l->n_meta++] = (struct lmeta){ id, end };
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct lmeta *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

void lmeta_sort(struct lread *l)
{
	if (l->n_meta)
		qsort(l->meta, l->n_meta, sizeof(*l->meta), by_id);
}

/* The text of node ID, or "". */
static const char *node(const struct lread *l, unsigned long id)
{
	struct lmeta want = { .id = id }, *m = NULL;

	if (l->n_meta)
		m = bsearch(&want, l->meta, l->n_meta, sizeof(want), by_id);
	return m ? m->text : "";
}

/* What stands behind "KEY: " in a node, or NULL. */
static const char *key(const char *text, const char *name)
{
	const char *p = strchr(text, '('), *nl = strchr(text, '\n');
	size_t n = strlen(name);

	if (!p || (nl && p > nl))
		return NULL;
	for (p++; *p && *p != '\n' && *p != ')'; p = lex_space(p)) {
		if (!strncmp(p, name, n) && p[n] == ':')
			return lex_space(p + n + 1);
		p = lex_item(p);
		if (*p != ',')
			return NULL;
		p++;
	}
	return NULL;
}

/* The node that KEY names; false: none. */
static bool key_node(const char *text, const char *name, unsigned long *id)
{
	const char *p = key(text, name);

	if (!p || *p != '!')
		return false;
	*id = strtoul(p + 1, NULL, 10);
	return true;
}

static char *key_string(const char *text, const char *name)
{
	const char *p = key(text, name);

	return p && *p == '"' ? xstrndup(p + 1, strcspn(p + 1, "\"\n")) : NULL;
}

/* As gcc's reader has it: below the root, or as it is. */
static const char *file_name(struct lread *l, unsigned long id)
{
	const char *text = node(l, id), *p;
	char *file = key_string(text, "filename");
	char *dir = key_string(text, "directory"), *all;
	size_t root = strlen(l->r.root);

	if (!file)
		file = xstrdup("?");
	all = *file == '/' || !dir ? xstrdup(file) :
	      xstrfmt("%s/%s", dir, file);
	p = file;
	if (!strncmp(all, l->r.root, root) && all[root] == '/')
		p = all + root + 1;
	while (starts_with(p, "./"))
		p += 2;
	p = gread_keep(&l->r, p, strlen(p));
	free(all);
	free(file);
	free(dir);
	return p;
}

void lmeta_place(struct lread *l, unsigned long id)
{
	const char *text = node(l, id), *line = key(text, "line");
	unsigned long at;

	l->file = NULL;
	l->line = 0;
	if (!starts_with(text, "!DILocation(") || !line)
		return;
	for (int i = 0; i < DEEP && key_node(text, "scope", &at); i++) {
		unsigned long file;

		text = node(l, at);
		if (!key_node(text, "file", &file))
			continue;
		l->line = atoi(line);
		l->file = l->line ? file_name(l, file) : NULL;
		return;
	}
}

static void type_name(const struct lread *l, const char *p, int depth,
		      struct strbuf *out);

/* "struct page *", of a DIDerivedType. */
static void derived(const struct lread *l, const char *text, int depth,
		    struct strbuf *out)
{
	const char *tag = key(text, "tag"), *base = key(text, "baseType");
	char *name = key_string(text, "name");

	if (!tag)
		tag = "";
	if (starts_with(tag, "DW_TAG_typedef") && name) {
		strbuf_addstr(out, name);
	} else if (starts_with(tag, "DW_TAG_const")) {
		strbuf_addstr(out, "const ");
		type_name(l, base, depth, out);
	} else {
		type_name(l, base, depth, out);
		if (starts_with(tag, "DW_TAG_pointer"))
			strbuf_addstr(out, " *");
	}
	free(name);
}

/* The type that P, "!12" or "null", names. */
static void type_name(const struct lread *l, const char *p, int depth,
		      struct strbuf *out)
{
	static const struct {
		const char *tag, *word;
	} TAGS[] = {
		{ "DW_TAG_structure_type", "struct " },
		{ "DW_TAG_union_type", "union " },
		{ "DW_TAG_enumeration_type", "enum " },
	};
	const char *text, *tag;
	char *name;

	if (!p || *p != '!' || depth > DEEP) {
		strbuf_addstr(out, "void");
		return;
	}
	text = node(l, strtoul(p + 1, NULL, 10));
	if (starts_with(text, "!DIDerivedType(")) {
		derived(l, text, depth + 1, out);
		return;
	}
	tag = key(text, "tag");
	for (size_t i = 0; tag && i < ARRAY_SIZE(TAGS); i++)
		if (starts_with(tag, TAGS[i].tag))
			strbuf_addstr(out, TAGS[i].word);
	name = key_string(text, "name");
	strbuf_addstr(out, name ?: "?");
	free(name);
}

bool lmeta_params(struct lread *l, unsigned long id, struct strvec *types)
{
	unsigned long at;
	const char *p;

	if (!key_node(node(l, id), "type", &at) ||
	    !key_node(node(l, at), "types", &at))
		return false;
	p = node(l, at);
	if (!starts_with(p, "!{"))
		return false;
	/* The first is what it returns. */
	for (p = lex_item(p + 2); *p == ','; p = lex_item(p)) {
		struct strbuf sb = STRBUF_INIT;

		p = lex_space(p + 1);
		if (lex_word(p, "null"))
			return true;		/* "..." */
		type_name(l, p, 0, &sb);
		strvec_take(types, strbuf_detach(&sb));
	}
	return true;
}
