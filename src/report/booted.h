/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * booted: boot.json, what boot found. boot fills it in and prints it.
 * docs/formats.md has its keys.
 *
 * A state is the tree after that many patches of the report; 0 is the base. A
 * machine is an emulated board with a configuration of its own. In each round
 * a kernel makes objects of the watched kind and frees them; its counter then
 * has to be what it was before.
 */
#ifndef RESPIN_BOOTED_H
#define RESPIN_BOOTED_H

#include "report/report.h"

/* From best to worst. */
enum boot_verdict {
	BOOT_OK,
	BOOT_LEAK,	/* the counter rises from round to round */
	BOOT_DOUBLE,	/* it falls: something is released twice */
	BOOT_BUG,	/* the kernel complains, or a round cannot be run */
	BOOT_TIMED_OUT,	/* it began, and did not come to its end */
	BOOT_NOT,	/* it did not get as far as the first round */
	BOOT_NOT_BUILT,
	BOOT_FAILED,	/* a tool gave no answer */
};

/* boot_word: "ok", "leak", ..., as in reports. */
const char *boot_word(enum boot_verdict v);
/* boot_verdict: what WORD stands for; BOOT_FAILED for any other. */
enum boot_verdict boot_verdict(const char *word);

struct booted_round {
	size_t pass;		/* 0: fills caches, and is not judged */
	const char *kind;
	long level;		/* of the counter, afterwards; -1: unknown */
	long peak;		/* within the round; -1: unknown */
};

struct booted_state {
	size_t state;
	const char *verdict;
	const char *why;	/* or "" */
	const char *kind;	/* of the rounds that change the counter most,
				   or "" */
	long a_round;		/* by how much, up or down; -1: unknown */
	struct strvec log;	/* first lines that complain */
	struct booted_round *rounds;
	size_t n_rounds;
	long processors;	/* that ran; -1: unknown */
	double build, boot;	/* seconds; -1: that was known */
};

struct booted_config {
	const char *id, *compiler, *emulator;
	const char *not_looked;	/* why it was not booted, or "" */
	struct strvec on, off;	/* checks that the kernels have, or lack */
	struct strvec not_set;	/* options of the machine that did not hold */
	long processors;	/* that the machine has; -1: unknown */
	struct booted_state *states;
	size_t n_states;
};

/* A reader sets missing strings to "", a writer may leave them NULL. */
struct booted {
	const char *tree, *base, *command;
	struct report_patch *patches;
	size_t n_patches;
	json_t *verdicts;	/* by booted_text(); not read */
	struct booted_config *v;
	size_t n;
	double seconds;
	json_t *root;		/* owns what all of this borrows, or NULL */
};

/*
 * booted_read: read the file PATH. Returns 0, 1 if there is none, or < 0,
 * reported. Call booted_release() in all cases.
 */
int booted_read(struct booted *b, const char *path);
void booted_release(struct booted *b);
/* booted_text: B as JSON. The caller frees it. */
char *booted_text(struct booted *b, bool with_times);

/*
 * booted_count: fill in how often there is each verdict. Returns the number of
 * machines that were not looked at.
 */
size_t booted_count(const struct booted *b, size_t counts[BOOT_FAILED + 1]);
/* booted_words: append COUNTS, but for zeros: "18 ok, 1 leak". */
void booted_words(const size_t counts[BOOT_FAILED + 1], struct strbuf *out);
/*
 * booted_change: how much the rounds of KIND that are judged changed the
 * counter, and how many there were.
 */
long booted_change(const struct booted_state *s, const char *kind,
		   long *rounds);

/* booted_cell: append what is said of S: "ok", "leak +1001", objects a round. */
void booted_cell(const struct booted_state *s, struct strbuf *out);
/*
 * booted_processors: append how many of the machine's processors ran, "2
 * processors", or where a kernel ran with fewer "1 OF 2 PROCESSORS". Nothing if no
 * kernel said so.
 */
void booted_processors(const struct booted_config *c, struct strbuf *out);
/*
 * booted_news: is S, of C, another verdict than ok, and not just a fault that the
 * base has as well? What did not run is news, also of the base.
 */
bool booted_news(const struct booted_config *c, const struct booted_state *s);

/* booted_bad: is a verdict of B another one than ok? */
bool booted_bad(const struct booted *b);

/*
 * booted_state_text: C with its states, one machine, for the store; without
 * times. The caller frees it. booted_state_parse: the reverse; NAME is for
 * errors. Returns 0 or < 0, reported. The caller releases C by
 * booted_config_release(), and then *ROOT, which owns its strings.
 */
char *booted_state_text(const struct booted_config *c);
int booted_state_parse(struct booted_config *c, const char *name,
		       const char *text, json_t **root);
void booted_config_release(struct booted_config *c);

/* booted_again: append the command that shows STATE on machine ID. */
void booted_again(const struct booted *b, const char *id, size_t state,
		  struct strbuf *out);

#endif
