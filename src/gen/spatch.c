// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/jail.h"
#include "base/program.h"
#include "base/tool.h"
#include "gen/spatch.h"

/* Oldest release on which the log's form and the options were tried. */
#define OLDEST_MAJOR 1
#define OLDEST_MINOR 1

/* Coccinelle 1.1.1 dies without HOME. */
static void give_home(struct proc *p)
{
	if (!getenv("HOME"))
		strvec_push(&p->env, "HOME=/");
}

/*
 * What is known of versions. The numbers are those of issues of
 * github.com/coccinelle/coccinelle: 1.1.1-NNNNN-gHASH, of the development after
 * 1.1.1, lost matches (339) and refused rules that releases take (355); 1.2
 * takes 7.5 times as long as 1.1.1 (374). One built by OCaml 5 has been seen to
 * hang (github.com/OISF/suricata, 10968). From 1.2 on, a name that spatch
 * learned in one file holds in the next of a process (measured on 1.3.0: 1 of 60
 * files came out otherwise; none of 40 on 1.1.1).
 */
static int judge_version(struct spatch *s, int major, int minor,
			 const char *said)
{
	const char *ocaml = strstr(said, "OCaml version ");

	if (major < OLDEST_MAJOR ||
	    (major == OLDEST_MAJOR && minor < OLDEST_MINOR))
		return error("spatch is version %d.%d; respin needs %d.%d or later: apt-get install coccinelle",
			     major, minor, OLDEST_MAJOR, OLDEST_MINOR);
	if (starts_with(s->version, "1.1.1-"))
		return error("spatch is %s, a development version that misses matches in silence: install a release (apt-get install coccinelle)",
			     s->version);
	if (major == 1 && minor == 2)
		warning("spatch %s is several times slower than 1.1.1 and 1.3",
			s->version);
	if (ocaml && atoi(ocaml + strlen("OCaml version ")) >= 5 && minor <= 1)
		warning("spatch %s built by OCaml 5 may hang on a file: see --timeout",
			s->version);
	s->alone = major > 1 || minor > 1;
	return 0;
}

int spatch_find(struct spatch *s)
{
	struct strbuf out = STRBUF_INIT;
	struct proc p = { .timeout = 30 };
	int major = 0, minor = 0, err;
	const char *v;

	memset(s, 0, sizeof(*s));
	give_home(&p);
	strvec_pushl(&p.argv, "spatch", "--version", NULL);
	err = proc_capture(&p, &out, NULL);
	v = strstr(out.buf, "version ");
	if (err == ERR_INTERRUPTED)
		goto done;
	if (p.state == PROC_NOT_STARTED) {
		err = error("spatch is not installed: apt-get install coccinelle");
	} else if (err < 0 || !v || sscanf(v, "version %d.%d", &major, &minor) != 2) {
		err = error("spatch --version does not print what Coccinelle prints: reinstall coccinelle");
	} else {
		v += strlen("version ");
		s->version = xstrndup(v, strcspn(v, " \n"));
		err = judge_version(s, major, minor, out.buf);
	}
done:
	strbuf_release(&out);
	proc_release(&p);
	return err;
}

void spatch_release(struct spatch *s)
{
	free(s->version);
	s->version = NULL;
}

static void add_stat(struct strbuf *out, const char *dir, size_t n,
		     const char *name)
{
	char *path = xstrfmt("%.*s/%s", (int)n, dir, name);
	struct stat st;

	if (!stat(path, &st))
		strbuf_addf(out, "%s %lld %lld.%09ld\n", path,
			    (long long)st.st_size, (long long)st.st_mtim.tv_sec,
			    st.st_mtim.tv_nsec);
	free(path);
}

