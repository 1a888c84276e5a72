// SPDX-License-Identifier: GPL-2.0-only
#include "base/text.h"
#include "csrc/region.h"

static bool is_any(const struct clex *lx, size_t i, const char *const *words)
{
	for (; *words; words++)
		if (clex_is(lx, i, *words))
			return true;
	return false;
}

/* Words that begin a declaration, and so are no attribute of another. */
static const char *const decl_words[] = {
	"static", "extern", "inline", "void", "int", "struct", NULL
};

/* Words that a call, but no declaration, may follow. */
static const char *const stmt_words[] = {
	"else", "return", "goto", "case", "do", "if", "for", "while",
	"switch", "sizeof", "typedef", NULL
};

static bool is_kind(const struct clex *lx, size_t i, int kind)
{
	return i < lx->n && lx->v[i].kind == kind;
}

static bool in_column_0(const struct clex *lx, size_t i)
{
	size_t pos = lx->v[i].pos;

	return !pos || lx->text[pos - 1] == '\n';
}

/*
 * The first code token at or behind I that is in no directive, of a
 * conditional's branches only the first that is entered. CLEX_NONE at the
 * end.
 */
static size_t step(const struct source *src, size_t i)
{
	const struct clex *lx = &src->lex;

	for (;;) {
		const struct ppline *l;

		i = clex_next(lx, i);
		if (i == CLEX_NONE || !(lx->v[i].flags & CLEX_DIRECTIVE))
			return i;
		l = &src->pp.v[ppline_at(&src->pp, i)];
		i = l->tok_end;
		if ((l->kind == PP_ELSE || l->kind == PP_ELIF) &&
		    l->last != CLEX_NONE)
			i = src->pp.v[l->last].tok_end;
	}
}

/* The last code token before I that is in no directive, else CLEX_NONE. */
static size_t step_back(const struct clex *lx, size_t i)
{
	do
		i = clex_prev(lx, i);
	while (i != CLEX_NONE && (lx->v[i].flags & CLEX_DIRECTIVE));
	return i;
}

/* The ')' of the '(' at I, else CLEX_NONE. */
static size_t closing_paren(const struct source *src, size_t i)
{
	int depth = 0;

	for (; i != CLEX_NONE; i = step(src, i + 1)) {
		if (clex_is(&src->lex, i, "("))
			depth++;
		else if (clex_is(&src->lex, i, ")") && !--depth)
			return i;
		else if (clex_is(&src->lex, i, "{") ||
			 clex_is(&src->lex, i, "}"))
			break;
	}
	return CLEX_NONE;
}

/* The '(' that the token I stands in, or is the ')' of, else CLEX_NONE. */
static size_t opening_paren(const struct clex *lx, size_t i)
{
	int depth = clex_is(lx, i, ")") ? 0 : 1;

	for (; i != CLEX_NONE; i = step_back(lx, i)) {
		if (clex_is(lx, i, ")"))
			depth++;
		else if (clex_is(lx, i, "(") && !--depth)
			return i;
		else if (clex_is(lx, i, ";") || clex_is(lx, i, "{") ||
			 clex_is(lx, i, "}"))
			break;
	}
	return CLEX_NONE;
}

/*
 * A blank line, a directive or a comment with lines of its own ends what
 * belongs to a declaration above it.
 */
static bool parted(const struct clex *lx, size_t from, size_t to)
{
	bool empty = false;

	for (size_t i = from; i < to; i++) {
		if (lx->v[i].flags & CLEX_DIRECTIVE)
			return true;
		if (lx->v[i].kind == CLEX_NEWLINE) {
			if (empty)
				return true;
			empty = true;
		} else if (clex_is_comment(lx, i)) {
			if (empty)
				return true;
		} else if (lx->v[i].kind != CLEX_SPACE) {
			empty = false;
		}
	}
	return false;
}

static bool has_newline(const struct clex *lx, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (lx->v[i].kind == CLEX_NEWLINE)
			return true;
	return false;
}

/* In "word(...)", ')' at I and the declaration's next token at NEXT: word. */
static size_t attribute_before(const struct clex *lx, size_t i, size_t next)
{
	size_t open = opening_paren(lx, i), word;

	if (open == CLEX_NONE)
		return CLEX_NONE;
	word = step_back(lx, open);
	if (!is_kind(lx, word, CLEX_WORD) || is_any(lx, word, stmt_words))
		return CLEX_NONE;
	if (has_newline(lx, i, next) &&
	    strncmp(lx->text + lx->v[word].pos, "__", 2))
		return CLEX_NONE;
	return word;
}

