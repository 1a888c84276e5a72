// SPDX-License-Identifier: GPL-2.0-only
/* macro-kind: what the body of a macro is to a parser, and what to put there. */
#include "gen/macros-int.h"

#define MAX_DEPTH 6	/* macros that name one another; cycles end here */

/* The tokens of a body; blanks of the text are no tokens here. */
struct body {
	struct clex lx;
	size_t *t;
	size_t n, alloc;
};

static void body_init(struct body *b, const char *text)
{
	memset(b, 0, sizeof(*b));
	clex_init(&b->lx, text, strlen(text));
	for (size_t i = 0; i < b->lx.n; i++) {
		if (!clex_is_code(&b->lx, i))
			continue;
		GROW(b->t, b->n + 1, b->alloc);
		b->t[b->n++] = i;
	}
}

static void body_release(struct body *b)
{
	clex_release(&b->lx);
	free(b->t);
}

static bool is(const struct body *b, size_t i, const char *s)
{
	return i < b->n && clex_is(&b->lx, b->t[i], s);
}

static bool is_any(const struct body *b, size_t i, const char *const *v, size_t n)
{
	for (size_t j = 0; j < n; j++)
		if (is(b, i, v[j]))
			return true;
	return false;
}

static enum clex_kind kind(const struct body *b, size_t i)
{
	return b->lx.v[b->t[i]].kind;
}

static const char *text(const struct body *b, size_t i, size_t *len)
{
	const struct clex_token *t = &b->lx.v[b->t[i]];

	*len = t->len;
	return b->lx.text + t->pos;
}

/* Behind the bracket that closes the one at I. */
static size_t behind(const struct body *b, size_t i)
{
	int depth = 0;

	for (; i < b->n; i++) {
		if (is(b, i, "(") || is(b, i, "[") || is(b, i, "{"))
			depth++;
		else if ((is(b, i, ")") || is(b, i, "]") || is(b, i, "}")) &&
			 --depth == 0)
			return i + 1;
	}
	return b->n;
}

/* The bracket that the one at I closes, or b->n. */
static size_t opening(const struct body *b, size_t i)
{
	int depth = 0;

	for (;; i--) {
		if (is(b, i, ")") || is(b, i, "]") || is(b, i, "}"))
			depth++;
		else if ((is(b, i, "(") || is(b, i, "[") || is(b, i, "{")) &&
			 --depth == 0)
			return i;
		if (!i)
			return b->n;
	}
}

static enum macro_kind kind_at(const struct macros *m, const struct macro_def *d,
			       const char *path, int depth);

/* The kind of the macro named at I, if it is one. */
static enum macro_kind kind_of_word(const struct macros *m, const struct body *b,
				    size_t i, const char *path, int depth,
				    const struct macro_def **def)
{
	size_t len;
	const char *s = text(b, i, &len);

	*def = macro_best(m, s, len, path, 0);
	return *def && depth < MAX_DEPTH ?
	       kind_at(m, *def, path, depth + 1) : KIND_OTHER;
}

static const char *const storage[] = {
	"static", "extern", "inline", "__inline", "__inline__", "const",
	"volatile", "register",
};

static const char *const attributes[] = {
	"__attribute__", "__attribute", "_Alignas", "alignas", "__declspec",
	"_Pragma",
};

/* Behind the attribute at I, or I if there is none. */
static size_t skip_attr(const struct macros *m, const struct body *b, size_t i,
			const char *path, int depth)
{
	const struct macro_def *def;

	if (is(b, i, "[") && is(b, i + 1, "["))
		return behind(b, i);
	if (kind(b, i) != CLEX_WORD)
		return i;
	if (is_any(b, i, storage, ARRAY_SIZE(storage)))
		return i + 1;
	if (is_any(b, i, attributes, ARRAY_SIZE(attributes)))
		return is(b, i + 1, "(") ? behind(b, i + 1) : i;
	if (kind_of_word(m, b, i, path, depth, &def) != KIND_ATTR)
		return i;
	if (!def->params)
		return i + 1;
	return is(b, i + 1, "(") ? behind(b, i + 1) : i;
}

static bool is_attr(const struct macros *m, const struct body *b,
		    const char *path, int depth)
{
	size_t i = 0, next;

	for (; i < b->n; i = next) {
		next = skip_attr(m, b, i, path, depth);
		if (next == i)
			return false;
	}
	return true;
}

