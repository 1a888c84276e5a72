/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * int: the units of one configuration, for verify.c: units.c finds the units,
 * reach.c those that a patch can change; pp.c preprocesses them, cc.c compiles
 * them, code.c compares their machine code, link.c links them; state.c does all
 * of it for one state, epoch.c where kbuild's files change.
 */
#ifndef RESPIN_VERIFY_INT_H
#define RESPIN_VERIFY_INT_H

#include "base/job.h"
#include "base/tool.h"
#include "objcode/list.h"
#include "verify/crew.h"
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
	char *with_code;	/* the same, with the flags for comparing code */
	bool exact;		/* judged by kbuild's very command: see
				   units_compile() */
	const struct kunit *k;	/* once kbuild has prepared it, else NULL */
	struct strvec deps;	/* touched files that it reads, sorted */
	bool deps_known;
	struct unit_state prev, now;
	struct stored_cc good;	/* the messages before a patch broke it */
	bool generator;		/* see kunit */
	bool unreached;		/* the current patch does not reach it */
	bool hidden;		/* the patch changes code that it reads, but
				   nothing that its compiler gets */
	bool stale;		/* prev is from an earlier state with the same
				   code; declarations may have changed since */
};

/* The result of make vmlinux. */
struct link_result {
	bool ok;
	struct strvec said;	/* errors and warnings, sorted, each once */
};

/* A configuration that is being verified. */
struct vrun {
	struct verify *v;
	struct column *c;
	struct column *main;	/* has the cells: c, but for later epochs */
	struct member *m;	/* that goes through it */
	char *config;		/* digest: the store's key */
	struct vunit *units;
	size_t n;
	bool gcc;		/* knows -dU */
	struct lines *seen;	/* as verify.seen, of this configuration */
	struct link_result link;	/* of the last state */
	size_t linked;		/* the state of the objects in the object
				   folder, or SIZE_MAX */
};

/* vrun_digest: set config. vrun_pick: set units to those that matter. */
void vrun_digest(struct vrun *r);
void vrun_pick(struct vrun *r);

/*
 * vrun_next: the state that was gone through becomes the one before. In
 * between, units_preprocess() fills in `now`.
 */
void vrun_next(struct vrun *r);
void vrun_release(struct vrun *r);

/* cell_outcome: what C comes to. column_clear: forget what C's cells have. */
enum check_outcome cell_outcome(const struct cell *c);
void column_clear(struct column *c, size_t states);

/*
 * vrun_state: go through one state, from preprocessing on: fill in its cell.
 * vrun_note_seen: of that, which lines of touched files gave code.
 * vrun_judge_link: and what linking says, with the objects WHICH made anew.
 */
int vrun_state(struct vrun *r, size_t state);
void vrun_note_seen(struct vrun *r, size_t state);
int vrun_judge_link(struct vrun *r, const bool *which, size_t state);

/*
 * unit_judge: what U's compiler and sparse say NOW that they did not say BEFORE
 * goes to CELL. May empty BEFORE.
 */
void unit_judge(struct vunit *u, struct stored_cc *before,
		const struct stored_cc *now, struct cell *cell);

/*
 * epoch_begins: does patch K change what kbuild reads, or what it makes headers
 * of? epoch_enter: then configure and list the units of state K, compare with
 * the state before, and go on with a new *R; or, if kbuild refuses, say so in
 * the cell, and that later ones are unchecked. epoch_leave: release and free R.
 * epoch_first: the state that kbuild has to configure for V's first one.
 */
bool epoch_begins(const struct vrun *r, size_t k);
int epoch_enter(struct vrun **r, size_t k);
void epoch_leave(struct vrun *r);
size_t epoch_first(const struct verify *v);

/*
 * vrun_prepared: have kbuild prepare the configuration, unless that is done, so
 * that units can be compiled. Returns 0 or < 0, reported.
 */
int vrun_prepared(struct vrun *r);

/*
 * unit_code: the key of the results for U's `prev` or (NOW) `now`: its code, or
 * its inputs if sparse sees more than the code.
 */
static inline const struct oid *unit_code(const struct vunit *u, bool now)
{
	const struct unit_state *s = now ? &u->now : &u->prev;

	return u->hidden ? &s->inputs : &s->pp.all;
}

/*
 * unit_command: the key of the command that U is judged by. unit_changes: does
 * the code of U that is kept differ from its parent's, or count as if it did?
 */
