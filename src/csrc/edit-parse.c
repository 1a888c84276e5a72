// SPDX-License-Identifier: GPL-2.0-only
#include "base/path.h"
#include "base/text.h"
#include "csrc/edit.h"

static const char *const verbs[] = {
	[EDIT_DELETE] = "delete",
	[EDIT_UNWRAP] = "unwrap",
	[EDIT_DROP_EMPTY] = "drop-empty",
	[EDIT_REPLACE] = "replace",
	[EDIT_INSERT] = "insert",
	[EDIT_CLONE] = "clone",
	[EDIT_MOVE] = "move",
	[EDIT_WORDS] = "words",
	[EDIT_TEXT] = "text",
};

struct parser {
	struct edit *e;
	const char *p, *end;	/* what is not read yet */
	int line;		/* number of the line last read */
	int cmd_line;		/* first line of the command at hand */
	/* The command's words; s[0] is '"' in front of a quoted one. */
	struct strvec words;
	size_t at;		/* next of them */
	struct strvec files, has, lacks;	/* in force */
	int group;		/* number of the group to come */
	bool in_group;		/* it has a command already */
	bool wants_block;	/* '|' lines belong to the last command */
};

const char *edit_verb_name(enum edit_verb verb)
{
	return verbs[verb];
}

static int bad(const struct parser *p, const char *fmt, ...) PRINTF(2, 3);

static int bad(const struct parser *p, const char *fmt, ...)
{
	va_list ap;
	char *msg;
	int err;

	va_start(ap, fmt);
	if (vasprintf(&msg, fmt, ap) < 0)
		BUG("bad format %s", fmt);
	va_end(ap);
	err = error_user("%s:%d: %s", p->e->path, p->cmd_line, msg);
	free(msg);
	return err;
}

