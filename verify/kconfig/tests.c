// SPDX-License-Identifier: GPL-2.0-only
/*
 * tests: the tests of Kconfig files, each run only once for one tree and one
 * compiler.
 *
 * A kernel's scripts/Kconfig.include has $(success,TEST) and the like. conf gives
 * a shell
 *
 *	{ TEST; } >/dev/null 2>&1 && echo "YES" || echo "NO"
 *
 * for each of them, some seventy times whenever it reads the Kconfig files, with a
 * compiler or two each time. query links this file with --wrap=popen.
 *
 * RESPIN_TESTS in the environment names a file of answers. Its first line names the
 * tools, for which the answers are good; the others are "y TEST" or "n TEST". The
 * file RESPIN_TESTS.new gets what was asked, in the same form. RESPIN_TESTS.said gets
 * what each of these tests printed, and then a line "@respin STATUS":
 * src/kbuild/ktests.c decides which of them are answers.
 *
 * Only a test that ends in a call of the compiler or the linker is kept, and only
 * if its text says it all. All others run as conf says.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

FILE *__real_popen(const char *cmd, const char *mode);
int __real_pclose(FILE *f);
FILE *__wrap_popen(const char *cmd, const char *mode);
int __wrap_pclose(FILE *f);

static const char BEFORE[] = "{ ";
static const char THEN[] = "; } >/dev/null 2>&1 && echo \"";
static const char ELSE[] = "\" || echo \"";

/* Parts of a command. */
struct test {
	const char *text, *yes, *no;
	int n, n_yes, n_no;
};

/* --- tools -------------------------------------------------------------------- */

/* The file that NAME of N bytes runs. Returns whether there is one. */
static bool find_program(const char *name, size_t n, char *path, struct stat *st)
{
	const char *p = getenv("PATH");
	bool whole = memchr(name, '/', n);

	while (p && *p && n) {
		size_t len = strcspn(p, ":");

		snprintf(path, PATH_MAX, "%.*s%s%.*s", whole ? 0 : (int)len, p,
			 whole ? "" : "/", (int)n, name);
		if (!stat(path, st) && S_ISREG(st->st_mode) &&
		    !access(path, X_OK))
			return true;
		p += len + (p[len] == ':');
	}
	return false;
}

/* Those words of COMMAND that are programs. */
static void add_tools(FILE *to, const char *command)
{
	char path[PATH_MAX];
	struct stat st;

	while (command && *command) {
		size_t n = strcspn(command, " \n");

		if (find_program(command, n, path, &st))
			fprintf(to, "; %s %llu %lld %lld.%09ld", path,
				(unsigned long long)st.st_ino,
				(long long)st.st_size,
				(long long)st.st_mtim.tv_sec,
				st.st_mtim.tv_nsec);
		command += n + (command[n] != 0);
	}
}

/* What the compiler itself runs. */
static void add_parts(FILE *to, const char *compiler)
{
	static const char *const PARTS[] = { "as", "cc1" };
	char line[PATH_MAX], *cmd = NULL;
	FILE *f;

	for (size_t i = 0; i < sizeof(PARTS) / sizeof(*PARTS); i++) {
		if (asprintf(&cmd, "%s %s -print-prog-name=%s 2>/dev/null",
			     compiler, getenv("CLANG_FLAGS") ?: "", PARTS[i]) < 0)
			return;
		f = __real_popen(cmd, "r");
		if (f && fgets(line, sizeof(line), f))
			add_tools(to, line);
		if (f)
			__real_pclose(f);
		free(cmd);
	}
}

/*
 * The version, as kbuild looks at it; the files of the programs; and what compilers
 * read from their environment. NULL: keep nothing.
 */
static char *tools_line(void)
{
	static const char *const VARS[] = {
		"COMPILER_PATH", "GCC_EXEC_PREFIX", "LIBRARY_PATH", "CPATH",
		"C_INCLUDE_PATH", "CCC_OVERRIDE_OPTIONS", "CCACHE_CONFIGPATH",
		"XTENSA_GNU_CONFIG",
	};
	const char *version = getenv("CC_VERSION_TEXT"), *cc = getenv("CC");
	char *line = NULL;
	size_t n;
	FILE *f;

	if (!version || !*version || !cc || !*cc)
		return NULL;
	f = open_memstream(&line, &n);
	if (!f)
		return NULL;
	fputs(version, f);
	add_tools(f, cc);
	add_tools(f, getenv("LD"));
	add_parts(f, cc);
	for (size_t i = 0; i < sizeof(VARS) / sizeof(*VARS); i++)
		if (getenv(VARS[i]))
			fprintf(f, "; %s=%s", VARS[i], getenv(VARS[i]));
	fputc('\n', f);
	if (fclose(f) || strchr(line, '\n') != line + n - 1) {
		free(line);
		return NULL;
	}
	return line;
}

