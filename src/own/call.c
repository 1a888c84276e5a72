// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "own/own-call.h"

/* A part of the address of a variable in memory that holds the object. */
static struct value inside_local(const struct walk *w, const struct state *st,
				 const char *text)
{
	size_t n = 1;

	while (is_word(text[n]))
		n++;
	for (size_t i = 0; i < st->n_env; i++) {
		size_t at = st->env[i].name;

		if (at >= w->f->ssa && st->env[i].v.kind == V_OBJ &&
		    !strncmp(w->f->names.v[at], text + 1, n - 1) &&
		    !is_word(w->f->names.v[at][n - 1]))
			return (struct value){ .kind = V_OBJ, .whole = true };
	}
	return (struct value){ .kind = V_ANY };
}

static void read_call(struct walk *w, struct state *st, const struct gstmt *s,
		      struct call *c)
{
	memset(c, 0, sizeof(*c));
	c->s = s;
	c->name = s->v[0];
	for (size_t i = 2; i < s->n; i++) {
		struct value v = value_of(w, st, s->v[i]);

		if (v.kind == V_ANY && *s->v[i] == '&')
			v = inside_local(w, st, s->v[i]);
		c->object |= v.kind == V_OBJ;
		c->other |= v.kind == V_OTHER;
		c->none |= v.kind == V_NONE;
		if (c->n < OWN_ARGS)
			c->args[c->n++] = v;
	}
}

/* --- functions of the program ------------------------------------------ */

/* Take over what the function of R found out about its arguments. */
static void learn_args(struct walk *w, struct state *st, const struct call *c,
		       const struct result *r)
{
	for (size_t i = 0; i < c->n && i + 2 < c->s->n; i++) {
		if (c->s->kind != G_CALL || c->args[i].kind != V_ANY)
			continue;
		if (r->object & 1 << i)
			value_set(w, st, c->s->v[i + 2],
				  (struct value){ .kind = V_OBJ, .whole = true });
		else if (r->zero & 1 << i)
			value_set(w, st, c->s->v[i + 2],
				  (struct value){ .kind = V_INT, .told = true });
		else if (r->set & 1 << i)
			value_set(w, st, c->s->v[i + 2],
				  (struct value){ .kind = V_ANY, .told = true });
	}
}

/* What comes of ST when a function with these results was called. */
static size_t apply(struct walk *w, struct state *st, const struct call *c,
		    const char *name, const struct answer *a,
		    struct state ***out)
{
	size_t n = 0;

	*out = xcalloc(a->n + 1, sizeof(**out));
	for (size_t i = 0; i < a->n && own_spend(w->own, 1); i++) {
		const struct result *r = &a->v[i];
		struct state *to = state_copy(w, st);

		for (int m = 0; m < OWN_MARKS; m++)
			own_count(to, m, r->o.counts[m]);
		own_settle(w, to, c->s);
		if (r->born && !to->born) {
			to->size = r->o.size;
			to->source = r->o.source;
		}
		to->gone |= r->o.gone || (r->born && !to->born &&
					  !r->o.returned);
		to->born |= r->born;
		if (r->o.placed >= 0)
			to->placed = r->o.placed;
		if (r->o.freed_size >= 0)
			to->freed_size = r->o.freed_size;
		to->shared |= r->o.shared;
		to->failed |= r->failed;
		if (r->o.stored)
			own_stored_in(to, r->field);
		if (r->o.unsure && !to->unsure)
			to->unsure = r->o.unsure;
		/* Said of the callee, unless the caller handed the object in. */
		to->gone |= r->o.broken && !c->none && !st->dead;
		if (r->o.broken && !to->broken) {
			to->broken = r->o.broken;
			to->after = r->o.after;
		}
		to->dead |= r->dead;
		if (r->o.path)
			own_step(w->own, to, c->s, r->o.path,
				 own_text(w->own, "%s()", name));
		learn_args(w, to, c, r);
		call_result(w, to, c, r->ret);
		(*out)[n++] = to;
	}
	if (n == a->n) {
		state_free(st);
		return n;
	}
	own_unsure(w->own, st, c->s,
		   own_text(w->own, "%s() has too many ways out", name));
	(*out)[n++] = st;
	return n;
}

