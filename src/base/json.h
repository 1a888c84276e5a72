/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * json: a value of an object. A value that is missing, or of another kind,
 * reads as "" or 0. Use it for objects that jshape.h has checked or we made.
 */
#ifndef RESPIN_JSON_H
#define RESPIN_JSON_H

#include <jansson.h>

#include "base/strvec.h"

/* jstr: the string KEY of O, or "". Borrowed from O. */
const char *jstr(const json_t *o, const char *key);
/* jlong: the number KEY of O, from 0 to 2^31 - 1: others are cut off. */
long jlong(const json_t *o, const char *key);
/* jtext: a new string; NULL is "", and what is not UTF-8 has '?' in it. */
json_t *jtext(const char *s);
/* jstrings: a new list of them; a string that is not UTF-8 is replaced. */
json_t *jstrings(const struct strvec *v);

#endif
