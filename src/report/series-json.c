// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "report/outdir.h"
#include "report/series-json.h"

JSHAPE(step_shape, struct record_step,
	JF(J_STR, struct record_step, "name", name),
	JF(J_COUNT, struct record_step, "hits", hits),
	JF(J_STR, struct record_step, "may_miss", may_miss, J_IF)
);

JSHAPE(op_shape, struct record_op,
	JF(J_STR, struct record_op, "name", name),
	JF(J_STR, struct record_op, "from", from, J_IF),
	JF(J_STRINGS, struct record_op, "candidates", candidates),
	JF(J_STRINGS, struct record_op, "unchanged", unchanged, J_IF),
	JF_LIST(J_LIST, struct record_op, "steps", steps, n, &step_shape),
	JF(J_MAYBE, struct record_op, "places", places),
	JF(J_MAYBE, struct record_op, "converted", converted),
	JF(J_MAYBE, struct record_op, "functions", functions),
	JF(J_MAYBE, struct record_op, "unparsed", unparsed),
	JF(J_SECONDS, struct record_op, "seconds", seconds)
);

JSHAPE(change_shape, struct record_change,
	JF(J_STR, struct record_change, "path", path),
	JF(J_COUNT, struct record_change, "plus", plus),
	JF(J_COUNT, struct record_change, "minus", minus),
	JF(J_STRINGS, struct record_change, "added", added),
	JF(J_STRINGS, struct record_change, "removed", removed)
);

JSHAPE(trailer_shape, struct record_trailer,
	JF(J_STR, struct record_trailer, "trailer", text),
	JF(J_STR, struct record_trailer, "message-id", message_id, J_IF),
	JF(J_STR, struct record_trailer, "found_by", found_by),
	JF(J_BOOL, struct record_trailer, "dropped", dropped, J_IF)
);

JSHAPE(patch_shape, struct record_patch,
	JF(J_STR, struct record_patch, "name", name),
	JF(J_STR, struct record_patch, "subject", subject),
	JF(J_STR, struct record_patch, "outcome", outcome),
	JF(J_STR, struct record_patch, "code", code, J_IF),
	JF(J_STR, struct record_patch, "why", why, J_IF),
	JF(J_STR, struct record_patch, "file", file, J_IF),
	JF(J_MAYBE, struct record_patch, "files", files),
	JF(J_MAYBE, struct record_patch, "plus", plus),
	JF(J_MAYBE, struct record_patch, "minus", minus),
	JF_LIST(J_LIST, struct record_patch, "trailers", trailers, n_trailers, &trailer_shape, J_IF),
	JF(J_SECONDS, struct record_patch, "seconds", seconds),
	JF_LIST(J_LIST, struct record_patch, "ops", ops, n_ops, &op_shape),
	JF_LIST(J_LIST, struct record_patch, "changes", changes, n_changes, &change_shape)
);

JSHAPE(parse_shape, struct record_parse,
	JF(J_STR, struct record_parse, "patch", patch),
	JF(J_STR, struct record_parse, "op", op),
	JF(J_STR, struct record_parse, "path", path),
	JF(J_COUNT, struct record_parse, "from", from),
	JF(J_COUNT, struct record_parse, "to", to),
	JF(J_STR, struct record_parse, "holds", holds, J_IF)
);

JSHAPE(place_shape, struct record_place,
	JF(J_STR, struct record_place, "patch", patch),
	JF(J_STR, struct record_place, "op", op),
	JF(J_STR, struct record_place, "path", path),
	JF(J_COUNT, struct record_place, "line", line),
	JF(J_STR, struct record_place, "function", function, J_IF),
	JF(J_STR, struct record_place, "place", form),
	JF(J_STR, struct record_place, "why", why),
	JF(J_STR, struct record_place, "reason", reason, J_IF)
);

JSHAPE(left_shape, struct record_left,
	JF(J_STR, struct record_left, "path", path),
	JF(J_COUNT, struct record_left, "line", line),
	JF(J_STR, struct record_left, "word", word),
	JF(J_STR, struct record_left, "reason", reason, J_IF)
);

/* Objects of the file whose members stand in struct record itself. */
JSHAPE(series_shape, struct record,
	JF(J_STR, struct record, "name", series),
	JF(J_STR, struct record, "title", title),
	JF(J_COUNT, struct record, "version", version)
);

JSHAPE(tree_shape, struct record,
	JF(J_STR, struct record, "name", tree),
	JF(J_STR, struct record, "kind", kind),
	JF(J_STR, struct record, "base-commit", base, J_IF)
);

JSHAPE(tool_shape, struct record,
	JF(J_STR, struct record, "respin", respin),
	JF(J_STR, struct record, "spatch", spatch)
);

