/* SPDX-License-Identifier: GPL-2.0-only */
/* verify-unit: the units of one configuration, for verify.c. */
#ifndef RESPIN_VERIFY_UNIT_H
#define RESPIN_VERIFY_UNIT_H

#include "job.h"
#include "verify.h"

/* A unit in one state of the source. */
struct unit_state {
	struct oid inputs;
	struct stored_pp pp;
	bool known;
};

struct vunit {
	const struct kunit *k;
	struct oid command;	/* digest of its commands */
	struct strvec deps;	/* touched files that it reads, sorted */
	bool deps_known;
	struct unit_state prev, now;
};

/* A configuration at work. */
struct vrun {
	struct verify *v;
	struct column *c;
	struct kbuild kb;
	char *config;		/* digest: the store's key */
	struct vunit *units;
	size_t n;
	bool gcc;		/* knows -dU */
};

/* unit_inputs: the digest of U's inputs in STATE, by its known deps. */
void unit_inputs(const struct vrun *r, const struct vunit *u, size_t state,
		 struct oid *id);

/*
 * units_preprocess: make every unit's `now` that of STATE, which is checked
 * out: from `prev`, from the store, or by running the preprocessor.
 * 0 or < 0, reported.
 */
int units_preprocess(struct vrun *r, size_t state);

/*
 * units_compile: have the store know what the compiler and sparse say of the
 * units WHICH (N flags a unit), in the state that is checked out, by their
 * `prev` or (NOW) `now`. 0 or < 0, reported.
 */
int units_compile(struct vrun *r, const bool *which, bool now, size_t state);

#endif
