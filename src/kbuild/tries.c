// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/strbuf.h"
#include "base/tool.h"
#include "base/without.h"
#include "kbuild/asked.h"
#include "kbuild/tries.h"

/* Of one file. make reads all of it at each start. */
#define TRIES_MAX (8u << 20)

/* A variable's name begins with it; what follows is the test, encoded. */
#define ANSWER "respin-try@"

/* --- the tree's try-run ---------------------------------------------------- */

/* Append the value of try-run in TEXT, a Makefile. Returns false without one. */
static bool add_value(const char *text, struct strbuf *out)
{
	static const char NAME[] = "try-run = ";
	const char *p = text, *end;

	while (p && !starts_with(p, NAME)) {
		p = strchr(p, '\n');
		p = p ? p + 1 : NULL;
	}
	if (!p)
		return false;
	p += strlen(NAME);
	end = p;
	do
		end += strcspn(end, "\n");
	while (*end && end[-1] == '\\' && *++end);
	strbuf_add(out, p, end - p);
	return true;
}

static bool find_try_run(const struct kbuild *kb, struct strbuf *out)
{
	static const char *const FILES[] = {
		"scripts/Makefile.compiler", "scripts/Kbuild.include",
	};
	bool found = false;

	for (size_t i = 0; i < ARRAY_SIZE(FILES) && !found; i++) {
		char *path = xstrfmt("%s/%s", kb->src, FILES[i]);
		struct strbuf text = STRBUF_INIT;

		found = !strbuf_read_file(&text, path) &&
			add_value(text.buf, out);
		strbuf_release(&text);
		free(path);
	}
	return found;
}

/* --- the file -------------------------------------------------------------- */

/* What would end a name, a word or a quoted text, and its code. */
static const struct {
	const char *make;	/* as a Makefile writes it */
	char code;
} CODES[] = {
	{ "@", 'a' },		/* first: the others bring it in */
	{ "$(respin-blank)", 's' },
	{ "$(respin-tab)", 't' },
	{ "$(respin-line)", 'n' },
	{ "$(respin-hash)", 'h' },
	{ "$$", 'd' },
	{ "=", 'e' },
	{ ":", 'c' },
	{ "\\", 'b' },
	{ "\"", 'q' },
	{ "'", 'l' },
	{ "`", 'g' },
	{ "%", 'm' },
	{ ";", 'i' },
	{ "$(respin-open)", 'o' },
	{ "$(respin-close)", 'p' },
};

static const char NAMES[] =
"respin-blank := $(subst ,, )\n"
"respin-tab := $(subst ,,\t)\n"
"define respin-line\n\n\nendef\n"
"respin-hash := \\#\n"
"respin-open := (\n"
"respin-close := )\n";

/*
 * The answer is echoed by a shell, as the tree does, where that may change the
 * text. respin-test notes in a file what the test printed, and how it ended:
 * try-run itself hides both. No answer at all, if the shell cannot even read
 * the test, stays none.
 */
static const char HOW[] =
"respin-odd = $(findstring $$,$(1))$(findstring \\,$(1))$(findstring \",$(1))"
"$(findstring `,$(1))$(findstring $(respin-line),$(1))"
"$(filter -n% -e% -E%,$(1))\n"
"respin-echo = $(if $(call respin-odd,$(1)),$(shell echo \"$(1)\"),$(1))\n"
"respin-test = ($(1)) >>\"$$RESPIN_SAID\" 2>&1; respin=$$?; "
"echo \"@respin $$respin\" >>\"$$RESPIN_SAID\" && exit $$respin\n"
"respin-ask = $(call respin-run,$(call respin-test,$(1)),y,n)\n"
"respin-note = $(if $(2),$(file >>$(RESPIN_TRIES),$(2) $(1))"
"$(eval " ANSWER "$(1) := $(2))$(2))\n"
"respin-answer = $(or $(" ANSWER "$(1)),"
"$(call respin-note,$(1),$(call respin-ask,$(2))))\n"
"respin-choose = $(if $(1),$(call respin-echo,$(if $(filter y,$(1)),$(2),$(3))))\n"
"override try-run = $(call respin-choose,"
"$(call respin-answer,$(call respin-key,$(1)),$(1)),$(2),$(3))\n";

/* Not for kbuild's makes of one folder, nor for those of tools/. */
static void add_rules(struct strbuf *sb, const char *try_run)
{
	strbuf_addstr(sb, "ifeq ($(CURDIR):$(obj),$(RESPIN_OBJ):)\n");
	strbuf_addstr(sb, NAMES);
	strbuf_addstr(sb, "respin-key = ");
	for (size_t i = ARRAY_SIZE(CODES); i-- > 0;)
		strbuf_addf(sb, "$(subst %s,@%c,", CODES[i].make,
			    CODES[i].code);
	strbuf_addstr(sb, "$(1)");
	for (size_t i = 0; i < ARRAY_SIZE(CODES); i++)
		strbuf_addch(sb, ')');
	strbuf_addf(sb, "\nrespin-run = %s\n%s", try_run, HOW);
}

/* Names KB's compiler, as make calls it, on BASE. The caller frees it. */
static char *digest_of(const struct kbuild *kb, const char *base)
{
	const struct strvec *vars = kbuild_vars(kb);
	struct strbuf sb = STRBUF_INIT;
	char *digest;

	strbuf_addf(&sb, "%s\n%s\n", base, kb->compiler);
	for (size_t i = 0; i < vars->n; i++)
		strbuf_addf(&sb, "%s\n", vars->v[i]);
	digest = hash_hex(sb.buf, sb.len);
	strbuf_release(&sb);
	return digest;
}

