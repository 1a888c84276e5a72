// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <git2.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "git/lib.h"
#include "git/tree-int.h"

/* So many files are read to see whether the work tree differs. */
#define COMPARE_MAX 1000

struct tree_git {
	git_repository *repo;
	git_odb *odb;
	git_commit *commit;
	git_index *index;
	int64_t index_time;	/* mtime of the index file, seconds */
	struct strbuf hostile;	/* a name that no file can have */
};

static const char *git_message(void)
{
	const git_error *e = git_error_last();

	return e && e->message ? e->message : "unknown git error";
}

/*
 * The file on disk may be read in place of the blob if the index says that
 * it has this content, and its stat data is what the index noted: git's own
 * test (reuse_worktree_file()), with its caution about files that changed
 * in the second in which the index was written.
 */
static bool same_on_disk(const struct tree *t, const struct tree_file *f)
{
	const git_index_entry *e;
	char full[PATH_MAX];
	struct stat st;

	if (!t->work || !t->git->index)
		return false;
	e = git_index_get_bypath(t->git->index, f->path, 0);
	if (!e || memcmp(e->id.id, f->id.b, 20))
		return false;
	snprintf(full, sizeof(full), "%s/%s", t->work, f->path);
	if (lstat(full, &st) || !S_ISREG(st.st_mode))
		return false;
	return (uint32_t)st.st_size == e->file_size &&
	       (int32_t)st.st_mtim.tv_sec == e->mtime.seconds &&
	       (!e->mtime.nanoseconds ||
		(uint32_t)st.st_mtim.tv_nsec == e->mtime.nanoseconds) &&
	       st.st_mtim.tv_sec < t->git->index_time;
}

static int walk_entry(const char *root, const git_tree_entry *e, void *data)
{
	git_filemode_t mode = git_tree_entry_filemode(e);
	struct tree *t = data;
	struct tree_file *f;
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s%s", root,
			 git_tree_entry_name(e));

	/* A tree object may hold what git would never write. */
	if (n >= (int)sizeof(path) || !path_is_inside(path) ||
	    strchr(git_tree_entry_name(e), '/')) {
		strbuf_addf(&t->git->hostile, "%.200s", path);
		return -1;
	}
	if (mode == GIT_FILEMODE_LINK) {
		f = tree_add_link(t, path);
		memcpy(f->id.b, git_tree_entry_id(e)->id, 20);
		f->settled = true;
		return 0;
	}
	if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE)
		return 0;
	f = tree_add(t, path);
	memcpy(f->id.b, git_tree_entry_id(e)->id, 20);
	f->exec = mode == GIT_FILEMODE_BLOB_EXECUTABLE;
	f->settled = true;
	f->on_disk = same_on_disk(t, f);
	return 0;
}

/* Append PATH. Returns whether all of it, perhaps nothing, was read. */
static bool read_if_there(struct strbuf *text, const char *path)
{
	int err = strbuf_read_file(text, path);

	return !err || err == -ENOENT;
}

/*
 * Content on disk differs from blobs where git converts on checkout; where we
 * cannot know, it may.
 */
static bool converts(git_repository *repo, const char *work)
{
	struct strbuf text = STRBUF_INIT;
	git_config *cfg = NULL;
	char *path;
	int on = 0;

	path = xstrfmt("%s/.gitattributes", work);
	on = !read_if_there(&text, path);
	free(path);
	path = xstrfmt("%sinfo/attributes", git_repository_path(repo));
	on |= !read_if_there(&text, path);
	free(path);
	if (strstr(text.buf, "eol=") || strstr(text.buf, "filter=") ||
	    strstr(text.buf, " ident") || strstr(text.buf, "encoding="))
		on = 1;
	if (!on && !git_repository_config_snapshot(&cfg, repo)) {
		const char *v;

		if (!git_config_get_string(&v, cfg, "core.autocrlf") &&
		    strcmp(v, "false"))
			on = 1;
		git_config_free(cfg);
	}
	strbuf_release(&text);
	return on;
}

static void use_work_tree(struct tree *t)
{
	const char *work = git_repository_workdir(t->git->repo);
	struct stat st;

	if (!work || converts(t->git->repo, work))
		return;
	if (git_repository_index(&t->git->index, t->git->repo))
		return;
	if (!stat(git_index_path(t->git->index), &st))
		t->git->index_time = st.st_mtim.tv_sec;
	t->work = xstrdup(work);
}

