// SPDX-License-Identifier: GPL-2.0-only
#include "base/text.h"
#include "csrc/edit.h"

/* One command at work on one file. */
struct job {
	const struct edit_cmd *cmd;
	const char *path;	/* the file */
	struct strbuf *text;	/* its content */
	edit_read_fn read;
	void *data;
	struct strbuf *why;	/* says what is not there; may be NULL */
};

/* Of a chain of withins, the outermost selector that is not there. */
static const struct sel *missing_of(const struct source *src,
				    const struct sel *sel)
{
	struct region r, second;

	while (sel->within &&
	       region_find(src, sel->within, &r, &second, NULL) == REGION_NONE)
		sel = sel->within;
	return sel;
}

/* Returns 1 and the region, 0 if it is not there, < 0 after reporting. */
static int find(const struct job *j, const struct source *src,
		const struct sel *sel, const char *path, struct region *r)
{
	const struct sel *two = sel;
	struct strbuf s = STRBUF_INIT;
	struct region second;
	int ret = 1;

	switch (region_find(src, sel, r, &second, &two)) {
	case REGION_FOUND:
		break;
	case REGION_NONE:
		ret = 0;
		if (!j->why || j->why->len)
			break;
		strbuf_addstr(j->why, "no ");
		sel_text(missing_of(src, sel), j->why);
		if (strcmp(path, j->path))
			strbuf_addf(j->why, " in %s", path);
		break;
	case REGION_TWICE:
		sel_text(two, &s);
		ret = error_finding("%s: %s occurs twice, in lines %d and %d; write first or last, or look within a region (%s)",
				    path, s.buf, r->line, second.line,
				    j->cmd->name);
		break;
	}
	strbuf_release(&s);
	return ret;
}

/* The same in the text that is worked on; no region is all of it. */
static int find_here(const struct job *j, const struct sel *sel,
		     struct region *r)
{
	struct source src;
	int ret;

	*r = (struct region){ .end = j->text->len, .line = 1, .whole = true };
	if (!sel)
		return 1;
	source_init(&src, j->text->buf, j->text->len);
	ret = find(j, &src, sel, j->path, r);
	source_release(&src);
	return ret;
}

static void delete_region(struct strbuf *text, struct region r)
{
	if (r.whole) {
		lines_delete(text, r.start, r.end);
		return;
	}
	while (r.start && (text->buf[r.start - 1] == ' ' ||
			   text->buf[r.start - 1] == '\t'))
		r.start--;
	strbuf_splice(text, r.start, r.end - r.start, "", 0);
}

static int do_delete(const struct job *j)
{
	struct region r;
	int ret = find_here(j, j->cmd->sel, &r);

	if (ret > 0)
		delete_region(j->text, r);
	return ret;
}

static int do_unwrap(const struct job *j)
{
	struct source src;
	struct region r;
	int ret;

	source_init(&src, j->text->buf, j->text->len);
	ret = find(j, &src, j->cmd->sel, j->path, &r);
	for (size_t i = 0; ret > 0 && i < src.pp.n; i++) {
		const struct ppline *v = src.pp.v;

		if (v[i].start != r.start)
			continue;
		/* From back to front, so that the places stay right. */
		lines_delete(j->text, v[v[i].next].start, v[v[i].last].end);
		lines_delete(j->text, v[i].start, v[i].end);
		break;
	}
	source_release(&src);
	return ret;
}

static int do_replace(const struct job *j)
{
	struct strbuf block = STRBUF_INIT;
	struct region r;
	int ret = find_here(j, j->cmd->sel, &r);

	if (ret <= 0)
		return ret;
	strbuf_addbuf(&block, &j->cmd->block);
	lines_fit(&block, j->text);
	if (!r.whole)
		strbuf_rtrim(&block);
	strbuf_splice(j->text, r.start, r.end - r.start, block.buf, block.len);
	strbuf_release(&block);
	return 1;
}

