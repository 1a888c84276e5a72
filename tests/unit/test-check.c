// SPDX-License-Identifier: GPL-2.0-only
/* Folders of checks: what is read, what is refused, and how runs end. */
#include <sys/stat.h>
#include <unistd.h>

#include "git/lib.h"
#include "verify/check.h"
#include "base/job.h"
#include "tap.h"
#include "base/fs.h"

#define INFO "[check]\nscope = patch\nsummary = looks\n"

static char *dir;	/* of the test */
static char *scratch;	/* of the checks; empty between runs */

/* Write DIR/checks/SET/NAME/FILE; `run` becomes executable. */
static void put(const char *set, const char *name, const char *file,
		const char *text)
{
	char *path = xstrfmt("%s/checks/%s/%s/%s", dir, set, name, file);

	if (make_parent(path) || write_file(path, text, strlen(text)))
		printf("Bail out! cannot write %s\n", path);
	if (!strcmp(file, "run"))
		chmod(path, 0755);
	free(path);
}

static int read_set(struct checks *cs, const char *set)
{
	char *path = xstrfmt("%s/checks/%s", dir, set);
	int err = checks_read(cs, path);

	free(path);
	return err;
}

/* checks_read() with what it reports in SAID, one line. */
static int read_and_hear(struct checks *cs, const char *set,
			 struct strbuf *said)
{
	char *path = xstrfmt("%s/stderr", dir);
	int saved = dup(2), err;

	fflush(stderr);
	if (!freopen(path, "w", stderr))
		return -99;
	err = read_set(cs, set);
	fflush(stderr);
	dup2(saved, 2);
	close(saved);
	strbuf_clear(said);
	strbuf_read_file(said, path);
	free(path);
	return err;
}

static bool is_empty(const char *path)
{
	return !rmdir(path) && !mkdir(path, 0777);
}

/* --- reading ----------------------------------------------------------- */

static void test_read(void)
{
	struct checks cs = { 0 };

	put("good", "b", "info", "[check]\nscope = series\nsummary = B\n"
	    "timeout = 2.5\ntools = sh cat\npackages = dash coreutils\n");
	put("good", "b", "run", "#!/bin/sh\n");
	put("good", "a", "info", INFO);
	put("good", "a", "run", "#!/bin/sh\n");
	put("good", ".hidden", "x", "");
	put("good", ".", "README.md", "no check\n");
	put("more", "c", "info", INFO);
	put("more", "c", "run", "#!/bin/sh\n");
	is_int(read_set(&cs, "none"), 0, "read: a folder that is not there is no error");
	is_int((long)cs.n, 0, "read: and has no checks");
	is_int(read_set(&cs, "good"), 0, "read: a folder of checks");
	is_int(read_set(&cs, "more"), 0, "read: another one");
	if (ok(cs.n == 3, "read: three checks, no README, nothing hidden")) {
		ok(!strcmp(cs.v[0]->name, "a") && !strcmp(cs.v[1]->name, "b") &&
		   !strcmp(cs.v[2]->name, "c"), "read: by name, then the next folder's");
		ok(cs.v[0]->scope == CHECK_PATCH && cs.v[0]->timeout > 0 &&
		   !cs.v[0]->tools.n, "read: what is not said has a value");
		ok(cs.v[1]->scope == CHECK_SERIES && cs.v[1]->timeout == 2.5 &&
		   cs.v[1]->tools.n == 2 && cs.v[1]->packages.n == 2 &&
		   !strcmp(cs.v[1]->packages.v[1], "coreutils") &&
		   !strcmp(cs.v[1]->summary, "B"), "read: all keys");
		ok(cs.v[0]->dir[0] == '/', "read: folders are absolute");
	}
	checks_release(&cs);
}

static void refuses(const char *info, const char *want, const char *name)
{
	struct strbuf said = STRBUF_INIT;
	struct checks cs = { 0 };
	int err;

	put("bad", "x", "run", "#!/bin/sh\n");
	put("bad", "x", "info", info);
	err = read_and_hear(&cs, "bad", &said);
	if (!ok(err == ERR_USER && strstr(said.buf, want) &&
		strchr(said.buf, '\n') == said.buf + said.len - 1,
		"refuses: %s", name))
		tap_lines("said", said.buf);
	checks_release(&cs);
	strbuf_release(&said);
}

