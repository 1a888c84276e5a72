// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/fs.h"
#include "base/wordset.h"
#include "csrc/lang.h"
#include "verify/solved.h"

/* --- what the solver asks of the tree -------------------------------------- */

static int read_tree_file(void *data, const char *path, struct strbuf *out)
{
	const struct solved *sd = data;
	int err;

	if (!tree_find(sd->base, path))
		return 0;
	err = beneath_read(out, sd->v->co->dir, path);
	if (err == -ENOENT)
		return 0;
	return err ? error("cannot read %s in %s: %s", path, sd->v->co->dir,
			   beneath_error(err)) : 1;
}

static int users(void *data, const char *path, const char *arch,
		 struct strvec *units)
{
	const struct solved *sd = data;

	unitset_users(sd->v->us, path, arch, units);
	return 0;
}

static int includers(void *data, const char *path, const char *arch,
		     struct strvec *files)
{
	const struct solved *sd = data;

	unitset_includers(sd->v->us, path, arch, files);
	return 0;
}

static bool is_define(const char *text, size_t pos)
{
	size_t i = pos;

	while (i && (text[i - 1] == ' ' || text[i - 1] == '\t'))
		i--;
	if (i == pos || i < 6 || strncmp(text + i - 6, "define", 6))
		return false;
	for (i -= 6; i && (text[i - 1] == ' ' || text[i - 1] == '\t');)
		i--;
	return i && text[i - 1] == '#';
}

static void add_defines(const struct wordset *ws, const struct strbuf *text,
			const char *path, struct strvec *out)
{
	ssize_t pos = 0;
	size_t word;

	while ((pos = wordset_next(ws, text->buf, text->len, pos, &word)) >= 0) {
		char *s = xstrfmt("%s %s", ws->words.v[word], path);

		if (is_define(text->buf, pos) && !strvec_has(out, s))
			strvec_push(out, s);
		free(s);
		pos++;
	}
}

static int defines(void *data, const struct strvec *names, struct strvec *out)
{
	const struct solved *sd = data;
	struct strbuf text = STRBUF_INIT;
	struct strvec words = STRVEC_INIT;
	struct tree_reader r;
	struct wordset ws;
	int err = tree_reader_init(&r, sd->base);

	for (size_t i = 0; i < names->n; i++)
		if (strlen(names->v[i]) > 1)
			strvec_push(&words, names->v[i]);
	strvec_sort(&words);
	strvec_uniq(&words);
	wordset_init(&ws, &words);
	for (size_t i = 0; i < sd->base->n && !err && words.n; i++) {
		const struct tree_file *f = &sd->base->files[i];

		if (lang_is_header(f->path) && !tree_read(&r, f, &text))
			add_defines(&ws, &text, f->path, out);
	}
	wordset_release(&ws);
	strvec_release(&words);
	tree_reader_release(&r);
	strbuf_release(&text);
	return err;
}

/* --- wants ------------------------------------------------------------------ */

static int make_wants(struct solved *sd)
{
	struct checkout *co = sd->v->co;
	int got = 0;

	sd->n = sd->at.n;
	sd->wants = xcalloc(sd->n + 1, sizeof(*sd->wants));
	sd->n_texts = co->states * co->touched.n;
	sd->texts = xcalloc(sd->n_texts + 1, sizeof(*sd->texts));
	for (size_t i = 0; i < sd->n_texts; i++)
		strbuf_init(&sd->texts[i]);
	for (size_t i = 0; i < sd->n && got >= 0; i++) {
		const struct missing *m = &sd->at.v[i];
		struct strbuf *text = &sd->texts[m->patch * co->touched.n +
						 m->file];

		if (!text->len)
			got = checkout_text(co, m->patch, m->file, text);
		sd->wants[i] = (struct want){
			.path = co->touched.v[m->file], .text = text->buf,
			.len = text->len, .line = m->line,
		};
	}
	return got < 0 ? got : 0;
}

/* From the store, or by solving; what a tool failed to tell is not kept. */
static int answer(struct solved *sd)
{
	char *key = solved_key(sd);
	int got = solved_get(sd, key), err = got < 0 ? got : 0;

	if (!got) {
		err = solver_run(&sd->solver, sd->wants, sd->n);
		if (!err && !sd->solver.failed)
			err = solved_put(sd, key);
	}
	free(key);
	return err;
}

/* A macro is not hidden by a condition: units read it, but nothing uses it. */
static void drop_macros(struct missings *ms)
{
	size_t n = 0;

	for (size_t i = 0; i < ms->n; i++) {
		if (ms->v[i].macro)
			free(ms->v[i].why);
		else
			ms->v[n++] = ms->v[i];
	}
	ms->n = n;
}

