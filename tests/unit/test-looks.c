// SPDX-License-Identifier: GPL-2.0-only
/* looks: what the declarations of a unit say of the arguments of functions. */
#include "prove/int.h"
#include "tap.h"

static const char ONE[] =
	"struct node; struct dev;\n"
	"extern int node_has(const struct node *n, const char *name);\n"
	"void kfree_it(const void *p);\n"
	"struct node *node_next(const struct node *in, struct node *n);\n"
	"int __attribute__((__format__(printf, 2, 3))) tell(const struct dev *d, const char *f, ...);\n"
	"int __attribute__((__format__(printf, 3, 4))) start(int (*fn)(void *), void *p, const char *f, ...);\n"
	"const struct node *keep(struct node *n, int (*f)(const struct node *x), struct node const *m);\n"
	"int list(const struct node **n, const struct node *const c[2], union u const *u);\n"
	"# 12 \"a.c\"\n"
	"static int user(struct node *n)\n{\n\tif (node_has((const struct node *)n, \"a\"))\n\t\treturn keep(n, 0, n) != 0;\n"
	"\telse later(n, 1);\n\treturn later(n, 2);\n}\n";
static const char TWO[] =
	"int later(const struct node *n, int k);\n"
	"int node_has(struct node *n, const char *name);\n";

static void says(struct looks *ls, const char *name, uint32_t want, const char *what)
{
	uint32_t got = 0;

	for (size_t i = 1; i <= 32; i++)
		got |= (uint32_t)looks_only(ls, name, i) << (i - 1);
	is_int(got, want, what);
}

int main(void)
{
	struct looks ls = { .n = 3 };

	ls.texts = xcalloc(3, sizeof(*ls.texts));
	ls.texts[1] = ONE;
	ls.texts[2] = TWO;
	says(&ls, "node_has", 1, "a pointer to a const structure, and one to const char");
	says(&ls, "kfree_it", 0, "a pointer to const void says nothing");
	says(&ls, "node_next", 1, "the second one may change");
	says(&ls, "tell", ~0U, "who prints keeps nothing");
	says(&ls, "start", ~0U << 2, "but for what is before the format");
	says(&ls, "keep", 4, "an argument that is a function; const behind the name");
	says(&ls, "list", 4, "a pointer to such a pointer says nothing");
	says(&ls, "user", 0, "a definition");
	says(&ls, "later", 1, "calls are passed over, the declaration is elsewhere");
	says(&ls, "nobody", 0, "nobody declares it");
	says(&ls, "node_has", 1, "asked again");
	ok(!looks_only(&ls, "tell", 0) && !looks_only(&ls, "tell", 33), "there is no such argument");
	looks_release(&ls);
	ok(!ls.texts && !ls.known, "released");
	return tap_done();
}