static size_t enter_function(struct walk *w, struct state *st,
			     const struct call *c, const struct own_func *f,
			     const struct value *args, struct state ***out)
{
	struct question q = w->a->q;
	struct answer *a;

	q.f = f;
	q.born = st->born;
	q.stored = st->stored;
	q.dead = st->dead;
	q.in_field = st->field;
	q.size = st->size;
	memcpy(q.args, args, sizeof(q.args));
	for (size_t i = f->g->n_params; i < OWN_ARGS; i++)
		q.args[i] = (struct value){ .kind = V_ANY };
	a = own_ask(w->own, &q);
	/* Nothing comes back: it panics, or is being asked already. */
	return apply(w, st, c, f->g->name, a, out);
}

static void move_all(struct state ***to, size_t *n, struct state **from,
		     size_t k)
{
	*to = xrealloc(*to, (*n + k + 1) * sizeof(**to));
	memcpy(*to + *n, from, k * sizeof(*from));
	*n += k;
	free(from);
}

/* Any of these functions, with the object as argument ARG. */
static size_t one_of_these(struct walk *w, struct state *st,
			   const struct call *c, const struct own_instead *in,
			   struct value obj, struct state ***out)
{
	struct value args[OWN_ARGS] = { 0 };
	struct state **each = NULL;
	size_t n = 0, k;

	*out = NULL;
	args[in->arg - 1] = obj;
	for (size_t i = 0; i < in->functions.n; i++) {
		/* A pointer may lead to another unit's static function. */
		const struct own_func *f = own_find(w->own, in->functions.v[i],
						    "");

		if (!f)
			continue;
		k = enter_function(w, state_copy(w, st), c, f, args, &each);
		move_all(out, &n, each, k);
	}
	if (!n) {
		free(*out);
		own_unsure(w->own, st, c->s,
			   own_text(w->own, "none of the functions for %s is there",
				    in->text));
		return call_only(st, out);
	}
	state_free(st);
	return n;
}

static const struct own_instead *instead_of(const struct walk *w,
					    const char *text)
{
	const struct own_rules *r = w->own->rules;

	for (size_t i = 0; i < r->n_instead; i++)
		if (strstr(text, r->instead[i].text))
			return &r->instead[i];
	return NULL;
}

/* --- calls that gcc does not resolve ------------------------------------ */

/* The text that the pointer NAME was loaded from. */
static const char *loaded_from(const struct walk *w, const char *name)
{
	const struct gfunc *g = w->f->g;

	for (size_t b = 0; b < g->n; b++)
		for (size_t i = 0; i < g->blocks[b].n; i++) {
			const struct gstmt *s = &g->blocks[b].stmts[i];

			if (s->kind == G_ASSIGN && s->n > 1 &&
			    !strcmp(s->v[0], name))
				return s->v[1];
		}
	return name;
}

/*
 * Files that mention no marker that acquires or releases are not here: whoever
 * is called there does not do so, and may remember the object.
 */
static void tell(struct walk *w, struct state *st, const struct call *c)
{
	own_stored_in(st, NULL);
	own_step(w->own, st, c->s, NULL,
		 own_text(w->own, "given to %s()", c->name));
}

/* Any of the functions that make one and that the pointer may lead to; 0: none. */
static size_t from_slot(struct walk *w, struct state *st, const struct call *c,
			const char *text, struct state ***out)
{
	const struct own_func *f;
	struct state **each;
	size_t at = 0, n = 0, k;

	*out = NULL;
	if (w->a->q.mode != OWN_MADE || st->born)
		return 0;
	while ((f = own_slot_next(w->own, text, &at))) {
		if (!f->makes || (w->a->q.each && !own_brings(f) && !c->none &&
				  !c->other))
			continue;
		k = enter_function(w, state_copy(w, st), c, f, c->args, &each);
		move_all(out, &n, each, k);
	}
	if (n)
		state_free(st);
	return n;
}

static size_t pointer_call(struct walk *w, struct state *st,
			   const struct call *c, struct state ***out)
{
	struct value v = value_of(w, st, c->name);
	const char *text = loaded_from(w, c->name);
	const struct own_instead *in = instead_of(w, text);
	size_t n;

	call_result(w, st, c, (struct value){ .kind = V_ANY });
	if (v.kind == V_FUNC)
		return enter_function(w, st, c, v.func, c->args, out);
	n = from_slot(w, st, c, text, out);
	if (n)
		return n;
	free(*out);
	if (c->object && in)
		return one_of_these(w, st, c, in, c->args[in->arg - 1], out);
	if (c->object && w->a->q.entries)
		tell(w, st, c);
	else if (c->object && !word_in(&w->own->rules->harmless,
				       text))
		own_unsure(w->own, st, c->s,
			   own_text(w->own, "the object is given to %s, a pointer",
				    text));
	return call_only(st, out);
}