static void test_refuse(void)
{
	char *run = xstrfmt("%s/checks/bad/x/run", dir);
	struct strbuf said = STRBUF_INIT;
	struct checks cs = { 0 };

	refuses(INFO "pool = cpu\n", "bad/x/info:4: unknown key 'pool'",
		"an unknown key");
	refuses("[chekc]\nscope = patch\n", ":2: unknown section [chekc]",
		"an unknown section");
	refuses("[check]\nscope = all\nsummary = x\n", ":2: scope is patch or series, not 'all'",
		"a bad scope");
	refuses("[check]\nsummary = x\n", "no scope", "no scope");
	refuses("[check]\nscope = patch\n", "no summary", "no summary");
	refuses(INFO "timeout = 1m\n", ":4: timeout is a number", "a bad timeout");
	refuses(INFO "timeout = 0\n", "not '0'", "a timeout of 0");
	refuses(INFO "timeout = nan\n", "not 'nan'", "a timeout that is no number");
	refuses(INFO "tools = a b\npackages = a\n", "one package for each",
		"fewer packages than tools");
	refuses("[check\n", "bad/x/info", "what does not parse");
	put("bad", "x", "info", INFO);
	chmod(run, 0644);
	ok(read_and_hear(&cs, "bad", &said) == ERR_USER &&
	   strstr(said.buf, "run cannot be executed"), "refuses: a run that cannot be executed");
	checks_release(&cs);
	unlink(run);
	ok(read_and_hear(&cs, "bad", &said) == ERR_USER &&
	   strstr(said.buf, "x/run: No such file"), "refuses: no run");
	checks_release(&cs);
	put("noinfo", "x", "run", "#!/bin/sh\n");
	ok(read_and_hear(&cs, "noinfo", &said) == ERR_USER &&
	   strstr(said.buf, "x/info: No such file"), "refuses: no info");
	checks_release(&cs);
	put("twice", "a", "info", INFO);
	put("twice", "a", "run", "#!/bin/sh\n");
	ok(!read_set(&cs, "good") &&
	   read_and_hear(&cs, "twice", &said) == ERR_USER &&
	   strstr(said.buf, "check a also exists in "), "refuses: a name that is there already");
	checks_release(&cs);
	put("odd", "a b", "info", INFO);
	put("odd", "a b", "run", "#!/bin/sh\n");
	ok(read_and_hear(&cs, "odd", &said) == ERR_USER, "refuses: a name with a space");
	checks_release(&cs);
	strbuf_release(&said);
	free(run);
}

static struct oid digest_now(void)
{
	struct checks cs = { 0 };
	struct oid id = { 0 };

	if (!read_set(&cs, "digest") && cs.n == 1)
		id = cs.v[0]->digest;
	checks_release(&cs);
	return id;
}

