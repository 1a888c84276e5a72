// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "send/burndown.h"
#include "send/split-part.h"

#define FORMAT "respin burndown 1"

static void piece_release(struct burn_piece *p)
{
	free(p->by);
	free(p->key);
	free(p->patch);
	free(p->mail);
	strvec_release(&p->done);
	strvec_release(&p->left);
	free(p->states);
}

void burndown_release(struct burndown *b)
{
	for (size_t i = 0; i < b->n; i++)
		piece_release(&b->v[i]);
	free(b->v);
	strvec_release(&b->runs);
	memset(b, 0, sizeof(*b));
}

static struct burn_piece *add_piece(struct burndown *b, const char *patch)
{
	GROW(b->v, b->n + 1, b->alloc);
	b->v[b->n] = (struct burn_piece){ .patch = xstrdup(patch) };
	return &b->v[b->n++];
}

static void add_state(struct burn_piece *p, size_t run, size_t left)
{
	GROW(p->states, p->n + 1, p->alloc);
	p->states[p->n++] = (struct burn_state){ run, left };
}

/* --- the file ---------------------------------------------------------- */

/* "RUN in" or "RUN open FILES" */
static bool read_state(const struct burndown *b, struct burn_piece *p,
		       const char *s)
{
	size_t run = 0, left = 0;
	int end = 0;

	if (sscanf(s, "%zu in%n", &run, &end) == 1 && end && !s[end])
		left = 0;
	else if (sscanf(s, "%zu open %zu%n", &run, &left, &end) != 2 ||
		 s[end] || !left)
		return false;
	if (!run || run > b->runs.n || (p->n && p->states[p->n - 1].run >= run))
		return false;
	add_state(p, run, left);
	return true;
}

static bool read_piece_line(const struct burndown *b, struct burn_piece *p,
			    const char *key, const char *value)
{
	const char *by_end = strchr(value, ' ');

	if (!strcmp(key, "piece") && !p->key && by_end) {
		p->by = xstrndup(value, by_end - value);
		p->key = xstrdup(by_end + 1);
	} else if (!strcmp(key, "mail") && !p->mail) {
		p->mail = xstrdup(value);
	} else if (!strcmp(key, "state")) {
		return read_state(b, p, value);
	} else if (!strcmp(key, "done")) {
		strvec_push(&p->done, value);
	} else if (!strcmp(key, "left")) {
		strvec_push(&p->left, value);
	} else {
		return false;
	}
	return true;
}

/* Each run says something of each piece that is there by then. */
static bool is_complete(const struct burndown *b)
{
	const struct burn_piece *p = b->n ? &b->v[b->n - 1] : NULL;

	return !p || (p->key && p->done.n + p->left.n && p->n &&
		      p->states[p->n - 1].run == b->runs.n &&
		      p->states[p->n - 1].left == p->left.n);
}

/* One line, which is the caller's to cut. */
static bool read_line(struct burndown *b, char *line)
{
	char *value = strstr(line, ": "), *end;

	if (!value)
		return !*line && is_complete(b);
	*value = '\0';
	value += 2;
	if (!strcmp(line, "run") && !b->n) {
		if (strtoul(value, &end, 10) != b->runs.n + 1 || *end != ' ')
			return false;
		strvec_push(&b->runs, end + 1);
	} else if (!strcmp(line, "patch")) {
		if (!is_complete(b))
			return false;
		add_piece(b, value);
	} else if (!b->n || !read_piece_line(b, &b->v[b->n - 1], line, value)) {
		return false;
	}
	return true;
}

static int parse(struct burndown *b, const char *path, const char *text)
{
	bool good = true;
	size_t n = 0;

	while (*text && good) {
		size_t len = strcspn(text, "\n");
		char *line = xstrndup(text, len);

		good = n++ ? read_line(b, line) : !strcmp(line, FORMAT);
		good = good && text[len] == '\n';
		text += len + (text[len] == '\n');
		free(line);
	}
	if (!good || !n || !b->runs.n || !is_complete(b))
		return error_user("%s:%zu: not a line of a burndown, or not all of it (move the file away to begin a new one)",
				  path, n);
	return 0;
}

int burndown_read(struct burndown *b, const char *dir)
{
	char *path = xstrfmt("%s/respin/" BURNDOWN_NAME, dir);
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, path);

	if (err == -ENOENT || err == -ENOTDIR)
		err = 0;
	else if (err)
		err = error("cannot read %s: %s", path, strbuf_read_error(err));
	else if (strlen(text.buf) != text.len)
		err = error_user("%s: it holds a NUL byte", path);
	else
		err = parse(b, path, text.buf);
	strbuf_release(&text);
	free(path);
	return err;
}

void burndown_write(const struct burndown *b, struct strbuf *out)
{
	strbuf_addstr(out, FORMAT "\n");
	for (size_t i = 0; i < b->runs.n; i++)
		strbuf_addf(out, "run: %zu %s\n", i + 1, b->runs.v[i]);
	for (size_t i = 0; i < b->n; i++) {
		const struct burn_piece *p = &b->v[i];

		strbuf_addf(out, "\npatch: %s\npiece: %s %s\n", p->patch, p->by,
			    p->key);
		if (p->mail)
			strbuf_addf(out, "mail: %s\n", p->mail);
		for (size_t k = 0; k < p->n; k++)
			if (p->states[k].left)
				strbuf_addf(out, "state: %zu open %zu\n",
					    p->states[k].run, p->states[k].left);
			else
				strbuf_addf(out, "state: %zu in\n",
					    p->states[k].run);
		for (size_t k = 0; k < p->done.n; k++)
			strbuf_addf(out, "done: %s\n", p->done.v[k]);
		for (size_t k = 0; k < p->left.n; k++)
			strbuf_addf(out, "left: %s\n", p->left.v[k]);
	}
}

