// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/dir.h"
#include "git/config.h"
#include "kbuild/arch.h"

static struct arch_config *config_section(struct arch *a, const char *name)
{
	struct arch_config *c;

	for (size_t i = 0; i < a->n; i++)
		if (!strcmp(a->configs[i].name, name))
			return &a->configs[i];
	GROW(a->configs, a->n + 1, a->alloc);
	c = &a->configs[a->n++];
	memset(c, 0, sizeof(*c));
	c->name = xstrdup(name);
	return c;
}

static void replace(char **to, const char *value)
{
	free(*to);
	*to = xstrdup(value);
}

static int arch_key(struct arch *a, const char *key, const char *value)
{
	if (!strcmp(key, "name"))
		replace(&a->name, value);
	else if (!strcmp(key, "set"))
		strvec_split(&a->set, value);
	else if (strcmp(key, "description"))
		return ERR_USER;
	return 0;
}

static int toolchain_key(struct toolchain *t, const char *key,
			 const char *value)
{
	if (!strcmp(key, "make"))
		strvec_split(&t->make, value);
	else if (!strcmp(key, "compiler"))
		replace(&t->compiler, value);
	else if (!strcmp(key, "packages"))
		replace(&t->packages, value);
	else if (!strcmp(key, "built"))
		replace(&t->built, value);
	else if (!strcmp(key, "kcflags"))
		strvec_split(&t->kcflags, value);
	else if (!strcmp(key, "sparse"))
		strvec_split(&t->sparse, value);
	else if (!strcmp(key, "sparse-cut"))
		strvec_split(&t->sparse_cut, value);
	else
		return ERR_USER;
	return 0;
}

static int config_key(struct arch_config *c, const char *key,
		      const char *value)
{
	if (!strcmp(key, "defconfig"))
		replace(&c->defconfig, value);
	else if (!strcmp(key, "set"))
		strvec_split(&c->set, value);
	else if (!strcmp(key, "make"))
		strvec_split(&c->make, value);
	else if (!strcmp(key, "compiler"))
		replace(&c->compiler, value);
	else if (!strcmp(key, "why"))
		replace(&c->why, value);
	else
		return ERR_USER;
	return 0;
}

static struct toolchain *other_toolchain(struct arch *a, const char *name)
{
	struct toolchain *t;

	for (size_t i = 0; i < a->n_others; i++)
		if (!strcmp(a->others[i].name, name))
			return &a->others[i];
	GROW(a->others, a->n_others + 1, a->alloc_others);
	t = &a->others[a->n_others++];
	*t = (struct toolchain){ .name = xstrdup(name) };
	return t;
}

static int on_key(void *data, const char *section, const char *sub,
		  const char *key, const char *value, int line)
{
	struct arch *a = data;
	int err = ERR_USER;

	if (!strcmp(section, "arch") && !sub)
		err = arch_key(a, key, value);
	else if (!strcmp(section, "toolchain"))
		err = toolchain_key(sub ? other_toolchain(a, sub) : &a->tc,
				    key, value);
	else if (!strcmp(section, "fallback") && !sub)
		err = toolchain_key(&a->fallback, key, value);
	else if (!strcmp(section, "config") && sub)
		err = config_key(config_section(a, sub), key, value);
	if (err < 0)
		return error_user("%s:%d: unknown key '%s' in [%s]", a->file,
				  line, key, section);
	return 0;
}

