// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>

#include "base/dir.h"
#include "base/hash.h"
#include "base/strbuf.h"
#include "boot/machine.h"
#include "git/config.h"

#define COMMON "common.conf"
#define SECONDS_MAX 86400

/* A file that is read. */
struct reader {
	struct machines *ms;
	const struct arch *arch;	/* NULL: the common one */
	const char *path;
	char *emulator, *packages;	/* of its [emulator] */
};

static void set_text(char **to, const char *value)
{
	free(*to);
	*to = xstrdup(value);
}

static int set_seconds(int *to, const char *value)
{
	char *end;
	long n = strtol(value, &end, 10);

	if (*end || n < 1 || n > SECONDS_MAX)
		return ERR_USER;
	*to = (int)n;
	return 0;
}

static struct machine *machine_of(struct reader *r, const char *name)
{
	struct machines *ms = r->ms;
	struct machine *m;
	char *id = xstrfmt("%s-%s", r->arch->name, name);

	for (size_t i = 0; i < ms->n; i++)
		if (!strcmp(ms->v[i]->config.id, id)) {
			free(id);
			return ms->v[i];
		}
	m = xcalloc(1, sizeof(*m));
	m->config = (struct arch_config){
		.arch = r->arch, .name = xstrdup(name), .id = id,
		.defconfig = xstrdup("allnoconfig"),
	};
	GROW(ms->v, ms->n + 1, ms->alloc);
	ms->v[ms->n++] = m;
	return m;
}

/* "-smp 2", "-smp cpus=2,sockets=2"; an emulator has one if nothing is said. */
static long processors_of(const struct strvec *args)
{
	for (size_t i = 0; i + 1 < args->n; i++) {
		const char *n = args->v[i + 1], *cpus = strstr(n, "cpus=");

		if (strcmp(args->v[i], "-smp"))
			continue;
		if (cpus && (cpus == n || cpus[-1] == ','))
			n = cpus + strlen("cpus=");
		return isdigit((unsigned char)*n) ? strtol(n, NULL, 10) : -1;
	}
	return 1;
}

static int machine_key(struct machine *m, const char *key, const char *value)
{
	if (!strcmp(key, "set"))
		strvec_split(&m->config.set, value);
	else if (!strcmp(key, "make"))
		strvec_split(&m->config.make, value);
	else if (!strcmp(key, "compiler"))
		set_text(&m->config.compiler, value);
	else if (!strcmp(key, "why"))
		set_text(&m->config.why, value);
	else if (!strcmp(key, "cflags"))
		strvec_split(&m->cflags, value);
	else if (!strcmp(key, "args"))
		strvec_split(&m->args, value);
	else if (!strcmp(key, "image"))
		set_text(&m->image, value);
	else if (!strcmp(key, "target"))
		set_text(&m->target, value);
	else if (!strcmp(key, "cmdline"))
		set_text(&m->cmdline, value);
	else if (!strcmp(key, "emulator"))
		set_text(&m->emulator, value);
	else if (!strcmp(key, "packages"))
		set_text(&m->packages, value);
	else if (!strcmp(key, "without"))
		set_text(&m->without, value);
	else if (!strcmp(key, "seconds"))
		return set_seconds(&m->seconds, value);
	else
		return ERR_USER;
	return 0;
}

static int common_key(struct machines *ms, const char *key, const char *value)
{
	if (!strcmp(key, "set"))
		strvec_split(&ms->set, value);
	else if (!strcmp(key, "check"))
		strvec_split(&ms->checks, value);
	else if (!strcmp(key, "cflags"))
		strvec_split(&ms->cflags, value);
	else if (!strcmp(key, "cmdline"))
		set_text(&ms->cmdline, value);
	else if (!strcmp(key, "bad"))
		strvec_push(&ms->bad, value);
	else if (!strcmp(key, "seconds"))
		return set_seconds(&ms->seconds, value);
	else
		return ERR_USER;
	return 0;
}

static int on_key(void *data, const char *section, const char *sub,
		  const char *key, const char *value, int line)
{
	struct reader *r = data;
	int err = ERR_USER;

	if (!r->arch && !strcmp(section, "common") && !sub)
		err = common_key(r->ms, key, value);
	else if (r->arch && !strcmp(section, "emulator") && !sub &&
		 !strcmp(key, "program"))
		err = (set_text(&r->emulator, value), 0);
	else if (r->arch && !strcmp(section, "emulator") && !sub &&
		 !strcmp(key, "packages"))
		err = (set_text(&r->packages, value), 0);
	else if (r->arch && !strcmp(section, "machine") && sub)
		err = machine_key(machine_of(r, sub), key, value);
	if (err < 0)
		return error_user("%s:%d: unknown key '%s' in [%s], or not a value for it",
				  r->path, line, key, section);
	return 0;
}

