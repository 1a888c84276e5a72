// SPDX-License-Identifier: GPL-2.0-only
/*
 * A struct of the kernel has members for many options; a function that uses two
 * of them is compiled alike with and without the others. So what a declaration
 * refers to is cut into pieces: its head, and each member or enumerator. A
 * piece counts only for who spells one of its words.
 *
 * Of a large number only the type counts. Where memory begins is such a number:
 * boards have their own, and no compiler says anything else of it. Small ones
 * are bits, sizes, shifts and truths, and decide what is compiled.
 */
#include <ctype.h>
#include <errno.h>

#include "chash/int.h"

struct piece {
	uint32_t words, words_end;	/* slicer.words */
	uint64_t hash;
};

/* The pieces of one declaration, once it is cut. */
struct cut {
	uint32_t first, n;		/* slicer.pieces */
	uint64_t head;
	bool done;
};

struct slicer {
	struct unit *u;
	struct cut *cuts;		/* by declaration */
	struct piece *pieces;
	uint32_t n_pieces, alloc_pieces;
	uint32_t *words;		/* symbols */
	uint32_t n_words, alloc_words;
	uint32_t *seen;			/* by symbol: 1 + declaration that
					   spells it last */
};

/* --- tokens -------------------------------------------------------------- */

/*
 * The token of S at I, up to N, for cutting: its length. Blanks and directives,
 * among them line markers, are no tokens.
 */
static uint32_t next_token(const char *s, uint32_t *i, uint32_t n)
{
	uint32_t from;

	for (;; (*i)++) {
		if (*i >= n)
			return 0;
		if (s[*i] == '#' && (!*i || s[*i - 1] == '\n'))
			while (*i + 1 < n && s[*i] != '\n')
				(*i)++;
		else if (!strchr(" \t\n\r\f\v", s[*i]))
			break;
	}
	from = *i;
	if (s[from] == '"' || s[from] == '\'') {
		for (uint32_t k = from + 1; k < n; k++) {
			if (s[k] == '\\')
				k++;
			else if (s[k] == s[from])
				return k + 1 - from;
		}
		return n - from;
	}
	for (uint32_t k = from; k < n && is_id(s[k]); k++)
		if (k + 1 == n || !is_id(s[k + 1]))
			return k + 1 - from;
	return 1;
}

/* Up to here a number counts with its value. */
#define SMALL 65535

/*
 * What the token S stands for, if that is not itself: of a large integer, what
 * its type depends on. Returns the length of OUT, or 0.
 */
static uint32_t token_class(const char *s, uint32_t n, char out[32])
{
	char text[32], *end;
	unsigned long long value;
	int bits = 0;

	if (!isdigit((unsigned char)*s) || n >= sizeof(text))
		return 0;
	memcpy(text, s, n);
	text[n] = '\0';
	errno = 0;
	value = strtoull(text, &end, 0);
	if (errno || value <= SMALL || end[strspn(end, "uUlL")])
		return 0;
	for (; bits < 64 && value >> bits; bits++)
		;
	/* int, unsigned, long long or what is left; decimal or not; suffix. */
	return (uint32_t)snprintf(out, 32, "#%d%c%.8s", bits <= 31 ? 31 :
				  bits <= 32 ? 32 : bits <= 63 ? 63 : 64,
				  *s == '0' ? 'x' : 'd', end);
}