/* A file begins with what its answers are good for. */
static char *header_of(const struct kbuild *kb)
{
	struct strbuf sb = STRBUF_INIT, run = STRBUF_INIT;

	if (find_try_run(kb, &run)) {
		char *digest = digest_of(kb, kb->base);

		strbuf_addf(&sb, "# %s\n", digest);
		add_rules(&sb, run.buf);
		free(digest);
	}
	strbuf_release(&run);
	return sb.len ? strbuf_detach(&sb) : NULL;
}

static const char FOOTER[] = "endif\n";

static char *path_of(const struct kbuild *kb)
{
	char *digest = digest_of(kb, ""), *work = kbuild_work(kb);
	char *path = xstrfmt("%s/tries.%.16s.mk", work, digest);

	free(digest);
	free(work);
	return path;
}

/* Read what is known into TEXT, or begin it with HEADER. */
static int read_known(const char *path, const char *header, struct strbuf *text)
{
	size_t n = strlen(header), end = strlen(FOOTER);

	strbuf_clear(text);
	if (!strbuf_read_file(text, path) && starts_with(text->buf, header) &&
	    text->len >= n + end && ends_with(text->buf, FOOTER))
		return 0;
	strbuf_clear(text);
	strbuf_addf(text, "%s%s", header, FOOTER);
	return write_file_atomic(path, text->buf, text->len);
}

/* The file of KB with the extension EXT, in its folder: make may write there. */
static char *note_of(const struct kbuild *kb, const char *ext)
{
	return xstrfmt("%s/.respin-%s", kb->obj, ext);
}

void tries_begin(const struct kbuild *kb, struct proc *p)
{
	char *header = is_without("tries") ? NULL : header_of(kb);
	char *path = path_of(kb), *tries = note_of(kb, "tries");
	char *said = note_of(kb, "said");
	struct strbuf text = STRBUF_INIT;

	/* make splits the variable at blanks. */
	if (header && !strpbrk(path, " \t%$#") &&
	    !read_known(path, header, &text)) {
		unlink(tries);
		unlink(said);
		strvec_pushf(&p->env, "MAKEFILES=%s", path);
		strvec_pushf(&p->env, "RESPIN_OBJ=%s", kb->obj);
		strvec_pushf(&p->env, "RESPIN_TRIES=%s", tries);
		strvec_pushf(&p->env, "RESPIN_SAID=%s", said);
	}
	strbuf_release(&text);
	free(header);
	free(path);
	free(tries);
	free(said);
}

/* --- what was asked -------------------------------------------------------- */

/* Is it what respin-key makes? */
static bool is_key(const char *key, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isgraph((unsigned char)key[i]) ||
		    strchr("=:#$\\\"'`%;()", key[i]))
			return false;
	return n > 0;
}

/* Take the next line of *P, which must end. NULL if there is none. */
static const char *next_line(const char **p, size_t *n)
{
	const char *line = *p;

	*n = strcspn(line, "\n");
	if (!line[*n])
		return NULL;
	*p = line + *n + 1;
	return line;
}

/*
 * How many tests of SAID held, and how many did not; false: one got no answer.
 * Whoever says no says why.
 */
static bool count_ends(const char *said, size_t *yes, size_t *no)
{
	static const char MARK[] = "@respin ";
	struct proc p = { .state = PROC_EXITED };
	bool mute = true;
	const char *line;
	size_t n;

	if (tool_end(&p, said) == TOOL_FAILED)
		return false;
	while ((line = next_line(&said, &n))) {
		bool end = starts_with(line, MARK);
		int status = end ? atoi(line + strlen(MARK)) : 0;

		if (status >= 126 || (status && mute))
			return false;
		if (end)
			*(status ? no : yes) += 1;
		mute = end;
	}
	return true;
}

/* Append the answers in NOTES to OUT. False if they are not as many as told. */
static bool add_answers(const char *notes, size_t yes, size_t no,
			struct strbuf *out)
{
	const char *line;
	size_t n;

	while ((line = next_line(&notes, &n))) {
		bool y = *line == 'y';

		if (n < 3 || (!y && *line != 'n') || line[1] != ' ' ||
		    !is_key(line + 2, n - 2) || !(y ? yes : no))
			return false;
		*(y ? &yes : &no) -= 1;
		if (!asked_reads_file(line + 2, n - 2))
			strbuf_addf(out, ANSWER "%.*s := %c\n", (int)n - 2,
				    line + 2, *line);
	}
	return !yes && !no && !*notes;
}

static void keep_new(const struct kbuild *kb, const char *notes,
		     const char *said, const char *header)
{
	struct strbuf text = STRBUF_INIT, more = STRBUF_INIT;
	size_t yes = 0, no = 0;
	char *path = path_of(kb);

	if (count_ends(said, &yes, &no) &&
	    add_answers(notes, yes, no, &more) && more.len &&
	    !read_known(path, header, &text) &&
	    text.len + more.len < TRIES_MAX) {
		strbuf_splice(&text, text.len - strlen(FOOTER), 0, more.buf,
			      more.len);
		/* If that fails, it is asked once more. */
		if (write_file_atomic(path, text.buf, text.len))
			unlink(path);
	}
	strbuf_release(&text);
	strbuf_release(&more);
	free(path);
}

void tries_keep(const struct kbuild *kb)
{
	char *tries = note_of(kb, "tries"), *said = note_of(kb, "said");
	struct strbuf notes = STRBUF_INIT, told = STRBUF_INIT;
	char *header = header_of(kb);

	if (header && !strbuf_read_file(&notes, tries) &&
	    !strbuf_read_file(&told, said))
		keep_new(kb, notes.buf, told.buf, header);
	unlink(tries);
	unlink(said);
	strbuf_release(&notes);
	strbuf_release(&told);
	free(header);
	free(tries);
	free(said);
}
