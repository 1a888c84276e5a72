// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <strings.h>

#include "base/fs.h"
#include "patch/trailers.h"

const char *trailer_colon(const char *s, size_t n)
{
	const char *colon = memchr(s, ':', n);

	if (!colon || colon - s < 4 || strncasecmp(colon - 3, "-by", 3) ||
	    !strncasecmp(s, "Signed-off-by:", 14))
		return NULL;
	for (const char *p = s; p < colon; p++)
		if (!isalpha((unsigned char)*p) && *p != '-')
			return NULL;
	return colon;
}

bool trailer_valid(const char *s, size_t n)
{
	const char *end = s + n, *colon = trailer_colon(s, n), *lt, *gt;

	if (!colon)
		return false;
	lt = memchr(colon, '<', end - colon);
	gt = lt ? memchr(lt, '>', end - lt) : NULL;
	if (!gt || colon[1] != ' ' || !memchr(lt, '@', gt - lt) ||
	    memchr(lt, ' ', gt - lt))
		return false;
	gt++;
	while (gt < end && isspace((unsigned char)*gt))
		gt++;
	return gt == end || *gt == '#';
}

/* --- the file ---------------------------------------------------------- */

struct parse {
	struct trailers *t;
	const char *file;
	int line;
	bool open;	/* in a block */
};

static struct trailer_block *new_block(struct trailers *t)
{
	GROW(t->v, t->n + 1, t->alloc);
	memset(&t->v[t->n], 0, sizeof(*t->v));
	return &t->v[t->n++];
}

static struct trailer *add_to(struct trailer_block *b, const char *text,
			      size_t n)
{
	GROW(b->v, b->n + 1, b->alloc);
	b->v[b->n].text = xstrndup(text, n);
	b->v[b->n].from = NULL;
	return &b->v[b->n++];
}

/* The value of "KEY: VALUE" in S, or NULL if that is another key. */
static char *value(const char *s, size_t n, const char *key)
{
	size_t k = strlen(key);

	if (n < k || strncasecmp(s, key, k))
		return NULL;
	while (k < n && isspace((unsigned char)s[k]))
		k++;
	return xstrndup(s + k, n - k);
}

static bool is_patch_id(const char *s)
{
	return strlen(s) == PATCH_ID_LEN &&
	       strspn(s, "0123456789abcdef") == PATCH_ID_LEN;
}

static int bad(const struct parse *p, const char *what)
{
	return error_user("%s:%d: %s", p->file, p->line, what);
}

static int parse_line(struct parse *p, const char *s, size_t n)
{
	struct trailer_block *b;
	char *v;

	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	if (!n) {
		p->open = false;
		return 0;
	}
	if (*s == '#')
		return 0;
	if (!p->open) {
		v = value(s, n, "Subject:");
		if (!v)
			return bad(p, "a block begins with the 'Subject: ' of the patch");
		b = new_block(p->t);
		b->subject = v;
		p->open = true;
		return 0;
	}
	b = &p->t->v[p->t->n - 1];
	v = value(s, n, "Patch-id:");
	if (v) {
		free(b->patch_id);
		b->patch_id = v;
		return is_patch_id(v) ? 0 : bad(p, "a patch-id has 40 hex digits");
	}
	v = value(s, n, "Message-ID:");
	if (v) {
		if (!b->n || b->v[b->n - 1].from) {
			free(v);
			return bad(p, "a Message-ID belongs below its trailer");
		}
		b->v[b->n - 1].from = v;
		return 0;
	}
	if (!trailer_valid(s, n))
		return bad(p, "no trailer: 'Reviewed-by: Name <address>' (nor Subject, Patch-id, Message-ID)");
	add_to(b, s, n);
	return 0;
}

int trailers_read(struct trailers *t, const char *dir)
{
	char *file = xstrfmt("%s/trailers", dir);
	struct parse p = { .t = t, .file = file };
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, file);

	memset(t, 0, sizeof(*t));
	if (err == -ENOENT)
		err = 0;
	else if (err)
		err = error("cannot read %s: %s", file, strbuf_read_error(err));
	for (const char *s = text.buf; *s && !err;) {
		size_t n = strcspn(s, "\n");

		p.line++;
		err = parse_line(&p, s, n);
		s += n + (s[n] == '\n');
	}
	strbuf_release(&text);
	free(file);
	return err;
}