static uint64_t mix(uint64_t h, const char *s, uint32_t n)
{
	char class[32];
	uint32_t len = token_class(s, n, class);

	s = len ? class : s;
	n = len ? len : n;
	for (uint32_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 1099511628211ull;
	return (h ^ '\n') * 1099511628211ull;
}

#define MIX_START 14695981039346656037ull

/* --- cutting ------------------------------------------------------------- */

static void begin_piece(struct slicer *sl, struct piece *p)
{
	p->words = sl->n_words;
	p->hash = MIX_START;
}

static void end_piece(struct slicer *sl, struct piece *p, struct cut *c)
{
	p->words_end = sl->n_words;
	if (p->words != p->words_end) {
		GROW(sl->pieces, sl->n_pieces + 1, sl->alloc_pieces);
		sl->pieces[sl->n_pieces++] = *p;
		c->n++;
	}
	begin_piece(sl, p);
}

/*
 * The token S of a member: is it a name? *HELD is the word before, or 0: no
 * name if another word or a "*" follows, but a type.
 */
static void add_token(struct slicer *sl, const char *s, uint32_t n,
		      uint32_t *held)
{
	uint32_t sym = is_id(*s) ? sym_find(sl->u, s, n) : 0;
	bool name = sym && !sl->u->sym[sym].kw;

	if (*held && !name && *s != '*') {
		GROW(sl->words, sl->n_words + 1, sl->alloc_words);
		sl->words[sl->n_words++] = *held;
	}
	*held = name ? sym : 0;
}

/*
 * Cut the text of declaration D. What stands before the first "{" is its head;
 * a body that follows ")" is that of a function, and goes.
 */
static void cut(struct slicer *sl, uint32_t d)
{
	const struct part *part = &sl->u->parts[d];
	struct cut *c = &sl->cuts[d];
	const char *s = sl->u->s;
	struct piece p;
	uint32_t depth = 0, held = 0, n;
	char before = 0;

	c->done = true;
	c->first = sl->n_pieces;
	c->head = MIX_START;
	begin_piece(sl, &p);
	for (uint32_t i = part->from; (n = next_token(s, &i, part->to)); i += n) {
		if (s[i] == '{' && !depth && before == ')')
			break;
		before = s[i];
		if (s[i] == '{')
			depth++;
		else if (s[i] == '}' && depth)
			depth--;
		if (!depth || (s[i] == '{' && depth == 1)) {
			c->head = mix(c->head, s + i, n);
			continue;
		}
		add_token(sl, s + i, n, &held);
		if (strchr("{};,", s[i]))
			end_piece(sl, &p, c);
		else
			p.hash = mix(p.hash, s + i, n);
	}
	end_piece(sl, &p, c);
}

/* --- what a declaration uses --------------------------------------------- */

/* Note which words D spells, and append its tokens. */
static void spell(struct slicer *sl, uint32_t d, struct strbuf *out)
{
	const struct part *part = &sl->u->parts[d];
	const char *s = sl->u->s;
	char class[32];
	uint32_t n;

	for (uint32_t i = part->from; (n = next_token(s, &i, part->to)); i += n) {
		uint32_t len = token_class(s + i, n, class);

		if (is_id(s[i]))
			sl->seen[sym_find(sl->u, s + i, n)] = d + 1;
		strbuf_add(out, len ? class : s + i, len ? len : n);
		strbuf_addch(out, '\n');
	}
}

static bool spells(const struct slicer *sl, uint32_t d, const struct piece *p)
{
	for (uint32_t i = p->words; i < p->words_end; i++)
		if (sl->seen[sl->words[i]] == d + 1)
			return true;
	return false;
}

/* Append what D uses of the declaration OTHER. */
static void add_used(struct slicer *sl, uint32_t d, uint32_t other,
		     struct strbuf *out)
{
	struct cut *c = &sl->cuts[other];

	if (!c->done)
		cut(sl, other);
	strbuf_add(out, (const char *)&c->head, sizeof(c->head));
	for (uint32_t i = c->first; i < c->first + c->n; i++)
		if (spells(sl, d, &sl->pieces[i]))
			strbuf_add(out, (const char *)&sl->pieces[i].hash,
				   sizeof(sl->pieces[i].hash));
}

/*
 * The declaration of NAME that D refers to: the last before it; of a tag, the
 * last one that is more than "struct x;". UINT32_MAX: there is none.
 */
static uint32_t target(const struct unit *u, uint32_t name, uint32_t d)
{
	uint32_t found = UINT32_MAX;
	uint32_t e = u->sym[name / 2].first[name % 2];

	for (; e; e = u->names[e - 1].next) {
		uint32_t at = u->names[e - 1].decl;

		if (at >= d)
			continue;
		/* The list begins with what is declared last. */
		if (found == UINT32_MAX)
			found = at;
		if (name % 2 == NS_PLAIN || !u->parts[at].forward)
			return at;
	}
	return found;
}

static bool is_wanted(const struct unit *u, uint32_t d)
{
	const struct chash *c = u->c;

	return c->decls[d].names || (u->covers && u->covers[c->decls[d].file]);
}

void chash_note_slices(struct unit *u)
{
	struct slicer sl = { .u = u };
	struct strbuf sb = STRBUF_INIT;
	struct chash *c = u->c;

	sl.cuts = xcalloc(c->n + 1, sizeof(*sl.cuts));
	sl.seen = xcalloc(u->n_sym + 1, sizeof(*sl.seen));
	for (uint32_t d = 0; d < c->n; d++) {
		const struct part *p = &u->parts[d];

		if (!is_wanted(u, d))
			continue;
		strbuf_clear(&sb);
		spell(&sl, d, &sb);
		for (uint32_t k = p->refs; k < p->refs_end; k++) {
			uint32_t other = target(u, u->refs[k], d);

			strbuf_addch(&sb, other == UINT32_MAX ? '-' : '+');
			if (other != UINT32_MAX)
				add_used(&sl, d, other, &sb);
		}
		hash_of(&c->decls[d].slice, sb.buf, sb.len);
	}
	strbuf_release(&sb);
	free(sl.cuts);
	free(sl.seen);
	free(sl.pieces);
	free(sl.words);
}
