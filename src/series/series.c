// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

#include "base/beneath.h"
#include "base/dir.h"
#include "base/path.h"
#include "base/pathspec.h"
#include "git/config.h"
#include "series/credit.h"
#include "series/series.h"

struct reader {
	struct series *s;
	const char *file;
	struct strvec order;	/* series.patch */
};

static struct patch *patch_section(struct series *s, const char *name,
				   int line)
{
	struct patch *p;

	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->patches[i].name, name))
			return &s->patches[i];
	GROW(s->patches, s->n + 1, s->alloc);
	p = &s->patches[s->n++];
	memset(p, 0, sizeof(*p));
	p->name = xstrdup(name);
	p->line = line;
	return p;
}

static int add_cond(struct cond_list *list, const char *value)
{
	GROW(list->v, list->n + 1, list->alloc);
	memset(&list->v[list->n], 0, sizeof(*list->v));
	return cond_parse(&list->v[list->n++], value);
}

static int add_identifiers(struct strvec *to, const char *value)
{
	strvec_split(to, value);
	for (size_t i = 0; i < to->n; i++) {
		size_t n = 0;

		while (is_word(to->v[i][n]))
			n++;
		if (n < 2 || to->v[i][n])
			return ERR_USER;
	}
	return 0;
}

/*
 * VALUE without "../", if it is "../SERIES/PATCH" or, with three PARTS,
 * "../SERIES/PATCH/FILE"; else NULL.
 */
static const char *of_other(const char *value, int parts)
{
	const char *rest = value + 3;
	int n = 1;

	if (!starts_with(value, "../") || !path_is_inside(rest))
		return NULL;
	for (const char *p = rest; *p; p++)
		n += *p == '/';
	return n == parts ? rest : NULL;
}

static int add_op(struct reader *r, struct patch *p, const char *value,
		  int line)
{
	const char *other = of_other(value, 3), *file;
	struct op *op;

	GROW(p->ops, p->n + 1, p->alloc);
	op = &p->ops[p->n++];
	memset(op, 0, sizeof(*op));
	if (other) {
		file = strrchr(other, '/') + 1;
		op->name = xstrdup(file);
		op->from = xstrndup(other, (size_t)(file - other) - 1);
		op->path = xstrfmt("%s/%s", r->s->root, other);
		return 0;
	}
	if (!path_is_inside(value) || !path_is_inside(p->name))
		return error_user("%s:%d: '%s/%s' is not a file in the series' folder, nor ../SERIES/PATCH/FILE",
				  r->file, line, p->name, value);
	op->name = xstrdup(value);
	op->path = xstrfmt("%s/%s/%s", r->s->dir, p->name, value);
	return 0;
}

static int patch_key(struct reader *r, const char *name, const char *key,
		     const char *value, int line)
{
	struct patch *p = patch_section(r->s, name, line);
	int err = 0;

	if (!strcmp(key, "subject")) {
		free(p->subject);
		p->subject = xstrdup(value);
	} else if (!strcmp(key, "done")) {
		err = add_cond(&p->done, value);
	} else if (!strcmp(key, "later")) {
		err = add_cond(&p->later, value);
	} else if (!strcmp(key, "needs")) {
		err = add_cond(&p->needs, value);
	} else if (!strcmp(key, "retires")) {
		if (add_identifiers(&p->retires, value) < 0)
			return error_user("%s:%d: 'retires = %s' is not a list of identifiers (of two letters or more)",
					  r->file, line, value);
	} else if (!strcmp(key, "optional") || !strcmp(key, "fix")) {
		bool yes = !strcmp(value, "true");

		if (!yes && strcmp(value, "false"))
			return error_user("%s:%d: %s is true or false, not '%s'",
					  r->file, line, key, value);
		p->optional |= yes;
		p->fix |= yes && !strcmp(key, "fix");
	} else if (!strcmp(key, "code")) {
		if (strcmp(value, "same"))
			return error_user("%s:%d: code can only be 'same' (the patch moves or renames only), not '%s'",
					  r->file, line, value);
		p->same_code = true;
	} else if (!strcmp(key, "op")) {
		return add_op(r, p, value, line);
	} else if (!strcmp(key, "author") || !strcmp(key, "trailer") ||
		   !strcmp(key, "patch-id")) {
		return credit_key(p, key, value, r->file, line);
	} else if (!strcmp(key, "from")) {
		if (!of_other(value, 2))
			return error_user("%s:%d: 'from = %s' is not ../SERIES/PATCH, a patch of a series beside this one",
					  r->file, line, value);
		free(p->from);
		p->from = xstrdup(of_other(value, 2));
	} else {
		return error_user("%s:%d: unknown key '%s' in [patch \"%s\"] (subject, done, later, needs, retires, optional, fix, code, op, from, author, trailer, patch-id)",
				  r->file, line, key, name);
	}
	if (err < 0)
		return error_user("%s:%d: '%s' is not a condition: write [!]TOKENS [in PATHSPEC]",
				  r->file, line, value);
	return 0;
}

