// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <unistd.h>

#include "kbuild.h"
#include "tmpfile.h"

#define PREPARE_TIMEOUT 1800

void shell_split(struct strvec *out, const char *s, size_t n)
{
	struct strbuf word = STRBUF_INIT;
	bool in = false;
	char quote = 0;

	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (quote == '\'' ? c != '\'' : quote && c != '"' && c != '\\') {
			strbuf_addch(&word, c);
		} else if (quote && c == quote) {
			quote = 0;
		} else if (c == '\\' && i + 1 < n) {
			strbuf_addch(&word, s[++i]);
			in = true;
		} else if (!quote && (c == '\'' || c == '"')) {
			quote = c;
			in = true;
		} else if (!quote && (c == ' ' || c == '\t')) {
			if (in)
				strvec_push(out, word.buf);
			strbuf_clear(&word);
			in = false;
		} else {
			strbuf_addch(&word, c);
			in = true;
		}
	}
	if (in)
		strvec_push(out, word.buf);
	strbuf_release(&word);
}

/* The source's name within the tree, or NULL if it is not a C file of it. */
static const char *in_tree(const struct kbuild *kb, const char *path)
{
	size_t n = strlen(kb->src);

	if (strncmp(path, kb->src, n) || path[n] != '/' ||
	    !ends_with(path, ".c"))
		return NULL;
	return path + n + 1;
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

/* "gcc ... -c -o X.o SRC": keep all but -c -o X.o. */
static void take_cc(struct kbuild *kb, const char *s, size_t n)
{
	struct strvec argv = STRVEC_INIT;
	const char *source = NULL;
	struct kunit *u;

	shell_split(&argv, s, n);
	if (argv.n > 4)
		source = in_tree(kb, argv.v[argv.n - 1]);
	if (!source || strcmp(argv.v[argv.n - 4], "-c")) {
		strvec_release(&argv);
		return;
	}
	u = get_unit(kb, source);
	strvec_clear(&u->cc);
	for (size_t i = 0; i < argv.n; i++)
		if ((i < argv.n - 4 || i == argv.n - 1) &&
		    !starts_with(argv.v[i], "-Wp,-MMD,") &&
		    !starts_with(argv.v[i], "-Wp,-MD,"))
			strvec_push(&u->cc, argv.v[i]);
	strvec_release(&argv);
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
	const char *source = NULL;
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
void kbuild_parse(struct kbuild *kb, const char *text)
{
	static const char behind[] = "kill -s PIPE $$' PIPE; ";

	for (const char *p = text; *p;) {
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
			take_cc(kb, start, (end ?: p + n) - start);
		} else if (!obj && starts_with(start, "sparse ")) {
			take_sparse(kb, start, p + n - start);
		}
		p += n + (p[n] == '\n');
	}
	if (kb->n)
		qsort(kb->units, kb->n, sizeof(*kb->units), by_source);
}

const struct kunit *kbuild_find(const struct kbuild *kb, const char *source)
{
	struct kunit key = { .source = (char *)source };

	return kb->n ? bsearch(&key, kb->units, kb->n, sizeof(key),
			       by_source) : NULL;
}

/* --- make -------------------------------------------------------------- */

/* A configuration's own variables are for the toolchain that is meant. */
static const struct strvec *toolchain_make(const struct kbuild *kb)
{
	const struct arch_config *c = kb->config;

	return c->make.n && kb->tc == &c->arch->tc ? &c->make : &kb->tc->make;
}

static void make_argv(const struct kbuild *kb, struct proc *p, int n)
{
	const struct toolchain *a = kb->tc;
	const struct strvec *make = toolchain_make(kb);

	strvec_pushl(&p->argv, "make", "-C", kb->src, "-s", NULL);
	strvec_pushf(&p->argv, "-j%d", n);
	strvec_pushf(&p->argv, "O=%s", kb->obj);
	for (size_t i = 0; i < make->n; i++)
		strvec_push(&p->argv, make->v[i]);
	if (a->kcflags.n) {
		struct strbuf flags = STRBUF_INIT;

		for (size_t i = 0; i < a->kcflags.n; i++)
			strbuf_addf(&flags, "%s%s", i ? " " : "KCFLAGS=",
				    a->kcflags.v[i]);
		strvec_push(&p->argv, flags.buf);
		strbuf_release(&flags);
	}
	/* What the caller's own make was told is not for this one. */
	strvec_pushl(&p->env, "LC_ALL=C", "MAKEFLAGS", "MFLAGS", "MAKELEVEL",
		     "ARCH", "CROSS_COMPILE", "KBUILD_OUTPUT", NULL);
	p->timeout = PREPARE_TIMEOUT;
}

static int run_make(const struct kbuild *kb, int n, const char *target,
		    char **why)
{
	struct proc p = PROC_INIT;
	char *log = xstrfmt("%s.log", kb->obj);
	struct strbuf text = STRBUF_INIT;
	int err;

	make_argv(kb, &p, n);
	strvec_push(&p.argv, target);
	p.out = log;
	err = proc_run(&p);
	if (err < 0 && err != ERR_INTERRUPTED) {
		const char *line;

		strbuf_read_file(&text, log);
		line = strstr(text.buf, "error: ");
		line = line ?: strstr(text.buf, "*** ");
		line = line ?: text.buf;
		*why = xstrfmt("make %s: %.*s (see %s)", target,
			       (int)strcspn(line, "\n"), line, log);
	}
	strbuf_release(&text);
	proc_release(&p);
	free(log);
	return err;
}

static int apply_set(const struct kbuild *kb)
{
	const struct strvec *set = &kb->config->set;
	struct proc p = PROC_INIT;
	struct strbuf out = STRBUF_INIT;
	int err;

	if (!set->n)
		return 0;
	strvec_pushf(&p.argv, "%s/scripts/config", kb->src);
	strvec_push(&p.argv, "--file");
	strvec_pushf(&p.argv, "%s/.config", kb->obj);
	for (size_t i = 0; i < set->n; i++) {
		const char *eq = strchr(set->v[i], '=');

		strvec_push(&p.argv, "--set-val");
		strvec_pushf(&p.argv, "%.*s",
			     (int)(eq ? eq - set->v[i] : (long)strlen(set->v[i])),
			     set->v[i]);
		strvec_push(&p.argv, eq ? eq + 1 : "y");
	}
	err = proc_capture(&p, &out, NULL);
	strbuf_release(&out);
	proc_release(&p);
	return err;
}

/* An option that did not stick is shown: the tree may not have it. */
static void check_set(struct kbuild *kb)
{
	const struct strvec *set = &kb->config->set;
	char *path = xstrfmt("%s/.config", kb->obj);
	struct strbuf text = STRBUF_INIT;

	strbuf_read_file(&text, path);
	for (size_t i = 0; i < set->n; i++) {
		const char *eq = strchr(set->v[i], '=');
		bool off = eq && !strcmp(eq, "=n");
		char *line = off ?
			xstrfmt("\nCONFIG_%.*s=", (int)(eq - set->v[i]),
				set->v[i]) :
			xstrfmt("\nCONFIG_%s%s\n", set->v[i], eq ? "" : "=y");
		bool found = strstr(text.buf, line);

		if (found == off)
			strvec_push(&kb->not_set, set->v[i]);
		free(line);
	}
	strbuf_release(&text);
	free(path);
}

static int list_units(struct kbuild *kb, char **why)
{
	struct proc p = PROC_INIT;
	char *out = xstrfmt("%s.units", kb->obj);
	char *log = xstrfmt("%s.log", kb->obj);
	struct strbuf text = STRBUF_INIT;
	int err;

	make_argv(kb, &p, 1);
	/* Quiet hides nothing here; the end cannot be reached without objects. */
	strvec_pushl(&p.argv, "-n", "-k", "C=2", "CHECK=sparse", "vmlinux",
		     "modules", NULL);
	p.out = out;
	p.err = log;
	err = proc_run(&p);
	if (err != ERR_INTERRUPTED && p.state == PROC_EXITED) {
		strbuf_read_file(&text, out);
		kbuild_parse(kb, text.buf);
		err = 0;
	}
	if (!err && !kb->n) {
		*why = xstrfmt("make -n lists no unit (see %s)", log);
		err = ERR_ENV;
	}
	unlink(out);
	strbuf_release(&text);
	proc_release(&p);
	free(out);
	free(log);
	return err;
}

static int compiler_version(struct kbuild *kb, const char *compiler)
{
	struct proc p = PROC_INIT;
	struct strbuf out = STRBUF_INIT;
	int err;

	strvec_pushl(&p.argv, compiler, "--version", NULL);
	err = proc_capture(&p, &out, NULL);
	free(kb->compiler);
	kb->compiler = xstrndup(out.buf, strcspn(out.buf, "\n"));
	strbuf_release(&out);
	proc_release(&p);
	return err;
}

static int find_compiler(struct kbuild *kb)
{
	const struct arch_config *c = kb->config;
	int err;

	kb->tc = &c->arch->tc;
	err = compiler_version(kb, c->compiler ?: kb->tc->compiler);
	if (err == ERR_ENV && c->arch->fallback.compiler) {
		err = compiler_version(kb, c->arch->fallback.compiler);
		if (!err)
			kb->tc = &c->arch->fallback;
	}
	return err;
}

int kbuild_open(struct kbuild *kb, const struct arch_config *config,
		const char *src, const char *obj, int n, char **why)
{
	int err;

	memset(kb, 0, sizeof(*kb));
	kb->config = config;
	kb->src = xstrdup(src);
	kb->obj = xstrdup(obj);
	*why = NULL;
	err = find_compiler(kb);
	if (err == ERR_INTERRUPTED)
		return err;
	if (err < 0) {
		const struct toolchain *t = &config->arch->tc;
		const char *cc = config->compiler ?: t->compiler;

		*why = t->built ?
			xstrfmt("no %s (verify/toolchains/build %s)", cc,
				config->arch->name) :
			xstrfmt("no %s (apt-get install %s)", cc,
				t->packages ?: cc);
		return KBUILD_NO_COMPILER;
	}
	make_dirs(obj);
	err = run_make(kb, n, config->defconfig, why);
	if (err < 0)
		return err == ERR_INTERRUPTED ? err : KBUILD_NO_CONFIG;
	err = apply_set(kb);
	if (!err)
		err = run_make(kb, n, "olddefconfig", why);
	if (!err)
		err = run_make(kb, n, "prepare", why);
	if (!err) {
		check_set(kb);
		err = list_units(kb, why);
	}
	if (err < 0)
		return err == ERR_INTERRUPTED ? err : KBUILD_FAILED;
	return KBUILD_OK;
}

void kbuild_release(struct kbuild *kb)
{
	for (size_t i = 0; i < kb->n; i++) {
		free(kb->units[i].source);
		strvec_release(&kb->units[i].cc);
		strvec_release(&kb->units[i].sparse);
	}
	free(kb->units);
	free(kb->src);
	free(kb->obj);
	free(kb->compiler);
	strvec_release(&kb->not_set);
	memset(kb, 0, sizeof(*kb));
}
