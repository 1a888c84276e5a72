// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/jail.h"
#include "base/tool.h"
#include "boot/build.h"
#include "kbuild/host.h"

#define INIT_TIMEOUT 300
#define KERNEL_TIMEOUT 14400

/* What is in the initramfs: scripts of the tree make it. */
static const char LIST[] =
	"dir /dev 755 0 0\n"
	"nod /dev/console 600 0 0 c 5 1\n"
	"nod /dev/kmsg 600 0 0 c 1 11\n"
	"dir /proc 755 0 0\n"
	"dir /sys 755 0 0\n"
	"dir /debug 755 0 0\n"
	"file /init boot.init 755 0 0\n";

static char *in_obj(const struct kbuild *kb, const char *name)
{
	return xstrfmt("%s/%s", kb->obj, name);
}

/* The first error in a log, or how the tool ended. The caller frees it. */
static char *error_of(const struct kbuild *kb, const struct proc *p,
		      const char *what, const char *said)
{
	static const char *const marks[] = {
		"error: ", "undefined reference", "multiple definition", "*** ",
	};
	struct strbuf sb = STRBUF_INIT, neutral = STRBUF_INIT;
	const char *at = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(marks) && !at; i++)
		at = strstr(said, marks[i]);
	while (at && at > said && at[-1] != '\n')
		at--;
	strbuf_addf(&sb, "%s: ", what);
	if (tool_end(p, said) == TOOL_FAILED)
		tool_why(p, said, &sb);
	else if (at)
		strbuf_add(&sb, at, strcspn(at, "\n"));
	else
		proc_describe(p, &sb);
	kbuild_neutral(kb, sb.buf, &neutral);
	strbuf_release(&sb);
	return strbuf_detach(&neutral);
}

/* Run P, WHAT, jailed, with what it prints in OBJ.EXT. Returns as build_init(). */
static int run(const struct kbuild *kb, struct proc *p, const char *what,
	       const char *ext, char **why)
{
	char *log = xstrfmt("%s.%s", kb->obj, ext);
	struct strbuf said = STRBUF_INIT;
	int err;

	p->out = log;
	err = proc_run(p);
	if (err != ERR_INTERRUPTED) {
		bool unread = p->state != PROC_NOT_STARTED &&
			      strbuf_read_file(&said, log);

		switch (unread ? TOOL_FAILED : tool_end(p, said.buf)) {
		case TOOL_YES:
			err = 0;
			break;
		case TOOL_NO:
			err = ERR_USER;
			break;
		case TOOL_FAILED:
			err = ERR_TOOL;
			break;
		}
		if (err)
			*why = error_of(kb, p, what, said.buf);
	}
	strbuf_release(&said);
	free(log);
	return err;
}

/* --- init ---------------------------------------------------------------- */

static void init_argv(const struct machines *ms, const struct machine *m,
		      const struct kbuild *kb, struct strvec *argv)
{
	const char *arch = m->config.arch->name;

	strvec_push(argv, m->config.compiler ?: kb->tc->compiler);
	strvec_add(argv, &ms->cflags);
	strvec_add(argv, &m->cflags);
	strvec_pushf(argv, "-I%s/arch/%s/include/generated/uapi", kb->obj, arch);
	strvec_pushf(argv, "-I%s/arch/%s/include/uapi", kb->src, arch);
	strvec_pushf(argv, "-I%s/include/generated/uapi", kb->obj);
	strvec_pushf(argv, "-I%s/include/uapi", kb->src);
}

/* Of all that goes in. A new file would have the kernel linked again. */
static char *init_key(const struct machines *ms, const struct strvec *argv)
{
	struct strbuf all = STRBUF_INIT;
	char *key;

	strbuf_addf(&all, "%s\n%s\n", ms->init, LIST);
	for (size_t i = 0; i < argv->n; i++)
		strbuf_addf(&all, "%s\n", argv->v[i]);
	key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return key;
}

static bool is_there(const struct kbuild *kb, const char *key)
{
	char *path = in_obj(kb, "boot.key"), *init = in_obj(kb, "boot.init");
	struct strbuf have = STRBUF_INIT;
	bool same = !access(init, R_OK) && !strbuf_read_file(&have, path) &&
		    !strcmp(have.buf, key);

	strbuf_release(&have);
	free(path);
	free(init);
	return same;
}