static int leftover_key(struct reader *r, const char *paths, const char *key,
			const char *value, int line)
{
	struct series *s = r->s;
	struct leftover *l = s->n_leftovers ?
			     &s->leftovers[s->n_leftovers - 1] : NULL;
	struct strvec spec = STRVEC_INIT;
	bool same;

	strvec_split(&spec, paths);
	same = l && spec.n && l->paths.n == spec.n &&
	       !strcmp(l->paths.v[0], spec.v[0]);
	if (!same) {
		GROW(s->leftovers, s->n_leftovers + 1, s->alloc_leftovers);
		l = &s->leftovers[s->n_leftovers++];
		memset(l, 0, sizeof(*l));
		strvec_split(&l->paths, paths);
	}
	strvec_release(&spec);
	if (!strcmp(key, "identifiers")) {
		strvec_split(&l->identifiers, value);
	} else if (!strcmp(key, "reason")) {
		free(l->reason);
		l->reason = xstrdup(value);
	} else {
		return error_user("%s:%d: unknown key '%s' in [leftover] (identifiers, reason)",
				  r->file, line, key);
	}
	return 0;
}

static int series_key(struct reader *r, const char *key, const char *value,
		      int line)
{
	struct series *s = r->s;

	if (!strcmp(key, "title")) {
		free(s->title);
		s->title = xstrdup(value);
	} else if (!strcmp(key, "link")) {
		free(s->link);
		s->link = xstrdup(value);
	} else if (!strcmp(key, "version")) {
		char *end;
		long n = strtol(value, &end, 10);

		s->version = n < 1 || n > 10000 || *end ? 0 : (int)n;
		if (s->version < 1)
			return error_user("%s:%d: version '%s' must be a number from 1 to 10000",
					  r->file, line, value);
	} else if (!strcmp(key, "patch")) {
		if (strvec_has(&r->order, value))
			return error_user("%s:%d: patch '%s' is listed twice",
					  r->file, line, value);
		strvec_push(&r->order, value);
	} else {
		return error_user("%s:%d: unknown key '%s' in [series] (title, version, link, patch)",
				  r->file, line, key);
	}
	return 0;
}

static int manifest_key(void *data, const char *section, const char *sub,
			const char *key, const char *value, int line)
{
	struct reader *r = data;

	/* Titles and subjects get into the headers of mails. */
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return error_user("%s:%d: the value of '%s' has a control character in it",
					  r->file, line, key);
	if (!strcmp(section, "series") && !sub)
		return series_key(r, key, value, line);
	if (!strcmp(section, "patch") && sub)
		return patch_key(r, sub, key, value, line);
	if (!strcmp(section, "leftover") && sub)
		return leftover_key(r, sub, key, value, line);
	return error_user("%s:%d: unknown section [%s%s%s] (series, patch \"NAME\", leftover \"PATH\")",
			  r->file, line, section, sub ? " " : "", sub ?: "");
}

