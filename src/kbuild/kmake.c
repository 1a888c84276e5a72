// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "base/path.h"
#include "base/strbuf.h"
#include "kbuild/kmake.h"

#define MAX_INCLUDES 16
#define MAX_IFS 64
/* The largest Makefile of a kernel has 5,000. */
#define MAX_ENTRIES 100000

struct reader {
	struct kmake *mk;
	kmake_read_fn read;
	void *data;
	const char *file;
	int line;
	blit cond[MAX_IFS];	/* of each open conditional: this branch */
	blit left[MAX_IFS];	/* no branch so far */
	size_t n;		/* open conditionals; more count as unknown */
};

void kmake_init(struct kmake *mk, struct bools *bs, const struct ksyms *ks,
		const char *dir)
{
	memset(mk, 0, sizeof(*mk));
	mk->bs = bs;
	mk->ks = ks;
	mk->dir = xstrdup(dir);
}

void kmake_release(struct kmake *mk)
{
	for (size_t i = 0; i < mk->n; i++) {
		free(mk->v[i].name);
		free(mk->v[i].word);
		free(mk->v[i].prefix);
	}
	free(mk->v);
	free(mk->dir);
	strvec_release(&mk->files);
	memset(mk, 0, sizeof(*mk));
}

static blit here(const struct reader *r)
{
	blit all = B_TRUE;

	for (size_t i = 0; i < r->n; i++)
		all = bool_and(r->mk->bs, all, r->cond[i]);
	return all;
}

static blit unknown(const struct reader *r)
{
	char *s = xstrfmt("?make %s:%d", r->file, r->line);
	blit a = bool_var(r->mk->bs, s);

	free(s);
	return a;
}

/* --- conditionals -------------------------------------------------------- */

static char *trimmed(const char *s, size_t n)
{
	while (n && isspace((unsigned char)*s)) {
		s++;
		n--;
	}
	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	return xstrndup(s, n);
}

static blit equal(const struct reader *r, const char *a, size_t a_n,
		  const char *b, size_t b_n)
{
	struct kalts x = { 0 }, y = { 0 };
	struct bools *bs = r->mk->bs;
	blit any = B_FALSE;

	kmake_expand(r->mk, a, a_n, &x);
	kmake_expand(r->mk, b, b_n, &y);
	for (size_t i = 0; i < x.n; i++) {
		for (size_t k = 0; k < y.n; k++) {
			const char *s = x.v[i].text, *t = y.v[k].text;
			blit both = bool_and(bs, x.v[i].cond, y.v[k].cond);
			char *u = trimmed(s, strlen(s));
			char *v = trimmed(t, strlen(t));

			if (strchr(s, KMAKE_ANY) || strchr(t, KMAKE_ANY))
				any = bool_or(bs, any, bool_and(bs, both,
							       unknown(r)));
			else if (!strcmp(u, v))
				any = bool_or(bs, any, both);
			free(u);
			free(v);
		}
	}
	kalts_release(&x);
	kalts_release(&y);
	return any;
}

/* "(A,B)", or "A" "B" in quotes. */
static blit compare(const struct reader *r, const char *s)
{
	int depth = 0;
	size_t n, i;

	s += strspn(s, " \t");
	n = strlen(s);
	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	if (*s == '"' || *s == '\'') {
		const char *e = strchr(s + 1, *s), *t, *f;

		t = e ? e + 1 + strspn(e + 1, " \t") : "";
		f = *t == '"' || *t == '\'' ? strchr(t + 1, *t) : NULL;
		return f ? equal(r, s + 1, e - s - 1, t + 1, f - t - 1) :
			   unknown(r);
	}
	if (*s != '(' || s[n - 1] != ')')
		return unknown(r);
	for (i = 1; i < n && (depth || s[i] != ','); i++) {
		depth += s[i] == '(';
		depth -= s[i] == ')';
	}
	if (i >= n)
		return unknown(r);
	return equal(r, s + 1, i - 1, s + i + 1, n - i - 2);
}

