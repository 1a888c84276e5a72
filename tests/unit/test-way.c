// SPDX-License-Identifier: GPL-2.0-only
#include "tap.h"
#include "verify/way.h"

/* A tree of headers and units; what each includes is a list of words. */
struct file {
	const char *path, *includes;
};

struct world {
	struct intern written;
	struct header *v;
	size_t n;
	bool *follow, *target, *changed;
	struct ways ways;
};

static void read_one(struct world *w, struct header *h, const struct file *f)
{
	struct strvec names = STRVEC_INIT;

	strvec_split(&names, f->includes);
	*h = (struct header){ .path = (char *)f->path };
	for (size_t i = 0; i < names.n; i++) {
		GROW(h->includes, h->n_includes + 1, h->alloc_includes);
		h->includes[h->n_includes++] =
			intern_add(&w->written, names.v[i], strlen(names.v[i]));
	}
	strvec_release(&names);
}

static bool has(const char *list, const char *path)
{
	struct strvec names = STRVEC_INIT;
	bool found;

	strvec_split(&names, list);
	found = strvec_has(&names, path);
	strvec_release(&names);
	return found;
}

/* HEADERS first, by path; then UNITS. Each list ends with a NULL. */
static void build(struct world *w, const struct file *headers,
		  const struct file *units, const char *target,
		  const char *changed, const char *arch)
{
	size_t n = 0, more = 0, names;

	memset(w, 0, sizeof(*w));
	while (headers[n].path)
		n++;
	while (units[more].path)
		more++;
	w->v = xcalloc(n + more, sizeof(*w->v));
	w->n = n + more;
	w->target = xcalloc(n, sizeof(bool));
	w->changed = xcalloc(n, sizeof(bool));
	for (size_t i = 0; i < n; i++) {
		read_one(w, &w->v[i], &headers[i]);
		w->target[i] = has(target, headers[i].path);
		w->changed[i] = has(changed, headers[i].path);
	}
	for (size_t i = 0; i < more; i++)
		read_one(w, &w->v[n + i], &units[i]);
	names = w->written.names.n;
	w->follow = xcalloc(names + 1, sizeof(bool));
	memset(w->follow, 1, names);
	w->ways = (struct ways){ .v = w->v, .n = n, .sources = w->v + n,
				 .n_sources = more, .written = &w->written,
				 .follow = w->follow, .target = w->target,
				 .changed = w->changed, .arch = arch };
	ways_begin(&w->ways);
}

static void drop(struct world *w)
{
	ways_release(&w->ways);
	for (size_t i = 0; i < w->n; i++)
		free(w->v[i].includes);
	free(w->v);
	free(w->follow);
	free(w->target);
	free(w->changed);
	intern_release(&w->written);
}

/* Which units are picked, a letter each; those of HAVE are picked already. */
static void picks(struct world *w, size_t few, const char *have,
		  const char *want, const char *what)
{
	struct strbuf got = STRBUF_INIT;
	const struct header *src[8] = { 0 };
	bool picked[8] = { 0 };

	for (size_t i = 0; i < w->ways.n_sources; i++) {
		src[i] = &w->ways.sources[i];
		picked[i] = strchr(have, 'a' + (int)i);
	}
	ways_pick(&w->ways, src, w->ways.n_sources, few, picked);
	for (size_t i = 0; i < w->ways.n_sources; i++)
		if (picked[i])
			strbuf_addch(&got, 'a' + (int)i);
	strbuf_addstr(&got, "");
	is_str(got.buf, want, what);
	strbuf_release(&got);
}

static void test_entries(void)
{
	static const struct file headers[] = {
		{ "arch/x/include/asm/t.h", "linux/m.h" },
		{ "include/linux/m.h", "" },
		{ "include/linux/p.h", "linux/q.h asm/t.h" },
		{ "include/linux/q.h", "asm/t.h" },
		{ 0 },
	};
	static const struct file units[] = {
		{ "a.c", "asm/t.h" },
		{ "b.c", "linux/q.h" },
		{ "c.c", "linux/p.h" },
		{ "d.c", "linux/m.h linux/q.h" },
		{ 0 },
	};
	struct world w;

	build(&w, headers, units, "arch/x/include/asm/t.h", "", "x");
	picks(&w, 1, "", "a", "which header includes it makes no difference");
	picks(&w, 2, "", "ab", "two of a way");
	picks(&w, 1, "d", "d", "what is picked already counts");
	picks(&w, 0, "", "", "none of a way");
	drop(&w);

	build(&w, headers, units, "arch/x/include/asm/t.h",
	      "include/linux/m.h", "x");
	picks(&w, 1, "", "a", "one way: it includes the changed header itself");
	drop(&w);

	build(&w, headers, units, "include/linux/q.h", "include/linux/m.h",
	      "x");
	picks(&w, 1, "", "b", "q.h comes to m.h before its own text");
	drop(&w);
}