char *spatch_standard(void)
{
	const char *home = getenv("COCCINELLE_HOME");
	char *spatch = program_find("spatch");
	char *places[] = {
		home ? xstrfmt("%s/standard.h", home) : NULL,
		spatch ? xstrfmt("%.*s../lib/coccinelle/standard.h",
				 (int)(strrchr(spatch, '/') + 1 - spatch),
				 spatch) : NULL,
		xstrdup("/usr/lib/coccinelle/standard.h"),
		xstrdup("/usr/local/lib/coccinelle/standard.h"),
	};
	char *found = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		if (places[i] && !found && !access(places[i], R_OK))
			found = places[i];
		else
			free(places[i]);
	}
	free(spatch);
	return found;
}

void spatch_identity(struct strbuf *out)
{
	char *standard = spatch_standard();
	char *spatch = program_find("spatch");
	size_t n;

	if (spatch)
		add_stat(out, spatch, strrchr(spatch, '/') - spatch, "spatch");
	free(spatch);
	if (standard) {
		n = strrchr(standard, '/') - standard;
		add_stat(out, standard, n, "standard.h");
		add_stat(out, standard, n, "standard.iso");
	}
	free(standard);
}

/* The rule's file; the child works elsewhere. */
static char *rule_file(const struct rule *r)
{
	const char *path = r->run ?: r->path;
	char *cwd = *path == '/' ? NULL : getcwd(NULL, 0);
	char *file = cwd ? xstrfmt("%s/%s", cwd, path) : xstrdup(path);

	free(cwd);
	return file;
}

void spatch_command(struct proc *p, const struct rule *r, const char *groups,
		    const char *macros, const char *late, const char *headers,
		    double seconds, bool tell)
{
	char *rule = rule_file(r);

	give_home(p);
	/* Most of its time goes into collecting garbage: let there be some. */
	if (!getenv("OCAMLRUNPARAM"))
		strvec_push(&p->env, "OCAMLRUNPARAM=s=8M,o=400");
	/*
	 * Without a diff and a copy in place, it starts no shell with the names
	 * of files in its commands, and does not parse its result once more,
	 * which is half of its time. The results are its temporary files.
	 */
	strvec_pushl(&p->argv, "spatch", "--temp-files", ".",
		     "--verbose-parsing", "--no-includes", NULL);
	if (tell)
		strvec_pushl(&p->argv, "--patch", ".", NULL);
	else
		strvec_pushl(&p->argv, "--save-tmp-files", "--no-show-diff",
			     "--show-transinfo", NULL);
	strvec_push(&p->argv, "--timeout");
	strvec_pushf(&p->argv, "%ld", (long)seconds < 1 ? 1 : (long)seconds);
	if (macros)
		strvec_pushl(&p->argv, "--macro-file-builtins", macros, NULL);
	if (late)
		strvec_pushl(&p->argv, "--macro-file", late, NULL);
	for (size_t i = 0; i < r->options.n; i++)
		strvec_push(&p->argv, r->options.v[i]);
	if (headers) {
		strvec_push(&p->argv, "-I");
		strvec_pushf(&p->argv, "%s/include", headers);
		strvec_push(&p->argv, "-I");
		strvec_pushf(&p->argv, "%s/include/uapi", headers);
	}
	strvec_pushl(&p->argv, "--sp-file", rule, "--file-groups", groups, NULL);
	free(rule);
}

/* Add the words of "a || b"; none if one is no plain word. */
static void query_words(const char *line, struct strvec *words)
{
	struct strvec all = STRVEC_INIT;
	char *copy = xstrndup(line, strcspn(line, "\n"));
	bool plain = true;

	strvec_split(&all, copy);
	for (size_t i = 0; i < all.n && plain; i++) {
		const char *w = all.v[i];

		if (i % 2) {
			plain = !strcmp(w, "||");
			continue;
		}
		plain = strlen(w) > 1;
		for (size_t k = 0; w[k]; k++)
			plain &= is_word(w[k]) || (k && strchr(".-/", w[k]));
	}
	for (size_t i = 0; i < all.n && plain; i += 2)
		strvec_push(words, all.v[i]);
	strvec_release(&all);
	free(copy);
}

