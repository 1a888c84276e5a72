// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/clex.h"
#include "prove/clang.h"

/* Text to put in at a byte, in place of DROP bytes. */
struct put_in {
	size_t at, drop;
	char *text;
};

struct marking {
	const struct clang_marks *m;
	struct clex lex;
	size_t *code;		/* tokens that are code */
	size_t n;
	struct put_in *puts;
	size_t n_puts, alloc_puts;
};

void clang_marks_release(struct clang_marks *m)
{
	strvec_release(&m->markers);
	strvec_release(&m->kept);
	strvec_release(&m->fields);
}

void clang_add_words(struct strvec *fields, const char *text)
{
	while (*text) {
		size_t n = 0;
		char *word;

		while (is_word(text[n]))
			n++;
		word = xstrndup(text, n);
		if (n && !strvec_has(fields, word))
			strvec_push(fields, word);
		free(word);
		text += n ? n : 1;
	}
}

void clang_add_rules(struct clang_marks *m, const struct own_rules *r)
{
	const struct strvec *const lists[] = { &r->same, &r->gathers, &r->frees };

	for (size_t i = 0; i < r->n; i++)
		if (!strvec_has(&m->markers, r->markers[i].name))
			strvec_push(&m->markers, r->markers[i].name);
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (size_t k = 0; k < lists[i]->n; k++)
			clang_add_words(&m->fields, lists[i]->v[k]);
	for (size_t i = 0; i < r->n_instead; i++)
		clang_add_words(&m->fields, r->instead[i].text);
}

static const struct clex_token *token(const struct marking *k, size_t i)
{
	static const struct clex_token none;

	return i < k->n ? &k->lex.v[k->code[i]] : &none;
}

static bool is(const struct marking *k, size_t i, const char *s)
{
	return i < k->n && clex_is(&k->lex, k->code[i], s);
}

static bool is_in(const struct marking *k, size_t i, const struct strvec *words)
{
	if (token(k, i)->kind != CLEX_WORD)
		return false;
	for (size_t w = 0; w < words->n; w++)
		if (is(k, i, words->v[w]))
			return true;
	return false;
}

static void put_in(struct marking *k, size_t at, size_t drop, char *text)
{
	GROW(k->puts, k->n_puts + 1, k->alloc_puts);
	k->puts[k->n_puts++] = (struct put_in){ at, drop, text };
}

static bool opens(const struct marking *k, size_t i)
{
	return is(k, i, "(") || is(k, i, "[") || is(k, i, "{");
}

static bool closes(const struct marking *k, size_t i)
{
	return is(k, i, ")") || is(k, i, "]") || is(k, i, "}");
}

/* Behind what closes the bracket I. */
static size_t behind(const struct marking *k, size_t i)
{
	size_t depth = 0;

	for (; i < k->n; i++) {
		if (opens(k, i))
			depth++;
		else if (closes(k, i) && !--depth)
			return i + 1;
	}
	return i;
}

/* The ",", ";", "{" or "=" that ends the declarator at I. */
static size_t declarator_end(const struct marking *k, size_t i)
{
	while (i < k->n && !is(k, i, ",") && !is(k, i, ";") &&
	       !is(k, i, "{") && !is(k, i, "=") && !closes(k, i))
		i = opens(k, i) ? behind(k, i) : i + 1;
	return i;
}

/* --- functions ------------------------------------------------------------ */

/* ";" in place of N bytes, with what says which line it is. */
static char *without_code(const char *p, size_t n)
{
	struct strbuf sb = STRBUF_INIT;
	const char *end = p + n;

	strbuf_addch(&sb, ';');
	while (p < end) {
		const char *nl = memchr(p, '\n', end - p);

		if (*p == '#' && sb.buf[sb.len - 1] == '\n')
			strbuf_add(&sb, p, (nl ?: end) - p);
		if (!nl)
			break;
		strbuf_addch(&sb, '\n');
		p = nl + 1;
	}
	return strbuf_detach(&sb);
}

/* A definition at token I, a name: the marker's body goes. */
static void mark_function(struct marking *k, size_t i)
{
	bool kept = is_in(k, i, &k->m->kept);
	size_t open, end, from, to;

	if ((!kept && !is_in(k, i, &k->m->markers)) || !is(k, i + 1, "("))
		return;
	open = declarator_end(k, i);
	if (!is(k, open, "{"))
		return;
	if (kept) {
		put_in(k, token(k, i)->pos, 0,
		       xstrdup("__attribute__((__noinline__, __used__)) "));
		return;
	}
	end = behind(k, open);
	from = token(k, open)->pos;
	to = end <= k->n && end ? clex_end(&k->lex, k->code[end - 1]) : from;
	put_in(k, from, to - from, without_code(k->lex.text + from, to - from));
}

/* --- fields --------------------------------------------------------------- */

