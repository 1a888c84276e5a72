/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * json: reading JSON that somebody may have edited. What is not there, or is
 * of another kind, reads as nothing: "", 0, false, an empty list. And writing.
 */
#ifndef RESPIN_JSON_H
#define RESPIN_JSON_H

#include <jansson.h>

#include "base/strvec.h"

/* jstr: the string KEY of O, or "". Borrowed from O. */
const char *jstr(const json_t *o, const char *key);
/* jlong: the number KEY of O, from 0 to 2^31 - 1: others are cut off. */
long jlong(const json_t *o, const char *key);
bool jbool(const json_t *o, const char *key);
/* jlist: append the strings of the list KEY of O. */
void jlist(const json_t *o, const char *key, struct strvec *out);
/* jstrings: a new list of them; one that is not UTF-8 is said to be that. */
json_t *jstrings(const struct strvec *v);

#endif
