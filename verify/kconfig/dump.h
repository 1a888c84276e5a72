/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dump: print what a kernel's Kconfig files say, once they have been read, for
 * src/kbuild/ksym.c. Fields are separated by one blank; a number refers to a
 * line before it, 0 to none. In a text, "%XX" stands for a byte.
 *
 *	S ID TYPE FILE LINE NAME	a symbol; TYPE: b t i h s, u (no entry
 *					defines it), c (a choice, without a name)
 *	K ID TEXT			a constant
 *	E ID OP A B			an expression: & | ! of expressions; s of a
 *					symbol; = # < { > } of two symbols, where #
 *					is !=, { is <=, } is >=
 *	P SYMBOL EXPR			a prompt, shown if EXPR
 *	D SYMBOL EXPR VALUE		a default (an expression) if EXPR
 *	L SYMBOL EXPR LOW HIGH		a range of symbols if EXPR
 *	V SYMBOL EXPR			what it depends on
 *	R SYMBOL EXPR			what selects it
 *	I SYMBOL EXPR			what implies it
 *	C SYMBOL MEMBER...		the members of a choice
 *	M SYMBOL			the symbol that allows modules
 *	A NAME TEXT			a variable of kbuild that Makefiles use
 *	T LINES				the end, and how many lines precede it
 */
#ifndef RESPIN_KCONFIG_DUMP_H
#define RESPIN_KCONFIG_DUMP_H

#include <stdio.h>

/* kconfig_dump: returns 0, or -1 if OUT did not take it. */
int kconfig_dump(FILE *out);

#endif