/* Behind a line of its own, or nowhere. */
static const char *find_query(const char *out)
{
	static const char head[] = "\nGrep query\n";
	const char *at = strstr(out, head), *last = NULL;

	for (; at; at = strstr(at + 1, head))
		last = at;
	return last ? last + strlen(head) : NULL;
}

/* Why spatch failed on R alone. */
static int query_error(const struct rule *r, const struct proc *p,
		       const struct spatch_log *log, const char *said)
{
	struct strbuf how = STRBUF_INIT;
	int err;

	if (p->state == PROC_EXITED && strstr(said, "No rules apply"))
		return error_user("%s has no rule that can match: does it need a virtual one (-D NAME)?",
				  r->path);
	if (p->state == PROC_EXITED && log->error)
		return error_user("spatch does not take %s: %s", r->path,
				  log->error);
	tool_why(p, said, &how);
	err = error("spatch cannot read %s: it %s", r->path, how.buf);
	strbuf_release(&how);
	return err;
}

int spatch_query(const struct rule *r, const char *scratch, double seconds,
		 struct strvec *words)
{
	struct strbuf out = STRBUF_INIT, said = STRBUF_INIT;
	struct proc p = { .timeout = seconds, .dir = scratch };
	char *file = rule_file(r);
	struct spatch_log log;
	const char *query;
	int err;

	give_home(&p);
	strvec_pushl(&p.argv, "spatch", "--temp-files", ".", NULL);
	for (size_t i = 0; i < r->options.n; i++)
		strvec_push(&p.argv, r->options.v[i]);
	strvec_pushl(&p.argv, "--parse-cocci", file, NULL);
	jail_proc(&p, scratch, NULL);
	err = proc_capture(&p, &out, &said);
	strbuf_addbuf(&said, &out);
	spatch_read_log(&log, r, said.buf, said.len, NULL, NULL);
	query = err ? NULL : find_query(out.buf);
	if (err && err != ERR_INTERRUPTED)
		err = query_error(r, &p, &log, said.buf);
	if (query)
		query_words(query, words);
	spatch_log_release(&log);
	strbuf_release(&out);
	strbuf_release(&said);
	proc_release(&p);
	free(file);
	return err;
}

/* "cocci-output-PROCESS-HEX-NAME" */
const char *spatch_result(const char *name)
{
	static const char head[] = "cocci-output-";

	if (!starts_with(name, head))
		return NULL;
	name += strlen(head);
	name += strspn(name, "0123456789");
	if (*name++ != '-')
		return NULL;
	name += strspn(name, "0123456789abcdef");
	return *name == '-' && name[1] ? name + 1 : NULL;
}

static const char *next_line(const char *p, const char *end)
{
	const char *nl = memchr(p, '\n', end - p);

	return nl ? nl + 1 : end;
}

/* The bytes before the file's name in a line that begins its part, or 0. */
static size_t part_head(const char *p, const char *end)
{
	/* The second if it lacks what each match would need. */
	static const char *const heads[] = { "HANDLING: ", "Skipping: " };

	for (size_t i = 0; i < ARRAY_SIZE(heads); i++) {
		size_t n = strlen(heads[i]);

		if ((size_t)(end - p) > n && !memcmp(p, heads[i], n))
			return n;
	}
	return 0;
}

const char *spatch_part(const struct strbuf *text, size_t *at, size_t *n,
			size_t *from, size_t *to)
{
	const char *end = text->buf + text->len, *p = text->buf + *at;
	const char *name;

	while (p < end && !part_head(p, end))
		p = next_line(p, end);
	if (p >= end)
		return NULL;
	name = p + part_head(p, end);
	p = next_line(p, end);
	*n = p - name - (p[-1] == '\n');
	*from = p - text->buf;
	while (p < end && !part_head(p, end))
		p = next_line(p, end);
	*to = *at = p - text->buf;
	return name;
}

static int by_line(const void *a, const void *b)
{
	const struct bad_range *x = a, *y = b;

	return x->from != y->from ? (x->from > y->from) - (x->from < y->from) :
	       (x->to > y->to) - (x->to < y->to);
}

