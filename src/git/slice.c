// SPDX-License-Identifier: GPL-2.0-only
#include "git/slice.h"

void git_command(struct proc *p, const char *dir)
{
	strvec_pushl(&p->env, "GIT_CONFIG_GLOBAL=/dev/null",
		     "GIT_CONFIG_NOSYSTEM=1", "GIT_DIR", "GIT_WORK_TREE",
		     "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "LC_ALL=C",
		     "TZ=UTC", NULL);
	strvec_pushl(&p->argv, "git", "-C", dir, NULL);
}

static void committer(const struct slice *s, struct proc *p)
{
	strvec_pushf(&p->env, "GIT_COMMITTER_NAME=%s", s->who.name);
	strvec_pushf(&p->env, "GIT_COMMITTER_EMAIL=%s", s->who.mail);
	strvec_pushf(&p->env, "GIT_COMMITTER_DATE=@%lld +0000",
		     (long long)s->who.time);
}

static int run(struct proc *p, struct strbuf *out)
{
	int err = proc_capture(p, out, NULL);

	proc_release(p);
	return err;
}

int slice_open(struct slice *s, const char *dir, const struct change *files,
	       size_t n, const struct ident *who)
{
	struct proc reset = PROC_INIT;
	struct strbuf out = STRBUF_INIT;
	int err;

	memset(s, 0, sizeof(*s));
	s->dir = xstrdup(dir);
	s->who = *who;
	GROW(s->commits, 1, s->alloc);
	err = repo_init_plain(&s->repo, dir);
	if (!err)
		err = repo_commit(&s->repo, NULL, "base\n", who, files, n,
				  s->commits[0]);
	if (err < 0)
		return err;
	s->n = 1;
	git_command(&reset, dir);
	strvec_pushl(&reset.argv, "reset", "--quiet", "--hard", s->commits[0],
		     NULL);
	err = run(&reset, &out);
	if (err < 0 && err != ERR_INTERRUPTED)
		error("cannot check out in %s: %s", dir, out.buf);
	strbuf_release(&out);
	return err;
}

void slice_release(struct slice *s)
{
	repo_release(&s->repo);
	free(s->dir);
	free(s->commits);
	memset(s, 0, sizeof(*s));
}

static int note_commits(struct slice *s)
{
	struct strbuf out = STRBUF_INIT;
	struct proc p = PROC_INIT;
	int err;

	git_command(&p, s->dir);
	strvec_pushl(&p.argv, "rev-list", "--reverse", NULL);
	strvec_pushf(&p.argv, "%s..HEAD", s->commits[s->n - 1]);
	err = run(&p, &out);
	for (const char *c = out.buf; !err && strlen(c) >= 40;
	     c += 40 + (c[40] == '\n')) {
		GROW(s->commits, s->n + 1, s->alloc);
		memcpy(s->commits[s->n], c, 40);
		s->commits[s->n++][40] = '\0';
	}
	strbuf_release(&out);
	return err;
}

int slice_am(struct slice *s, const char *file, struct strbuf *why)
{
	struct strbuf out = STRBUF_INIT, undone = STRBUF_INIT;
	struct proc am = PROC_INIT, abort = PROC_INIT;
	char *real = realpath(file, NULL);
	int err;

	git_command(&am, s->dir);
	committer(s, &am);
	strvec_pushl(&am.argv, "-c", "gc.auto=0", "am", "--quiet",
		     s->keep_cr ? "--keep-cr" : "--no-keep-cr", real ?: file,
		     NULL);
	free(real);
	err = run(&am, &out);
	if (!err) {
		err = note_commits(s);
	} else if (err != ERR_INTERRUPTED) {
		git_command(&abort, s->dir);
		strvec_pushl(&abort.argv, "am", "--abort", NULL);
		run(&abort, &undone);
		/* "error: patch failed: FILE:LINE" is what a person needs. */
		for (const char *p = out.buf; *p;) {
			size_t n = strcspn(p, "\n");

			if (starts_with(p, "error: "))
				strbuf_addf(why, "%s%.*s", why->len ? "; " : "",
					    (int)n - 7, p + 7);
			p += n + (p[n] == '\n');
		}
		if (!why->len)
			strbuf_addf(why, "%.*s", (int)strcspn(out.buf, "\n"),
				    out.buf);
		err = ERR_FINDING;
	}
	strbuf_release(&out);
	strbuf_release(&undone);
	return err;
}

int slice_paths(struct slice *s, struct strvec *paths)
{
	struct strbuf out = STRBUF_INIT;
	struct proc p = PROC_INIT;
	int err;

	git_command(&p, s->dir);
	strvec_pushl(&p.argv, "log", "--format=", "--name-only", "-z",
		     "--no-renames", NULL);
	strvec_pushf(&p.argv, "%s..%s", s->commits[0], s->commits[s->n - 1]);
	err = run(&p, &out);
	for (size_t i = 0; !err && i < out.len; i += strlen(out.buf + i) + 1)
		if (out.buf[i])
			strvec_push(paths, out.buf + i);
	if (err < 0 && err != ERR_INTERRUPTED)
		error("cannot list what changed in %s: %.*s", s->dir,
		      (int)strcspn(out.buf, "\n"), out.buf);
	strbuf_release(&out);
	return err;
}

int slice_read(struct slice *s, size_t k, const char *path,
	       struct strbuf *out)
{
	if (k >= s->n)
		BUG("state %zu of %zu", k, s->n);
	return repo_read(&s->repo, s->commits[k], path, out);
}
