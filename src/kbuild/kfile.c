// SPDX-License-Identifier: GPL-2.0-only
#include "base/path.h"
#include "base/strbuf.h"
#include "kbuild/arch.h"
#include "kbuild/kfile.h"

/* Objects in objects in folders in folders. */
#define MAX_DEPTH 60

struct kmemo {
	char *path;
	struct kbuilt built;
	bool found;
	struct strvec rules;
};

void kfiles_init(struct kfiles *kf, struct bools *bs, const struct ksyms *ks,
		 kmake_read_fn read, void *data)
{
	memset(kf, 0, sizeof(*kf));
	kf->bs = bs;
	kf->ks = ks;
	kf->read = read;
	kf->data = data;
}

void kfiles_release(struct kfiles *kf)
{
	for (size_t i = 0; i < kf->n; i++)
		kmake_release(&kf->makes[i]);
	for (size_t i = 0; i < kf->n_memo; i++) {
		free(kf->memo[i].path);
		strvec_release(&kf->memo[i].rules);
	}
	free(kf->makes);
	free(kf->memo);
	memset(kf, 0, sizeof(*kf));
}

/* What the Makefile and the Kbuild file of DIR say. */
static size_t makefile_of(struct kfiles *kf, const char *dir)
{
	static const char *const names[] = { "Kbuild", "Makefile" };
	struct kmake mk;

	for (size_t i = 0; i < kf->n; i++)
		if (!strcmp(kf->makes[i].dir, dir))
			return i;
	kmake_init(&mk, kf->bs, kf->ks, dir);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *path = xstrfmt("%s%s%s", dir, *dir ? "/" : "", names[i]);

		if (kmake_file(&mk, path, kf->read, kf->data) < 0)
			kf->err = ERR_ENV;
		free(path);
	}
	GROW(kf->makes, kf->n + 1, kf->alloc);
	kf->makes[kf->n] = mk;
	return kf->n++;
}

/* Does PATH look like PATTERN, where KMAKE_ANY is any text without "/"? */
static bool matches(const char *pattern, const char *path)
{
	const char *star = NULL, *back = NULL;

	while (*path) {
		if (*pattern == KMAKE_ANY) {
			star = ++pattern;
			back = path;
		} else if (*pattern == *path) {
			pattern++;
			path++;
		} else if (star && *back != '/') {
			pattern = star;
			path = ++back;
		} else {
			return false;
		}
	}
	while (*pattern == KMAKE_ANY)
		pattern++;
	return !*pattern;
}

/* Is the word W, with PREFIX, in the Makefile of DIR, the path WANT? */
static bool names(const char *dir, const char *prefix, const char *w,
		  const char *want, bool *unsure)
{
	char *whole = xstrfmt("%s%s", prefix ?: "", w), *path, *clean;
	size_t n = strlen(want), m = strlen(whole);
	bool same = false;

	*unsure = false;
	/* Most words end otherwise. */
	if (m && n && whole[m - 1] != KMAKE_ANY && whole[m - 1] != want[n - 1]) {
		free(whole);
		return false;
	}
	path = *whole == '/' || !*dir ? xstrdup(whole + strspn(whole, "/")) :
	       xstrfmt("%s/%s", dir, whole);
	clean = path_below(path, NULL);
	/* A folder is written with its "/", a file never. */
	if (m && whole[m - 1] == '/' && !ends_with(clean, "/")) {
		free(path);
		path = clean;
		clean = xstrfmt("%s/", path);
	}
	if (strchr(clean, KMAKE_ANY)) {
		const char *base = strrchr(clean, '/');

		/* "$(anything)" says nothing. */
		base = base && base[1] ? base + 1 : clean;
		*unsure = same = strlen(base) > 4 && matches(clean, want);
	} else {
		same = !strcmp(clean, want);
	}
	free(whole);
	free(path);
	free(clean);
	return same;
}

static struct kbuilt path_built(struct kfiles *kf, const char *path, int depth,
				bool *found);

static void either(struct bools *bs, struct kbuilt *a, struct kbuilt b)
{
	a->yes = bool_or(bs, a->yes, b.yes);
	a->module = bool_or(bs, a->module, b.module);
}

/* Another architecture's: the top Makefile goes into one. */
static bool is_other_arch(const struct kfiles *kf, const char *path)
{
	const char *arch = ksyms_var(kf->ks, "SRCARCH");

	return arch && *arch && arch_elsewhere(path, arch);
}

/* The folder of MK is gone into. */
static struct kbuilt folder(struct kfiles *kf, size_t mk, int depth)
{
	const char *dir = kf->makes[mk].dir;
	struct kbuilt all = { B_TRUE, B_TRUE };
	bool found;
	char *path;

	if (!*dir)
		return all;
	path = xstrfmt("%s/", dir);
	all = path_built(kf, path, depth + 1, &found);
	if (!found && !is_other_arch(kf, path)) {
		char *s = xstrfmt("?make %s", path);

		all.yes = all.module = bool_var(kf->bs, s);
		free(s);
	}
	free(path);
	return all;
}

