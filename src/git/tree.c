// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <git2.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git/lib.h"
#include "git/tree-int.h"
#include "git/tree.h"

/* So many files are read to see whether the work tree differs. */
#define COMPARE_MAX 1000

struct tree_git {
	git_repository *repo;
	git_odb *odb;
	git_commit *commit;
	git_index *index;
	int64_t index_time;	/* mtime of the index file, seconds */
};

static const char *git_message(void)
{
	const git_error *e = git_error_last();

	return e && e->message ? e->message : "unknown git error";
}

struct tree_file *tree_add(struct tree *t, const char *path)
{
	struct tree_file *f;

	GROW(t->files, t->n + 1, t->alloc);
	f = &t->files[t->n++];
	memset(f, 0, sizeof(*f));
	f->path = xstrdup(path);
	return f;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct tree_file *)a)->path,
		      ((const struct tree_file *)b)->path);
}

const struct tree_file *tree_find(const struct tree *t, const char *path)
{
	struct tree_file key = { .path = (char *)path };

	return t->n ? bsearch(&key, t->files, t->n, sizeof(key), by_path) :
		      NULL;
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

	if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE)
		return 0;
	snprintf(path, sizeof(path), "%s%s", root, git_tree_entry_name(e));
	f = tree_add(t, path);
	memcpy(f->id.b, git_tree_entry_id(e)->id, 20);
	f->exec = mode == GIT_FILEMODE_BLOB_EXECUTABLE;
	f->settled = true;
	f->on_disk = same_on_disk(t, f);
	return 0;
}

