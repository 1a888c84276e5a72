// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function in assembly that is given an object: prove assumes that it only looks
 * at that, if its file mentions nothing that acquires, releases or frees, and no
 * function of the units. What a file includes is not read.
 */
#include "base/path.h"
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
		return lx->v[i].flags & CLEX_FIRST;
	return before != CLEX_NONE && clex_is(lx, before, "(") &&
	       begins_function(lx, clex_prev(lx, before));
}

static bool is_name(const struct clex *lx, size_t i, const char *name)
{
	return lx->v[i].kind == CLEX_WORD && strlen(name) == lx->v[i].len &&
	       !memcmp(lx->text + lx->v[i].pos, name, lx->v[i].len);
}

/* Append the words of TEXT, also those in strings: "jmp copy" is code. */
static void add_words(const char *text, size_t len, int depth,
		      struct strvec *words)
{
	struct clex lx;

	clex_init(&lx, text, len);
	for (size_t i = 0; i < lx.n; i++) {
		const char *at = lx.text + lx.v[i].pos;
		size_t n = lx.v[i].len;

		if (lx.v[i].kind == CLEX_WORD && n > 1)
			strvec_take(words, xstrndup(at, n));
		else if ((lx.v[i].kind == CLEX_STRING ||
			  lx.v[i].kind == CLEX_CHAR) && n > 1 && depth)
			add_words(at + 1, n - 1, depth - 1, words);
	}
	clex_release(&lx);
}

/* Does TEXT mention what makes an object, or gives it back? */
static bool takes_objects(const struct prove_rules *r, const struct strbuf *text)
{
	for (size_t i = 0; i < r->own.n; i++)
		if (has_word(text->buf, text->len, r->own.markers[i].name))
			return true;
	return false;
}

/* Does TEXT include one of the files that the patches touch, as far as names tell? */
static bool includes_touched(const struct checkout *co, const struct strbuf *text)
{
	for (size_t i = 0; i < co->touched.n; i++) {
		const char *base = path_base(co->touched.v[i]);

		if (memmem(text->buf, text->len, base, strlen(base)))
			return true;
	}
	return false;
}

static void add_line(const char *name, const char *path,
		     const struct strvec *words, struct strvec *leaves)
{
	struct strbuf line = STRBUF_INIT;

	strbuf_addf(&line, "%s %s", name, path);
	for (size_t i = 0; i < words->n; i++)
		strbuf_addf(&line, " %s", words->v[i]);
	strvec_push(leaves, line.buf);
	strbuf_release(&line);
}

/* Those lines that TEXT, the file PATH, gives. */
static void look_at(const struct prove *v, const struct strvec *names,
		    const char *path, const struct strbuf *text,
		    struct strvec *leaves)
{
	struct strvec words = STRVEC_INIT;
	struct clex lx;

	if (takes_objects(v->rules, text) || includes_touched(v->co, text))
		strvec_push(&words, "?");
	else
		add_words(text->buf, text->len, 2, &words);
	strvec_sort(&words);
	strvec_uniq(&words);
	clex_init(&lx, text->buf, text->len);
	for (size_t i = 0; i < lx.n; i++)
		for (size_t k = 0; k < names->n; k++)
			if (is_name(&lx, i, names->v[k]) &&
			    is_definition(&lx, i))
				add_line(names->v[k], path, &words, leaves);
	clex_release(&lx);
	strvec_release(&words);
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
		if (!err)
			look_at(v, names, path, &text, leaves);
	}
	tree_reader_release(&r);
	strbuf_release(&text);
	return err < 0 ? err : 0;
}

/* Of NAMES those that no file in assembly has which a patch touches. */
static int untouched(struct checkout *co, const struct strvec *names,
		     struct strvec *out)
{
	struct strbuf all = STRBUF_INIT, text = STRBUF_INIT;
	int err = 0;

	for (size_t i = 0; i < co->touched.n; i++)
		for (size_t k = 0; k < co->states && err >= 0; k++) {
			if (!lang_is_asm(co->touched.v[i]))
				continue;
			strbuf_clear(&text);
			err = checkout_text(co, k, i, &text);
			strbuf_addf(&all, "%s\n", text.buf);
		}
	for (size_t i = 0; i < names->n; i++)
		if (!has_word(all.buf, all.len, names->v[i]))
			strvec_push(out, names->v[i]);
	strbuf_release(&all);
	strbuf_release(&text);
	return err < 0 ? err : 0;
}

int prove_find_leaves(const struct prove *v, const struct tree *t,
		      const char *arch, const struct strvec *names,
		      struct strvec *leaves)
{
	struct strvec sure = STRVEC_INIT;
	struct tree part = *t;
	struct scan s = { 0 };
	int err = untouched(v->co, names, &sure);

	part.files = xcalloc(t->n + 1, sizeof(*part.files));
	part.n = 0;
	for (size_t i = 0; i < t->n; i++)
		if (lang_is_asm(t->files[i].path) &&
		    !starts_with(t->files[i].path, "tools/") &&
		    !arch_elsewhere(t->files[i].path, arch))
			part.files[part.n++] = t->files[i];
	if (!err && sure.n)
		err = scan_tree(&s, &part, &sure, v->jobs, true, false);
	if (!err && sure.n)
		err = read_files(v, &part, &sure, &s, leaves);
	scan_release(&s);
	strvec_release(&sure);
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

char *prove_leaf_file(const char *line)
{
	line += strcspn(line, " ") + 1;
	return xstrndup(line, strcspn(line, " "));
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
