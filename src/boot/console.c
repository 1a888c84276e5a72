// SPDX-License-Identifier: GPL-2.0-only
#include "base/strbuf.h"
#include "boot/console.h"

#define OURS "respin: "
#define DONE "respin: done"
#define PANIC "Kernel panic - not syncing"

#define LOG_LINES 12		/* in a report, from the first complaint on */
#define ROUNDS_MAX 10000	/* no init runs so many */
#define PASSES_MIN 2		/* that are judged */

/* What the lines say. */
struct console {
	bool begun, done;
	long processors;	/* -1: it did not say */
	struct booted_round *v;
	size_t n, alloc;
	const char *failed;	/* line of the first round that did not end */
	char *last;		/* that is not empty */
	bool complains;
	struct strvec *log;
	struct strvec *own;
};

bool console_over(const char *text)
{
	const char *panic = strstr(text, PANIC);

	/* It tells its reasons first, and then that it ends. */
	return strstr(text, DONE "\n") || strstr(text, DONE "\r") ||
	       (panic && strstr(panic, "\n"));
}

/* LINE without time, processor and level: "<6>[  1.23][T1] text". */
static const char *strip(const char *line)
{
	for (;;) {
		char open = *line, close = open == '<' ? '>' : ']';
		size_t n = strcspn(line, "]>");

		if ((open != '[' && open != '<') || line[n] != close ||
		    strspn(line + 1, " .0123456789TC@") != n - 1)
			return line;
		line += n + 1;
		line += *line == ' ';
	}
}

/* A number that a report can hold, or -1 if S is not one. */
static long some_number(const char *s)
{
	char *end;
	long n = strtol(s, &end, 10);

	return end == s || n < 0 || n > JSHAPE_MAX ? -1 : n;
}

/* "PASS KIND LEVEL [PEAK]" */
static void add_round(struct console *c, const char *said)
{
	struct booted_round r = { .level = -1, .peak = -1 };
	char kind[32];
	int n = sscanf(said, "%zu %31s %ld %ld", &r.pass, kind, &r.level,
		       &r.peak);

	if (n < 3 || c->n == ROUNDS_MAX)
		return;
	r.level = r.level < 0 || r.level > JSHAPE_MAX ? -1 : r.level;
	r.peak = r.peak < 0 || r.peak > JSHAPE_MAX ? -1 : r.peak;
	r.kind = strvec_push(c->own, kind);
	GROW(c->v, c->n + 1, c->alloc);
	c->v[c->n++] = r;
}

static void our_line(struct console *c, const char *said)
{
	if (starts_with(said, "base "))
		c->begun = true;
	else if (starts_with(said, "round "))
		add_round(c, said + strlen("round "));
	else if (starts_with(said, "failed ") && !c->failed)
		c->failed = strvec_push(c->own, said);
	else if (starts_with(said, "processors "))
		c->processors = some_number(said + strlen("processors "));
	else if (!strcmp(said, "done"))
		c->done = true;
}

/*
 * Init turns the machine off. If the kernel cannot do that, the system call ends
 * init, and the kernel complains about it.
 */
static bool is_end(const struct console *c, const char *text)
{
	return c->done &&
	       strstr(text, "Attempted to kill init! exitcode=0x00000000");
}

static void one_line(struct console *c, const struct machines *ms,
		     const char *line)
{
	const char *text = strip(line);

	if (!*text)
		return;
	free(c->last);
	c->last = xstrdup(text);
	if (starts_with(text, OURS))
		our_line(c, text + strlen(OURS));
	if (machines_bad(ms, text, strlen(text)) && !is_end(c, text))
		c->complains = true;
	if (c->complains && c->log->n < LOG_LINES)
		strvec_push(c->log, text);
}

/* A terminal's line ends, and bytes that are no text. */
static char *clean(const char *p, size_t n)
{
	char *line = xstrndup(p, n), *to = line;

	for (const char *from = line; *from; from++)
		if (*from != '\r')
			*to++ = (unsigned char)*from < ' ' && *from != '\t' ?
				'?' : *from & 0x80 ? '?' : *from;
	*to = '\0';
	return line;
}

static void read_lines(struct console *c, const struct machines *ms,
		       const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		char *line = clean(text, n);

		one_line(c, ms, line);
		free(line);
		text += text[n] ? n + 1 : n;
	}
}

/* --- the counter ------------------------------------------------------- */

/* The kind with the largest change in the direction of TOTAL. */
static void find_kind(long total, struct booted_state *s)
{
	long most = 0;

	for (size_t i = 0; i < s->n_rounds; i++) {
		long rounds, sum = booted_change(s, s->rounds[i].kind, &rounds);

		sum = total < 0 ? -sum : sum;
		if (sum <= most)
			continue;
		most = sum;
		s->kind = s->rounds[i].kind;
		s->a_round = (sum + rounds / 2) / rounds;
	}
}

/* Returns why the counter says nothing, or NULL. */
static const char *judge_counter(const struct console *c,
				 struct booted_state *s)
{
	size_t first = c->n;
	long total;

	for (size_t i = 0; i < c->n; i++) {
		if (c->v[i].level < 0)
			return "the kernel's counter cannot be read";
		first = c->v[i].pass && first == c->n ? i : first;
	}
	if (!first || first == c->n || c->v[c->n - 1].pass < PASSES_MIN)
		return "there were too few rounds";
	total = c->v[c->n - 1].level - c->v[first - 1].level;
	if (!total)
		return NULL;
	s->verdict = boot_word(total > 0 ? BOOT_LEAK : BOOT_DOUBLE);
	find_kind(total, s);
	return NULL;
}

/* --- the verdict ------------------------------------------------------- */

static char *why_unfinished(const struct console *c, enum console_end end)
{
	const struct booted_round *r = c->n ? &c->v[c->n - 1] : NULL;
	const char *how = end == CONSOLE_TIMED_OUT ? "still ran at its time limit" :
			  "ended early";

	if (r)
		return xstrfmt("%s, after round %zu %s", how, r->pass, r->kind);
	if (c->begun)
		return xstrfmt("%s, in the first round", how);
	return c->last ? xstrfmt("%s; its last line: %s", how, c->last) :
			 xstrfmt("%s, and printed nothing", how);
}

static void judge(struct console *c, enum console_end end,
		  struct booted_state *s)
{
	const char *why = NULL;

	s->verdict = boot_word(BOOT_OK);
	if (c->done)
		why = judge_counter(c, s);
	if (why) {
		s->verdict = boot_word(BOOT_NOT);
		s->why = why;
	} else if (c->done && boot_verdict(s->verdict) != BOOT_OK) {
		s->why = NULL;
	} else if (c->complains || c->failed) {
		s->verdict = boot_word(BOOT_BUG);
		s->why = c->failed;
	} else if (!c->done) {
		s->verdict = boot_word(end != CONSOLE_TIMED_OUT || !c->begun ?
				       BOOT_NOT : BOOT_TIMED_OUT);
	}
	if (!c->done && !s->why) {
		strvec_take(c->own, why_unfinished(c, end));
		s->why = c->own->v[c->own->n - 1];
	}
}

void console_judge(const struct machines *ms, const char *text,
		   enum console_end end, struct booted_state *s,
		   struct strvec *own)
{
	struct console c = { .log = &s->log, .own = own, .processors = -1 };

	s->a_round = -1;
	read_lines(&c, ms, text);
	s->rounds = c.v;
	s->n_rounds = c.n;
	s->processors = c.processors;
	judge(&c, end, s);
	free(c.last);
}