/* --- known answers ------------------------------------------------------------ */

static struct {
	bool read;
	char *text;		/* from the file; NULL: there are none */
	char *more;		/* what was asked since, in the same form */
	FILE *notes;		/* NULL: keep nothing */
	char *said;
} known;

/* The text of PATH, or NULL. */
static char *read_text(const char *path)
{
	FILE *f = fopen(path, "re");
	char *text = NULL;
	size_t n = 0;

	if (f && getdelim(&text, &n, 0, f) < 0) {
		free(text);
		text = NULL;
	}
	if (f)
		fclose(f);
	return text;
}

/* From here on, keep no answers. A lost note costs only time. */
static void stop_notes(void)
{
	if (known.notes)
		fclose(known.notes);
	known.notes = NULL;
}

static void open_notes(const char *path, const char *tools)
{
	char *name = NULL;

	if (asprintf(&known.said, "%s.said", path) < 0 ||
	    asprintf(&name, "%s.new", path) < 0)
		return;
	known.notes = fopen(name, "ae");
	if (known.notes && (fputs(tools, known.notes) < 0 ||
			    fflush(known.notes)))
		stop_notes();
	free(name);
}

static void read_known(void)
{
	const char *path = getenv("RESPIN_TESTS");
	char *tools = path ? tools_line() : NULL;

	known.read = true;
	if (!tools)
		return;
	known.text = read_text(path);
	if (known.text && strncmp(known.text, tools, strlen(tools))) {
		free(known.text);
		known.text = NULL;
	}
	open_notes(path, tools);
	free(tools);
}

/* 'y', 'n', or 0. */
static char look_in(const char *text, const struct test *t)
{
	const char *p = text;

	for (; p && (p = strchr(p, '\n')) && p[1]; p++)
		if ((p[1] == 'y' || p[1] == 'n') && p[2] == ' ' &&
		    !strncmp(p + 3, t->text, t->n) && p[t->n + 3] == '\n')
			return p[1];
	return 0;
}

/* Note the answer, and remember it for this run. */
static void note(const struct test *t, char answer)
{
	char *more = NULL;

	if (fprintf(known.notes, "%c %.*s\n", answer, t->n, t->text) < 0 ||
	    fflush(known.notes) ||
	    asprintf(&more, "%s%c %.*s\n", known.more ?: "\n", answer, t->n,
		     t->text) < 0) {
		stop_notes();
		return;
	}
	free(known.more);
	known.more = more;
}

/* --- which tests -------------------------------------------------------------- */

static bool has(const struct test *t, const char *what)
{
	return memmem(t->text, t->n, what, strlen(what));
}

/* A shell's echo prints such a text as it is. */
static bool is_plain(const char *text, int n)
{
	for (int i = 0; i < n; i++)
		if (strchr("\\\"$`\n", text[i]))
			return false;
	return n < 2 || *text != '-' || !strchr("neE", text[1]);
}

/*
 * Does the shell leave the text as it is? "$$" is allowed: it only makes a name that
 * is unique. "\$" is a plain dollar.
 */
static bool is_whole(const struct test *t)
{
	for (int i = 0; i < t->n; i++) {
		char c = t->text[i], next = i + 1 < t->n ? t->text[i + 1] : 0;

		if (c == '`' || c == '\n' || c == '&' || (c == '$' && next != '$'))
			return false;
		i += c == '$' || c == '\\';
	}
	return true;
}

/* Does P begin with COMMAND, as words? */
static bool begins(const char *p, const char *command)
{
	size_t n = command ? strlen(command) : 0;

	return n && !strncmp(p, command, n) && (p[n] == ' ' || p[n] == ';');
}

/* From P on, up to a ";" or "|" that is not quoted. Returns its length. */
static int part_length(const char *p, int n)
{
	char quote = 0;

	for (int i = 0; i < n; i++) {
		if (p[i] == '\\' && quote != '\'')
			i++;
		else if (quote)
			quote = p[i] == quote ? 0 : quote;
		else if (p[i] == '\'' || p[i] == '"')
			quote = p[i];
		else if (p[i] == ';' || p[i] == '|')
			return i;
	}
	return n;
}