static int sort_patches(struct reader *r)
{
	struct series *s = r->s;

	for (size_t i = 0; i < s->n; i++)
		if (!strvec_has(&r->order, s->patches[i].name))
			return error_user("%s:%d: patch '%s' has a section but no 'patch =' line in [series]",
					  r->file, s->patches[i].line,
					  s->patches[i].name);
	for (size_t i = 0; i < r->order.n; i++) {
		size_t j = i;

		while (j < s->n && strcmp(s->patches[j].name, r->order.v[i]))
			j++;
		if (j == s->n)
			return error_user("%s: 'patch = %s' has no section [patch \"%s\"]",
					  r->file, r->order.v[i],
					  r->order.v[i]);
		if (j != i) {
			struct patch t = s->patches[i];

			s->patches[i] = s->patches[j];
			s->patches[j] = t;
		}
	}
	if (!s->n)
		return error_user("%s: no patch in it ('patch = FOLDER' in [series])",
				  r->file);
	return 0;
}

/* Read the manifest DIR/series alone, and no file that it names. */
static int manifest_read(struct reader *r, const char *dir)
{
	const char *slash = strrchr(dir, '/');
	struct series *s = r->s;
	int err;

	memset(s, 0, sizeof(*s));
	s->dir = xstrdup(dir);
	s->name = xstrdup(path_base(dir));
	s->version = 1;
	if (!strcmp(s->name, ".") || !strcmp(s->name, ".."))
		s->root = xstrfmt("%s/..", dir);
	else if (slash)
		s->root = xstrndup(dir, slash > dir ? (size_t)(slash - dir) : 1);
	else
		s->root = xstrdup(".");
	err = config_read(r->file, manifest_key, r);
	if (!err)
		err = sort_patches(r);
	strvec_release(&r->order);
	return err;
}

static bool says_more(const struct patch *p)
{
	return p->subject || p->n || p->done.n || p->later.n || p->needs.n ||
	       p->retires.n || p->optional || p->same_code || p->author ||
	       p->patch_id || p->trailers.n;
}

/* Make P what it is in O, its own series, which loses it. */
static void take_from(struct patch *p, struct patch *o)
{
	struct patch mine = *p;

	*p = *o;
	memset(o, 0, sizeof(*o));
	free(p->name);
	p->name = mine.name;
	p->line = mine.line;
	p->from = mine.from;
	free(mine.ops);
	for (size_t i = 0; i < p->n; i++)
		if (!p->ops[i].from)
			p->ops[i].from = xstrdup(p->from);
}

/* A patch "from = ../SERIES/PATCH". One step only, so that it always ends. */
static int take_patch(struct reader *r, struct patch *p)
{
	const char *what = strchr(p->from, '/') + 1;
	char *other = xstrndup(p->from, (size_t)(what - p->from) - 1);
	char *dir = xstrfmt("%s/%s", r->s->root, other);
	char *name = xstrfmt("%s/series", other);
	char *file = xstrfmt("%s/series", dir);
	struct strbuf text = STRBUF_INIT;
	struct series o = { 0 };
	struct reader ro = { .s = &o, .file = file };
	struct patch *found = NULL;
	int err = beneath_read(&text, r->s->root, name);

	if (err)
		err = error_read(err, "%s:%d: patch '%s' is from %s: cannot read %s: %s",
				 r->file, p->line, p->name, p->from, file,
				 beneath_error(err));
	else if (says_more(p))
		err = error_user("%s:%d: patch '%s' is from %s: its section can say nothing else",
				 r->file, p->line, p->name, p->from);
	else
		err = manifest_read(&ro, dir);
	for (size_t i = 0; i < o.n && !err && !found; i++)
		if (!strcmp(o.patches[i].name, what))
			found = &o.patches[i];
	if (!err && !found)
		err = error_user("%s:%d: there is no patch '%s' in %s", r->file,
				 p->line, what, file);
	else if (!err && found->from)
		err = error_user("%s:%d: %s is itself from %s: name that one",
				 r->file, p->line, p->from, found->from);
	else if (!err)
		take_from(p, found);
	series_release(&o);
	strbuf_release(&text);
	free(file);
	free(name);
	free(dir);
	free(other);
	return err;
}

