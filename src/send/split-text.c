// SPDX-License-Identifier: GPL-2.0-only
#include "send/split-part.h"
#include "send/split-prefix.h"
#include "send/split-text.h"

/* --- subjects ---------------------------------------------------------- */

struct choice {
	struct strvec prefixes;	/* none: the subject is given */
	size_t at;		/* the one that is tried */
};

static const struct ppatch *patch_of(const struct split *s, size_t i)
{
	return &s->ps->v[s->v[i].from - 1];
}

/* The key of piece I; JOINED: the first of several. */
static const char *first_key(const struct split *s, size_t i, bool *joined)
{
	const char *first = NULL;

	*joined = false;
	for (size_t k = 0; k < s->n_parts; k++) {
		if (s->part[k].piece != i)
			continue;
		*joined = first;
		first = first ? first : s->part[k].key;
	}
	return first ? first : "";
}

static int choose(const struct split *s, size_t i, struct choice *c)
{
	const char *whole = patch_of(s, i)->subject;
	size_t len = split_prefix_len(whole);
	struct strvec paths = STRVEC_INIT;
	bool joined;
	const char *key = first_key(s, i, &joined);
	int err;

	if (!*key || split_alone(s, i))
		return 0;
	/* What cannot be parted is what the patch is about. */
	if (joined && len)
		strvec_take(&c->prefixes, xstrndup(whole, len - 2));
	for (size_t k = 0; k < s->work.n; k++)
		if (file_change_of(s->work.files[k], i))
			strvec_push(&paths, s->work.files[k]->path);
	err = split_prefixes(s->tree, key, s->by == SPLIT_FOLDER && !joined,
			     &paths, whole, &c->prefixes);
	strvec_release(&paths);
	return err;
}

static char *subject_of(const struct split *s, size_t i,
			const struct choice *c)
{
	const char *whole = patch_of(s, i)->subject;

	return c->prefixes.n ? xstrfmt("%s: %s", c->prefixes.v[c->at],
				       whole + split_prefix_len(whole)) :
			       xstrdup(whole);
}

static bool is_double(const struct series *se, size_t i)
{
	for (size_t k = 0; k < se->n; k++)
		if (k != i && !strcmp(se->patches[k].subject,
				      se->patches[i].subject))
			return true;
	return false;
}

/* All that share a subject try their next prefix. Was there one to try? */
static bool next_prefixes(struct split *s, struct choice *c)
{
	struct series *se = &s->series;
	bool *move = xcalloc(se->n + 1, sizeof(*move));
	bool any = false;

	for (size_t i = 0; i < se->n; i++)
		move[i] = c[i].at + 1 < c[i].prefixes.n && is_double(se, i);
	for (size_t i = 0; i < se->n; i++) {
		if (!move[i])
			continue;
		c[i].at++;
		free(se->patches[i].subject);
		se->patches[i].subject = subject_of(s, i, &c[i]);
		any = true;
	}
	free(move);
	return any;
}

/* What is left, two patches of one subject perhaps, gets numbers. */
static void number(struct split *s, const struct choice *c)
{
	struct series *se = &s->series;

	for (size_t i = 0; i < se->n; i++) {
		char *old = se->patches[i].subject;

		for (int n = 2; c[i].prefixes.n && is_double(se, i); n++) {
			char *new = xstrfmt("%s (%d)", old, n);

			if (se->patches[i].subject != old)
				free(se->patches[i].subject);
			se->patches[i].subject = new;
		}
		if (se->patches[i].subject != old)
			free(old);
	}
}

int split_subjects(struct split *s)
{
	struct series *se = &s->series;
	struct choice *c = xcalloc(s->n + 1, sizeof(*c));
	int err = 0;

	for (size_t i = 0; i < s->n && !err; i++) {
		err = choose(s, i, &c[i]);
		if (!err)
			se->patches[i].subject = subject_of(s, i, &c[i]);
	}
	while (!err && next_prefixes(s, c))
		;
	if (!err)
		number(s, c);
	for (size_t i = 0; i < s->n; i++)
		strvec_release(&c[i].prefixes);
	free(c);
	return err;
}

/* --- messages ---------------------------------------------------------- */

/* "Signed-off-by: ", "Link: ": a word with a capital, and what it says. */
static bool is_trailer(const char *s)
{
	size_t n = 0;

	while (is_word(s[n]) || s[n] == '-')
		n++;
	return *s >= 'A' && *s <= 'Z' && s[n] == ':' && s[n + 1] == ' ';
}

/* Where the last paragraph begins if it is of trailers, else the end. */
static size_t trailers_at(const char *body)
{
	size_t end = strlen(body), start;

	while (end && body[end - 1] == '\n')
		end--;
	start = end;
	while (start && !(body[start - 1] == '\n' &&
			  (start == 1 || body[start - 2] == '\n')))
		start--;
	for (const char *s = body + start; s < body + end;) {
		if (!is_trailer(s) && *s != ' ' && *s != '\t')
			return end;
		s += strcspn(s, "\n");
		s += *s == '\n';
	}
	return start;
}

#define WIDTH 75	/* of a line of a message */

/* TEXT as lines of at most WIDTH, if its words let it. */
static void add_wrapped(const char *text, struct strbuf *out)
{
	size_t at = 0;

	while (*text) {
		size_t n = strcspn(text, " ");

		if (at && at + 1 + n > WIDTH) {
			strbuf_addch(out, '\n');
			at = 0;
		} else if (at) {
			strbuf_addch(out, ' ');
			at++;
		}
		strbuf_add(out, text, n);
		at += n;
		text += n + (text[n] == ' ');
	}
	strbuf_addch(out, '\n');
}

static void add_part(const struct split *s, size_t i, struct strbuf *out)
{
	const char *key = s->v[i].key;
	char *text = xstrfmt("This is the part of the treewide change for %s%s.",
			     *key ? "" : "the files of ",
			     *key ? key : split_rest(s));

	add_wrapped(text, out);
	free(text);
}

char *split_message(const struct split *s, size_t i)
{
	const char *body = patch_of(s, i)->body;
	struct strbuf out = STRBUF_INIT;
	size_t at;

	if (split_alone(s, i))
		return xstrdup(body);
	at = trailers_at(body);
	strbuf_add(&out, body, at);
	strbuf_rtrim(&out);
	if (out.len)
		strbuf_addstr(&out, "\n\n");
	add_part(s, i, &out);
	while (body[at] == '\n')
		at++;
	if (body[at])
		strbuf_addf(&out, "\n%s", body + at);
	else
		strbuf_rtrim(&out);
	return strbuf_detach(&out);
}
