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

/* The deepest folder that more than half of PATHS are in; may be "". */
static char *most_folder(const struct strvec *paths)
{
	char *best = NULL;
	size_t n = 0;

	for (size_t i = 0; i < paths->n; i++) {
		const char *a = paths->v[i], *slash = a;

		while ((slash = strchr(slash, '/'))) {
			size_t len = slash - a, in = 0;

			for (size_t k = 0; k < paths->n && len > n; k++)
				in += !strncmp(paths->v[k], a, len + 1);
			if (2 * in > paths->n && len > n) {
				free(best);
				best = xstrndup(a, len);
				n = len;
			}
			slash++;
		}
	}
	return best ? best : xstrdup("");
}

/* FOLDER as a prefix of at most MOST parts. */
static char *folder_prefix(const char *folder, int most)
{
	static const char *const holders[] = {
		"arch/", "drivers/", "fs/", "kernel/", "security/",
	};
	struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(holders); i++)
		if (starts_with(folder, holders[i])) {
			folder += strlen(holders[i]);
			break;
		}
	/* A header's folder says little, but nothing else is left to say. */
	if (!strcmp(folder, "include/linux"))
		return xstrdup(folder);
	for (int k = 0; *folder && k < most;) {
		size_t n = strcspn(folder, "/");

		if (n == 7 && starts_with(folder, "include")) {
			folder += starts_with(folder, "include/linux/") ? 6 : 0;
		} else {
			strbuf_addf(&out, "%s%.*s", k ? ": " : "", (int)n,
				    folder);
			k++;
		}
		folder += n + (folder[n] == '/');
	}
	if (!out.len)
		strbuf_addstr(&out, "include");
	return strbuf_detach(&out);
}

/* Folders that are no subject: all kinds of things are there. */
static bool is_vague(const char *folder)
{
	static const char *const all[] = {
		"", "arch", "drivers", "include",
	};

	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		if (!strcmp(folder, all[i]))
			return true;
	return false;
}

/* What people call the tree "net/next.git", list@host, or SECTION. */
static char *short_key(const char *key)
{
	size_t n = strcspn(key, "@");
	char *to;

	if (!key[n] && ends_with(key, ".git"))
		n -= 4;
	to = xstrndup(key, n);
	for (char *p = to; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return to;
}

static void add_folders(const struct strvec *paths, const char *key,
			bool folder, struct strvec *out)
{
	char *most = folder ? xstrdup(key) : most_folder(paths);
	char *all = folder ? xstrdup(key) : common_folder(paths);

	if (folder ? *most : !is_vague(most))
		strvec_take(out, folder_prefix(most, 3));
	if (all && (folder || !is_vague(all)))
		strvec_take(out, folder_prefix(all, 100));
	free(most);
	free(all);
}

int split_prefixes(const struct tree *t, const char *key, bool folder,
		   const struct strvec *paths, const char *subject,
		   struct strvec *out)
{
	struct strvec subjects = STRVEC_INIT, one = STRVEC_INIT;
	size_t len = split_prefix_len(subject), first = out->n;
	char *prefix, *own = short_key(key);
	int err = 0;

	if (folder)
		strvec_push(&one, key);
	if (t->is_git)
		err = history(t, folder ? &one : paths, &subjects);
	prefix = common(&subjects);
	if (prefix)
		strvec_take(out, prefix);
	add_folders(paths, key, folder, out);
	if (out->n > first && strcmp(out->v[first], own))
		strvec_pushf(out, "%s: %s", out->v[first], own);
	else if (out->n > first)
		;
	else if (len)
		strvec_pushf(out, "%.*s%s", (int)len, subject, own);
	else
		strvec_push(out, own);
	strvec_release(&subjects);
	strvec_release(&one);
	free(own);
	return err;
}
