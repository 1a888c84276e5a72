// SPDX-License-Identifier: GPL-2.0-only
#include "base/shell.h"
#include "report/verified.h"

/*
 * A report that somebody made up must not take all day: nobody has so many
 * configurations or checks, and a command that names more units than that had
 * better name none.
 */
#define COLUMNS_MAX (1 << 11)
#define CHECKS_MAX (1 << 16)
#define CHECK_NAMES_MAX (1 << 8)
#define UNITS_MAX (1 << 10)

/* --- the file ---------------------------------------------------------- */

static const struct jfield patch_fields[] = {
	JF(J_STR, struct report_patch, "subject", subject),
	JF(J_STR, struct report_patch, "name", name),
	JF(J_STR, struct report_patch, "id", id),
	{ 0 }
};
const struct jshape report_patch_shape = { sizeof(struct report_patch), patch_fields };

JSHAPE(code_shape, struct cell,
	JF(J_COUNT, struct cell, "units", code.units),
	JF(J_BOOL, struct cell, "claimed_same", claimed),
	JF(J_STRINGS, struct cell, "changed", code.changed),
	JF(J_STRINGS, struct cell, "added", code.added),
	JF(J_STRINGS, struct cell, "removed", code.removed),
	JF(J_STRINGS, struct cell, "moved", code.moved),
	JF(J_STRINGS, struct cell, "unknown", code.unknown)
);

JSHAPE(cell_shape, struct cell,
	JF(J_COUNT, struct cell, "patch", patch),
	JF(J_STR, struct cell, "status", status),
	JF(J_COUNT, struct cell, "units", units),
	JF(J_COUNT, struct cell, "unchanged", unchanged),
	JF(J_COUNT, struct cell, "unreached", unreached),
	JF(J_COUNT, struct cell, "same", same),
	JF(J_COUNT, struct cell, "compiled", compiled),
	JF(J_COUNT, struct cell, "forced", forced),
	JF(J_COUNT, struct cell, "by_sparse", sparsed),
	JF(J_COUNT, struct cell, "broken_before", broken),
	JF(J_BOOL, struct cell, "linked", linked),
	JF(J_STRINGS, struct cell, "failures", failures),
	JF(J_STRINGS, struct cell, "warnings", cc),
	JF(J_STRINGS, struct cell, "sparse", sparse),
	JF(J_STRINGS, struct cell, "kbuild", kbuild),
	{ "code", J_OBJECT, .of = &code_shape }
);

JSHAPE(column_shape, struct verified_column,
	JF(J_STR, struct verified_column, "config", id),
	JF(J_STR, struct verified_column, "arch", arch),
	JF(J_STR, struct verified_column, "result", result),
	JF(J_STR, struct verified_column, "why", why, J_IF),
	JF(J_STR, struct verified_column, "compiler", compiler, J_IF),
	JF(J_BOOL, struct verified_column, "in_part", in_part),
	JF(J_STR, struct verified_column, "not_linked", not_linked, J_IF),
	JF(J_STRINGS, struct verified_column, "not_set", not_set),
	JF(J_STRINGS, struct verified_column, "set", set),
	JF_LIST(J_LIST, struct verified_column, "cells", cells, n, &cell_shape),
	JF(J_SECONDS, struct verified_column, "seconds", seconds)
);

JSHAPE(like_shape, struct verified_like,
	JF(J_STR, struct verified_like, "config", id),
	JF(J_STR, struct verified_like, "arch", arch),
	JF(J_STR, struct verified_like, "like", like)
);

JSHAPE(check_shape, struct verified_check,
	JF(J_STR, struct verified_check, "check", check),
	JF(J_COUNT, struct verified_check, "patch", patch),
	JF(J_STR, struct verified_check, "status", status),
	JF(J_STR, struct verified_check, "summary", summary),
	JF(J_STR, struct verified_check, "details", details),
	JF(J_SECONDS, struct verified_check, "seconds", seconds)
);

JSHAPE(verified_shape, struct verified,
	JF(J_STR, struct verified, "tree", tree),
	JF(J_STR, struct verified, "commit", commit, J_IF),
	JF(J_STR, struct verified, "command", command),
	JF(J_STR, struct verified, "sparse", sparse, J_IF),
	JF_LIST(J_LIST, struct verified, "patches", patches, n_patches, &report_patch_shape),
	JF(J_STR, struct verified, "does_not_apply", failed, J_IF),
	JF(J_STR, struct verified, "why", why, J_IF),
	JF_LIST(J_LIST, struct verified, "checks", checks, n_checks, &check_shape),
	JF_LIST(J_LIST, struct verified, "configurations", columns, n, &column_shape, J_MUST),
	JF_LIST(J_LIST, struct verified, "alike", alike, n_alike, &like_shape),
	JF(J_COUNT, struct verified, "pairs", pairs),
	JF(J_COUNT, struct verified, "skipped", skipped),
	JF(J_BOOL, struct verified, "lines_looked_for", lines_known),
	JF(J_COUNT, struct verified, "lines_changed", changed_lines),
	JF(J_STRINGS, struct verified, "lines_not_compiled", lines),
	JF(J_STRINGS, struct verified, "lines_in_macros", macros),
	JF(J_STRINGS, struct verified, "lines_solved", solved),
	JF(J_STRINGS, struct verified, "lines_dead", dead),
	JF(J_SECONDS, struct verified, "seconds", seconds)
);

