// SPDX-License-Identifier: GPL-2.0-only
#include "base/utf8.h"
#include "report/junit.h"

struct junit {
	const struct verified *v;
	struct strbuf suites;	/* finished */
	struct strbuf cases;	/* of the suite at hand */
	size_t tests, failures, errors, skipped;	/* of that suite */
	size_t all_tests, all_failures, all_errors, all_skipped;
};

/* XML has no form for most control characters, nor for what is not UTF-8. */
static void add_xml(struct strbuf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t c;
		size_t len = utf8_decode(s + i, n - i, &c);
		bool bad = !len || (c < ' ' && c != '\n' && c != '\t') ||
			   c == 0x7f || c == 0xfffe || c == 0xffff;

		if (bad)
			strbuf_addstr(out, "\xef\xbf\xbd");
		else if (c == '&')
			strbuf_addstr(out, "&amp;");
		else if (c == '<')
			strbuf_addstr(out, "&lt;");
		else if (c == '>')
			strbuf_addstr(out, "&gt;");
		else if (c == '"')
			strbuf_addstr(out, "&quot;");
		else
			strbuf_add(out, s + i, len);
		i += len ?: 1;
	}
}

static void add_attr(struct strbuf *out, const char *name, const char *value)
{
	strbuf_addf(out, " %s=\"", name);
	add_xml(out, value ?: "", strlen(value ?: ""));
	strbuf_addch(out, '"');
}

static void counts(struct strbuf *out, size_t tests, size_t failures,
		   size_t errors, size_t skipped)
{
	strbuf_addf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n",
		    tests, failures, errors, skipped);
}

static void end_suite(struct junit *j, const char *name)
{
	if (j->tests) {
		strbuf_addstr(&j->suites, " <testsuite");
		add_attr(&j->suites, "name", name);
		counts(&j->suites, j->tests, j->failures, j->errors,
		       j->skipped);
		strbuf_addbuf(&j->suites, &j->cases);
		strbuf_addstr(&j->suites, " </testsuite>\n");
	}
	j->all_tests += j->tests;
	j->all_failures += j->failures;
	j->all_errors += j->errors;
	j->all_skipped += j->skipped;
	j->tests = j->failures = j->errors = j->skipped = 0;
	strbuf_clear(&j->cases);
}

/*
 * A test case of SUITE on PATCH (0: the series). KIND is NULL (it passes),
 * "failure", "error" or "skipped"; TYPE and MESSAGE say why, DETAILS (or NULL)
 * has lines.
 */
static void add_case(struct junit *j, const char *suite, size_t patch,
		     const char *kind, const char *type, const char *message,
		     const struct strbuf *details)
{
	struct strbuf name = STRBUF_INIT;

	j->tests++;
	if (patch)
		strbuf_addf(&name, "%02zu %s", patch,
			    j->v->patches[patch - 1].subject);
	else
		strbuf_addstr(&name, "the series");
	strbuf_addstr(&j->cases, "  <testcase");
	add_attr(&j->cases, "classname", suite);
	add_attr(&j->cases, "name", name.buf);
	strbuf_release(&name);
	if (!kind) {
		strbuf_addstr(&j->cases, "/>\n");
		return;
	}
	j->failures += !strcmp(kind, "failure");
	j->errors += !strcmp(kind, "error");
	j->skipped += !strcmp(kind, "skipped");
	strbuf_addf(&j->cases, ">\n   <%s", kind);
	if (strcmp(kind, "skipped"))
		add_attr(&j->cases, "type", type);
	add_attr(&j->cases, "message", message);
	strbuf_addch(&j->cases, '>');
	if (details)
		add_xml(&j->cases, details->buf, details->len);
	strbuf_addf(&j->cases, "</%s>\n  </testcase>\n", kind);
}

/* What a status is in JUnit's words. */
static const char *kind_of(const char *status)
{
	if (!strcmp(status, check_outcome_name(CHECK_TOOL_FAILED)) ||
	    !strcmp(status, check_outcome_name(CHECK_NOT_STARTED)))
		return "error";
	switch (rstate_of(status)) {
	case RSTATE_PASS:
	case RSTATE_PART:
		return NULL;
	case RSTATE_NOTHING:
	case RSTATE_SKIP:
		return "skipped";
	default:
		return "failure";
	}
}

