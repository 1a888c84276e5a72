// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "base/word.h"
#include "prove/int.h"

/* Behind the string or character constant at P. */
static const char *behind_quoted(const char *p, const char *end)
{
	char quote = *p++;

	while (p < end && *p != quote)
		p += *p == '\\' && p + 1 < end ? 2 : 1;
	return p < end ? p + 1 : end;
}

/* The next character at or behind P that is not white space, or END. */
static const char *behind_space(const char *p, const char *end)
{
	while (p < end && isspace((unsigned char)*p))
		p++;
	return p;
}

/* Where the text is on one level: not in braces, nor in parentheses. */
struct level {
	int depth;
	bool line_start;
};

/* Step over what no name is in. Returns where to go on. */
static const char *step(struct level *l, const char *p, const char *end)
{
	const char *nl;

	if (l->line_start && *p == '#') {
		nl = memchr(p, '\n', end - p);
		return nl ?: end;
	}
	if (*p == '"' || *p == '\'')
		return behind_quoted(p, end);
	if (*p == '{' || *p == '(')
		l->depth++;
	else if ((*p == '}' || *p == ')') && l->depth)
		l->depth--;
	l->line_start = *p == '\n';
	return p + 1;
}

void prove_declared(const struct strbuf *text, const struct strvec *names,
		    struct strvec *out)
{
	const char *p = text->buf, *end = p + text->len;
	struct level l = { .line_start = true };

	while (p < end) {
		size_t n = 0;
		char *word;

		while (p + n < end && is_word(p[n]))
			n++;
		if (!n) {
			p = step(&l, p, end);
			continue;
		}
		p += n;
		l.line_start = false;
		if (l.depth || behind_space(p, end) == end ||
		    *behind_space(p, end) != '(')
			continue;
		word = xstrndup(p - n, n);
		if (strvec_has(names, word) && !strvec_has(out, word))
			strvec_push(out, word);
		free(word);
	}
}
