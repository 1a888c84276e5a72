// SPDX-License-Identifier: GPL-2.0-only
#include "git/cmd.h"
#include "git/slice.h"

static void set_committer(const struct slice *s, struct proc *p)
{
	strvec_pushf(&p->env, "GIT_COMMITTER_NAME=%s", s->who.name);
	strvec_pushf(&p->env, "GIT_COMMITTER_EMAIL=%s", s->who.mail);
	strvec_pushf(&p->env, "GIT_COMMITTER_DATE=@%lld +0000",
		     (long long)s->who.time);
}

int slice_open(struct slice *s, const char *dir, const struct change *files,
	       size_t n, const struct ident *who, const char *objects)
{
	struct git_cmd reset;
	int err;

	memset(s, 0, sizeof(*s));
	s->dir = xstrdup(dir);
	s->who = *who;
	GROW(s->commits, 1, s->alloc);
	err = repo_init_plain(&s->repo, dir, objects);
	if (!err)
		err = repo_commit(&s->repo, NULL, "base\n", who, files, n,
				  s->commits[0]);
	if (err < 0)
		return err;
	s->n = 1;
	git_begin(&reset, dir, GIT_OURS);
	strvec_pushl(&reset.proc.argv, "reset", "--quiet", "--hard",
		     s->commits[0], NULL);
	err = git_must(&reset, "check out the files that the patches touch");
	git_release(&reset);
	return err;
}

void slice_release(struct slice *s)
{
	repo_release(&s->repo);
	free(s->dir);
	free(s->commits);
	memset(s, 0, sizeof(*s));
}

/* Append the commits that git am has made. */
static int note_commits(struct slice *s)
{
	struct git_cmd g;
	int err;

	git_begin(&g, s->dir, GIT_OURS);
	strvec_pushl(&g.proc.argv, "rev-list", "--reverse", NULL);
	strvec_pushf(&g.proc.argv, "%s..HEAD", s->commits[s->n - 1]);
	err = git_must(&g, "list what git am has made");
	for (size_t i = 0; !err && i + 40 < g.out.len + 1; i += 41) {
		if (strspn(g.out.buf + i, "0123456789abcdef") != 40) {
			err = error("git rev-list in %s printed no commit",
				    s->dir);
			break;
		}
		GROW(s->commits, s->n + 1, s->alloc);
		memcpy(s->commits[s->n], g.out.buf + i, 40);
		s->commits[s->n++][40] = '\0';
	}
	git_release(&g);
	return err;
}

/* "error: patch failed: FILE:LINE" is what a person needs. */
static void why_not(const struct git_cmd *am, struct strbuf *why)
{
	for (const char *p = am->said.buf; *p;) {
		size_t n = strcspn(p, "\n");

		if (starts_with(p, "error: "))
			strbuf_addf(why, "%s%.*s", why->len ? "; " : "",
				    (int)n - 7, p + 7);
		p += n + (p[n] == '\n');
	}
	if (!why->len)
		strbuf_addstr(why, am->why);
}

/* Make the slice what it was before git am did not end. */
static int undo(struct slice *s)
{
	struct git_cmd g;
	int err;

	git_begin(&g, s->dir, GIT_OURS);
	set_committer(s, &g.proc);
	strvec_pushl(&g.proc.argv, "am", "--abort", NULL);
	err = git_run(&g);
	/* It may have said no before it began. */
	if (err == ERR_USER && strstr(g.why, "not in progress"))
		err = 0;
	else if (err == ERR_USER)
		err = error("cannot undo git am in %s: %s",
			    s->dir, g.why);
	git_release(&g);
	return err;
}

static bool holds_any(const char *line, size_t n, const char *const *words,
		      size_t n_words)
{
	for (size_t i = 0; i < n_words; i++)
		if (memmem(line, n, words[i], strlen(words[i])))
			return true;
	return false;
}

/*
 * Does git complain of our repository, which is good, instead of the patch? Then
 * it could not read it.
 */
static bool is_broken(const struct git_cmd *am)
{
	static const char *const words[] = {
		"not a git repository", "not a valid object", "bad object",
		"bad tree object", "index file ", "bad index file",
		"index.lock", "unable to read", "could not read",
		"failed to read", "is corrupt", "update_ref failed",
		"cannot update ref", "cannot lock ref",
		"unable to write loose object", "unable to write object",
	};

	/* What a name in the patch can bring about on a good disk. */
	static const char *const names[] = {
		": Not a directory", ": Is a directory", ": Directory not empty",
		": File exists", ": File name too long",
		": Too many levels of symbolic links",
	};

	for (const char *p = am->said.buf; *p; p += *p == '\n') {
		size_t n = strcspn(p, "\n");

		if (holds_any(p, n, words, ARRAY_SIZE(words)) &&
		    !holds_any(p, n, names, ARRAY_SIZE(names)))
			return true;
		p += n;
	}
	return false;
}

int slice_am(struct slice *s, const char *file, struct strbuf *why)
{
	char *real = realpath(file, NULL);
	struct git_cmd am;
	int err;

	git_begin(&am, s->dir, GIT_OURS);
	set_committer(s, &am.proc);
	strvec_pushl(&am.proc.argv, "am", "--quiet",
		     s->keep_cr ? "--keep-cr" : "--no-keep-cr", real ?: file,
		     NULL);
	free(real);
	err = git_run(&am);
	if (!err) {
		err = note_commits(s);
	} else if (err == ERR_USER && is_broken(&am)) {
		err = error("git am in %s: %s", s->dir, am.why);
	} else if (err == ERR_USER) {
		why_not(&am, why);
		err = undo(s);
		if (!err)
			err = ERR_FINDING;
	}
	git_release(&am);
	return err;
}

int slice_paths(struct slice *s, struct strvec *paths)
{
	struct git_cmd g;
	int err;

	git_begin(&g, s->dir, GIT_OURS);
	strvec_pushl(&g.proc.argv, "log", "--format=", "--name-only", "-z",
		     "--no-renames", NULL);
	strvec_pushf(&g.proc.argv, "%s..%s", s->commits[0],
		     s->commits[s->n - 1]);
	err = git_must(&g, "list what the patches change");
	for (size_t i = 0; !err && i < g.out.len;
	     i += strlen(g.out.buf + i) + 1)
		if (g.out.buf[i])
			strvec_push(paths, g.out.buf + i);
	git_release(&g);
	return err;
}

int slice_read(struct slice *s, size_t k, const char *path,
	       struct strbuf *out)
{
	if (k >= s->n)
		BUG("state %zu of %zu", k, s->n);
	return repo_read(&s->repo, s->commits[k], path, out);
}