/*
 * The first token of the declaration of the name at I. Returns CLEX_NONE if
 * this is none: no type, or not at the start of a line.
 */
static size_t declaration_start(const struct clex *lx, size_t i)
{
	size_t start = i;
	bool typed = false;

	for (;;) {
		size_t p = step_back(lx, start);

		if (p == CLEX_NONE || parted(lx, p + 1, start))
			break;
		if (clex_is(lx, p, ")"))
			p = attribute_before(lx, p, start);
		else if (!is_kind(lx, p, CLEX_WORD) && !clex_is(lx, p, "*"))
			break;
		if (p == CLEX_NONE)
			break;
		if (is_any(lx, p, stmt_words))
			return CLEX_NONE;
		typed |= is_kind(lx, p, CLEX_WORD);
		start = p;
	}
	if (!typed || !(lx->v[start].flags & CLEX_FIRST))
		return CLEX_NONE;
	if (!in_column_0(lx, start) && !is_any(lx, start, decl_words))
		return CLEX_NONE;
	return start;
}

/* What stands behind the ')' at I and attributes: '{', ';', or CLEX_NONE. */
static size_t behind_head(const struct source *src, size_t i)
{
	const struct clex *lx = &src->lex;

	for (i = step(src, i + 1); i != CLEX_NONE; i = step(src, i + 1)) {
		if (clex_is(lx, i, "{") || clex_is(lx, i, ";"))
			return i;
		if (clex_is(lx, i, "(")) {
			i = closing_paren(src, i);
			if (i == CLEX_NONE)
				break;
		} else if (!is_kind(lx, i, CLEX_WORD) ||
			   is_any(lx, i, decl_words)) {
			break;
		}
	}
	return CLEX_NONE;
}

/*
 * The '}' of the '{' at I. Conditionals may leave the count wrong; then the
 * brace in column 0 that kernel style demands decides.
 */
static size_t closing_brace(const struct source *src, size_t i)
{
	const struct clex *lx = &src->lex;
	bool column_0 = in_column_0(lx, i);
	uint32_t line = lx->v[i].line;
	int depth = 1;

	for (i = step(src, i + 1); i != CLEX_NONE; i = step(src, i + 1)) {
		if (clex_is(lx, i, "{"))
			depth++;
		else if (!clex_is(lx, i, "}"))
			continue;
		else if (--depth <= 0 && (!column_0 || lx->v[i].line == line))
			return i;
		else if (column_0 && in_column_0(lx, i))
			return i;
	}
	return CLEX_NONE;
}

/* MACRO(..., NAME, ...) at the start of a line, NAME at I: its ')'. */
static size_t macro_definition(const struct source *src, size_t i,
			       size_t *start)
{
	const struct clex *lx = &src->lex;
	size_t before = step_back(lx, i), behind = step(src, i + 1), word;

	if (!clex_is(lx, before, "(") && !clex_is(lx, before, ","))
		return CLEX_NONE;
	if (!clex_is(lx, behind, ")") && !clex_is(lx, behind, ","))
		return CLEX_NONE;
	before = clex_is(lx, before, "(") ? before : opening_paren(lx, before);
	if (before == CLEX_NONE)
		return CLEX_NONE;
	word = step_back(lx, before);
	if (!is_kind(lx, word, CLEX_WORD))
		return CLEX_NONE;
	*start = in_column_0(lx, word) ? word : declaration_start(lx, word);
	return *start == CLEX_NONE ? CLEX_NONE : closing_paren(src, before);
}

/* Include the comment that ends on the line above. */
static size_t with_comment(const struct source *src, size_t start)
{
	const struct clex *lx = &src->lex;
	size_t i = 0, hi = lx->n;
	bool run = false;

	while (i < hi) {
		size_t mid = i + (hi - i) / 2;

		if (lx->v[mid].pos < start)
			i = mid + 1;
		else
			hi = mid;
	}
	while (i >= 2 && lx->v[i - 1].kind == CLEX_NEWLINE) {
		size_t c = i - 2, line;

		if (lx->v[c].kind == CLEX_SPACE && c)
			c--;
		if (!clex_is_comment(lx, c) ||
		    (lx->v[c].flags & CLEX_DIRECTIVE) ||
		    (run && lx->v[c].kind == CLEX_COMMENT))
			break;
		line = text_line_start(lx->text, lx->v[c].pos);
		if (!text_is_blank(lx->text, line, lx->v[c].pos))
			break;
		start = line;
		if (lx->v[c].kind == CLEX_COMMENT)
			break;
		run = true;
		i = lx->v[c].pos > line ? c - 1 : c;
	}
	return start;
}

