// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <git2.h>

#include "git/cmd.h"
#include "git/lib.h"
#include "git/repo.h"
#include "base/fs.h"

struct repo_git {
	git_repository *repo;
};

static int fail(const char *what)
{
	const git_error *e = git_error_last();

	return error("cannot %s in the scratch repository: %s (is the disk full?)",
		     what, e && e->message ? e->message : "unknown git error");
}

/* Where a shallow clone ends, git must know here too. */
static int copy_shallow(const char *dir, const struct tree *t)
{
	struct strbuf text = STRBUF_INIT;
	char *from = xstrfmt("%.*sshallow",
			     (int)(strlen(t->objects) - strlen("objects")),
			     t->objects);
	char *to = xstrfmt("%s/shallow", dir);
	int err = strbuf_read_file(&text, from);

	if (!err)
		err = write_file(to, text.buf, text.len);
	else if (err == -ENOENT)
		err = 0;
	strbuf_release(&text);
	free(from);
	free(to);
	return err;
}

/* Take the folder OBJECTS as alternates; GIT is the folder of R's own. */
static int add_alternates(struct repo *r, const char *git, const char *objects)
{
	char *path = xstrfmt("%s/objects/info/alternates", git);
	struct strbuf line = STRBUF_INIT;
	int err = make_parent(path);

	strbuf_addf(&line, "%s\n", objects);
	if (!err)
		err = write_file(path, line.buf, line.len);
	free(path);
	strbuf_release(&line);
	/* Opened anew, so that libgit2 sees the alternates. */
	git_repository_free(r->git->repo);
	r->git->repo = NULL;
	if (err || git_repository_open(&r->git->repo, r->dir))
		return fail("set alternates");
	return 0;
}

static int start(struct repo *r, const char *dir, bool bare)
{
	git_start();
	memset(r, 0, sizeof(*r));
	r->dir = xstrdup(dir);
	r->git = xcalloc(1, sizeof(*r->git));
	return git_repository_init(&r->git->repo, dir, bare) ? fail("start") : 0;
}

int repo_init(struct repo *r, const char *dir, const struct tree *t)
{
	int err = start(r, dir, true);

	if (err || !t->is_git)
		return err;
	if (copy_shallow(dir, t))
		return fail("set alternates");
	return add_alternates(r, dir, t->objects);
}

int repo_init_plain(struct repo *r, const char *dir, const char *objects)
{
	char *git = xstrfmt("%s/.git", dir);
	int err = start(r, dir, false);

	if (!err && objects)
		err = add_alternates(r, git, objects);
	free(git);
	return err;
}

void repo_release(struct repo *r)
{
	if (r->git)
		git_repository_free(r->git->repo);
	free(r->git);
	free(r->dir);
	memset(r, 0, sizeof(*r));
}

static int lookup(struct repo *r, const char *hex, git_commit **out)
{
	git_oid id;

	if (git_oid_fromstr(&id, hex) ||
	    git_commit_lookup(out, r->git->repo, &id))
		return fail("find the parent commit");
	return 0;
}

static int empty_tree(struct repo *r, git_tree **out)
{
	git_treebuilder *b = NULL;
	git_oid id;
	int err;

	err = git_treebuilder_new(&b, r->git->repo, NULL) ||
	      git_treebuilder_write(&id, b) ||
	      git_tree_lookup(out, r->git->repo, &id);
	git_treebuilder_free(b);
	return err ? fail("make a tree") : 0;
}

static git_filemode_t mode_of(const struct change *c)
{
	return c->link ? GIT_FILEMODE_LINK : c->exec ?
	       GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB;
}