static int check(struct arch *a)
{
	if (a->tc.sparse_cut.n % 2 || a->fallback.sparse_cut.n % 2)
		return error_user("%s: sparse-cut is PREFIX CHARACTER", a->file);
	if (!a->name || !a->tc.compiler || !a->tc.make.n || !a->n)
		return error_user("%s: needs arch.name, toolchain.make, toolchain.compiler and a [config]",
				  a->file);
	for (size_t i = 0; i < a->n_others; i++)
		if (!a->others[i].compiler || !a->others[i].make.n)
			return error_user("%s: [toolchain \"%s\"] needs make and compiler",
					  a->file, a->others[i].name);
	for (size_t i = 0; i < a->n; i++) {
		struct arch_config *c = &a->configs[i];
		struct strvec set = STRVEC_INIT;

		if (!c->defconfig)
			return error_user("%s: [config \"%s\"] has no defconfig",
					  a->file, c->name);
		c->arch = a;
		c->id = xstrfmt("%s-%s", a->name, c->name);
		strvec_add(&set, &a->set);
		strvec_add(&set, &c->set);
		strvec_release(&c->set);
		c->set = set;
	}
	return 0;
}

static int read_one(struct arches *as, const char *path)
{
	struct arch *a = xcalloc(1, sizeof(*a));
	int err;

	GROW(as->v, as->n + 1, as->alloc);
	as->v[as->n++] = a;
	a->file = xstrdup(path);
	err = config_read(path, on_key, a);
	return err ? err : check(a);
}

int arches_read(struct arches *as, const char *dir)
{
	struct strvec names = STRVEC_INIT;
	int err = dir_names(&names, dir);

	memset(as, 0, sizeof(*as));
	if (err)
		err = error("cannot read the architectures in %s: %s", dir,
			    strerror(-err));
	for (size_t i = 0; i < names.n && !err; i++) {
		char *path = xstrfmt("%s/%s", dir, names.v[i]);

		if (*names.v[i] != '.' && ends_with(path, ".conf"))
			err = read_one(as, path);
		free(path);
	}
	strvec_release(&names);
	return err;
}

/* --- configurations that verify made ---------------------------------------- */

static int on_solved(void *data, const char *section, const char *sub,
		     const char *key, const char *value, int line)
{
	struct arch *a = data;

	if (strcmp(section, "config") || !sub ||
	    config_key(config_section(a, sub), key, value) < 0)
		return error_user("%s:%d: verify does not write '%s' in [%s]; remove the file and run respin verify again",
				  a->file, line, key, section);
	return 0;
}

/* The architecture of ID, "NAME-solved-N" or that of a twin; or NULL. */
static struct arch *arch_of_id(const struct arches *as, const char *id)
{
	static const char solved[] = "-solved-";

	for (size_t i = 0; i < as->n; i++) {
		size_t n = strlen(as->v[i]->name);
		const char *number = id + n + strlen(solved);
		size_t digits;

		if (strncmp(id, as->v[i]->name, n) ||
		    !starts_with(id + n, solved))
			continue;
		digits = strspn(number, "0123456789");
		return digits && (!number[digits] || number[digits] == '+') ?
		       as->v[i] : NULL;
	}
	return NULL;
}

/* Does A itself already pass SET (a variable and its value) to make? */
static bool gives(const struct arch *a, const char *set)
{
	bool any = strvec_has(&a->tc.make, set);

	for (size_t i = 0; i < a->n_others; i++)
		any |= strvec_has(&a->others[i].make, set);
	for (size_t i = 0; i < a->n; i++)
		any |= strvec_has(&a->configs[i].make, set);
	return any;
}

static const struct toolchain *other_with(const struct arch *a,
					  const char *compiler)
{
	for (size_t i = 0; compiler && i < a->n_others; i++)
		if (!strcmp(a->others[i].compiler, compiler))
			return &a->others[i];
	return NULL;
}

static bool has_compiler(const struct arch *a, const char *name)
{
	bool any = !strcmp(name, a->tc.compiler) || other_with(a, name);

	for (size_t i = 0; i < a->n; i++)
		any |= a->configs[i].compiler &&
		       !strcmp(name, a->configs[i].compiler);
	return any;
}

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