static const struct jfile file = { &verified_shape, 1, "respin verify --report" };

static bool too_many(const struct verified *v)
{
	struct strvec names = STRVEC_INIT;
	bool many = v->n > COLUMNS_MAX || v->n_alike > COLUMNS_MAX ||
		    v->n_checks > CHECKS_MAX;

	for (size_t i = 0; i < v->n_checks && !many; i++) {
		if (!strvec_has(&names, v->checks[i].check))
			strvec_push(&names, v->checks[i].check);
		many = names.n > CHECK_NAMES_MAX;
	}
	strvec_release(&names);
	return many;
}

/* Each stands for others only if the report has it. */
static int check_alike(const struct verified *v, const char *path)
{
	for (size_t i = 0; i < v->n_alike; i++) {
		bool there = false;

		for (size_t k = 0; k < v->n && !there; k++)
			there = !strcmp(v->columns[k].id, v->alike[i].like);
		if (!there)
			return error_user("%s: alike[%zu].like: there is no configuration '%s' (respin verify --report writes it)",
					  path, i, v->alike[i].like);
	}
	return 0;
}

static int check_patches(const struct verified *v, const char *path)
{
	for (size_t i = 0; i < v->n; i++)
		for (size_t k = 0; k < v->columns[i].n; k++)
			if (v->columns[i].cells[k].patch - 1 >= v->n_patches)
				return error_user("%s: configurations[%zu].cells[%zu].patch: there are %zu patches (respin verify --report writes it)",
						  path, i, k, v->n_patches);
	for (size_t i = 0; i < v->n_checks; i++)
		if (v->checks[i].patch > v->n_patches)
			return error_user("%s: checks[%zu].patch: there are %zu patches (respin verify --report writes it)",
					  path, i, v->n_patches);
	if (too_many(v))
		return error_user("%s has more configurations or checks than possible (respin verify --report writes it)",
				  path);
	return 0;
}

int verified_read(struct verified *v, const char *path)
{
	json_t *root = NULL;
	int err;

	memset(v, 0, sizeof(*v));
	err = jfile_read(&file, path, v, &root);
	v->root = root;
	err = err ?: check_patches(v, path);
	return err ?: check_alike(v, path);
}

void verified_release(struct verified *v)
{
	json_decref(v->root);
	jshape_release(&verified_shape, v);
}

char *verified_text(const struct verified *v, bool with_times)
{
	return jfile_text(&file, v, with_times, 0);
}

/* --- words ------------------------------------------------------------- */

static const struct {
	const char *word;
	enum rstate state;
} outcomes[] = {
	[CHECK_PASS] = { "pass", RSTATE_PASS },
	[CHECK_WARN] = { "warn", RSTATE_WARN },
	[CHECK_FAIL] = { "fail", RSTATE_FAIL },
	[CHECK_SKIPPED] = { "skipped", RSTATE_SKIP },
	[CHECK_TIMED_OUT] = { "timed-out", RSTATE_FAIL },
	[CHECK_KILLED] = { "killed", RSTATE_FAIL },
	[CHECK_NOT_STARTED] = { "not-started", RSTATE_FAIL },
	[CHECK_TOOL_FAILED] = { "tool-failed", RSTATE_SKIP },
	[CHECK_NOTHING] = { "nothing-to-compile", RSTATE_NOTHING },
};

const char *check_outcome_name(enum check_outcome o)
{
	return outcomes[o].word;
}

enum rstate rstate_of(const char *status)
{
	for (size_t i = 0; i < ARRAY_SIZE(outcomes); i++)
		if (!strcmp(outcomes[i].word, status))
			return outcomes[i].state;
	return RSTATE_FAIL;
}

char rstate_symbol(enum rstate s)
{
	return " +~.wF-?"[s];
}

const char *rstate_name(enum rstate s)
{
	static const char *const names[] = {
		[RSTATE_NONE] = "not asked for", [RSTATE_PASS] = "passed",
		[RSTATE_PART] = "passed in part",
		[RSTATE_NOTHING] = "nothing to compile",
		[RSTATE_WARN] = "warns", [RSTATE_FAIL] = "fails",
		[RSTATE_SKIP] = "not checked", [RSTATE_STALE] = "stale",
	};

	return names[s];
}