/* "Name <mail>": what the environment says of WHOM goes before NAME and MAIL. */
static char *who_is(const char *whom, const char *name, const char *mail)
{
	char *n = xstrfmt("GIT_%s_NAME", whom), *m = xstrfmt("GIT_%s_EMAIL", whom);
	const char *en = getenv(n), *em = getenv(m);

	free(n);
	free(m);
	name = en && *en ? en : name;
	mail = em && *em ? em : mail;
	return name && *name && mail && *mail ? xstrfmt("%s <%s>", name, mail) :
						NULL;
}

void tree_git_author(struct tree *t)
{
	git_config *cfg = NULL, *snap = NULL;
	const char *name = NULL, *mail = NULL;
	int err = t->git && t->git->repo ?
		  git_repository_config(&cfg, t->git->repo) :
		  git_config_open_default(&cfg);

	if (!err && !git_config_snapshot(&snap, cfg)) {
		if (git_config_get_string(&name, snap, "user.name"))
			name = NULL;
		if (git_config_get_string(&mail, snap, "user.email"))
			mail = NULL;
	}
	t->author = who_is("AUTHOR", name, mail);
	t->committer = who_is("COMMITTER", name, mail);
	git_config_free(snap);
	git_config_free(cfg);
}

static int resolve(struct tree *t, const char *rev)
{
	git_object *obj = NULL, *peeled = NULL;
	char hex[GIT_OID_HEXSZ + 1];
	const git_signature *who;

	if (git_revparse_single(&obj, t->git->repo, rev))
		return error_user("no revision '%s' in %s: give an existing commit, tag or branch with --base (make: BASE=)",
				  rev, t->path);
	if (git_object_peel(&peeled, obj, GIT_OBJECT_COMMIT)) {
		git_object_free(obj);
		return error_user("'%s' in %s is not a commit", rev, t->path);
	}
	git_object_free(obj);
	t->git->commit = (git_commit *)peeled;
	git_oid_tostr(hex, sizeof(hex), git_object_id(peeled));
	t->commit = xstrdup(hex);
	who = git_commit_committer(t->git->commit);
	t->time = who->when.time;
	t->tz = who->when.offset;
	return 0;
}

static int list_git(struct tree *t)
{
	git_tree *root = NULL;

	if (git_commit_tree(&root, t->git->commit) ||
	    git_tree_walk(root, GIT_TREEWALK_PRE, walk_entry, t)) {
		git_tree_free(root);
		if (t->git->hostile.len)
			return error("%s of %s has a file named '%s', which no checkout can contain: the tree is damaged or malicious",
				     t->rev, t->path, t->git->hostile.buf);
		return error("cannot list %s of %s: %s", t->rev, t->path,
			     git_message());
	}
	git_tree_free(root);
	return 0;
}

/* 1: file F on disk or in the index differs, 0: it does not, -1: read it. */
static int looks_changed(const struct tree *t, const struct tree_file *f)
{
	const git_index_entry *e;
	char full[PATH_MAX];
	struct stat st;

	e = git_index_get_bypath(t->git->index, f->path, 0);
	if (!e || memcmp(e->id.id, f->id.b, 20))
		return 1;	/* staged, or another commit is checked out */
	if ((e->flags & GIT_INDEX_ENTRY_VALID) ||
	    (e->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE))
		return 0;
	snprintf(full, sizeof(full), "%s/%s", t->work, f->path);
	if (lstat(full, &st) || !S_ISREG(st.st_mode))
		return 1;
	/* git notes size 0 for a file that it could not be sure of. */
	return e->file_size && (uint32_t)st.st_size != e->file_size ? 1 : -1;
}

static bool same_content(const struct tree *t, const struct tree_file *f)
{
	char *full = xstrfmt("%s/%s", t->work, f->path);
	struct strbuf text = STRBUF_INIT;
	struct oid id = { 0 };

	if (!strbuf_read_file(&text, full))
		blob_id(&id, text.buf, text.len);
	strbuf_release(&text);
	free(full);
	return !memcmp(id.b, f->id.b, sizeof(id.b));
}

/* A tree that was copied has new times everywhere: do not read all of it. */
static bool differs(const struct tree *t)
{
	size_t unsure[COMPARE_MAX], n = 0;

	for (size_t i = 0; i < t->n; i++) {
		int changed = t->files[i].on_disk ? 0 :
			      looks_changed(t, &t->files[i]);

		if (changed > 0)
			return true;
		if (changed < 0 && n < COMPARE_MAX)
			unsure[n++] = i;
	}
	for (size_t i = 0; i < n; i++)
		if (!same_content(t, &t->files[unsure[i]]))
			return true;
	return false;
}