static int updated_tree(struct repo *r, git_tree *base,
			const struct change *changes, size_t n, git_tree **out)
{
	git_tree_update *up = xcalloc(n, sizeof(*up));
	git_oid id;
	int err = 0;

	for (size_t i = 0; i < n && !err; i++) {
		const struct change *c = &changes[i];

		up[i].path = c->path;
		if (!c->text) {
			up[i].action = GIT_TREE_UPDATE_REMOVE;
			continue;
		}
		up[i].action = GIT_TREE_UPDATE_UPSERT;
		up[i].filemode = mode_of(c);
		err = git_blob_create_from_buffer(&up[i].id, r->git->repo,
						  c->text->buf, c->text->len);
	}
	if (!err)
		err = git_tree_create_updated(&id, r->git->repo, base, n, up);
	if (!err)
		err = git_tree_lookup(out, r->git->repo, &id);
	free(up);
	return err ? fail("write a tree") : 0;
}

static int signature(const struct ident *who, git_signature **out)
{
	if (git_signature_new(out, who->name, who->mail, who->time, who->tz))
		return fail("use the author's name");
	return 0;
}

int repo_commit_by(struct repo *r, const char *parent, const char *message,
		   const struct ident *author, const struct ident *who,
		   const struct change *changes, size_t n, char commit[41])
{
	git_tree *base = NULL, *tree = NULL;
	git_signature *by = NULL, *sig = NULL;
	git_commit *pc = NULL;
	git_oid id;
	int err;

	if (parent) {
		err = lookup(r, parent, &pc);
		if (!err && git_commit_tree(&base, pc))
			err = fail("read the parent's tree");
	} else {
		err = empty_tree(r, &base);
	}
	if (!err)
		err = updated_tree(r, base, changes, n, &tree);
	if (!err)
		err = signature(author, &by);
	if (!err)
		err = signature(who, &sig);
	if (!err && git_commit_create(&id, r->git->repo, NULL, by, sig, NULL,
				      message, tree, pc ? 1 : 0,
				      (const git_commit **)&pc))
		err = fail("commit");
	if (!err)
		git_oid_tostr(commit, 41, &id);
	git_signature_free(by);
	git_signature_free(sig);
	git_tree_free(tree);
	git_tree_free(base);
	git_commit_free(pc);
	return err;
}

int repo_commit(struct repo *r, const char *parent, const char *message,
		const struct ident *who, const struct change *changes,
		size_t n, char commit[41])
{
	return repo_commit_by(r, parent, message, who, who, changes, n, commit);
}

int repo_ref(struct repo *r, const char *name, const char *commit)
{
	char *ref = xstrfmt("refs/heads/%s", name);
	git_reference *out = NULL;
	git_oid id;
	int err;

	err = git_oid_fromstr(&id, commit) ||
	      git_reference_create(&out, r->git->repo, ref, &id, 1, NULL);
	git_reference_free(out);
	free(ref);
	return err ? fail("set a branch") : 0;
}

int repo_tree_id(struct repo *r, const char *commit, char id[41])
{
	git_commit *c = NULL;
	int err = lookup(r, commit, &c);

	if (!err)
		git_oid_tostr(id, 41, git_commit_tree_id(c));
	git_commit_free(c);
	return err;
}

int tree_branch_check(const struct tree *t, const char *name, bool force)
{
	git_repository *repo = NULL;
	git_reference *ref = NULL;
	int valid = 0, err = 0;

	if (git_branch_name_is_valid(&valid, name) || !valid)
		return error_user("'%s' is not a valid branch name", name);
	if (git_repository_open_ext(&repo, t->path,
				    GIT_REPOSITORY_OPEN_NO_SEARCH, NULL))
		return error("cannot open the repository %s", t->path);
	if (!git_branch_lookup(&ref, repo, name, GIT_BRANCH_LOCAL)) {
		if (!force)
			err = error("cannot make branch %s in %s: it exists (another name, or --force?)",
				    name, t->path);
		else if (git_branch_is_checked_out(ref) == 1)
			err = error("cannot move branch %s in %s: it is checked out (another name?)",
				    name, t->path);
	}
	git_reference_free(ref);
	git_repository_free(repo);
	return err;
}

