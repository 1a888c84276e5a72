// SPDX-License-Identifier: GPL-2.0-only
#include "chash/int.h"

/* Keep the roots, and what anything kept refers to. */
static void reach(struct unit *u)
{
	struct chash *c = u->c;
	uint32_t *todo = xmalloc((c->n + 1) * sizeof(*todo));
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (!c->decls[i].root)
			continue;
		c->decls[i].kept = true;
		todo[n++] = i;
	}
	while (n) {
		const struct part *p = &u->parts[todo[--n]];

		for (uint32_t i = p->refs; i < p->refs_end; i++) {
			struct sym *s = &u->sym[u->refs[i] / 2];
			uint32_t *first = &s->first[u->refs[i] % 2], e;

			for (e = *first; e; e = u->names[e - 1].next) {
				uint32_t d = u->names[e - 1].decl;

				if (c->decls[d].kept)
					continue;
				c->decls[d].kept = true;
				todo[n++] = d;
			}
			/* Once is enough. */
			*first = 0;
		}
	}
	free(todo);
}

/* All that decides the object code: what is kept, and how it is tied. */
static void digest(struct unit *u)
{
	struct chash *c = u->c;
	struct strbuf sb = STRBUF_INIT;
	uint32_t numbered = 0;

	strbuf_addf(&sb, "chash 1 %d %d\n", u->o->lines, u->o->keep_static);
	for (uint32_t i = 0; i < u->n_sym; i++)
		u->sym[i].mark[0] = 0;
	for (size_t i = 0; i < c->n; i++) {
		const struct part *p = &u->parts[i];

		if (!c->decls[i].kept)
			continue;
		c->kept++;
		if (p->forward)
			continue;
		strbuf_add(&sb, c->decls[i].id.b, sizeof(c->decls[i].id.b));
		strbuf_addf(&sb, "%u ", p->extra_end - p->extra);
		strbuf_add(&sb, u->extra.buf + p->extra,
			   p->extra_end - p->extra);
		for (uint32_t k = p->counts; k < p->counts_end; k++) {
			uint32_t *mark = &u->sym[u->counts[k]].mark[0];

			if (!*mark)
				*mark = ++numbered;
			strbuf_addf(&sb, " %u", *mark);
		}
		strbuf_addch(&sb, '\n');
	}
	hash_of(&c->digest, sb.buf, sb.len);
	strbuf_release(&sb);
}

static void digest_all(struct unit *u)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < u->c->n; i++)
		strbuf_add(&sb, u->c->decls[i].id.b, sizeof(u->c->decls[i].id.b));
	hash_of(&u->c->all, sb.buf, sb.len);
	strbuf_release(&sb);
}

static bool is_blank(const char *p, uint32_t n)
{
	while (n && strchr(" \t\n", *p)) {
		p++;
		n--;
	}
	return !n;
}

/* The text, without blank lines and those that say where it is from. */
static void digest_text(struct unit *u)
{
	struct strbuf sb = STRBUF_INIT;

	for (uint32_t i = 0; i < u->n;) {
		const char *p = u->s + i, *end = memchr(p, '\n', u->n - i);
		uint32_t n = end ? (uint32_t)(end + 1 - p) : u->n - i;
		bool marker = n > 2 && !strncmp(p, "# ", 2) && p[2] >= '0' &&
			      p[2] <= '9';

		if (!is_blank(p, n) && !marker)
			strbuf_add(&sb, p, n);
		i += n;
	}
	hash_of(&u->c->digest, sb.buf, sb.len);
	strbuf_release(&sb);
}

/* Nothing is known but the text. */
static void all_odd(struct unit *u)
{
	for (size_t i = 0; i < u->c->n; i++)
		u->c->decls[i].kept = true;
	u->c->kept = u->c->n;
	digest_text(u);
	u->c->all = u->c->digest;
}

static void unit_release(struct unit *u)
{
	syms_release(u);
	free(u->covers);
	free(u->parts);
	free(u->decl_of);
	free(u->wanted);
	free(u->names);
	free(u->refs);
	free(u->counts);
	strbuf_release(&u->extra);
	free(u->lev);
	free(u->v);
	strbuf_release(&u->text);
	strbuf_release(&u->str);
}

int chash_unit(struct chash *c, const char *text, size_t len,
	       const struct chash_opts *opts)
{
	static const struct chash_opts no_opts;
	struct unit u = {
		.c = c, .o = opts ? opts : &no_opts,
		.s = text, .n = len,
		.line = 1, .start = true,
		.extra = STRBUF_INIT, .text = STRBUF_INIT, .str = STRBUF_INIT,
	};

	memset(c, 0, sizeof(*c));
	if (len >= UINT32_MAX - 8)
		return error("a preprocessed unit of %zu bytes is too long",
			     len);
	c->n_cover = u.o->files ? u.o->files->n : 0;
	c->cover = xcalloc(c->n_cover + 1, sizeof(*c->cover));
	syms_init(&u);
	chash_unit_file(&u, "");
	chash_scan(&u);
	if (c->odd) {
		all_odd(&u);
	} else {
		chash_note_env(&u);
		chash_note_slices(&u);
		reach(&u);
		digest(&u);
		digest_all(&u);
	}
	chash_note_reached(&u);
	unit_release(&u);
	return 0;
}

void chash_release(struct chash *c)
{
	for (size_t i = 0; i < c->n_cover; i++)
		lines_release(&c->cover[i]);
	free(c->cover);
	free(c->decls);
	strvec_release(&c->files);
	strvec_release(&c->macros);
	strvec_release(&c->reached);
	strvec_release(&c->referred);
	strvec_release(&c->mentioned);
	strvec_release(&c->names);
	memset(c, 0, sizeof(*c));
}
