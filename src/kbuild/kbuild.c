// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "base/hash.h"
#include "base/path.h"
#include "base/program.h"
#include "base/strbuf.h"
#include "base/strvec.h"
#include "base/tool.h"
#include "kbuild/kbuild.h"

#define VERSION_TIMEOUT 60

/* A configuration's own variables are for the toolchain that is meant. */
const struct strvec *kbuild_vars(const struct kbuild *kb)
{
	const struct arch_config *c = kb->config;

	return c->make.n && kb->tc != &c->arch->fallback ? &c->make :
	       &kb->tc->make;
}

char *kbuild_work(const struct kbuild *kb)
{
	return xstrndup(kb->obj, strrchr(kb->obj, '/') - kb->obj);
}

bool is_clang(const char *compiler)
{
	return strstr(compiler, "clang");
}

void cc_preprocess(const char *compiler, struct strvec *argv)
{
	strvec_push(argv, "-E");
	/* By default, gcc tracks each token through macros: a third of its time. */
	if (!is_clang(compiler))
		strvec_push(argv, "-ftrack-macro-expansion=0");
}

bool kbuild_reads(const char *path)
{
	const char *base = path_base(path);

	return starts_with(base, "Makefile") || starts_with(base, "Kbuild") ||
	       starts_with(base, "Kconfig") || ends_with(base, "defconfig") ||
	       ends_with(base, ".config") || starts_with(path, "scripts/");
}

void kbuild_env(struct proc *p)
{
	/* The kernel's Makefile unexports LC_ALL; respin reads what tools print. */
	strvec_pushl(&p->env, "LC_ALL=C", "LANG", "LANGUAGE", "LC_MESSAGES",
		     "LC_CTYPE", "MAKEFLAGS", "MFLAGS", "MAKELEVEL",
		     "MAKEFILES", "GNUMAKEFLAGS", "ARCH", "CROSS_COMPILE",
		     "KBUILD_OUTPUT", "KCONFIG_ALLCONFIG", "KCONFIG_CONFIG",
		     NULL);
}

void kbuild_make(const struct kbuild *kb, struct proc *p, int n)
{
	const struct toolchain *a = kb->tc;
	const struct strvec *make = kbuild_vars(kb);

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
	kbuild_env(p);
	p->timeout = KBUILD_TIMEOUT;
}

void kbuild_neutral(const struct kbuild *kb, const char *text,
		    struct strbuf *out)
{
	const struct path_name names[] = {
		{ kb->src, "$src" }, { kb->obj, "$obj" },
	};

	path_neutral(text, names, ARRAY_SIZE(names), out);
}

/* --- compilers --------------------------------------------------------- */

/* Is there no such program? All else that keeps it from running is no answer. */
static bool is_missing(const struct proc *p, const char *said)
{
	return (p->state == PROC_NOT_STARTED &&
		(p->code == ENOENT || p->code == ENOTDIR || p->code == EACCES)) ||
	       tool_end(p, said) == TOOL_NO;
}

static int compiler_version(struct kbuild *kb, const char *compiler)
{
	struct proc p = PROC_INIT;
	struct strbuf out = STRBUF_INIT;
	int err;

	p.timeout = VERSION_TIMEOUT;
	strvec_pushl(&p.argv, compiler, "--version", NULL);
	err = proc_capture(&p, &out, NULL);
	free(kb->compiler);
	kb->compiler = xstrndup(out.buf, strcspn(out.buf, "\n"));
	if (err == ERR_ENV && !is_missing(&p, out.buf)) {
		free(kb->why);
		strbuf_clear(&out);
		strbuf_addf(&out, "%s --version ", compiler);
		proc_describe(&p, &out);
		kb->why = xstrdup(out.buf);
		err = ERR_TOOL;
	}
	strbuf_release(&out);
	proc_release(&p);
	return err;
}

/*
 * Another sparse than the usual one: what is built from git says the same version
 * for years. Its content tells them apart.
 */