/* The next line, without its end. False at the end of the text. */
static bool next_line(struct parser *p, const char **line, size_t *n)
{
	const char *nl;

	if (p->p == p->end)
		return false;
	nl = memchr(p->p, '\n', p->end - p->p);
	*line = p->p;
	*n = (nl ? nl : p->end) - p->p;
	p->p = nl ? nl + 1 : p->end;
	if (*n && (*line)[*n - 1] == '\r')
		--*n;
	p->line++;
	return true;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Read the quoted word whose opening quote is at *i; *i is behind it then. */
static int read_quoted(struct parser *p, const char *s, size_t n, size_t *i)
{
	struct strbuf w = STRBUF_INIT;
	size_t j = *i + 1;

	strbuf_addch(&w, '"');
	for (; j < n && s[j] != '"'; j++) {
		if (s[j] == '\\' && ++j < n && s[j] != '"' && s[j] != '\\') {
			strbuf_release(&w);
			return bad(p, "'\\%c' in quotes: only \\\" and \\\\ are known",
				   s[j]);
		}
		if (j < n)
			strbuf_addch(&w, s[j]);
	}
	strvec_take(&p->words, strbuf_detach(&w));
	if (j >= n)
		return bad(p, "a quote is not closed on its line");
	*i = j + 1;
	if (*i < n && !blank(s[*i]))
		return bad(p, "no blank after the closing quote");
	return 0;
}

/* Add the words of a line. Returns 1 if it goes on in the next. */
static int split_line(struct parser *p, const char *s, size_t n)
{
	size_t i = 0;

	for (;;) {
		size_t start;
		int err;

		while (i < n && blank(s[i]))
			i++;
		if (i == n || s[i] == '#')
			return 0;
		if (s[i] == '\\' && text_is_blank(s, i + 1, n))
			return 1;
		if (s[i] == '"') {
			err = read_quoted(p, s, n, &i);
			if (err < 0)
				return err;
			continue;
		}
		for (start = i; i < n && !blank(s[i]); i++)
			if (s[i] == '"')
				return bad(p, "a quote inside a word");
		strvec_take(&p->words, xstrndup(s + start, i - start));
	}
}

/* Is the next word KEYWORD, unquoted? Then take it. */
static bool take(struct parser *p, const char *keyword)
{
	if (p->at == p->words.n || strcmp(p->words.v[p->at], keyword))
		return false;
	p->at++;
	return true;
}

/* The next word without its quote mark, or NULL. */
static const char *take_word(struct parser *p)
{
	const char *w = p->at < p->words.n ? p->words.v[p->at++] : NULL;

	return w && *w == '"' ? w + 1 : w;
}

/* The next word as it should be shown in a message. */
static const char *shown(const struct parser *p)
{
	const char *w = p->at < p->words.n ? p->words.v[p->at] : NULL;

	if (!w)
		return "the end of the command";
	return *w == '"' ? w + 1 : w;
}

/* One region, without what it is within. */
static int parse_one_sel(struct parser *p, struct sel **to)
{
	enum sel_which which = take(p, "first") ? SEL_FIRST :
			       take(p, "last") ? SEL_LAST : SEL_ONLY;
	const char *w = p->at < p->words.n ? p->words.v[p->at] : "";
	int kind = sel_kind(w);
	const char *wrong;

	if (kind < 0)
		return bad(p, "'%s' where a region should be (function, prototype, define, include, directive, conditional, comment, line or file)",
			   shown(p));
	p->at++;
	*to = sel_new(kind, NULL);
	(*to)->which = which;
	if (kind != SEL_FILE) {
		if (p->at == p->words.n)
			return bad(p, "nothing after '%s' (quote text that begins with #)",
				   w);
		w = p->words.v[p->at++];
		if (*w == '"' && kind == SEL_INCLUDE)
			(*to)->arg = xstrfmt("%s\"", w);
		else
			(*to)->arg = xstrdup(*w == '"' ? w + 1 : w);
		wrong = sel_check(*to);
		if (wrong)
			return bad(p, "%s '%s' %s", sel_word(kind),
				   (*to)->arg, wrong);
	}
	return 0;
}

/* Regions within one another; who looks for them takes one in a call each. */
#define DEEPEST 16

static int parse_sel(struct parser *p, struct sel **to)
{
	int err = parse_one_sel(p, to);

	for (int i = 1; !err && take(p, "within"); i++) {
		if (i == DEEPEST)
			return bad(p, "more than %d regions within one another",
				   DEEPEST);
		to = &(*to)->within;
		err = parse_one_sel(p, to);
	}
	return err;
}

/* "before SEL" or "after SEL", or "itself" if that is allowed. */
static int parse_place(struct parser *p, struct edit_cmd *c, bool itself)
{
	c->before = take(p, "before");
	if (!c->before && !take(p, "after"))
		return bad(p, "'%s' where before or after should be", shown(p));
	if (itself && take(p, "itself"))
		return 0;
	return parse_sel(p, &c->at);
}

static bool all_word(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_word(s[i]))
			return false;
	return n;
}

/* A=B ..., at least one. */
static int parse_words(struct parser *p, struct edit_cmd *c)
{
	for (;;) {
		const char *w = shown(p), *eq = strchr(w, '=');
		size_t n;

		if (!eq || p->at == p->words.n)
			break;
		n = eq - w;
		if (!all_word(w, n) || !all_word(eq + 1, strlen(eq + 1)))
			return bad(p, "'%s' is not A=B with identifiers or numbers",
				   w);
		if (strlen(eq + 1) == n && !strncmp(w, eq + 1, n))
			return bad(p, "'%s' changes nothing", w);
		strvec_take(&c->words, xstrndup(w, n));
		strvec_push(&c->words, eq + 1);
		p->at++;
	}
	return c->words.n ? 0 : bad(p, "'%s' where A=B should be", shown(p));
}