void spatch_add_bad(struct spatch_log *log, int from, int to, int at)
{
	GROW(log->bad, log->n_bad + 1, log->alloc_bad);
	log->bad[log->n_bad++] = (struct bad_range){ from, to, at };
}

/* Each rule that parses the file anew complains anew. */
static void merge_bad(struct spatch_log *log)
{
	size_t n = 0;

	if (log->n_bad)
		qsort(log->bad, log->n_bad, sizeof(*log->bad), by_line);
	for (size_t i = 0; i < log->n_bad; i++) {
		struct bad_range *last = n ? &log->bad[n - 1] : NULL;

		if (last && log->bad[i].from <= last->to) {
			if (log->bad[i].to > last->to)
				last->to = log->bad[i].to;
		} else {
			log->bad[n++] = log->bad[i];
		}
	}
	log->n_bad = n;
}

const struct bad_range *spatch_bad_in(const struct spatch_log *log, int from,
				      int to)
{
	for (size_t i = 0; i < log->n_bad; i++)
		if (log->bad[i].from <= to && from <= log->bad[i].to)
			return &log->bad[i];
	return NULL;
}

/* A line, N bytes, that ends something: what stands before the bad part. */
static bool ends_something(const char *line, size_t n)
{
	while (n && strchr(" \t\n", line[n - 1]))
		n--;
	return n && strchr(";}", line[n - 1]);
}

/* What a line of that block quotes. */
static const char *quoted(const char *p)
{
	return p + strlen(starts_with(p, "bad: ") ? "bad: " : "BAD:!!!!! ");
}

static bool is_bad_line(const char *p)
{
	return starts_with(p, "bad: ") || starts_with(p, "BAD:!!!!!");
}

/* Does the block [P, END) quote the lines of a source from TEXT on? */
static bool quotes(const char *p, const char *end, const char *text)
{
	for (; p < end && is_bad_line(p); p = next_line(p, end)) {
		const char *q = quoted(p);
		size_t n = strcspn(text, "\n");

		if (strcspn(q, "\n") != n || memcmp(q, text, n) || !*text)
			return false;
		text += n + (text[n] == '\n');
	}
	return true;
}

/*
 * The line of SOURCE that stopped it, if only the block tells; 0: none does.
 * spatch 1.1.1 no longer says the number once it has looked at a rule with stars.
 */
static int find_bad(const struct strbuf *source, const char *block,
		    const char *end)
{
	int line = 1;

	for (const char *p = source->buf; *p; line++) {
		const char *q = block;

		if (quotes(block, end, p)) {
			while (q < end && starts_with(q, "bad: ")) {
				q = next_line(q, end);
				line++;
			}
			return line;
		}
		p += strcspn(p, "\n");
		p += *p == '\n';
	}
	return 0;
}

/* The block of "bad:" lines behind a parse error on line AT. */
static const char *read_bad(struct spatch_log *log, const char *p,
			    const char *end, int at, const struct strbuf *source)
{
	int before = 0, after = 0;
	const char *block = p;
	bool seen = false;

	for (; p < end && is_bad_line(p); p = next_line(p, end)) {
		if (*p == 'B')
			seen = true;
		else if (seen)
			after++;
		else if (before ||
			 !ends_something(p, next_line(p, end) - p))
			before++;
	}
	if (!at && source)
		at = find_bad(source, block, end);
	/* Spatch's number may be any: the lines around it are numbers, too. */
	if (!at && source)
		spatch_add_bad(log, 1, INT_MAX, 1);
	else
		spatch_add_bad(log, at < before ? 0 : at - before,
			       at > INT_MAX - after ? INT_MAX : at + after, at);
	return p;
}

static const char *skip_bad(const char *p, const char *end)
{
	while (p < end && is_bad_line(p))
		p = next_line(p, end);
	return p;
}

static int rule_index(const struct rule *r, const char *line, size_t n)
{
	for (size_t i = 0; i < r->n; i++)
		if (strlen(r->names[i].name) == n &&
		    !strncmp(r->names[i].name, line, n))
			return (int)i;
	return -1;
}

