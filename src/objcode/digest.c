// SPDX-License-Identifier: GPL-2.0-only
#include "base/hash.h"
#include "base/strbuf.h"
#include "base/strvec.h"
#include "objcode/int.h"

/* Constants that point to constants. */
#define DEPTH 8
/* Bytes, of one function and all constants that it points to. */
#define TOO_MUCH (1UL << 24)

struct digest {
	const struct obj *o;
	const struct ofn *fn;
	const struct ofn *cold;	/* or NULL */
	struct strbuf text;	/* the shape, before it is hashed */
	struct strbuf refs;
	struct strvec names;	/* one for each of refs */
	struct place {
		size_t sec;
		uint64_t at;
	} *seen;		/* numbered variables, in the order they came */
	size_t n_seen, alloc_seen;
	struct ofn around[DEPTH];	/* constants that are being put */
	int depth;
	const char *why;
};

static void put_range(struct digest *d, size_t sec, uint64_t start,
		      uint64_t end);

/* --- what a relocation points to --------------------------------------- */

static void put_name(struct digest *d, const char *name, int64_t addend)
{
	size_t i = 0;

	while (i < d->names.n && strcmp(d->names.v[i], name))
		i++;
	if (i == d->names.n) {
		strvec_push(&d->names, name);
		code_ref(&d->refs, name);
	}
	strbuf_addf(&d->text, "name %zu%+lld", i, (long long)addend);
}

static bool put_in(struct digest *d, const struct ofn *range, const char *what,
		   size_t i, size_t sec, uint64_t at)
{
	if (!range || range->sec != sec || at < range->start || at > range->end)
		return false;
	strbuf_addf(&d->text, "%s %zu+%llu", what, i,
		    (unsigned long long)(at - range->start));
	return true;
}

/* In the function, or in what this is a part of: jump tables have both. */
static bool put_own(struct digest *d, size_t sec, uint64_t at)
{
	const struct ofn *parts[] = { d->fn, d->cold };

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (put_in(d, parts[i], "own", i, sec, at))
			return true;
	for (int i = 1; i < d->depth; i++)
		if (put_in(d, &d->around[i], "around", (size_t)i, sec, at))
			return true;
	return false;
}

/* END without zeros that may be padding in front of what comes next. */
static uint64_t unpadded(const struct osec *s, uint64_t at, uint64_t end)
{
	for (int i = 1; i < 8 && end > at && !s->data[end - 1]; i++) {
		size_t r = osec_rel(s, end < 8 ? 0 : end - 8);

		if (r < s->n_rels && s->rels[r].offset < end)
			break;
		end--;
	}
	return end;
}

/* Of [AT, ...) up to what comes next. */
static void put_region(struct digest *d, size_t sec, uint64_t at)
{
	const struct osec *s = &d->o->secs[sec];
	uint64_t end = s->size;

	if (at > s->size || !s->data) {
		strbuf_addf(&d->text, "in %s%+lld", s->plain, (long long)at);
		return;
	}
	for (size_t i = 0; i < s->n_bounds; i++)
		if (s->bounds[i] > at) {
			end = s->bounds[i];
			break;
		}
	strbuf_addstr(&d->text, "{");
	put_range(d, sec, at, unpadded(s, at, end));
	strbuf_addstr(&d->text, "}");
}

static void put_string(struct digest *d, const struct osec *s, uint64_t at)
{
	size_t unit = s->entsize ? s->entsize : 1, from = at, to = at;
	static const char zero[8];

	if (at >= s->size || unit > sizeof(zero)) {
		strbuf_addf(&d->text, "in %s%+lld", s->plain, (long long)at);
		return;
	}
	while (from >= unit && memcmp(s->data + from - unit, zero, unit))
		from -= unit;
	while (to + unit <= s->size && memcmp(s->data + to, zero, unit))
		to += unit;
	strbuf_addf(&d->text, "string %zu+%zu ", to - from, (size_t)at - from);
	strbuf_add(&d->text, s->data + from, to - from);
}