static inline const char *unit_command(const struct vunit *u)
{
	return u->exact && !u->generator ? u->command : u->with_code;
}

static inline bool unit_changes(const struct vrun *r, const struct vunit *u)
{
	return r->v->no_skip || memcmp(&u->now.pp.digest, &u->prev.pp.digest,
				       sizeof(u->now.pp.digest));
}

/*
 * made_keep: FILE is the assembly of U, which is a generator: keep what goes
 * into the header made from it. made_judge: warn in CELL if that is not the same
 * as at the parent, or not known. Both return 0 or < 0, reported.
 */
int __must_check made_keep(const struct vrun *r, const struct vunit *u, bool now,
			   const char *file);
int __must_check made_judge(const struct vrun *r, const struct vunit *u,
			    struct cell *cell);

/* vrun_scratch: a path for the job ID's file. The caller frees it. */
char *vrun_scratch(const struct vrun *r, size_t id, const char *ext);

/*
 * vrun_start: set what all jobs on units have in common: they run in the object
 * folder, in English, for at most UNIT_TIMEOUT, and print to the scratch file
 * "log". Returns JOB_READY.
 */
int vrun_start(const struct vrun *r, struct job *job);

/*
 * vrun_log: read what the job printed into LOG (cleared first), remove the
 * file, and return how the job ended: with no answer if the log cannot be read.
 */
enum tool_end vrun_log(const struct vrun *r, const struct job *job,
		       struct strbuf *log);

/*
 * vrun_diags: the messages in LOG, as the store has them: without paths of the
 * machine. The caller frees the text.
 */
char *vrun_diags(const struct vrun *r, const struct strbuf *log);

/*
 * vrun_failed: note that the job WHAT ("compiler") on U gave no answer, so that
 * the column is not checked, and why. Returns ERR_TOOL.
 */
int vrun_failed(struct vrun *r, const struct vunit *u, const char *what,
		const struct job *job, const struct strbuf *log);

/*
 * unit_skip: is everything that the patch of STATE changes out of U's reach,
 * judging by U's `prev` (see delta.h)? Sets u->unreached; returns whether U can
 * be skipped. The first unit that reads a given set of changed files cannot.
 * SEEN collects these sets; it is empty at first.
 */
bool unit_skip(struct vrun *r, struct vunit *u, size_t state,
	       struct strvec *seen);

/*
 * units_preprocess: set every unit's `now` to that of STATE: from `prev`, from
 * the store, or by running the preprocessor on the source in STATE. Units that
 * the patch does not reach have none. Returns 0 or < 0, reported.
 */
int units_preprocess(struct vrun *r, size_t state);
/* units_fresh: make `prev` of each unit that of STATE, if it is older. */
int units_fresh(struct vrun *r, size_t state);

/*
 * units_compile: make sure that the store has the messages of the compiler and
 * of sparse for the units WHICH (one flag for each unit) in STATE, by their
 * `prev` or (NOW) `now`. A unit that is not `exact` is compiled with the flags
 * for comparing code (objcode.h), and the list of its functions is stored as
 * well: that saves every second compiler. What is found in this way has to be
 * found by kbuild's command, too, before it counts. Returns 0 or < 0, reported.
 */
int units_compile(struct vrun *r, const bool *which, bool now, size_t state);

/*
 * code_flags: add the flags to ARGV; with LINES, without the ones that may break
 * a unit. code_keep: read the functions of OBJECT, which U's compiler made with
 * these flags, into L, all zero, and store them. Returns 0, with l->why set if
 * the object cannot be read, or < 0, reported.
 */
void code_flags(struct strvec *argv, bool lines);
int __must_check code_keep(const struct vrun *r, const struct vunit *u,
			   bool now, bool lines, const char *object,
			   struct codelist *l);

/*
 * units_code: set cell->code of STATE. This compiles those units of WHICH whose
 * code differs (or all, with no_skip) once more and compares their objects: see
 * objcode.h. A unit that does not compile is unknown. Returns 0 or < 0,
 * reported.
 */
int units_code(struct vrun *r, const bool *which, size_t state);

/*
 * units_link: make vmlinux in STATE with kbuild. Only the objects WHICH are
 * built again after the parent's; the others are the same. *l begins as all
 * zero. Returns 0 or < 0, reported.
 */
int units_link(struct vrun *r, const bool *which, size_t state,
	       struct link_result *l);

#endif
