// SPDX-License-Identifier: GPL-2.0-only
#include "git/diff.h"
#include "patch/patch.h"

#define CONTEXT 3	/* lines around a change */

/* All lines of a deleted or a new file; it has one hunk, or is empty. */
struct side {
	const struct pline *v;
	size_t n;
};

static struct side side_of(const struct pfile *f)
{
	return f->n ? (struct side){ f->v[0].v, f->v[0].n } :
		      (struct side){ NULL, 0 };
}

static void text_of(const struct side *s, struct strbuf *out)
{
	for (size_t i = 0; i < s->n; i++) {
		strbuf_add(out, s->v[i].text, s->v[i].len);
		if (!s->v[i].cut)
			strbuf_addch(out, '\n');
	}
}

/* A file that is being joined, and how far its hunks reach. */
struct writer {
	struct pfile *f;
	struct phunk *h;	/* the hunk at hand, or NULL */
	uint32_t old, new;	/* lines before the next one */
};

static void take(struct writer *w, const struct side *s, size_t n, char sign)
{
	struct phunk *h = w->h;

	for (size_t i = 0; i < n; i++) {
		struct pline *l;

		GROW(h->v, h->n + 1, h->alloc);
		l = &h->v[h->n++];
		*l = s->v[sign == '-' ? w->old : w->new];
		l->sign = sign;
		l->old = w->old += sign != '+';
		l->new = w->new += sign != '-';
		h->old_n += sign != '+';
	}
}

static void open_hunk(struct writer *w, uint32_t old, uint32_t new)
{
	struct pfile *f = w->f;

	GROW(f->v, f->n + 1, f->alloc);
	w->h = &f->v[f->n++];
	memset(w->h, 0, sizeof(*w->h));
	w->h->old = old + 1;
	w->old = old;
	w->new = new;
}

/* Write the changes as hunks, those close to each other as one. */
static void write_hunks(struct pfile *f, const struct side *old,
			const struct side *new, const struct hunks *diff)
{
	struct writer w = { f };

	for (size_t i = 0; i < diff->n; i++) {
		const struct hunk *d = &diff->v[i];
		size_t before = d->new < CONTEXT ? d->new : CONTEXT, room;

		if (!w.h) {
			open_hunk(&w, (uint32_t)(d->old - before),
				  (uint32_t)(d->new - before));
			take(&w, new, before, ' ');
		}
		take(&w, old, d->old_n, '-');
		take(&w, new, d->new_n, '+');
		room = (i + 1 < diff->n ? d[1].new : new->n) - w.new;
		if (i + 1 < diff->n && room <= 2 * CONTEXT) {
			take(&w, new, room, ' ');
		} else {
			take(&w, new, room < CONTEXT ? room : CONTEXT, ' ');
			w.h = NULL;
		}
	}
}

static void drop(struct ppatch *p, struct pfile *f)
{
	size_t i = f - p->v;

	for (size_t k = 0; k < f->n; k++)
		free(f->v[k].v);
	free(f->v);
	free(f->path);
	free(f->old_path);
	free(f->base);
	memmove(f, f + 1, (p->n - i - 1) * sizeof(*f));
	p->n--;
}

int ppatch_join(struct ppatch *p, const char *old, const char *new)
{
	struct pfile *from = ppatch_file(p, old), *to = ppatch_file(p, new);
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct pfile joined = { .kind = PFILE_RENAMED };
	struct hunks diff = { 0 };
	struct side sa, sb;
	int err;

	if (!from || !to || from->kind != PFILE_DELETED ||
	    to->kind != PFILE_NEW || from->binary || to->binary)
		return 0;
	sa = side_of(from);
	sb = side_of(to);
	text_of(&sa, &a);
	text_of(&sb, &b);
	err = diff_lines(&a, &b, &diff);
	if (!err) {
		write_hunks(&joined, &sa, &sb, &diff);
		joined.path = xstrdup(new);
		joined.old_path = xstrdup(old);
		joined.base = from->base;
		from->base = NULL;
		drop(p, from);
		drop(p, ppatch_file(p, new));
		GROW(p->v, p->n + 1, p->alloc);
		p->v[p->n++] = joined;
	}
	hunks_release(&diff);
	strbuf_release(&a);
	strbuf_release(&b);
	return err;
}