static int read_op(struct reader *r, struct op *op)
{
	const char *dir = op->from ? r->s->root : r->s->dir;
	struct strbuf text = STRBUF_INIT;
	int err;

	if (ends_with(op->name, ".cocci")) {
		op->kind = OP_RULE;
		return rule_read(&op->rule, dir, op->path + strlen(dir) + 1);
	}
	if (!ends_with(op->name, ".edit"))
		return error_user("%s: operation '%s' is neither a .cocci nor a .edit file",
				  r->file, op->name);
	op->kind = OP_EDIT;
	err = beneath_read(&text, dir, op->path + strlen(dir) + 1);
	if (err)
		err = error_read(err, "cannot read edit file %s: %s", op->path,
				 beneath_error(err));
	else
		err = edit_parse(&op->edit, op->path, &text);
	if (!err && !op->edit.n)
		err = error_user("%s: no command in it", op->path);
	op->text = strbuf_detach(&text);
	return err;
}

/* Reports name an operation by its file's name. */
static int check_names(const struct reader *r, const struct patch *p)
{
	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < i; k++)
			if (!strcmp(p->ops[i].name, p->ops[k].name) &&
			    strcmp(p->ops[i].path, p->ops[k].path))
				return error_user("%s: patch '%s' has two files called '%s': rename one",
						  r->file, p->name,
						  p->ops[i].name);
	return 0;
}

/* A conversion is in where no place is left; others have to say when. */
static int check_conditions(const struct reader *r, const struct patch *p)
{
	bool known = p->done.n || p->needs.n;

	for (size_t i = 0; i < p->n && !known; i++)
		known = p->ops[i].kind == OP_RULE && p->ops[i].rule.places.n;
	return known ? 0 :
	       error_user("%s:%d: patch '%s' lacks a condition (done = or needs =), and no rule of it has a place to convert, by which to tell whether a tree has it",
			  r->file, p->line, p->name);
}

static int read_patch(struct reader *r, struct patch *p)
{
	const char *dir = p->from ? r->s->root : r->s->dir;
	struct strbuf text = STRBUF_INIT;
	char *path;
	int err;

	p->wanted = !p->optional;
	if (!p->subject || !p->n)
		return error_user("%s:%d: patch '%s' lacks %s", r->file,
				  p->line, p->name, !p->subject ? "a subject" :
				  "an operation (op = FILE)");
	path = xstrfmt("%s/message", p->from ?: p->name);
	err = beneath_read(&text, dir, path);
	if (err)
		err = error_read(err, "cannot read %s/%s: %s (write the body of the commit message there)",
				 dir, path, beneath_error(err));
	else if (strlen(text.buf) != text.len)
		err = error_user("%s/%s is not text: it holds a NUL byte",
				 dir, path);
	free(path);
	strbuf_rtrim(&text);
	p->message = strbuf_detach(&text);
	if (!err)
		err = check_names(r, p);
	for (size_t i = 0; i < p->n && !err; i++)
		err = read_op(r, &p->ops[i]);
	return err ? err : check_conditions(r, p);
}

static int read_cover(struct series *s)
{
	struct strbuf text = STRBUF_INIT;
	int err = beneath_read(&text, s->dir, "cover.txt");

	if (err && err != -ENOENT)
		return error_read(err, "cannot read %s/cover.txt: %s", s->dir,
				  beneath_error(err));
	if (!err) {
		strbuf_rtrim(&text);
		s->cover = strbuf_detach(&text);
	}
	strbuf_release(&text);
	return 0;
}

static int check_leftovers(struct reader *r)
{
	for (size_t i = 0; i < r->s->n_leftovers; i++) {
		struct leftover *l = &r->s->leftovers[i];

		if (!l->reason || !*l->reason || !l->identifiers.n)
			return error_user("%s: [leftover \"%s\"] needs 'identifiers' and a 'reason'",
					  r->file, l->paths.n ? l->paths.v[0] :
					  "");
	}
	return 0;
}