/* Put BLOCK before or after R, on lines of its own. */
static void put(const struct job *j, const struct region *r,
		struct strbuf *block)
{
	struct strbuf *t = j->text;
	size_t pos = r->end;

	if (j->cmd->before)
		pos = text_line_start(t->buf, r->start);
	else if (!r->whole)
		pos = text_line_end(t->buf, t->len, r->end);
	lines_insert(t, pos, block, j->path);
}

static int do_insert(const struct job *j)
{
	struct strbuf block = STRBUF_INIT;
	struct region r;
	int ret = find_here(j, j->cmd->at, &r);

	if (ret <= 0)
		return ret;
	strbuf_addbuf(&block, &j->cmd->block);
	put(j, &r, &block);
	strbuf_release(&block);
	return 1;
}

/* Get the text that `move` takes its region from. */
static int read_source(const struct job *j, struct strbuf *out)
{
	const char *from = j->cmd->from;

	if (!from || !strcmp(from, j->path)) {
		strbuf_addbuf(out, j->text);
		return 1;
	}
	if (j->read && j->read(j->data, from, out) >= 0)
		return 1;
	if (j->why)
		strbuf_addf(j->why, "no file %s", from);
	if (j->cmd->may_miss)
		return 0;
	return error_finding("%s: there is no file %s to move from (%s)",
			     j->path, from, j->cmd->name);
}

/* Rename the words of BLOCK and delete the regions to drop. */
static int shape(const struct job *j, struct strbuf *block)
{
	struct strbuf out = STRBUF_INIT;
	const struct edit_cmd *c = j->cmd;
	int ret = 1;

	words_rename(&out, block->buf, block->len, &c->words, false);
	strbuf_swap(block, &out);
	strbuf_release(&out);
	for (size_t i = 0; ret > 0 && i < c->n_drop; i++) {
		struct source src;
		struct region r;

		source_init(&src, block->buf, block->len);
		ret = find(j, &src, c->drop[i], "the copy", &r);
		source_release(&src);
		if (ret > 0)
			delete_region(block, r);
	}
	return ret;
}

static int do_copy(const struct job *j)
{
	struct strbuf from = STRBUF_INIT, block = STRBUF_INIT;
	const struct edit_cmd *c = j->cmd;
	const char *path = c->from ? c->from : j->path;
	struct region r, to;
	struct source src;
	int ret;

	ret = read_source(j, &from);
	if (ret <= 0)
		goto done;
	source_init(&src, from.buf, from.len);
	ret = find(j, &src, c->sel, path, &r);
	source_release(&src);
	to = r;
	if (ret > 0 && c->at)
		ret = find_here(j, c->at, &to);
	if (ret <= 0)
		goto done;
	strbuf_add(&block, from.buf + r.start, r.end - r.start);
	ret = shape(j, &block);
	if (ret > 0)
		put(j, &to, &block);
done:
	strbuf_release(&from);
	strbuf_release(&block);
	return ret;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return is_word(c) && c != '_' && !is_digit(c);
}

/* May NEXT stand beside the end EDGE of a word that is renamed? */
static bool free_edge(char edge, char next, bool whole)
{
	if (whole)
		return !is_word(next);
	if (is_digit(edge) && is_digit(next))
		return false;
	return !is_letter(next);
}

/* The index in WORDS of the longest A that stands at I, or -1. */
static long word_at(const char *s, size_t n, size_t i,
		    const struct strvec *words, bool whole)
{
	size_t best_len = 0;
	long best = -1;

	for (size_t k = 0; k + 1 < words->n; k += 2) {
		const char *a = words->v[k];
		size_t len;

		if (*a != s[i])
			continue;
		len = strlen(a);
		if (len <= best_len || len > n - i || memcmp(s + i, a, len))
			continue;
		if ((i && !free_edge(*a, s[i - 1], whole)) ||
		    (i + len < n && !free_edge(a[len - 1], s[i + len], whole)))
			continue;
		best = k;
		best_len = len;
	}
	return best;
}

