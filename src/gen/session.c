// SPDX-License-Identifier: GPL-2.0-only
#include <sys/stat.h>

#include "base/datadir.h"
#include "base/pathspec.h"
#include "gen/session.h"

static int choose_patches(struct series *s, const struct session_options *o)
{
	for (size_t i = 0; i < s->n && o->only.n; i++)
		s->patches[i].wanted = false;
	for (size_t i = 0; i < o->only.n + o->with.n; i++) {
		const char *name = i < o->only.n ? o->only.v[i] :
						   o->with.v[i - o->only.n];
		struct patch *p = series_find(s, name);

		if (!p)
			return error_user("series %s has no patch '%s' (see respin status)",
					  s->name, name);
		p->wanted = true;
	}
	for (size_t i = 0; i < s->n && o->fixes; i++)
		s->patches[i].wanted |= s->patches[i].fix;
	return 0;
}

static int read_candidates(struct session *s, const struct strvec *paths)
{
	struct strvec patterns = STRVEC_INIT;
	struct tree_reader r;
	int err = tree_reader_init(&r, &s->tree);

	for (size_t i = 0; i < paths->n; i++)
		if (strpbrk(paths->v[i], "*?["))
			strvec_push(&patterns, paths->v[i]);
	for (size_t i = 0; i < s->tree.n && !err; i++) {
		const struct tree_file *f = &s->tree.files[i];

		if (s->scan.hit[i] || strvec_has(paths, f->path) ||
		    (patterns.n && pathspec_match(&patterns, f->path)))
			err = work_add(&s->work, &r, f);
	}
	work_sort(&s->work);
	tree_reader_release(&r);
	strvec_release(&patterns);
	return err;
}

static int scan_and_read(struct session *s, const struct session_options *o)
{
	struct strvec words = STRVEC_INIT, paths = STRVEC_INIT;
	int err;

	series_words(&s->series, &words);
	series_paths(&s->series, &paths);
	err = scan_tree(&s->scan, &s->tree, &words, o->jobs, !o->no_cache,
			o->progress);
	if (!err)
		err = read_candidates(s, &paths);
	strvec_release(&words);
	strvec_release(&paths);
	return err;
}

int session_open(struct session *s, const struct session_options *o,
		 const char *path)
{
	char *dir;
	int err;

	memset(s, 0, sizeof(*s));
	dir = series_dir(o->series);
	if (!dir)
		return ERR_USER;
	err = series_read(&s->series, dir, o->trust);
	free(dir);
	if (!err)
		err = choose_patches(&s->series, o);
	if (!err)
		err = tree_open(&s->tree, path, o->base, !o->any_tree);
	if (!err)
		err = scan_and_read(s, o);
	if (err < 0)
		return err;
	s->apply = (struct apply){ .series = &s->series, .work = &s->work,
				   .tree = &s->tree,
				   .jobs = o->jobs, .timeout = 120,
				   .no_kept = o->no_cache };
	apply_init(&s->apply);
	return 0;
}

void session_close(struct session *s)
{
	apply_release(&s->apply);
	work_release(&s->work);
	scan_release(&s->scan);
	tree_release(&s->tree);
	series_release(&s->series);
}