/* NAME=VALUE, as the solver writes them: make and the compiler see some values. */
static bool is_plain(const char *set)
{
	size_t n = strspn(set, LETTERS);
	const char *value = set + n + 1;

	if (!n || set[n] != '=')
		return false;
	if (*value == '-')
		return !value[1 + strspn(value + 1, "0123456789")];
	return !value[strspn(value, LETTERS "-.")];
}

/*
 * The file comes with patches, from anywhere: it may set options, but must not
 * bring in a program.
 */
static bool is_harmless(const struct arch *a, const struct arch_config *c)
{
	const struct toolchain *t = other_with(a, c->compiler);
	const char *twin = strchr(c->name, '+');
	bool ok = c->defconfig && *c->defconfig && *c->defconfig != '-' &&
		  !c->defconfig[strspn(c->defconfig, LETTERS "-.")];

	ok &= !twin || (t && !strcmp(twin + 1, t->name));
	for (size_t i = 0; i < c->set.n; i++)
		ok &= strvec_has(&a->set, c->set.v[i]) || is_plain(c->set.v[i]);
	for (size_t i = 0; i < c->make.n; i++)
		ok &= gives(a, c->make.v[i]);
	return ok && (!c->compiler || has_compiler(a, c->compiler));
}

static bool knows(const struct arch *a, const char *id)
{
	for (size_t i = 0; i < a->n; i++)
		if (!strcmp(a->configs[i].id, id))
			return true;
	return false;
}

/* Move C, whose name is its id, to its architecture, unless that has it. */
static int add_solved(const struct arches *as, struct arch_config *c,
		      const char *path)
{
	struct arch *a = arch_of_id(as, c->name);

	if (!a)
		return error_user("%s: '%s' is no configuration that verify makes for an architecture of verify/arch/",
				  path, c->name);
	if (!is_harmless(a, c))
		return error_user("%s: [config \"%s\"] does not fit verify/arch/; remove the file and run respin verify again",
				  path, c->name);
	if (knows(a, c->name))
		return 0;
	c->arch = a;
	c->solved = true;
	c->tc = other_with(a, c->compiler);
	c->id = c->name;
	c->name = xstrdup(c->id + strlen(a->name) + 1);
	GROW(a->configs, a->n + 1, a->alloc);
	a->configs[a->n++] = *c;
	memset(c, 0, sizeof(*c));
	return 0;
}

int arches_add(struct arches *as, const char *path)
{
	struct arch made = { .file = (char *)path };
	int err = config_read(path, on_solved, &made);

	for (size_t i = 0; i < made.n && !err; i++)
		err = add_solved(as, &made.configs[i], path);
	for (size_t i = 0; i < made.n; i++)
		arch_config_release(&made.configs[i]);
	free(made.configs);
	return err;
}

/* --- toolchains --------------------------------------------------------------- */

static bool has_twin(const struct arch *a, const struct arch_config *of,
		     const struct toolchain *t)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->configs[i].tc == t &&
		    starts_with(a->configs[i].id, of->id) &&
		    a->configs[i].id[strlen(of->id)] == '+')
			return true;
	return false;
}

/* Of the variables of the first choice, ARCH stays. */
struct arch_config *arch_twin(const struct arch_config *of,
			      const struct toolchain *t)
{
	const struct strvec *first = of->make.n ? &of->make :
				     &of->arch->tc.make;
	struct arch_config *c = xcalloc(1, sizeof(*c));

	*c = (struct arch_config){
		.arch = of->arch, .tc = t, .found = of->found,
		.solved = of->solved,
		.name = xstrfmt("%s+%s", of->name, t->name),
		.id = xstrfmt("%s+%s", of->id, t->name),
		.defconfig = xstrdup(of->defconfig),
		.compiler = xstrdup(t->compiler),
		.why = of->why ? xstrdup(of->why) : NULL,
	};
	strvec_add(&c->set, &of->set);
	for (size_t i = 0; i < first->n; i++)
		if (starts_with(first->v[i], "ARCH="))
			strvec_push(&c->make, first->v[i]);
	strvec_add(&c->make, &t->make);
	return c;
}