JSHAPE(record_shape, struct record,
	{ "series", J_OBJECT, .of = &series_shape },
	{ "tree", J_OBJECT, .of = &tree_shape },
	{ "tools", J_OBJECT, .of = &tool_shape },
	JF_LIST(J_LIST, struct record, "patches", patches, n, &patch_shape),
	JF(J_BOOL, struct record, "proven", proven),
	JF_LIST(J_LIST, struct record, "parse_errors", parse, n_parse, &parse_shape),
	JF_LIST(J_LIST, struct record, "places_left", places, n_places, &place_shape, J_IF),
	JF(J_STRINGS, struct record, "unread", unread),
	JF_LIST(J_LIST, struct record, "leftovers", lefts, n_lefts, &left_shape),
	JF_LIST(J_STRING_MAP, struct record, "lines", lines, n_lines, NULL)
);

static const struct jfile file = { &record_shape, 1, "respin generate" };

/* --- spans ------------------------------------------------------------- */

/* "LINE+N MADE". Returns MADE, or NULL: it is no such thing. */
static const char *parse_span(const char *s, size_t *line, size_t *n)
{
	char *end;

	if (*s < '0' || *s > '9')
		return NULL;
	*line = strtoul(s, &end, 10);
	if (*end != '+' || end[1] < '0' || end[1] > '9')
		return NULL;
	*n = strtoul(end + 1, &end, 10);
	if (*end != ' ' || !end[1] || *line > JSHAPE_MAX || *n > JSHAPE_MAX)
		return NULL;
	return end + 1;
}

const char *record_span(const char *s, size_t line)
{
	size_t from, n;
	const char *made = parse_span(s, &from, &n);

	return made && line >= from && line - from < n ? made : NULL;
}

bool record_made_by(const char *made, const char *op, size_t *at)
{
	size_t n = strlen(op);

	*at = 0;
	if (strncmp(made, op, n) || (made[n] && made[n] != ':'))
		return false;
	if (made[n])
		*at = strtoul(made + n + 1, NULL, 10);
	return true;
}

static bool are_spans(const struct strvec *v)
{
	size_t line, n;

	for (size_t i = 0; i < v->n; i++)
		if (!parse_span(v->v[i], &line, &n))
			return false;
	return true;
}

/* --- the file ---------------------------------------------------------- */

static int check_spans(const struct record *r, const char *path)
{
	bool good = true;

	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->patches[i].n_changes; k++)
			good = good && are_spans(&r->patches[i].changes[k].added) &&
			       are_spans(&r->patches[i].changes[k].removed);
	for (size_t i = 0; i < r->n_lines; i++)
		good = good && are_spans(&r->lines[i].v);
	return good ? 0 : error_user("%s: lines are not as in \"12+3 1-rename.cocci\" (respin generate writes it)",
				     path);
}

int record_read(struct record *r, const char *dir)
{
	char *path = outdir_file(dir, RECORD_NAME);
	json_t *root = NULL;
	int err;

	memset(r, 0, sizeof(*r));
	err = jfile_read(&file, path, r, &root);
	r->root = root;
	if (!err)
		err = check_spans(r, path);
	free(path);
	return err;
}

void record_release(struct record *r)
{
	json_decref(r->root);
	jshape_release(&record_shape, r);
}

void record_text(const struct record *r, bool times, struct strbuf *out)
{
	char *text = jfile_text(&file, r, times, JSON_REAL_PRECISION(4));

	strbuf_addf(out, "%s\n", text);
	free(text);
}

char *record_folder(const struct record *r, const struct record_patch *p,
		    const struct record_op *op)
{
	return *op->from ? xstrdup(op->from) :
			   xstrfmt("%s/%s", r->series, p->name);
}

/* --- explain ----------------------------------------------------------- */

/* Which named rules of operation OP had a hit. */
static void hit_rules(const struct record_patch *p, const char *op,
		      struct strbuf *out)
{
	int n = 0;

	for (size_t i = 0; i < p->n_ops; i++)
		for (size_t k = 0; k < p->ops[i].n; k++)
			if (!strcmp(p->ops[i].name, op) &&
			    p->ops[i].steps[k].hits)
				strbuf_addf(out, "%s%s", n++ ? ", " : " (rules with hits: ",
					    p->ops[i].steps[k].name);
	if (n)
		strbuf_addch(out, ')');
}

/* The file that MADE, "1-words.edit:5", is in. */
static void add_file(const struct record *r, const struct record_patch *p,
		     const char *made, struct strbuf *out)
{
	static const struct record_op own = { .from = "" };
	const struct record_op *op = &own;
	char *folder;
	size_t at;

	for (size_t i = 0; i < p->n_ops; i++)
		if (record_made_by(made, p->ops[i].name, &at))
			op = &p->ops[i];
	folder = record_folder(r, p, op);
	strbuf_addf(out, "  cocci/%s/%s", folder, made);
	free(folder);
}

static void answer(const struct record *r, const struct record_patch *p,
		   const char *op, struct strbuf *out)
{
	strbuf_addf(out, "patch %s: %s\n", p->name, p->subject);
	if (*p->file)
		strbuf_addf(out, "  in %s\n", p->file);
	if (!strcmp(op, "tidy"))
		strbuf_addstr(out, "  layout repaired after its operations\n");
	else
		add_file(r, p, op, out);
	hit_rules(p, op, out);
	strbuf_addch(out, '\n');
}

