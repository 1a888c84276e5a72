/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * llvm-int: between llvm.c (the module and its functions), llvm-func.c (names,
 * blocks and phis of one), llvm-inst.c (instructions), llvm-call.c (calls and
 * asm), llvm-value.c (operands and addresses), llvm-lex.c (where a type or a
 * value ends) and llvm-meta.c (places and types, from the debug information).
 */
#ifndef RESPIN_LLVM_INT_H
#define RESPIN_LLVM_INT_H

#include "own/gimple-int.h"
#include "own/llvm.h"

/* "!12 = ...": its text, behind the "=". */
struct lmeta {
	unsigned long id;
	const char *text;
};

/* "@.str.3": a string that names a field. */
struct lstring {
	const char *symbol;
	const char *field;
};

enum lkind {
	L_VALUE,
	L_PARAM,
	L_LOCAL,	/* alloca: a variable in memory */
	L_LABEL,	/* a block */
};

/* A name of a function: %x. */
struct lname {
	const char *name;	/* without its "%" */
	size_t len;
	enum lkind kind;
	const char *text;	/* as statements have it; L_LOCAL: the variable */
	const char *def;	/* what defines it, from the opcode on; or NULL */
	int id;			/* L_LABEL */
	size_t uses;
};

/* From the end of PIECE, a part of block FROM, to block TO. */
struct ledge {
	int to, from, piece;
};

/* A value that a phi takes from a block. */
struct lway {
	int from;
	const char *v;
};

/* A phi in block AT. */
struct lphi {
	int at;
	const char *to;
	struct lway *ways;
	size_t n, alloc;
};

/* A part of a variable that is read or written, in bits. */
struct lcell {
	const char *name;
	long long from, to;
};

struct lread {
	struct reader r;
	struct lmeta *meta;	/* by id */
	size_t n_meta, alloc_meta;
	struct strvec vars;	/* global variables, sorted */
	struct lstring *strings;	/* by symbol */
	size_t n_strings, alloc_strings;
	int pointer;		/* bits of an address */
	/* the function at hand */
	struct lname *names;
	size_t n_names, alloc_names;
	size_t *hash;		/* 1 + index in names, or 0 */
	size_t n_hash;
	size_t *labels;		/* by id: the index of the block in r.f */
	int n_labels;
	int label;		/* of the block at hand */
	int next_id;
	size_t block;		/* index in r.f->blocks */
	struct ledge *edges;
	size_t n_edges, alloc_edges;
	struct lphi *phis;
	size_t n_phis, alloc_phis;
	struct lcell *cells;
	size_t n_cells, alloc_cells;
	const char *file;	/* of the instruction at hand, or NULL */
	int line;
	const struct lname *set;	/* what the instruction at hand sets */
};

/* --- llvm-lex.c: all of these stop at the line's end --- */
const char *lex_space(const char *p);
/* lex_match: behind what closes the bracket at P, or NULL. */
const char *lex_match(const char *p);
/* lex_name: behind the name at P, "%x" or "@\"a b\""; or P. */
const char *lex_name(const char *p);
/* lex_type: behind the type at P, or NULL if none is there. */
const char *lex_type(const char *p);
/* lex_flags: behind words that are neither type nor value. */
const char *lex_flags(const char *p);
/* lex_item: the ",", ")" or "]" that ends the item at P, or the line's end. */
const char *lex_item(const char *p);
/* lex_word: behind the word WORD at P and blanks, or NULL. */
const char *lex_word(const char *p, const char *word);

/* --- llvm-meta.c --- */
int lmeta_add(struct lread *l, const char *line);
void lmeta_sort(struct lread *l);
/* lmeta_place: where "!dbg !12", ID, is. File and line, or NULL and 0. */
void lmeta_place(struct lread *l, unsigned long id);
/* lmeta_params: types of the parameters of subprogram ID, or false. */
bool lmeta_params(struct lread *l, unsigned long id, struct strvec *types);

/* --- llvm-value.c --- */
/* lname_find: the name of N bytes at P, "%x", or NULL. */
struct lname *lname_find(const struct lread *l, const char *p, size_t n);
/* lname_text: of a value's NAME, N bytes without "%": "x_0", "_12". */
char *lname_text(const char *name, size_t n);
/* lvalue: the operand at P as statements have it. */
const char *lvalue(struct lread *l, const char *p);
/* largument: the same; of an address in a variable "&x", or "&x.field". */
const char *largument(struct lread *l, const char *p);
/* lplace: what is at the address P: "p_0->tables". BITS of it, or -1. */
const char *lplace(struct lread *l, const char *p, int bits);
/* lcells_check: a variable whose parts overlap is none that is followed. */
void lcells_check(struct lread *l);
/* lsymbol: the name of "@x" at P, kept. */
const char *lsymbol(struct lread *l, const char *p);
bool lvar(const struct lread *l, const char *symbol);
/* lbits: of the type at P; -1: not known. ltype: as C has it. */
int lbits(const struct lread *l, const char *p);
const char *ltype(const struct lread *l, const char *p);

/* --- llvm-func.c --- */
/* lfunc_read: the function that begins at LINE, up to its "}". */
int lfunc_read(struct lread *l, const char *line);
struct gblock *lblock(struct lread *l);
/* lstmt: append one to the block at hand, with the operands, up to NULL. */
struct gstmt *lstmt(struct lread *l, enum gkind kind, const char *op, ...);
void loperand(struct gstmt *s, const char *text);
/* llocal: TEXT is a value of the type at P. */
void llocal(struct lread *l, const char *text, const char *type);
/* lused: TO, what a call gives, or "NULL" where nobody uses it. */
const char *lused(const struct lread *l, const char *to);
/* lgo: the block at hand may go to the label at P, "%x": *ID, unless NULL. */
int lgo(struct lread *l, const char *p, int *id);
/* lphi: the block at hand begins with TO = "ptr [ %a, %b ], ...", P. */
int lphi(struct lread *l, const char *to, const char *p);
/* lnew_piece: a number for a block that LLVM has not. lpiece: go on in it. */
int lnew_piece(struct lread *l);
void lpiece(struct lread *l, int id);
void lsucc(struct lread *l, int id);
/* lchoose: TO is YES if COND holds, else NO; goes on in a new piece. */
void lchoose(struct lread *l, const char *cond, const char *to,
	     const char *yes, const char *no);

/* --- llvm-inst.c --- */
/* linst: LINE is an instruction, with all that belongs to it. */
int linst(struct lread *l, const char *line);

/* --- llvm-call.c --- */
int lcall(struct lread *l, const char *to, const char *p);
/* lcall_field: does the call at P, behind "call", mark a field? Which, of what
   address: *AT to *END. Or NULL. */
const char *lcall_field(const struct lread *l, const char *p, const char **at,
			const char **end);
/* lcall_asm, lcall_overflow: is DEF, an instruction, one? */
bool lcall_asm(const char *def);
bool lcall_overflow(const char *def);
/* lelement: the name of the Kth value that NAME, an asm, gives. */
const char *lelement(struct lread *l, const char *name, unsigned long k);
/* lnth_type: the Kth type of the struct type at P, or NULL. */
const char *lnth_type(const char *p, unsigned long k);

#endif
