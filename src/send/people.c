// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <strings.h>

#include "send/mime.h"
#include "send/people.h"

/* The address in WHO, and its length. */
static const char *address(const char *who, size_t *n)
{
	const char *lt = strrchr(who, '<');

	who = lt ? lt + 1 : who;
	*n = strcspn(who, ">");
	return who;
}

static bool same_address(const char *a, const char *b)
{
	size_t n, k;

	a = address(a, &n);
	b = address(b, &k);
	return n == k && !strncasecmp(a, b, n);
}

static bool listed(const struct strvec *sv, const char *who)
{
	for (size_t i = 0; i < sv->n; i++)
		if (same_address(sv->v[i], who))
			return true;
	return false;
}

static void leave_out(struct strvec *sv, const char *who)
{
	size_t to = 0;

	for (size_t i = 0; i < sv->n; i++)
		if (same_address(sv->v[i], who))
			free(sv->v[i]);
		else
			sv->v[to++] = sv->v[i];
	sv->n = to;
	if (sv->v)
		sv->v[to] = NULL;
}

void people_add(struct people *p, bool to, const char *who)
{
	if (listed(&p->not, who) || listed(&p->to, who))
		return;
	if (to)
		leave_out(&p->cc, who);
	else if (listed(&p->cc, who))
		return;
	strvec_push(to ? &p->to : &p->cc, who);
}

static void add_not(struct people *p, const char *who)
{
	if (!listed(&p->not, who))
		strvec_push(&p->not, who);
	leave_out(&p->to, who);
	leave_out(&p->cc, who);
}

void people_join(struct people *p, const struct people *from)
{
	for (size_t i = 0; i < from->not.n; i++)
		add_not(p, from->not.v[i]);
	for (size_t i = 0; i < from->to.n; i++)
		people_add(p, true, from->to.v[i]);
	for (size_t i = 0; i < from->cc.n; i++)
		people_add(p, false, from->cc.v[i]);
}

static int by_name(const void *a, const void *b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	int d = strcasecmp(x + (*x == '"'), y + (*y == '"'));

	return d ? d : strcmp(x, y);
}

void people_sort(struct people *p)
{
	if (p->to.n)
		qsort(p->to.v, p->to.n, sizeof(*p->to.v), by_name);
	if (p->cc.n)
		qsort(p->cc.v, p->cc.n, sizeof(*p->cc.v), by_name);
}

size_t people_count(const struct people *p)
{
	return p->to.n + p->cc.n;
}

void people_release(struct people *p)
{
	strvec_release(&p->to);
	strvec_release(&p->cc);
	strvec_release(&p->not);
}

/* --- the file ---------------------------------------------------------- */

/* Is it "Name <local@domain>" or "local@domain"? */
static bool is_who(const char *s)
{
	size_t n;
	const char *a = address(s, &n), *at = memchr(a, '@', n);

	if (!at || at == a || at == a + n - 1 || memchr(at + 1, '@', a + n - at - 1))
		return false;
	for (const char *p = a; p < a + n; p++)
		if (isspace((unsigned char)*p) || *p == ',' || *p == '"')
			return false;
	return a == s ? !a[n] : a[n] == '>' && !a[n + 1];
}

static int parse_line(struct people *p, const char *file, int line, char *s)
{
	static const char *const keys[] = { "To:", "Cc:", "Not:" };
	struct strbuf who = STRBUF_INIT;
	size_t k = 0;

	strbuf_addstr(&who, s + strspn(s, " \t"));
	strbuf_rtrim(&who);
	if (!who.len || *who.buf == '#') {
		strbuf_release(&who);
		return 0;
	}
	while (k < 3 && strncasecmp(who.buf, keys[k], strlen(keys[k])))
		k++;
	if (k < 3) {
		size_t n = strlen(keys[k]);

		n += strspn(who.buf + n, " \t");
		strbuf_splice(&who, 0, n, "", 0);
	}
	if (k == 3 || !is_who(who.buf)) {
		error_user("%s:%d: '%s' is not To:, Cc: or Not: and one 'Name <address>'",
			   file, line, who.buf);
		strbuf_release(&who);
		return ERR_USER;
	}
	if (k == 2)
		add_not(p, who.buf);
	else
		people_add(p, k == 0, who.buf);
	strbuf_release(&who);
	return 0;
}

int people_read(struct people *p, const char *path)
{
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, path), line = 0;

	if (err == -ENOENT)
		return 1;
	if (err)
		err = error_read(err, "cannot read %s: %s", path,
				 strbuf_read_error(err));
	else if (strlen(text.buf) < text.len)
		err = error_user("%s is not a list of people: it is not text",
				 path);
	for (char *s = text.buf; !err && *s;) {
		size_t n = strcspn(s, "\n");
		bool more = s[n];

		s[n] = '\0';
		err = parse_line(p, path, ++line, s);
		s += n + more;
	}
	strbuf_release(&text);
	return err;
}

/* --- headers ----------------------------------------------------------- */

/* A name with any of these has to be in quotes. */
#define SPECIAL "()<>[]:;@\\,.\""

static void add_who(struct strbuf *out, const char *who)
{
	const char *lt = strrchr(who, '<');
	size_t n = lt ? lt - who : 0;
	char *name;

	while (n && who[n - 1] == ' ')
		n--;
	if (!n) {
		strbuf_addstr(out, who);
		return;
	}
	if (n > 1 && *who == '"' && who[n - 1] == '"')
		name = xstrndup(who + 1, n - 2);
	else
		name = xstrndup(who, n);
	if (!mime_ascii(name))
		mime_text(out, name);
	else if (*who == '"' || !strpbrk(name, SPECIAL))
		strbuf_add(out, who, n);
	else if (strpbrk(name, "\\\""))
		strbuf_addf(out, "\"%.*s\"", (int)strcspn(name, "\\\""), name);
	else
		strbuf_addf(out, "\"%s\"", name);
	strbuf_addf(out, " %s", lt);
	free(name);
}

static void add_header(struct strbuf *out, const char *name,
		       const struct strvec *who)
{
	for (size_t i = 0; i < who->n; i++) {
		strbuf_addf(out, "%s", i ? ",\n    " : name);
		add_who(out, who->v[i]);
	}
	if (who->n)
		strbuf_addch(out, '\n');
}

void people_headers(const struct people *p, struct strbuf *out)
{
	add_header(out, "To: ", &p->to);
	add_header(out, "Cc: ", &p->cc);
}
