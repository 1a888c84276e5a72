/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * prove: is each object that is freed released exactly as often as it was
 * acquired? For each configuration, at the base and after each patch, each
 * level (a kind of object) and each way in which one comes or goes, by what
 * own.h finds on the paths through a probe: functions that the series brings,
 * compiled in the place of one of the tree's units.
 *
 * What a level's constructor does is not assumed but found: on the paths of
 * the way that makes one. A free path is right if it undoes just that.
 */
#ifndef RESPIN_PROVE_H
#define RESPIN_PROVE_H

#include <jansson.h>

#include "states/checkout.h"
#include "kbuild/kbuild.h"
#include "own/own.h"
#include "report/proved.h"
#include "states/store.h"

struct prove_way {
	char *name;		/* "later" */
	char *function;		/* of the probe, or of the tree */
	bool tree;		/* of the tree: where it is not, there is no
				   such way */
	int arg;		/* which of its arguments is the object */
	char *absent;		/* name that the probe declares when there is no
				   such way, or NULL */
};

struct prove_level {
	char *name;
	char *make;		/* function of the probe that makes one */
	char *absent;		/* as for ways: the level is folded */
	struct own_put put;	/* puts one in its place, or all zero */
	struct strvec also;	/* functions of the tree that call `put` with
				   one they made or found, where they are */
	char *found;		/* the level of what they find in put.field */
	struct prove_way *ways;
	size_t n, alloc;
};

/* Why a path may leave the object where it is. */
struct prove_kept {
	char *reason;
	struct strvec in;	/* files, or "function()", on such a path */
	struct strvec levels;	/* empty: all */
};

struct prove_rules {
	struct own_rules own;
	char *path;		/* the rules file */
	char *probe;		/* file, absolute */
	char *in;		/* unit in whose place it is compiled */
	struct strvec units;	/* patterns: compiled with it, where they are */
	struct strvec options;	/* of Kconfig, without CONFIG_: they decide
				   which paths there are */
	struct strvec needs;	/* of these: where one is off, there are no
				   such objects */
	struct strvec narrow;	/* "TYPE": such arguments are aligned to 4 only,
				   all others to 64 */
	struct prove_level *levels;
	size_t n, alloc;
	struct prove_kept *kept;
	size_t n_kept, alloc_kept;
	char *digest;		/* of the rules and the probe */
};

/*
 * prove_rules_read: DIR/rules, and the probe that it names. Returns 0, or < 0
 * after reporting as "FILE:LINE: ...". prove_rules_release() in both cases.
 */
int prove_rules_read(struct prove_rules *r, const char *dir);
void prove_rules_release(struct prove_rules *r);

/* prove_level: the level's index, or -1. */
ssize_t prove_level(const struct prove_rules *r, const char *name);

/*
 * prove_judge: what G, the units' dumps, says by R. TEXT is the preprocessed
 * probe. Returns an object, to be json_decref()ed: `places`, as of own_places(),
 * and `rows`, a list of one object a level and way: level, way, verdict, and
 * for all but ok and none why and path, a list of steps: {at, what, depth}.
 */
json_t *prove_judge(const struct prove_rules *r, const struct gdump *g,
		    const char *text);
/*
 * prove_cannot: the same where there are no dumps: a unit that is not there
 * must not look like one that does nothing.
 */
json_t *prove_cannot(const struct prove_rules *r, const char *why);
struct prove {
	struct checkout *co;
	const struct prove_rules *rules;
	struct store *store;
	const char *scratch;
	int jobs;
	bool again;		/* do not take what is known */
	size_t from, to;	/* states */
	void (*progress)(void *data, const char *config, size_t state);
	void *data;
};

/* One configuration. */
struct proof {
	const struct arch_config *config;
	char *compiler;
	char *why;		/* why there are none, or NULL */
	bool failed;		/* why is that a tool gave no answer */
	bool nothing;		/* why says that there is nothing to prove */
	json_t *options;	/* "PARAVIRT": "y"; NULL: not known */
	bool known;		/* all of it, from before */
	json_t **said;		/* one a state, as of prove_judge(); of a state
				   that is not looked at NULL */
	const json_t **rows;	/* those in said */
	size_t compiled;	/* units */
	double seconds;
};

/*
 * prove_known: begin P, zero but for its config: its rows, if the store has
 * them all, by KB, which need not be prepared then. Returns 0 or < 0, reported.
 * prove_config: fill in what is not known, from KB, which is prepared or not to
 * be had. Returns 0, also where there is nothing to prove it with, or < 0,
 * reported, or ERR_INTERRUPTED.
 */
int prove_known(const struct prove *v, const struct kbuild *kb,
		struct proof *p);
int prove_config(const struct prove *v, const struct kbuild *kb,
		 struct proof *p);
void proof_release(struct proof *p, size_t states);

/*
 * prove_options: P->options, if they are not there: they may not be known as
 * long as KB is not prepared. Where one that the rules need is off, P->nothing
 * and why are set. Returns 0 or < 0, reported.
 */
int prove_options(const struct prove *v, const struct kbuild *kb,
		  struct proof *p);

#endif