/* "struct name {", with attributes: its token "{", or 0. */
static size_t record_open(const struct marking *k, size_t i)
{
	for (i++; i < k->n; i++) {
		if (is(k, i, "{"))
			return i;
		if (is(k, i, "__attribute__") || is(k, i, "__attribute") ||
		    is(k, i, "_Alignas"))
			i = behind(k, i + 1) - 1;
		else if (token(k, i)->kind != CLEX_WORD || is(k, i + 1, "("))
			return 0;
	}
	return 0;
}

/* Of a record that opens at I: has it one member only? */
static bool one_member(const struct marking *k, size_t i)
{
	size_t members = 0;

	for (i++; i < k->n && !is(k, i, "}"); ) {
		members += is(k, i, ";") || is(k, i, ",");
		i = opens(k, i) ? behind(k, i) : i + 1;
	}
	return members < 2;
}

/* Is token I, one of the words, what is declared? "x[8];" or "(*x)(int);" */
static bool is_declared(const struct marking *k, size_t i)
{
	static const char *const ENDS[] = {
		";", ",", "[", "__attribute__",
	};
	static const char *const TAGS[] = { "struct", "union", "enum" };

	for (size_t t = 0; t < ARRAY_SIZE(TAGS); t++)
		if (i && is(k, i - 1, TAGS[t]))
			return false;
	if (i > 1 && is(k, i - 1, "*") && is(k, i - 2, "(") && is(k, i + 1, ")"))
		return true;
	for (size_t e = 0; e < ARRAY_SIZE(ENDS); e++)
		if (is(k, i + 1, ENDS[e]))
			return true;
	return false;
}

static void mark_field(struct marking *k, size_t i)
{
	const struct clex_token *t = token(k, i);
	size_t end;

	if (!is_in(k, i, &k->m->fields) || !is_declared(k, i))
		return;
	end = is(k, i + 1, ")") ? declarator_end(k, i + 2) :
				  declarator_end(k, i + 1);
	if (!is(k, end, ";") && !is(k, end, ","))
		return;
	put_in(k, token(k, end)->pos, 0,
	       xstrfmt(" __attribute__((annotate(\"" LLVM_FIELD "%.*s\")))",
		       (int)t->len, k->lex.text + t->pos));
}

/* The members of the record that opens at I. */
static void mark_record(struct marking *k, size_t open)
{
	size_t depth = 0;

	for (size_t i = open + 1; i < k->n; i++) {
		/* A record in it has its own turn. */
		if (is(k, i, "{") || is(k, i, "["))
			i = behind(k, i) - 1;
		else if (is(k, i, "("))
			depth++;
		else if (is(k, i, ")") && depth)
			depth--;
		else if (is(k, i, "}"))
			return;
		else if (!depth || (depth == 1 && is(k, i - 1, "*")))
			mark_field(k, i);
	}
}

/* --- all of it ------------------------------------------------------------ */

static void find_marks(struct marking *k)
{
	size_t depth = 0, open;

	for (size_t i = 0; i < k->n; i++) {
		if (opens(k, i))
			depth++;
		else if (closes(k, i) && depth)
			depth--;
		else if (!depth && token(k, i)->kind == CLEX_WORD)
			mark_function(k, i);
		if (!is(k, i, "struct") && !is(k, i, "union"))
			continue;
		open = record_open(k, i);
		if (open && (depth || !one_member(k, open)))
			mark_record(k, open);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct put_in *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

static void write_marks(struct marking *k, struct strbuf *text)
{
	struct strbuf out = STRBUF_INIT;
	size_t at = 0;

	if (k->n_puts)
		qsort(k->puts, k->n_puts, sizeof(*k->puts), by_place);
	for (size_t i = 0; i < k->n_puts; i++) {
		struct put_in *p = &k->puts[i];

		if (p->at >= at) {
			strbuf_add(&out, text->buf + at, p->at - at);
			strbuf_addstr(&out, p->text);
			at = p->at + p->drop;
		}
		free(p->text);
	}
	strbuf_add(&out, text->buf + at, text->len - at);
	strbuf_swap(&out, text);
	strbuf_release(&out);
}

void clang_mark(const struct clang_marks *m, struct strbuf *text)
{
	struct marking k = { .m = m };

	clex_init(&k.lex, text->buf, text->len);
	k.code = xcalloc(k.lex.n + 1, sizeof(*k.code));
	for (size_t i = 0; i < k.lex.n; i++)
		if (clex_is_code(&k.lex, i) &&
		    !(k.lex.v[i].flags & CLEX_DIRECTIVE))
			k.code[k.n++] = i;
	find_marks(&k);
	write_marks(&k, text);
	clex_release(&k.lex);
	free(k.code);
	free(k.puts);
}

void clang_preprocess(struct strvec *argv)
{
	strvec_pushl(argv, "-D__noipa__=__noinline__", NULL);
}

void clang_compile(struct strvec *argv)
{
	strvec_pushl(argv, "-O2", "-w", "-g", "-fno-discard-value-names",
		     "-fno-vectorize", "-fno-slp-vectorize",
		     "-fno-unroll-loops", "-fno-lto", "-emit-llvm", "-S", NULL);
}
