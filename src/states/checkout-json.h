/* SPDX-License-Identifier: GPL-2.0-only */
/* checkout-json: the patches of a checkout, as reports name them. */
#ifndef RESPIN_CHECKOUT_JSON_H
#define RESPIN_CHECKOUT_JSON_H

#include <jansson.h>

#include "states/checkout.h"

/*
 * checkout_json: a list of {subject, name, id}, one a patch; the id is the
 * digest of its mail, by which review tells whether a report is of the patches
 * that are there. What is not UTF-8 is said to be that.
 */
json_t *checkout_json(const struct checkout *co);

#endif