/* --- a run ------------------------------------------------------------- */

/* Forget the states of the last run, and what only that run knew. */
static void forget_run(struct burndown *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++) {
		struct burn_piece *p = &b->v[i];

		while (p->n && p->states[p->n - 1].run == b->runs.n)
			p->n--;
		if (p->n)
			b->v[n++] = *p;
		else
			piece_release(p);
	}
	b->n = n;
	free(b->runs.v[--b->runs.n]);
	b->runs.v[b->runs.n] = NULL;
}

void burndown_run(struct burndown *b, const struct tree *t)
{
	char *name = t->is_git ? xstrfmt("%s %s", t->name, t->commit) :
				 xstrdup(t->name);

	/* What it found is found again: the same input gives the same bytes. */
	if (b->runs.n && !strcmp(b->runs.v[b->runs.n - 1], name))
		forget_run(b);
	strvec_take(&b->runs, name);
}

static struct burn_piece *find_piece(struct burndown *b, const char *by,
				     const char *patch, const char *key)
{
	for (size_t i = 0; i < b->n; i++)
		if (!strcmp(b->v[i].by, by) && !strcmp(b->v[i].key, key) &&
		    !strcmp(b->v[i].patch, patch))
			return &b->v[i];
	return NULL;
}

/* PATH is in P, with something left to do. */
static void add_left(struct burn_piece *p, const char *path)
{
	struct strvec done = STRVEC_INIT;

	for (size_t i = 0; i < p->done.n; i++)
		if (strcmp(p->done.v[i], path))
			strvec_push(&done, p->done.v[i]);
	strvec_release(&p->done);
	p->done = done;
	if (!strvec_has(&p->left, path))
		strvec_push(&p->left, path);
}

static void set_state(const struct burndown *b, struct burn_piece *p)
{
	strvec_sort(&p->left);
	if (p->n && p->states[p->n - 1].run == b->runs.n)
		p->states[p->n - 1].left = p->left.n;
	else
		add_state(p, b->runs.n, p->left.n);
}

int burndown_add(struct burndown *b, const struct split *s, const char *by,
		 const struct strvec *files)
{
	/* The old mails go with the old folder. */
	for (size_t i = 0; i < b->n; i++) {
		free(b->v[i].mail);
		b->v[i].mail = NULL;
	}
	for (size_t i = 0; i < s->n; i++) {
		const char *patch = s->ps->v[s->v[i].from - 1].subject;
		const char *key = *s->v[i].key ? s->v[i].key : split_rest(s);
		struct burn_piece *p = find_piece(b, by, patch, key);

		if (!p) {
			p = add_piece(b, patch);
			p->by = xstrdup(by);
			p->key = xstrdup(key);
		}
		p->mail = xstrdup(files->v[i]);
		for (size_t k = 0; k < s->work.n; k++) {
			const char *path = s->work.files[k]->path;

			if (!file_change_of(s->work.files[k], i))
				continue;
			if (strchr(path, '\n') || strchr(patch, '\n'))
				return error_user("%s: a name that holds a line end has no burndown",
						  files->v[i]);
			add_left(p, path);
		}
		set_state(b, p);
	}
	return 0;
}

bool burndown_in(const struct burndown *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->v[i].left.n)
			return false;
	return b->n;
}

/* --- for people -------------------------------------------------------- */

static bool one_patch(const struct burndown *b)
{
	for (size_t i = 1; i < b->n; i++)
		if (strcmp(b->v[i].patch, b->v[0].patch))
			return false;
	return true;
}

static void print_piece(const struct burndown *b, const struct burn_piece *p)
{
	size_t files = p->done.n + p->left.n;
	bool is_new = p->states[0].run == b->runs.n;

	printf("  %-4s %s", !p->left.n ? "in" : is_new ? "new" : "open", p->key);
	if (!one_patch(b))
		printf(" (%s)", p->patch);
	if (p->left.n)
		printf(": %zu of %zu file%s left", p->left.n, files,
		       plural((long)files));
	putchar('\n');
}

/* What was in before is no news. */
static bool is_news(const struct burn_piece *p)
{
	return p->left.n || p->n < 2 || p->states[p->n - 2].left;
}

void burndown_print(const struct burndown *b)
{
	size_t in = 0, open = 0, new = 0, news = 0;

	if (b->runs.n < 2)
		return;
	for (size_t i = 0; i < b->n; i++) {
		const struct burn_piece *p = &b->v[i];

		if (!p->left.n)
			in++;
		else if (p->states[0].run == b->runs.n)
			new++;
		else
			open++;
		news += !p->left.n && is_news(p);
	}
	printf("burndown: of %zu piece%s, %zu in (%zu of them since the last run), %zu open, %zu new\n",
	       b->n, plural((long)b->n), in, news, open, new);
	for (size_t i = 0; i < b->n; i++)
		if (is_news(&b->v[i]))
			print_piece(b, &b->v[i]);
}
