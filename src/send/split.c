// SPDX-License-Identifier: GPL-2.0-only
#include "base/strset.h"
#include "git/cmd.h"
#include "send/proof.h"
#include "send/split-order.h"
#include "send/split-part.h"
#include "send/split-text.h"

static int make_pieces(struct split *s)
{
	int err = 0;

	for (size_t k = 0; k < s->ps->n && !err; k++) {
		size_t lo = s->n_parts;

		split_parts(s, k);
		err = split_order(s, k + 1, lo, s->n_parts);
	}
	return err;
}

/* --- the files --------------------------------------------------------- */

static int add_base(struct split *s, const char *path)
{
	const struct tree_file *f = tree_find(s->tree, path);
	struct work_file *w = xcalloc(1, sizeof(*w));
	struct work *all = &s->work;
	int there;

	GROW(all->files, all->n + 1, all->alloc);
	all->files[all->n++] = w;
	w->path = xstrdup(path);
	w->exec = f && f->exec;
	strbuf_init(&w->given_base);
	strbuf_init(&w->text);
	strbuf_init(&w->start);
	there = checkout_text((struct checkout *)s->co, 0, all->n - 1, &w->given_base);
	w->base_there = there > 0;
	return there < 0 ? there : 0;
}

/* Its mode may change from patch to patch. */
static bool is_exec(const struct work_file *w)
{
	return w->n_changes ? w->changes[w->n_changes - 1].exec : w->exec;
}

/* PIECE changes PATH, which is executable then or not. */
static int add_change(struct split *s, size_t piece, const char *path,
		      bool exec)
{
	size_t i = (size_t)checkout_index(s->co, path);
	struct work_file *w = s->work.files[i];
	struct file_change *c;
	int there;

	if (file_change_of(w, piece))
		return 0;
	GROW(w->changes, w->n_changes + 1, w->alloc_changes);
	c = &w->changes[w->n_changes++];
	memset(c, 0, sizeof(*c));
	strbuf_init(&c->before);
	strbuf_init(&c->given_after);
	c->patch = piece;
	there = checkout_text((struct checkout *)s->co, s->v[piece].from, i,
			      &c->given_after);
	c->gone = !there;
	c->exec = exec;
	return there < 0 ? there : 0;
}

static int add_file(struct split *s, size_t from, const struct pfile *f)
{
	size_t piece = s->part[split_part(s, from, f->path)].piece;
	bool moved = f->kind == PFILE_RENAMED || f->kind == PFILE_COPIED;
	bool exec = f->mode ? f->mode & 0111 :
		    is_exec(work_find(&s->work, moved ? f->old_path : f->path));
	int err = 0;

	if (f->kind == PFILE_RENAMED)
		err = add_change(s, piece, f->old_path, false);
	return err ? err : add_change(s, piece, f->path, exec);
}

static int make_work(struct split *s)
{
	int err = 0;

	/* Sorted, as they are there. */
	for (size_t i = 0; i < s->co->touched.n && !err; i++)
		err = add_base(s, s->co->touched.v[i]);
	for (size_t k = 0; k < s->ps->n; k++)
		for (size_t i = 0; i < s->ps->v[k].n && !err; i++)
			err = add_file(s, k + 1, &s->ps->v[k].v[i]);
	return err;
}

/* --- the mails --------------------------------------------------------- */

/* Who wrote the patches, as git am has it: three lines a commit. */
static int read_authors(struct split *s)
{
	const struct slice *sl = &s->co->slice;
	struct git_cmd g;
	const char *at;
	int err;

	git_begin(&g, sl->dir, GIT_OURS);
	strvec_pushl(&g.proc.argv, "log", "--reverse", "--date=raw",
		     "--format=%an%n%ae%n%ad", NULL);
	strvec_pushf(&g.proc.argv, "%s..%s", sl->commits[0],
		     sl->commits[sl->n - 1]);
	err = git_must(&g, "read who wrote the patches");
	s->authors = xcalloc(s->n, sizeof(*s->authors));
	at = g.out.buf;
	for (size_t i = 0, k = 0; k < s->ps->n && !err; k++) {
		struct strvec line = STRVEC_INIT;
		long long when = 0;
		int zone = 0;

		for (int j = 0; j < 3; j++) {
			strvec_take(&line, xstrndup(at, strcspn(at, "\n")));
			at += strlen(line.v[j]);
			at += *at == '\n';
		}
		sscanf(line.v[2], "%lld %d", &when, &zone);
		for (; i < s->n && s->v[i].from == k + 1; i++)
			s->authors[i] = (struct ident){
				xstrdup(line.v[0]), xstrdup(line.v[1]), when,
				zone / 100 * 60 + zone % 100,
			};
		strvec_release(&line);
	}
	git_release(&g);
	return err;
}

