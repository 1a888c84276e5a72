/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * chash-int: what the files chash*.c share. Others include chash.h.
 *
 *	chash-lex.c	text -> tokens, symbols, places
 *	chash-sym.c	the symbol table, keywords, names known to compilers
 *	chash-scan.c	tokens -> top-level declarations
 *	chash-bracket.c	what brackets open and close
 *	chash-refs.c	names declared and referred to
 *	chash-decl.c	one declaration's declarators: names, is it a root?
 *	chash-blake.c	the hash
 *	chash-reach.c	which names are reached
 *	slice.c		what a declaration uses of others
 *	chash.c		what is reached, the digest
 *	chash-lines.c	lines of source texts
 */
#ifndef RESPIN_CHASH_INT_H
#define RESPIN_CHASH_INT_H

#include "base/fnv.h"
#include "base/strbuf.h"
#include "chash/chash.h"

enum tok_kind {
	T_NONE,
	T_WORD,
	T_NUMBER,
	T_STRING,
	T_CHAR,
	T_PUNCT,
	T_DIRECTIVE,	/* a whole line that is no line marker */
	T_BRACES,	/* stands for { ... } in a declaration's token list */
};

enum kw {
	KW_NONE,	/* an identifier */
	KW_AGG,		/* struct, union, enum */
	KW_ATTR,
	KW_ASM,
	KW_ASSERT,	/* _Static_assert */
	KW_PRAGMA,	/* _Pragma */
	KW_STATIC,
	KW_EXTERN,
	KW_TYPEDEF,
	KW_INLINE,
	KW_STORAGE,	/* other words before a type: register, __thread */
	KW_QUAL,
	KW_VOLATILE,
	KW_ATOMIC,	/* _Atomic: qualifier or, before "(", a type */
	KW_EXTENSION,
	KW_TYPE,	/* int and the like */
	KW_TYPEOF,	/* a type in brackets follows */
	KW_ALIGNAS,	/* something in brackets follows */
	KW_OTHER,	/* statements and operators */
};

/* What an attribute does to something that is not used. */
enum attr {
	ATTR_UNKNOWN,	/* maybe something */
	ATTR_NOTHING,
	ATTR_SECTION,	/* nothing to a declaration or static inline */
	ATTR_DEFINITION,	/* nothing to what is no definition */
	ATTR_GNU_INLINE,
};

/* Name spaces; a name is symbol * 2 + space. */
enum { NS_PLAIN, NS_TAG };

struct tok {
	uint32_t pos, len;	/* its text */
	uint32_t sym;		/* T_WORD: its symbol */
	uint8_t kind;		/* enum tok_kind */
	uint8_t kw;		/* enum kw */
	char ch;		/* T_PUNCT: the byte, 'A' for "->", 'M' for
				   other operators of many bytes */
	bool glued;		/* no blank before it */
	bool tail;		/* ")" that ends what a KW_ATTR, KW_ASM,
				   KW_TYPEOF, ... began */
	bool list;		/* ")" that ends "name(word, word" */
};

struct sym {
	const char *s;		/* not NUL-terminated */
	uint32_t len, hash;
	uint32_t alias;		/* __builtin_x: symbol x; else 0 */
	uint32_t mark[2];	/* by space: 1 + last declaration with it */
	uint32_t first[2];	/* by space: 1 + first entry in names */
	uint32_t file;		/* a marker's file name: 1 + its file, else 0 */
	uint32_t counter;	/* length of the prefix in opts.counters, or 0 */
	uint8_t kw, attr;
	bool is_enum;		/* KW_AGG: enum */
	bool implied;		/* compilers call it by themselves */
	bool known;		/* an earlier declaration declares it */
	bool vol;		/* a typedef that may be volatile */
	bool fn;		/* a typedef of a function */
	bool tag_known;		/* as a tag at file scope */
	bool place;		/* __builtin_LINE and the like */
};

/* One declaration declares one name. */
struct name {
	uint32_t decl;
	uint32_t name;		/* symbol * 2 + space */
	uint32_t next;		/* 1 + next entry of the same name, or 0 */
};

enum level_kind {
	L_PAREN,
	L_BRACKET,
	L_STRUCT,
	L_ENUM,
	L_INIT,			/* and other braces outside functions */
	L_BODY,			/* a function's, and all braces in it */
};

/* A bracket that is open. */
struct level {
	char close;		/* the byte that ends it */
	uint8_t kind;		/* enum level_kind */
	uint8_t agg, agg_enum;	/* unit.agg... before it */
	uint32_t agg_sym;
	bool tail;		/* see tok.tail */
	bool region;		/* it began unit.region */
	bool want_enumerator;	/* L_ENUM: the next word is one */
	bool declares;		/* L_PAREN after a type: words may be declared */
	bool list;		/* L_PAREN: only words and commas so far */
};

/* Ranges of what one declaration has in the unit's text and lists. */
struct part {
	uint32_t from, to;		/* text */
	uint32_t refs, refs_end;	/* unit.refs */
	uint32_t extra, extra_end;	/* unit.extra */
	uint32_t counts, counts_end;	/* unit.counts */
	bool forward;			/* "struct x;": not in the digest */
};