/* A variable whose name had a number. */
static void put_numbered(struct digest *d, const struct osym *y, int64_t off)
{
	const struct osec *s = &d->o->secs[y->sec];
	size_t i = 0;

	while (i < d->n_seen && (d->seen[i].sec != y->sec ||
				 d->seen[i].at != y->value))
		i++;
	if (i == d->n_seen) {
		GROW(d->seen, i + 1, d->alloc_seen);
		d->seen[d->n_seen++] = (struct place){ y->sec, y->value };
	}
	strbuf_addf(&d->text, "var %s %zu%+lld", y->name, i, (long long)off);
	if (i + 1 == d->n_seen && is_constant(s) && s->data &&
	    y->value + y->size <= s->size) {
		strbuf_addstr(&d->text, " {");
		put_range(d, y->sec, y->value, y->value + y->size);
		strbuf_addstr(&d->text, "}");
	}
}

static void put_variable(struct digest *d, const struct osym *y, int64_t off)
{
	if (y->numbered)
		put_numbered(d, y, off);
	else
		put_name(d, y->name, off);
}

/* The variable at AT. One that is alone in its section has all of it. */
static const struct osym *variable_at(const struct obj *o, size_t sec,
				      uint64_t at)
{
	const struct osec *s = &o->secs[sec];
	const struct osym *found = NULL;

	if (s->n_objects == 1)
		return &o->syms[s->objects[0]];
	for (size_t i = 0; i < s->n_objects; i++) {
		const struct osym *y = &o->syms[s->objects[i]];

		if (y->value <= at && at < y->value + (y->size ? y->size : 1) &&
		    (!found || found->value < y->value))
			found = y;
	}
	return found;
}

static const struct ofn *function_at(const struct obj *o, size_t sec,
				     uint64_t at)
{
	const struct osec *s = &o->secs[sec];

	for (size_t i = 0; i < s->n_fns; i++) {
		const struct ofn *fn = &o->fns[s->fns[i]];

		if (fn->start <= at && at < fn->end)
			return fn;
	}
	return NULL;
}

static void put_rel(struct digest *d, const struct orel *r);

static void put_data(struct digest *d, size_t sec, uint64_t at)
{
	const struct osec *s = &d->o->secs[sec];
	const struct osym *y = variable_at(d->o, sec, at);
	size_t k = osec_rel(s, at);

	if (y) {
		put_variable(d, y, (int64_t)(at - y->value));
	} else if (is_constant(s)) {
		put_region(d, sec, at);
	} else if (k < s->n_rels && s->rels[k].offset == at &&
		   d->depth < DEPTH) {
		d->around[d->depth++] = (struct ofn){ .sec = 0 };
		strbuf_addstr(&d->text, "pointer to ");
		put_rel(d, &s->rels[k]);
		d->depth--;
	} else {
		strbuf_addf(&d->text, "in %s%+lld", s->plain, (long long)at);
	}
}

static void put_place(struct digest *d, size_t sec, uint64_t at)
{
	const struct osec *s = &d->o->secs[sec];
	const struct ofn *fn;

	if (put_own(d, sec, at))
		return;
	fn = function_at(d->o, sec, at);
	if (fn) {
		put_name(d, d->o->syms[fn->sym].name,
			 (int64_t)(at - fn->start));
	} else if (!(s->flags & SHF_ALLOC)) {
		strbuf_addf(&d->text, "in %s%+lld", s->plain, (long long)at);
	} else if (s->flags & SHF_STRINGS && s->data) {
		put_string(d, s, at);
	} else if (s->flags & SHF_MERGE && s->entsize && s->data &&
		   at < s->size) {
		uint64_t from = at - at % s->entsize;
		uint64_t to = from + s->entsize;

		strbuf_addf(&d->text, "constant %llu ",
			    (unsigned long long)(at - from));
		put_range(d, sec, from, to < s->size ? to : s->size);
	} else if (is_code(s)) {
		put_region(d, sec, at);
	} else {
		put_data(d, sec, at);
	}
}

static void put_rel(struct digest *d, const struct orel *r)
{
	const struct osym *y = &d->o->syms[r->sym];

	if (d->text.len > TOO_MUCH)
		d->why = "it points to too many constants";
	else if (r->odd)
		d->why = "a relocation of a type that is not known here";
	else if (!r->sym)
		strbuf_addf(&d->text, "none%+lld", (long long)r->addend);
	else if (y->place)
		put_place(d, y->sec, orel_at(r, y));
	else if (r->sym == d->fn->sym)
		strbuf_addf(&d->text, "itself%+lld", (long long)r->addend);
	else if (y->sec && !is_code(&d->o->secs[y->sec]) && y->numbered)
		put_numbered(d, y, r->addend);
	else
		put_name(d, y->name, r->addend);
}

