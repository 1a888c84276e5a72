// SPDX-License-Identifier: GPL-2.0-only
#include "review/moved.h"
#include "review/words.h"
#include "tap.h"

/* A hunk of LINES, each with its sign. */
static struct phunk hunk_of(const char *lines)
{
	struct phunk h = { .old = 1 };

	for (const char *p = lines; *p;) {
		size_t n = strcspn(p, "\n");

		GROW(h.v, h.n + 1, h.alloc);
		h.v[h.n++] = (struct pline){ .text = p + 1, .len = n - 1,
					     .sign = *p, .old = h.n,
					     .new = h.n };
		p += n + 1;
	}
	return h;
}

/* The lines of H again, with [] around what is marked. */
static void show(const struct phunk *h, const unsigned char *old,
		 const unsigned char *new, struct strbuf *out)
{
	for (size_t i = 0; i < h->n; i++) {
		const struct pline *l = &h->v[i];
		const unsigned char *k = l->sign == '-' ? old : new;
		bool on = false;

		strbuf_addch(out, l->sign);
		for (size_t c = 0; c <= l->len; c++) {
			bool marked = c < l->len && (k[c] & HTML_MARKED);

			if (marked != on)
				strbuf_addch(out, on ? ']' : '[');
			on = marked;
			strbuf_addch(out, c < l->len ? l->text[c] : '\n');
		}
		old += l->sign != '+' ? l->len + 1 : 0;
		new += l->sign != '-' ? l->len + 1 : 0;
	}
}

static void words(const char *lines, const char *want, const char *what,
		  const char *name)
{
	struct phunk h = hunk_of(lines);
	unsigned char *old = xcalloc(strlen(lines) + 1, 1);
	unsigned char *new = xcalloc(strlen(lines) + 1, 1);
	struct strbuf out = STRBUF_INIT;
	char *got;

	words_mark(&h, old, new);
	show(&h, old, new, &out);
	is_str(out.buf, want, name);
	got = words_replaced(&h, old, new);
	is_str(got ?: "(more)", what, "... and what it replaces");
	free(got);
	strbuf_release(&out);
	free(old);
	free(new);
	free(h.v);
}

static void marks(void)
{
	words("-\tfoo(a, b);\n+\tfoo(b, b);\n",
	      "-\tfoo([a], b);\n+\tfoo([b], b);\n", "a \xe2\x86\x92 b",
	      "a word");
	words("-pte_dtor(ptdesc);\n+dtor(ptdesc);\n",
	      "-[pte_dtor](ptdesc);\n+[dtor](ptdesc);\n",
	      "pte_dtor \xe2\x86\x92 dtor", "a short line");
	words("-int a;\n+while (b) c++;\n", "-int a;\n+while (b) c++;\n", "(more)",
	      "a line that has become another");
	words("-(;;)\n+[;;]\n", "-(;;)\n+[;;]\n", "(more)", "signs are no words");
	words(" x\n-one two three;\n-four five six;\n+four five 6;\n y\n",
	      " x\n-one two three;\n-four five [six];\n+four five [6];\n y\n",
	      "(more)", "the line that it was, not the first one");
	words("+all of it is new\n", "+all of it is new\n", "(more)", "added");
	words("-f(a b c d)\n+f(x y c d)\n", "-f([a b] c d)\n+f([x y] c d)\n",
	      "a b \xe2\x86\x92 x y", "two words, and what is between");
}

static void moves(const char *lines, const char *want, const char *name)
{
	struct phunk h = hunk_of(lines);
	struct pfile f = { .path = (char *)"f.c", .v = &h, .n = 1 };
	struct ppatch p = { .v = &f, .n = 1 };
	struct strbuf out = STRBUF_INIT;
	struct moved m;

	moved_find(&m, &p);
	for (size_t i = 0; i < m.n; i++)
		if (m.v[i].line->sign == '-' && m.v[i].to)
			strbuf_addf(&out, "%u>%u ", m.v[i].line->old,
				    m.v[i].to->line->new);
	is_str(out.buf, want, name);
	moved_release(&m);
	strbuf_release(&out);
	free(h.v);
}

static void blocks(void)
{
	moves("-static int one(void)\n-{ return first; }\n x\n+static int one(void)\n+\t{ return first; }\n",
	      "1>4 2>5 ", "a block, with other blanks");
	moves("-}\n x\n+}\n", "", "too short to tell");
	moves("-a_long_line_that_stays_here();\n+another_line_that_is_long();\n", "",
	      "nothing");
	moves("-call_of_a_long_function(1);\n x\n+call_of_a_long_function(1);\n y\n+call_of_a_long_function(1);\n",
	      "1>3 ", "one goes to one place");
}

int main(void)
{
	marks();
	blocks();
	return tap_done();
}
