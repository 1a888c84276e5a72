// SPDX-License-Identifier: GPL-2.0-only
/* Expanding what a Makefile says, for kmake.c. */
#include <ctype.h>

#include "base/fnv.h"
#include "base/strbuf.h"
#include "kbuild/kmake.h"

/* More texts than this are "anything". */
#define MAX_ALTS 48
#define MAX_DEPTH 24
/* A longer text, too: variables that hold each other grow without end. */
#define MAX_TEXT 65536

static const char ANY[] = { KMAKE_ANY, 0 };

uint32_t kmake_hash(const char *name)
{
	return fnv(name, strlen(name));
}

void kalts_add(struct kalts *as, blit cond, char *text)
{
	if (cond == B_FALSE) {
		free(text);
		return;
	}
	GROW(as->v, as->n + 1, as->alloc);
	as->v[as->n].cond = cond;
	as->v[as->n++].text = text;
}

void kalts_release(struct kalts *as)
{
	for (size_t i = 0; i < as->n; i++)
		free(as->v[i].text);
	free(as->v);
	memset(as, 0, sizeof(*as));
}

static void any_text(struct kalts *as)
{
	kalts_release(as);
	kalts_add(as, B_TRUE, xstrdup(ANY));
}

/* Each of TO with each of MORE behind it. */
static void append(struct bools *bs, struct kalts *to, const struct kalts *more)
{
	struct kalts out = { 0 };

	if (to->n * more->n > MAX_ALTS) {
		any_text(to);
		return;
	}
	for (size_t i = 0; i < to->n; i++)
		for (size_t k = 0; k < more->n; k++)
			kalts_add(&out, bool_and(bs, to->v[i].cond,
						 more->v[k].cond),
				  xstrfmt("%s%s", to->v[i].text,
					  more->v[k].text));
	kalts_release(to);
	*to = out;
	for (size_t i = 0; i < to->n; i++)
		if (strlen(to->v[i].text) > MAX_TEXT) {
			any_text(to);
			break;
		}
}

static void expand(const struct kmake *mk, const char *s, size_t n, int depth,
		   struct kalts *out);

static void option(const struct kmake *mk, const char *name, struct kalts *out)
{
	kid id = ksym_find(mk->ks, name + strlen("CONFIG_"));
	char type = id ? mk->ks->syms[id].type : 'u';
	char *m = xstrfmt("%s=m", name);
	blit y = bool_var(mk->bs, name), is_m = B_FALSE;

	if (strchr("ihs", type)) {
		kalts_add(out, B_TRUE, xstrdup(ANY));
	} else {
		/* What has no entry may still be asked for. */
		if (type != 'b')
			is_m = bool_var(mk->bs, m);
		kalts_add(out, y, xstrdup("y"));
		kalts_add(out, bool_and(mk->bs, is_m, bool_not(y)),
			  xstrdup("m"));
		kalts_add(out, bool_not(bool_or(mk->bs, y, is_m)), xstrdup(""));
	}
	free(m);
}

/* WORD by the pattern FROM, with one "%" or none, to TO; NULL: it is not. */
static char *by_pattern(const char *word, const char *from, const char *to)
{
	const char *p = strchr(from, '%'), *q = strchr(to, '%');
	size_t head, tail, n = strlen(word);

	if (!p)
		return strcmp(word, from) ? NULL : xstrdup(to);
	head = p - from;
	tail = strlen(p + 1);
	if (n < head + tail || strncmp(word, from, head) ||
	    strcmp(word + n - tail, p + 1))
		return NULL;
	if (!q)
		return xstrdup(to);
	return xstrfmt("%.*s%.*s%s", (int)(q - to), to, (int)(n - head - tail),
		       word + head, q + 1);
}

enum word_op { PATSUBST, FILTER, FILTER_OUT, ADDPREFIX, ADDSUFFIX };

static char *each_word(enum word_op op, const char *a, const char *b,
		       const char *words)
{
	struct strvec in = STRVEC_INIT, pats = STRVEC_INIT;
	struct strbuf s = STRBUF_INIT;

	strvec_split(&in, words);
	strvec_split(&pats, a);
	for (size_t i = 0; i < in.n; i++) {
		char *w = NULL;
		bool hit = false;

		for (size_t k = 0; k < pats.n && !hit &&
		     (op == FILTER || op == FILTER_OUT); k++) {
			char *m = by_pattern(in.v[i], pats.v[k], "");

			hit = m != NULL;
			free(m);
		}
		if (op == PATSUBST)
			w = by_pattern(in.v[i], a, b) ?: xstrdup(in.v[i]);
		else if (op == ADDPREFIX)
			w = xstrfmt("%s%s", a, in.v[i]);
		else if (op == ADDSUFFIX)
			w = xstrfmt("%s%s", in.v[i], a);
		else if (hit == (op == FILTER) || strchr(in.v[i], KMAKE_ANY))
			w = xstrdup(in.v[i]);
		if (w)
			strbuf_addf(&s, "%s%s", s.len ? " " : "", w);
		free(w);
	}
	strvec_release(&in);
	strvec_release(&pats);
	return strbuf_detach(&s);
}