/* Is the variable set to something? */
static blit is_set(const struct reader *r, const char *s)
{
	char *name = trimmed(s, strlen(s)), *ref = xstrfmt("$(%s)", name);
	blit a = bool_not(equal(r, ref, strlen(ref), "", 0));

	if (!starts_with(name, "CONFIG_"))
		a = unknown(r);
	free(name);
	free(ref);
	return a;
}

/* The word that begins S, or NULL. */
static const char *behind(const char *s, const char *word)
{
	size_t n = strlen(word);

	return !strncmp(s, word, n) && !is_word(s[n]) && s[n] != '-' ? s + n :
								      NULL;
}

static void collect(void *data, const char *name)
{
	strvec_push(data, name);
}

/*
 * The top Makefile asks how make was called, in conditionals in each other: both
 * branches count.
 */
static bool both_branches(const struct reader *r, blit a)
{
	struct strvec names = STRVEC_INIT;
	bool any = false;

	if (*r->mk->dir)
		return false;
	bool_vars(r->mk->bs, a, collect, &names);
	for (size_t i = 0; i < names.n; i++)
		any |= *names.v[i] == '?';
	strvec_release(&names);
	return any;
}

static bool condition(const struct reader *r, const char *s, blit *a)
{
	const char *eq = behind(s, "ifeq"), *neq = behind(s, "ifneq");
	const char *def = behind(s, "ifdef"), *ndef = behind(s, "ifndef");

	if (eq)
		*a = compare(r, eq);
	else if (neq)
		*a = bool_not(compare(r, neq));
	else if (def)
		*a = is_set(r, def);
	else if (ndef)
		*a = bool_not(is_set(r, ndef));
	return eq || neq || def || ndef;
}

/* Is the line of a conditional? */
static bool conditional(struct reader *r, const char *s)
{
	struct bools *bs = r->mk->bs;
	const char *rest;
	blit a = B_TRUE;

	if (condition(r, s, &a)) {
		if (r->n == MAX_IFS)
			return true;
		r->cond[r->n] = both_branches(r, a) ? B_TRUE : a;
		r->left[r->n++] = both_branches(r, a) ? B_TRUE : bool_not(a);
		return true;
	}
	rest = behind(s, "else");
	if (rest && r->n) {
		size_t i = r->n - 1;

		rest += strspn(rest, " \t");
		condition(r, rest, &a);
		if (both_branches(r, a))
			a = B_TRUE;
		r->cond[i] = bool_and(bs, r->left[i], a);
		r->left[i] = bool_and(bs, r->left[i], bool_not(a));
		return true;
	}
	if (behind(s, "endif")) {
		r->n -= r->n > 0;
		return true;
	}
	return rest;
}

/* --- assignments --------------------------------------------------------- */

static void add_entry(struct reader *r, const char *name, const char *word,
		      bool alias, const char *prefix, blit cond)
{
	struct kmake *mk = r->mk;

	if (cond == B_FALSE || mk->n > MAX_ENTRIES)
		return;
	GROW(mk->v, mk->n + 1, mk->alloc);
	mk->v[mk->n++] = (struct kentry){
		.name = xstrdup(name), .hash = kmake_hash(name),
		.word = xstrdup(word), .alias = alias,
		.prefix = prefix ? xstrdup(prefix) : NULL,
		.cond = cond, .file = r->file, .line = r->line,
	};
}