static int parse_drops(struct parser *p, struct edit_cmd *c)
{
	do {
		int err;

		c->drop = xrealloc(c->drop,
				   (c->n_drop + 1) * sizeof(*c->drop));
		c->drop[c->n_drop++] = NULL;
		err = parse_sel(p, &c->drop[c->n_drop - 1]);
		if (err < 0)
			return err;
	} while (p->at < p->words.n && (sel_kind(p->words.v[p->at]) >= 0 ||
					!strcmp(p->words.v[p->at], "first") ||
					!strcmp(p->words.v[p->at], "last")));
	return 0;
}

static int parse_copy(struct parser *p, struct edit_cmd *c)
{
	int err = parse_sel(p, &c->sel);

	if (!err && c->verb == EDIT_MOVE) {
		if (!take(p, "from") || p->at == p->words.n)
			return bad(p, "'%s' where 'from PATH' should be",
				   shown(p));
		c->from = xstrdup(take_word(p));
	}
	if (!err)
		err = parse_place(p, c, c->verb == EDIT_CLONE);
	while (!err) {
		if (take(p, "words"))
			err = parse_words(p, c);
		else if (take(p, "drop"))
			err = parse_drops(p, c);
		else
			break;
	}
	return err;
}

static int parse_text(struct parser *p, struct edit_cmd *c)
{
	const char *old = take_word(p), *new = take_word(p);

	if (!old || !new)
		return bad(p, "text needs \"OLD\" and \"NEW\"");
	if (!old[strspn(old, " \t")])
		return bad(p, "the text to replace is empty");
	if (!strcmp(old, new))
		return bad(p, "the new text is the same as the old one");
	c->old = xstrdup(old);
	c->new = xstrdup(new);
	return take(p, "in") ? parse_sel(p, &c->sel) : 0;
}

static int parse_verb(struct parser *p, struct edit_cmd *c)
{
	int err;

	switch (c->verb) {
	case EDIT_UNWRAP:
	case EDIT_DROP_EMPTY:
		err = parse_sel(p, &c->sel);
		if (!err && c->sel->kind != SEL_CONDITIONAL)
			return bad(p, "%s is for a conditional",
				   verbs[c->verb]);
		if (!err)
			c->sel->empty = c->verb == EDIT_DROP_EMPTY;
		return err;
	case EDIT_DELETE:
	case EDIT_REPLACE:
		return parse_sel(p, &c->sel);
	case EDIT_INSERT:
		return parse_place(p, c, false);
	case EDIT_CLONE:
	case EDIT_MOVE:
		return parse_copy(p, c);
	case EDIT_WORDS:
		err = parse_words(p, c);
		if (!err && take(p, "in"))
			err = parse_sel(p, &c->sel);
		return err;
	case EDIT_TEXT:
		return parse_text(p, c);
	}
	BUG("verb %d", c->verb);
}

static void copy_vec(struct strvec *to, const struct strvec *from)
{
	for (size_t i = 0; i < from->n; i++)
		strvec_push(to, from->v[i]);
}

static struct edit_cmd *new_cmd(struct parser *p, enum edit_verb verb)
{
	struct edit *e = p->e;
	struct edit_cmd *c;

	GROW(e->cmds, e->n + 1, e->alloc);
	c = &e->cmds[e->n++];
	*c = (struct edit_cmd){
		.verb = verb, .line = p->cmd_line, .group = p->group,
		.block = STRBUF_INIT,
	};
	c->name = xstrfmt("%s:%d", path_base(e->path), c->line);
	copy_vec(&c->files, &p->files);
	copy_vec(&c->has, &p->has);
	copy_vec(&c->lacks, &p->lacks);
	p->in_group = true;
	return c;
}

static int parse_cmd(struct parser *p)
{
	enum edit_verb verb = 0;
	struct edit_cmd *c;
	int err;

	while (verb < ARRAY_SIZE(verbs) && !take(p, verbs[verb]))
		verb++;
	if (verb == ARRAY_SIZE(verbs))
		return bad(p, "'%s' is no command", shown(p));
	c = new_cmd(p, verb);
	err = parse_verb(p, c);
	if (err < 0)
		return err;
	if (take(p, "may-miss")) {
		if (p->at == p->words.n || !*shown(p))
			return bad(p, "may-miss needs a reason");
		c->may_miss = xstrdup(take_word(p));
	}
	if (p->at < p->words.n)
		return bad(p, "'%s' is one word too many", shown(p));
	p->wants_block = verb == EDIT_INSERT || verb == EDIT_REPLACE;
	return 0;
}

