// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <unistd.h>

#include "base/cache.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/strbuf.h"
#include "base/tool.h"
#include "base/without.h"
#include "kbuild/asked.h"
#include "kbuild/ktests.h"

#define KIND "kconfig-tests-1"
#define KTESTS_MAX (1u << 20)

static char *key_of(const char *base, const struct strvec *vars)
{
	struct strbuf text = STRBUF_INIT;
	char *key;

	strbuf_addf(&text, "%s\n", base);
	for (size_t i = 0; i < vars->n; i++)
		strbuf_addf(&text, "%s\n", vars->v[i]);
	key = hash_hex(text.buf, text.len);
	strbuf_release(&text);
	return key;
}

/* Delete KT's file with the extension EXT; first read it into OUT, if not NULL. */
static int take_file(const struct ktests *kt, const char *ext, struct strbuf *out)
{
	char *path = xstrfmt("%s%s", kt->path, ext);
	int err = out ? strbuf_read_file(out, path) : 0;

	if (unlink(path) && errno != ENOENT)
		err = -1;
	free(path);
	return err;
}

void ktests_begin(struct ktests *kt, const char *base,
		  const struct strvec *vars, const char *path, struct proc *p)
{
	struct strbuf text = STRBUF_INIT;

	kt->path = xstrdup(path);
	kt->key = !base || is_without("tests") ? NULL : key_of(base, vars);
	/* What another run left must not pass for this one's. */
	if (take_file(kt, "", NULL) || take_file(kt, ".new", NULL) ||
	    take_file(kt, ".said", NULL)) {
		free(kt->key);
		kt->key = NULL;
	}
	if (kt->key) {
		if (text_cache_get(KIND, kt->key, &text) &&
		    write_file(path, text.buf, text.len))
			unlink(path);
		strvec_pushf(&p->env, "RESPIN_TESTS=%s", path);
	}
	strbuf_release(&text);
}

/* --- what was asked ---------------------------------------------------------- */

/*
 * Remove the output of the next test, and the mark after it, from *SAID. Set *END to
 * what they mean. Returns false if there is no mark, or if its status contradicts
 * ANSWER.
 */
static bool next_end(char **said, char answer, enum tool_end *end)
{
	static const char MARK[] = "@respin ";
	struct proc p = { .state = PROC_EXITED };
	char *text = *said, *line = text, *stop;

	while (!starts_with(line, MARK)) {
		line = strchr(line, '\n');
		if (!line)
			return false;
		line++;
	}
	stop = strchr(line, '\n');
	if (!stop)
		return false;
	p.code = atoi(line + strlen(MARK));
	*line = 0;
	*said = stop + 1;
	*end = p.code >= 126 ? TOOL_FAILED : tool_end(&p, text);
	return (answer == 'y') == !p.code;
}

/* Append those lines of NOTES that are answers. False: they do not fit SAID. */
static bool add_answers(const char *notes, char *said, struct strbuf *out)
{
	while (*notes) {
		size_t n = strcspn(notes, "\n");
		enum tool_end end;

		if (!notes[n] || n < 3 || (*notes != 'y' && *notes != 'n') ||
		    notes[1] != ' ' || !next_end(&said, *notes, &end))
			return false;
		if (end != TOOL_FAILED && !asked_reads_file(notes, n))
			strbuf_add(out, notes, n + 1);
		notes += n + 1;
	}
	return !*said;
}

/* NOTES begins with the tools; what is known of others goes. */
static void keep_new(const char *key, const struct strbuf *notes, char *said)
{
	size_t n = strcspn(notes->buf, "\n") + 1;
	struct strbuf text = STRBUF_INIT, more = STRBUF_INIT;

	if (n < notes->len && add_answers(notes->buf + n, said, &more) &&
	    more.len) {
		if (!text_cache_get(KIND, key, &text) || text.len < n ||
		    memcmp(text.buf, notes->buf, n)) {
			strbuf_clear(&text);
			strbuf_add(&text, notes->buf, n);
		}
		strbuf_add(&text, more.buf, more.len);
		if (text.len < KTESTS_MAX)
			text_cache_put(KIND, key, &text);
	}
	strbuf_release(&text);
	strbuf_release(&more);
}

void ktests_end(struct ktests *kt, bool well)
{
	struct strbuf notes = STRBUF_INIT, said = STRBUF_INIT;
	int err = take_file(kt, ".new", &notes) | take_file(kt, ".said", &said) |
		  take_file(kt, "", NULL);

	if (well && kt->key && !err && strlen(notes.buf) == notes.len &&
	    strlen(said.buf) == said.len)
		keep_new(kt->key, &notes, said.buf);
	strbuf_release(&notes);
	strbuf_release(&said);
	free(kt->path);
	free(kt->key);
	memset(kt, 0, sizeof(*kt));
}
