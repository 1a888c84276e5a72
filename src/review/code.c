// SPDX-License-Identifier: GPL-2.0-only
#include "review/html-page.h"

bool review_code(const struct review *r, const struct rpatch *p,
		 struct strbuf *out)
{
	struct code all = { 0 };
	size_t configs = 0, compiled = 0;
	bool claimed = false, any;

	for (size_t i = 0; i < r->n_columns && p->seen; i++) {
		const struct rcell *c = &r->columns[i].cells[p->seen];

		compiled += c->state != RSTATE_SKIP && c->state != RSTATE_NONE;
		configs += code_any(&c->code);
		claimed |= c->claimed;
		code_add(&all, &c->code);
	}
	any = configs || all.units || claimed;
	if (any && p->fresh != FRESH_YES)
		strbuf_addstr(out, "stale: ");
	if (configs) {
		code_counts(&all, out);
		strbuf_addf(out, ", on %zu of %zu configurations%s", configs,
			    compiled, claimed ? "; the series says none" : "");
	} else if (any) {
		strbuf_addf(out, "no function changes%s", claimed ?
			    ", as the series says" : "");
	}
	code_release(&all);
	return any;
}

void review_code_list(const struct rcell *c, struct strvec *out)
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

static char *list_text(const struct rcell *c)
{
	struct strvec lines = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;

	review_code_list(c, &lines);
	for (size_t i = 0; i < lines.n; i++)
		strbuf_addf(&text, "%s\n", lines.v[i]);
	strvec_release(&lines);
	return strbuf_detach(&text);
}

void html_code_changes(const struct review *r, const struct rpatch *p,
		       struct strbuf *out)
{
	struct strbuf head = STRBUF_INIT;
	struct strvec texts = STRVEC_INIT;

	if (!review_code(r, p, &head))
		goto done;
	for (size_t i = 0; i < r->n_columns; i++)
		strvec_take(&texts, list_text(&r->columns[i].cells[p->seen]));
	html_f(out, "<details><summary>Machine code: %s</summary>\n", head.buf);
	/* Configurations with one list share it. */
	for (size_t i = 0; i < texts.n; i++) {
		const char *between = "<p>";

		if (!*texts.v[i])
			continue;
		for (size_t k = i; k < texts.n; k++) {
			if (strcmp(texts.v[k], texts.v[i]))
				continue;
			html_f(out, "%S%s", between, r->columns[k].id);
			between = ", ";
		}
		html_f(out, "</p>\n<pre>%s</pre>\n", texts.v[i]);
		for (size_t k = texts.n; k-- > i + 1;)
			if (!strcmp(texts.v[k], texts.v[i]))
				*texts.v[k] = '\0';
	}
	strbuf_addstr(out, "</details>\n");
done:
	strvec_release(&texts);
	strbuf_release(&head);
}
