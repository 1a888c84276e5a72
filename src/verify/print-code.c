// SPDX-License-Identifier: GPL-2.0-only
#include "verify/report.h"

/* How a patch changed machine code, on all configurations together. */
struct tally {
	struct code code;	/* each function once */
	size_t configs;		/* that any of it is of */
	size_t columns;		/* that were compiled */
	bool claimed;
};

static void tally(const struct report *r, size_t k, struct tally *t)
{
	memset(t, 0, sizeof(*t));
	t->claimed = r->v->same_code[k];
	for (size_t i = 0; i < r->n; i++) {
		const struct code *c;

		if (r->columns[i].result != KBUILD_OK)
			continue;
		c = &r->columns[i].cells[k].code;
		t->columns++;
		t->configs += code_any(c);
		code_add(&t->code, c);
	}
}

static void print_tally(const struct tally *t, size_t k)
{
	struct strbuf text = STRBUF_INIT;

	code_counts(&t->code, &text);
	if (text.len)
		printf("code: patch %02zu: functions: %s, on %zu of %zu configurations%s\n",
		       k, text.buf, t->configs, t->columns, t->claimed ?
		       "; the series says none" : "");
	else
		printf("code: patch %02zu: no function changes%s (%zu unit%s compared)\n",
		       k, t->claimed ? ", as the series says" : "",
		       t->code.units, plural((long)t->code.units));
	strbuf_release(&text);
}

static void print_list(const char *config, const char *what,
		       const struct strvec *sv)
{
	for (size_t i = 0; i < sv->n; i++)
		printf("  %s %s %s\n", config, what, sv->v[i]);
}

void print_code_list(const char *config, const struct code *c)
{
	print_list(config, "changed", &c->changed);
	print_list(config, "added", &c->added);
	print_list(config, "removed", &c->removed);
	print_list(config, "moved", &c->moved);
	print_list(config, "unknown", &c->unknown);
}

void print_code(const struct report *r)
{
	bool any = false;

	for (size_t k = r->v->from + 1; k <= r->v->to && r->n; k++) {
		struct tally t;

		tally(r, k, &t);
		any |= t.configs;
		if (t.configs || t.code.units || (t.claimed && t.columns))
			print_tally(&t, k);
		for (size_t i = 0; i < r->n && r->functions; i++)
			if (r->columns[i].result == KBUILD_OK)
				print_code_list(r->columns[i].config->id,
						&r->columns[i].cells[k].code);
		code_release(&t.code);
	}
	if (!any || r->functions)
		return;
	printf("  list them: %s", r->command);
	for (size_t i = 0; i < r->archs->n; i++)
		printf(" --arch %s", r->archs->v[i]);
	printf(" -d\n");
}