static int put(const struct kbuild *kb, const char *name, const char *text,
	       char **why)
{
	char *path = in_obj(kb, name);
	int err = write_file_atomic(path, text, strlen(text));

	if (err) {
		*why = xstrfmt("cannot write $obj/%s: %s", name,
			       strerror(-err));
		err = ERR_TOOL;
	}
	free(path);
	return err;
}

int build_init(const struct machines *ms, const struct machine *m,
	       const struct kbuild *kb, char **why)
{
	struct proc p = PROC_INIT;
	char *key, *init = in_obj(kb, "boot.init");
	int err;

	*why = NULL;
	init_argv(ms, m, kb, &p.argv);
	key = init_key(ms, &p.argv);
	if (is_there(kb, key)) {
		err = 0;
	} else {
		strvec_pushl(&p.argv, "-o", init, NULL);
		strvec_pushf(&p.argv, "%s/init/init.c", ms->dir);
		strvec_push(&p.env, "LC_ALL=C");
		p.timeout = INIT_TIMEOUT;
		jail_proc(&p, kb->obj, NULL);
		err = run(kb, &p, "init", "init.log", why);
		if (!err)
			err = put(kb, "boot.list", LIST, why);
		if (!err)
			err = put(kb, "boot.key", key, why);
	}
	free(key);
	free(init);
	proc_release(&p);
	return err;
}

/* --- the kernel ------------------------------------------------------------ */

/* The same source gives the same kernel, whoever makes it, and when. */
static void make(const struct kbuild *kb, struct proc *p, int jobs,
		 const char *target)
{
	kbuild_make(kb, p, jobs);
	strvec_push(&p->argv, target);
	strvec_pushl(&p->env, "KBUILD_BUILD_TIMESTAMP=2000-01-01",
		     "KBUILD_BUILD_USER=respin", "KBUILD_BUILD_HOST=respin",
		     "KBUILD_BUILD_VERSION=1", NULL);
	host_jail(kb, p, false);
	p->timeout = KERNEL_TIMEOUT;
}

static int take_image(const struct kbuild *kb, const char *image, char **digest,
		      char **why)
{
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, image);

	if (err) {
		struct strbuf neutral = STRBUF_INIT;

		kbuild_neutral(kb, image, &neutral);
		*why = xstrfmt("make left no %s: %s", neutral.buf,
			       strbuf_read_error(err));
		strbuf_release(&neutral);
		err = err == -ENOENT ? ERR_USER : ERR_TOOL;
	} else {
		*digest = hash_hex(text.buf, text.len);
	}
	strbuf_release(&text);
	return err;
}

int build_kernel(const struct machine *m, const struct kbuild *kb, int jobs,
		 bool configure, char **image, char **digest, char **why)
{
	struct proc config = PROC_INIT, p = PROC_INIT;
	int err = 0;

	*why = *digest = NULL;
	*image = in_obj(kb, m->image);
	if (configure) {
		make(kb, &config, jobs, "olddefconfig");
		err = run(kb, &config, "olddefconfig", "boot.log", why);
	}
	/* One of another state must not be taken for what make leaves. */
	if (!err && unlink(*image) && errno != ENOENT) {
		*why = xstrfmt("cannot remove $obj/%s: %s", m->image,
			       strerror(errno));
		err = ERR_TOOL;
	}
	if (!err) {
		make(kb, &p, jobs, m->target);
		err = run(kb, &p, m->target, "boot.log", why);
	}
	if (!err)
		err = take_image(kb, *image, digest, why);
	proc_release(&config);
	proc_release(&p);
	return err;
}

int build_checks(const struct kbuild *kb, const struct strvec *checks,
		 struct strvec *on, struct strvec *off)
{
	char *path = in_obj(kb, ".config");
	struct strbuf text = STRBUF_INIT;
	int err;

	strbuf_addch(&text, '\n');
	err = strbuf_read_file(&text, path);
	if (err)
		err = error("cannot read %s: %s", path, strbuf_read_error(err));
	for (size_t i = 0; i < checks->n && !err; i++) {
		char *line = xstrfmt("\nCONFIG_%s=y\n", checks->v[i]);

		strvec_push(strstr(text.buf, line) ? on : off, checks->v[i]);
		free(line);
	}
	strbuf_release(&text);
	free(path);
	return err;
}