int words_rename(struct strbuf *out, const char *text, size_t n,
		 const struct strvec *words, bool whole)
{
	size_t done = 0;
	int hits = 0;

	for (size_t i = 0; words->n && i < n; i++) {
		long k = word_at(text, n, i, words, whole);

		if (k < 0)
			continue;
		strbuf_add(out, text + done, i - done);
		strbuf_addstr(out, words->v[k + 1]);
		done = i + strlen(words->v[k]);
		i = done - 1;
		hits++;
	}
	strbuf_add(out, text + done, n - done);
	return hits;
}

static int text_rename(struct strbuf *out, const char *text, size_t n,
		       const char *old, const char *new)
{
	size_t done = 0;
	int hits = 0;

	for (size_t i = 0; i < n; i++) {
		size_t len = text_match(text + i, n - i, old);

		if (len == CLEX_NONE)
			continue;
		strbuf_add(out, text + done, i - done);
		strbuf_addstr(out, new);
		done = i + len;
		i = done - 1;
		hits++;
	}
	strbuf_add(out, text + done, n - done);
	return hits;
}

/* `words` and `text`: returns how many were replaced. */
static int do_rename(const struct job *j)
{
	const struct edit_cmd *c = j->cmd;
	struct strbuf out = STRBUF_INIT;
	struct region r;
	int ret = find_here(j, c->sel, &r);
	size_t n = r.end - r.start;

	if (ret <= 0)
		return ret;
	if (c->verb == EDIT_WORDS)
		ret = words_rename(&out, j->text->buf + r.start, n, &c->words,
				   true);
	else
		ret = text_rename(&out, j->text->buf + r.start, n, c->old,
				  c->new);
	if (ret > 0)
		strbuf_splice(j->text, r.start, n, out.buf, out.len);
	else if (j->why && c->verb == EDIT_TEXT)
		strbuf_addf(j->why, "no text \"%s\"", c->old);
	for (size_t k = 0; j->why && !ret && k < c->words.n; k += 2)
		strbuf_addf(j->why, "%s %s", k ? " or" : "no word",
			    c->words.v[k]);
	strbuf_release(&out);
	return ret;
}

static int run(const struct job *j)
{
	switch (j->cmd->verb) {
	case EDIT_DELETE:
	case EDIT_DROP_EMPTY:
		return do_delete(j);
	case EDIT_UNWRAP:
		return do_unwrap(j);
	case EDIT_REPLACE:
		return do_replace(j);
	case EDIT_INSERT:
		return do_insert(j);
	case EDIT_CLONE:
	case EDIT_MOVE:
		return do_copy(j);
	case EDIT_WORDS:
	case EDIT_TEXT:
		return do_rename(j);
	}
	BUG("verb %d", j->cmd->verb);
}

int edit_cmd_apply(const struct edit_cmd *cmd, const char *path,
		   struct strbuf *text, edit_read_fn read, void *data,
		   int *hits)
{
	struct job j = {
		.cmd = cmd, .path = path, .text = text, .read = read,
		.data = data,
	};
	int ret = run(&j);

	*hits = ret > 0 ? ret : 0;
	return ret < 0 ? ret : 0;
}

void edit_cmd_missing(const struct edit_cmd *cmd, const char *path,
		      const struct strbuf *text, edit_read_fn read,
		      void *data, struct strbuf *why)
{
	struct strbuf copy = STRBUF_INIT, found = STRBUF_INIT;
	struct job j = {
		.cmd = cmd, .path = path, .text = &copy, .read = read,
		.data = data, .why = &found,
	};

	strbuf_addbuf(&copy, text);
	run(&j);
	strbuf_addbuf(why, &found);
	strbuf_release(&copy);
	strbuf_release(&found);
}