/* The folders beside DIR that are series, for a mistyped name. */
static void list_series(const char *dir, struct strbuf *out)
{
	char *parent = xstrfmt("%s/..", dir);
	struct strvec names = STRVEC_INIT;
	bool any = false;

	free(parent);
	parent = xstrdup(dir);
	if (strrchr(parent, '/'))
		*strrchr(parent, '/') = '\0';
	if (dir_names(&names, parent))
		strvec_clear(&names);
	for (size_t i = 0; i < names.n; i++) {
		char *path = xstrfmt("%s/%s/series", parent, names.v[i]);
		struct stat st;

		if (*names.v[i] != '.' && !stat(path, &st)) {
			strbuf_addf(out, "%s%s", any ? ", " : "", names.v[i]);
			any = true;
		}
		free(path);
	}
	strvec_release(&names);
	free(parent);
}

bool series_trusted(const char *dir)
{
	struct strvec names = STRVEC_INIT;
	char *real = realpath(dir, NULL);
	bool yes = false;

	config_user_values("respin.trustseries", &names);
	for (size_t i = 0; i < names.n && !yes; i++) {
		char *name = realpath(names.v[i], NULL);

		yes = !strcmp(names.v[i], "*") ||
		      (real && name && !strcmp(real, name));
		free(name);
	}
	strvec_release(&names);
	free(real);
	return yes;
}

/* Is the series trusted that OP, a rule that runs code, belongs to? */
static int check_op_trust(const struct series *s, const struct op *op)
{
	char *dir = op->from ? xstrfmt("%s/%.*s", s->root,
				       (int)strcspn(op->from, "/"), op->from) :
			       xstrdup(s->dir);
	int err = 0;

	if (!series_trusted(dir))
		err = error_user("%s:%d: this rule runs a script on your machine; if you have read it, give --trust-series, or run git config --global --add respin.trustSeries %s",
				 op->path, op->rule.runs_code, dir);
	free(dir);
	return err;
}

static int check_trust(const struct series *s)
{
	int err = 0;

	for (size_t i = 0; i < s->n && !err; i++) {
		for (size_t k = 0; k < s->patches[i].n && !err; k++) {
			const struct op *op = &s->patches[i].ops[k];

			if (op->kind == OP_RULE && op->rule.runs_code)
				err = check_op_trust(s, op);
		}
	}
	return err;
}

int series_read(struct series *s, const char *dir, bool trusted)
{
	char *file = xstrfmt("%s/series", dir);
	struct reader r = { .s = s, .file = file };
	struct stat st;
	int err;

	memset(s, 0, sizeof(*s));
	if (stat(file, &st)) {
		struct strbuf names = STRBUF_INIT;

		list_series(dir, &names);
		err = error_user("no series '%s': %s is not there (there are: %s)",
				 path_base(dir), file,
				 names.len ? names.buf : "none");
		strbuf_release(&names);
		free(file);
		return err;
	}
	err = manifest_read(&r, dir);
	if (!err && !s->title)
		err = error_user("%s: [series] lacks a title", file);
	for (size_t i = 0; i < s->n && !err; i++)
		if (s->patches[i].from)
			err = take_patch(&r, &s->patches[i]);
	for (size_t i = 0; i < s->n && !err; i++)
		err = read_patch(&r, &s->patches[i]);
	if (!err)
		err = check_leftovers(&r);
	if (!err)
		err = read_cover(s);
	if (!err && !trusted)
		err = check_trust(s);
	free(file);
	return err;
}

static void release_conds(struct cond_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		cond_release(&list->v[i]);
	free(list->v);
}

