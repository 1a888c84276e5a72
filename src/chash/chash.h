/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * chash: what a C translation unit, as gcc -E or clang -E print it, hands to
 * the code generator. One pass over the text gives three answers.
 *
 * 1. chash.digest. Two preprocessed texts with the same digest give the same
 *    code, data and relocations when the same compiler compiles them with
 *    the same flags. They also give the same symbols, except for the number
 *    that gcc adds to the names of static variables in functions ("__key.49"):
 *    compare objects without it. The reverse does not hold: different digests
 *    may still give the same object. So if the parent commit's unit compiled,
 *    a unit with the same digest need not be compiled.
 *
 *    The idea is from C. Dietrich, V. Rothberg, L. Fuerracker, A. Ziegler,
 *    D. Lohmann: cHash: Detection of Redundant Compilations via AST Hashing,
 *    USENIX ATC 2017. They hash clang's syntax tree; this works on the tokens
 *    of top-level declarations, needs no compiler, and is coarser.
 *
 *    A text is cut into top-level declarations. Some are roots (below). A
 *    declaration refers to every name that one of its identifiers spells:
 *    tags after struct, union, enum, and all other identifiers as functions,
 *    variables, typedefs and enumerators, unless they follow "." or "->".
 *    Scopes inside functions are ignored, so a local variable refers to the
 *    function that it shadows. Words in the strings of asm and of attributes
 *    refer too, and __builtin_x refers to x. All declarations of a name that
 *    something refers to are kept, in their order; their tokens make the
 *    digest, without layout, comments and line markers.
 *
 *    Roots are: definitions that are not static, including tentative ones
 *    (extern inline with gnu_inline is not a definition), static variables
 *    that are volatile, anything with an attribute that may affect an unused
 *    declaration (used, alias, constructor, ...; also section, except on
 *    declarations and static inline functions), asm, static assertions,
 *    #pragma (also inside something) and every other directive except #define
 *    and #undef, old-style definitions, functions that the compiler may call
 *    by itself (memcpy, ...), and everything that is not understood. An
 *    attribute inside a function, as on its static variables, makes no root:
 *    if gcc and clang do not emit the function, they emit nothing inside it.
 *    If the text cannot be cut (brackets that do not match, a digraph, an open
 *    string), the digest covers the whole text (chash.odd).
 *
 *    "struct x;" is not kept. Instead, wherever the kept code mentions a tag,
 *    the digest covers whether the tag was known at file scope by then.
 *
 *    The caller adds what the digest cannot see to its key, or rules it out:
 *    - compiler, flags, plugins, and files read past the preprocessor
 *      (.incbin, .include in asm);
 *    - flags that put places into the object: -fsanitize=undefined, bounds,
 *      ..., KASAN's globals, gcov. Set opts.lines for those; columns remain
 *      unseen. (__LINE__ is a number by then, and counts. __builtin_LINE()
 *      counts with its place.) Debug information is not compared;
 *    - -O0, -fno-toplevel-reorder, -fkeep-inline-functions and the like keep
 *      what is unused: set opts.keep_static;
 *    - warnings and errors in what is not kept: see 2.
 *
 * 2. chash.decls: each top-level declaration with a digest of its own, its
 *    place, and whether it is kept. Skipping a unit is right only if every
 *    declaration that the patch changed is compiled in some unit.
 *
 * 3. chash.cover: for files of interest, the lines that gave code tokens to
 *    this unit. A macro's expansion counts for the line it was used on; of a
 *    use over many lines gcc marks the first and the last, clang the first:
 *    lines_spread() adds the others. A line whose macros expand to nothing
 *    gives no token: lines_active() tells it from one that an #if hides.
 *    Lines of a #define are never in the text at their own place:
 *    macro_lines() tells which they are, and the caller has to know that the
 *    macro was used (from gcc -E -dU, which prints the #define of those that
 *    were, and of those that an #ifdef or #if asks for: chash.macros).
 *
 * Time: 115 instructions for each byte of text, 10 to 15 ms for each MB.
 */
#ifndef RESPIN_CHASH_H
#define RESPIN_CHASH_H

#include "base/hash.h"
#include "base/strvec.h"
#include "csrc/lines.h"

struct chash_opts {
	/*
	 * Stripped from the front of file names, if a whole folder: the
	 * source folder as the compiler was told it, "/src/linux" or "..".
	 * NULL: nothing is stripped.
	 */
	const char *root;
	/*
	 * Files of interest for cover, as path_below() gives them. NULL: none.
	 */
	const struct strvec *files;
	/*
	 * Identifiers made of one of these and a decimal number at their end
	 * are numbered anew in the order they come, so that the __COUNTER__
	 * inside them does not count. Only for names that never get into an
	 * object: "__compiletime_assert_", locals such as "__UNIQUE_ID_x_".
	 * NULL: none.
	 */
	const struct strvec *counters;
	const struct strvec *names;	/* for chash.reached; or NULL */
	bool lines;		/* the place of each token counts */
	bool keep_static;	/* unused static things count */
};

struct chash_decl {
	struct oid id;		/* its tokens; places and layout do not count */
	struct oid env;		/* id, and the ids of the declarations before it
				   that it refers to: with the same one it
				   compiles, or does not, for the same reasons */
	struct oid slice;	/* its tokens, of large numbers only the type,
				   and of these declarations what it uses:
				   members and enumerators that it names, heads
				   of functions. Other configurations may have
				   the same one where env differs. */
	const char *name;	/* first name it declares, or ""; owned */
	uint32_t file;		/* index into chash.files: its first token's */
	uint32_t first, last;	/* lines of its first and last token there */
	bool root;		/* kept whatever refers to it */
	bool names;		/* it refers to one of opts.names */
	bool kept;		/* part of the digest: it is compiled to code,
				   or what is compiled refers to it */
};

struct chash {
	struct oid digest;
	struct oid all;		/* of all declarations, kept or not: what a
				   compiler says of two texts with the same
				   one differs at most in lines and columns */
	/*
	 * Of opts.names: those that what is kept mentions or declares, and
	 * macros that the text uses or asks for; those that declarations but
	 * their own refer to, each followed by the names of these, "*" for one
	 * that is not of opts.names, or a macro; and those that are anywhere
	 * in the text, or a macro that it asks for, there or not. All if odd.
	 * Macros are known with gcc's -dU only.
	 */
	struct strvec reached, referred, mentioned;
	bool odd;		/* not understood: the digest is the text's,
				   decls end there */
	struct chash_decl *decls;	/* in their order; owned */
	size_t n, alloc;
	size_t kept;		/* how many of them are */
	struct strvec files;	/* files that line markers name, normalised;
				   files.v[0] is "" (before any marker) */
	struct lines *cover;	/* for each of opts.files; owned */
	size_t n_cover;
	struct strvec macros;	/* names in #define lines, in their order */
	struct strvec names;	/* private: decls' names */
};

/*
 * chash_unit: fill *C, which needs no initialisation, from TEXT, at most
 * 4 GiB. Returns 0, or < 0 after reporting what is wrong. chash_release()
 * in both cases.
 */
int __must_check chash_unit(struct chash *c, const char *text, size_t len,
	       const struct chash_opts *opts);
void chash_release(struct chash *c);

/* chash_implied: may a compiler call NAME though nothing mentions it? */
bool chash_implied(const char *name);

#endif