/* "$(NAME)", where no option decides what NAME is: a variable's words. */
static bool take_alias(struct reader *r, const struct kalts *names,
		       const char *word, size_t n)
{
	static const char PREFIX[] = "$(addprefix ";
	struct kalts prefix = { 0 }, ref = { 0 };
	size_t start = 2;
	blit cond = here(r);

	if (n > strlen(PREFIX) && starts_with(word, PREFIX)) {
		size_t p = strlen(PREFIX), len = 0;

		while (p + len < n && word[p + len] != ',')
			len++;
		/* A folder's name under a condition: without it, nothing is here. */
		r->mk->wide = true;
		kmake_expand(r->mk, word + p, len, &prefix);
		r->mk->wide = false;
		start = p + len + 1;
		start += strspn(word + start, " \t");
		if (start + 2 >= n || strncmp(word + start, "$(", 2)) {
			kalts_release(&prefix);
			return false;
		}
		start += 2;
		n--;
	}
	if (n < start + 2) {
		kalts_release(&prefix);
		return false;
	}
	/* One reference, to its end, and no function. */
	if (strncmp(word + start - 2, "$(", 2) ||
	    word[n - 1] != ')' || memchr(word + start, ' ', n - start) ||
	    memchr(word + start, ':', n - start) ||
	    memchr(word + start, ')', n - start - 1) ||
	    !strncmp(word + start, "CONFIG_", 7)) {
		if (!memmem(word + start, n - start, "-$(CONFIG_", 10) ||
		    memchr(word + start, ' ', n - start)) {
			kalts_release(&prefix);
			return false;
		}
	}
	kmake_expand(r->mk, word + start, n - start - 1, &ref);
	for (size_t i = 0; i < names->n; i++)
		for (size_t k = 0; k < ref.n; k++)
			add_entry(r, names->v[i].text, ref.v[k].text, true,
				  prefix.n ? prefix.v[0].text : NULL,
				  bool_and(r->mk->bs, cond,
					   bool_and(r->mk->bs, names->v[i].cond,
						    ref.v[k].cond)));
	kalts_release(&prefix);
	kalts_release(&ref);
	return true;
}

static void take_word(struct reader *r, const struct kalts *names,
		      const char *word, size_t n)
{
	struct kalts values = { 0 };
	blit cond = here(r);

	if (take_alias(r, names, word, n))
		return;
	r->mk->wide = true;
	kmake_expand(r->mk, word, n, &values);
	r->mk->wide = false;
	for (size_t i = 0; i < names->n; i++) {
		for (size_t k = 0; k < values.n; k++) {
			struct strvec words = STRVEC_INIT;
			blit c = bool_and(r->mk->bs, names->v[i].cond,
					  values.v[k].cond);

			strvec_split(&words, values.v[k].text);
			for (size_t w = 0; w < words.n; w++)
				add_entry(r, names->v[i].text, words.v[w],
					  false, NULL,
					  bool_and(r->mk->bs, cond, c));
			strvec_release(&words);
		}
	}
	kalts_release(&values);
}

/* The words of a text: blanks in brackets do not end one. */
static void take_words(struct reader *r, const struct kalts *names,
		       const char *s)
{
	while (*(s += strspn(s, " \t"))) {
		int depth = 0;
		size_t n = 0;

		for (; s[n] && (depth || !isblank((unsigned char)s[n])); n++) {
			depth += s[n] == '(' || s[n] == '{';
			depth -= (s[n] == ')' || s[n] == '}') && depth;
		}
		take_word(r, names, s, n);
		s += n;
	}
}

static bool is_list_name(const char *name)
{
	return ends_with(name, "-y") || ends_with(name, "-m") ||
	       ends_with(name, "-objs");
}

/* "=" and ":=" forget what the list had. */
static void override(struct reader *r, const struct kalts *names)
{
	struct kmake *mk = r->mk;
	blit cond = here(r);

	if (!names->n || !is_list_name(names->v[0].text))
		return;
	for (size_t i = 0; i < mk->n; i++) {
		struct kentry *e = &mk->v[i];

		for (size_t k = 0; k < names->n; k++)
			if (!strcmp(e->name, names->v[k].text))
				e->cond = bool_and(mk->bs, e->cond,
					bool_not(bool_and(mk->bs, cond,
							  names->v[k].cond)));
	}
}

/* Does the text speak of a variable called as one of NAMES? */
static bool refers(const char *text, const struct kalts *names)
{
	for (size_t i = 0; i < names->n; i++)
		if (strstr(text, names->v[i].text))
			return true;
	return false;
}

