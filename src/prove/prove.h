/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * prove: is each freed object released exactly as often as it was acquired?
 * prove answers for each configuration, at the base and after each patch, for
 * each level (a kind of object) and each way (an entry point where an object is
 * created or freed). own.h finds the paths through a probe: functions that the
 * series brings, compiled in the place of one of the tree's units.
 *
 * prove does not assume what the constructor of a level does; it finds out on
 * the paths that create an object. A path that frees one is right if it undoes
 * exactly that.
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
	bool tree;		/* of the tree: without the function, the way
				   does not exist */
	int arg;		/* which of its arguments is the object */
	char *absent;		/* name that the probe declares if the way does
				   not exist, or NULL */
};

struct prove_level {
	char *name;
	char *make;		/* function of the probe that makes one */
	char *absent;		/* as for ways: the level is folded */
	struct own_put put;	/* puts one in place, or all zero */
	struct strvec also;	/* functions of the tree, if they exist, that
				   call `put` with one they made or found */
	char *found;		/* the level of what they find in put.field */
	struct strvec entries;	/* types of what leads to one in memory */
	struct strvec within;	/* patterns of files: each function there gives
				   back what it gets */
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
	char *probe;		/* file, absolute; NULL: all levels are `within`,
				   and need none */
	char *in;		/* unit in whose place it is compiled; or NULL */
	struct strvec units;	/* patterns: compiled with it, if they exist */
	struct strvec options;	/* Kconfig options, without CONFIG_, that decide
				   which paths exist */
	struct strvec needs;	/* of these: if one is off, there are no such
				   objects */
	struct prove_level *levels;
	size_t n, alloc;
	struct prove_kept *kept;
	size_t n_kept, alloc_kept;
	char *digest;		/* of the rules and the probe */
};

/*
 * prove_rules_read: read DIR/rules, and the probe that it names. Returns 0, or
 * < 0 after reporting as "FILE:LINE: ...". Call prove_rules_release() in both
 * cases.
 */
int prove_rules_read(struct prove_rules *r, const char *dir);
void prove_rules_release(struct prove_rules *r);

/* prove_within: does a level of R take in the file PATH by its `within`? */
bool prove_within(const struct prove_rules *r, const char *path);
/* prove_level: the level's index, or -1. */
ssize_t prove_level(const struct prove_rules *r, const char *name);

/*
 * prove_judge: the verdicts on G, the dumps of the units, by the rules R. TEXT
 * is the preprocessed probe. Returns an object, on which the caller calls
 * json_decref(): `places` and `strange`, as from own_places() and own_strange(),
 * and `rows`, a list with one object for each level and way: level, way, verdict
 * and, unless that is ok or none, why and path, a list of steps: {at, what, depth}.
 */
json_t *prove_judge(const struct prove_rules *r, const struct gdump *g,
		    const char *text);
/*
 * prove_cannot: the same if there are no dumps: a missing unit must not look
 * like one that does nothing.
 */
json_t *prove_cannot(const struct prove_rules *r, const char *why);

/*
 * prove_unread: add a row for each level to what prove_judge() SAID: that it was
 * not given the unit SOURCE, and WHY.
 */
void prove_unread(const struct prove_rules *r, json_t *said,
		  const char *source, const char *why);

struct prove {
	struct checkout *co;
	const struct prove_rules *rules;
	struct store *store;
	const char *scratch;
	int jobs;
	bool again;		/* do not use stored results */
	size_t from, to;	/* states */
	struct strvec units;	/* a strset: files by prove_find_units() */
	void (*progress)(void *data, const char *config, size_t state);
	void *data;
};

/* Functions that get an object and that no unit defines: where they are. */
struct prove_more {
	struct strvec units;	/* a strset: files in C that define one */
	struct strvec leaves;	/* a strset of lines: the function, the assembly
				   file that defines it, and the words in that
				   file and in what it includes; or "?" instead
				   of the words, if they are not all known, or
				   a patch touches one of these files, or one
				   mentions what acquires, releases or frees */
};

/* Dumps that another round may need. */
struct prove_dumps {
	struct strvec sources, digests, texts;
};

/* One configuration. */
struct proof {
	const struct arch_config *config;
	struct prove_more more;
	struct prove_dumps dumps;
	char *compiler;
	char *why;		/* why there are no verdicts, or NULL */
	bool failed;		/* why is that a tool gave no answer */
	bool nothing;		/* why is that there is nothing to prove */
	json_t *options;	/* "PARAVIRT": "y"; NULL: not known */
	bool known;		/* everything is known from earlier runs */
	json_t **said;		/* for each state, as from prove_judge(); NULL
				   for a state that is not proved */
	const json_t **rows;	/* those in said */
	size_t compiled;	/* units */
	double seconds;
};

/*
 * prove_find_units: append to UNITS the files of T, as it is or as patches leave
 * it, that take part by what they mention, or because they are within the files
 * of a level; sorted, each once. Which of them a
 * configuration compiles is kbuild's to say. Returns 0 or < 0, reported.
 */
int prove_find_units(const struct prove *v, const struct tree *t,
		     struct strvec *units);

/* One configuration, between prove_begin() and prove_end(). */
struct prun;

/*
 * prove_ask: tell KB which units of T prove_begin() needs for P.
 * prove_known: begin P, which may be of an earlier round: take its rows from
 * the store, if it has them all; KB then need not be prepared. Returns 0 or <
 * 0, reported.
 * prove_begin: fill in what is not known, using KB, which is prepared or
 * cannot be. When it returns, a thread may still be judging the last state. Returns
 * 0, also if the configuration cannot be proved, or < 0, reported, or ERR_INTERRUPTED. If
 * *RUN is not NULL, prove_end() must be called in any case.
 * prove_end: wait for that thread, and free RUN. Another configuration may have begun
 * since. KB and P must still exist. Returns the same values as prove_begin().
 */
void prove_ask(const struct prove *v, const struct tree *t,
	       const struct proof *p, struct kbuild *kb);
int prove_known(const struct prove *v, const struct kbuild *kb,
		struct proof *p);
int prove_begin(const struct prove *v, const struct kbuild *kb,
		struct proof *p, struct prun **run);
int prove_end(struct prun *run);
void proof_release(struct proof *p, size_t states);
/*
 * prove_again: if P is unproved because of unknown functions, and T has files that
 * define them, add these to p->more and reset P for another round; never after the
 * LAST. Returns 1 if so, 0 if not, or < 0, reported.
 */
int prove_again(const struct prove *v, const struct tree *t, struct proof *p,
		bool last);

/*
 * prove_options: set P->options, unless that is done; they may not be known
 * until KB is prepared. If an option that the rules need is off, this sets
 * P->nothing and why. Returns 0 or < 0, reported.
 */
int prove_options(const struct prove *v, const struct kbuild *kb,
		  struct proof *p);

#endif
