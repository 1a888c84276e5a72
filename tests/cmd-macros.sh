#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# cocci/macros.h and macros-late.h: what spatch changes in functions that it
# cannot parse without them. Where a place has to be changed, the text says
# old(), where spatch cannot do it, kept().
. "$(dirname "$0")/lib.sh"

cat >uses.c <<'E'
static int in_the_body(struct thing *x)
{
	scoped_guard(mutex, &x->lock) {
		old(x);
		if (x->next)
			return old(x->next);
	}
	return 0;
}

static int in_the_arguments(struct thing *x)
{
	scoped_guard(mutex, &old(x)->lock)
		return old(x);
	scoped_class(file, f, old(x)) {
		old(f);
	}
	scoped_with_creds(old(x))
		*old(x) = 1;
	return 0;
}

static int behind_a_guard(struct thing *x)
{
	guard(mutex)(&old(x)->lock);
	int y = old(x);
	CLASS(file, f)(old(x));

	if (empty(f))
		return old(y);
	return 0;
}

static int freed_at_the_end(struct thing *x)
{
	struct thing *p __free(release) = old(x);
	struct thing __free(release) *q = old(x);
	const struct thing *r __free(release) = NULL, *s = old(x);
	struct thing AUTO_KFREE(t);

	t = old(x);
	release(old(p->next));
	return old(p);
}

static int or_else(struct thing *x)
{
	scoped_cond_guard(mutex_intr, return -EINTR, &old(x)->lock) {
		old(x);
	}
	scoped_cond_guard(mutex_intr, return kept(x), &x->lock)
		return old(x);
	return 0;
}

static int declares(struct thing *x)
{
	DECLARE_BITMAP(map, old(64)) = { old(1) };
	int i;

	for_each_possible_cpu(i)
		*per_cpu_ptr(x->p, i) = old(i);
	return old(map);
}

struct table {
	int n;
	struct thing *v[] __counted_by(n);
};

static DEFINE_PER_CPU(struct thing *, things);

static noinstr int not_traced(struct thing *x)
{
	return old(x);
}

COMPAT_SYSCALL_DEFINE2(thing, int, a, struct thing *, x)
{
	return old(x);
}

static int
first_column(struct thing *x)
__releases(&x->lock)
__acquires(&x->lock)
{
	if (BUGLVL(old(x)))
		return old(x);
	return 0;
}

BPF_CALL_1(bpf_thing, struct thing *, x)
{
	return old(x);
}
E
cat >rule.cocci <<'E'
@call@
@@
(
- old
+ new
|
- kept
+ lost
)
  (...)

@released@
expression e;
@@
- release(e)
+ let_go(e)

@init@
type T;
identifier x;
expression e;
@@
- T x = first(e);
+ T x = second(e);
E
# apply ARG...: the rule on uses.c gives out.c; what it could not parse, in log.
apply() {
	rm -f out.c
	spatch --no-includes --verbose-parsing --no-show-diff "$@" \
		--sp-file rule.cocci uses.c -o out.c >log 2>&1
}
# parsed: nothing was left out.
parsed() {
	! grep -qE '^(bad|BAD|PB: bad)' log
}

apply
check "without the macros: spatch runs" test -s out.c
standard=$(sed -n 's/^init_defs_builtins: //p' log | head -n 1)
check "its log names its own standard.h" test -s "$standard"
check_not "it cannot parse all" parsed
check "and leaves places as they are, without a word" grep -qw old out.c

cat "$standard" "$top/cocci/macros.h" >builtins.h
with=(--macro-file-builtins "$PWD/builtins.h" --macro-file "$top/cocci/macros-late.h")
apply "${with[@]}"
check "with them: spatch runs" test -s out.c
parsed
result $? "it parses all of it" "$(grep -E '^(bad|BAD|PB: bad)' log)"
is "$(grep -nw old out.c)" "" "each place is changed"
check "what a guard returns is out of reach" grep -q 'return kept(x)' out.c
is "$(sed -E 's/\bnew\b/old/g; s/\blet_go\b/release/g' out.c | diff uses.c -)" "" \
	"nothing else is"
check "what a variable is freed with is no type" grep -q 'let_go(new(' out.c

# A rule that replaces a declaration.
cat >uses.c <<'E'
static int f(struct thing *x)
{
	struct thing *p __free(release) = first(x);

	return use(p);
}
E
apply "${with[@]}"
check "a declaration that a rule replaces keeps its __free()" \
	grep -qE '__free\(release\).*second\(x\)' out.c

is "$(sed -nE 's/^#define ([A-Za-z0-9_]+).*/\1/p' "$top"/cocci/macros*.h | sort | uniq -d)" "" \
	"no macro is defined twice"
finish