static size_t callback(struct walk *w, struct state *st, const struct call *c,
		       const struct own_callback *cb, struct state ***out)
{
	struct value fn = { .kind = V_ANY }, args[OWN_ARGS] = { 0 };
	bool dead;
	size_t n;

	if ((size_t)cb->fn <= c->n)
		fn = c->args[cb->fn - 1];
	if ((size_t)cb->arg > c->n || c->args[cb->arg - 1].kind != V_OBJ)
		return call_only(st, out);
	args[0] = c->args[cb->arg - 1];
	if (fn.kind == V_FUNC) {
		dead = st->dead;
		n = enter_function(w, st, c, fn.func, args, out);
		/* It is called later: until then, the object is there. */
		for (size_t i = 0; i < n; i++)
			(*out)[i]->dead = dead;
		return n;
	}
	own_unsure(w->own, st, c->s,
		   own_text(w->own, "%s() calls what is not followed", c->name));
	return call_only(st, out);
}

struct value own_alias(const struct walk *w, const struct call *c)
{
	const struct own_rules *r = w->own->rules;
	struct value v = { .kind = V_ANY };

	for (size_t i = 0; i < r->n_aliases; i++)
		if (!strcmp(r->aliases[i].name, c->name) &&
		    (size_t)r->aliases[i].arg <= c->n)
			v = c->args[r->aliases[i].arg - 1];
	if (v.kind == V_OBJ)
		v = (struct value){ .kind = V_OBJ, .whole = true };
	return v.kind == V_OBJ || v.kind == V_OTHER ? v :
	       (struct value){ .kind = V_ANY };
}

/*
 * C says what these do, by whatever name the compiler calls them: __builtin_memset(),
 * __builtin___memcpy_chk(). They return their first argument.
 */
static bool fills(const char *name)
{
	static const char *const NAMES[] = { "memset", "memcpy", "memmove" };
	bool checks = ends_with(name, "_chk");
	size_t n;

	if (starts_with(name, "__builtin_"))
		name += strlen("__builtin_");
	if (starts_with(name, "__") && checks)
		name += strlen("__");
	n = strlen(name) - (checks ? strlen("_chk") : 0);
	for (size_t i = 0; i < ARRAY_SIZE(NAMES); i++)
		if (strlen(NAMES[i]) == n && !strncmp(name, NAMES[i], n))
			return true;
	return false;
}

/* Memory, and what the compiler itself brings. */
static bool plain(const char *name)
{
	return starts_with(name, "__builtin_") || *name == '.' ||
	       starts_with(name, "__atomic_") || starts_with(name, "__sync_") ||
	       fills(name) || !strcmp(name, "memcmp");
}

/* Is argument 2 of C a variable in memory that holds the object's address? */
static bool copies_address(struct walk *w, struct state *st,
			   const struct call *c)
{
	return fills(c->name) && c->n > 1 && c->args[1].kind == V_OBJ &&
	       value_of(w, st, c->s->v[3]).kind == V_ANY;
}

/* memset(), __builtin_memcpy(), __memset64(): they look at what they are given. */
static bool of_memory(const char *name)
{
	if (starts_with(name, "__builtin_"))
		name += strlen("__builtin_");
	name += strspn(name, "_");
	return starts_with(name, "mem") || starts_with(name, "str");
}

/* Some architectures have their entries in another order of bytes. */
static bool own_swaps(const char *name)
{
	return starts_with(name, "__builtin_bswap") || !strcmp(name, ".BSWAP");
}

bool own_hands_on(const char *name)
{
	return !strcmp(name, "__builtin_expect") ||
	       !strcmp(name, "__builtin_assume_aligned") ||
	       fills(name) || own_swaps(name);
}

/* How many zeros the number begins with, in the type that NAME is for. */
static struct value leading_zeros(const struct walk *w, const struct call *c)
{
	static const char NAME[] = "__builtin_clz";
	struct value v = { .kind = V_INT };
	int bits = 32;