/* --- ranges ------------------------------------------------------------ */

static void put_range(struct digest *d, size_t sec, uint64_t start,
		      uint64_t end)
{
	const struct osec *s = &d->o->secs[sec];
	size_t first = osec_rel(s, start), last = osec_rel(s, end);
	unsigned char *code;

	if (!s->data || end > s->size || start > end)
		d->why = "its code is not in the object";
	else if (d->depth == DEPTH)
		d->why = "constants point too deep";
	else if (d->text.len > TOO_MUCH)
		d->why = "it points to too many constants";
	if (d->why)
		return;
	d->around[d->depth++] = (struct ofn){ .sec = sec, .start = start,
					      .end = end };
	code = xmalloc(end - start + 1);
	memcpy(code, s->data + start, end - start);
	for (size_t i = first; i < last; i++)
		field_clear(d->o, &s->rels[i], code + s->rels[i].offset - start,
			    end - s->rels[i].offset);
	strbuf_addf(&d->text, "%llu bytes ", (unsigned long long)(end - start));
	strbuf_add(&d->text, code, end - start);
	free(code);
	for (size_t i = first; i < last && !d->why; i++) {
		strbuf_addf(&d->text, "\n+%llu %u ", (unsigned long long)
			    (s->rels[i].offset - start), s->rels[i].type);
		put_rel(d, &s->rels[i]);
	}
	d->depth--;
}

static void set(char **to, char *s)
{
	free(*to);
	*to = s;
}

static void digest_release(struct digest *d)
{
	strbuf_release(&d->text);
	strbuf_release(&d->refs);
	strvec_release(&d->names);
	free(d->seen);
}

void objfn_digest(const struct obj *o, const struct ofn *fn, struct codefn *f)
{
	struct digest d = { .o = o, .fn = fn, .text = STRBUF_INIT,
			    .refs = STRBUF_INIT };

	d.cold = fn->cold ? &o->fns[fn->cold - 1] : NULL;
	put_range(&d, fn->sec, fn->start, fn->end);
	f->size = fn->end - fn->start;
	if (d.cold) {
		strbuf_addstr(&d.text, "\ncold ");
		put_range(&d, d.cold->sec, d.cold->start, d.cold->end);
		f->size += d.cold->end - d.cold->start;
	}
	if (d.why)
		set(&f->why, xstrdup(d.why));
	else
		set(&f->shape, hash_hex(d.text.buf, d.text.len));
	set(&f->refs, xstrdup(d.refs.buf));
	set(&f->layout, xstrdup(o->secs[fn->sec].layout));
	digest_release(&d);
}

void objsec_digest(const struct obj *o, size_t sec, struct codefn *f)
{
	const struct osec *s = &o->secs[sec];
	struct strbuf all = STRBUF_INIT;
	struct strvec parts = STRVEC_INIT;
	uint64_t at = 0;

	for (size_t i = 0; i <= s->n_bounds; i++) {
		uint64_t end = i < s->n_bounds ? s->bounds[i] : s->size;
		struct ofn part = { .sec = sec, .start = at, .end = end };
		struct digest d = { .o = o, .fn = &part, .text = STRBUF_INIT,
				    .refs = STRBUF_INIT };

		if (end == at)
			continue;
		put_range(&d, sec, at, end);
		strbuf_addbuf(&d.text, &d.refs);
		strvec_take(&parts, hash_hex(d.text.buf, d.text.len));
		if (d.why)
			set(&f->why, xstrdup(d.why));
		digest_release(&d);
		at = end;
	}
	strvec_sort(&parts);
	for (size_t i = 0; i < parts.n; i++)
		strbuf_addstr(&all, parts.v[i]);
	f->size = s->size;
	if (!*f->why)
		set(&f->shape, hash_hex(all.buf, all.len));
	strbuf_release(&all);
	strvec_release(&parts);
}