static bool local(const struct kmake *mk, const char *name, int depth,
		  struct kalts *out);

/* The words of the variable that E names. */
static bool words_of(const struct kmake *mk, const struct kentry *e, int depth,
		     struct strbuf *out)
{
	struct kalts as = { 0 };
	bool known = depth < MAX_DEPTH && strcmp(e->word, e->name) &&
		     local(mk, e->word, depth + 1, &as) &&
		     as.n && !strchr(as.v[0].text, KMAKE_ANY);
	char *s = known ? each_word(ADDPREFIX, e->prefix ?: "", "",
				    as.v[0].text) : NULL;

	if (s)
		strbuf_addstr(out, s);
	free(s);
	kalts_release(&as);
	return known;
}

/*
 * A variable of the same file: all its words, if none has a condition, or if it
 * does no harm to take too many; then under the condition of any of them.
 */
static bool local(const struct kmake *mk, const char *name, int depth,
		  struct kalts *out)
{
	struct strbuf s = STRBUF_INIT;
	bool found = false, sure = true;
	uint32_t hash = kmake_hash(name);
	blit cond = B_FALSE;

	for (size_t i = 0; i < mk->n && sure; i++) {
		const struct kentry *e = &mk->v[i];

		sure = s.len < MAX_TEXT;
		if (e->hash != hash || strcmp(e->name, name) ||
		    e->cond == B_FALSE)
			continue;
		found = true;
		sure &= mk->wide || e->cond == B_TRUE;
		cond = bool_or(mk->bs, cond, e->cond);
		strbuf_addstr(&s, s.len ? " " : "");
		if (e->alias)
			sure = sure && words_of(mk, e, depth, &s);
		else
			strbuf_addstr(&s, e->word);
	}
	if (found && sure) {
		kalts_add(out, cond, xstrdup(s.buf));
		kalts_add(out, bool_not(cond), xstrdup(""));
	} else if (found) {
		kalts_add(out, B_TRUE, xstrdup(ANY));
	}
	strbuf_release(&s);
	return found;
}

static void variable(const struct kmake *mk, const char *name,
		     struct kalts *out)
{
	const char *known = ksyms_var(mk->ks, name);

	if (starts_with(name, "CONFIG_"))
		option(mk, name, out);
	else if (known)
		kalts_add(out, B_TRUE, xstrdup(known));
	else if (!strcmp(name, "srctree") || !strcmp(name, "objtree"))
		kalts_add(out, B_TRUE, xstrdup("/"));
	else if (!strcmp(name, "src") || !strcmp(name, "obj"))
		kalts_add(out, B_TRUE, xstrfmt("/%s", mk->dir));
	else if (!local(mk, name, 0, out))
		kalts_add(out, B_TRUE, xstrdup(ANY));
}

/* --- functions ----------------------------------------------------------- */

static char *subst(const char *from, const char *to, const char *text)
{
	struct strbuf s = STRBUF_INIT;
	size_t n = strlen(from);
	const char *p;

	while (n && (p = strstr(text, from))) {
		strbuf_add(&s, text, p - text);
		strbuf_addstr(&s, to);
		text = p + n;
	}
	strbuf_addstr(&s, text);
	return strbuf_detach(&s);
}

static char *call_text(const char *name, char *const *a, size_t n)
{
	if (!strcmp(name, "subst") && n == 3)
		return subst(a[0], a[1], a[2]);
	if (!strcmp(name, "patsubst") && n == 3)
		return each_word(PATSUBST, a[0], a[1], a[2]);
	if (!strcmp(name, "filter") && n == 2)
		return each_word(FILTER, a[0], "", a[1]);
	if (!strcmp(name, "filter-out") && n == 2)
		return each_word(FILTER_OUT, a[0], "", a[1]);
	if (!strcmp(name, "addprefix") && n == 2)
		return each_word(ADDPREFIX, a[0], "", a[1]);
	if (!strcmp(name, "addsuffix") && n == 2)
		return each_word(ADDSUFFIX, a[0], "", a[1]);
	if ((!strcmp(name, "strip") || !strcmp(name, "sort") ||
	     !strcmp(name, "wildcard")) && n == 1)
		return xstrdup(a[0]);
	if (!strcmp(name, "if") && n >= 2 && !strchr(a[0], KMAKE_ANY))
		return xstrdup(a[0][strspn(a[0], " \t")] ? a[1] :
			       n > 2 ? a[2] : "");
	if (!strcmp(name, "findstring") && n == 2 && !strchr(a[1], KMAKE_ANY))
		return xstrdup(strstr(a[1], a[0]) ? a[0] : "");
	return xstrdup(ANY);
}