static bool one_of(const char *name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(name, list[i]))
			return true;
	return false;
}

static bool is_list(const char *name)
{
	static const char *const lists[] = {
		"obj-y", "lib-y", "lib-m", "core-y", "drivers-y", "libs-y",
		"net-y", "virt-y", "head-y", "extra-y", "always-y", "subdir-y",
		"core-m", "drivers-m", "net-m", "virt-m", "libs-m",
	};

	return one_of(name, lists, ARRAY_SIZE(lists));
}

/* Words that a variable of MK gets go where it is used. */
static struct kbuilt used(struct kfiles *kf, size_t mk, size_t e, int depth,
			  bool *found);

static struct kbuilt aliases(struct kfiles *kf, size_t mk, const char *name,
			     int depth, bool *found)
{
	struct kbuilt all = { B_FALSE, B_FALSE };

	for (size_t i = 0; i < kf->makes[mk].n; i++) {
		const struct kentry *e = &kf->makes[mk].v[i];

		if (e->alias && !strcmp(e->word, name) &&
		    strcmp(e->name, name))
			either(kf->bs, &all, used(kf, mk, i, depth + 1, found));
	}
	return all;
}

/* NAME is "foo-y", "foo-objs" or "foo-m": what happens to foo.o. */
static bool composite(struct kfiles *kf, size_t mk, const char *name, int depth,
		      struct kbuilt *to)
{
	static const char *const ends[] = { "-y", "-objs", "-m" };

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		const char *dir = kf->makes[mk].dir;
		bool found = false;
		char *path;

		if (!ends_with(name, ends[i]))
			continue;
		path = xstrfmt("%s%s%.*s.o", dir, *dir ? "/" : "",
			       (int)(strlen(name) - strlen(ends[i])), name);
		*to = path_built(kf, path, depth + 1, &found);
		if (!strcmp(ends[i], "-m"))
			to->yes = B_FALSE;
		free(path);
		return found;
	}
	return false;
}

static void note_rule(struct kfiles *kf, const struct kentry *e)
{
	char *s = xstrfmt("%s:%d", e->file, e->line);

	if (!strvec_has(kf->rules, s) && kf->rules->n < 200)
		strvec_push(kf->rules, s);
	free(s);
}

/* What becomes of the word that entry E of MK is about. */
static struct kbuilt used(struct kfiles *kf, size_t mk, size_t at, int depth,
			  bool *found)
{
	const struct kentry e = kf->makes[mk].v[at];
	struct kbuilt b = { B_FALSE, B_FALSE }, dir;
	bool known = false;
	char *s;

	if (depth > MAX_DEPTH)
		return b;
	/* "obj-$(CONFIG_X)" of an option that is off. */
	if (ends_with(e.name, "-")) {
		*found = true;
		return b;
	}
	note_rule(kf, &e);
	if (is_list(e.name)) {
		*found = true;
		b.yes = folder(kf, mk, depth).yes;
		/* A folder for modules may hold parts of them. */
		if (ends_with(e.word, "/"))
			b.module = folder(kf, mk, depth).module;
	} else if (!strcmp(e.name, "obj-m") || !strcmp(e.name, "subdir-m")) {
		*found = true;
		dir = folder(kf, mk, depth);
		b.module = bool_or(kf->bs, dir.yes, dir.module);
	} else {
		struct kbuilt c = { B_FALSE, B_FALSE };

		b = aliases(kf, mk, e.name, depth, &known);
		if (composite(kf, mk, e.name, depth, &c)) {
			known = true;
			either(kf->bs, &b, c);
		}
		*found |= known;
		if (!known) {
			dir = folder(kf, mk, depth);
			s = xstrfmt("?make %s:%d", e.file, e.line);
			b.yes = bool_and(kf->bs, bool_var(kf->bs, s),
					 bool_or(kf->bs, dir.yes, dir.module));
			b.module = b.yes;
			free(s);
		}
	}
	b.yes = bool_and(kf->bs, b.yes, e.cond);
	b.module = bool_and(kf->bs, b.module, e.cond);
	return b;
}

/* Entry AT of MK is PATH, or UNSURE: add what becomes of it under COND. */
static void take(struct kfiles *kf, size_t mk, size_t at, blit cond, bool unsure,
		 int depth, struct kbuilt *to, bool *found)
{
	const struct kentry *e = &kf->makes[mk].v[at];
	char *s = xstrfmt("?make %s:%d", e->file, e->line);
	struct kbuilt b;

	if (unsure)
		cond = bool_and(kf->bs, cond, bool_var(kf->bs, s));
	free(s);
	b = used(kf, mk, at, depth, found);
	b.yes = bool_and(kf->bs, b.yes, cond);
	b.module = bool_and(kf->bs, b.module, cond);
	either(kf->bs, to, b);
}

