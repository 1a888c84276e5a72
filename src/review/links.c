// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <limits.h>
#include <unistd.h>

#include "review/html.h"
#include "review/links.h"

/* The way from the folder FROM to TO, both absolute and without "..". */
static void way(struct strbuf *out, const char *from, const char *to)
{
	size_t same = 0;

	for (size_t i = 0; ; i++) {
		bool end = !from[i] || from[i] == '/', at = !to[i] || to[i] == '/';

		if (end && at)
			same = i;
		if (!from[i] || from[i] != to[i])
			break;
	}
	for (const char *p = from + same; *p; p++)
		if (*p == '/' && p[1])
			strbuf_addstr(out, "../");
	to += same;
	strbuf_addstr(out, *to == '/' ? to + 1 : to);
}

/* PATH as part of a URL: what could be anything else is written as bytes. */
static void encode(struct strbuf *out, const char *path)
{
	for (; *path; path++) {
		if (isalnum((unsigned char)*path) || strchr("/._-~", *path))
			strbuf_addch(out, *path);
		else
			strbuf_addf(out, "%%%02X", (unsigned char)*path);
	}
}

/* Is PATH in DIR, of N bytes, or below it? */
static bool is_below(const char *path, const char *dir, size_t n)
{
	return !strncmp(path, dir, n) && (path[n] == '/' || !path[n]);
}

/*
 * A way that goes through folders that are nothing to do with respin would show what
 * they are called, and end where the page is copied. So both are below the folder that
 * respin runs in, or the page is below that of the file.
 */
static bool is_way(const char *from, const char *to)
{
	char *here = realpath(".", NULL);
	bool yes = is_below(from, to, strrchr(to, '/') - to);

	if (here && !yes)
		yes = is_below(from, here, strlen(here)) &&
		      is_below(to, here, strlen(here));
	free(here);
	return yes;
}

void link_file(struct strbuf *out, const char *page, const char *path,
	       const char *text)
{
	char *folder = page ? xstrdup(page) : NULL, *from = NULL, *to = NULL;
	struct strbuf rel = STRBUF_INIT;
	char *slash = folder ? strrchr(folder, '/') : NULL;

	if (slash)
		slash[slash == folder] = '\0';
	if (folder && !access(path, F_OK)) {
		from = realpath(slash ? folder : ".", NULL);
		to = realpath(path, NULL);
	}
	if (from && to && is_way(from, to)) {
		way(&rel, from, to);
		strbuf_addstr(out, "<a href=\"");
		encode(out, rel.buf);
		html_f(out, "\">%s</a>", text);
	} else {
		html_str(out, text);
	}
	strbuf_release(&rel);
	free(folder);
	free(from);
	free(to);
}

/* Of what RFC 3986 has, what stands in a URL in text, and never in markup. */
static bool in_url(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("/._~:?#@%=+,;-", c));
}

const char *link_first(const char *text, size_t *n)
{
	static const char start[] = "https://";

	for (const char *p = strstr(text, start); p; p = strstr(p + 1, start)) {
		size_t len = sizeof(start) - 1;

		if (!isalnum((unsigned char)p[len]))
			continue;
		while (in_url(p[len]))
			len++;
		/* The end of a sentence is none of it. */
		while (strchr(".,;:?", p[len - 1]))
			len--;
		*n = len;
		return p;
	}
	return NULL;
}

static void link_url(struct strbuf *out, const char *url, size_t n,
		     const char *text, size_t len)
{
	strbuf_addstr(out, "<a href=\"");
	html_text(out, url, n);
	strbuf_addstr(out, "\">");
	html_text(out, text, len);
	strbuf_addstr(out, "</a>");
}

void link_text(struct strbuf *out, const char *text)
{
	const char *url;
	size_t n;

	while ((url = link_first(text, &n))) {
		html_text(out, text, url - text);
		link_url(out, url, n, url, n);
		text = url + n;
	}
	html_str(out, text);
}

void link_thread(struct strbuf *out, const char *before, const char *text)
{
	const char *line = starts_with(text, "Link: https://") ? text :
			   strstr(text, "\nLink: https://");
	const char *url;
	size_t n;

	url = line ? link_first(line, &n) : NULL;
	if (!url || url > line + strcspn(line + 1, "\n"))
		return;
	strbuf_addstr(out, before);
	link_url(out, url, n, "thread", strlen("thread"));
}
