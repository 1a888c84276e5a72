/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * objcode: the functions of a relocatable ELF object and their machine code,
 * as a codelist, so that two objects can be compared function by function.
 * Read with elfutils' libelf: any class, byte order and machine.
 *
 * A function is the bytes that its symbol's size covers, and what more than
 * padding is behind them (constants, on some machines); FOO.cold is a part of
 * FOO. Each relocation in it counts with its
 * place in the function, its type, and what it points to, never by section
 * and offset alone:
 *
 *   a named function or variable	its name, and the addend
 *   a place in the function itself	its offset in it
 *   a string, a mergeable constant	its content
 *   other read-only data without a	content up to the next place that anything
 *   name (jump tables), literals	points to, with its own relocations
 *   the variable behind a section	that variable's name
 *   a pointer without a name (TOC)	what it points to
 *
 * Compilers number local names ("__key.49", "foo.part.0", "CSWTCH.12"), the
 * kernel numbers "__UNIQUE_ID_x": the numbers are left out. Variables whose
 * names had one are told apart in a function by the order in which it comes to
 * them, and count with their content if that is read-only.
 *
 * Executable sections without functions (replacements that are patched in at
 * run time, asm fixups) are listed like one, "(SECTION)", cut where something
 * points to and sorted, so that their order does not count.
 *
 * Compile with OBJCODE_FLAGS. Sections of their own keep calls and references
 * relocations, which the assembler else resolves; where the source names the
 * section (.init.text), it may do so all the same, and codefn.layout tells in
 * which company that was. __LINE__ and __FILE__ are constants, or code that
 * moved would never be the same on machines where WARN() takes them as
 * arguments.
 *
 * Not compared: data, but for the above; debug and unwind information; tables
 * of places in the code (exceptions, alternatives, jump labels, BUG()).
 *
 * Where relocations have no addend of their own (SHT_REL) it is in the code,
 * in a form that depends on type and machine; objcode-field.c knows those that
 * compilers use for local places. A function with another one is not
 * understood (codefn.why). The psABI supplements of the machines are the
 * source.
 */
#ifndef RESPIN_OBJCODE_H
#define RESPIN_OBJCODE_H

#include "objcode/list.h"

/* For the compiler, behind all else. The second line may break a unit. */
#define OBJCODE_FLAGS "-g0", "-ffunction-sections", "-fdata-sections"
#define OBJCODE_NO_LINES "-Wno-builtin-macro-redefined", "-D__LINE__=1", \
			 "-D__FILE__=\"-\""

/*
 * objcode_read: fill in L, all zero, from the object PATH, and sort it. What
 * cannot be read or is no such object is told in l->why. codelist_release()
 * afterwards.
 */
void objcode_read(struct codelist *l, const char *path);

#endif