/* What a body is that ends in "word (...)", the word at I. */
static enum macro_kind ends_in(const struct macros *m, const struct body *b,
			       size_t i, const char *path, int depth)
{
	const struct macro_def *def;
	size_t open;

	if (is(b, i, "for") || is(b, i, "switch"))
		return KIND_HEAD;
	if (is(b, i, "if"))
		return KIND_IF;
	if (is(b, i, "while")) {
		if (i == 0)
			return KIND_WHILE;
		open = is(b, i - 1, "}") ? opening(b, i - 1) : b->n;
		return open < b->n && open && is(b, open - 1, "do") ?
		       KIND_OTHER : KIND_HEAD;
	}
	if (kind(b, i) != CLEX_WORD)
		return KIND_OTHER;
	switch (kind_of_word(m, b, i, path, depth, &def)) {
	case KIND_WHILE:
		return i ? KIND_HEAD : KIND_WHILE;
	case KIND_HEAD:
		return KIND_HEAD;
	case KIND_IF:
		return KIND_IF;
	default:
		return KIND_OTHER;
	}
}

static enum macro_kind kind_of_body(const struct macros *m, const struct body *b,
				    const char *path, int depth)
{
	size_t last = b->n - 1, open;

	if (!b->n || is_attr(m, b, path, depth))
		return KIND_ATTR;
	if (is(b, last, "else"))
		return KIND_HEAD;
	if (is(b, last, ")")) {
		open = opening(b, last);
		return open && open < b->n ?
		       ends_in(m, b, open - 1, path, depth) : KIND_OTHER;
	}
	if (is(b, last, ";"))
		return KIND_STATEMENT;
	if (is(b, last, "}") && !is(b, 0, "struct") && !is(b, 0, "union") &&
	    !is(b, 0, "enum"))
		return KIND_STATEMENT;
	return KIND_OTHER;
}

static enum macro_kind kind_at(const struct macros *m, const struct macro_def *d,
			       const char *path, int depth)
{
	enum macro_kind k;
	struct body b;

	body_init(&b, d->body);
	k = kind_of_body(m, &b, path, depth);
	body_release(&b);
	return k;
}

enum macro_kind macro_kind(const struct macros *m, const struct macro_def *d,
			   const char *path)
{
	return kind_at(m, d, path, 0);
}

/* The storage classes of an attribute; the rest says nothing to spatch. */
static void put_storage(const struct macros *m, const struct macro_def *d,
			const char *path, int depth, struct strbuf *out)
{
	struct body b;

	body_init(&b, d->body);
	for (size_t i = 0; i < b.n; i++) {
		const struct macro_def *def;
		size_t len;
		const char *s = text(&b, i, &len);

		if (is(&b, i, "(")) {
			i = behind(&b, i) - 1;
			continue;
		}
		if (is_any(&b, i, storage, ARRAY_SIZE(storage)))
			strbuf_addf(out, "%s%.*s", out->len ? " " : "", (int)len, s);
		else if (kind_of_word(m, &b, i, path, depth, &def) == KIND_ATTR &&
			 def)
			put_storage(m, def, path, depth + 1, out);
	}
	body_release(&b);
}

/* Only words and the characters of CHARS, and no "#". */
static bool made_of(const struct body *b, const char *chars)
{
	for (size_t i = 0; i < b->n; i++) {
		size_t len;
		const char *s = text(b, i, &len);

		if (kind(b, i) == CLEX_WORD)
			continue;
		if (len != 1 || !strchr(chars, *s))
			return false;
	}
	return true;
}

static bool put_type(const struct macro_def *d, const struct body *b,
		     struct strbuf *out)
{
	bool tagged = is(b, 0, "struct") || is(b, 0, "union") || is(b, 0, "enum");

	if (tagged && is(b, b->n - 1, "}"))
		strbuf_addf(out, "struct respin_%s", d->name);
	else if (b->n && made_of(b, "*"))
		strbuf_addstr(out, d->body);
	else
		return false;
	return true;
}

