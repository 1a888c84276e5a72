/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * int: the units of one configuration, for verify.c: units.c finds out which
 * they are, reach.c which a patch can change, pp.c preprocesses them, cc.c
 * compiles them, code.c compares their machine code, link.c links them.
 */
#ifndef RESPIN_VERIFY_INT_H
#define RESPIN_VERIFY_INT_H

#include "base/job.h"
#include "base/tool.h"
#include "verify/verify.h"

/* Seconds for one preprocessor, compiler or sparse. */
#define UNIT_TIMEOUT 600

/* A unit in one state of the source. */
struct unit_state {
	struct oid inputs;
	struct stored_pp pp;
	bool known;
};

struct vunit {
	const char *source;
	const char *command;	/* digest of its commands and compilers */
	const struct kunit *k;	/* once kbuild has prepared it, else NULL */
	struct strvec deps;	/* touched files that it reads, sorted */
	bool deps_known;
	struct unit_state prev, now;
	struct stored_cc good;	/* what was said before an error came in */
	bool generator;		/* see kunit */
	bool unreached;		/* by the patch at hand */
	bool hidden;		/* the patch changes code that it reads, and
				   nothing that its compiler is given */
	bool stale;		/* prev is of an earlier state, with the same
				   code; declarations may have changed since */
};

/* What make vmlinux came to. */
struct link_result {
	bool ok;
	struct strvec said;	/* errors and warnings, sorted, each once */
};

/* A configuration at work. */
struct vrun {
	struct verify *v;
	struct column *c;
	char *config;		/* digest: the store's key */
	struct vunit *units;
	size_t n;
	bool gcc;		/* knows -dU */
	struct lines *seen;	/* as verify.seen, of this configuration */
	struct link_result link;	/* of the last state */
	size_t linked;		/* the state that the objects in the object
				   folder are of, or SIZE_MAX */
};

/* vrun_digest: set config. vrun_pick: set units, those that matter. */
void vrun_digest(struct vrun *r);
void vrun_pick(struct vrun *r);

/*
 * vrun_prepared: have kbuild prepare the configuration, if it has not, so
 * that units can be compiled; the source is in the state that it was in.
 * 0 or < 0, reported.
 */
int vrun_prepared(struct vrun *r);

/*
 * unit_code: the key of what is said of U's `prev` or (NOW) `now`: its code;
 * where that is not what sparse sees, what it reads.
 */
static inline const struct oid *unit_code(const struct vunit *u, bool now)
{
	const struct unit_state *s = now ? &u->now : &u->prev;

	return u->hidden ? &s->inputs : &s->pp.all;
}

/* vrun_scratch: a path for the job ID's file. The caller frees it. */
char *vrun_scratch(const struct vrun *r, size_t id, const char *ext);

/*
 * vrun_start: what all jobs on units have in common: they run in the object
 * folder, in English, for UNIT_TIMEOUT, and print to the scratch file "log".
 * Returns JOB_READY.
 */
int vrun_start(const struct vrun *r, struct job *job);

/*
 * vrun_log: what the job printed, into LOG (cleared first), and how it ended;
 * the file goes. Where the log cannot be read, it gave no answer.
 */
enum tool_end vrun_log(const struct vrun *r, const struct job *job,
		       struct strbuf *log);

/*
 * vrun_failed: the job WHAT ("compiler") on U gave no answer: the column is
 * not checked, and says why. Returns ERR_TOOL.
 */
int vrun_failed(struct vrun *r, const struct vunit *u, const char *what,
		const struct job *job, const struct strbuf *log);

/*
 * unit_skip: is what the patch that makes STATE changes out of U's reach, by
 * what is known of its `prev` (see delta.h)? Sets u->unreached; returns whether
 * U need not be looked at: the first unit that reads a set of changed files
 * has to be all the same. SEEN collects these sets; empty at first.
 */
bool unit_skip(struct vrun *r, struct vunit *u, size_t state,
	       struct strvec *seen);

/*
 * units_preprocess: make every unit's `now` that of STATE: from `prev`, from
 * the store, or by running the preprocessor, in the source put into STATE.
 * Units that the patch does not reach have none. 0 or < 0, reported.
 */
int units_preprocess(struct vrun *r, size_t state);

/*
 * units_compile: have the store know what the compiler and sparse say of the
 * units WHICH (N flags a unit) in STATE, by their `prev` or (NOW) `now`.
 * 0 or < 0, reported.
 */
int units_compile(struct vrun *r, const bool *which, bool now, size_t state);

/*
 * units_code: set cell->code of STATE from the objects of those of WHICH whose
 * code is not the same (all, if nothing is to be skipped), compiled once more:
 * see objcode.h. A unit that does not compile is unknown. 0 or < 0, reported.
 */
int units_code(struct vrun *r, const bool *which, size_t state);

/*
 * units_link: make vmlinux in STATE, by kbuild: of the objects, only WHICH
 * are made anew after the parent's, the others being the same. *l begins as
 * all zero. 0 or < 0, reported.
 */
int units_link(struct vrun *r, const bool *which, size_t state,
	       struct link_result *l);

#endif
