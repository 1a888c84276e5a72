// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function in assembly that is given an object: prove assumes that it only looks
 * at that, if its file mentions nothing that acquires, releases or frees, and if the
 * function names no function of the units.
 */
#include "base/word.h"
#include "csrc/clex.h"
#include "csrc/lang.h"
#include "git/scan.h"
#include "kbuild/arch.h"
#include "prove/int.h"

/* Is token I a macro that begins a function: ENTRY, SYM_FUNC_START, LEAF, ...? */
static bool begins_function(const struct clex *lx, size_t i)
{
	static const char *const PARTS[] = {
		"ENTRY", "START", "_GLOBAL", "LEAF", "NESTED", "FEXPORT",
	};
	bool found = false;

	if (i == CLEX_NONE || lx->v[i].kind != CLEX_WORD)
		return false;
	for (size_t k = 0; k < lx->v[i].len; k++)
		if (lx->text[lx->v[i].pos + k] >= 'a')
			return false;
	for (size_t k = 0; k < ARRAY_SIZE(PARTS); k++)
		found |= memmem(lx->text + lx->v[i].pos, lx->v[i].len, PARTS[k],
				strlen(PARTS[k])) != NULL;
	return found;
}

/* Does a function begin at token I, a word: "NAME:", or "ENTRY(NAME"? */
static bool is_definition(const struct clex *lx, size_t i)
{
	size_t before = clex_prev(lx, i), after = clex_next(lx, i + 1);

	if (after != CLEX_NONE && clex_is(lx, after, ":"))
		return lx->text[lx->v[i].pos] != '.';
	return before != CLEX_NONE && clex_is(lx, before, "(") &&
	       begins_function(lx, clex_prev(lx, before));
}

static bool is_name(const struct clex *lx, size_t i, const char *name)
{
	return lx->v[i].kind == CLEX_WORD && strlen(name) == lx->v[i].len &&
	       !memcmp(lx->text + lx->v[i].pos, name, lx->v[i].len);
}

/* Append the words from token I to where another function begins. */
static void add_words(const struct clex *lx, size_t i, struct strvec *words)
{
	for (; i < lx->n; i++) {
		if (lx->v[i].kind != CLEX_WORD || lx->v[i].len < 2)
			continue;
		if (is_definition(lx, i))
			break;
		strvec_take(words, xstrndup(lx->text + lx->v[i].pos,
					    lx->v[i].len));
	}
}

/* Does TEXT mention what makes an object, or gives it back? */
static bool takes_objects(const struct prove_rules *r, const struct strbuf *text)
{
	for (size_t i = 0; i < r->own.n; i++)
		if (has_word(text->buf, text->len, r->own.markers[i].name))
			return true;
	return false;
}

/* The lines of what TEXT, the file PATH, defines; SURE: no patch changes it. */
static void look_at(const struct prove *v, const struct strvec *names,
		    const char *path, const struct strbuf *text, bool sure,
		    struct strvec *leaves)
{
	struct clex lx;

	sure &= !takes_objects(v->rules, text);
	clex_init(&lx, text->buf, text->len);
	for (size_t i = 0; i < lx.n; i++)
		for (size_t k = 0; k < names->n; k++) {
			struct strvec words = STRVEC_INIT;
			struct strbuf line = STRBUF_INIT;

			if (!is_name(&lx, i, names->v[k]) ||
			    !is_definition(&lx, i))
				continue;
			add_words(&lx, i + 1, &words);
			strvec_sort(&words);
			strvec_uniq(&words);
			strbuf_addf(&line, "%s %s", names->v[k], path);
			for (size_t w = 0; w < words.n && sure; w++)
				strbuf_addf(&line, " %s", words.v[w]);
			strbuf_addstr(&line, sure ? "" : " ?");
			strvec_push(leaves, line.buf);
			strvec_release(&words);
			strbuf_release(&line);
		}
	clex_release(&lx);
}

static int read_files(const struct prove *v, const struct tree *t,
		      const struct strvec *names, const struct scan *s,
		      struct strvec *leaves)
{
	struct tree_reader r = { 0 };
	struct strbuf text = STRBUF_INIT;
	int err = tree_reader_init(&r, t);

	for (size_t i = 0; i < t->n && err >= 0; i++) {
		const char *path = t->files[i].path;

		if (!s->hit[i])
			continue;
		strbuf_clear(&text);
		err = tree_read_if_there(&r, &t->files[i], &text);
		/* What a patch makes of it may be anything. */
		if (!err)
			look_at(v, names, path, &text,
				checkout_index(v->co, path) < 0, leaves);
	}
	tree_reader_release(&r);
	strbuf_release(&text);
	return err < 0 ? err : 0;
}

int prove_find_leaves(const struct prove *v, const struct tree *t,
		      const char *arch, const struct strvec *names,
		      struct strvec *leaves)
{
	struct tree part = *t;
	struct scan s = { 0 };
	int err;

	part.files = xcalloc(t->n + 1, sizeof(*part.files));
	part.n = 0;
	for (size_t i = 0; i < t->n; i++)
		if (lang_is_asm(t->files[i].path) &&
		    !arch_elsewhere(t->files[i].path, arch))
			part.files[part.n++] = t->files[i];
	err = scan_tree(&s, &part, names, v->jobs, true, false);
	if (!err)
		err = read_files(v, &part, names, &s, leaves);
	scan_release(&s);
	free(part.files);
	strvec_sort(leaves);
	strvec_uniq(leaves);
	return err;
}

/* Is the word at P, of N bytes, the name of a function of G? */
static bool is_function(const struct gdump *g, const char *p, size_t n)
{
	for (size_t i = 0; i < g->n; i++)
		if (!strncmp(g->funcs[i].name, p, n) && !g->funcs[i].name[n])
			return true;
	return false;
}

bool prove_leaf(const struct strvec *leaves, const struct gdump *g,
		const char *function)
{
	size_t len = strlen(function);
	bool found = false;

	for (size_t i = 0; i < leaves->n; i++) {
		const char *p = leaves->v[i];

		if (strncmp(p, function, len) || p[len] != ' ')
			continue;
		found = true;
		p += len + 1;
		p += strcspn(p, " ");
		while (*p) {
			size_t n = strcspn(++p, " ");

			if (*p == '?' || is_function(g, p, n))
				return false;
			p += n;
		}
	}
	return found;
}
