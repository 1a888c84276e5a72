// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "csrc/lang.h"
#include "kbuild/host.h"
#include "verify/int.h"

#define LINK_TIMEOUT (6 * 3600)

/* Raise it when the same make of the same tree would leave another answer. */
#define KIND "link-2"

/* --- what make says ---------------------------------------------------- */

static bool tells(const char *line, size_t n)
{
	static const char *const words[] = {
		"error: ", "undefined reference", "multiple definition",
		"WARNING: modpost", "ERROR: modpost", "undefined!", "*** ",
	};

	/* Whether make has to wait is chance. */
	if (memmem(line, n, "Waiting for unfinished jobs", 27))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (memmem(line, n, words[i], strlen(words[i])))
			return true;
	return false;
}

/*
 * "make[2]: *** [Makefile:15: mm/one.o] Error 1", without the line: if a recipe
 * has several, make may name any of them. Returns whether it is such a line.
 */
static bool add_failed(struct strvec *out, const char *line, size_t n)
{
	static const char MARK[] = "*** [";
	const char *at = memmem(line, n, MARK, strlen(MARK)), *end, *name;

	if (!at)
		return false;
	name = at + strlen(MARK);
	end = line + n;
	for (const char *p = name; p + 2 < end && *p != ']'; p++)
		if (!memcmp(p, ": ", 2))
			name = p + 2;
	strvec_pushf(out, "make: *** [%.*s", (int)(end - name), name);
	return true;
}

/* "in function `f':" and the offset behind a file are of this build only. */
static void add_line(struct strvec *out, const char *line, size_t n)
{
	const char *what = memmem(line, n, "undefined reference", 19);
	const char *twice = memmem(line, n, "multiple definition", 19);

	what = what ?: twice;
	if (what) {
		n -= what - line;
		line = what;
		what = memmem(line, n, "; ", 2);
		n = what ? (size_t)(what - line) : n;
	}
	strvec_take(out, xstrndup(line, n));
}

static void read_log(const struct strbuf *log, struct strvec *out)
{
	for (const char *p = log->buf; p && *p;) {
		size_t n = strcspn(p, "\n");

		if (tells(p, n) && !add_failed(out, p, n))
			add_line(out, p, n);
		p += n + (p[n] == '\n');
	}
	strvec_sort(out);
	strvec_uniq(out);
}

/* --- making only what is not the same ---------------------------------- */

static const struct strvec *keep_old;	/* for nftw(): objects to be made */
static size_t obj_len;

static int touch_object(const char *path, const struct stat *st, int type,
			struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	if (type != FTW_F || (!ends_with(path, ".o") && !ends_with(path, ".so")))
		return 0;
	if (strvec_has(keep_old, path + obj_len + 1))
		return 0;
	return utimensat(AT_FDCWD, path, NULL, 0) ? -1 : 0;
}

/*
 * Of the objects that kbuild would make anew, because a header is newer than
 * they are, those whose code is the same are made to look new.
 */
static int touch_same(struct vrun *r, const bool *which)
{
	struct strvec changed = STRVEC_INIT;
	const char *obj = r->c->kb.obj;
	int err;

	for (size_t i = 0; i < r->n; i++)
		if (which[i])
			strvec_pushf(&changed, "%.*s.o",
				     (int)strlen(r->units[i].source) - 2,
				     r->units[i].source);
	keep_old = &changed;
	obj_len = strlen(obj);
	err = nftw(obj, touch_object, 32, FTW_PHYS);
	strvec_release(&changed);
	return err ? error("cannot touch the objects in %s: %s", obj,
			   strerror(errno)) : 0;
}

/* make vmlinux gave no answer. Returns ERR_TOOL. */
static int link_failed(struct vrun *r, const struct proc *p,
		       const struct strbuf *log)
{
	struct strbuf why = STRBUF_INIT;

	strbuf_addstr(&why, "make vmlinux: ");
	tool_why(p, log->buf, &why);
	free(r->c->why);
	r->c->why = strbuf_detach(&why);
	r->c->result = KBUILD_TOOL_FAILED;
	return ERR_TOOL;
}

