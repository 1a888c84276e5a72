/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * json: a value of an object. What is not there, or is of another kind, reads
 * as nothing, "" or 0: for what jshape.h has looked at, or we made.
 */
#ifndef RESPIN_JSON_H
#define RESPIN_JSON_H

#include <jansson.h>

#include "base/strvec.h"

/* jstr: the string KEY of O, or "". Borrowed from O. */
const char *jstr(const json_t *o, const char *key);
/* jlong: the number KEY of O, from 0 to 2^31 - 1: others are cut off. */
long jlong(const json_t *o, const char *key);
/* jstrings: a new list of them; one that is not UTF-8 is said to be that. */
json_t *jstrings(const struct strvec *v);

#endif