static char *with_content(char *version, const char *program)
{
	struct strbuf content = STRBUF_INIT;
	char *file = program_find(program), *digest, *both = NULL;
	int err = file ? strbuf_read_file(&content, file) : -ENOENT;

	if (err) {
		error("cannot read %s: %s", file ?: program, strerror(-err));
	} else {
		digest = hash_hex(content.buf, content.len);
		both = xstrfmt("%s (%.12s)", version, digest);
		free(digest);
	}
	strbuf_release(&content);
	free(file);
	free(version);
	return both;
}

char *kbuild_sparse(const char *program)
{
	struct proc p = PROC_INIT;
	struct strbuf out = STRBUF_INIT, how = STRBUF_INIT;
	char *version = NULL;
	int err;

	p.timeout = VERSION_TIMEOUT;
	strvec_pushl(&p.argv, program, "--version", NULL);
	err = proc_capture(&p, &out, NULL);
	if (!err) {
		version = xstrndup(out.buf, strcspn(out.buf, "\n"));
		if (strcmp(program, "sparse"))
			version = with_content(version, program);
	} else if (err != ERR_INTERRUPTED && is_missing(&p, out.buf)) {
		version = xstrdup("");
	} else if (err != ERR_INTERRUPTED) {
		proc_describe(&p, &how);
		error("%s --version %s", program, how.buf);
	}
	strbuf_release(&out);
	strbuf_release(&how);
	proc_release(&p);
	return version;
}

static int find_compiler(struct kbuild *kb)
{
	const struct arch_config *c = kb->config;
	int err;

	kb->tc = c->tc ?: &c->arch->tc;
	err = compiler_version(kb, c->compiler ?: kb->tc->compiler);
	if (err == ERR_ENV && !c->tc && c->arch->fallback.compiler) {
		err = compiler_version(kb, c->arch->fallback.compiler);
		if (!err)
			kb->tc = &c->arch->fallback;
	}
	return err;
}

static void add_list(struct strbuf *sb, const struct strvec *sv)
{
	for (size_t i = 0; i < sv->n; i++)
		strbuf_addf(sb, "%s\n", sv->v[i]);
	strbuf_addch(sb, '\n');
}

/* "6": of how .config is made and units are listed; raise it when that changes. */
static void make_key(struct kbuild *kb, const char *base, const char *sparse)
{
	const struct arch_config *c = kb->config;
	struct strbuf all = STRBUF_INIT;

	strbuf_addf(&all, "7 %s\n%s\n%s\n%s\n%s\n", base, c->id,
		    c->defconfig, kb->compiler ?: "", sparse);
	add_list(&all, &c->set);
	add_list(&all, kbuild_vars(kb));
	add_list(&all, &kb->tc->kcflags);
	add_list(&all, &kb->tc->sparse);
	add_list(&all, &kb->tc->sparse_cut);
	kb->key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
}

int kbuild_init(struct kbuild *kb, const struct arch_config *config,
		const char *base, const char *sparse, const char *src,
		const char *obj)
{
	int err;

	memset(kb, 0, sizeof(*kb));
	kb->config = config;
	kb->src = xstrdup(src);
	kb->base = xstrdup(base ?: "");
	kb->obj = xstrdup(obj);
	err = find_compiler(kb);
	if (err == ERR_INTERRUPTED)
		return err;
	if (err == ERR_TOOL) {
		kb->result = KBUILD_TOOL_FAILED;
	} else if (err < 0) {
		const struct toolchain *t = config->tc ?: &config->arch->tc;
		const char *cc = config->compiler ?: t->compiler;

		kb->result = KBUILD_NO_COMPILER;
		kb->why = t->built ?
			xstrfmt("no %s (make toolchains ARCH=%s)", cc,
				config->arch->name) :
			xstrfmt("no %s (apt-get install %s)", cc,
				t->packages ?: cc);
	}
	make_key(kb, base, sparse);
	return 0;
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
	free(kb->base);
	free(kb->obj);
	free(kb->asked);
	free(kb->compiler);
	free(kb->key);
	free(kb->why);
	strvec_release(&kb->not_set);
	strvec_release(&kb->ask);
	memset(kb, 0, sizeof(*kb));
}