#define MAX_ARGS 4

/* Call NAME with each combination of what its arguments expand to. */
static void combine(const struct kmake *mk, const char *name,
		    const struct kalts *args, size_t n, size_t at, blit cond,
		    char **texts, struct kalts *out)
{
	if (cond == B_FALSE || out->n > MAX_ALTS)
		return;
	if (at == n) {
		kalts_add(out, cond, call_text(name, texts, n));
		return;
	}
	for (size_t i = 0; i < args[at].n; i++) {
		texts[at] = args[at].v[i].text;
		combine(mk, name, args, n, at + 1,
			bool_and(mk->bs, cond, args[at].v[i].cond), texts, out);
	}
}

/* The length of the text up to STOP or the end, outside of brackets. */
static size_t span(const char *s, size_t n, char stop)
{
	int depth = 0;
	size_t i = 0;

	for (; i < n && (depth || s[i] != stop); i++) {
		depth += s[i] == '(' || s[i] == '{';
		depth -= s[i] == ')' || s[i] == '}';
	}
	return i;
}

static void function(const struct kmake *mk, const char *name, const char *s,
		     size_t n, int depth, struct kalts *out)
{
	struct kalts args[MAX_ARGS] = { 0 };
	char *texts[MAX_ARGS];
	size_t n_args = 0;

	while (n_args < MAX_ARGS) {
		size_t len = span(s, n, ',');

		kalts_release(&args[n_args]);
		expand(mk, s, len, depth, &args[n_args++]);
		if (len >= n)
			break;
		s += len + 1;
		n -= len + 1;
	}
	combine(mk, name, args, n_args, 0, B_TRUE, texts, out);
	if (out->n > MAX_ALTS)
		any_text(out);
	for (size_t i = 0; i < n_args; i++)
		kalts_release(&args[i]);
}

/* $(NAME), $(NAME:A=B) or $(FUNCTION ...), without the brackets. */
static void reference(const struct kmake *mk, const char *s, size_t n,
		      int depth, struct kalts *out)
{
	size_t word = 0, colon;
	struct kalts names = { 0 }, values = { 0 };

	while (word < n && (isalpha((unsigned char)s[word]) || s[word] == '-'))
		word++;
	if (word && word < n && isblank((unsigned char)s[word])) {
		char *name = xstrndup(s, word);

		word += strspn(s + word, " \t");
		function(mk, name, s + word, n - word, depth, out);
		free(name);
		return;
	}
	colon = span(s, n, ':');
	expand(mk, s, colon, depth, &names);
	for (size_t i = 0; i < names.n; i++) {
		struct kalts v = { 0 };

		variable(mk, names.v[i].text, &v);
		for (size_t k = 0; k < v.n; k++)
			kalts_add(&values, bool_and(mk->bs, names.v[i].cond,
						    v.v[k].cond),
				  xstrdup(v.v[k].text));
		kalts_release(&v);
	}
	if (colon < n) {
		size_t eq = span(s + colon + 1, n - colon - 1, '=');
		char *from = xstrfmt("%%%.*s", (int)eq, s + colon + 1);
		char *to = xstrfmt("%%%.*s", (int)(n - colon - 1 - eq - 1),
				   s + colon + 1 + eq + 1);
		bool pattern = strchr(from + 1, '%');

		for (size_t i = 0; i < values.n; i++) {
			char *w = each_word(PATSUBST, from + pattern,
					    to + pattern, values.v[i].text);

			free(values.v[i].text);
			values.v[i].text = w;
		}
		free(from);
		free(to);
	}
	kalts_release(&names);
	*out = values;
}

static void expand(const struct kmake *mk, const char *s, size_t n, int depth,
		   struct kalts *out)
{
	kalts_add(out, B_TRUE, xstrdup(""));
	if (depth > MAX_DEPTH) {
		any_text(out);
		return;
	}
	for (size_t i = 0; i < n;) {
		struct kalts more = { 0 };
		size_t len = 0;

		if (s[i] == '$' && i + 1 < n && strchr("({", s[i + 1])) {
			len = span(s + i + 2, n - i - 2,
				   s[i + 1] == '(' ? ')' : '}');
			reference(mk, s + i + 2, len, depth + 1, &more);
			i += len + 3;
		} else if (s[i] == '$' && i + 1 < n) {
			kalts_add(&more, B_TRUE, xstrdup(ANY));
			i += 2;
		} else {
			while (i + len < n && (!len || s[i + len] != '$'))
				len++;
			kalts_add(&more, B_TRUE, xstrndup(s + i, len));
			i += len;
		}
		append(mk->bs, out, &more);
		kalts_release(&more);
	}
}

void kmake_expand(const struct kmake *mk, const char *text, size_t n,
		  struct kalts *out)
{
	expand(mk, text, n, 0, out);
}
