/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * own/int: between own.c (functions and their summaries), flags.c (which of them
 * matter), func.c (the names in one), env.c (what is known of them), flow.c (paths
 * through it), call.c (what a call does), mark.c (what the rules say of it), value.c
 * (what an expression is), slot.c (fields that hold functions), said.c (sizes that
 * are said) and root.c (where objects are found and made).
 */
#ifndef RESPIN_OWN_INT_H
#define RESPIN_OWN_INT_H

#include "own/own.h"

enum vkind {
	V_ANY,		/* not known, and not the object; but that its lowest
			   `bits` bits are those of n; whole: it may be the
			   object, from where it was stored */
	V_INT,		/* n */
	V_OBJ,		/* computed from the object; of its lowest `bits` bits
			   is known that they are those of n */
	V_OTHER,	/* another object of the same kind */
	V_NONE,		/* what a source gave that gave nothing, or computed
				   from it; whole: it is still n, which is 0, or
				   SOME_ERROR for an error number */
	V_STRANGE,	/* what a function gave that is not known */
	V_FUNC,		/* the address of func */
};

#define SOME_ERROR (-1)

struct value {
	enum vkind kind;
	bool whole;		/* V_OBJ: still an address, not a part of one: it
				   is no constant, 0 or other; see V_NONE */
	bool inside;		/* it was loaded from the memory of an object that was
				   found */
	bool told;		/* V_INT: only a test of the code says so; V_ANY:
				   a test says that it is not 0 */
	int bits;
	long long n;
	const struct own_func *func;
};

static inline bool value_same(const struct value *a, const struct value *b)
{
	return a->kind == b->kind && a->whole == b->whole &&
	       a->told == b->told && a->inside == b->inside &&
	       a->bits == b->bits && a->n == b->n && a->func == b->func;
}

/* What the object is for this analysis. */
enum own_mode {
	OWN_GIVEN,	/* an argument */
	OWN_MADE,	/* what a source returns */
	OWN_LOADED,	/* what the first load from `field`, a gather, gives */
	OWN_FOUND,	/* what the first load from put->field gives */
	OWN_AT,		/* what the assignment `at` gives for the first time */
};

struct state;

/* What to find out of one function. */
struct question {
	const struct own_func *f;
	struct value args[OWN_ARGS];
	enum own_mode mode;
	const char *field;	/* OWN_LOADED */
	struct value loaded;	/* OWN_LOADED, OWN_FOUND */
	const struct own_put *put;	/* or NULL */
	const struct gstmt *at;	/* OWN_AT */
	const struct own_func *at_in;	/* the function that at is in */
	bool entries;		/* what is in entries are other objects */
	bool each;		/* any source on a path may make it, not only the
				   first one */
	bool born;		/* there is an object already */
	bool stored;		/* and it is in memory, */
	bool dead;		/* and it was freed: state.dead */
	const char *in_field;	/* or in fields of this name: state.field */
	int size;		/* of it; -1: not known */
};

/* So many are remembered on a path. */
#define OWN_ASKS 4

/* own_outcome, and what callers need. */
struct result {
	struct own_outcome o;
	bool born, failed, dead;	/* see struct state */
	const char *field;
	uint8_t zero, set;	/* arguments that were found to be 0, or not, */
	uint8_t object;		/* or that turned out to be the object */
	struct value ret;
};

struct answer {
	struct question q;
	struct result *v;
	size_t n, alloc;
	size_t panics;
	int depth;		/* of the questions being asked, while running */
	bool running, used, done;	/* used: by a question it asks itself */
	struct answer *next;
};