/* files, has or lacks; 0 if it is none of them. */
static int parse_select(struct parser *p)
{
	struct strvec *to = take(p, "files") ? &p->files :
			    take(p, "has") ? &p->has :
			    take(p, "lacks") ? &p->lacks : NULL;
	const char *w;

	if (!to)
		return 0;
	if (to == &p->files) {
		strvec_clear(&p->files);
		strvec_clear(&p->has);
		strvec_clear(&p->lacks);
	}
	if (p->at == p->words.n)
		return bad(p, "'%s' of what?", p->words.v[0]);
	while ((w = take_word(p)))
		strvec_push(to, w);
	if (p->in_group) {
		p->group++;
		p->in_group = false;
	}
	return 1;
}

/* The command before is complete: it has its text block, if it needs one. */
static int close_block(struct parser *p)
{
	const struct edit_cmd *c = p->e->n ? &p->e->cmds[p->e->n - 1] : NULL;

	if (!p->wants_block)
		return 0;
	p->wants_block = false;
	p->cmd_line = c->line;
	return c->block.len ? 0 : bad(p, "%s needs lines that start with |",
				      verbs[c->verb]);
}

static int parse_line(struct parser *p, const char *line, size_t n)
{
	size_t i = 0;
	int err, more;

	while (i < n && blank(line[i]))
		i++;
	p->cmd_line = p->line;
	if (i < n && line[i] == '|') {
		struct strbuf *b;

		if (!p->wants_block)
			return bad(p, "a text line without an insert or replace right above it");
		b = &p->e->cmds[p->e->n - 1].block;
		strbuf_add(b, line + i + 1, n - i - 1);
		strbuf_addch(b, '\n');
		return 0;
	}
	err = close_block(p);
	if (err < 0)
		return err;
	p->cmd_line = p->line;
	strvec_clear(&p->words);
	p->at = 0;
	do
		more = split_line(p, line, n);
	while (more > 0 && next_line(p, &line, &n));
	if (more < 0)
		return more;
	if (!p->words.n)
		return 0;
	err = parse_select(p);
	return err ? (err < 0 ? err : 0) : parse_cmd(p);
}

int edit_parse(struct edit *e, const char *path, const struct strbuf *text)
{
	struct parser p = { .e = e, .p = text->buf };
	const char *line;
	int err = 0;
	size_t n;

	*e = (struct edit){ .path = xstrdup(path) };
	p.end = text->buf + text->len;
	while (!err && next_line(&p, &line, &n)) {
		p.cmd_line = p.line;
		err = memchr(line, 0, n) ? bad(&p, "a NUL byte") :
		      parse_line(&p, line, n);
	}
	if (!err)
		err = close_block(&p);
	strvec_release(&p.words);
	strvec_release(&p.files);
	strvec_release(&p.has);
	strvec_release(&p.lacks);
	if (err < 0)
		edit_release(e);
	return err;
}

static void release_cmd(struct edit_cmd *c)
{
	free(c->name);
	strvec_release(&c->files);
	strvec_release(&c->has);
	strvec_release(&c->lacks);
	free(c->may_miss);
	sel_free(c->sel);
	sel_free(c->at);
	free(c->from);
	strvec_release(&c->words);
	for (size_t i = 0; i < c->n_drop; i++)
		sel_free(c->drop[i]);
	free(c->drop);
	strbuf_release(&c->block);
	free(c->old);
	free(c->new);
}

void edit_release(struct edit *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->n; i++)
		release_cmd(&e->cmds[i]);
	free(e->cmds);
	free(e->path);
	*e = (struct edit){ 0 };
}