/* Widen [*start, *end) so that every conditional is in it whole or not. */
static void widen(const struct source *src, size_t *start, size_t *end)
{
	const struct ppline *v = src->pp.v;

	for (size_t i = 0; i < src->pp.n; i++) {
		if (v[i].kind != PP_IF || v[i].last == CLEX_NONE)
			continue;
		for (size_t j = i; j != CLEX_NONE; j = v[j].next) {
			if (v[j].start < *start || v[j].end > *end)
				continue;
			if (v[i].start < *start)
				*start = v[i].start;
			if (v[v[i].last].end > *end)
				*end = v[v[i].last].end;
		}
	}
}

/* The three ways to find a name declared or defined. */
enum form { PROTOTYPE, PLAIN, MACRO };

/* The last token of the head with the name at I; *first is its first. */
static size_t head_at(const struct source *src, size_t i, enum form form,
		      size_t *first)
{
	const struct clex *lx = &src->lex;
	size_t paren;

	if (form == MACRO) {
		paren = macro_definition(src, i, first);
		return paren != CLEX_NONE ? step(src, paren + 1) : CLEX_NONE;
	}
	paren = step(src, i + 1);
	if (!clex_is(lx, paren, "("))
		return CLEX_NONE;
	*first = declaration_start(lx, i);
	if (*first == CLEX_NONE)
		return CLEX_NONE;
	paren = closing_paren(src, paren);
	return paren != CLEX_NONE ? behind_head(src, paren) : CLEX_NONE;
}

/* The declaration or definition of the name at I, as bytes. */
static bool function_at(const struct source *src, size_t i, enum form form,
			size_t *start, size_t *end)
{
	const struct clex *lx = &src->lex;
	size_t first = CLEX_NONE, last = head_at(src, i, form, &first);

	if (!clex_is(lx, last, form == PROTOTYPE ? ";" : "{"))
		return false;
	if (form != PROTOTYPE)
		last = closing_brace(src, last);
	if (last == CLEX_NONE)
		return false;
	*start = text_line_start(lx->text, lx->v[first].pos);
	*end = text_line_end(lx->text, lx->len, clex_end(lx, last));
	/* Other code on the last line would go with the region. */
	last = clex_next(lx, last + 1);
	if (clex_is(lx, last, ";"))
		last = clex_next(lx, last + 1);
	return last == CLEX_NONE || lx->v[last].pos >= *end;
}

static bool all_of_form(const struct source *src, const char *name,
			enum form form, region_add_fn add, void *arg)
{
	const struct clex *lx = &src->lex;
	bool any = false;

	for (size_t i = 0; i < lx->n; i++) {
		size_t start, end;

		if (lx->v[i].kind != CLEX_WORD ||
		    (lx->v[i].flags & CLEX_DIRECTIVE) ||
		    !clex_is(lx, i, name))
			continue;
		if (!function_at(src, i, form, &start, &end))
			continue;
		widen(src, &start, &end);
		add(arg, with_comment(src, start), end);
		any = true;
	}
	return any;
}

void region_functions(const struct source *src, const char *name,
		      bool prototype, region_add_fn add, void *arg)
{
	if (prototype)
		all_of_form(src, name, PROTOTYPE, add, arg);
	else if (!all_of_form(src, name, PLAIN, add, arg))
		all_of_form(src, name, MACRO, add, arg);
}

/* Call FN for functions, or for prototypes outside of them. */
static void each_head(const struct source *src, bool prototypes,
		      region_each_fn fn, void *arg)
{
	const struct clex *lx = &src->lex;

	for (size_t i = 0; i < lx->n; i++) {
		size_t first = CLEX_NONE, last;
		bool prototype;

		if (lx->v[i].kind != CLEX_WORD ||
		    (lx->v[i].flags & CLEX_DIRECTIVE) ||
		    !clex_is(lx, clex_next(lx, i + 1), "("))
			continue;
		last = head_at(src, i, PLAIN, &first);
		prototype = clex_is(lx, last, ";");
		if (!prototype && !clex_is(lx, last, "{"))
			continue;
		if (!prototype)
			last = closing_brace(src, last);
		if (last == CLEX_NONE)
			continue;
		if (prototype == prototypes)
			fn(arg, i, first, last + 1);
		i = last;
	}
}

void region_each_function(const struct source *src, region_each_fn fn,
			  void *arg)
{
	each_head(src, false, fn, arg);
}

void region_each_prototype(const struct source *src, region_each_fn fn,
			   void *arg)
{
	each_head(src, true, fn, arg);
}