static int make_series(struct split *s)
{
	struct series *se = &s->series;
	int err = read_authors(s);

	se->patches = xcalloc(s->n, sizeof(*se->patches));
	s->apply = (struct apply){ .series = se, .work = &s->work };
	s->apply.reports = xcalloc(s->n, sizeof(*s->apply.reports));
	for (size_t i = 0; i < s->n; i++) {
		const struct ppatch *p = &s->ps->v[s->v[i].from - 1];
		struct patch *to = &se->patches[se->n++];

		to->name = xstrfmt("%s (%s)", p->name, s->v[i].key);
		to->message = split_message(s, i);
		to->wanted = true;
		s->apply.reports[i].outcome = OUTCOME_APPLIED;
	}
	return err ? err : split_subjects(s);
}

int split_make(struct split *s, const struct maintainers *how)
{
	int err = split_keys(s, how);

	if (!err)
		err = make_pieces(s);
	if (!err)
		err = make_work(s);
	return err ? err : make_series(s);
}

void split_release(struct split *s)
{
	for (size_t i = 0; s->authors && i < s->n; i++) {
		free(s->authors[i].name);
		free(s->authors[i].mail);
	}
	free(s->authors);
	free(s->apply.reports);
	series_release(&s->series);
	work_release(&s->work);
	strvec_release(&s->keys);
	strvec_release(&s->joined);
	for (size_t i = 0; i < s->n; i++)
		free(s->v[i].key);
	free(s->part);
	free(s->v);
	memset(s, 0, sizeof(*s));
}

/* --- afterwards -------------------------------------------------------- */

/*
 * The lines of git ls-tree for COMMIT, of the files that the patches touch:
 * only one of the two slices has what else git am looks at (.gitattributes).
 */
static int list_tree(const struct split *s, const struct slice *sl,
		     const char *commit, struct strvec *out)
{
	struct git_cmd g;
	int err;

	git_begin(&g, sl->dir, GIT_OURS);
	strvec_pushl(&g.proc.argv, "ls-tree", "-r", "-z", commit, NULL);
	err = git_must(&g, "list what the pieces give");
	for (const char *at = g.out.buf, *end = at + g.out.len;
	     at < end && !err; at += strlen(at) + 1) {
		const char *tab = strchr(at, '\t');

		if (tab && checkout_index(s->co, tab + 1) >= 0)
			strvec_push(out, at);
	}
	git_release(&g);
	return err;
}

/* Does the slice's last commit have the files that patch FROM leaves? */
static int compare_trees(const struct split *s, const struct slice *sl,
			 size_t from)
{
	struct strvec want = STRVEC_INIT, got = STRVEC_INIT, other = STRVEC_INIT;
	const struct slice *whole = &s->co->slice;
	int err = list_tree(s, whole, whole->commits[from], &want);

	if (!err)
		err = list_tree(s, sl, sl->commits[sl->n - 1], &got);
	strvec_sort(&want);
	strvec_sort(&got);
	strset_differ(&want, &got, &other);
	if (!err && other.n)
		err = error_finding("proof failed: the pieces of %s give another tree than the patch (%s)",
				    s->ps->v[from - 1].name,
				    strchr(other.v[0], '\t') + 1);
	strvec_release(&want);
	strvec_release(&got);
	strvec_release(&other);
	return err;
}

static int am_piece(const struct split *s, struct slice *sl, size_t i,
		    const char *file)
{
	bool last = i + 1 == s->n || s->v[i + 1].from != s->v[i].from;
	int err = proof_am(sl, file, file);

	return err || !last ? err : compare_trees(s, sl, s->v[i].from);
}

int split_prove(const struct split *s, const struct strvec *files,
		const char *scratch)
{
	struct ident who = { "respin", "respin@localhost", s->tree->time, 0 };
	char *dir = xstrfmt("%s/am", scratch);
	struct slice sl;
	int err = proof_open(&sl, dir, &s->work, &who, NULL);

	if (!err && files->n != s->n)
		err = error_finding("proof failed: %zu mails for %zu pieces",
				    files->n, s->n);
	for (size_t i = 0; i < s->n && !err; i++)
		err = am_piece(s, &sl, i, files->v[i]);
	slice_release(&sl);
	free(dir);
	return err;
}

void split_list(const struct split *s, const struct strvec *files,
		struct strbuf *out)
{
	for (size_t i = 0; i < s->n; i++)
		strbuf_addf(out, "%s: %s\n", files->v[i], *s->v[i].key ?
			    s->v[i].key : split_rest(s));
	for (size_t i = 0; i < s->joined.n; i++)
		strbuf_addf(out, "one piece: %s\n", s->joined.v[i]);
	for (size_t i = 0; i < s->keys.n; i++)
		if (!*s->keys.v[i])
			strbuf_addf(out, "of no %s: %s\n",
				    s->by == SPLIT_FOLDER ? "folder" : "section",
				    s->co->touched.v[i]);
}