/* What the file, and the common one, say of all. */
static int complete(struct reader *r, struct machine *m)
{
	struct strvec set = STRVEC_INIT;

	if (!m->emulator && r->emulator)
		m->emulator = xstrdup(r->emulator);
	if (!m->packages && r->packages)
		m->packages = xstrdup(r->packages);
	if (!m->seconds)
		m->seconds = r->ms->seconds;
	m->processors = processors_of(&m->args);
	if (!m->without && (!m->emulator || !m->image || !m->target))
		return error_user("%s: [machine \"%s\"] needs emulator, target and image, or without",
				  r->path, m->config.name);
	strvec_add(&set, &r->ms->set);
	for (size_t i = 0; i < r->ms->checks.n && !r->ms->light; i++)
		strvec_pushf(&set, "%s=y", r->ms->checks.v[i]);
	strvec_add(&set, &r->arch->set);
	strvec_add(&set, &m->config.set);
	strvec_release(&m->config.set);
	m->config.set = set;
	return 0;
}

static int read_arch(struct machines *ms, const char *dir,
		     const struct arch *a, const struct strvec *names)
{
	char *name = xstrfmt("%s.conf", a->name);
	char *path = xstrfmt("%s/%s", dir, name);
	struct reader r = { .ms = ms, .arch = a, .path = path };
	size_t first = ms->n;
	int err = 0;

	if (strvec_has(names, name))
		err = config_read(path, on_key, &r);
	else
		machine_of(&r, "none")->without =
			xstrfmt("no %s says how to boot one", path);
	if (!err && first == ms->n)
		err = error_user("%s: there is no [machine]", path);
	for (size_t i = first; i < ms->n && !err; i++)
		err = complete(&r, ms->v[i]);
	free(r.emulator);
	free(r.packages);
	free(path);
	free(name);
	return err;
}

/* What is compiled is a part of each result's key. */
static int digest_init(struct machines *ms)
{
	char *dir = xstrfmt("%s/init", ms->dir);
	struct strvec names = STRVEC_INIT;
	struct strbuf all = STRBUF_INIT;
	int err = dir_names(&names, dir);

	strvec_sort(&names);
	for (size_t i = 0; i < names.n && !err; i++) {
		char *path = xstrfmt("%s/%s", dir, names.v[i]);

		strbuf_addf(&all, "%s\n", names.v[i]);
		err = strbuf_read_file(&all, path);
		free(path);
	}
	if (err)
		err = error("cannot read %s: %s", dir, strbuf_read_error(err));
	ms->init = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	strvec_release(&names);
	free(dir);
	return err;
}

int machines_read(struct machines *ms, const char *dir,
		  const struct arches *as, bool light)
{
	char *path = xstrfmt("%s/" COMMON, dir);
	struct reader r = { .ms = ms, .path = path };
	struct strvec names = STRVEC_INIT;
	int err;

	memset(ms, 0, sizeof(*ms));
	ms->dir = xstrdup(dir);
	ms->light = light;
	err = config_read(path, on_key, &r);
	if (!err && (!ms->seconds || !ms->bad.n || !ms->set.n))
		err = error_user("%s: needs set, bad and seconds", path);
	if (!err)
		err = digest_init(ms);
	if (!err) {
		err = dir_names(&names, dir);
		if (err)
			err = error("cannot read %s: %s", dir, strerror(-err));
	}
	for (size_t i = 0; i < as->n && !err; i++)
		err = read_arch(ms, dir, as->v[i], &names);
	strvec_release(&names);
	free(path);
	return err;
}

static void machine_free(struct machine *m)
{
	free(m->config.name);
	free(m->config.id);
	free(m->config.defconfig);
	free(m->config.why);
	free(m->config.compiler);
	strvec_release(&m->config.set);
	strvec_release(&m->config.make);
	free(m->emulator);
	free(m->packages);
	strvec_release(&m->args);
	free(m->image);
	free(m->target);
	free(m->cmdline);
	strvec_release(&m->cflags);
	free(m->without);
	free(m);
}

void machines_release(struct machines *ms)
{
	for (size_t i = 0; i < ms->n; i++)
		machine_free(ms->v[i]);
	free(ms->v);
	strvec_release(&ms->set);
	strvec_release(&ms->checks);
	strvec_release(&ms->cflags);
	strvec_release(&ms->bad);
	free(ms->cmdline);
	free(ms->dir);
	free(ms->init);
	memset(ms, 0, sizeof(*ms));
}

int machines_pick(const struct machines *ms, const struct strvec *names,
		  const struct machine ***picked, size_t *n)
{
	bool *used = xcalloc(names->n + 1, sizeof(*used));
	int err = 0;

	*picked = xcalloc(ms->n + 1, sizeof(**picked));
	*n = 0;
	for (size_t i = 0; i < ms->n; i++) {
		const struct arch_config *c = &ms->v[i]->config;
		bool want = !names->n;

		for (size_t k = 0; k < names->n; k++)
			if (!strcmp(names->v[k], c->id) ||
			    !strcmp(names->v[k], c->arch->name))
				want = used[k] = true;
		if (want)
			(*picked)[(*n)++] = ms->v[i];
	}
	for (size_t k = 0; k < names->n && !err; k++)
		if (!used[k])
			err = error_user("no architecture or machine '%s' (see verify/boot/)",
					 names->v[k]);
	free(used);
	return err;
}

const char *machines_bad(const struct machines *ms, const char *line, size_t n)
{
	for (size_t i = 0; i < ms->bad.n; i++)
		if (memmem(line, n, ms->bad.v[i], strlen(ms->bad.v[i])))
			return ms->bad.v[i];
	return NULL;
}