struct own_func {
	const struct gfunc *g;
	struct strvec names;	/* SSA values, and local variables in memory */
	size_t ssa;		/* how many of them are SSA values: the first */
	ssize_t params[OWN_ARGS];	/* the names that they come in as, or -1 */
	const char **types;	/* by SSA value: see own_type(); NULL: not asked */
	bool *phi;		/* by SSA value: it is set by a phi */
	const struct gstmt *asks[OWN_ASKS];	/* an asm goto that is there more
				   than once: it goes the same way each time */
	size_t n_asks;
	bool *shared;		/* by name: a variable whose address is taken */
	uint64_t **live;	/* by block: names needed at its start */
	bool makes, marks, loads;	/* it, or what it calls, does so */
	bool gets;		/* it calls a source, or what brings it one: see
				   own_brings() */
	bool returns;		/* its result may be an address */
	bool stores;		/* it stores into a gather, or what is freed */
	char linkage;		/* 's': static, 'e': external; 0: not asked */
	bool named;		/* names are there */
	bool read;		/* names and live are there */
	bool too_large;		/* names are, live is not */
};

/* own_brings: may a caller of F get an object from it? */
static inline bool own_brings(const struct own_func *f)
{
	return f->gets && f->returns;
}

/*
 * What is followed before it is given up, so that no program, whoever wrote it,
 * takes for ever or all memory: operations, values compared and steps, for one
 * question and for all of them, by far more than a kernel's units have; what states
 * know at a time, with those in spare; functions within one another.
 */
#define OWN_WORK (1UL << 28)
#define OWN_ALL_WORK (1UL << 32)
#define OWN_KEPT (1UL << 24)
#define OWN_DEPTH 200

#define OWN_BLOCK 256

/* A function whose address is stored in a field. */
struct own_slot {
	const char *field;	/* in the dump */
	const struct own_func *f;
};

/* The size that a path states for an object. */
struct own_said {
	size_t walk;		/* see struct walk */
	const struct question *q;	/* what was asked of the function, */
	const struct gstmt *s;	/* and what in it states the size */
	const struct own_step *path;	/* S is its last step */
	int size;
	bool freed;		/* S frees the object as well */
};

struct own {
	const struct own_rules *rules;
	const struct gdump *dump;
	int long_bits;		/* of the program; 0: not known */
	size_t work, all_work;	/* so far, for this question and for those
				   before: see OWN_WORK */
	size_t kept;		/* now, with those in spare */
	struct state *spare;	/* not in use */
	struct own_func *funcs;	/* by name, then unit */
	size_t n;
	bool cut_short;		/* what they do is not known of all */
	struct own_slot *slots;
	size_t n_slots, alloc_slots;
	struct answer *answers;
	int depth, low;		/* questions running; the lowest one used */
	struct own_step **steps;	/* blocks of OWN_BLOCK */
	size_t n_steps, alloc_steps;	/* n_steps: of all blocks */
	struct own_said *said;
	size_t n_said, alloc_said;
	size_t walks;		/* so far */
	struct strvec texts;
	struct strvec places;	/* see own_places() */
	struct strvec strange;	/* see own_strange() */
};

/* A name of the function, by its number, and what is known of it. */
struct known {
	size_t name;
	struct value v;		/* not V_ANY without anything else */
};

/* A point on a path. */
struct state {
	struct known *env;	/* sorted by name: see env_get() */
	size_t n_env, alloc_env;
	struct own *own;
	struct state *spare;	/* the next one in own->spare */
	uint8_t counts[OWN_MARKS];
	bool born;
	int size;		/* -1: not known */
	int freed_size, placed;	/* see own_outcome */
	bool shared;
	const char *source;
	uint8_t asked[OWN_ASKS];	/* 0: not yet; 1: it went on; 2: it jumped */
	const char *held_in;	/* the put's field, with its base, that has
				   `held`; or NULL */
	struct value held;	/* V_OBJ, V_OTHER */
	bool stored;		/* the object is in memory, known or not, */
	const char *field;	/* or only where fields have this name; or NULL */
	bool loose;		/* it may be in any memory */
	bool gone;		/* see own_outcome */
	const char *unsure;
	const char *broken;
	bool after;		/* see own_outcome */
	bool dead;		/* nobody has the object any more */
	bool failed;		/* a source gave nothing: NULL comes of that */
	struct own_step *path;
};

