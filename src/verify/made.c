// SPDX-License-Identifier: GPL-2.0-only
/*
 * Headers that kbuild makes from a unit (asm-offsets.c): it compiles the unit to
 * assembly, where each line .ascii "->NAME VALUE ..." becomes a #define. Older
 * kernels have no .ascii and no quotes there.
 */
#include "base/fs.h"
#include "base/hash.h"
#include "verify/int.h"

/* Of the texts in the store. */
#define KIND "made-1"

static char *key_of(const struct vunit *u, bool now)
{
	char hex[41], *text, *key;

	oid_hex(unit_code(u, now), hex);
	text = xstrfmt("%s\n%s\n%s\n", u->command, u->source, hex);
	key = hash_hex(text, strlen(text));
	free(text);
	return key;
}

/* The lines that kbuild takes, from the arrow to the quote. */
static void take_lines(const char *text, struct strbuf *out)
{
	static const char *const ascii = ".ascii";

	for (const char *p = text, *end; *p; p = end + !!*end) {
		size_t n;

		end = strchrnul(p, '\n');
		p += strspn(p, " \t");
		if (starts_with(p, ascii)) {
			p += strlen(ascii);
			p += strspn(p, " \t");
			p += *p == '"';
		}
		if (!starts_with(p, "->"))
			continue;
		p += strlen("->");
		n = strcspn(p, "\"\n");
		strbuf_add(out, p, n);
		strbuf_addch(out, '\n');
	}
}

int made_keep(const struct vrun *r, const struct vunit *u, bool now,
	      const char *file)
{
	struct strbuf text = STRBUF_INIT, lines = STRBUF_INIT;
	char *key = key_of(u, now);
	int err = strbuf_read_file(&text, file);

	if (err)
		err = error("cannot read %s: %s", file, strerror(-err));
	if (!err) {
		take_lines(text.buf, &lines);
		/* Without any, it says nothing about the header. */
		if (lines.len)
			err = store_put_text(r->v->store, KIND, key, lines.buf);
	}
	strbuf_release(&text);
	strbuf_release(&lines);
	free(key);
	return err;
}

static int get(const struct vrun *r, const struct vunit *u, bool now, char **text)
{
	char *key = key_of(u, now);
	int got = store_get_text(r->v->store, KIND, key, text);

	free(key);
	return got;
}

/* Where the first line that differs starts: in A, and in B. */
static void first_other(const char *a, const char *b, const char **line_a,
			const char **line_b)
{
	while (*a && *b) {
		size_t n = strcspn(a, "\n") + 1, m = strcspn(b, "\n") + 1;

		if (n != m || strncmp(a, b, n))
			break;
		a += n;
		b += n;
	}
	*line_a = a;
	*line_b = b;
}

static void warn(const struct vunit *u, const char *a, const char *b,
		 struct cell *cell)
{
	const char *was, *is;

	first_other(a, b, &was, &is);
	strvec_pushf(&cell->cc, "%s: the header made from it changes ('%.*s' was '%.*s'), but units are compiled with the one of the base",
		     u->source, (int)strcspn(is, "\n"), is,
		     (int)strcspn(was, "\n"), was);
}

int made_judge(const struct vrun *r, const struct vunit *u, struct cell *cell)
{
	char *before = NULL, *now = NULL;
	int a = get(r, u, false, &before), b = get(r, u, true, &now);

	if (a > 0 && b > 0) {
		if (strcmp(before, now))
			warn(u, before, now, cell);
	} else if (a >= 0 && b >= 0) {
		strvec_pushf(&cell->cc, "%s: the header made from it may change, but units are compiled with the one of the base",
			     u->source);
	}
	free(before);
	free(now);
	return a < 0 ? a : b < 0 ? b : 0;
}
