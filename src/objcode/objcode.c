// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "objcode/int.h"

/* Where the code of symbol I is; false if it is no function. */
static bool code_of(const struct obj *o, size_t i, struct ofn *fn)
{
	const struct osym *s = &o->syms[i];
	const struct osec *sec = &o->secs[s->sec];
	bool function = s->type == STT_FUNC || s->type == STT_GNU_IFUNC;
	const struct osym *to;
	size_t k;

	*fn = (struct ofn){ .sym = i, .sec = s->sec, .start = s->value,
			    .end = s->value + s->size };
	if (!s->sec || !(sec->flags & SHF_ALLOC))
		return false;
	if (is_code(sec))
		return function || (!s->local && s->type == STT_NOTYPE);
	/* A descriptor, whose first word is where the code is. */
	k = osec_rel(sec, s->value);
	if (!function || k == sec->n_rels || sec->rels[k].offset != s->value)
		return false;
	to = &o->syms[sec->rels[k].sym];
	fn->sec = to->sec;
	fn->start = to->value + (uint64_t)sec->rels[k].addend;
	fn->end = fn->start + s->size;
	return to->sec && is_code(&o->secs[to->sec]);
}

static int by_start(const void *a, const void *b, void *data)
{
	const struct obj *o = data;
	const struct ofn *x = &o->fns[*(const size_t *)a];
	const struct ofn *y = &o->fns[*(const size_t *)b];

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return strcmp(o->syms[x->sym].raw, o->syms[y->sym].raw);
}

static int by_value(const void *a, const void *b, void *data)
{
	const struct obj *o = data;
	const struct osym *x = &o->syms[*(const size_t *)a];
	const struct osym *y = &o->syms[*(const size_t *)b];

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return strcmp(x->raw, y->raw);
}

/*
 * A function without a size ends where the next begins; so does one with its
 * constants behind it, which are more than padding.
 */
static void set_ends(struct obj *o, const struct osec *s)
{
	for (size_t i = 0; i < s->n_fns; i++) {
		struct ofn *fn = &o->fns[s->fns[i]];
		uint64_t stop = s->size;
		size_t r;

		for (size_t k = i + 1; k < s->n_fns && stop == s->size; k++)
			if (o->fns[s->fns[k]].start > fn->start)
				stop = o->fns[s->fns[k]].start;
		r = osec_rel(s, fn->end);
		if (fn->end == fn->start || fn->end > stop ||
		    (r < s->n_rels && s->rels[r].offset < stop) ||
		    (fn->end < stop && stop - fn->end >= s->align))
			fn->end = stop;
	}
}

static void set_layout(const struct obj *o, struct osec *s)
{
	struct strbuf text = STRBUF_INIT, hex = STRBUF_INIT;
	bool shared = false;

	for (size_t i = 0; i < s->n_fns; i++) {
		const struct ofn *fn = &o->fns[s->fns[i]];

		shared |= fn->start != o->fns[s->fns[0]].start;
		strbuf_addf(&text, "%s %llu %llu\n", o->syms[fn->sym].name,
			    (unsigned long long)fn->start,
			    (unsigned long long)fn->end);
	}
	code_ref(&hex, text.buf);
	if (shared)
		memcpy(s->layout, hex.buf, CODE_REF);
	strbuf_release(&text);
	strbuf_release(&hex);
}

/* "FOO.cold" and "FOO.cold.1" are a part of "FOO". */
static void join_cold(struct obj *o)
{
	for (size_t i = 0; i < o->n_fns; i++) {
		const char *name = o->syms[o->fns[i].sym].raw;
		const char *cold = strstr(name, ".cold");

		if (!cold || (cold[5] && cold[5] != '.'))
			continue;
		for (size_t k = 0; k < o->n_fns; k++) {
			const char *of = o->syms[o->fns[k].sym].raw;

			if (strncmp(of, name, cold - name) || of[cold - name] ||
			    o->fns[k].cold)
				continue;
			o->fns[k].cold = i + 1;
			o->fns[i].part = true;
			break;
		}
	}
}

static void find_functions(struct obj *o)
{
	for (size_t i = 1; i < o->n_syms; i++) {
		struct osec *s;
		struct ofn fn;

		if (o->syms[i].place || !code_of(o, i, &fn))
			continue;
		GROW(o->fns, o->n_fns + 1, o->alloc_fns);
		o->fns[o->n_fns] = fn;
		s = &o->secs[fn.sec];
		GROW(s->fns, s->n_fns + 1, s->alloc_fns);
		s->fns[s->n_fns++] = o->n_fns++;
	}
	for (size_t i = 1; i < o->n_secs; i++) {
		struct osec *s = &o->secs[i];

		if (!s->n_fns)
			continue;
		qsort_r(s->fns, s->n_fns, sizeof(*s->fns), by_start, o);
		set_ends(o, s);
		set_layout(o, s);
	}
	join_cold(o);
}

static void add_bound(struct osec *s, uint64_t at)
{
	if (at > s->size)
		return;
	GROW(s->bounds, s->n_bounds + 1, s->alloc_bounds);
	s->bounds[s->n_bounds++] = at;
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Variables, and all places that something points to. */
static void find_places(struct obj *o)
{
	for (size_t i = 1; i < o->n_syms; i++) {
		const struct osym *y = &o->syms[i];
		struct osec *s = &o->secs[y->sec];

		if (!y->sec || y->place)
			continue;
		add_bound(s, y->value);
		add_bound(s, y->value + y->size);
		if (is_code(s))
			continue;
		GROW(s->objects, s->n_objects + 1, s->alloc_objects);
		s->objects[s->n_objects++] = i;
	}
	for (size_t i = 1; i < o->n_secs; i++)
		for (size_t k = 0; k < o->secs[i].n_rels; k++) {
			const struct orel *r = &o->secs[i].rels[k];
			const struct osym *y = &o->syms[r->sym];

			if (y->place && !r->odd)
				add_bound(&o->secs[y->sec], orel_at(r, y));
		}
	for (size_t i = 1; i < o->n_secs; i++) {
		struct osec *s = &o->secs[i];

		if (s->n_bounds)
			qsort(s->bounds, s->n_bounds, sizeof(*s->bounds),
			      by_number);
		if (s->n_objects)
			qsort_r(s->objects, s->n_objects, sizeof(*s->objects),
				by_value, o);
	}
}

static void list_functions(struct codelist *l, const struct obj *o)
{
	for (size_t i = 0; i < o->n_fns; i++)
		if (!o->fns[i].part)
			objfn_digest(o, &o->fns[i], codelist_add(l,
				     o->syms[o->fns[i].sym].name));
	for (size_t i = 1; i < o->n_secs; i++) {
		const struct osec *s = &o->secs[i];
		char *name;

		/* A pool of literals is a part of who uses it. */
		if (!is_code(s) || !s->data || s->n_fns ||
		    strstr(s->name, "literal"))
			continue;
		name = xstrfmt("(%s)", s->plain);
		objsec_digest(o, i, codelist_add(l, name));
		free(name);
	}
}

void objcode_read(struct codelist *l, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct obj o;

	if (fd < 0) {
		l->why = xstrfmt("no object: %s", strerror(errno));
		return;
	}
	obj_read(&o, fd);
	if (!o.why) {
		find_functions(&o);
		find_places(&o);
		list_functions(l, &o);
	}
	if (o.why)
		l->why = xstrdup(o.why);
	codelist_sort(l);
	obj_release(&o);
	close(fd);
}