struct unit {
	struct chash *c;
	const struct chash_opts *o;
	const char *s;		/* the text */
	uint32_t n;

	/* Symbols; sym[0] is none. */
	struct sym *sym;
	uint32_t n_sym, alloc_sym;
	uint32_t *slots;	/* hash table: symbol or 0 */
	uint32_t n_slots;	/* a power of two */
	uint32_t *decl_of;	/* by name: 1 + the last declaration of it */
	bool *wanted;		/* by symbol: one of opts.names */
	struct strvec owned;	/* texts of symbols that are not in s */

	/* The lexer's place. */
	uint32_t pos;
	uint32_t line;
	uint32_t file;		/* index into c->files */
	struct lines *cover;	/* of that file, or NULL */
	struct lines **covers;	/* by file */
	size_t alloc_covers;
	uint32_t last_cover;	/* line marked last in cover */
	bool start;		/* nothing but blanks on this line so far */

	/* What all declarations have. */
	struct part *parts;	/* beside c->decls */
	size_t alloc_parts;
	struct name *names;
	uint32_t n_names, alloc_names;
	uint32_t *refs;		/* names */
	uint32_t n_refs, alloc_refs;
	uint32_t *counts;	/* symbols numbered anew, in order */
	uint32_t n_counts, alloc_counts;
	struct strbuf extra;	/* tags known or not, and places */

	/* Open brackets. */
	struct level *lev;
	uint32_t n_lev, alloc_lev;
	uint32_t braces;	/* how many of them are braces */
	uint32_t soft;		/* how many are not L_STRUCT */

	/* The declaration at hand. */
	struct tok *v;		/* its tokens outside braces */
	uint32_t n_v, alloc_v;
	struct strbuf text;	/* its tokens as they are hashed */
	struct strbuf str;	/* adjacent strings in a region */
	struct tok prev, prev2, prev3;	/* the last ones, zero if none */
	uint32_t decl_name;	/* first name declared, or 0 */
	bool busy;		/* it has tokens */
	bool root, odd;
	bool body;		/* it has a function body */
	bool in_body;
	bool assigned;		/* "=" outside brackets was there */
	bool old_style;		/* int f(a) int a; { } */
	bool bad_attr, def_attr, section, gnu_inline;
	char agg;		/* 0, 1 after struct, 2 after its tag, 3 in
				   enum's type */
	bool agg_enum;
	uint32_t agg_sym;	/* the tag, or 0 */
	uint8_t pending;	/* KW_ATTR, KW_ASM, ...: its "(" may follow */
	uint8_t region;		/* KW_ATTR, KW_ASM: inside its brackets */
	uint32_t region_lev;	/* n_lev inside them */
	bool ext;		/* in a block's extern declaration */
	uint32_t ext_lev;	/* n_lev of it */
	uint32_t ext_params;	/* n_lev inside its parameters, or 0 */
	uint32_t at_file, at_line;	/* the place put in extra last */
};

/* sym.c */
void syms_init(struct unit *u);
void syms_release(struct unit *u);
uint32_t sym_hash(const char *s, uint32_t n);
/* sym_find: the symbol of text S, or 0. */
uint32_t sym_find(const struct unit *u, const char *s, uint32_t len);
/* sym_get: the symbol of text S with sym_hash() H; copied if it is new. */
uint32_t sym_get(struct unit *u, const char *s, uint32_t len, uint32_t h,
		 bool copy);
/* sym_implied: may the compiler use it by itself? */
bool sym_implied(const struct sym *s);

/* lex.c */
/* chash_lex: the next token. Returns false at the end; sets c->odd. */
bool chash_lex(struct unit *u, struct tok *t);
/* chash_unit_file: make the file of that name ("": none) the current one. */
void chash_unit_file(struct unit *u, const char *name);
static inline bool is_id(unsigned char c)
{
	return is_word(c) || c == '$' || c >= 128;
}

/* reach.c */
/* chash_note_env: fill c->decls[].env and .names. Before the lists are used up. */
void chash_note_env(struct unit *u);
/* chash_note_reached: fill c->reached, mentioned, when c->decls[].kept is known. */
void chash_note_reached(struct unit *u);

/* slice.c */
/* chash_note_slices: fill c->decls[].slice. Needs the lists, too. */
void chash_note_slices(struct unit *u);

/* scan.c */
/* chash_scan: the whole text. Stops early if it sets c->odd. */
void chash_scan(struct unit *u);

/* decl.c */
/* chash_declare, chash_refer: the declaration at hand declares, mentions a name. */
void chash_declare(struct unit *u, uint32_t sym, int space);
void chash_refer(struct unit *u, uint32_t sym, int space);
/* chash_refer_text: as do the words of a text, in both name spaces. */
void chash_refer_text(struct unit *u, const char *s, size_t n);
/* chash_add_string: append what a literal means to str; escapes are blanks. */
void chash_add_string(struct unit *u, const struct tok *t);

/* chash_decl_parse: declare the names of the declaration at hand, set root. */
void chash_decl_parse(struct unit *u);

#endif
