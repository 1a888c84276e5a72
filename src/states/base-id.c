// SPDX-License-Identifier: GPL-2.0-only
#include "base/cache.h"
#include "states/base-id.h"

#define KIND "base"

static int add_files(struct tree_reader *r, const struct tree_file *v, size_t n,
		     struct strbuf *all)
{
	struct strbuf text = STRBUF_INIT;
	struct oid id;
	int err = 0;

	for (size_t i = 0; i < n && !err; i++) {
		strbuf_clear(&text);
		if (tree_read(r, &v[i], &text) < 0) {
			err = tree_lacks(r->tree, v[i].path);
			break;
		}
		hash_of(&id, text.buf, text.len);
		strbuf_addf(all, "%zu %s %c ", strlen(v[i].path), v[i].path,
			    v[i].link ? 'l' : v[i].exec ? 'x' : 'f');
		strbuf_add(all, id.b, sizeof(id.b));
	}
	strbuf_release(&text);
	return err;
}

/* Names and times: the same ones stand for the same content, if settled. */
static char *stat_key(struct tree_reader *r, bool *settled)
{
	const struct tree *t = r->tree;
	struct strbuf all = STRBUF_INIT;
	char *key = NULL;

	*settled = true;
	strbuf_addf(&all, "1 %s\n", t->path);
	for (size_t i = 0; i < t->n; i++) {
		const struct tree_file *f = &t->files[i];

		*settled &= f->settled;
		strbuf_addf(&all, "%s %d ", f->path, f->exec);
		strbuf_add(&all, f->id.b, sizeof(f->id.b));
	}
	/* A link has no time here, but is read at once. */
	if (!add_files(r, t->links, t->n_links, &all))
		key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return key;
}

static char *content_id(struct tree_reader *r)
{
	const struct tree *t = r->tree;
	struct strbuf all = STRBUF_INIT;
	char *id = NULL;

	if (!add_files(r, t->files, t->n, &all) &&
	    !add_files(r, t->links, t->n_links, &all))
		id = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return id;
}

static char *folder_id(struct tree_reader *r)
{
	struct strbuf text = STRBUF_INIT;
	bool settled;
	char *key = stat_key(r, &settled), *id = NULL;

	if (key && settled && text_cache_get(KIND, key, &text))
		id = xstrdup(text.buf);
	else if (key)
		id = content_id(r);
	if (id && !text.len && settled) {
		strbuf_addstr(&text, id);
		text_cache_put(KIND, key, &text);
	}
	strbuf_release(&text);
	free(key);
	return id;
}

char *base_id(const struct tree *t)
{
	struct tree_reader r;
	char *id = NULL;

	if (t->is_git)
		return xstrdup(t->commit);
	if (!tree_reader_init(&r, t))
		id = folder_id(&r);
	tree_reader_release(&r);
	return id;
}