static void note_error(struct spatch_log *log, const char *line, size_t n)
{
	if (!log->error)
		log->error = xstrndup(line, n);
}

/* "minus: parse error:" and then where, on the next line. */
static bool rule_error(struct spatch_log *log, const char *line)
{
	size_t n = strcspn(line, "\n");
	const char *colon = memmem(line, n, ": parse error", 13);
	const char *next = line + n + (line[n] == '\n');
	char *where;

	if (!colon || starts_with(line, "parse error"))
		return false;
	next += strspn(next, " ");
	where = xstrfmt("%.*s %.*s", (int)(colon - line + 13), line,
			(int)strcspn(next, "\n"), next);
	note_error(log, where, strlen(where));
	free(where);
	return true;
}

/* The line in '= File "a.c", line 12,  column 3', N bytes; 0: there is none. */
static int place_line(const char *s, size_t n)
{
	static const char what[] = ", line ";
	const char *at = memmem(s, n, what, strlen(what));
	long line = at ? strtol(at + strlen(what), NULL, 10) : 0;

	return line < 0 ? 0 : line > INT_MAX ? INT_MAX : (int)line;
}

/* Where the reader of a log is. */
struct log_place {
	int rule;		/* index of the one that runs, or -1 */
	int at;			/* line of the last parse error */
	bool elsewhere;		/* that is in a header */
	const char *name;	/* of the file, or NULL: all is about it */
};

/* Is '= File "a.c", line 12' about another file than NAME? */
static bool is_elsewhere(const char *s, size_t n, const char *name)
{
	const char *quote = memchr(s, '"', n);
	size_t k = name ? strlen(name) : 0;

	return name && quote && !((size_t)(s + n - quote) > k + 1 &&
				  !memcmp(quote + 1, name, k) &&
				  quote[1 + k] == '"');
}

static void log_line(struct spatch_log *log, const struct rule *r,
		     const char *p, size_t n, struct log_place *l)
{
	const char *s = p + strspn(p, " ");

	if (n > 3 && !strncmp(p + n - 3, " = ", 3))
		l->rule = rule_index(r, p, n - 3);
	else if (starts_with(s, "transformation info returned:") &&
		 l->rule >= 0) {
		log->hits[l->rule]++;
	} else if (starts_with(s, "= File \"") || starts_with(s, "=File \"")) {
		l->at = place_line(s, p + n - s);
		l->elsewhere = is_elsewhere(s, p + n - s, l->name);
	} else if (starts_with(s, "= error in ")) {
		l->at = 0;
		l->elsewhere = false;
	} else if (starts_with(p, "EXN:") || starts_with(p, "Fatal error")) {
		note_error(log, p, n);
	} else if (starts_with(p, "PB: bad: ")) {
		/* It does not say where. */
		spatch_add_bad(log, 0, INT_MAX, 0);
	} else {
		rule_error(log, p);
	}
}

void spatch_read_log(struct spatch_log *log, const struct rule *r,
		     const char *text, size_t n, const struct strbuf *source,
		     const char *name)
{
	struct log_place l = { .rule = -1, .name = name };
	const char *end = text + n;

	memset(log, 0, sizeof(*log));
	log->n_hits = r->n;
	log->hits = xcalloc(r->n + 1, sizeof(*log->hits));
	for (const char *p = text; p < end;) {
		const char *next = next_line(p, end);

		if (is_bad_line(p)) {
			if (l.elsewhere)
				p = skip_bad(p, end);
			else
				p = read_bad(log, p, end, l.at, source);
			continue;
		}
		log_line(log, r, p, next - p - (next[-1] == '\n'), &l);
		p = next;
	}
	merge_bad(log);
	log->timed_out = log->error && strstr(log->error, "Timeout");
}

void spatch_log_release(struct spatch_log *log)
{
	free(log->bad);
	free(log->hits);
	free(log->error);
	memset(log, 0, sizeof(*log));
}