/* Content on disk differs from blobs where git converts on checkout. */
static bool converts(git_repository *repo, const char *work)
{
	struct strbuf text = STRBUF_INIT;
	git_config *cfg = NULL;
	char *path;
	int on = 0;

	path = xstrfmt("%s/.gitattributes", work);
	strbuf_read_file(&text, path);
	free(path);
	path = xstrfmt("%sinfo/attributes", git_repository_path(repo));
	strbuf_read_file(&text, path);
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

static void read_author(struct tree *t)
{
	git_signature *sig = NULL;

	if (t->git && t->git->repo) {
		if (git_signature_default(&sig, t->git->repo))
			return;
		t->author = xstrfmt("%s <%s>", sig->name, sig->email);
		git_signature_free(sig);
	} else {
		git_config *cfg = NULL, *snap = NULL;
		const char *name, *mail;

		if (!git_config_open_default(&cfg) &&
		    !git_config_snapshot(&snap, cfg) &&
		    !git_config_get_string(&name, snap, "user.name") &&
		    !git_config_get_string(&mail, snap, "user.email"))
			t->author = xstrfmt("%s <%s>", name, mail);
		git_config_free(snap);
		git_config_free(cfg);
	}
}

static int resolve(struct tree *t, const char *rev)
{
	git_object *obj = NULL, *peeled = NULL;
	char hex[GIT_OID_HEXSZ + 1];
	const git_signature *who;

	if (git_revparse_single(&obj, t->git->repo, rev))
		return error_user("no revision '%s' in %s: give a commit, tag or branch that is there with --base (make: BASE=)",
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

static int open_git(struct tree *t, const char *rev)
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

static int open_folder(struct tree *t, const char *rev)
{
	if (rev)
		return error_user("%s is a plain folder, not a git repository: it has no revision '%s' (--base and ranges need one)",
				  t->path, rev);
	return folder_list(t);
}

static void make_value(const char *text, const char *key, struct strbuf *out)
{
	size_t n = strlen(key);

	strbuf_clear(out);
	for (const char *p = text; p; p = strchr(p, '\n'), p = p ? p + 1 : p) {
		const char *v;

		if (strncmp(p, key, n))
			continue;
		v = p + n + strspn(p + n, " \t");
		if (*v++ != '=')
			continue;
		v += strspn(v, " \t");
		strbuf_add(out, v, strcspn(v, "\n#"));
		strbuf_rtrim(out);
		return;
	}
}

static void name_kernel(struct tree *t, const char *makefile, const char *next)
{
	struct strbuf name = STRBUF_INIT, v = STRBUF_INIT;

	if (starts_with(next, "-next-")) {
		strbuf_addstr(&name, next + 1);
		strbuf_rtrim(&name);
	} else {
		make_value(makefile, "VERSION", &v);
		strbuf_addf(&name, "linux-%s", v.buf);
		make_value(makefile, "PATCHLEVEL", &v);
		strbuf_addf(&name, ".%s", v.buf);
		make_value(makefile, "SUBLEVEL", &v);
		if (v.len && strcmp(v.buf, "0"))
			strbuf_addf(&name, ".%s", v.buf);
		make_value(makefile, "EXTRAVERSION", &v);
		strbuf_addbuf(&name, &v);
	}
	t->name = strbuf_detach(&name);
	strbuf_release(&v);
}

static void read_by_name(struct tree *t, const char *path, struct strbuf *out)
{
	struct tree_reader r = { .tree = t, .git = t->git };
	const struct tree_file *f = tree_find(t, path);

	if (f)
		tree_read(&r, f, out);
}

static int identify(struct tree *t, bool kernel)
{
	struct strbuf makefile = STRBUF_INIT, next = STRBUF_INIT;
	bool ok = false;

	read_by_name(t, "Makefile", &makefile);
	read_by_name(t, "localversion-next", &next);
	if (starts_with(makefile.buf, "VERSION =") ||
	    strstr(makefile.buf, "\nVERSION ="))
		ok = strstr(makefile.buf, "\nPATCHLEVEL =");
	if (ok)
		name_kernel(t, makefile.buf, next.buf);
	else
		t->name = xstrdup(strrchr(t->path, '/') + 1);
	strbuf_release(&makefile);
	strbuf_release(&next);
	if (kernel && !ok)
		return error_user("%s is not a Linux kernel tree (no Makefile with VERSION and PATCHLEVEL at its top)",
				  t->path);
	return 0;
}

int tree_open(struct tree *t, const char *path, const char *rev, bool kernel)
{
	char *real = realpath(path, NULL);
	struct stat st;
	int err;

	memset(t, 0, sizeof(*t));
	if (!real)
		return error_user("no kernel tree at %s: %s (give its top folder, make: LINUX=DIR)",
				  path, strerror(errno));
	t->path = real;
	if (stat(real, &st) || !S_ISDIR(st.st_mode))
		return error_user("%s is not a folder: give the top folder of a kernel tree",
				  path);
	if (access(real, R_OK | X_OK))
		return error("cannot read %s: %s", path, strerror(errno));
	t->git = xcalloc(1, sizeof(*t->git));
	err = git_repository_open_ext(&t->git->repo, real,
				      GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
	if (!err)
		err = open_git(t, rev);
	else if (err == GIT_ENOTFOUND)
		err = open_folder(t, rev);
	else
		err = error("cannot open the git repository %s: %s", path,
			    git_message());
	if (err < 0)
		return err;
	if (t->n)
		qsort(t->files, t->n, sizeof(*t->files), by_path);
	read_author(t);
	return identify(t, kernel);
}

static void git_free(struct tree_git *g)
{
	if (!g)
		return;
	git_index_free(g->index);
	git_commit_free(g->commit);
	git_odb_free(g->odb);
	git_repository_free(g->repo);
	free(g);
}

void tree_release(struct tree *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->files[i].path);
	free(t->files);
	free(t->path);
	free(t->rev);
	free(t->commit);
	free(t->name);
	free(t->objects);
	free(t->work);
	free(t->author);
	git_free(t->git);
	memset(t, 0, sizeof(*t));
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
	git_free(r->git);
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
	if (git_odb_read(&obj, r->git->odb, &id))
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

void print_tree(const struct tree *t)
{
	if (t->commit)
		printf("%s (%.12s)", t->name, t->commit);
	else
		printf("%s", t->name);
}