static void test_before(void)
{
	static const struct file headers[] = {
		{ "include/linux/m.h", "" },
		{ "include/linux/o.h", "" },
		{ "include/linux/t.h", "" },
		{ 0 },
	};
	static const struct file units[] = {
		{ "a.c", "linux/t.h linux/m.h" },
		{ "b.c", "linux/m.h linux/t.h" },
		{ "c.c", "linux/o.h linux/m.h linux/t.h linux/m.h" },
		{ "d.c", "linux/m.h" },
		{ 0 },
	};
	struct world w;

	build(&w, headers, units, "include/linux/t.h", "include/linux/m.h",
	      "x");
	picks(&w, 1, "", "ab", "with and without a changed header before it");
	drop(&w);
}

/* In c.c, p.h is only half read when it includes t.h. */
static void test_circle(void)
{
	static const struct file headers[] = {
		{ "include/linux/p.h", "linux/t.h" },
		{ "include/linux/t.h", "linux/p.h" },
		{ 0 },
	};
	static const struct file units[] = {
		{ "a.c", "linux/t.h" },
		{ "b.c", "linux/t.h linux/p.h" },
		{ "c.c", "linux/p.h" },
		{ 0 },
	};
	struct world w;

	build(&w, headers, units, "include/linux/t.h", "", "x");
	picks(&w, 1, "", "ac", "a header that is still being read makes another way");
	drop(&w);
}

/* The same name is another header on another architecture, or none. */
static void test_names(void)
{
	static const struct file headers[] = {
		{ "arch/x/include/asm/t.h", "" },
		{ "arch/x/include/uapi/asm/t.h", "" },
		{ "arch/x/mm/own.h", "asm/t.h" },
		{ "arch/y/include/asm/t.h", "linux/t.h" },
		{ "include/asm-generic/t.h", "" },
		{ "include/asm-generic/u.h", "asm/t.h" },
		{ 0 },
	};
	static const struct file units[] = {
		{ "a.c", "asm/t.h" },
		{ "arch/x/mm/b.c", "own.h" },
		{ "c.c", "asm/u.h" },
		{ "d.c", "asm-generic/t.h" },
		{ "e.c", "generated/g.h" },
		{ "f.c", "own.h" },
		{ 0 },
	};
	struct world w;

	build(&w, headers, units,
	      "arch/x/include/asm/t.h include/asm-generic/t.h", "", "x");
	picks(&w, 1, "", "ade", "two headers, and a name that leads to none");
	drop(&w);

	build(&w, headers, units, "arch/x/include/uapi/asm/t.h", "", "x");
	picks(&w, 1, "", "e", "the header outside uapi/ comes first");
	drop(&w);

	build(&w, headers, units, "include/asm-generic/t.h", "", "z");
	picks(&w, 1, "", "aef", "asm-generic/ where the architecture has no header");
	drop(&w);
}

/* Headers of other folders, and names that stand for two. */
static void test_places(void)
{
	static const struct file headers[] = {
		{ "arch/x/include/asm/t.h", "" },
		{ "drivers/d/include/own.h", "" },
		{ "drivers/d/own.h", "asm/t.h" },
		{ "include/asm-generic/u.h", "asm/t.h" },
		{ "include/linux/v.h", "uapi/linux/v.h" },
		{ "include/uapi/linux/v.h", "asm/t.h" },
		{ "tools/include/asm/u.h", "" },
		{ 0 },
	};
	static const struct file units[] = {
		{ "a.c", "asm/u.h" },
		{ "b.c", "linux/v.h" },
		{ "drivers/d/c.c", "own.h" },
		{ "drivers/d/gem/d.c", "i.h i.h" },
		{ "drivers/d/gem/e.c", "i.h" },
		{ "drivers/d/gem/f.c", "i.h" },
		{ "drivers/d/top/g.c", "i.h" },
		{ 0 },
	};
	struct world w;

	build(&w, headers, units,
	      "include/asm-generic/u.h include/uapi/linux/v.h drivers/d/own.h",
	      "", "x");
	picks(&w, 1, "", "abcdg", "asm-generic/, uapi/, a file beside, an -I for each folder");
	picks(&w, 2, "", "abcdeg", "two of a way, of which none counts twice");
	drop(&w);
}

/* Each header includes the next: deep nesting must not overflow the stack. */
static void test_deep(void)
{
	enum { N = 5000 };
	static struct file headers[N + 1], units[] = { { "a.c", "h0000.h" }, { 0 } };
	struct strvec text = STRVEC_INIT;
	char *last = xstrfmt("include/h%04d.h", N - 1);
	struct world w;

	for (size_t i = 0; i < N; i++) {
		char name[16];

		snprintf(name, sizeof(name), "h%04zu.h", i + 1);
		headers[i].includes = strvec_push(&text, name);
		snprintf(name, sizeof(name), "h%04zu.h", i);
		headers[i].path = xstrfmt("include/%s", name);
	}
	build(&w, headers, units, last, "", "x");
	picks(&w, 1, "", "a", "what is nested too deep is a way of its own");
	drop(&w);
	for (size_t i = 0; i < N; i++)
		free((char *)headers[i].path);
	strvec_release(&text);
	free(last);
}

int main(void)
{
	test_entries();
	test_before();
	test_circle();
	test_names();
	test_places();
	test_deep();
	return tap_done();
}
