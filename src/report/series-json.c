// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "report/outdir.h"
#include "report/series-json.h"

static json_t *load(const char *dir)
{
	char *path = outdir_file(dir, RECORD_NAME);
	json_error_t je;
	json_t *o = json_load_file(path, 0, &je);

	if (!o)
		error("%s: %s (run respin generate first, or give its folder with --out)",
		      path, je.text);
	else if (json_integer_value(json_object_get(o, "format")) !=
		 RECORD_FORMAT) {
		error("%s was written by another version of respin: run respin generate again",
		      path);
		json_decref(o);
		o = NULL;
	}
	free(path);
	return o;
}

static const char *str(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s ? s : "";
}

/* "LINE+N REST": does it cover LINE? Returns REST, or NULL. */
static const char *covers(const json_t *span, int line)
{
	const char *s = json_string_value(span);
	int from, n, at = 0;

	if (!s || sscanf(s, "%d+%d %n", &from, &n, &at) != 2 || !at)
		return NULL;
	return line >= from && line < from + n ? s + at : NULL;
}

static json_t *find_patch(json_t *root, const char *key, const char *value)
{
	json_t *p;
	size_t i;

	json_array_foreach(json_object_get(root, "patches"), i, p)
		if (!strcmp(str(p, key), value))
			return p;
	return NULL;
}

/* Which named rules of operation OP had a hit. */
static void hit_rules(json_t *patch, const char *op, struct strbuf *out)
{
	json_t *o, *s;
	size_t i, k;
	int n = 0;

	json_array_foreach(json_object_get(patch, "ops"), i, o) {
		if (strcmp(str(o, "name"), op))
			continue;
		json_array_foreach(json_object_get(o, "steps"), k, s)
			if (json_integer_value(json_object_get(s, "hits")))
				strbuf_addf(out, "%s%s", n++ ? ", " : " (rules with hits: ",
					    str(s, "name"));
	}
	if (n)
		strbuf_addch(out, ')');
}

static void answer(json_t *root, const char *patch_name, const char *op,
		   struct strbuf *out)
{
	json_t *p = find_patch(root, "name", patch_name);
	const char *series = str(json_object_get(root, "series"), "name");

	strbuf_addf(out, "patch %s: %s\n", patch_name, str(p, "subject"));
	if (*str(p, "file"))
		strbuf_addf(out, "  in %s\n", str(p, "file"));
	if (!strcmp(op, "tidy"))
		strbuf_addstr(out, "  layout repaired after its operations\n");
	else
		strbuf_addf(out, "  cocci/%s/%s/%s", series, patch_name, op);
	hit_rules(p, op, out);
	strbuf_addch(out, '\n');
}

static int final_line(json_t *root, const char *path, int line,
		      struct strbuf *out)
{
	json_t *spans = json_object_get(json_object_get(root, "lines"), path);
	json_t *span;
	size_t i;

	if (!spans)
		return error_finding("the series does not change %s", path);
	json_array_foreach(spans, i, span) {
		const char *rest = covers(span, line);
		const char *space = rest ? strchr(rest, ' ') : NULL;

		if (space) {
			char *name = xstrndup(rest, space - rest);

			answer(root, name, space + 1, out);
			free(name);
			return 0;
		}
	}
	return error_finding("%s:%d is not a line of the series: it was there before",
			     path, line);
}

/* Where line AT of a patch file stands in the file that it changes. */
struct place {
	char *path;
	char sign;	/* '+', '-', or 0 */
	int line;	/* of the new file for +, of the old one for - */
};

static void find_place(const struct strbuf *text, int at, struct place *pl)
{
	int no = 0, old = 0, new = 0;
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
			if (sscanf(p, "@@ -%d,%d +%d,%d", &old, &left_old,
				   &new, &left_new) != 4 &&
			    sscanf(p, "@@ -%d +%d,%d", &old, &new,
				   &left_new) != 3)
				sscanf(p, "@@ -%d,%d +%d", &old, &left_old,
				       &new);
		}
		p += n + (p[n] == '\n');
	}
}

static int patch_line(json_t *root, const char *dir, const char *file,
		      int line, struct strbuf *out)
{
	char *path = xstrfmt("%s/%s", dir, file);
	json_t *p = find_patch(root, "file", file), *c, *span;
	struct strbuf text = STRBUF_INIT;
	struct place pl = { 0 };
	int err = ERR_FINDING;
	size_t i, k;

	if (p && !strbuf_read_file(&text, path))
		find_place(&text, line, &pl);
	json_array_foreach(json_object_get(p, "changes"), i, c) {
		if (!pl.sign || strcmp(str(c, "path"), pl.path))
			continue;
		json_array_foreach(json_object_get(c, pl.sign == '+' ? "added" : "removed"), k, span) {
			const char *op = covers(span, pl.line);

			if (op && err) {
				answer(root, str(p, "name"), op, out);
				err = 0;
			}
		}
	}
	if (err)
		error_finding("%s:%d is not an added or a removed line", file,
			      line);
	free(pl.path);
	free(path);
	strbuf_release(&text);
	return err;
}

int record_explain(const char *dir, const char *path, int line,
		   struct strbuf *out)
{
	json_t *root = load(dir);
	int err;

	if (!root)
		return ERR_ENV;
	if (ends_with(path, ".patch"))
		err = patch_line(root, dir, path, line, out);
	else
		err = final_line(root, path, line, out);
	json_decref(root);
	return err;
}

char *record_series(const char *dir)
{
	char *path = outdir_file(dir, RECORD_NAME);
	json_t *o = json_load_file(path, 0, NULL);
	const char *name = json_string_value(json_object_get(
				json_object_get(o, "series"), "name"));
	char *copy = name ? xstrdup(name) : NULL;

	json_decref(o);
	free(path);
	return copy;
}

void record_same_code(const char *dir, struct strvec *files)
{
	char *path = outdir_file(dir, RECORD_NAME);
	json_t *o = json_load_file(path, 0, NULL), *p;
	size_t i;

	json_array_foreach(json_object_get(o, "patches"), i, p)
		if (!strcmp(jstr(p, "code"), "same") && *jstr(p, "file"))
			strvec_push(files, jstr(p, "file"));
	json_decref(o);
	free(path);
}