	if (!starts_with(c->name, NAME) || c->n != 1 ||
	    c->args[0].kind != V_INT || c->args[0].n <= 0 ||
	    c->args[0].n >= 1LL << 31)
		return (struct value){ .kind = V_ANY };
	if (!strcmp(c->name + strlen(NAME), "ll"))
		bits = 64;
	else if (!strcmp(c->name + strlen(NAME), "l"))
		bits = w->own->long_bits;
	v.n = bits - 32 + __builtin_clz((unsigned int)c->args[0].n);
	return bits ? v : (struct value){ .kind = V_ANY };
}

/* Is TEXT, an argument, a function's name? */
static bool is_function(const char *text)
{
	return (isalpha((unsigned char)*text) || *text == '_') &&
	       !gword_ssa(text) && strcmp(text, "NULL");
}

/* What is known of who only looks at the object, and keeps nothing. */
static enum glook only_looks(const struct walk *w, const struct call *c)
{
	const struct gdump *g = w->own->dump;
	enum glook all = GLOOK_NOT;
	bool calls = false;

	if (own_harmless(w->own, c->name))
		return GLOOK_DECLARED;
	/* Of more arguments than these nothing is known. */
	if (c->s->n > OWN_ARGS + 2)
		return GLOOK_NOT;
	for (size_t i = 0; i < c->n; i++) {
		enum glook one;

		calls |= c->args[i].kind == V_FUNC ||
			 is_function(c->s->v[i + 2]);
		if (c->args[i].kind != V_OBJ)
			continue;
		one = !g->looks_only ? GLOOK_NOT :
		      g->looks_only(g->looks_data, c->name, i + 1);
		if (!one)
			return GLOOK_NOT;
		all = one > all ? one : all;
	}
	/* Assembly may call what it is handed. */
	return all == GLOOK_ASSEMBLY && calls ? GLOOK_NOT : all;
}

/* May the result of C be what it was given? Not if its type is too small. */
static bool may_return_it(const struct walk *w, const struct call *c)
{
	return c->s->n > 1 && strcmp(c->s->v[1], "NULL") &&
	       own_may_hold(w->own, own_type(w->f, c->s->v[1]));
}

/* C only looks at the object. If C is in assembly, the object must not be freed yet. */
static void look_at(struct walk *w, struct state *st, const struct call *c,
		    enum glook how)
{
	bool assembly = how == GLOOK_ASSEMBLY;

	if (assembly && st->dead)
		own_unsure(w->own, st, c->s,
			   own_text(w->own, "%s(), in assembly, is given what was freed",
				    c->name));
	else
		own_step(w->own, st, c->s, NULL,
			 own_text(w->own, "%s()%s", c->name,
				  assembly ? ", in assembly" : ""));
}

/* Nobody knows what C does with the object. */
static void give_away(struct walk *w, struct state *st, const struct call *c)
{
	if (!strvec_has(&w->own->strange, c->name))
		strvec_push(&w->own->strange, c->name);
	own_unsure(w->own, st, c->s,
		   own_text(w->own, "the object is given to %s(), which is not known",
			    c->name));
}

static size_t unknown(struct walk *w, struct state *st, const struct call *c,
		      struct state ***out)
{
	struct value v = own_alias(w, c);
	enum glook looks;
	bool told;

	for (size_t i = 0; of_memory(c->name) && i < c->n; i++)
		if (c->args[i].kind == V_NONE ||
		    (!i && value_null(st, c->args[i])))
			own_broken(w->own, st, c->s,
				   own_text(w->own, "%s() of what was not made",
					    c->name));
	/* A sum, and whether it went over, as one complex number. */
	if (c->object && ends_with(c->name, "_OVERFLOW"))
		v = (struct value){ .kind = V_OBJ, .whole = true };
	if (c->n && own_hands_on(c->name))
		v = c->args[0];
	else if (v.kind == V_ANY)
		v = leading_zeros(w, c);
	/* What other bytes come first: nothing is known of its bits. */
	if (v.kind == V_OBJ && own_swaps(c->name))
		v = (struct value){ .kind = V_OBJ, .whole = true };
	/* It may have made one. */
	if (w->a->q.mode == OWN_MADE && !w->a->q.each && !st->born &&
	    v.kind == V_ANY && !plain(c->name) &&
	    !own_harmless(w->own, c->name)) {
		v.kind = V_STRANGE;
		own_step(w->own, st, c->s, NULL,
			 own_text(w->own, "%s(), which is not known", c->name));
	}
	/* Of a variable that has its address: then somebody else has it, too. */
	told = c->object && ((v.kind != V_OBJ && !plain(c->name)) ||
			     copies_address(w, st, c));
	looks = c->object ? only_looks(w, c) : GLOOK_NOT;
	if (looks == GLOOK_ASSEMBLY && v.kind == V_ANY && may_return_it(w, c))
		v = (struct value){ .kind = V_OBJ };
	call_result(w, st, c, v);
	if (looks)
		look_at(w, st, c, looks);
	else if (told && w->a->q.entries)
		tell(w, st, c);
	else if (told)
		give_away(w, st, c);
	return call_only(st, out);
}

