#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What tests/count-places.py counts, on sources of a few lines.
. "$(dirname "$0")/lib.sh"

if ! command -v python3 >/dev/null; then
	skip "the independent count" "no python3"
	finish
fi

# counts SERIES: what is counted in the tree k, "PLACES FORM" a line.
counts() {
	"$top/tests/count-places.py" "$1" k | sed -E 's/\t[0-9]+\t/ /'
}

mkdir -p k/doc
cat >k/timer.c <<'E2'
extern int del_timer(struct timer_list *t);
static void f(void)
{
	/* del_timer() and
	 * del_timer_sync() */
	if (del_timer(&t) && p("del_timer"))
#ifdef SMP
#else
		del_timer_sync
			(&t); // try_to_del_timer_sync
#endif
	ops->del_timer(&t);
	ops.stop = del_timer_sync;
}
#define STOP(t) do { \
		del_timer(t); \
	} while (0)
E2
echo 'Call del_timer() or my_del_timer().' >k/doc/timer.rst
is "$(counts timer-delete)" "1 a member of the same name
3 call
1 declared
1 used as a value
2 in a comment
1 in a string
1 in other text" "timer-delete: by form, macros and all branches included"
is "$("$top/tests/count-places.py" -l timer-delete k | grep -c '^k\|^timer.c:5 in a comment')" 1 \
	"-l: a comment's word has its own line"
rm -r k
mkdir k
cat >k/hr.c <<'E2'
TRACE_EVENT(hrtimer_init, x);
extern void hrtimer_init(struct hrtimer *t, int c, int m);
static void f(void)
{
	hrtimer_init(&a->t, C, M);	/* hrtimer_init() */
	a->t.function = fn;
	if (a->t.function == fn)
		hrtimer_init_on_stack(&t, C, M);
	else
		hrtimer_setup(&t, fn, C, M);
	snd_hrtimer_init(t);
}
E2
is "$(counts hrtimer-setup)" "1 .function = (any timer)
1 hrtimer_init declared
1 hrtimer_init()
1 hrtimer_init_on_stack()
1 hrtimer_setup()
1 used as a value
1 in a comment" "hrtimer-setup: calls, declarations, assignments"
rm -r k
mkdir k
cat >k/alloc.c <<'E2'
static void f(struct s *p, int n)
{
	p = kzalloc(sizeof(*p), GFP_KERNEL);
	p = kmalloc(sizeof *p,
		    GFP_KERNEL);
	p = kzalloc(sizeof(*p) + n, GFP_KERNEL);
	p = kzalloc(sizeof(*p) * n, GFP_KERNEL);
	p = kvzalloc(struct_size(p, a, n), GFP_KERNEL);
	p = kcalloc(n, sizeof(*p), GFP_KERNEL);
	p = kcalloc_node(n, sizeof(*p), GFP_KERNEL, 0);
	p = kcalloc(n, size, GFP_KERNEL);
	p = kmalloc(n, GFP_KERNEL);	/* kzalloc(sizeof(*p), GFP_KERNEL) */
	p = kzalloc_obj(*p, GFP_KERNEL);
	p = my_kzalloc(sizeof(*p), GFP_KERNEL);
}
E2
is "$(counts kmalloc-obj)" "1 kcalloc (array)
1 kcalloc_node (array, node)
1 kmalloc (sizeof, lines)
1 kvzalloc (struct_size)
1 kzalloc (other)
1 kzalloc (product)
1 kzalloc (sizeof)
1 new: kzalloc_obj" "kmalloc-obj: by function, by how the size is written, and lines"
rm -r k
check_not "a tree that is not there is an error" \
	"$top/tests/count-places.py" timer-delete k

finish