int repo_read(struct repo *r, const char *commit, const char *path,
	      struct strbuf *out)
{
	git_tree_entry *e = NULL;
	git_commit *c = NULL;
	git_tree *t = NULL;
	git_blob *b = NULL;
	bool link = false;
	int err = lookup(r, commit, &c);

	strbuf_clear(out);
	if (!err && git_commit_tree(&t, c))
		err = fail("read a tree");
	if (!err && !git_tree_entry_bypath(&e, t, path) &&
	    git_tree_entry_type(e) == GIT_OBJECT_BLOB) {
		link = git_tree_entry_filemode(e) == GIT_FILEMODE_LINK;
		if (git_blob_lookup(&b, r->git->repo, git_tree_entry_id(e)))
			err = fail("read a file");
		else
			strbuf_add(out, git_blob_rawcontent(b),
				   git_blob_rawsize(b));
	}
	err = err ? err : b ? 1 + link : 0;
	git_blob_free(b);
	git_tree_entry_free(e);
	git_tree_free(t);
	git_commit_free(c);
	return err;
}

int tree_branch(const struct tree *t, struct repo *r, const char *name,
		const char *commit, bool force)
{
	struct git_cmd g;
	int err;

	if (!t->is_git)
		return error_user("--branch needs a git repository; %s is a plain folder",
				  t->path);
	err = repo_ref(r, name, commit);
	if (err < 0)
		return err;
	/* git fetch refuses to move a branch that is checked out. */
	git_begin(&g, t->path, GIT_THEIRS);
	strvec_pushl(&g.proc.argv, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head",
		     "--no-auto-maintenance", "--no-write-commit-graph",
		     r->dir, NULL);
	strvec_pushf(&g.proc.argv, "%srefs/heads/%s:refs/heads/%s",
		     force ? "+" : "", name, name);
	err = git_run(&g);
	if (err == ERR_USER)
		err = error("cannot make branch %s in %s: %s (another name, or --force?)",
			    name, t->path, g.why);
	git_release(&g);
	return err;
}

/* What repo_holds() compares a tree with. */
struct wanted {
	const struct change *files;
	bool *seen;
	size_t n;
	char *differs;
};

static int by_path(const void *path, const void *file)
{
	return strcmp(path, ((const struct change *)file)->path);
}

static int check_entry(const char *root, const git_tree_entry *e, void *data)
{
	struct wanted *w = data;
	git_filemode_t mode = git_tree_entry_filemode(e);
	const struct change *f;
	struct oid id;
	char *path;

	if (mode == GIT_FILEMODE_TREE)
		return 0;
	path = xstrfmt("%s%s", root, git_tree_entry_name(e));
	f = w->n ? bsearch(path, w->files, w->n, sizeof(*f), by_path) : NULL;
	if (f)
		blob_id(&id, f->text->buf, f->text->len);
	if (!f || mode != mode_of(f) ||
	    memcmp(id.b, git_tree_entry_id(e)->id, sizeof(id.b))) {
		w->differs = path;
		return -1;
	}
	w->seen[f - w->files] = true;
	free(path);
	return 0;
}

int repo_holds(struct repo *r, const char *commit, const struct change *files,
	       size_t n, char **path)
{
	struct wanted w = { .files = files, .n = n,
			    .seen = xcalloc(n, sizeof(bool)) };
	git_commit *c = NULL;
	git_tree *tree = NULL;
	int err = lookup(r, commit, &c);

	if (!err && git_commit_tree(&tree, c))
		err = fail("read a tree");
	if (!err && git_tree_walk(tree, GIT_TREEWALK_PRE, check_entry, &w) &&
	    !w.differs)
		err = fail("read a tree");
	for (size_t i = 0; i < n && !err && !w.differs; i++)
		if (!w.seen[i])
			w.differs = xstrdup(files[i].path);
	git_tree_free(tree);
	git_commit_free(c);
	free(w.seen);
	*path = w.differs;
	return err < 0 ? err : !w.differs;
}