/* own_same_field: are A and B, which may be NULL, the same? */
static inline bool own_same_field(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/*
 * own_stored_in: the object of ST is stored where a field is called FIELD, or
 * anywhere, if it is NULL.
 */
static inline void own_stored_in(struct state *st, const char *field)
{
	st->stored |= !field || (st->field && strcmp(st->field, field));
	st->field = st->stored ? NULL : field;
}

/* A path being followed through a function. */
struct walk {
	struct own *own;
	size_t id;		/* no other one has it */
	struct answer *a;
	struct own_func *f;
};

/* --- own.c --- */
/* own_find_one: NULL, too, if several units define it, and UNIT does not. */
const struct own_func *own_find_one(const struct own *o, const char *name,
				    const char *unit);
const struct own_func *own_find(const struct own *o, const char *name,
				const char *unit);
/* own_ask: the answer to Q; when it asks itself, what is known so far. */
struct answer *own_ask(struct own *o, const struct question *q);
const char *own_text(struct own *o, const char *fmt, ...) PRINTF(2, 3);
/* own_spend: N more of OWN_WORK. False: it is time to give up. */
bool own_spend(struct own *o, size_t n);
/* own_step: append to a state's path. */
void own_step(struct own *o, struct state *st, const struct gstmt *s,
	      const struct own_step *inside, const char *text);
void own_unsure(struct own *o, struct state *st, const struct gstmt *s,
		const char *what);
/* own_broken: S uses what failed, or was freed, as if it were there. */
void own_broken(struct own *o, struct state *st, const struct gstmt *s,
		const char *what);
const struct own_marker *own_marker(const struct own *o, const char *name);
/* own_harmless: may the function NAME get the object, and keep nothing? */
bool own_harmless(const struct own *o, const char *name);
/* own_may_hold: is a value of TYPE ("" if it is not known) large enough for an address? */
bool own_may_hold(const struct own *o, const char *type);
/* word_in: does TEXT hold one of the words? Returns it, or NULL. */
const char *word_in(const struct strvec *words, const char *text);

/*
 * own_deref: how many times a value of the type in TEXT has to be dereferenced
 * to get the type ENTRY; -1 if TEXT does not name that type.
 */
int own_deref(const char *text, const char *entry);
/* own_entry: the index of the rules' entry that TEXT, in memory, is in, or -1. */
int own_entry(const struct own *o, const struct own_func *f, const char *text);

/* --- flags.c --- */
/* own_flags_find: set the flags of all functions, or o->cut_short. */
void own_flags_find(struct own *o);

/* --- func.c --- */
/* own_func_ask: which of f->asks S, an asm, is; -1: none. */
int own_func_ask(const struct own_func *f, const struct gstmt *s);
/* own_func_names: only the names. */
bool own_func_names(struct own *o, struct own_func *f);
/* own_func_read: false if it is too large to be followed. */
bool own_func_read(struct own *o, struct own_func *f);
void own_func_release(struct own_func *f);
ssize_t own_name(const struct own_func *f, const char *text);
/* own_type: gfunc_type() of the SSA value that TEXT begins with. */
const char *own_type(const struct own_func *f, const char *text);
/*
 * own_changed: what a call, or a store to TEXT, unless that is NULL, may have
 * written to is not known any more.
 */
void own_changed(const struct own_func *f, struct state *st, const char *text);
/* own_block: the index of the block with gcc's number ID. */
size_t own_block(const struct gfunc *g, int id);

/* --- env.c --- */
/*
 * env_get, env_set: what ST knows of a name, by its number. V_ANY and nothing else:
 * nothing.
 * env_copy: TO knows what FROM does, and nothing else.
 * env_same: do both know the same?
 */
struct value env_get(const struct state *st, size_t name);
void env_set(struct state *st, size_t name, struct value v);
void env_copy(struct state *to, const struct state *from);
bool env_same(const struct state *a, const struct state *b);

/* --- slot.c --- */
/* own_field: "alloc" of "ops.alloc" and of "ops_3->alloc"; NULL: it is no field. */
const char *own_field(const char *text);
/* own_slots_read: find all slots of the program. */
void own_slots_read(struct own *o);
/*
 * own_slot_next: a function that the field which TEXT, a place in memory, ends in
 * may hold; or NULL. *AT goes on from 0.
 */
const struct own_func *own_slot_next(const struct own *o, const char *text,
				     size_t *at);

/* --- said.c --- */
/*
 * own_say: S, the last step of ST, states that the object has SIZE; FREED: it also
 * frees it.
 */
void own_say(const struct walk *w, const struct state *st,
	     const struct gstmt *s, int size, bool freed);

/* --- flow.c --- */
void own_walk(struct own *o, struct answer *a);
/* own_give_up: of A's function nothing is known, WHY: "has too many paths". */
void own_give_up(struct own *o, struct answer *a, const char *why);
/* own_count: take COUNT more of MARK into ST. */
void own_count(struct state *st, enum own_marks mark, int count);
/*
 * own_settle: where each source is looked at, only the difference counts of how
 * often an object was acquired and released since it was made. S is the last
 * of it.
 */
void own_settle(const struct walk *w, struct state *st, const struct gstmt *s);

/* --- value.c --- */
/* own_base: the first SSA value in the text of a reference, but for indices. */
size_t own_base(const char *text, const char **ssa);
struct value value_of(struct walk *w, struct state *st, const char *text);
/* value_null: is V the NULL that comes of a source that gave nothing? */
bool value_null(const struct state *st, struct value v);
/* value_none: does TEXT look into what was not made? */
bool value_none(const struct walk *w, const struct state *st,
		const char *text);
/* value_dead: does TEXT look into the object, after it was freed? */
bool value_dead(const struct walk *w, const struct state *st,
		const char *text);
/* value_inside: is TEXT a place in the object's own memory? */
bool value_inside(const struct walk *w, const struct state *st,
		  const char *text);
/* value_assign: what S, a G_ASSIGN, gives. */
struct value value_assign(struct walk *w, struct state *st,
			  const struct gstmt *s);
/*
 * value_cond: is what S tests true, with A, operand number AT, and B, the next?
 * 1, 0, or -1: not known. An object's address is no constant.
 */
int value_cond(const struct own_func *f, const struct gstmt *s, size_t at,
	       struct value a, struct value b);
/* value_set: name TEXT, if it is one, is V from here on. */
void value_set(struct walk *w, struct state *st, const char *text,
	       struct value v);
/*
 * value_hold: V is stored in TEXT, which is memory. If that is the put's field,
 * a load from there gives it again. value_forget: something may have
 * changed memory; GIVEN: what had the object.
 */
void value_hold(const struct walk *w, struct state *st, const char *text,
		struct value v);
void value_forget(struct state *st, bool given);

/* --- call.c --- */
/*
 * own_call: the states after S, a call, an asm or a store to a gather, in
 * *out, N of them, to be freed with state_free(). ST is used up.
 */
size_t own_call(struct walk *w, struct state *st, const struct gstmt *s,
		struct state ***out);
/* own_store: the same for an assignment whose left side is in memory. */
size_t own_store(struct walk *w, struct state *st, const struct gstmt *s,
		 struct value v, struct state ***out);

/* own_hands_on: does NAME, of the compiler's own, return its first argument? */
bool own_hands_on(const char *name);

struct state *state_copy(const struct walk *w, const struct state *st);
void state_free(struct state *st);
/* states_release: free those that are not in use. */
void states_release(struct own *o);

#endif
