// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function in assembly that is given an object: prove assumes that it only looks
 * at that, if its file mentions nothing that acquires, releases or frees, and no
 * function of the units. What that file includes in quotes counts as part of it, since
 * macros there may make functions. Other headers are not read.
 */
#include "base/path.h"
#include "base/strset.h"
#include "base/word.h"
#include "csrc/asmfunc.h"
#include "csrc/clex.h"
#include "csrc/lang.h"
#include "git/scan.h"
#include "kbuild/arch.h"
#include "prove/int.h"

/* At most this many files are read for one. */
#define INCLUDES_MAX 100

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

/*
 * A file in assembly, followed by what it includes in quotes, and by the words that
 * its macros put together.
 */
struct asm_text {
	const char *path;	/* borrowed */
	struct strbuf text;
	size_t own;		/* bytes of TEXT that are the file itself */
	bool partly;		/* something is not known */
	struct strvec made;	/* a strset: functions that its macros make */
};

static void asm_text_release(struct asm_text *a)
{
	strbuf_release(&a->text);
	strvec_release(&a->made);
}

/* Append to FILES what TEXT, the file PATH, includes in quotes. */
static void add_quoted(const char *path, const struct strbuf *text,
		       struct strvec *files)
{
	struct clex lx;

	clex_init(&lx, text->buf, text->len);
	for (size_t i = 0; i < lx.n && files->n <= INCLUDES_MAX; i++) {
		size_t word = lx.v[i].flags & CLEX_HASH ?
			clex_next(&lx, i + 1) : CLEX_NONE;
		size_t name = clex_is(&lx, word, "include") ?
			clex_next(&lx, word + 1) : CLEX_NONE;
		char *joined, *file;

		if (name == CLEX_NONE || lx.v[name].kind != CLEX_STRING ||
		    lx.v[name].len < 3)
			continue;
		joined = xstrfmt("%.*s/%.*s", (int)path_dir(path), path,
				 (int)lx.v[name].len - 2,
				 lx.text + lx.v[name].pos + 1);
		file = path_below(joined, NULL);
		if (!strvec_has(files, file))
			strvec_push(files, file);
		free(joined);
		free(file);
	}
	clex_release(&lx);
}

/* What macros make of the text so far. */
static void add_made(struct asm_text *a)
{
	struct strvec pasted = STRVEC_INIT;

	a->partly |= !asmfunc_made(a->text.buf, a->text.len, &a->made, &pasted);
	for (size_t i = 0; i < pasted.n; i++)
		strbuf_addf(&a->text, "%s\n", pasted.v[i]);
	strvec_sort(&a->made);
	strvec_uniq(&a->made);
	strvec_release(&pasted);
}

/* Read PATH of T with what it includes. Returns 0, 1 if T lacks it, or < 0. */
static int read_asm(struct tree_reader *r, const struct tree *t,
		    const char *path, struct asm_text *a)
{
	struct strvec files = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	int err = 0;

	a->path = path;
	strvec_push(&files, path);
	for (size_t i = 0; i < files.n && i < INCLUDES_MAX && err >= 0; i++) {
		const struct tree_file *f = tree_find(t, files.v[i]);

		strbuf_clear(&text);
		err = f ? tree_read_if_there(r, f, &text) : 1;
		if (err > 0 && !i)
			break;
		a->partly |= err > 0;
		add_quoted(files.v[i], &text, &files);
		strbuf_addf(&a->text, "%s\n", text.buf);
		if (!i)
			a->own = a->text.len;
		err = err < 0 ? err : 0;
	}
	a->partly |= files.n > INCLUDES_MAX;
	if (!err)
		add_made(a);
	strbuf_release(&text);
	strvec_release(&files);
	return err;
}

/* Append to OUT those of NAMES that A defines. */
static void defined(const struct asm_text *a, const struct strvec *names,
		    struct strvec *out)
{
	struct clex lx;