static int make_vmlinux(struct vrun *r, size_t state, struct link_result *l)
{
	char *path = xstrfmt("%s.link.log", r->c->kb.obj);
	struct strbuf log = STRBUF_INIT, neutral = STRBUF_INIT;
	struct proc p = PROC_INIT;
	int err;

	if (r->v->progress)
		r->v->progress(r->v->data, r->main, state, "making vmlinux",
			       0, 0);
	kbuild_make(&r->c->kb, &p, r->v->jobs);
	/* Or chance would decide which of several errors it says. */
	strvec_pushl(&p.argv, "-k", "vmlinux", NULL);
	host_jail(&r->c->kb, &p, false);
	p.out = path;
	p.timeout = LINK_TIMEOUT;
	err = proc_run(&p);
	if (err != ERR_INTERRUPTED) {
		l->ok = !err;
		err = strbuf_read_file(&log, path) ||
		      tool_end(&p, log.buf) == TOOL_FAILED ?
		      link_failed(r, &p, &log) : 0;
		kbuild_neutral(&r->c->kb, log.buf, &neutral);
		read_log(&neutral, &l->said);
		if (!l->ok && !l->said.n)
			strvec_push(&l->said, "make vmlinux failed and said nothing");
	}
	strbuf_release(&log);
	strbuf_release(&neutral);
	proc_release(&p);
	free(path);
	return err;
}

/* --- the store --------------------------------------------------------- */

static char *link_key(const struct vrun *r, size_t state)
{
	const struct checkout *co = r->v->co;
	struct strbuf all = STRBUF_INIT;
	char *key;

	strbuf_addf(&all, "%s\n", r->config);
	for (size_t i = 0; i < co->touched.n; i++) {
		const struct file_state *f = checkout_state(co, state, i);

		strbuf_addf(&all, "%d ", f->there);
		strbuf_add(&all, f->id.b, sizeof(f->id.b));
	}
	key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return key;
}

static int get(struct vrun *r, size_t state, struct link_result *l)
{
	char *key = link_key(r, state), *text;
	int got = r->v->again ? 0 : store_get_text(r->v->store, KIND, key,
						   &text);

	if (got > 0 && !starts_with(text, "+\n") && !starts_with(text, "-\n")) {
		got = store_damaged(r->v->store, "what the linker said");
		free(text);
	}
	if (got > 0) {
		l->ok = *text == '+';
		for (char *p = text + 2; *p;) {
			size_t n = strcspn(p, "\n");

			strvec_take(&l->said, xstrndup(p, n));
			p += n + (p[n] == '\n');
		}
		free(text);
	}
	free(key);
	return got;
}

static int put(struct vrun *r, size_t state, const struct link_result *l)
{
	char *key = link_key(r, state);
	struct strbuf text = STRBUF_INIT;
	int err;

	strbuf_addf(&text, "%c\n", l->ok ? '+' : '-');
	for (size_t i = 0; i < l->said.n; i++)
		strbuf_addf(&text, "%s\n", l->said.v[i]);
	err = store_put_text(r->v->store, KIND, key, text.buf);
	strbuf_release(&text);
	free(key);
	return err;
}

/* --- one state --------------------------------------------------------- */

/* The objects have to be those of the parent before `which` is all to make. */
static int link_base(struct vrun *r, size_t state)
{
	struct link_result l = { 0 };
	int err;

	if (r->linked == state)
		return 0;
	err = checkout_go(r->v->co, state);
	if (!err)
		err = make_vmlinux(r, state, &l);
	r->linked = state;
	strvec_release(&l.said);
	return err;
}

/* Does the patch that makes STATE leave every object as it is? */
static bool nothing_to_make(const struct vrun *r, const bool *which,
			    size_t state)
{
	const struct checkout *co = r->v->co;

	if (state == r->v->from)
		return false;
	for (size_t i = 0; i < r->n; i++)
		if (which[i])
			return false;
	for (size_t i = 0; i < co->touched.n; i++)
		if (checkout_changed(co, state, i) &&
		    !lang_is_c(co->touched.v[i]))
			return false;
	return true;
}

/* The parent's vmlinux is this state's, too. */
static int link_same(struct vrun *r, const bool *which, size_t state,
		     struct link_result *l)
{
	int err = 0;

	l->ok = r->link.ok;
	for (size_t i = 0; i < r->link.said.n; i++)
		strvec_push(&l->said, r->link.said.v[i]);
	if (r->linked == state - 1) {
		err = crew_alone(r->m) ?: checkout_go(r->v->co, state);
		if (!err)
			err = touch_same(r, which);
		r->linked = state;
	}
	return err;
}

int units_link(struct vrun *r, const bool *which, size_t state,
	       struct link_result *l)
{
	int got, err;

	if (nothing_to_make(r, which, state))
		return link_same(r, which, state, l);
	got = get(r, state, l);
	if (got)
		return got < 0 ? got : 0;
	err = vrun_prepared(r) ?: crew_alone(r->m);
	if (!err && state > r->v->from)
		err = link_base(r, state - 1);
	if (!err)
		err = checkout_go(r->v->co, state);
	if (!err && state > r->v->from)
		err = touch_same(r, which);
	if (!err)
		err = make_vmlinux(r, state, l);
	if (!err) {
		r->linked = state;
		err = put(r, state, l);
	}
	return err;
}