/* MADE is "PATCH OP". */
static int answer_for(const struct record *r, const char *made,
		      struct strbuf *out)
{
	size_t n = strcspn(made, " ");

	for (size_t i = 0; made[n] && i < r->n; i++)
		if (strlen(r->patches[i].name) == n &&
		    !strncmp(r->patches[i].name, made, n)) {
			answer(r, &r->patches[i], made + n + 1, out);
			return 0;
		}
	return error("series.json has no patch \"%.*s\" (respin generate writes it)",
		     (int)n, made);
}

static int final_line(const struct record *r, const char *path, size_t line,
		      struct strbuf *out)
{
	for (size_t i = 0; i < r->n_lines; i++) {
		const struct strvec *v = &r->lines[i].v;

		if (strcmp(r->lines[i].key, path))
			continue;
		for (size_t k = 0; k < v->n; k++) {
			const char *made = record_span(v->v[k], line);

			if (made)
				return answer_for(r, made, out);
		}
		return error_finding("%s:%zu is not a line of the series: it was in the base",
				     path, line);
	}
	return error_finding("the series does not change %s", path);
}

/* Where line AT of a patch file stands in the file that it changes. */
struct place {
	char *path;
	char sign;	/* '+', '-', or 0 */
	int line;	/* of the new file for +, of the old one for - */
};

static void find_place(const struct strbuf *text, size_t at, struct place *pl)
{
	size_t no = 0;
	int old = 0, new = 0;
	int left_old = 0, left_new = 0;	/* what the hunk still has */

	memset(pl, 0, sizeof(*pl));
	for (const char *p = text->buf; *p && no < at; no++) {
		size_t n = strcspn(p, "\n");

		pl->sign = 0;
		if (left_old > 0 || left_new > 0) {
			pl->sign = *p == '+' || *p == '-' ? *p : 0;
			pl->line = *p == '-' ? old : new;
			old += *p != '+';
			new += *p != '-';
			left_old -= *p != '+';
			left_new -= *p != '-';
		} else if (starts_with(p, "+++ b/")) {
			free(pl->path);
			pl->path = xstrndup(p + 6, n - 6);
		} else if (starts_with(p, "@@ -")) {
			left_old = left_new = 1;
			if (sscanf(p, "@@ -%9d,%9d +%9d,%9d", &old, &left_old,
				   &new, &left_new) != 4 &&
			    sscanf(p, "@@ -%9d +%9d,%9d", &old, &new,
				   &left_new) != 3)
				sscanf(p, "@@ -%9d,%9d +%9d", &old, &left_old,
				       &new);
		}
		p += n + (p[n] == '\n');
	}
}

static int patch_line(const struct record *r, const char *dir,
		      const char *file, size_t line, struct strbuf *out)
{
	char *path = xstrfmt("%s/%s", dir, file);
	const struct record_patch *p = NULL;
	struct strbuf text = STRBUF_INIT;
	struct place pl = { 0 };
	const char *op = NULL;

	for (size_t i = 0; i < r->n && !p; i++)
		if (!strcmp(r->patches[i].file, file))
			p = &r->patches[i];
	if (p && !strbuf_read_file(&text, path))
		find_place(&text, line, &pl);
	for (size_t i = 0; p && pl.sign && i < p->n_changes; i++) {
		const struct record_change *c = &p->changes[i];
		const struct strvec *v = pl.sign == '+' ? &c->added : &c->removed;

		if (!pl.path || strcmp(c->path, pl.path))
			continue;
		for (size_t k = 0; k < v->n && !op; k++)
			op = record_span(v->v[k], pl.line);
	}
	if (op)
		answer(r, p, op, out);
	free(pl.path);
	free(path);
	strbuf_release(&text);
	return op ? 0 : error_finding("%s:%zu is not an added or a removed line",
				      file, line);
}

int record_explain(const char *dir, const char *path, size_t line,
		   struct strbuf *out)
{
	struct record r;
	int err = record_read(&r, dir);

	if (err > 0)
		err = error("%s/respin/" RECORD_NAME ": not there (run respin generate first, or give its folder with --out)",
			    dir);
	else if (err)
		err = ERR_ENV;
	else if (ends_with(path, ".patch"))
		err = patch_line(&r, dir, path, line, out);
	else
		err = final_line(&r, path, line, out);
	record_release(&r);
	return err;
}

char *record_series(const char *dir)
{
	char *path = outdir_file(dir, RECORD_NAME);
	json_t *o = json_load_file(path, 0, NULL);
	const char *name = jstr(json_object_get(o, "series"), "name");
	char *copy = *name ? xstrdup(name) : NULL;

	json_decref(o);
	free(path);
	return copy;
}

int record_same_code(const char *dir, struct strvec *files)
{
	struct record r;
	int err = record_read(&r, dir);

	for (size_t i = 0; !err && i < r.n; i++)
		if (!strcmp(r.patches[i].code, "same") && *r.patches[i].file)
			strvec_push(files, r.patches[i].file);
	record_release(&r);
	return err > 0 ? 0 : err;
}