/* Is a function handed over that makes one, to be called where C leads? */
static bool hands_maker(const struct walk *w, const struct call *c)
{
	bool any = false;

	for (size_t i = 0; i < c->n; i++)
		any |= c->args[i].kind == V_FUNC && c->args[i].func->makes;
	return any && w->a->q.mode == OWN_MADE;
}

static bool worth_entering(const struct walk *w, const struct state *st,
			   const struct call *c, const struct own_func *f)
{
	const struct question *q = &w->a->q;

	if (c->object || c->other || c->none || f->marks)
		return true;
	/* What is put in must not be taken for one that is made beside it. */
	if (q->put && f->makes)
		return true;
	if (st->born)
		return false;
	if (hands_maker(w, c))
		return true;
	if (q->each)
		return own_brings(f);
	return q->mode == OWN_MADE ? f->makes :
	       q->mode == OWN_LOADED && f->loads;
}

static size_t named_call(struct walk *w, struct state *st, const struct call *c,
			 struct state ***out)
{
	const struct own_rules *r = w->own->rules;
	const struct own_marker *m = own_marker(w->own, c->name);
	const struct own_func *f;

	if (m)
		return own_mark(w, st, c, m, out);
	if (w->a->q.put && !strcmp(c->name, w->a->q.put->function))
		return own_mark_put(w, st, c, out);
	for (size_t i = 0; i < r->n_callbacks; i++)
		if (!strcmp(r->callbacks[i].name, c->name) && c->object)
			return callback(w, st, c, &r->callbacks[i], out);
	if (strvec_has(&r->others, c->name)) {
		call_result(w, st, c, (struct value){ .kind = V_ANY });
		return call_only(st, out);
	}
	f = own_harmless(w->own, c->name) ? NULL :
	    own_find_one(w->own, c->name, w->f->g->unit);
	if (f && worth_entering(w, st, c, f))
		return enter_function(w, st, c, f, c->args, out);
	if (f) {
		call_result(w, st, c, (struct value){ .kind = V_ANY });
		return call_only(st, out);
	}
	return unknown(w, st, c, out);
}

/* --- asm ---------------------------------------------------------------- */

/* Does F cast NUMBER to a pointer, unchanged? */
static bool made_pointer(const struct own_func *f, const char *number)
{
	for (size_t i = 0; i < f->g->n; i++)
		for (size_t k = 0; k < f->g->blocks[i].n; k++) {
			const struct gstmt *s = &f->g->blocks[i].stmts[k];

			if (s->kind == G_ASSIGN && !strcmp(s->op, "nop_expr") &&
			    !strcmp(s->v[1], number) &&
			    strchr(own_type(f, s->v[0]), '*'))
				return true;
		}
	return false;
}

/*
 * The value of an output of the asm S, which has an address of the object as an
 * input. It is an address if it is a pointer, or if it is cast to one and S cannot
 * have loaded or exchanged it. Any other number is followed, but nothing is known of
 * it.
 */
static struct value asm_gives(const struct own_func *f, const struct gstmt *s,
			      const char *to, struct value in)
{
	const char *type = own_type(f, to);
	struct value v = { .kind = in.kind };

	v.whole = in.kind == V_OBJ &&
		  (strchr(type, '*') || (s->outputs == 1 && !s->memory &&
					 made_pointer(f, to)));
	if (*type && !strchr(type, '*') && !strstr(type, "long"))
		v.kind = V_ANY;
	return v;
}

/* An asm hands on an address that it takes in, unless a rule says more. */
static size_t asm_code(struct walk *w, struct state *st, const struct gstmt *s,
		       struct state ***out)
{
	struct value in = { .kind = V_ANY };
	const struct own_instead *rule = NULL;
	struct call c = { .s = s, .name = "asm" };
	bool inside = false;

