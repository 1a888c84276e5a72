// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "git/cmd.h"
#include "base/proc.h"
#include "send/split-prefix.h"

/* So many commits are looked for, among so many: history may be long. */
#define COMMITS 30
#define LOOK_BACK 50000

/* One part: "net: ", "mm, slab: "; nothing that is a sentence. */
static size_t part_len(const char *s)
{
	const char *colon = strstr(s, ": ");
	size_t n = colon ? colon - s : 0;

	for (size_t i = 0; i < n; i++)
		if (isspace((unsigned char)s[i]) && (!i || s[i - 1] != ','))
			return 0;
	return n ? n + 2 : 0;
}

size_t split_prefix_len(const char *subject)
{
	size_t len = 0, n;

	while ((n = part_len(subject + len)))
		len += n;
	return subject[len] ? len : 0;
}

/* The oldest commit that is not looked at, or "" if all are. */
static int horizon(const struct tree *t, struct strbuf *out)
{
	struct git_cmd g;
	int err;

	git_begin(&g, t->path, GIT_THEIRS);
	strvec_pushl(&g.proc.argv, "rev-list", "-n1", NULL);
	strvec_pushf(&g.proc.argv, "--skip=%d", LOOK_BACK);
	strvec_push(&g.proc.argv, t->commit);
	err = git_run(&g);
	strbuf_addbuf(out, &g.out);
	strbuf_rtrim(out);
	git_release(&g);
	return err;
}

static int run_log(const struct tree *t, const struct strvec *paths,
		   const char *limit, struct git_cmd *g)
{
	git_begin(g, t->path, GIT_THEIRS);
	strvec_pushl(&g->proc.argv, "--literal-pathspecs", "log",
		     "--no-merges", "--no-show-signature", "--format=%s",
		     NULL);
	strvec_pushf(&g->proc.argv, "-n%d", COMMITS);
	strvec_push(&g->proc.argv, t->commit);
	if (*limit)
		strvec_pushf(&g->proc.argv, "^%s", limit);
	strvec_push(&g->proc.argv, "--");
	for (size_t i = 0; i < paths->n; i++)
		strvec_push(&g->proc.argv, paths->v[i]);
	return git_run(g);
}

/* Subjects of the last commits to PATHS. A tree without them has none. */
static int history(const struct tree *t, const struct strvec *paths,
		   struct strvec *out)
{
	struct strbuf limit = STRBUF_INIT;
	struct git_cmd g = { 0 };
	int err = horizon(t, &limit);

	if (!err)
		err = run_log(t, paths, limit.buf, &g);
	for (char *s = g.out.buf; !err && *s;) {
		size_t n = strcspn(s, "\n");

		if (strncmp(s, "treewide:", 9) && strncmp(s, "tree-wide:", 10))
			strvec_take(out, xstrndup(s, n));
		s += n + (s[n] == '\n');
	}
	git_release(&g);
	strbuf_release(&limit);
	/* A shallow or damaged history is no reason not to cut the patches. */
	if (err == ERR_USER) {
		warning("%s: git log cannot read its history (subjects get folders instead)",
			t->path);
		err = 0;
	}
	return err;
}

/* The longest prefix that more than half of the subjects begin with. */
static char *common(const struct strvec *subjects)
{
	const char *best = NULL;
	size_t len = 0;

	for (size_t i = 0; i < subjects->n; i++) {
		const char *s = subjects->v[i];
		size_t all = split_prefix_len(s), n = 0;

		while (n < all) {
			size_t same = 0;

			n += part_len(s + n);
			for (size_t k = 0; k < subjects->n; k++)
				same += !strncmp(subjects->v[k], s, n);
			if (2 * same > subjects->n && n > len) {
				best = s;
				len = n;
			}
		}
	}
	return best ? xstrndup(best, len - 2) : NULL;
}

/* The folder that all PATHS are in, or NULL. */
static char *common_folder(const struct strvec *paths)
{
	const char *a = paths->v[0];
	size_t n = strrchr(a, '/') ? strrchr(a, '/') - a : 0;

	for (size_t i = 1; i < paths->n; i++)
		while (n && (strncmp(paths->v[i], a, n) ||
			     paths->v[i][n] != '/'))
			for (n--; n && a[n] != '/'; n--)
				;
	return n ? xstrndup(a, n) : NULL;
}

int split_prefix(const struct tree *t, const char *key, bool folder,
		 const struct strvec *paths, char **prefix)
{
	struct strvec subjects = STRVEC_INIT, one = STRVEC_INIT;
	int err = 0;

	if (folder)
		strvec_push(&one, key);
	if (t->is_git)
		err = history(t, folder ? &one : paths, &subjects);
	*prefix = common(&subjects);
	if (!*prefix)
		*prefix = folder ? xstrdup(key) : common_folder(paths);
	if (!*prefix) {
		*prefix = xstrdup(key);
		for (char *p = *prefix; *p; p++)
			*p = (char)tolower((unsigned char)*p);
	}
	strvec_release(&subjects);
	strvec_release(&one);
	return err;
}
