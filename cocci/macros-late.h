/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Macros that Coccinelle's parser has to read as plain calls first, and as
 * something else only if that fails: for --macro-file. All others are in
 * macros.h.
 */

/*
 * Only a call may have a statement among its arguments ("return -EINTR"). What
 * is in that statement cannot be matched.
 */
#define scoped_cond_guard(class, fail, ...) YACFE_ITERATOR