/* "* name = NULL", without the attributes. */
static bool put_declarator(const struct macros *m, const struct body *b,
			   const char *path, struct strbuf *out)
{
	size_t i = 0;

	if (!is(b, 0, "*") || strstr(b->lx.text, "#"))
		return false;
	while (i < b->n) {
		size_t next = skip_attr(m, b, i, path, 0), len;
		const char *s;

		if (next > i && !is_any(b, i, storage, ARRAY_SIZE(storage))) {
			i = next;
			continue;
		}
		s = text(b, i++, &len);
		strbuf_addf(out, "%s%.*s", out->len ? " " : "", (int)len, s);
	}
	return true;
}

/* The head of a function: as it is if that is plain, else a made up one. */
static bool put_function(const struct macro_def *d, const struct body *b,
			 struct strbuf *out)
{
	size_t len;

	if (!b->n || !d->params)
		return false;
	if (is(b, b->n - 1, ")") && !is(b, 1, "(") && made_of(b, "*(),") &&
	    !strstr(d->body, "__VA_ARGS__")) {
		strbuf_addstr(out, d->body);
		return true;
	}
	len = strcspn(d->params, ",. ");
	if (len)
		strbuf_addf(out, "int %.*s(void)", (int)len, d->params);
	else
		strbuf_addf(out, "int respin_%s(void)", d->name);
	return true;
}

static bool put_asm(const struct body *b, struct strbuf *out)
{
	bool operand = !b->n || kind(b, 0) == CLEX_STRING || is(b, 0, "[");

	if (!operand || strchr(b->lx.text, '#'))
		return false;
	strbuf_addstr(out, b->lx.text);
	return true;
}

static bool put_top(const struct macro_def *d, const struct body *b,
		    enum macro_place place, struct strbuf *out)
{
	if (place == PLACE_STORED) {
		if (!d->params)
			return false;
		strbuf_addf(out, "int respin_%s;", d->name);
	} else if (!d->params && made_of(b, "*")) {
		strbuf_addstr(out, d->body);	/* a type, perhaps */
	}
	return true;
}

static bool put_statement(enum macro_place place, enum macro_kind k, bool own,
			  struct strbuf *out)
{
	if (place == PLACE_UNTIL) {
		if (k != KIND_WHILE)
			return false;
		strbuf_addstr(out, "while (0)");
	} else if (k == KIND_STATEMENT) {
		if (own)	/* spatch has it, and puts it in place */
			return false;
		strbuf_addstr(out, "MACROSTATEMENT");
	} else if (k == KIND_IF && place == PLACE_IF) {
		strbuf_addstr(out, "if (0)");	/* an iterator has no else */
	} else if (k == KIND_HEAD || k == KIND_IF || k == KIND_WHILE) {
		strbuf_addstr(out, "YACFE_ITERATOR");
	} else {
		return false;
	}
	return true;
}

static bool put(const struct macros *m, const struct macro_def *d,
		const struct body *b, enum macro_place place, const char *path,
		struct strbuf *out)
{
	enum macro_kind k = macro_kind(m, d, path);

	switch (place) {
	case PLACE_NONE:
		return false;
	case PLACE_STATEMENT:
	case PLACE_IF:
	case PLACE_UNTIL:
		return d->params &&
		       put_statement(place, k, !strcmp(d->path, path), out);
	case PLACE_ASM:
		return put_asm(b, out);
	case PLACE_ATTR:
	case PLACE_TOP:
	case PLACE_STORED:
		if (k == KIND_ATTR)
			put_storage(m, d, path, 0, out);
		else
			return place != PLACE_ATTR && put_top(d, b, place, out);
		return true;
	default:
		break;
	}
	if (!d->params || k != KIND_OTHER)
		return false;
	if (place == PLACE_DECL)
		strbuf_addstr(out, "YACFE_DECLARATOR");
	else if (place == PLACE_CONST)
		strbuf_addf(out, "int respin_%s", d->name);
	else if (place == PLACE_TYPE)
		return put_type(d, b, out);
	else if (place == PLACE_DECLARATOR)
		return put_declarator(m, b, path, out);
	else
		return put_function(d, b, out);
	return true;
}

bool macro_text(const struct macros *m, const struct macro_def *d,
		enum macro_place place, const char *path, struct strbuf *out)
{
	struct body b;
	bool good;

	body_init(&b, d->body);
	good = put(m, d, &b, place, path, out);
	body_release(&b);
	return good;
}