static int open_commit(struct tree *t, const char *rev)
{
	const char *common = git_repository_commondir(t->git->repo);
	int err;

	t->is_git = true;
	t->rev = xstrdup(rev ? rev : "HEAD");
	t->objects = xstrfmt("%sobjects", common);
	if (git_repository_odb(&t->git->odb, t->git->repo))
		return error("cannot read the objects of %s: %s", t->path,
			     git_message());
	err = resolve(t, t->rev);
	if (err < 0)
		return err;
	use_work_tree(t);
	err = list_git(t);
	if (err < 0)
		return err;
	t->dirty = t->work && differs(t);
	return 0;
}

static int note_promisor(const git_config_entry *e, void *yes)
{
	*(bool *)yes |= e->value && strcmp(e->value, "false");
	return 0;
}

static bool is_partial(git_repository *repo)
{
	git_config *cfg = NULL;
	bool yes = false;

	/* Without its configuration it is taken for a whole one. */
	if (!git_repository_config_snapshot(&cfg, repo) &&
	    git_config_foreach_match(cfg, "^remote\\..*\\.promisor$",
				     note_promisor, &yes))
		git_error_clear();
	git_config_free(cfg);
	return yes;
}

int tree_git_open(struct tree *t, const char *path, const char *rev)
{
	int err;

	git_start();
	t->git = xcalloc(1, sizeof(*t->git));
	strbuf_init(&t->git->hostile);
	err = git_repository_open_ext(&t->git->repo, t->path,
				      GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
	if (err == GIT_ENOTFOUND)
		return 0;
	if (err && strstr(git_message(), "objectformat"))
		return error("cannot open the git repository %s: respin does not read SHA-256 repositories; give a plain folder (git archive HEAD | tar -x -C DIR)",
			     path);
	if (err)
		return error("cannot open the git repository %s: %s", path,
			     git_message());
	t->partial = is_partial(t->git->repo);
	git_busy(true);
	err = open_commit(t, rev);
	git_busy(false);
	return err < 0 ? err : 1;
}

void tree_git_free(struct tree_git *g)
{
	if (!g)
		return;
	strbuf_release(&g->hostile);
	git_index_free(g->index);
	git_commit_free(g->commit);
	git_odb_free(g->odb);
	git_repository_free(g->repo);
	free(g);
}

int tree_reader_init(struct tree_reader *r, const struct tree *t)
{
	r->tree = t;
	r->git = xcalloc(1, sizeof(*r->git));
	if (t->is_git &&
	    (git_repository_open_ext(&r->git->repo, t->path,
				     GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) ||
	     git_repository_odb(&r->git->odb, r->git->repo)))
		return error("cannot read the objects of %s: %s", t->path,
			     git_message());
	return 0;
}

void tree_reader_release(struct tree_reader *r)
{
	tree_git_free(r->git);
	r->git = NULL;
}

int tree_read(struct tree_reader *r, const struct tree_file *f,
	      struct strbuf *out)
{
	git_odb_object *obj = NULL;
	char full[PATH_MAX];
	git_oid id;
	int err;

	strbuf_clear(out);
	if (f->link && !r->tree->is_git) {
		ssize_t n;

		snprintf(full, sizeof(full), "%s/%s", r->tree->work, f->path);
		strbuf_grow(out, PATH_MAX);
		n = readlink(full, out->buf, PATH_MAX);
		if (n < 0 || n == PATH_MAX)
			return ERR_ENV;
		out->len = n;
		out->buf[n] = '\0';
		return 0;
	}
	if (f->on_disk) {
		snprintf(full, sizeof(full), "%s/%s", r->tree->work, f->path);
		err = strbuf_read_file(out, full);
		if (!err)
			return 0;
		if (!r->tree->is_git)
			return ERR_ENV;
		strbuf_clear(out);
	}
	memcpy(id.id, f->id.b, 20);
	git_busy(true);
	err = git_odb_read(&obj, r->git->odb, &id);
	git_busy(false);
	if (err)
		return ERR_ENV;
	strbuf_add(out, git_odb_object_data(obj), git_odb_object_size(obj));
	git_odb_object_free(obj);
	return 0;
}

bool tree_has(struct tree_reader *r, const struct tree_file *f)
{
	git_oid id;

	if (f->on_disk)
		return true;
	memcpy(id.id, f->id.b, 20);
	return git_odb_exists_ext(r->git->odb, &id,
				  GIT_ODB_LOOKUP_NO_REFRESH);
}