static bool same(const struct oid *a, const struct oid *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static void test_digest(void)
{
	struct oid zero = { 0 }, first, next;
	char *path;

	put("digest", "d", "info", INFO);
	put("digest", "d", "run", "#!/bin/sh\n");
	first = digest_now();
	next = digest_now();
	ok(!same(&first, &zero) && same(&first, &next), "digest: the same for the same");
	put("digest", "d", "lib/words", "one\n");
	next = digest_now();
	ok(!same(&first, &next), "digest: a file in a folder below counts");
	first = next;
	put("digest", "d", "lib/words", "two\n");
	next = digest_now();
	ok(!same(&first, &next), "digest: its content counts");
	first = next;
	path = xstrfmt("%s/checks/digest/d/lib/words", dir);
	chmod(path, 0755);
	next = digest_now();
	ok(!same(&first, &next), "digest: its executable bit counts");
	first = next;
	free(path);
	put("digest", "d", "run", "#!/bin/sh\n#\n");
	next = digest_now();
	ok(!same(&first, &next), "digest: run counts");
	first = next;
	put("digest", "d", "info", INFO "timeout = 1\n");
	next = digest_now();
	ok(!same(&first, &next), "digest: info counts");
}

/* --- running ----------------------------------------------------------- */

/* One check alone. */
static int check_run(const struct check *c, const struct check_env *env,
		     struct check_result *result)
{
	struct check_task t = { .check = c, .env = *env };
	int err = checks_run(1, &t, 1);

	*result = t.result;
	return err;
}

/* Run a check with this shell script; MORE goes into its info. */
static struct check_result result_of(const char *script, const char *more)
{
	struct check_env env = { .linux_dir = dir, .patches = dir,
				 .scratch = scratch };
	char *info = xstrfmt(INFO "%s", more);
	char *run = xstrfmt("#!/bin/sh\n%s\n", script);
	struct check_result r = { 0 };
	struct checks cs = { 0 };

	put("run", "r", "info", info);
	put("run", "r", "run", run);
	if (!read_set(&cs, "run") && cs.n == 1)
		check_run(cs.v[0], &env, &r);
	checks_release(&cs);
	free(info);
	free(run);
	return r;
}

static void ends(const char *script, const char *more, const char *outcome,
		 const char *summary, const char *details)
{
	struct check_result r = result_of(script, more);
	struct strbuf got = STRBUF_INIT;
	char *want = xstrfmt("%s\n%s\n%s", outcome, summary, details);

	strbuf_addf(&got, "%s\n%s\n%s", check_outcome_name(r.outcome),
		    r.summary ?: "(null)", r.details ?: "(null)");
	is_str(got.buf, want, script);
	ok(is_empty(scratch), "  and leaves nothing behind");
	check_result_release(&r);
	strbuf_release(&got);
	free(want);
}

static void test_outcomes(void)
{
	ends("echo clean", "", "pass", "clean", "");
	ends("echo one; echo two; echo; exit 250", "", "warn", "two", "one\n");
	ends("echo bad >&2; echo a; echo 1 error; exit 1", "", "fail", "1 error",
	     "a\nbad\n");
	ends("printf '  no newline'", "", "pass", "no newline", "");
	ends("exit 0", "", "fail", "exited with status 0 and said nothing", "");
	ends("echo; echo ' '; exit 250", "", "fail",
	     "exited with status 250 and said nothing", "\n \n");
	ends("echo why >&2; exit 3", "", "fail",
	     "exited with status 3 and said nothing", "why\n");
	ends("echo so far; sleep 30", "timeout = 0.3\n", "timed-out",
	     "timed out after 0 s", "so far\n");
	ends("echo so far; kill -9 $$", "", "killed",
	     "was killed by signal 9 (Killed)", "so far\n");
	ends("echo yes", "tools = sh no-such-tool\n", "skipped",
	     "no no-such-tool (apt-get install no-such-tool)", "");
	ends("echo yes", "tools = no-1 sh no-2\npackages = one sh two\n",
	     "skipped", "no no-1, no-2 (apt-get install one two)", "");
	ends("echo yes", "tools = sh\n", "pass", "yes", "");
	ends("printf 'a\\033[1mb\\200\\303\\244\\r\\nc\\000d\\342\\202\\254\\n'", "",
	     "pass", "c?d\xe2\x82\xac", "a?[1mb?\xc3\xa4?\n");
	ends("printf 'a\\177b\\302\\233c\\300\\200\\355\\240\\200d\\n'", "", "pass",
	     "a?b?c?\?\?\?\?d", "");
	ends("touch \"$TMPDIR/left\"; echo here >left2; mkdir d; echo ok", "",
	     "pass", "ok", "");
}

static void test_long(void)
{
	struct check_result r;
	size_t n;

	r = result_of("i=0; while [ $i -lt 9000 ]; do echo line $i; i=$((i + 1)); done; exit 250",
		      "");
	n = r.details ? strlen(r.details) : 0;
	is_str(r.summary, "line 8999", "long: the last line");
	ok(n <= CHECK_DETAILS + 100 && n > CHECK_DETAILS - 100,
	   "long: the details are bounded (%zu bytes)", n);
	ok(r.details && strstr(r.details, "\n[cut here: ") &&
	   ends_with(r.details, " bytes more]\n"), "long: and say what was cut");
	check_result_release(&r);
	r = result_of("printf '%070000d\\n' 7", "");
	ok(r.summary && strlen(r.summary) == 1003 && ends_with(r.summary, "..."),
	   "long: a summary is bounded");
	check_result_release(&r);
}

/* --- what a check is told ---------------------------------------------- */

static void test_env(void)
{
	struct check_env env = { .base = "v1", .scratch = scratch };
	struct check_result r;
	struct checks cs = { 0 };
	char *want, *self = realpath("/proc/self/exe", NULL);

	put("env", "e", "info", INFO);
	put("env", "e", "run", "#!/bin/sh\n"
	    "for v in RESPIN RESPIN_LINUX RESPIN_PATCH RESPIN_PATCHES RESPIN_SERIES RESPIN_BASE LC_ALL; do\n"
	    "eval \"echo $v=\\${$v-unset}\"\ndone\n"
	    "[ \"$PWD\" = \"$TMPDIR\" ] && echo told");
	setenv("RESPIN_SERIES", "of-another", 1);
	if (chdir(dir) || read_set(&cs, "env") || cs.n != 1)
		printf("Bail out! no check to run\n");
	env.linux_dir = "checks/../checks";
	env.patches = dir;
	check_run(cs.v[0], &env, &r);
	want = xstrfmt("RESPIN=%s\nRESPIN_LINUX=%s/checks\nRESPIN_PATCH=unset\n"
		       "RESPIN_PATCHES=%s\nRESPIN_SERIES=unset\nRESPIN_BASE=v1\nLC_ALL=C\n",
		       self, dir, dir);
	is_str(r.details, want, "env: absolute paths, and nothing inherited");
	is_str(r.summary, "told", "env: it works in its own scratch folder");
	check_result_release(&r);
	env.patch = "no-such.patch";
	is_int(check_run(cs.v[0], &env, &r), 0, "env: what is not there is a result");
	is_str(check_outcome_name(r.outcome), "not-started", "env: not started");
	is_str(r.summary, "cannot read no-such.patch: No such file or directory",
	       "env: and why");
	check_result_release(&r);
	put("env", "e", "run", "#!/no/such/interpreter\n");
	env.patch = NULL;
	check_run(cs.v[0], &env, &r);
	ok(r.outcome == CHECK_NOT_STARTED && r.summary &&
	   starts_with(r.summary, "could not be started"), "env: no interpreter");
	check_result_release(&r);
	env.scratch = "no-such-folder";
	check_run(cs.v[0], &env, &r);
	is_str(r.summary, "cannot write to no-such-folder: No such file or directory",
	       "env: no scratch folder");
	check_result_release(&r);
	ok(is_empty(scratch), "env: nothing is left behind");
	checks_release(&cs);
	free(want);
	free(self);
}

static void test_many(void)
{
	struct check_env env = { .linux_dir = dir, .patches = dir,
				 .scratch = scratch };
	struct check_task tasks[6];
	struct checks cs = { 0 };
	double start = now();
	bool good = true;

	put("many", "a", "info", INFO);
	put("many", "a", "run", "#!/bin/sh\nsleep 0.5; basename \"$RESPIN_PATCH\"\n");
	put("many", "b", "info", INFO "tools = no-such-tool\n");
	put("many", "b", "run", "#!/bin/sh\n");
	if (read_set(&cs, "many") || cs.n != 2)
		printf("Bail out! no checks to run\n");
	for (size_t i = 0; i < 6; i++)
		tasks[i] = (struct check_task){ .check = cs.v[i % 2], .env = env };
	tasks[0].env.patch = "checks/many/a/info";
	tasks[2].env.patch = "checks/many/a/run";
	tasks[4].env.patch = "checks/many/b/info";
	is_int(checks_run(3, tasks, 6), 0, "many: run");
	ok(now() - start < 1.4, "many: at the same time");
	for (size_t i = 1; i < 6; i += 2)
		good &= tasks[i].result.outcome == CHECK_SKIPPED;
	ok(good, "many: those without a tool are skipped");
	is_str(tasks[0].result.summary, "info", "many: the first result");
	is_str(tasks[2].result.summary, "run", "many: the one between is in its place");
	ok(tasks[4].result.outcome == CHECK_PASS &&
	   tasks[4].result.seconds >= 0.5, "many: the last passes, with its time");
	for (size_t i = 0; i < 6; i++)
		check_result_release(&tasks[i].result);
	is_int(checks_run(3, NULL, 0), 0, "many: none");
	checks_release(&cs);
}

/* The last test: proc_interrupted() stays true. */
static void test_interrupt(void)
{
	struct check_env env = { .linux_dir = dir, .patches = dir,
				 .scratch = scratch };
	struct check_task tasks[2];
	struct checks cs = { 0 };
	char *script = xstrfmt("#!/bin/sh\nkill -TERM %d; sleep 30; echo done\n",
			       (int)getpid());
	double start = now();

	put("stop", "s", "info", INFO);
	put("stop", "s", "run", script);
	if (read_set(&cs, "stop") || cs.n != 1)
		printf("Bail out! no check to run\n");
	for (size_t i = 0; i < 2; i++)
		tasks[i] = (struct check_task){ .check = cs.v[0], .env = env };
	is_int(checks_run(1, tasks, 2), ERR_INTERRUPTED, "interrupt: is reported");
	ok(now() - start < 15, "interrupt: at once");
	for (size_t i = 0; i < 2; i++) {
		ok(tasks[i].result.outcome == CHECK_NOT_STARTED,
		   "interrupt: task %zu has no outcome", i);
		is_str(tasks[i].result.summary, "not run: interrupted",
		       "interrupt: and says so");
		check_result_release(&tasks[i].result);
	}
	ok(is_empty(scratch), "interrupt: nothing is left behind");
	checks_release(&cs);
	free(script);
}

int main(void)
{
	char *made;

	proc_init();
	git_start();
	made = scratch_new();
	dir = made ? realpath(made, NULL) : NULL;
	if (!dir)
		return 1;
	scratch = xstrfmt("%s/scratch", dir);
	mkdir(scratch, 0777);
	test_read();
	test_refuse();
	test_digest();
	test_outcomes();
	test_long();
	test_env();
	test_many();
	test_interrupt();
	if (chdir("/"))
		return 1;
	scratch_free(made);
	free(scratch);
	free(dir);
	git_stop();
	return tap_done();
}