static void add_lines(struct strbuf *out, const char *what,
		      const struct strvec *sv)
{
	for (size_t i = 0; i < sv->n; i++)
		strbuf_addf(out, "%s %s\n", what, sv->v[i]);
}

static void add_cell(struct junit *j, const struct verified_column *c,
		     const struct cell *cell)
{
	const char *kind = kind_of(cell->status);
	struct strbuf details = STRBUF_INIT, message = STRBUF_INIT;
	struct strvec code = STRVEC_INIT;

	if (rstate_of(cell->status) == RSTATE_NOTHING) {
		strbuf_addstr(&message, "nothing to compile");
	} else if (kind) {
		if (cell_claim(cell))
			cell_code(cell, &code);
		strbuf_addf(&message, "%zu units fail, %zu new warnings, %zu of sparse%s",
			    cell->failures.n, cell->cc.n, cell->sparse.n,
			    cell_claim(cell) ? ", code changes" : "");
		add_lines(&details, "fails:", &cell->failures);
		add_lines(&details, "new:", &cell->cc);
		add_lines(&details, "sparse:", &cell->sparse);
		add_lines(&details, "code:", &code);
		strbuf_addstr(&details, "again: ");
		verified_again(j->v, cell->patch, c, NULL, &details);
		strbuf_addch(&details, '\n');
	}
	add_case(j, c->id, cell->patch, kind, cell->status, message.buf,
		 &details);
	strvec_release(&code);
	strbuf_release(&message);
	strbuf_release(&details);
}

static void add_column(struct junit *j, const struct verified_column *c)
{
	bool failed = !strcmp(c->result, "tool-failed");
	struct strbuf why = STRBUF_INIT;

	if (verified_compiled(c)) {
		for (size_t i = 0; i < c->n; i++)
			add_cell(j, c, &c->cells[i]);
	} else {
		strbuf_addf(&why, "not checked (%s): %s", c->result,
			    c->why ?: "");
		for (size_t k = 1; k <= j->v->n_patches; k++)
			add_case(j, c->id, k, failed ? "error" : "skipped",
				 c->result, why.buf, NULL);
	}
	end_suite(j, c->id);
	strbuf_release(&why);
}

static void add_check(struct junit *j, const struct verified_check *c)
{
	struct strbuf details = STRBUF_INIT;

	strbuf_addstr(&details, c->details ?: "");
	add_case(j, c->check, c->patch, kind_of(c->status), c->status,
		 c->summary, &details);
	strbuf_release(&details);
}

/* git am, and lines that nothing compiled: of the series as a whole. */
static void add_series(struct junit *j)
{
	const struct verified *v = j->v;
	struct strbuf text = STRBUF_INIT;

	if (v->failed) {
		strbuf_addf(&text, "%s\n", v->why ?: "");
		add_case(j, "apply", 0, "failure", "fail", v->failed, &text);
	} else {
		add_case(j, "apply", 0, NULL, NULL, NULL, NULL);
	}
	end_suite(j, "apply");
	strbuf_clear(&text);
	add_lines(&text, "not compiled:", &v->lines);
	if (v->lines_known)
		add_case(j, "lines", 0, v->lines.n ? "failure" : NULL, "warn",
			 "changed lines that no configuration compiled", &text);
	end_suite(j, "lines");
	strbuf_release(&text);
}

char *verified_junit(const struct verified *v)
{
	struct junit j = {
		.v = v, .suites = STRBUF_INIT, .cases = STRBUF_INIT,
	};
	struct strvec checks = STRVEC_INIT;
	struct strbuf out = STRBUF_INIT;

	add_series(&j);
	verified_checks(v, &checks);
	for (size_t k = 0; k < checks.n; k++) {
		for (size_t i = 0; i < v->n_checks; i++)
			if (!strcmp(v->checks[i].check, checks.v[k]))
				add_check(&j, &v->checks[i]);
		end_suite(&j, checks.v[k]);
	}
	for (size_t i = 0; i < v->n; i++)
		add_column(&j, &v->columns[i]);
	strbuf_addstr(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
	add_attr(&out, "name", "respin verify");
	counts(&out, j.all_tests, j.all_failures, j.all_errors, j.all_skipped);
	strbuf_addbuf(&out, &j.suites);
	strbuf_addstr(&out, "</testsuites>\n");
	strvec_release(&checks);
	strbuf_release(&j.suites);
	strbuf_release(&j.cases);
	return strbuf_detach(&out);
}