	clex_init(&lx, a->text.buf, a->own);
	for (size_t i = 0; i < lx.n; i++)
		for (size_t k = 0; k < names->n; k++)
			if (is_name(&lx, i, names->v[k]) &&
			    asmfunc_begins(&lx, i))
				strvec_push(out, names->v[k]);
	clex_release(&lx);
	for (size_t k = 0; k < names->n; k++)
		if (strset_has(&a->made, names->v[k]))
			strvec_push(out, names->v[k]);
}

/* Does A, as far as words tell, do nothing but look at an object? */
static bool only_looks(const struct prove *v, const struct asm_text *a)
{
	return !a->partly && checkout_index(v->co, a->path) < 0 &&
	       !takes_objects(v->rules, &a->text) &&
	       !includes_touched(v->co, &a->text);
}

/* Those lines that A gives. */
static void look_at(const struct prove *v, const struct strvec *names,
		    const struct asm_text *a, struct strvec *leaves)
{
	struct strvec words = STRVEC_INIT, here = STRVEC_INIT;

	defined(a, names, &here);
	if (!here.n || !only_looks(v, a))
		strvec_push(&words, "?");
	else
		add_words(a->text.buf, a->text.len, 2, &words);
	strvec_sort(&words);
	strvec_uniq(&words);
	for (size_t k = 0; k < here.n; k++)
		add_line(here.v[k], a->path, &words, leaves);
	strvec_release(&words);
	strvec_release(&here);
}

/* Look for NAMES in FILES, which may be only a part of T. */
static int read_files(const struct prove *v, const struct tree *t,
		      const struct tree *files, const struct strvec *names,
		      const struct scan *s, struct strvec *leaves)
{
	struct tree_reader r = { 0 };
	int err = tree_reader_init(&r, t);

	for (size_t i = 0; i < files->n && err >= 0; i++) {
		struct asm_text a = { 0 };

		if (!s->hit[i])
			continue;
		err = read_asm(&r, t, files->files[i].path, &a);
		if (!err)
			look_at(v, names, &a, leaves);
		asm_text_release(&a);
	}
	tree_reader_release(&r);
	return err < 0 ? err : 0;
}

/* Those of NAMES that no assembly file which a patch touches contains or makes. */
static int untouched(struct checkout *co, const struct strvec *names,
		     struct strvec *out)
{
	struct strbuf all = STRBUF_INIT, text = STRBUF_INIT;
	struct strvec made = STRVEC_INIT, pasted = STRVEC_INIT;
	bool sure = true;
	int err = 0;

	for (size_t i = 0; i < co->touched.n; i++)
		for (size_t k = 0; k < co->states && err >= 0; k++) {
			if (!lang_is_asm(co->touched.v[i]))
				continue;
			strbuf_clear(&text);
			err = checkout_text(co, k, i, &text);
			strbuf_addf(&all, "%s\n", text.buf);
			sure &= asmfunc_made(text.buf, text.len, &made, &pasted);
		}
	strvec_sort(&made);
	for (size_t i = 0; i < names->n && sure; i++)
		if (!has_word(all.buf, all.len, names->v[i]) &&
		    !strset_has(&made, names->v[i]))
			strvec_push(out, names->v[i]);
	strvec_release(&made);
	strvec_release(&pasted);
	strbuf_release(&all);
	strbuf_release(&text);
	return err < 0 ? err : 0;
}

int prove_find_leaves(const struct prove *v, const struct tree *t,
		      const char *arch, const struct strvec *names,
		      struct strvec *leaves)
{
	struct strvec sure = STRVEC_INIT, words = STRVEC_INIT;
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
	/* A macro may make a name that appears nowhere in full. */
	strvec_add(&words, &sure);
	strvec_push(&words, "macro");
	if (!err && sure.n)
		err = scan_tree(&s, &part, &words, v->jobs, true, false);
	if (!err && sure.n)
		err = read_files(v, t, &part, &sure, &s, leaves);
	scan_release(&s);
	strvec_release(&sure);
	strvec_release(&words);
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