/* --- what it says ------------------------------------------------------ */

bool verified_compiled(const struct verified_column *c)
{
	return !strcmp(c->result, "compiled");
}

size_t verified_stands(const struct verified *v,
		       const struct verified_column *c)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n_alike; i++)
		n += !strcmp(v->alike[i].like, c->id);
	return n;
}

const struct cell *verified_cell(const struct verified_column *c,
				 size_t patch)
{
	for (size_t i = 0; patch && i < c->n; i++)
		if (c->cells[i].patch == patch)
			return &c->cells[i];
	return NULL;
}

enum rstate verified_state(const struct verified_column *c, size_t patch)
{
	const struct cell *cell = verified_cell(c, patch);
	enum rstate s;

	if (!patch)
		return RSTATE_NONE;
	if (!verified_compiled(c))
		return RSTATE_SKIP;
	s = cell ? rstate_of(cell->status) : RSTATE_NONE;
	return s == RSTATE_PASS && c->in_part ? RSTATE_PART : s;
}

const struct verified_check *verified_check(const struct verified *v,
					    size_t patch, const char *check)
{
	for (size_t i = 0; i < v->n_checks; i++)
		if (v->checks[i].patch == patch &&
		    !strcmp(v->checks[i].check, check))
			return &v->checks[i];
	return NULL;
}

void verified_checks(const struct verified *v, struct strvec *names)
{
	for (size_t i = 0; i < v->n_checks; i++)
		if (!strvec_has(names, v->checks[i].check))
			strvec_push(names, v->checks[i].check);
}

/* "UNIT: ...": the unit, once each. */
static void add_units(struct strvec *units, const struct strvec *findings)
{
	for (size_t i = 0; i < findings->n && units->n <= UNITS_MAX; i++) {
		char *unit = xstrndup(findings->v[i],
				      strcspn(findings->v[i], ":"));

		if (!strvec_has(units, unit))
			strvec_push(units, unit);
		free(unit);
	}
}

static void cell_units(const struct cell *cell, struct strvec *units)
{
	add_units(units, &cell->failures);
	add_units(units, &cell->cc);
	add_units(units, &cell->sparse);
	if (!cell_claim(cell))
		return;
	add_units(units, &cell->code.changed);
	add_units(units, &cell->code.added);
	add_units(units, &cell->code.removed);
	add_units(units, &cell->code.unknown);
}

void verified_again(const struct verified *v, size_t patch,
		    const struct verified_column *c, const char *check,
		    struct strbuf *out)
{
	const struct cell *cell = c ? verified_cell(c, patch) : NULL;
	struct strvec units = STRVEC_INIT;

	strbuf_addstr(out, *v->command ? v->command : "respin verify");
	if (patch)
		strbuf_addf(out, " --patch %zu", patch);
	strbuf_addstr(out, c ? " --arch " : " --check ");
	shell_quote(out, c ? c->id : check);
	strbuf_addstr(out, " --again");
	if (cell)
		cell_units(cell, &units);
	for (size_t i = 0; i < units.n && units.n <= UNITS_MAX; i++) {
		strbuf_addstr(out, " --unit ");
		shell_quote(out, units.v[i]);
	}
	strvec_release(&units);
}

/* --- machine code ------------------------------------------------------ */

void cell_code(const struct cell *c, struct strvec *out)
{
	const struct {
		const char *what;
		const struct strvec *sv;
	} lists[] = {
		{ "changed", &c->code.changed }, { "added", &c->code.added },
		{ "removed", &c->code.removed }, { "moved", &c->code.moved },
		{ "unknown", &c->code.unknown },
	};

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (size_t k = 0; k < lists[i].sv->n; k++)
			strvec_pushf(out, "%s %s", lists[i].what,
				     lists[i].sv->v[k]);
}

long verified_code(const struct verified *v, size_t patch, size_t *units,
		   struct strbuf *out)
{
	struct code all = { 0 };
	long configs = 0, compiled = 0;
	bool claimed = false;

	for (size_t i = 0; i < v->n; i++) {
		const struct cell *c = verified_cell(&v->columns[i], patch);

		if (!c)
			continue;
		compiled += verified_compiled(&v->columns[i]);
		configs += code_any(&c->code);
		claimed |= c->claimed;
		code_add(&all, &c->code);
	}
	if (units)
		*units = all.units;
	if (configs) {
		code_counts(&all, out);
		strbuf_addf(out, ", on %ld of %ld configurations%s", configs,
			    compiled, claimed ? "; the series says none" : "");
	} else if (all.units || claimed) {
		strbuf_addf(out, "no function changes%s", claimed ?
			    ", as the series says" : "");
	} else {
		configs = -1;
	}
	code_release(&all);
	return configs;
}