int solved_run(struct solved *sd, const struct verify *v,
	       const struct tree *base, const struct arches *as,
	       const char *work, size_t max)
{
	int err;

	memset(sd, 0, sizeof(*sd));
	sd->v = v;
	sd->base = base;
	err = missing_find(v, &sd->at);
	drop_macros(&sd->at);
	if (!err && sd->at.n)
		err = make_wants(sd);
	if (err || !sd->at.n)
		return err;
	err = make_dirs(work);
	sd->work = err ? NULL : realpath(work, NULL);
	if (!sd->work)
		return error("cannot write to %s", work);
	err = checkout_go(v->co, 0);
	sd->tree = (struct solve_tree){
		.src = v->co->dir, .base = v->co->base_id,
		.read = read_tree_file, .users = users,
		.includers = includers,
		.defines = defines, .data = sd,
	};
	solver_init(&sd->solver, &sd->tree, as, sd->work, v->jobs);
	sd->solver.max = max;
	return err ?: answer(sd);
}

bool solved_possible(const struct checkout *co)
{
	char *path = xstrfmt("%s/scripts/kconfig/conf.c", co->dir);
	bool there = !access(path, R_OK);

	free(path);
	return there;
}

void solved_release(struct solved *sd)
{
	if (sd->tree.src)
		solver_release(&sd->solver);
	for (size_t i = 0; i < sd->n; i++)
		want_release(&sd->wants[i]);
	for (size_t i = 0; i < sd->n_texts; i++)
		strbuf_release(&sd->texts[i]);
	free(sd->wants);
	free(sd->texts);
	free(sd->work);
	missing_release(&sd->at);
	memset(sd, 0, sizeof(*sd));
}

/* --- answers ----------------------------------------------------------------- */

const struct want *solved_find(const struct solved *sd, size_t patch,
			       size_t file, uint32_t line)
{
	for (size_t i = 0; i < sd->n; i++) {
		const struct missing *m = &sd->at.v[i];

		if (m->patch == patch && m->file == file && m->line == line)
			return &sd->wants[i];
	}
	return NULL;
}

void solved_lines(const struct solved *sd, const struct verify *v,
		  struct strvec *out)
{
	for (size_t i = 0; i < sd->n; i++) {
		const struct missing *m = &sd->at.v[i];
		const struct want *w = &sd->wants[i];

		if (w->state == WANT_SHOWN &&
		    lines_has(&v->seen[m->patch * v->co->touched.n + m->file],
			      m->line))
			strvec_pushf(out, "patch %zu %s:%u: %s", m->patch,
				     w->path, m->line,
				     sd->solver.configs[w->config]->id);
	}
}

static void add_words(struct strbuf *out, const char *key,
		      const struct strvec *words)
{
	if (!words->n)
		return;
	strbuf_addf(out, "\t%s =", key);
	for (size_t i = 0; i < words->n; i++)
		strbuf_addf(out, " %s", words->v[i]);
	strbuf_addch(out, '\n');
}

char *solved_conf(const struct solved *sd)
{
	struct strbuf out = STRBUF_INIT;

	if (!sd->solver.n)
		return NULL;
	strbuf_addstr(&out, "# Made by respin verify: configurations that compile changed lines that those\n"
		      "# of verify/arch do not. A section fits into the file of its architecture.\n");
	for (size_t i = 0; i < sd->solver.n; i++) {
		const struct arch_config *c = sd->solver.configs[i];
		const char *first = NULL;
		size_t lines = 0;

		for (size_t k = 0; k < sd->n; k++) {
			if (sd->wants[k].state != WANT_SHOWN ||
			    sd->wants[k].config != i)
				continue;
			first = first ?: sd->wants[k].path;
			lines++;
		}
		strbuf_addf(&out, "\n[config \"%s\"]\n\tdefconfig = %s\n",
			    c->id, c->defconfig);
		add_words(&out, "set", &c->set);
		add_words(&out, "make", &c->make);
		if (c->compiler)
			strbuf_addf(&out, "\tcompiler = %s\n", c->compiler);
		strbuf_addf(&out, "\twhy = \"%zu changed line%s of %s\"\n",
			    lines, plural((long)lines), first ?: "nothing");
	}
	return strbuf_detach(&out);
}

/* As many units as one folder has; with more, other configurations count. */
#define FEW_UNITS 24

bool solved_first(const struct unitset *us, const struct checkout *co)
{
	bool any = false;

	if (unitset_naming(us) > FEW_UNITS)
		return false;
	for (size_t i = 0; i < co->touched.n; i++) {
		const char *p = co->touched.v[i];
		struct strvec units = STRVEC_INIT;
		bool few;

		if (starts_with(p, "mm/") || starts_with(p, "arch/"))
			return false;
		if (!lang_is_c(p))
			continue;
		any = true;
		if (lang_is_header(p))
			unitset_users(us, p, NULL, &units);
		few = units.n <= FEW_UNITS;
		strvec_release(&units);
		if (!few)
			return false;
	}
	return any;
}