static void print_block(struct strbuf *out, const struct trailer_block *b)
{
	strbuf_addf(out, "%sSubject: %s\n", out->len ? "\n" : "", b->subject);
	if (b->patch_id)
		strbuf_addf(out, "Patch-id: %s\n", b->patch_id);
	for (size_t i = 0; i < b->n; i++) {
		strbuf_addf(out, "%s\n", b->v[i].text);
		if (b->v[i].from)
			strbuf_addf(out, "Message-ID: %s\n", b->v[i].from);
	}
}

int trailers_write(const struct trailers *t, const char *dir)
{
	char *file = xstrfmt("%s/trailers", dir);
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, file);

	if (err && err != -ENOENT) {
		err = error("cannot read %s: %s", file, strbuf_read_error(err));
		goto done;
	}
	strbuf_rtrim(&text);
	if (text.len)
		strbuf_addch(&text, '\n');
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].is_new)
			print_block(&text, &t->v[i]);
	err = write_file_atomic(file, text.buf, text.len);
	if (err)
		err = error("cannot write %s: %s", file, strerror(-err));
done:
	strbuf_release(&text);
	free(file);
	return err;
}

void trailers_release(struct trailers *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct trailer_block *b = &t->v[i];

		for (size_t k = 0; k < b->n; k++) {
			free(b->v[k].text);
			free(b->v[k].from);
		}
		free(b->v);
		free(b->subject);
		free(b->patch_id);
	}
	free(t->v);
	memset(t, 0, sizeof(*t));
}

/* --- which patch has which --------------------------------------------- */

static bool same_id(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool same_patch(const struct trailer_block *b, const char *subject,
		       const char *patch_id)
{
	return !strcmp(b->subject, subject) && same_id(b->patch_id, patch_id);
}

bool trailers_add(struct trailers *t, const char *subject,
		  const char *patch_id, const char *text, const char *from)
{
	struct trailer_block *to = NULL;
	struct trailer *new;

	for (size_t i = 0; i < t->n; i++) {
		struct trailer_block *b = &t->v[i];

		if (!same_patch(b, subject, patch_id))
			continue;
		for (size_t k = 0; k < b->n; k++)
			if (!strcmp(b->v[k].text, text))
				return false;
		if (b->is_new)
			to = b;
	}
	if (!to) {
		to = new_block(t);
		to->subject = xstrdup(subject);
		to->patch_id = patch_id ? xstrdup(patch_id) : NULL;
		to->is_new = true;
	}
	new = add_to(to, text, strlen(text));
	new->from = from ? xstrdup(from) : NULL;
	return true;
}

static void give(struct given_list *out, const struct trailer *t,
		 enum given_for what)
{
	for (size_t i = 0; i < out->n; i++)
		if (!strcmp(out->v[i].t->text, t->text))
			return;
	GROW(out->v, out->n + 1, out->alloc);
	out->v[out->n++] = (struct given){ t, what };
}

void trailers_of(const struct trailers *t, const char *subject,
		 const char *patch_id, struct given_list *out)
{
	for (int same = 1; same >= 0; same--)
		for (size_t i = 0; i < t->n; i++) {
			const struct trailer_block *b = &t->v[i];
			bool is = b->patch_id && same_id(b->patch_id, patch_id);

			if (same ? !is : is || strcmp(b->subject, subject))
				continue;
			for (size_t k = 0; k < b->n; k++)
				give(out, &b->v[k], same ? GIVEN_SAME :
				     b->patch_id ? GIVEN_OTHER : GIVEN_ANY);
		}
}

enum trailer_kind trailer_kind(const char *text)
{
	static const char *const credit[] = {
		"Originally-by", "Suggested-by", "Reported-by", "Requested-by",
		"Debugged-by", "Based-on-patch-by",
	};
	size_t n = strcspn(text, ":");

	if ((n == 13 && !strncasecmp(text, "Signed-off-by", n)) ||
	    (n == 15 && !strncasecmp(text, "Co-developed-by", n)))
		return TRAILER_SIGNED;
	if (n < 4 || strncasecmp(text + n - 3, "-by", 3))
		return TRAILER_CREDIT;
	for (size_t i = 0; i < ARRAY_SIZE(credit); i++)
		if (strlen(credit[i]) == n && !strncasecmp(text, credit[i], n))
			return TRAILER_CREDIT;
	return TRAILER_OPINION;
}

bool given_holds(const struct given *g)
{
	return g->what != GIVEN_OTHER ||
	       trailer_kind(g->t->text) != TRAILER_OPINION;
}