/* NAME = WORDS, with any operator. */
static bool assignment(struct reader *r, const char *s)
{
	struct kalts names = { 0 };
	const char *before, *op, *p = s;
	int depth = 0;
	size_t n;

	for (; *p && (depth || !strchr("=:+?! \t", *p)); p++) {
		depth += *p == '(';
		depth -= *p == ')';
	}
	n = p - s;
	/* Long, and no list of objects. */
	if (memmem(s, n, "FLAGS", 5) || memmem(s, n, "flags", 5))
		return true;
	before = p + strspn(p, " \t");
	op = before + strspn(before, ":+?!");
	if (!n || *op != '=')
		return false;
	kmake_expand(r->mk, s, n, &names);
	if ((*before == ':' || *before == '=') && !refers(op + 1, &names))
		override(r, &names);
	take_words(r, &names, op + 1);
	kalts_release(&names);
	return true;
}

/* --- lines ---------------------------------------------------------------- */

static int read_file(struct reader *r, const char *path);

static int include_word(struct reader *r, const char *word, blit cond)
{
	/* make runs at the top of the tree. */
	char *path = path_below(word + strspn(word, "/"), NULL);
	struct reader in = *r;
	int got = 0;

	if (in.n < MAX_IFS)
		in.cond[in.n++] = cond;
	if (!strchr(path, KMAKE_ANY) && *path && r->mk->depth < MAX_INCLUDES)
		got = read_file(&in, path);
	free(path);
	return got;
}

static int include(struct reader *r, const char *s)
{
	struct kalts paths = { 0 };
	int got = 0;

	r->mk->wide = true;
	kmake_expand(r->mk, s, strlen(s), &paths);
	r->mk->wide = false;
	for (size_t i = 0; i < paths.n && got >= 0; i++) {
		struct strvec words = STRVEC_INIT;

		strvec_split(&words, paths.v[i].text);
		for (size_t k = 0; k < words.n && got >= 0; k++)
			got = include_word(r, words.v[k], paths.v[i].cond);
		strvec_release(&words);
	}
	kalts_release(&paths);
	return got < 0 ? got : 0;
}

static int take_line(struct reader *r, const char *s)
{
	const char *rest;

	/* A recipe; but some indent assignments with tabs. */
	s += strspn(s, " \t");
	if (!*s || conditional(r, s))
		return 0;
	rest = behind(s, "include");
	if (!rest && s[0] == '-')
		rest = behind(s + 1, "include");
	if (rest)
		return include(r, rest);
	assignment(r, s);
	return 0;
}

static int take_lines(struct reader *r, const char *text)
{
	struct strbuf line = STRBUF_INIT;
	int err = 0, n = 0;

	r->line = 1;
	while (*text && !err) {
		size_t len = strcspn(text, "\n"), keep = len;
		bool more = len && text[len - 1] == '\\';

		strbuf_add(&line, text, more ? len - 1 : len);
		text += len + (text[keep] == '\n');
		n++;
		if (more && *text) {
			strbuf_addch(&line, ' ');
			continue;
		}
		if (strchr(line.buf, '#')) {
			line.len = strcspn(line.buf, "#");
			line.buf[line.len] = 0;
		}
		err = take_line(r, line.buf);
		strbuf_clear(&line);
		r->line = n + 1;
	}
	strbuf_release(&line);
	return err;
}

static int read_file(struct reader *r, const char *path)
{
	struct strbuf text = STRBUF_INIT;
	int got = r->read(r->data, path, &text);

	r->mk->depth++;
	if (got > 0) {
		r->file = strvec_push(&r->mk->files, path);
		got = take_lines(r, text.buf) ?: 1;
	}
	r->mk->depth--;
	strbuf_release(&text);
	return got;
}

int kmake_file(struct kmake *mk, const char *path, kmake_read_fn read,
	       void *data)
{
	struct reader r = { .mk = mk, .read = read, .data = data };

	return read_file(&r, path);
}