static void release_patch(struct patch *p)
{
	for (size_t i = 0; i < p->n; i++) {
		struct op *op = &p->ops[i];

		if (op->kind == OP_RULE)
			rule_release(&op->rule);
		else
			edit_release(&op->edit);
		free(op->text);
		free(op->name);
		free(op->path);
		free(op->from);
	}
	free(p->ops);
	release_conds(&p->done);
	release_conds(&p->later);
	release_conds(&p->needs);
	strvec_release(&p->retires);
	free(p->name);
	free(p->from);
	free(p->subject);
	free(p->message);
	free(p->author);
	free(p->patch_id);
	strvec_release(&p->trailers);
}

void series_release(struct series *s)
{
	for (size_t i = 0; i < s->n; i++)
		release_patch(&s->patches[i]);
	for (size_t i = 0; i < s->n_leftovers; i++) {
		strvec_release(&s->leftovers[i].paths);
		strvec_release(&s->leftovers[i].identifiers);
		free(s->leftovers[i].reason);
	}
	free(s->patches);
	free(s->leftovers);
	free(s->name);
	free(s->dir);
	free(s->root);
	free(s->title);
	free(s->link);
	free(s->cover);
	memset(s, 0, sizeof(*s));
}

const char *patch_number(const struct patch *p)
{
	static char number[16];
	size_t n = strspn(p->name, "0123456789");

	if (n && p->name[n] >= 'a' && p->name[n] <= 'z' && p->name[n + 1] == '-')
		n++;
	snprintf(number, sizeof(number), "%.*s", (int)(n < 15 ? n : 15),
		 p->name);
	return number;
}

char *series_tests(const struct series *s, const struct patch *p)
{
	return xstrfmt("%s/%s/tests", p->from ? s->root : s->dir,
		       p->from ?: p->name);
}

struct patch *series_find(struct series *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->patches[i].name, name) ||
		    !strcmp(patch_number(&s->patches[i]), name))
			return &s->patches[i];
	return NULL;
}

static void add_all(struct strvec *to, const struct strvec *from)
{
	for (size_t i = 0; i < from->n; i++)
		strvec_push(to, from->v[i]);
}

static void cond_scan(const struct cond_list *list, struct strvec *words,
		      struct strvec *paths)
{
	for (size_t i = 0; i < list->n; i++) {
		if (pathspec_literal(&list->v[i].paths)) {
			if (paths)
				add_all(paths, &list->v[i].paths);
		} else if (words) {
			strvec_push(words, list->v[i].anchor);
		}
	}
}

/* A file that is named is a candidate as it is; a pattern needs a word. */
static void select_scan(const struct select *s, struct strvec *words,
			struct strvec *paths)
{
	if (pathspec_literal(&s->files)) {
		if (paths)
			add_all(paths, &s->files);
	} else if (words) {
		select_words(s, words);
	}
}

static void op_scan(const struct op *op, struct strvec *words,
		    struct strvec *paths)
{
	if (op->kind == OP_RULE) {
		select_scan(&op->rule.select, words, paths);
		return;
	}
	for (size_t i = 0; i < op->edit.n; i++) {
		const struct edit_cmd *cmd = &op->edit.cmds[i];
		struct select s = { .files = cmd->files, .has = cmd->has };

		select_scan(&s, words, paths);
		if (paths && cmd->from)
			strvec_push(paths, cmd->from);
	}
}

static void scan_needs(const struct series *s, struct strvec *words,
		       struct strvec *paths)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct patch *p = &s->patches[i];

		cond_scan(&p->done, words, paths);
		cond_scan(&p->later, words, paths);
		cond_scan(&p->needs, words, paths);
		for (size_t j = 0; j < p->n; j++)
			op_scan(&p->ops[j], words, paths);
		if (words)
			add_all(words, &p->retires);
	}
}

void series_words(const struct series *s, struct strvec *words)
{
	scan_needs(s, words, NULL);
	strvec_sort(words);
	strvec_uniq(words);
}

void series_paths(const struct series *s, struct strvec *paths)
{
	scan_needs(s, NULL, paths);
	strvec_sort(paths);
	strvec_uniq(paths);
}
