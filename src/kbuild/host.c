// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/jail.h"
#include "base/path.h"
#include "base/program.h"
#include "base/strbuf.h"
#include "base/without.h"
#include "kbuild/host.h"

#define CACHE "kconfig.host."
#define DAY (24 * 3600)

/* Variables that choose another compiler for the host. */
static const char *const CHOOSE[] = { "HOSTCC=", "LLVM=" };

static bool has_own(const struct kbuild *kb)
{
	const struct strvec *vars = kbuild_vars(kb);

	for (size_t i = 0; i < vars->n; i++)
		for (size_t k = 0; k < ARRAY_SIZE(CHOOSE); k++)
			if (starts_with(vars->v[i], CHOOSE[k]))
				return true;
	return false;
}

char *host_cache(const struct kbuild *kb)
{
	char *program = is_without("ccache") || has_own(kb) ? NULL :
			program_find("ccache");
	char *digest = hash_hex(kb->base, strlen(kb->base));
	char *work = kbuild_work(kb);
	char *dir = program ? xstrfmt("%s/" CACHE "%.16s", work, digest) : NULL;

	free(program);
	free(digest);
	free(work);
	return dir;
}

/* Caches of other bases, beside DIR, that nobody has used for a day. */
static void remove_old(const char *dir)
{
	char *pattern = xstrfmt("%.*s/" CACHE "*",
				(int)(strrchr(dir, '/') - dir), dir);
	glob_t g = { 0 };
	struct stat st;

	if (!glob(pattern, 0, NULL, &g))
		for (size_t i = 0; i < g.gl_pathc; i++)
			if (strcmp(g.gl_pathv[i], dir) &&
			    !lstat(g.gl_pathv[i], &st) &&
			    st.st_mtime < time(NULL) - DAY)
				remove_quietly(g.gl_pathv[i]);
	globfree(&g);
	free(pattern);
}

/* Without a folder, without a cache: that costs time, nothing else. */
static bool begin(const char *dir)
{
	struct stat st;

	if (lstat(dir, &st)) {
		if (make_dirs(dir) || lstat(dir, &st))
			return false;
		remove_old(dir);
	}
	/* Its time is when it was last used. */
	return S_ISDIR(st.st_mode) &&
	       !utimensat(AT_FDCWD, dir, NULL, AT_SYMLINK_NOFOLLOW);
}

/* The user's own settings are for another cache, and might let others write to it. */
static void clear_env(struct proc *p)
{
	for (char **e = environ; *e; e++)
		if (starts_with(*e, "CCACHE_"))
			strvec_pushf(&p->env, "%.*s", (int)strcspn(*e, "="), *e);
}

void host_jail(const struct kbuild *kb, struct proc *p, bool fill)
{
	char *dir = host_cache(kb);
	bool cached = dir && begin(dir);

	if (cached) {
		strvec_push(&p->argv, "HOSTCC=ccache gcc");
		clear_env(p);
		strvec_pushf(&p->env, "CCACHE_DIR=%s", dir);
		/* Nor a file with settings that somebody leaves there. */
		strvec_push(&p->env, "CCACHE_CONFIGPATH=/dev/null");
		strvec_pushf(&p->env, "CCACHE_TEMPDIR=%s/tmp",
			     fill ? dir : kb->obj);
		/* It distrusts headers as new as elfconfig.h, which kbuild has just made. */
		strvec_push(&p->env,
			    "CCACHE_SLOPPINESS=include_file_mtime,include_file_ctime");
		strvec_push(&p->env, "CCACHE_MAXSIZE=64M");
		if (!fill)
			strvec_push(&p->env, "CCACHE_READONLY=1");
	}
	jail_proc(p, kb->obj, cached && fill ? dir : NULL);
	free(dir);
}