static void add_twin(struct arch *a, const struct arch_config *of,
		     const struct toolchain *t)
{
	struct arch_config *c = arch_twin(of, t);

	GROW(a->configs, a->n + 1, a->alloc);
	a->configs[a->n++] = *c;
	free(c);
}

int arches_with(struct arches *as, const char *name)
{
	bool any = false;

	for (size_t i = 0; i < as->n; i++) {
		struct arch *a = as->v[i];

		for (size_t k = 0; k < a->n_others; k++) {
			if (strcmp(a->others[k].name, name))
				continue;
			any = true;
			for (size_t j = 0, n = a->n; j < n; j++) {
				struct arch_config c = a->configs[j];

				if (!c.tc && !has_twin(a, &c, &a->others[k]))
					add_twin(a, &c, &a->others[k]);
			}
		}
	}
	return any ? 0 : error_user("no architecture has a [toolchain \"%s\"] (see verify/arch/)",
				    name);
}

void arches_make(struct arches *as, const char *set)
{
	for (size_t i = 0; i < as->n; i++) {
		struct arch *a = as->v[i];

		strvec_push(&a->tc.make, set);
		strvec_push(&a->fallback.make, set);
		for (size_t k = 0; k < a->n_others; k++)
			strvec_push(&a->others[k].make, set);
		for (size_t k = 0; k < a->n; k++)
			if (a->configs[k].make.n)
				strvec_push(&a->configs[k].make, set);
	}
}

static void release_toolchain(struct toolchain *t)
{
	free(t->name);
	strvec_release(&t->make);
	strvec_release(&t->kcflags);
	strvec_release(&t->sparse);
	strvec_release(&t->sparse_cut);
	free(t->compiler);
	free(t->packages);
	free(t->built);
}

void arch_config_release(struct arch_config *c)
{
	free(c->name);
	free(c->id);
	free(c->defconfig);
	free(c->why);
	free(c->compiler);
	strvec_release(&c->set);
	strvec_release(&c->make);
}

void arches_release(struct arches *as)
{
	for (size_t i = 0; i < as->n; i++) {
		struct arch *a = as->v[i];

		for (size_t k = 0; k < a->n; k++)
			arch_config_release(&a->configs[k]);
		free(a->configs);
		release_toolchain(&a->tc);
		for (size_t k = 0; k < a->n_others; k++)
			release_toolchain(&a->others[k]);
		free(a->others);
		release_toolchain(&a->fallback);
		strvec_release(&a->set);
		free(a->name);
		free(a->file);
		free(a);
	}
	free(as->v);
	memset(as, 0, sizeof(*as));
}

void arches_add_path(const struct arches *as, const char *cache)
{
	const char *top = getenv("RESPIN_TOOLCHAINS");
	struct strbuf path = STRBUF_INIT;

	strbuf_addstr(&path, getenv("PATH") ?: "/usr/bin:/bin");
	for (size_t i = 0; i < as->n; i++) {
		const char *name = as->v[i]->name;
		char *bin = top ? xstrfmt("%s/%s/bin", top, name) :
			    xstrfmt("%s/toolchains/%s/bin", cache ?: "", name);

		if (as->v[i]->tc.built && !access(bin, X_OK))
			strbuf_addf(&path, ":%s", bin);
		free(bin);
	}
	setenv("PATH", path.buf, 1);
	strbuf_release(&path);
}

const char *arch_folder(const char *path, size_t *n)
{
	if (!starts_with(path, "arch/"))
		return NULL;
	path += strlen("arch/");
	*n = strcspn(path, "/");
	return path[*n] ? path : NULL;
}

bool arch_elsewhere(const char *path, const char *arch)
{
	size_t n = strlen(arch);

	return starts_with(path, "arch/") &&
	       (strncmp(path + 5, arch, n) || path[5 + n] != '/');
}