/*
 * Does the test end in a call of the compiler or linker, after commands that only
 * print or make a folder?
 */
static bool asks_tool(const struct test *t)
{
	static const char *const BEFORE_IT[] = {
		"trap", "mkdir .tmp_$$", "echo", "printf",
	};
	const char *p = t->text, *end = t->text + t->n;
	bool tool = false;

	while (p < end) {
		bool good = false;

		while (p < end && isspace((unsigned char)*p))
			p++;
		tool = begins(p, getenv("CC")) || begins(p, getenv("LD"));
		for (size_t i = 0; i < sizeof(BEFORE_IT) / sizeof(*BEFORE_IT); i++)
			good |= begins(p, BEFORE_IT[i]);
		p += part_length(p, (int)(end - p)) + 1;
		if (!tool && !good)
			return false;
		if (tool)
			return p >= end;
	}
	return false;
}

/* Does its text say it all? */
static bool is_closed(const struct test *t)
{
	static const char *const ELSEWHERE[] = {
		"srctree", "objtree", "source/", "@", "<",
	};
	const char *src = getenv("srctree");

	for (size_t i = 0; i < sizeof(ELSEWHERE) / sizeof(*ELSEWHERE); i++)
		if (has(t, ELSEWHERE[i]))
			return false;
	return is_whole(t) && src && *src && (!strcmp(src, ".") || !has(t, src));
}

/* Take CMD apart. Returns false if it is no test, or not to be kept. */
static bool read_test(const char *cmd, struct test *t)
{
	const char *then = NULL, *p = cmd, *other;

	if (strncmp(cmd, BEFORE, strlen(BEFORE)))
		return false;
	while ((p = strstr(p, THEN)))
		then = p++;
	other = then ? strstr(then + strlen(THEN), ELSE) : NULL;
	if (!other)
		return false;
	t->text = cmd + strlen(BEFORE);
	t->n = (int)(then - t->text);
	t->yes = then + strlen(THEN);
	t->n_yes = (int)(other - t->yes);
	t->no = other + strlen(ELSE);
	t->n_no = (int)strlen(t->no) - 1;
	return t->n > 0 && t->n_no >= 0 && t->no[t->n_no] == '"' &&
	       is_plain(t->yes, t->n_yes) && is_plain(t->no, t->n_no) &&
	       is_closed(t) && asks_tool(t);
}

/* --- running one --------------------------------------------------------------- */

/* Returns its exit status, or -1 if the shell got to none. */
static int run_test(const struct test *t)
{
	char *cmd = NULL;
	int status = -1;
	FILE *f;

	if (asprintf(&cmd, "{ %.*s; } >>\"$RESPIN_SAID\" 2>&1; respin=$?; "
		     "echo \"@respin $respin\" >>\"$RESPIN_SAID\" && echo $respin",
		     t->n, t->text) < 0)
		return -1;
	setenv("RESPIN_SAID", known.said, 1);
	f = __real_popen(cmd, "r");
	if (f && fscanf(f, "%d", &status) != 1)
		status = -1;
	if (f)
		__real_pclose(f);
	unsetenv("RESPIN_SAID");
	free(cmd);
	return status;
}

static char answer_to(const struct test *t)
{
	char answer = look_in(known.text, t) ?: look_in(known.more, t);
	int status;

	if (answer || !known.notes)
		return answer;
	status = run_test(t);
	/* Its output has no mark: the next test's would be mixed with it. */
	if (status < 0) {
		stop_notes();
		return 0;
	}
	answer = status ? 'n' : 'y';
	note(t, answer);
	return answer;
}

/* --- in place of popen() --------------------------------------------------------- */

/* conf opens one at a time. */
static FILE *ours;
static char *ours_text;

FILE *__wrap_popen(const char *cmd, const char *mode)
{
	struct test t;
	char answer;

	if (!known.read)
		read_known();
	answer = !ours && read_test(cmd, &t) ? answer_to(&t) : 0;
	if (!answer || asprintf(&ours_text, "%.*s\n",
				answer == 'y' ? t.n_yes : t.n_no,
				answer == 'y' ? t.yes : t.no) < 0)
		return __real_popen(cmd, mode);
	ours = fmemopen(ours_text, strlen(ours_text), "r");
	return ours ?: __real_popen(cmd, mode);
}

int __wrap_pclose(FILE *f)
{
	if (f != ours)
		return __real_pclose(f);
	ours = NULL;
	fclose(f);
	free(ours_text);
	return 0;
}
