/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * clang: what a preprocessed text needs so that clang's LLVM IR shows what own.h
 * asks for. clang has no noipa, and its IR names no fields; so the text says it.
 *
 * A marker's body is dropped: its calls stay, and nothing is known of it. A
 * function that is asked for keeps its body, and is never inlined or changed.
 * A field is annotated (see own/llvm.h), unless its struct has no other: such
 * a struct is a number with a type of its own.
 */
#ifndef RESPIN_PROVE_CLANG_H
#define RESPIN_PROVE_CLANG_H

#include "own/llvm.h"
#include "own/own.h"

struct clang_marks {
	struct strvec markers;	/* functions without a body */
	struct strvec kept;	/* functions that are asked for */
	struct strvec fields;
};

void clang_marks_release(struct clang_marks *m);
/* clang_add_words: append the words of TEXT, such as "ops.free", to FIELDS. */
void clang_add_words(struct strvec *fields, const char *text);
/* clang_add_rules: what R names. */
void clang_add_rules(struct clang_marks *m, const struct own_rules *r);
/* clang_mark: write into TEXT, which is preprocessed C, what M says. */
void clang_mark(const struct clang_marks *m, struct strbuf *text);

/*
 * clang_preprocess, clang_compile: arguments for clang, to follow a unit's own:
 * what gcc calls noipa is noinline; LLVM IR with names and places, without what
 * would merge paths or copy them.
 */
void clang_preprocess(struct strvec *argv);
void clang_compile(struct strvec *argv);

#endif