	for (size_t i = 0; i < s->n; i++) {
		struct value v = i > s->outputs ? value_of(w, st, s->v[i]) :
				 (struct value){ .kind = V_ANY };

		inside |= v.inside;
		if (v.kind == V_OBJ || (v.kind == V_OTHER && in.kind == V_ANY))
			in = v;
		if (!rule)
			rule = instead_of(w, s->v[i]);
	}
	for (size_t i = 1; i <= s->outputs; i++) {
		struct value v = asm_gives(w->f, s, s->v[i], in);

		v.inside |= inside && (v.kind == V_ANY || v.kind == V_OTHER);
		value_set(w, st, s->v[i], v);
	}
	if (in.kind == V_OBJ && rule)
		return one_of_these(w, st, &c, rule, in, out);
	return call_only(st, out);
}

/* May a call of NAME change what is in the put's field? */
static bool may_store(const struct walk *w, const char *name)
{
	const struct own_put *put = w->a->q.put;

	return put && strcmp(name, put->function) && !plain(name) &&
	       !own_marker(w->own, name) &&
	       !own_harmless(w->own, name);
}

size_t own_call(struct walk *w, struct state *st, const struct gstmt *s,
		struct state ***out)
{
	struct call c;

	if (s->kind == G_ASM)
		return asm_code(w, st, s, out);
	read_call(w, st, s, &c);
	if (may_store(w, c.name))
		value_forget(st, c.object);
	if (gword_ssa(c.name) || strpbrk(c.name, ">*[("))
		return pointer_call(w, st, &c, out);
	return named_call(w, st, &c, out);
}

/* --- stores ------------------------------------------------------------- */

/* Everybody who loads from FIELD, with V there. */
static size_t gathered(struct walk *w, struct state *st, const struct gstmt *s,
		       const char *field, struct value v, struct state ***out)
{
	struct own *o = w->own;
	struct call c = { .s = s, .name = field };
	struct state **each;
	size_t n = 0, k;

	*out = NULL;
	for (size_t i = 0; i < o->n; i++) {
		struct question q = { .f = &o->funcs[i], .mode = OWN_LOADED,
				      .field = field, .loaded = v,
				      .size = st->size };
		struct answer *a, got = { 0 };

		if (!o->funcs[i].loads)
			continue;
		a = own_ask(o, &q);
		/* Where nothing was loaded, nothing was said of the object. */
		for (size_t r = 0; r < a->n; r++)
			if (a->v[r].born) {
				GROW(got.v, got.n + 1, got.alloc);
				got.v[got.n] = a->v[r];
				got.v[got.n].born = false;
				got.v[got.n++].o.counts[OWN_SOURCE] = 0;
			}
		k = apply(w, state_copy(w, st), &c, o->funcs[i].g->name, &got,
			  &each);
		move_all(out, &n, each, k);
		free(got.v);
	}
	if (n) {
		state_free(st);
		return n;
	}
	free(*out);
	own_unsure(o, st, s, own_text(o, "nobody loads what is stored in %s",
				      field));
	return call_only(st, out);
}

size_t own_store(struct walk *w, struct state *st, const struct gstmt *s,
		 struct value v, struct state ***out)
{
	const struct own_rules *r = w->own->rules;
	const char *field;
	int entry;

	if (v.kind != V_OBJ)
		return call_only(st, out);
	/* As the head of a list does, or a lock: it leads to itself. */
	if (w->a->q.each && value_inside(w, st, s->v[0]))
		return call_only(st, out);
	field = word_in(&r->gathers, s->v[0]);
	if (field)
		return gathered(w, st, s, field, v, out);
	field = word_in(&r->frees, s->v[0]);
	entry = field ? -1 : own_entry(w->own, w->f, s->v[0]);
	if (field) {
		own_count(st, OWN_FREE, 1);
		st->shared = true;
	} else if (entry >= 0) {
		st->placed = entry;
	}
	/* Nobody finds an object again in a field that it is freed from. */
	if (!field)
		own_stored_in(st, own_field(s->v[0]));
	own_step(w->own, st, s, NULL,
		 own_text(w->own, field ? "stored in %s: freed from there" :
			  "stored in %s", s->v[0]));
	return call_only(st, out);
}
