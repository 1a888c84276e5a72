/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify-checks: run the checks that are folders (check.h) on the patches of
 * a checkout, and keep what they say in the store, by content: the check's
 * files, the base, the patches up to that one.
 */
#ifndef RESPIN_VERIFY_CHECKS_H
#define RESPIN_VERIFY_CHECKS_H

#include "verify/check.h"
#include "verify/verify.h"

/* What one check says of one patch, or of the series. */
struct verdict {
	const struct check *check;
	size_t patch;		/* counted from 1; 0: the series */
	struct check_result result;
};

struct verdicts {
	struct verdict *v;	/* by check, then by patch */
	size_t n, alloc;
};

/*
 * verify_checks: run CS on the patches V->from + 1 to V->to, those of a
 * series only if that is all patches. SERIES is the folder that the user
 * gave, or NULL. Returns 0 or < 0, reported, or ERR_INTERRUPTED; what was
 * finished is in the store. verdicts_release() in all cases.
 */
int verify_checks(struct verify *v, const struct checks *cs,
		  const char *series, struct verdicts *out);
void verdicts_release(struct verdicts *vs);

/* verdict_passed, verdict_failed: neither is a warning, or a check skipped. */
static inline bool verdict_passed(const struct verdict *v)
{
	return v->result.outcome == CHECK_PASS;
}

static inline bool verdict_failed(const struct verdict *v)
{
	return v->result.outcome != CHECK_PASS &&
	       v->result.outcome != CHECK_WARN &&
	       v->result.outcome != CHECK_SKIPPED;
}

#endif
