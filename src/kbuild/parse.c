// SPDX-License-Identifier: GPL-2.0-only
#include "base/path.h"
#include "base/shell.h"
#include "kbuild/kbuild.h"

/*
 * The source's name within the tree, or NULL if it is not C or assembly. A
 * Makefile may list objects of folders beside its own: "../x/" is no part of the
 * name by which patches know the file. The caller frees it.
 */
static char *in_tree(const struct kbuild *kb, const char *path)
{
	size_t n = strlen(kb->src);

	if (strncmp(path, kb->src, n) || path[n] != '/' ||
	    (!ends_with(path, ".c") && !ends_with(path, ".S")))
		return NULL;
	return path_below(path + n + 1, NULL);
}

static struct kunit *get_unit(struct kbuild *kb, const char *source)
{
	struct kunit *u = kb->n ? &kb->units[kb->n - 1] : NULL;

	/* A unit's sparse line comes right before or behind its CC line. */
	for (size_t i = 0; i < 4 && i < kb->n; i++, u--)
		if (!strcmp(u->source, source))
			return u;
	GROW(kb->units, kb->n + 1, kb->alloc);
	u = &kb->units[kb->n++];
	memset(u, 0, sizeof(*u));
	u->source = xstrdup(source);
	return u;
}

/* The command without what says where to: "-c -o X", "-Wp,-MMD,X.d". */
static void set_cc(struct kunit *u, const struct strvec *argv)
{
	strvec_clear(&u->cc);
	for (size_t i = 0; i < argv->n; i++)
		if ((i < argv->n - 4 || i == argv->n - 1) &&
		    !starts_with(argv->v[i], "-Wp,-M"))
			strvec_push(&u->cc, argv->v[i]);
}

/*
 * "gcc ... -c -o X.o SRC": keep all but -c -o X.o. A command in another form
 * must not be taken for none: the unit would pass unseen.
 */
static int take_cc(struct kbuild *kb, const char *s, size_t n)
{
	struct strvec argv = STRVEC_INIT;
	char *source = NULL;
	size_t at = 0;
	int err = 0;

	shell_split(&argv, s, n);
	/* Not what -include names: a vdso gets lib/vdso/gettimeofday.c that way. */
	for (size_t i = 0; i < argv.n && !source; i++)
		if (!i || (strcmp(argv.v[i - 1], "-include") &&
			   strcmp(argv.v[i - 1], "-imacros"))) {
			source = in_tree(kb, argv.v[i]);
			at = i;
		}
	if (source && argv.n > 4 && at == argv.n - 1 &&
	    !strcmp(argv.v[argv.n - 4], "-c")) {
		set_cc(get_unit(kb, source), &argv);
	} else if (source && ends_with(source, ".c")) {
		free(kb->why);
		kb->why = xstrfmt("make -n compiles %s in a way that is not understood",
				  source);
		err = ERR_TOOL;
	}
	free(source);
	strvec_release(&argv);
	return err;
}

/* Add ARG, cut where the architecture says that sparse cannot take it. */
static void push_sparse(const struct kbuild *kb, struct strvec *to,
			const char *arg)
{
	const struct strvec *cut = &kb->tc->sparse_cut;
	size_t n = strlen(arg);

	if (starts_with(arg, "-Wp,-M"))
		return;
	for (size_t i = 0; i + 1 < cut->n; i += 2)
		if (starts_with(arg, cut->v[i]))
			n = strcspn(arg, cut->v[i + 1]);
	strvec_pushf(to, "%.*s", (int)n, arg);
}

static void take_sparse(struct kbuild *kb, const char *s, size_t n)
{
	const struct strvec *more = &kb->tc->sparse;
	struct strvec argv = STRVEC_INIT;
	char *source = NULL;
	struct kunit *u;

	shell_split(&argv, s, n);
	if (argv.n > 2)
		source = in_tree(kb, argv.v[argv.n - 1]);
	if (source) {
		u = get_unit(kb, source);
		strvec_clear(&u->sparse);
		for (size_t i = 0; i + 1 < argv.n; i++)
			push_sparse(kb, &u->sparse, argv.v[i]);
		for (size_t i = 0; i < more->n; i++)
			strvec_push(&u->sparse, more->v[i]);
		strvec_push(&u->sparse, argv.v[argv.n - 1]);
	}
	free(source);
	strvec_release(&argv);
}

static const char *last_of(const char *s, size_t n, const char *what)
{
	const char *found = NULL, *p = s;
	size_t k = strlen(what);

	while ((p = memmem(p, n - (p - s), what, k))) {
		found = p;
		p += k;
	}
	return found;
}

static int by_source(const void *a, const void *b)
{
	return strcmp(((const struct kunit *)a)->source,
		      ((const struct kunit *)b)->source);
}

/*
 * make -n prints a command of if_changed as one line, "...; echo CC; trap
 * ...; COMMAND ; fixdep ... 'COMMAND' ...". The command begins behind the
 * last trap, before the first " -c -o ", and ends with " ;" or the line.
 */
int kbuild_parse(struct kbuild *kb, const char *text)
{
	static const char behind[] = "kill -s PIPE $$' PIPE; ";
	int err = 0;

	for (const char *p = text; *p && !err;) {
		size_t n = strcspn(p, "\n");
		const char *obj = memmem(p, n, " -c -o ", 7);
		const char *trap = last_of(p, obj ? (size_t)(obj - p) : n,
					   behind);
		const char *start = trap ? trap + strlen(behind) : p;
		const char *end;

		start += strspn(start, " \t");
		if (obj && start < obj) {
			end = memmem(obj, p + n - obj, " ;", 2);
			if (!end)
				end = memmem(obj, p + n - obj, ";", 1);
			err = take_cc(kb, start, (end ?: p + n) - start);
		} else if (!obj && starts_with(start, "sparse ")) {
			take_sparse(kb, start, p + n - start);
		}
		p += n + (p[n] == '\n');
	}
	if (kb->n)
		qsort(kb->units, kb->n, sizeof(*kb->units), by_source);
	return err;
}

/* "savedcmd_X.s := gcc ... -S -o X.s SRC": how a generator was made. */
void kbuild_parse_saved(struct kbuild *kb, const char *text)
{
	const char *cmd = strstr(text, " := "), *end;
	struct strvec argv = STRVEC_INIT;
	char *source = NULL;
	struct kunit *u;

	if (!cmd)
		return;
	cmd += strlen(" := ");
	end = strchrnul(cmd, '\n');
	shell_split(&argv, cmd, end - cmd);
	if (argv.n > 4 && !strcmp(argv.v[argv.n - 4], "-S"))
		source = in_tree(kb, argv.v[argv.n - 1]);
	if (source && !kbuild_find(kb, source)) {
		GROW(kb->units, kb->n + 1, kb->alloc);
		u = &kb->units[kb->n++];
		memset(u, 0, sizeof(*u));
		u->source = xstrdup(source);
		u->generator = true;
		set_cc(u, &argv);
		qsort(kb->units, kb->n, sizeof(*kb->units), by_source);
	}
	free(source);
	strvec_release(&argv);
}

const struct kunit *kbuild_find(const struct kbuild *kb, const char *source)
{
	struct kunit key = { .source = (char *)source };

	return kb->n ? bsearch(&key, kb->units, kb->n, sizeof(key),
			       by_source) : NULL;
}