/* The words of a variable that is used with a prefix. */
static void take_prefixed(struct kfiles *kf, size_t mk, size_t at,
			  const char *path, int depth, struct kbuilt *to,
			  bool *found)
{
	const struct kentry e = kf->makes[mk].v[at];

	for (size_t i = 0; i < kf->makes[mk].n; i++) {
		const struct kentry *a = &kf->makes[mk].v[i];
		bool unsure;

		if (a->alias && a->prefix && !strcmp(a->word, e.name) &&
		    names(kf->makes[mk].dir, a->prefix, e.word, path, &unsure))
			take(kf, mk, i, e.cond, unsure, depth, to, found);
	}
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void look_in(struct kfiles *kf, const char *dir, const char *path,
		    int depth, struct kbuilt *to, bool *found)
{
	size_t mk = makefile_of(kf, dir);
	const char *base = last_part(path);

	/* The list may move: it grows while this goes on. */
	for (size_t i = 0; i < kf->makes[mk].n; i++) {
		const struct kentry *e = &kf->makes[mk].v[i];
		bool unsure;

		if (e->alias)
			continue;
		if (names(dir, NULL, e->word, path, &unsure))
			take(kf, mk, i, B_TRUE, unsure, depth, to, found);
		else if (*base && !strcmp(last_part(e->word), base))
			take_prefixed(kf, mk, i, path, depth, to, found);
	}
}

/* Cut the last part off. */
static void go_up(char *dir)
{
	char *slash = strrchr(dir, '/');

	if (slash)
		*slash = 0;
	else
		*dir = 0;
}

/* Folders beside it: one may list "../other/object.o". */
static void look_beside(struct kfiles *kf, const char *dir, const char *path,
			int depth, struct kbuilt *to, bool *found)
{
	size_t mk = makefile_of(kf, dir);

	for (size_t i = 0; i < kf->makes[mk].n && !*found; i++) {
		const struct kentry *e = &kf->makes[mk].v[i];
		char *whole, *below;

		if (e->alias || !ends_with(e->word, "/") ||
		    *e->word == '/' || strchr(e->word, KMAKE_ANY))
			continue;
		whole = xstrfmt("%s/%s", dir, e->word);
		below = path_below(whole, NULL);
		if (ends_with(below, "/"))
			below[strlen(below) - 1] = 0;
		look_in(kf, below, path, depth, to, found);
		free(whole);
		free(below);
	}
}

/* Look beside no folder that is nearer to the top than this. */
#define BESIDE 1

static size_t slashes(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '/';
	return n;
}

/* An object, or a folder with "/" at its end: every folder above may list it. */
static void search(struct kfiles *kf, const char *path, int depth,
		   struct kbuilt *to, bool *found)
{
	char *dir = xstrdup(path);
	size_t n = strlen(dir);
	bool folder = n && dir[n - 1] == '/';

	if (folder)
		dir[n - 1] = 0;
	while (*dir && !*found) {
		go_up(dir);
		look_in(kf, dir, path, depth, to, found);
	}
	if (!*found && !folder) {
		free(dir);
		dir = xstrdup(path);
		while (*dir && !*found && slashes(dir) >= BESIDE) {
			go_up(dir);
			look_beside(kf, dir, path, depth, to, found);
		}
	}
	/* Listed by a variable that is not seen to be used: who knows. */
	*found |= to->yes != B_FALSE || to->module != B_FALSE;
	free(dir);
}

static struct kmemo *memo_of(struct kfiles *kf, const char *path)
{
	for (size_t i = 0; i < kf->n_memo; i++)
		if (!strcmp(kf->memo[i].path, path))
			return &kf->memo[i];
	return NULL;
}

static struct kbuilt path_built(struct kfiles *kf, const char *path, int depth,
				bool *found)
{
	struct strvec rules = STRVEC_INIT, *outer = kf->rules;
	struct kmemo *m = memo_of(kf, path);
	struct kbuilt b = { B_FALSE, B_FALSE };
	size_t at;

	*found = false;
	if (!m) {
		GROW(kf->memo, kf->n_memo + 1, kf->alloc_memo);
		at = kf->n_memo++;
		/* While it is being looked for: an object that lists itself. */
		kf->memo[at] = (struct kmemo){ .path = xstrdup(path) };
		kf->rules = &rules;
		if (depth <= MAX_DEPTH)
			search(kf, path, depth, &b, found);
		kf->rules = outer;
		m = &kf->memo[at];
		m->built = b;
		m->found = *found;
		m->rules = rules;
	}
	for (size_t i = 0; i < m->rules.n; i++)
		if (!strvec_has(kf->rules, m->rules.v[i]))
			strvec_push(kf->rules, m->rules.v[i]);
	*found = m->found;
	return m->built;
}

int kfile_built(struct kfiles *kf, const char *path, struct kbuilt *to,
		struct strvec *rules)
{
	size_t n = strlen(path);
	bool found = false;
	char *object;

	if (n < 3)
		return 0;
	object = xstrfmt("%.*s.o", (int)n - 2, path);
	kf->rules = rules;
	*to = path_built(kf, object, 0, &found);
	free(object);
	return kf->err ?: found;
}
