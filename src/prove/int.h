/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * prove/int: between prove.c (one configuration), dump.c (compiling), compiled.c (what
 * was), shift.c (lines from state to state), known.c (the store), proof.c (what one
 * configuration has), trial.c (one state), judge.c (levels and ways), found.c (objects
 * that nobody hands over), within.c (objects that a function has for a while), looks.c
 * (who only looks at one), more.c (functions that are elsewhere), leaf.c (functions in
 * assembly), reason.c (why one may be kept), changed.c (from state to state), declared.c
 * (what a text declares) and row.c (what is said of one way).
 */
#ifndef RESPIN_PROVE_INT_H
#define RESPIN_PROVE_INT_H

#include "prove/prove.h"

/* What is said of one way: the worst of its paths. */
struct row {
	enum prove_verdict verdict;
	char *why;
	const struct own_step *path;
	int acquired, released, freed;
	/* Of an object that is found: */
	json_t *makers;		/* {function, acquired} of each function that
				   makes one that it may be; or NULL */
	unsigned int releases;	/* 1 << N: a path that frees it releases it N
				   times, and no reason is stated for that */
	bool by_makers;		/* the verdict comes from comparing these */
	size_t paths;
};

struct units;

/*
 * known_state_key: of everything that the verdicts of a state are made of: the
 * units US, preprocessed, among it.
 * known_content_key: the same without a look at the units. What the base and the
 * touched files hold decides what they read. Other patches with the same effect on
 * the units are found by known_state_key(). The caller frees both.
 * known_take: let P say of STATE what is known by KEY, or nothing. Returns whether
 * there is something. *ERR: the store could not be read, reported.
 * known_put: keep what P says of STATE by KEY. Returns 0 or < 0, reported.
 */
char *known_state_key(const struct units *us);
char *known_content_key(const struct prove *v, const struct proof *p,
			const struct kbuild *kb, size_t state);
bool known_take(const struct prove *v, const char *key, struct proof *p,
		size_t state, int *err);
int known_put(const struct prove *v, const struct proof *p, const char *key,
	      size_t state);

/* proof_say: P says SAID of STATE, which is taken over, or nothing (NULL). */
void proof_say(struct proof *p, size_t state, json_t *said);
/*
 * dumps_add: add TEXT, the dump of SOURCE, whose preprocessed text has this DIGEST;
 * "": there is none.
 * dumps_find: one of these, which is D's, or NULL.
 * dumps_release: free them. D may be used again.
 */
void dumps_add(struct prove_dumps *d, const char *source, const char *digest,
	       const char *text);
const char *dumps_find(const struct prove_dumps *d, const char *source,
		       const char *digest);
void dumps_release(struct prove_dumps *d);
/* prove_lacks: is P unproved, and was an object given to a function that no unit has? */
bool prove_lacks(const struct prove *v, const struct proof *p);

/*
 * row_set: say V for the reason WHY, which is taken over, of the path O, or of
 * none (NULL), unless something worse has been said of another one. Returns
 * whether it was said.
 * row_broken: is the path's fault that it does not ask what failed, or that it
 * uses what was freed? Say so.
 * row_add: append ROW to ROWS, as of prove_judge().
 */
bool row_set(struct row *row, enum prove_verdict v,
	     const struct own_outcome *o, char *why);
bool row_broken(struct row *row, const struct own_outcome *o);
void row_add(const struct prove_rules *r, json_t *rows, const char *level,
	     const char *way, const struct row *row);

/* row_says: does ROW, of such rows, have the verdict V? */
bool row_says(const json_t *row, enum prove_verdict v);

/* How often the level's constructor acquires, found on the way that makes. */
struct made {
	bool any;		/* an object comes out */
	int count;
	const char *source;	/* of what is acquired so often */
	int other;		/* count of what another source gives; -1: none, or
				   the same */
	int size;		/* -1: not known, or not always the same */
	struct row row;
};

struct judge {
	const struct prove_rules *r;
	const struct prove_level *level;
	const struct made *m;	/* of the level */
	struct own *own;
	const struct gdump *g;
	const char *text;
};

/*
 * prove_mark_changes: rows of P that are `kept`, of objects that are found, become
 * faults where the objects fitted before a patch, and do not any more.
 */
void prove_mark_changes(struct proof *p, size_t from, size_t to);

/*
 * prove_declared: append to OUT those of NAMES that TEXT, preprocessed C,
 * declares or defines as a function.
 */
void prove_declared(const struct strbuf *text, const struct strvec *names,
		    struct strvec *out);

/* What the units of a state declare. */
struct looks {
	const struct strvec *leaves;	/* see prove_leaf(); borrowed, as is g */
	const struct gdump *g;
	const char **texts;	/* preprocessed, or NULL; the list is its own */
	char *const *sources;	/* their units, borrowed */
	size_t n;
	struct look *known;	/* those asked for so far */
	size_t n_known, alloc;
};

/*
 * looks_only: for struct gdump; DATA is a struct looks. looks_release: free what
 * it holds, texts itself, and not what that points to.
 */
enum glook looks_only(void *data, const char *function, size_t arg);
void looks_release(struct looks *ls);

/*
 * prove_find_definers: append to UNITS, a strset, the files of T, as it is or as
 * patches leave it, that define one of the functions NAMES. Returns 0 or < 0,
 * reported.
 */
int prove_find_definers(const struct prove *v, const struct tree *t,
			const struct strvec *names, struct strvec *units);

/* looks_static: for struct gdump, as well: does the UNIT's text say "static"? */
bool looks_static(void *data, const char *unit, const char *function);

/*
 * prove_find_leaves: append to LEAVES, as of struct prove_more, where T defines one
 * of the functions NAMES in assembly for ARCH. Returns 0 or < 0, reported.
 */
int prove_find_leaves(const struct prove *v, const struct tree *t,
		      const char *arch, const struct strvec *names,
		      struct strvec *leaves);

/* prove_leaf_file: the file of LINE, one of these. The caller frees it. */
char *prove_leaf_file(const char *line);

/*
 * prove_leaf: do LEAVES, the lines in struct prove_more of files that are compiled,
 * say that FUNCTION is in assembly and only looks? No, if its code names a function
 * of G.
 */
bool prove_leaf(const struct strvec *leaves, const struct gdump *g,
		const char *function);

/* judge_declared: does the probe declare NAME, which may be NULL? */
bool judge_declared(const struct judge *j, const char *name);

/*
 * judge_reason: why O may leave an object of LEVEL as it is; or NULL. FILES: that
 * it comes by a file counts as well, not only calls and conditions.
 */
const char *judge_reason(const struct judge *j, const char *level,
			 const struct own_outcome *o, bool files);

/*
 * judge_found: append the rows of objects that are found in entries and freed,
 * one for each function and level. ALL is what each level's way to make one
 * does.
 */
void judge_found(const struct judge *j, const struct made *all, json_t *rows);

/*
 * judge_within: append a row for each function in the files of J's level that
 * gets an object, or calls one that does.
 */
void judge_within(const struct judge *j, json_t *rows);

#endif
